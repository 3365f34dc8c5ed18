import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { getHoldings } from '#close/holdings/contract.ts'
import { holdingsText } from '#close/holdings/rules.ts'
import type { Member } from '#platform/identity/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Dialog } from '#platform/web/dialog.tsx'
import { Field, Select } from '#platform/web/form.tsx'
import { useSlug } from '#platform/web/go.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'

/** Takes a member out: what they hold is shown and goes to whom is chosen, in one go. */
export function TakeOut({
  member,
  others,
  busy,
  onClose,
  onTakeOut,
}: {
  member: Member
  others: readonly Member[]
  busy: boolean
  onClose(): void
  onTakeOut(to: string | undefined): void
}) {
  const slug = useSlug()
  const [to, setTo] = useState('')
  const held = useQuery({
    queryKey: ['holdings', slug, member.id],
    queryFn: () => call(getHoldings, { memberId: member.id }),
    gcTime: 0,
  })
  const text = held.data && holdingsText(held.data)
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Take ${member.name} out of the workspace`}
      description="They are signed out of it at once. What they wrote and decided stays, with their name. To come back they need a new join link."
      footer={
        <>
          <Button onClick={onClose}>Keep</Button>
          <Button kind="danger" busy={busy} disabled={!held.data} onClick={() => onTakeOut(to || undefined)}>
            {text ? 'Hand over and take out' : 'Take out'}
          </Button>
        </>
      }
    >
      <div className="mt-3">
        {held.isPending ? (
          <LoadingRows rows={1} />
        ) : held.isError ? (
          <Failed
            error={held.error}
            title="What they hold could not be read"
            onRetry={() => void held.refetch()}
          />
        ) : text ? (
          <>
            <p>
              <span className="med">They hold:</span> {text}.
            </p>
            <div className="mt-3">
              <Field
                label="Who takes over"
                help={
                  to
                    ? 'Everything above goes to them, and they are told.'
                    : 'Cases, steps and corrective actions go to others in the same position, else to management; survey calls go to management; mails to read go back to their writers; the rest has no owner.'
                }
              >
                <Select
                  value={to}
                  options={[
                    { value: '', label: 'By position, else management' },
                    ...others
                      .filter((one) => one.id !== member.id && one.role !== 'viewer')
                      .map((one) => ({ value: one.id, label: one.name })),
                  ]}
                  onChange={(event) => setTo(event.target.value)}
                />
              </Field>
            </div>
          </>
        ) : (
          <p className="help">Nothing waits on them.</p>
        )}
      </div>
    </Dialog>
  )
}
