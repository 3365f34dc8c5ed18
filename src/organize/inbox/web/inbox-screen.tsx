import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { InboxRow } from '#organize/inbox/contract.ts'
import type { FilterName } from '#organize/inbox/rules.ts'
import { filterIn, isChanged, readAddress, viewSearch } from '#organize/inbox/web/address.ts'
import { FilterBar } from '#organize/inbox/web/filter-bar.tsx'
import { InboxEmpty } from '#organize/inbox/web/inbox-empty.tsx'
import { useInboxKeys } from '#organize/inbox/web/inbox-keys.ts'
import { InboxList } from '#organize/inbox/web/inbox-list.tsx'
import { ItemPanel } from '#organize/inbox/web/item-panel.tsx'
import { RecordFeedback } from '#organize/inbox/web/record-feedback.tsx'
import { SearchLine } from '#organize/inbox/web/search-line.tsx'
import { useTriage } from '#organize/inbox/web/triage.ts'
import { type Picking, type PickKind, TriagePicker } from '#organize/inbox/web/triage-picker.tsx'
import { useCategories, useChannels, useRows, useViews } from '#organize/inbox/web/use-inbox.ts'
import { ViewTabs } from '#organize/inbox/web/view-tabs.tsx'
import { BulkBar } from '#platform/web/bulk-bar.tsx'
import { Button } from '#platform/web/button.tsx'
import { useAddress, useGo, useSlug } from '#platform/web/go.tsx'
import { useSelection } from '#platform/web/list.tsx'
import { Content, HintBar, Split, TopBar } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { useCan, useSession } from '#platform/web/session.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'

const hints = [
  [['j', 'k'], 'move'],
  [['x'], 'select'],
  [['⇧ x'], 'range'],
  [['Enter'], 'open'],
  [['Ctrl z'], 'undo'],
  [['?'], 'all keys'],
] as const

/** The inbox: what was heard and waits to be understood. */
export default function InboxScreen() {
  const slug = useSlug()
  const go = useGo()
  const queries = useQueryClient()
  const [search, setSearch] = useAddress()
  const { members } = useSession()
  const canWrite = useCan('feedback:write')
  const views = useViews()
  const categories = useCategories()
  const channels = useChannels()
  const triage = useTriage()

  const list = views.data?.data ?? []
  const { viewId, filter, sort, openId } = readAddress(search, list)
  const view = list.find((one) => one.id === viewId)
  useEffect(() => {
    // a link to a saved view names only the view: write its filters into the address
    if (
      view &&
      !view.isBuiltIn &&
      Object.keys(filterIn(search)).length === 0 &&
      Object.keys(view.filter).length > 0
    ) {
      setSearch(viewSearch(view))
    }
  }, [view, search, setSearch])

  const { rows, info, ...query } = useRows(filter, sort, views.isFetched)
  const order = useMemo(() => rows.map((row) => row.id), [rows])
  const selection = useSelection(order)
  const [focused, setFocused] = useState<string>()
  const [picking, setPicking] = useState<Picking>()
  const [recording, setRecording] = useState(false)
  const noteRef = useRef<HTMLTextAreaElement>(null)

  // the row with the keys: the open one, else the last one moved to; a row that left hands on to its neighbour
  const lastIndex = useRef(0)
  const wanted = openId ?? focused
  const index = wanted ? order.indexOf(wanted) : -1
  if (index >= 0) lastIndex.current = index
  const current =
    index >= 0 ? wanted : openId ? undefined : order[Math.min(lastIndex.current, order.length - 1)]
  const currentRow = rows.find((row) => row.id === current)

  const open = useCallback(
    (id: string) => {
      setSearch({ item: id }, { push: !openId })
      triage.read([id])
    },
    [setSearch, openId, triage.read],
  )
  const onOpen = (id: string) => {
    if (id === openId) acceptAll.current?.()
    else open(id)
  }
  const onCurrent = (id: string) => {
    if (id === current) return
    triage.moveOn()
    setFocused(id)
    if (openId) {
      setSearch({ item: id })
      triage.read([id])
    }
  }
  const onClose = () => {
    triage.moveOn()
    setFocused(openId)
    setSearch({ item: undefined })
    const id = openId
    setTimeout(() => document.querySelector<HTMLElement>(`[data-row="${id}"]`)?.focus())
  }
  const acceptAll = useRef<() => void>(undefined)

  const acted: readonly InboxRow[] =
    selection.ids.size > 0 ? rows.filter((row) => selection.ids.has(row.id)) : currentRow ? [currentRow] : []
  const pick = (kind: PickKind, anchor?: Element | null) => {
    if (acted.length === 0 || !canWrite) return
    const own =
      selection.ids.size > 0
        ? document.querySelector('.bulk')
        : document.querySelector(`[data-row="${acted[0]!.id}"] .grow`)
    setPicking({ kind, rows: acted, anchor: anchor ?? own })
  }
  const close = (status: 'done' | 'open' | 'spam') => {
    // every item is categorised within 24 hours, so what has no type yet is not done
    const ready = status === 'done' ? acted.filter((row) => isReady(row)) : acted
    if (!canWrite || acted.length === 0) return
    if (ready.length === 0) {
      toast({
        message: 'Give it a type first: every item is categorised within 24 hours.',
        actions: [{ label: 'Choose a type', run: () => pick('type') }],
      })
      return
    }
    const ids = ready.map((row) => row.id)
    const text = { done: 'done', open: 'back in the inbox', spam: 'marked as spam' }[status]
    if (openId && ids.includes(openId)) setSearch({ item: next(order, openId, ids) })
    selection.clear()
    void triage.apply(ids, { status }, { text, shown: { status } })
  }
  useInboxKeys({
    canWrite,
    acted,
    selected: selection.ids.size,
    pick,
    close,
    record: () => setRecording(true),
    note() {
      if (current && current !== openId) open(current)
      setTimeout(() => noteRef.current?.focus(), 60)
    },
    unread: () =>
      triage.read(
        acted.map((row) => row.id),
        false,
      ),
  })

  const isTriage = filter.triage !== undefined
  const changed = isChanged(view, search)
  return (
    <>
      <TopBar
        title="Inbox"
        tabs={<ViewTabs views={list} current={viewId} filter={filter} sort={sort} isChanged={changed} />}
      >
        {canWrite && (
          <Button
            kind="ghost"
            icon="plus"
            keys="c"
            className="max-phone:hidden"
            onClick={() => setRecording(true)}
          >
            Record feedback
          </Button>
        )}
      </TopBar>
      <Split
        label="Feedback items"
        list={
          <>
            <FilterBar
              filter={filterIn(search)}
              data={{ categories: categories.data, channels: channels.data?.data ?? [], members }}
              sort={sort}
              isTriage={isTriage}
              onChange={(change: Partial<Record<FilterName, string | undefined>>) =>
                setSearch({ ...change, item: undefined }, { push: true })
              }
              onSort={(next) => setSearch({ sort: next })}
            />
            {info && filter.q && (
              <SearchLine
                info={info}
                within={viewId === 'everything' ? undefined : view?.name}
                onEverything={() => setSearch({ view: 'everything' }, { push: true })}
                onSearch={(q) => setSearch({ q }, { push: true })}
                onSort={(next) => setSearch({ sort: next })}
              />
            )}
            <Content>
              {query.error && rows.length === 0 ? (
                <Failed
                  error={query.error}
                  title="The inbox could not be read"
                  kept="Nothing was changed."
                  onRetry={() => void query.refetch()}
                />
              ) : query.isPending ? (
                <LoadingRows rows={9} label="Loading items" />
              ) : rows.length === 0 ? (
                <InboxEmpty
                  view={view}
                  search={search}
                  views={list}
                  onFilter={setSearch}
                  onRecord={() => setRecording(true)}
                />
              ) : (
                <>
                  <InboxList
                    rows={rows}
                    inSections={isTriage && sort === 'oldest'}
                    current={current}
                    onCurrent={onCurrent}
                    onOpen={onOpen}
                    selection={canWrite ? selection : undefined}
                    onEnd={() => query.hasNextPage && !query.isFetchingNextPage && void query.fetchNextPage()}
                  />
                  <Pager
                    hasMore={query.hasNextPage}
                    loading={query.isFetchingNextPage}
                    onMore={() => void query.fetchNextPage()}
                  />
                </>
              )}
            </Content>
            <BulkBar
              selected={selection.ids.size}
              onClear={selection.clear}
              actions={[
                { label: 'Type', keys: 't', run: () => pick('type') },
                { label: 'Priority', keys: 'p', run: () => pick('priority') },
                { label: 'Area', keys: 'o', run: () => pick('area') },
                { label: 'Tag', keys: 'l', run: () => pick('tag') },
                { label: 'Assign', keys: 'a', run: () => pick('assign') },
                { label: 'Snooze', keys: 's', run: () => pick('snooze') },
                {
                  label: 'Done',
                  keys: 'e',
                  run: () => close('done'),
                  worksFor: acted.filter(isReady).length,
                },
              ]}
            />
            <HintBar keys={hints} />
          </>
        }
        panel={
          openId && (
            <ItemPanel
              key={openId}
              feedbackId={openId}
              categories={categories.data}
              triage={triage}
              noteRef={noteRef}
              acceptAll={acceptAll}
              onClose={onClose}
              onPick={(kind, anchor, row) => canWrite && setPicking({ kind, rows: [row], anchor })}
              onPage={() => go(`inbox/${openId}`, { search: { q: info?.q } })}
              q={info?.q}
            />
          )
        }
      />
      {picking && (
        <TriagePicker
          picking={picking}
          categories={categories.data}
          onClose={() => setPicking(undefined)}
          onNewTag={() => void queries.invalidateQueries({ queryKey: ['categories', slug] })}
          onPick={({ change, text, shown }) => {
            const ids = picking.rows.map((row) => row.id)
            if (change.status && openId && ids.includes(openId)) setSearch({ item: next(order, openId, ids) })
            if (change.status) selection.clear()
            void triage.apply(ids, change, { text, shown })
          }}
        />
      )}
      <RecordFeedback open={recording} onClose={() => setRecording(false)} />
    </>
  )
}

const isReady = (row: InboxRow) => row.type !== null || row.isHistory

/** The row to go to when some rows leave: the next one that stays, else the one before. */
function next(order: readonly string[], from: string, leaving: readonly string[]): string | undefined {
  const gone = new Set(leaving)
  const at = order.indexOf(from)
  return (
    order.slice(at + 1).find((id) => !gone.has(id)) ??
    order
      .slice(0, at)
      .reverse()
      .find((id) => !gone.has(id))
  )
}
