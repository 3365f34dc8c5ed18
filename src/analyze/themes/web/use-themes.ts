import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { changeTheme, getTheme, listThemes, type Theme } from '#analyze/themes/contract.ts'
import { type Counting, countings } from '#analyze/themes/rules.ts'
import { call } from '#platform/web/api.ts'
import { type Search, useSlug } from '#platform/web/go.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

export const countingWords: Record<Counting, string> = {
  mentions: 'every mention',
  accounts: 'each account once',
  base: 'weighted to our base',
  revenue: 'by revenue',
}

/** What the address asks for. */
export function readView(search: Search): { by: Counting; segment?: string } {
  const by = countings.find((one) => one === search.by) ?? 'mentions'
  return { by, ...(search.segment !== undefined && { segment: search.segment }) }
}

const isUnderWay = (run: { state: string } | null | undefined) =>
  run?.state === 'queued' || run?.state === 'running'

/** The ranking; while themes are looked for it is read again every second. */
export function useThemes(view: { by: Counting; segment?: string }, hidden: boolean) {
  const slug = useSlug()
  return useQuery({
    queryKey: ['themes', slug, view, hidden],
    queryFn: ({ signal }) =>
      call(listThemes, { ...view, limit: 200, ...(hidden && { hidden: 'true' }) }, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: (query) => (isUnderWay(query.state.data?.run) ? 1000 : 60_000),
  })
}

export function useTheme(themeId: string, view: { by: Counting; segment?: string }) {
  const slug = useSlug()
  return useQuery({
    queryKey: ['theme', slug, themeId, view],
    queryFn: ({ signal }) => call(getTheme, { themeId, ...view }, { signal }),
    placeholderData: (before) => (before?.theme.id === themeId ? before : undefined),
    refetchInterval: (query) => (isUnderWay(query.state.data?.run) ? 1500 : false),
  })
}

/** A change of a theme: afterwards everything that shows themes is read again. */
export function useThemeChange<T, R>(change: (input: T) => Promise<R>, done?: (result: R, input: T) => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: (result, input) => {
      for (const key of ['themes', 'theme', 'theme-items'])
        void queries.invalidateQueries({ queryKey: [key] })
      done?.(result, input)
    },
    onError: (error) => toastError(error, 'Nothing was changed'),
  })
}

type Flag = 'isPinned' | 'isHidden'

const flagWords: Record<Flag, { on(name: string): string; off(name: string): string }> = {
  isPinned: {
    on: (name) => `“${name}” stays at the top.`,
    off: (name) => `“${name}” is not pinned any more.`,
  },
  isHidden: { on: (name) => `“${name}” is hidden.`, off: (name) => `“${name}” is back in the ranking.` },
}

/** Pins and hides themes, or takes that back; said once it is done. */
export function useThemeFlags() {
  const change = useThemeChange((input: { themeId: string } & Partial<Record<Flag, boolean>>) =>
    call(changeTheme, input),
  )
  const flip = (flag: Flag) => (theme: Pick<Theme, 'id' | 'name' | Flag>) => {
    const set = (to: boolean) => change.mutateAsync({ themeId: theme.id, [flag]: to })
    set(!theme[flag]).then(
      () =>
        toast({
          message: flagWords[flag][theme[flag] ? 'off' : 'on'](theme.name),
          undo: () => set(theme[flag]),
        }),
      () => {}, // told by the mutation
    )
  }
  return { pin: flip('isPinned'), hide: flip('isHidden') }
}
