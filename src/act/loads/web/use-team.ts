import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getTeam, giveTeamSteps, listTeamSteps } from '#act/loads/contract.ts'
import type { Call } from '#platform/endpoint.ts'
import { call } from '#platform/web/api.ts'
import { plural } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'
import { usePages } from '#platform/web/use-pages.ts'

/** The load of everybody. */
export function useTeam() {
  const slug = useSlug()
  return useQuery({
    queryKey: ['team', slug, 'load'],
    queryFn: () => call(getTeam, {}),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
}

/** Open steps of a filter, page by page. */
export function useTeamSteps(filter: Omit<Call<typeof listTeamSteps>, 'limit' | 'cursor'>, enabled = true) {
  return usePages(
    ['team', 'steps', filter],
    (from, options) => call(listTeamSteps, { ...filter, limit: 50, ...from }, options),
    { refetchInterval: 60_000, enabled },
  )
}

/** Gives steps to somebody, with the way back. */
export function useGive() {
  const slug = useSlug()
  const queries = useQueryClient()
  const refresh = async () => {
    await Promise.all(
      ['team', 'today', 'case', 'cases', 'waiting'].map((key) =>
        queries.invalidateQueries({ queryKey: [key, slug] }),
      ),
    )
  }
  return useMutation({
    mutationFn: ({ stepIds, to }: { stepIds: string[]; to: { id: string; name: string } }) =>
      call(giveTeamSteps, { stepIds, toId: to.id }),
    onSuccess: async ({ given }, { to }) => {
      await refresh()
      if (given.length === 0) return toast({ message: `It is ${to.name}’s already, or no longer open.` })
      toast({
        message: `${plural(given.length, 'step')} given to ${to.name}.`,
        undo: async () => {
          for (const fromId of new Set(given.map((one) => one.fromId)))
            await call(giveTeamSteps, {
              stepIds: given.filter((one) => one.fromId === fromId).map((one) => one.stepId),
              toId: fromId,
            })
          await refresh()
        },
      })
    },
    onError: (error) => toastError(error, 'Nobody was given anything'),
  })
}
