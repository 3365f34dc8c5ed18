import type { Asked } from '#analyze/outside/contract.ts'
import { cost } from '#analyze/outside/web/cost.ts'
import { Button } from '#platform/web/button.tsx'
import { dateTime, plural } from '#platform/web/format.ts'
import { Icon } from '#platform/web/icons.tsx'

export const isWaiting = (asked: Asked | null | undefined) =>
  asked?.state === 'queued' || asked?.state === 'running'

/** Where a suggestion comes from and what it cost. */
export function Source({ asked }: { asked: Asked }) {
  const paid =
    asked.costMicros > 0 && `${asked.isEstimate ? 'at most ' : ''}${cost(asked.costMicros, asked.currency)}`
  return (
    <>
      {[
        `${asked.model} at ${asked.host}`,
        asked.purpose !== 'translation' && `from ${plural(asked.quotes, 'quote')}`,
        paid,
        dateTime(asked.createdAt),
      ]
        .filter(Boolean)
        .join(', ')}
    </>
  )
}

/** That it is being asked, or why there is no answer. */
export function Standing({
  asked,
  onAgain,
  onDismiss,
}: {
  asked: Asked
  onAgain: (() => void) | undefined
  onDismiss?: (() => void) | undefined
}) {
  if (isWaiting(asked))
    return (
      <p className="help" role="status">
        Asking {asked.model} at {asked.host}…
      </p>
    )
  const failure =
    asked.failure ?? (asked.result === null ? 'An item it quotes was erased, and its answer with it.' : null)
  if (!failure) return null
  return (
    <div className="al" role="alert">
      <Icon name="warning" />
      <span className="grow wrap-anywhere">{failure}</span>
      {onDismiss && (
        <Button size="sm" kind="ghost" onClick={onDismiss}>
          Dismiss
        </Button>
      )}
      {onAgain && (
        <Button size="sm" onClick={onAgain}>
          Ask again
        </Button>
      )}
    </div>
  )
}
