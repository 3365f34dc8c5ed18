import { type RefObject, useEffect } from 'react'
import type { InboxItem, InboxRow } from '#organize/inbox/contract.ts'
import { ItemDetail } from '#organize/inbox/web/item-detail.tsx'
import { acceptable } from '#organize/inbox/web/item-triage.tsx'
import type { useTriage } from '#organize/inbox/web/triage.ts'
import type { PickKind } from '#organize/inbox/web/triage-picker.tsx'
import { useItem } from '#organize/inbox/web/use-inbox.ts'
import type { Categories } from '#organize/tags/contract.ts'
import { Button } from '#platform/web/button.tsx'
import { Avatar } from '#platform/web/marks.tsx'
import { Menu } from '#platform/web/menu.tsx'
import { Panel } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Slot } from '#platform/web/slots.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'

interface Props {
  feedbackId: string
  categories: Categories | undefined
  triage: ReturnType<typeof useTriage>
  noteRef: RefObject<HTMLTextAreaElement | null>
  /** Filled with what Enter does on the open row. */
  acceptAll: RefObject<(() => void) | undefined>
  onClose(): void
  onPick(kind: PickKind, anchor: Element | null, row: InboxRow): void
  onPage(): void
  /** What the list was searched for. */
  q: string | undefined
}

/** The open item beside the list. */
export function ItemPanel({
  feedbackId,
  categories,
  triage,
  noteRef,
  acceptAll,
  onClose,
  onPick,
  onPage,
  q,
}: Props) {
  const item = useItem(feedbackId)
  const canWrite = useCan('feedback:write')
  const pick = (kind: PickKind, anchor: Element | null) => item.data && onPick(kind, anchor, rowOf(item.data))
  useEffect(() => {
    acceptAll.current = () => item.data && canWrite && void triage.accept(item.data, acceptable(item.data))
    return () => {
      acceptAll.current = undefined
    }
  }, [acceptAll, item.data, triage.accept, canWrite])
  return (
    <Panel
      label="Feedback item"
      head={feedbackId}
      onClose={onClose}
      actions={
        <>
          <Button kind="ghost" icon="link" aria-label="Copy link" onClick={() => void copyLink(feedbackId)} />
          <Menu
            label="More"
            trigger={<Button kind="ghost" icon="more" aria-label="More" />}
            items={[
              { label: 'Open as a page', icon: 'external', onSelect: onPage },
              { label: 'Mark as unread', keys: 'u', onSelect: () => triage.read([feedbackId], false) },
              ...(canWrite
                ? [
                    {
                      label: 'Mark as spam',
                      onSelect: () =>
                        void triage.apply(
                          [feedbackId],
                          { status: 'spam' },
                          { text: 'marked as spam', shown: { status: 'spam' } },
                        ),
                    },
                  ]
                : []),
            ]}
          />
        </>
      }
      footer={
        item.data && (
          <>
            <Slot
              name="inbox.actions"
              feedbackId={feedbackId}
              contactId={item.data.contact?.id ?? null}
              accountId={item.data.account?.id ?? null}
            />
            <Button icon="note" keys="n" onClick={() => noteRef.current?.focus()}>
              Note
            </Button>
            <span className="grow" />
            {item.data.assignee ? <Avatar name={item.data.assignee.name} /> : <Avatar />}
            <Button
              kind="ghost"
              keys="a"
              disabled={!canWrite}
              onClick={(event) => pick('assign', event.currentTarget)}
            >
              {item.data.assignee ? item.data.assignee.name.split(' ')[0] : 'Assign'}
            </Button>
          </>
        )
      }
    >
      {item.error ? (
        <Failed error={item.error} title="The item could not be read" onRetry={() => void item.refetch()} />
      ) : !item.data ? (
        <LoadingBlock height={420} label="Loading the item" />
      ) : (
        <ItemDetail
          item={item.data}
          categories={categories}
          triage={triage}
          onPick={pick}
          noteRef={noteRef}
          q={q}
        />
      )}
    </Panel>
  )
}

/** The whole item as a row, for the pickers. */
export function rowOf(item: InboxItem): InboxRow {
  return { ...item, isCut: false }
}

async function copyLink(feedbackId: string) {
  const base = location.pathname.split('/').slice(0, 3).join('/')
  const link = `${location.origin}${base}/inbox/${feedbackId}`
  try {
    await navigator.clipboard.writeText(link)
    toast({ message: 'The link is copied.' })
  } catch {
    toast({ message: link })
  }
}
