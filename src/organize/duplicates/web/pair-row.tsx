import type { Pair } from '#organize/duplicates/contract.ts'
import { whyAlike } from '#organize/duplicates/web/pair-words.ts'
import { date, plural } from '#platform/web/format.ts'
import { Sure } from '#platform/web/suggestion.tsx'

/** One pair in the list: what both say, how sure, and why. */
export function PairRow({ pair }: { pair: Pair }) {
  const [kept, other] = pair.sides
  const why = pair.isSameContact
    ? 'same contact'
    : pair.isSameAccount
      ? 'same account'
      : pair.words.length > 0
        ? `${plural(pair.words.length, 'word')} shared`
        : undefined
  return (
    <>
      <span className="grow">
        <span className="l1">
          <span className="cut t" dir="auto">
            {other.summary}
          </span>
        </span>
        <span className="l2">
          <span>and</span>
          <span className="cut text-ink" dir="auto">
            {kept.summary}
          </span>
        </span>
      </span>
      <span className="end" title={whyAlike(pair)}>
        {pair.state === 'open' ? (
          <Sure confidence={pair.score} />
        ) : (
          <span className="clock">{pair.decidedAt && date(pair.decidedAt)}</span>
        )}
        <span className="help nowrap">{why}</span>
      </span>
    </>
  )
}
