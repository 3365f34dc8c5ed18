import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { changeSetupProgress, getSetupProgress, type SetupProgress } from '#app/setup/contract.ts'
import type { SetupStep } from '#app/setup/rules.ts'
import { call } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { toastError } from '#platform/web/toast.tsx'

/** How far the first run of this workspace got; asked only for those who may go on with it. */
export function useSetupProgress() {
  const slug = useSlug()
  const canSetUp = useCan('settings:manage')
  return useQuery({
    queryKey: ['setup-progress', slug],
    queryFn: () => call(getSetupProgress, {}),
    enabled: canSetUp,
  })
}

/** Ticks a step, or ends the first run. */
export function useChangeProgress() {
  const slug = useSlug()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (change: { done?: SetupStep; isOver?: true }) => call(changeSetupProgress, change),
    onSuccess: (kept: SetupProgress) => queries.setQueryData(['setup-progress', slug], kept),
    onError: (error) => toastError(error, 'The set-up could not be kept'),
  })
}
