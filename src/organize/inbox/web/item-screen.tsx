import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { ItemDetail } from '#organize/inbox/web/item-detail.tsx'
import { ItemFacts, ItemHistory } from '#organize/inbox/web/item-facts.tsx'
import { rowOf } from '#organize/inbox/web/item-panel.tsx'
import { acceptable } from '#organize/inbox/web/item-triage.tsx'
import { useTriage } from '#organize/inbox/web/triage.ts'
import { type Picking, type PickKind, TriagePicker } from '#organize/inbox/web/triage-picker.tsx'
import { useCategories, useItem } from '#organize/inbox/web/use-inbox.ts'
import { Button } from '#platform/web/button.tsx'
import { Clock } from '#platform/web/clock.tsx'
import { useAddress, useGo, useParam, useSlug } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { TopBar, WithRail } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Slot } from '#platform/web/slots.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'

/** One item as a page of its own: the words and the triage, with facts and the whole history beside them. */
export default function ItemScreen() {
  const feedbackId = useParam('feedbackId')
  const slug = useSlug()
  const [search] = useAddress()
  const queries = useQueryClient()
  const go = useGo()
  const item = useItem(feedbackId)
  const categories = useCategories()
  const triage = useTriage()
  const canWrite = useCan('feedback:write')
  const [picking, setPicking] = useState<Picking>()
  const noteRef = useRef<HTMLTextAreaElement>(null)
  const { read } = triage
  useEffect(() => read([feedbackId]), [feedbackId, read])
  // the address of a merged item leads to the one that was kept
  const keptId = item.data?.id
  useEffect(() => {
    if (keptId && keptId !== feedbackId) go(`inbox/${keptId}`, { replace: true })
  }, [keptId, feedbackId, go])

  const pick = (kind: PickKind, anchor: Element | null = null) =>
    item.data &&
    canWrite &&
    setPicking({ kind, rows: [rowOf(item.data)], anchor: anchor ?? document.querySelector('.shd') })
  const done = () => {
    if (!item.data || !canWrite) return
    const status = item.data.status === 'done' ? 'open' : 'done'
    if (status === 'done' && item.data.type === null && !item.data.isHistory) {
      toast({
        message: 'Give it a type first: every item is categorised within 24 hours.',
        actions: [{ label: 'Choose a type', run: () => pick('type') }],
      })
      return
    }
    void triage.apply(
      [feedbackId],
      { status },
      { text: status === 'done' ? 'done' : 'back in the inbox', shown: { status } },
    )
  }
  const group = 'Item'
  useKeys(
    {
      t: { run: () => pick('type'), label: 'Type', group },
      p: { run: () => pick('priority'), label: 'Priority', group },
      o: { run: () => pick('area'), label: 'Product area', group },
      l: { run: () => pick('tag'), label: 'Tag', group },
      a: { run: () => pick('assign'), label: 'Assign', group },
      s: { run: () => pick('snooze'), label: 'Snooze', group },
      e: { run: done, label: 'Done, or back from done', group },
      n: { run: () => noteRef.current?.focus(), label: 'Note', group },
      Enter: {
        run: () => item.data && void triage.accept(item.data, acceptable(item.data)),
        label: 'Accept the suggestions',
        group,
      },
    },
    { enabled: canWrite },
  )

  const data = item.data
  return (
    <>
      <TopBar title={data?.summary ?? 'Item'} crumbs={[{ label: 'Inbox', to: 'inbox' }]}>
        {data?.triageDueAt && (
          <span className="max-phone:hidden">
            <Clock due={data.triageDueAt} start={data.receivedAt} show="due" what="triage" pill />
          </span>
        )}
        {data && canWrite && (
          <>
            <Slot
              name="inbox.actions"
              feedbackId={feedbackId}
              contactId={data.contact?.id ?? null}
              accountId={data.account?.id ?? null}
            />
            <Button
              keys="a"
              className="max-phone:hidden"
              onClick={(event) => pick('assign', event.currentTarget)}
            >
              {data.assignee?.name ?? 'Assign'}
            </Button>
            <Button keys="e" onClick={done}>
              {data.status === 'done' ? 'Back to the inbox' : 'Done'}
            </Button>
          </>
        )}
      </TopBar>
      {item.error ? (
        <Failed error={item.error} title="The item could not be read" onRetry={() => void item.refetch()} />
      ) : !data ? (
        <div className="p-5">
          <LoadingBlock height={420} label="Loading the item" />
        </div>
      ) : (
        <WithRail
          label="Facts and history"
          rail={
            <>
              <section>
                <h2 className="sec">Facts</h2>
                <ItemFacts item={data} />
              </section>
              <section>
                <h2 className="sec">History</h2>
                <ItemHistory history={data.history} />
              </section>
            </>
          }
        >
          <div className="max-w-3xl">
            <ItemDetail
              item={data}
              categories={categories.data}
              triage={triage}
              onPick={pick}
              isWide
              noteRef={noteRef}
              q={search.q}
            />
          </div>
        </WithRail>
      )}
      {picking && (
        <TriagePicker
          picking={picking}
          categories={categories.data}
          onClose={() => setPicking(undefined)}
          onNewTag={() => void queries.invalidateQueries({ queryKey: ['categories', slug] })}
          onPick={({ change, text, shown }) => void triage.apply([feedbackId], change, { text, shown })}
        />
      )}
    </>
  )
}
