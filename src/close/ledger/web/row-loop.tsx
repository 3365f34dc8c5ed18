import { useQuery } from '@tanstack/react-query'
import { listItemLoops } from '#close/ledger/contract.ts'
import { stateOf } from '#close/ledger/web/ledger-links.tsx'
import type { Answer } from '#platform/endpoint.ts'
import { call } from '#platform/web/api.ts'
import { useNow } from '#platform/web/clock.tsx'
import { useSlug } from '#platform/web/go.tsx'
import { MiniLedger } from '#platform/web/ledger.tsx'
import type { Slots } from '#platform/web/slots.tsx'

type ItemLoop = Answer<typeof listItemLoops>['data'][number]

/** The ledger of an item in six ticks, at the end of its row. */
export default function RowLoop({ feedbackId, version }: Slots['inbox.row']) {
  const slug = useSlug()
  const now = useNow()
  const { data } = useQuery({
    queryKey: ['loop-row', slug, feedbackId, version],
    queryFn: () => together(feedbackId),
    placeholderData: (before, query) => (query?.queryKey[2] === feedbackId ? before : undefined),
    refetchInterval: 60_000,
  })
  return data ? (
    <MiniLedger
      links={data.links.map((link) => ({ key: link.key, state: stateOf(link, data.heardAt, now) }))}
    />
  ) : (
    // history and spam have no loop: their place stays, so that rows keep their columns
    <span className="mini" />
  )
}

const mostAtOnce = 100
let waiting: { feedbackId: string; settle(links: ItemLoop | null): void; fail(error: unknown): void }[] = []

/** Rows that are drawn in one go are asked about in one call. */
function together(feedbackId: string): Promise<ItemLoop | null> {
  return new Promise((settle, fail) => {
    waiting.push({ feedbackId, settle, fail })
    if (waiting.length === 1) setTimeout(ask)
  })
}

async function ask() {
  const asked = waiting
  waiting = []
  for (let i = 0; i < asked.length; i += mostAtOnce) {
    const some = asked.slice(i, i + mostAtOnce)
    try {
      const { data } = await call(listItemLoops, { feedbackIds: some.map((one) => one.feedbackId) })
      const of = new Map(data.map((one) => [one.feedbackId, one]))
      for (const one of some) one.settle(of.get(one.feedbackId) ?? null)
    } catch (error) {
      for (const one of some) one.fail(error)
    }
  }
}
