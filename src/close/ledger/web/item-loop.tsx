import { useQuery } from '@tanstack/react-query'
import { getItemLoop } from '#close/ledger/contract.ts'
import { linksOf, NextAct } from '#close/ledger/web/ledger-links.tsx'
import { call } from '#platform/web/api.ts'
import { useNow } from '#platform/web/clock.tsx'
import { duration } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { Ledger } from '#platform/web/ledger.tsx'
import type { Slots } from '#platform/web/slots.tsx'

/** The six links of an item, the first missing one in words with the way to close it. */
export default function ItemLoop({ feedbackId, isWide, version }: Slots['inbox.loop']) {
  const slug = useSlug()
  const now = useNow()
  const { data } = useQuery({
    queryKey: ['loop', slug, feedbackId, version],
    queryFn: () => call(getItemLoop, { feedbackId }),
    placeholderData: (before) => before,
    refetchInterval: 30_000,
  })
  const loop = data?.loop
  if (data?.why) return <p className="help my-5">{data.why}</p>
  const form = isWide ? 'full' : 'slim'
  return (
    <section className="my-5" aria-label="The loop">
      <Ledger form={form} links={loop ? linksOf(loop, now, form) : [{ key: 'heard', state: 'done' }]} />
      <p className="mt-2 min-h-5 text-ink-2" role="status">
        {loop?.closedAt ? (
          <>Closed in {duration(Date.parse(loop.closedAt) - Date.parse(loop.heardAt))}.</>
        ) : (
          loop && <NextAct loop={loop} here={`inbox/${feedbackId}`} />
        )}
      </p>
    </section>
  )
}
