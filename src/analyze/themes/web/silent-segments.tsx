import type { SilentSegment } from '#analyze/themes/contract.ts'
import { AskThem } from '#analyze/themes/web/ask-them.tsx'
import { count, percent, plural } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'

/** Segments that say far less than their share of the accounts, each with the way to a survey to it. */
export function SilentSegments({
  silent,
  segmentName,
}: {
  silent: readonly SilentSegment[]
  segmentName: (key: string) => string
}) {
  if (silent.length === 0) return null
  return (
    <section aria-label="Silent segments" className="mt-3">
      <h2 className="sec">Silent segments</h2>
      <ul>
        {silent.map((one) => (
          <li key={one.segment} className="py-0.5">
            <Go to="accounts" search={{ segment: one.segment }} className="n">
              {segmentName(one.segment)}
            </Go>
            : {percent(one.shareOfBase)} of the accounts, {percent(one.shareOfSaid)} of what is said;{' '}
            {count(one.spoke)} of {plural(one.accounts, 'account')} spoke.{' '}
            <AskThem segment={one.segment} name={segmentName(one.segment)} />
          </li>
        ))}
      </ul>
    </section>
  )
}
