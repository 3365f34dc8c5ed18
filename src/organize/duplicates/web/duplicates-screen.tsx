import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  countPairs,
  listPairs,
  type Pair,
  type PairState,
  pairStates,
} from '#organize/duplicates/contract.ts'
import { PairPanel } from '#organize/duplicates/web/pair-panel.tsx'
import { PairRow } from '#organize/duplicates/web/pair-row.tsx'
import { useDuplicates } from '#organize/duplicates/web/use-duplicates.ts'
import { call } from '#platform/web/api.ts'
import { useAddress, useSlug } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { List } from '#platform/web/list.tsx'
import { Content, HintBar, Split, TopBar } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'

const tabs: Record<PairState, string> = { open: 'To decide', merged: 'Merged', dismissed: 'Kept apart' }

const empty: Record<PairState, { title: string; text: string }> = {
  open: {
    title: 'Nothing looks like something said before',
    text: 'Each new item is compared with all others as it arrives, by its words. What may be the same waits here for one key: merge, or not the same.',
  },
  merged: {
    title: 'Nothing is merged',
    text: 'The same words of the same contact from two channels are merged by themselves; everything else is merged by a person.',
  },
  dismissed: {
    title: 'No pair was kept apart',
    text: 'A pair that is not the same is put here and never suggested again.',
  },
}

const wide = matchMedia('(min-width: 1200px)')

/** The review of possible duplicates: pairs at the left, the two items side by side at the right. */
export default function DuplicatesScreen() {
  const slug = useSlug()
  const [search, setSearch] = useAddress()
  const canWrite = useCan('feedback:write')
  const state = pairStates.find((one) => one === search.state) ?? 'open'
  const counts = useQuery({ queryKey: ['pairs', slug, 'counts'], queryFn: () => call(countPairs, {}) })
  const query = useInfiniteQuery({
    queryKey: ['pairs', slug, state],
    queryFn: ({ pageParam }) =>
      call(listPairs, { state, limit: 50, ...(pageParam && { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  })
  const pairs = query.data?.pages.flatMap((page) => page.data) ?? []
  const chosen = pairs.findIndex((pair) => pair.id === search.pair)
  // a pair that left the list hands on to its neighbour
  const [lastAt, setLastAt] = useState(0)
  const isOpen = search.pair !== undefined || wide.matches
  const at = chosen >= 0 ? chosen : Math.min(lastAt, pairs.length - 1)
  const pair = isOpen ? pairs[at] : undefined
  const choose = (id: string) => {
    setLastAt(pairs.findIndex((one) => one.id === id))
    setSearch({ pair: id }, { push: search.pair === undefined && !wide.matches })
  }
  return (
    <>
      <TopBar
        title="Possible duplicates"
        tabs={
          <Tabs
            label="Pairs"
            current={state}
            tabs={pairStates.map((key) => ({
              key,
              label: tabs[key],
              count: counts.data?.[key],
              to: 'duplicates',
              search: key === 'open' ? {} : { state: key },
            }))}
          />
        }
      />
      <Split
        label="Pairs"
        isPanelWide
        list={
          <>
            <Content>
              {query.error && pairs.length === 0 ? (
                <Failed
                  error={query.error}
                  title="The pairs could not be read"
                  kept="Nothing was changed."
                  onRetry={() => void query.refetch()}
                />
              ) : query.isPending ? (
                <LoadingRows label="Loading pairs" />
              ) : pairs.length === 0 ? (
                <Empty title={empty[state].title}>{empty[state].text}</Empty>
              ) : (
                <List
                  label="Pairs"
                  items={pairs}
                  current={pair?.id}
                  onCurrent={choose}
                  onOpen={choose}
                  onEnd={() => query.hasNextPage && !query.isFetchingNextPage && void query.fetchNextPage()}
                  render={(one) => <PairRow pair={one} />}
                />
              )}
              <Pager
                hasMore={!!query.hasNextPage}
                loading={query.isFetchingNextPage}
                onMore={() => void query.fetchNextPage()}
              />
            </Content>
            <HintBar
              keys={[
                [['j', 'k'], 'move'],
                [['m'], 'merge'],
                [['d'], 'not the same'],
                [['w'], 'swap'],
                [['Ctrl z'], 'undo'],
              ]}
            />
          </>
        }
        panel={
          pair && (
            <OpenPair
              key={pair.id}
              pair={pair}
              place={`pair ${at + 1} of ${query.hasNextPage ? `${pairs.length}+` : pairs.length}`}
              canWrite={canWrite}
              onClose={wide.matches ? undefined : () => setSearch({ pair: undefined })}
              onLeave={() => {
                setLastAt(at)
                setSearch({ pair: wide.matches ? undefined : pairs[at + 1]?.id })
              }}
            />
          )
        }
      />
    </>
  )
}

function OpenPair({
  pair,
  place,
  canWrite,
  onClose,
  onLeave,
}: {
  pair: Pair
  place: string
  canWrite: boolean
  onClose: (() => void) | undefined
  onLeave(): void
}) {
  const { merge, dismiss, restore, takeApart } = useDuplicates()
  const [isSwapped, setSwapped] = useState(false)
  const [first, second] = pair.sides
  const sides = isSwapped ? ([second, first] as const) : ([first, second] as const)
  const isBusy = [merge, dismiss, restore, takeApart].some((one) => one.isPending)
  const onSettled = { onSuccess: onLeave }
  const on = {
    onMerge: () => !isBusy && merge.mutate({ kept: sides[0], merged: sides[1] }, onSettled),
    onSwap: () => setSwapped(!isSwapped),
    onDismiss: () => !isBusy && dismiss.mutate(pair, onSettled),
    onRestore: () => restore.mutate(pair, onSettled),
    onTakeApart: () => takeApart.mutate({ mergeId: pair.mergeId!, summary: second.summary }, onSettled),
  }
  const group = 'Pair'
  useKeys(
    {
      m: { run: on.onMerge, label: 'Merge', group },
      d: { run: on.onDismiss, label: 'Not the same', group },
      w: { run: on.onSwap, label: 'Keep the other', group },
    },
    { enabled: canWrite && pair.state === 'open' },
  )
  return (
    <PairPanel
      pair={pair}
      sides={sides}
      place={place}
      canWrite={canWrite}
      isBusy={isBusy}
      onClose={onClose}
      {...on}
    />
  )
}
