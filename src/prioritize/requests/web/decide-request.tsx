import { useState } from 'react'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { DateInput, Field, Radio, TextArea } from '#platform/web/form.tsx'
import { plural } from '#platform/web/format.ts'
import { decideRequest, type Request } from '#prioritize/requests/contract.ts'
import { needsReason, type Status, statusWords } from '#prioritize/requests/rules.ts'
import { useRequestChange } from '#prioritize/requests/web/use-requests.ts'

/** How a request goes on. It is refused when somebody decided since the page was read. */
export function DecideRequest({ request, onClose }: { request: Request; onClose(): void }) {
  // what was seen when the panel opened, whatever the page has read since
  const [lastMove] = useState(request.move)
  const [status, setStatus] = useState<Status | undefined>()
  const [reason, setReason] = useState('')
  const [parkedUntil, setParkedUntil] = useState('')
  const [targetOn, setTargetOn] = useState(request.targetOn ?? '')
  const isComing = status === 'planned' || status === 'in_progress'
  const decide = useRequestChange(
    () =>
      call(decideRequest, {
        requestId: request.id,
        status: status!,
        lastMove,
        ...(reason.trim() && { reason }),
        ...(status === 'parked' && parkedUntil && { parkedUntil }),
        ...(isComing && targetOn !== (request.targetOn ?? '') && { targetOn: targetOn || null }),
      }),
    onClose,
  )
  const wrong = fieldErrors(decide.error)
  const isWhyOwed = status !== undefined && needsReason(request.status, status)
  return (
    <SidePanel
      open
      onClose={onClose}
      title="Decide"
      footer={
        <Button
          kind="primary"
          busy={decide.isPending}
          disabled={!status || (isWhyOwed && !reason.trim())}
          onClick={() => decide.mutate()}
        >
          Decide
        </Button>
      }
    >
      <p className="med">{request.title}</p>
      <p className="help">
        {statusWords[request.status]} now; {plural(request.demand.accounts, 'account')} behind it.
      </p>
      <fieldset className="mt-4 grid gap-1">
        <legend className="xs muted">It becomes</legend>
        {request.mayMoveTo.map((one) => (
          <Radio
            key={one}
            name="status"
            label={one === request.status ? 'Parked until another day' : statusWords[one]}
            checked={one === status}
            onChange={() => setStatus(one)}
          />
        ))}
      </fieldset>
      <div className="mt-4 grid gap-4">
        {status === 'parked' && (
          <Field
            label="Comes back on"
            optional
            error={wrong.parkedUntil}
            help="It is under review again on that day by itself; without a day each quarterly review looks at it."
          >
            <DateInput value={parkedUntil} onChange={(event) => setParkedUntil(event.target.value)} />
          </Field>
        )}
        {isComing && (
          <Field label="Target date" optional error={wrong.targetOn}>
            <DateInput value={targetOn} onChange={(event) => setTargetOn(event.target.value)} />
          </Field>
        )}
        <Field
          label="Why"
          optional={!isWhyOwed}
          error={wrong.reason}
          help="For colleagues; customers are told in words of their own."
        >
          <TextArea
            rows={3}
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
      </div>
    </SidePanel>
  )
}
