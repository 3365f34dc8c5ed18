import type { Promised } from '#close/promises/rules.ts'
import { Checkbox } from '#platform/web/form.tsx'
import { dateOn } from '#platform/web/format.ts'

/** The date that what is written promises, before it leaves: kept as a promise, unless its writer says that it is none. */
export function PromiseHint({
  found,
  isKept,
  onKeep,
}: {
  found: { words: string; promised: Pick<Promised, 'dueOn'> }
  isKept: boolean
  onKeep(isKept: boolean): void
}) {
  return (
    <Checkbox
      label={`This promises an answer by ${dateOn(found.promised.dueOn)} (“${found.words}”)`}
      help={isKept ? 'You are reminded of it.' : 'It is not kept as a promise.'}
      checked={isKept}
      onChange={(event) => onKeep(event.target.checked)}
    />
  )
}
