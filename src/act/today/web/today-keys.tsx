import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { completeStep } from '#act/cases/contract.ts'
import { useGive } from '#act/loads/web/use-team.ts'
import { SnoozePicker } from '#act/snoozes/web/snooze-picker.tsx'
import type { TodayStep } from '#act/today/contract.ts'
import { useTodayRefresh } from '#act/today/web/use-today.ts'
import { ApiError, call } from '#platform/web/api.ts'
import { Picker } from '#platform/web/combobox.tsx'
import { useGo } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { useCan, useSession } from '#platform/web/session.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** What a step lacks that only its case page can take. */
const lacking = ['step.evidence_missing', 'step.touchpoint_missing', 'step.not_approved']

/** The keys of the current step on Today: e done, s snooze, a give to somebody. */
export function TodayKeys({ step }: { step: TodayStep | undefined }) {
  const { members, member } = useSession()
  const canWrite = useCan('cases:write')
  const go = useGo()
  const refresh = useTodayRefresh()
  const give = useGive()
  const [isSnoozing, setSnoozing] = useState(false)
  const [isGiving, setGiving] = useState(false)
  const complete = useMutation({
    mutationFn: (one: TodayStep) => call(completeStep, { caseId: one.caseId, stepId: one.id }),
    onSuccess: async (_, one) => {
      await refresh()
      toast({ message: `“${one.title}” is done.` })
    },
    onError: async (error, one) => {
      toastError(error, 'The step is still open')
      if (error instanceof ApiError && lacking.includes(error.code))
        go(`cases/${one.caseId}`, { search: { step: one.id } })
      else await refresh()
    },
  })
  const group = 'Today'
  useKeys(
    {
      e: { run: () => step && complete.mutate(step), label: 'Complete the step', group },
      s: { run: () => step && setSnoozing(true), label: 'Snooze the step', group },
      a: { run: () => step && setGiving(true), label: 'Give the step to somebody', group },
    },
    { enabled: canWrite && step !== undefined && !step.needsDecision },
  )
  if (!step) return null
  return (
    <>
      <SnoozePicker step={step} open={isSnoozing} onOpenChange={setSnoozing} />
      {isGiving && (
        <Picker
          anchor={document.querySelector('.top')}
          open
          onOpenChange={setGiving}
          label={`Who does “${step.title}”`}
          options={members
            .filter((one) => one.role !== 'viewer')
            .map((one) => ({
              value: one.id,
              label: one.id === member.id ? `${one.name} (you)` : one.name,
              hint: one.role,
            }))}
          onPick={(id) => {
            const to = members.find((one) => one.id === id)
            if (to) give.mutate({ stepIds: [step.id], to })
          }}
        />
      )}
    </>
  )
}
