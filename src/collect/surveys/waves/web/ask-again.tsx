import type { Recipients } from '#collect/surveys/waves/contract.ts'
import { Button } from '#platform/web/button.tsx'
import { Field, TextInput } from '#platform/web/form.tsx'

/** Whether a reason says enough to ask people again within 30 days; without one nobody is asked again. */
export const isReasoned = (reason: string | undefined) => reason === undefined || reason.trim().length >= 3

interface Props {
  counts: Recipients
  canSend: boolean
  /** Why people asked in the last 30 days are asked again; undefined: they are not. */
  reason: string | undefined
  onChange(reason: string | undefined): void
}

/** The choice to ask people again within 30 days, which needs a reason. */
export function AskAgain({ counts, canSend, reason, onChange }: Props) {
  const isThrottled = counts.reasons.some((one) => one.reason === 'asked_recently')
  return (
    <>
      <p className="help mt-2">
        Counted again at each send.{' '}
        {canSend && isThrottled && reason === undefined && (
          <button type="button" className="link" onClick={() => onChange('')}>
            Ask them again, with a reason
          </button>
        )}
      </p>
      {reason !== undefined && (
        <div className="mt-2 grid gap-2">
          <Field
            label="Why they are asked again within 30 days"
            help="Kept with the wave: a service change, a complex issue."
          >
            <TextInput
              value={reason}
              maxLength={300}
              autoFocus
              onChange={(event) => onChange(event.target.value)}
            />
          </Field>
          <div>
            <Button kind="ghost" size="sm" onClick={() => onChange(undefined)}>
              Leave them out again
            </Button>
          </div>
        </div>
      )}
    </>
  )
}
