import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { listSnoozes, snooze, wake } from '#act/snoozes/contract.ts'
import { snoozeChoices } from '#organize/inbox/web/snooze.ts'
import type { Call } from '#platform/endpoint.ts'
import { call } from '#platform/web/api.ts'
import { dateTime } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** What I put out of sight on my day. */
export function useSnoozes() {
  const slug = useSlug()
  return useQuery({
    queryKey: ['today', slug, 'snoozes'],
    queryFn: () => call(listSnoozes, {}),
    refetchInterval: 60_000,
  })
}

/** Puts something out of sight and brings it back. */
export function useSnooze() {
  const slug = useSlug()
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: ['today', slug] })
  const back = async (stepId: string) => {
    await call(wake, { stepId })
    await refresh()
  }
  const put = useMutation({
    mutationFn: (input: Call<typeof snooze>) => call(snooze, input),
    onSuccess: async (_, input) => {
      await refresh()
      toast({
        message: `Out of sight until ${dateTime(input.until)}. Its clock goes on.`,
        ...(input.stepId && { undo: () => back(input.stepId!) }),
      })
    },
    onError: (error) => toastError(error, 'It stays on your day'),
  })
  return { put, back }
}

/** Times to come back at, none past the due time; half an hour before it is always one while that is ahead. */
export function choicesUntil(latestAt: string | null, now = new Date()) {
  const latest = latestAt ? Date.parse(latestAt) : Number.POSITIVE_INFINITY
  const hour = { value: 'hour', label: 'In an hour', until: new Date(now.getTime() + 3_600_000) }
  const before = {
    value: 'before',
    label: 'Half an hour before it is due',
    until: new Date(latest - 1_800_000),
  }
  return [hour, ...snoozeChoices(now), ...(latestAt ? [before] : [])].filter(
    ({ until }) => until.getTime() <= latest && until > now,
  )
}
