import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { listPairsOf, listVoices, type Pair, type Voice } from '#organize/duplicates/contract.ts'
import { whyAlike } from '#organize/duplicates/web/pair-words.ts'
import { useDuplicates } from '#organize/duplicates/web/use-duplicates.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { useNow } from '#platform/web/clock.tsx'
import { money, plural, said } from '#platform/web/format.ts'
import { Go, useSlug } from '#platform/web/go.tsx'
import { channelIcon, Icon } from '#platform/web/icons.tsx'
import { Verbatim } from '#platform/web/marks.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Sure } from '#platform/web/suggestion.tsx'

/** Who else said it, and what may be the same. Nothing while there is neither. */
export function ItemVoices({ feedbackId }: { feedbackId: string }) {
  const slug = useSlug()
  const voices = useInfiniteQuery({
    queryKey: ['voices', slug, feedbackId],
    queryFn: ({ pageParam }) =>
      call(listVoices, { feedbackId, limit: 20, ...(pageParam && { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  })
  const pairs = useQuery({
    queryKey: ['pairs', slug, 'of', feedbackId],
    queryFn: () => call(listPairsOf, { feedbackId }),
  })
  const others = voices.data?.pages.flatMap((page) => page.data) ?? []
  const total = voices.data?.pages[0]?.total
  const open = pairs.data?.data ?? []
  return (
    <>
      {total && others.length > 0 && (
        <section className="mt-5" aria-label="Also said by">
          <div className="row flex-wrap">
            <h2 className="sec">Also said by</h2>
            <span className="help num">
              {[
                plural(total.voices, 'voice'),
                plural(total.contacts, 'contact'),
                plural(total.accounts, 'account'),
                ...total.mrr.map(({ cents, currency }) => `${money(cents, currency)} MRR`),
              ].join(', ')}
            </span>
          </div>
          <ul>
            {others.map((voice) => (
              <VoiceRow key={voice.id} voice={voice} />
            ))}
          </ul>
          <Pager
            hasMore={!!voices.hasNextPage}
            loading={voices.isFetchingNextPage}
            onMore={() => void voices.fetchNextPage()}
          />
        </section>
      )}
      {open.length > 0 && (
        <section className="mt-5" aria-label="Possible duplicates">
          <h2 className="sec">Possible duplicates</h2>
          <ul>
            {open.map((pair) => (
              <PairLine key={pair.id} pair={pair} feedbackId={feedbackId} />
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function VoiceRow({ voice }: { voice: Voice }) {
  const now = useNow()
  const canWrite = useCan('feedback:write')
  const { takeApart } = useDuplicates()
  return (
    <li className="border-b border-line py-3">
      <div className="row mb-1.5 flex-wrap">
        <span className="med">{voice.contact?.name ?? 'Anonymous'}</span>
        {voice.account && <span className="muted">{voice.account.name}</span>}
        <span className="help row">
          <Icon name={channelIcon(voice.channel)} small />
          {voice.channelLabel}, {said(voice.occurredAt, now)}
        </span>
        {voice.reason === 'same_words' && <span className="help">the same words, merged by themselves</span>}
        <span className="grow" />
        {canWrite && (
          <Button
            size="sm"
            kind="ghost"
            busy={takeApart.isPending}
            onClick={() => takeApart.mutate({ mergeId: voice.mergeId, summary: voice.summary })}
          >
            Take apart
          </Button>
        )}
      </div>
      <Verbatim text={voice.isCut ? `${voice.verbatim}…` : voice.verbatim} />
    </li>
  )
}

function PairLine({ pair, feedbackId }: { pair: Pair; feedbackId: string }) {
  const canWrite = useCan('feedback:write')
  const { merge, dismiss } = useDuplicates()
  const isBusy = merge.isPending || dismiss.isPending
  const own = pair.sides.find((side) => side.id === feedbackId)!
  const other = pair.sides.find((side) => side.id !== feedbackId)!
  return (
    <li className="row min-h-12 flex-wrap border-b border-line py-1.5">
      <span className="min-w-40 grow">
        <Go to={`inbox/${other.id}`} className="cut block hover:underline" dir="auto">
          {other.summary}
        </Go>
        <span className="help">
          {[other.account?.name ?? other.contact?.name, whyAlike(pair)].filter(Boolean).join(', ')}
        </span>
      </span>
      <Sure confidence={pair.score} />
      {canWrite && (
        <>
          <Button
            size="sm"
            icon="merge"
            disabled={isBusy}
            onClick={() => merge.mutate({ kept: own, merged: other })}
          >
            Merge
          </Button>
          <Button size="sm" kind="ghost" disabled={isBusy} onClick={() => dismiss.mutate(pair)}>
            Not the same
          </Button>
        </>
      )}
    </li>
  )
}
