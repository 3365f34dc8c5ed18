import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { decidePlaybook, type PlaybookView } from '#act/playbooks/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { TextArea } from '#platform/web/form.tsx'
import { useSlug } from '#platform/web/go.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** How a version that is not in effect stands: it waits for its approver, was refused, or is an earlier one. */
export function VersionBar({
  one,
  isDifferent,
  onDifference,
  onReturn,
}: {
  one: PlaybookView
  isDifferent: boolean
  onDifference(): void
  /** Saves the text of this version as the newest one; absent where that may not be done. */
  onReturn?: (() => void) | undefined
}) {
  const slug = useSlug()
  const queries = useQueryClient()
  const [reason, setReason] = useState<string>()
  const decide = useMutation({
    mutationFn: (decision: 'approve' | 'refuse') =>
      call(decidePlaybook, {
        key: one.key,
        version: one.version,
        decision,
        ...(decision === 'refuse' && { reason: reason! }),
      }),
    onSuccess: (_, decision) => {
      setReason(undefined)
      for (const name of ['playbook', 'playbooks']) void queries.invalidateQueries({ queryKey: [name, slug] })
      toast({
        message:
          decision === 'approve'
            ? `Version ${one.version} is in effect.`
            : `Version ${one.version} is refused.`,
      })
    },
    onError: (error) => toastError(error, 'Nothing was decided'),
  })
  const who = one.approver?.replaceAll('-', ' ') ?? 'management'
  const words =
    one.state === 'proposed'
      ? `Version ${one.version} takes effect when ${who} agrees. New cases follow version ${one.currentVersion} until then.`
      : one.state === 'refused'
        ? `Version ${one.version} was refused: ${one.refusedWhy}`
        : one.state === 'passed'
          ? `Version ${one.version} never took effect: another one was saved first.`
          : `Version ${one.version} is an earlier one. New cases follow version ${one.currentVersion}.`
  return (
    <section className="vbar" aria-label="This version">
      <p className="grow">{words}</p>
      <div className="row flex-wrap">
        <Button onClick={onDifference} aria-pressed={isDifferent}>
          {isDifferent ? 'Show the file' : 'What differs'}
        </Button>
        {onReturn && one.state !== 'proposed' && <Button onClick={onReturn}>Go back to it</Button>}
        {one.state === 'proposed' && one.mayDecide && (
          <>
            <Button onClick={() => setReason(reason === undefined ? '' : undefined)}>Refuse</Button>
            <Button kind="primary" busy={decide.isPending} onClick={() => decide.mutate('approve')}>
              Agree
            </Button>
          </>
        )}
      </div>
      {reason !== undefined && (
        <div className="form-row w-full">
          <label htmlFor="refuse-why">Why it is refused</label>
          <TextArea
            id="refuse-why"
            rows={2}
            autoFocus
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          <div className="row mt-2">
            <Button
              kind="primary"
              disabled={!reason.trim()}
              busy={decide.isPending}
              onClick={() => decide.mutate('refuse')}
            >
              Refuse version {one.version}
            </Button>
          </div>
        </div>
      )}
    </section>
  )
}
