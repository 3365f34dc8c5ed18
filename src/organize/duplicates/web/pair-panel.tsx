import { useQuery } from '@tanstack/react-query'
import { type Pair, previewItemMerge, type Side, type Voiced } from '#organize/duplicates/contract.ts'
import { whyAlike } from '#organize/duplicates/web/pair-words.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { useNow } from '#platform/web/clock.tsx'
import { count, money, plural, said } from '#platform/web/format.ts'
import { Go, useSlug } from '#platform/web/go.tsx'
import { channelIcon, Icon } from '#platform/web/icons.tsx'
import { Verbatim } from '#platform/web/marks.tsx'
import { Panel } from '#platform/web/page.tsx'
import { LoadingBlock } from '#platform/web/states.tsx'
import { Sure } from '#platform/web/suggestion.tsx'

interface Props {
  pair: Pair
  /** the one that is kept first */
  sides: readonly [Side, Side]
  place: string
  canWrite: boolean
  isBusy: boolean
  onMerge(): void
  onSwap(): void
  onDismiss(): void
  onRestore(): void
  onTakeApart(): void
  onClose: (() => void) | undefined
}

/** Two items side by side: what both say, why they look alike, what a merge would change. */
export function PairPanel({ pair, sides, place, canWrite, isBusy, ...on }: Props) {
  const [kept, merged] = sides
  return (
    <Panel
      label="Pair of items"
      head={place}
      onClose={on.onClose}
      footer={
        canWrite && (
          <>
            {pair.state === 'open' && (
              <>
                <Button keys="d" disabled={isBusy} onClick={on.onDismiss}>
                  Not the same
                </Button>
                <span className="grow" />
                <Button keys="w" disabled={isBusy} onClick={on.onSwap}>
                  Keep the other
                </Button>
                <Button kind="primary" icon="merge" keys="m" busy={isBusy} onClick={on.onMerge}>
                  Merge
                </Button>
              </>
            )}
            {pair.state === 'merged' && (
              <Button disabled={isBusy} onClick={on.onTakeApart}>
                Take apart
              </Button>
            )}
            {pair.state === 'dismissed' && (
              <Button disabled={isBusy} onClick={on.onRestore}>
                Review again
              </Button>
            )}
          </>
        )
      }
    >
      <div className="row mb-3 flex-wrap">
        {pair.state !== 'merged' && <Sure confidence={pair.score} />}
        <span className="help">{whyAlike(pair)}</span>
      </div>
      <div className="grid gap-5 wide:grid-cols-2">
        <SideView side={kept} is={pair.state === 'merged' ? 'Kept' : 'Stays'} />
        <SideView side={merged} is={pair.state === 'merged' ? 'Merged' : 'Becomes a voice of it'} />
      </div>
      {pair.state === 'open' && <WhatChanges kept={kept} merged={merged} />}
    </Panel>
  )
}

function SideView({ side, is }: { side: Side; is: string }) {
  const now = useNow()
  return (
    <section aria-label={is} className="min-w-0">
      <h2 className="sec">{is}</h2>
      <p className="row mt-1.5 flex-wrap">
        <span className="med">{side.contact?.name ?? 'Anonymous'}</span>
        {side.account && (
          <span className="muted">
            {side.account.name}
            {!!side.account.mrrCents && (
              <span className="num">, {money(side.account.mrrCents, side.account.currency)}</span>
            )}
          </span>
        )}
      </p>
      <p className="row help mb-2">
        <Icon name={channelIcon(side.channel)} small />
        <Go to={`inbox/${side.id}`} className="link">
          {side.channelLabel}, {said(side.occurredAt, now)}
        </Go>
        {side.voices > 1 && <span className="num">{plural(side.voices, 'voice')}</span>}
      </p>
      <Verbatim text={side.isCut ? `${side.verbatim}…` : side.verbatim} spans={side.marks} />
    </section>
  )
}

function WhatChanges({ kept, merged }: { kept: Side; merged: Side }) {
  const slug = useSlug()
  const preview = useQuery({
    queryKey: ['pairs', slug, 'preview', kept.id, merged.id],
    queryFn: () => call(previewItemMerge, { keptId: kept.id, mergedId: merged.id }),
  })
  if (!preview.data) return <LoadingBlock height={140} label="Counting who stands behind it" />
  const { before, after } = preview.data
  return (
    <section className="mt-5 border-t border-line pt-4" aria-label="What changes">
      <h2 className="sec">What changes</h2>
      <dl className="kv mt-1.5">
        <Change name="Voices" from={before.voices} to={after.voices} />
        <Change name="Contacts" from={before.contacts} to={after.contacts} />
        <Change name="Accounts" from={before.accounts} to={after.accounts} />
        <dt>MRR</dt>
        <dd className="num">
          {mrr(after) === mrr(before) ? (
            <>
              <b>{mrr(after)}</b> stays
            </>
          ) : (
            <>
              {mrr(before)} <span className="muted">to</span> <b>{mrr(after)}</b>
            </>
          )}
        </dd>
      </dl>
      <p className="help mt-3 max-w-prose">
        No word is changed or lost: the merged item keeps its type, tags, notes and cases, and its link leads
        to the one that stays. It can be taken apart exactly, at any time.
      </p>
    </section>
  )
}

function Change({ name, from, to }: { name: string; from: number; to: number }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="num">
        {from === to ? (
          <>
            <b>{count(to)}</b> stays
          </>
        ) : (
          <>
            {count(from)} <span className="muted">to</span> <b>{count(to)}</b>
          </>
        )}
      </dd>
    </>
  )
}

function mrr({ mrr }: Voiced): string {
  return mrr.length === 0
    ? 'none known'
    : mrr.map(({ cents, currency }) => money(cents, currency)).join(' + ')
}
