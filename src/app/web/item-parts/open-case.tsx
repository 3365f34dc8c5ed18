import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { openCase } from '#act/cases/contract.ts'
import { listPlaybooks } from '#act/playbooks/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { useGo, useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import type { Slots } from '#platform/web/slots.tsx'
import { toastError } from '#platform/web/toast.tsx'

/** "Open case": chooses the playbook and goes to the new case. */
export default function OpenCase({ feedbackId, contactId }: Slots['inbox.actions']) {
  const slug = useSlug()
  const go = useGo()
  const queries = useQueryClient()
  const canOpen = useCan('cases:write')
  const [open, setOpen] = useState(false)
  const playbooks = useQuery({
    queryKey: ['playbooks', slug],
    queryFn: () => call(listPlaybooks, {}),
    enabled: open,
  })
  const make = useMutation({
    mutationFn: (playbook: string) => call(openCase, { playbook, contactId: contactId ?? '', feedbackId }),
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: ['item', slug, feedbackId] })
      go(`cases/${made.id}`)
    },
    onError: (error) => toastError(error, 'No case was opened'),
  })
  if (!canOpen) return null
  return (
    <Picker
      label="Playbook of the case"
      open={open}
      onOpenChange={setOpen}
      options={(playbooks.data?.data ?? [])
        .filter((one) => one.isEnabled)
        .map((one) => ({ value: one.key, label: one.title, icon: 'case' as const }))}
      empty={playbooks.isPending ? 'Loading the playbooks' : 'No playbook is enabled.'}
      onPick={(playbook) => make.mutate(playbook)}
      trigger={
        <Button
          icon="case"
          busy={make.isPending}
          disabled={!contactId}
          title={contactId ? undefined : 'A case follows up with a person; this item has no contact.'}
        >
          Open case
        </Button>
      }
    />
  )
}
