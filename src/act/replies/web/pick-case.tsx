import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listCases } from '#act/cases/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { useSlug } from '#platform/web/go.tsx'

/** The case that a mail or text message answers: of whoever sent it, else of everybody. */
export function PickCase({
  contactId,
  size,
  busy,
  onPick,
}: {
  contactId: string | null
  size?: 'sm'
  busy: boolean
  onPick(caseId: string): void
}) {
  const slug = useSlug()
  const [isPicking, setPicking] = useState(false)
  const cases = useQuery({
    queryKey: ['cases', slug, 'to-pick', contactId],
    queryFn: () => call(listCases, { status: 'all', limit: 100, ...(contactId && { contact: contactId }) }),
    enabled: isPicking,
  })
  return (
    <Picker
      trigger={
        <Button icon="case" busy={busy} {...(size && { size })}>
          Put on a case
        </Button>
      }
      open={isPicking}
      onOpenChange={setPicking}
      label="The case that it answers"
      empty={cases.isPending ? 'Loading the cases' : 'There is no case'}
      options={(cases.data?.data ?? []).map((one) => ({
        value: one.id,
        label: one.title,
        ...(one.status !== 'open' && { hint: one.status }),
      }))}
      onPick={onPick}
    />
  )
}
