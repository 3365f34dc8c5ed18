import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getTheme, listThemes } from '#analyze/themes/contract.ts'
import { type Counting, countings } from '#analyze/themes/rules.ts'
import { listSegments } from '#customers/segments/contract.ts'
import { call } from '#platform/web/api.ts'
import { type Search, useSlug } from '#platform/web/go.tsx'
import { toastError } from '#platform/web/toast.tsx'

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

export function useSegments() {
  const slug = useSlug()
  return useQuery({
    queryKey: ['segments', slug],
    queryFn: () => call(listSegments, {}),
    staleTime: 300_000,
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
