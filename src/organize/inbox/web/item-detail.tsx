import { ItemVoices } from '#organize/duplicates/web/item-voices.tsx'
import type { InboxItem } from '#organize/inbox/contract.ts'
import { ItemFacts } from '#organize/inbox/web/item-facts.tsx'
import { ItemNotes } from '#organize/inbox/web/item-notes.tsx'
import { ItemTriage } from '#organize/inbox/web/item-triage.tsx'
import type { useTriage } from '#organize/inbox/web/triage.ts'
import type { PickKind } from '#organize/inbox/web/triage-picker.tsx'
import { useMarks } from '#organize/inbox/web/use-inbox.ts'
import { useReplying } from '#organize/presence/web/use-presence.ts'
import type { Categories } from '#organize/tags/contract.ts'
import { AboutFile } from '#platform/web/about-file.tsx'
import { useNow } from '#platform/web/clock.tsx'
import { money, plural, said } from '#platform/web/format.ts'
import { Door, Go } from '#platform/web/go.tsx'
import { channelIcon, Icon } from '#platform/web/icons.tsx'
import { Avatar, Marked, Tag, Verbatim } from '#platform/web/marks.tsx'
import { Slot } from '#platform/web/slots.tsx'

interface Props {
  item: InboxItem
  categories: Categories | undefined
  triage: ReturnType<typeof useTriage>
  onPick(kind: PickKind, anchor: Element | null): void
  /** Room for the whole wire (page), or the slim one (panel). */
  isWide?: boolean
  noteRef?: React.RefObject<HTMLTextAreaElement | null>
  /** What the list was searched for. */
  q?: string | undefined
}

/** One item: who, the words, where it is in the loop, what is suggested, what was noted. */
export function ItemDetail({ item, categories, triage, onPick, isWide, noteRef, q }: Props) {
  const now = useNow()
  const replying = useReplying()(item.id)
  const found = useMarks(item.id, q)
  const marks = item.suggestions
    .filter((one) => one.confidence >= 0.6)
    .flatMap((one) => one.spans.map(([from, to]) => item.verbatim.slice(from, to)))
  return (
    <>
      <Who item={item} />
      <p className="text-accent-ink" role="status">
        {replying && (
          <span className="row mt-2.5">
            <Icon name="reply" small />
            {replying}
          </span>
        )}
      </p>
      <p className="row xs muted mt-3.5 mb-2">
        <Icon name={channelIcon(item.channel)} small />
        <span>
          {item.channelLabel}
          {item.rating !== null && `, rated ${item.rating} of ${item.ratingMax ?? 5}`},{' '}
          {said(item.occurredAt, now)}
          {item.isHistory && ', history: starts no clock'}
        </span>
        {item.sourceUrl && (
          <a className="link" href={item.sourceUrl} target="_blank" rel="noreferrer noopener">
            source
          </a>
        )}
      </p>
      {item.title && !isWide && (
        <h2 className="mb-1 text-md font-semibold">
          <Marked text={item.title} spans={found?.title ?? []} />
        </h2>
      )}
      <Verbatim
        text={item.verbatim}
        marks={marks}
        spans={found?.verbatim}
        lang={item.language ?? item.detectedLanguage?.code}
      />
      <Slot
        name="inbox.words"
        feedbackId={item.id}
        language={item.language ?? item.detectedLanguage?.code ?? null}
      />
      <Attachments item={item} />
      <Slot name="inbox.loop" feedbackId={item.id} isWide={isWide === true} version={item.version} />
      <ItemTriage item={item} categories={categories} triage={triage} onPick={onPick} />
      <div className="row mt-3 flex-wrap">
        {item.tags.map((tag) => (
          <Tag
            key={tag.id}
            onRemove={() =>
              void triage.apply(
                [item.id],
                { removeTagIds: [tag.id] },
                {
                  text: `no longer tagged “${tag.name}”`,
                  shown: { tags: item.tags.filter((one) => one.id !== tag.id) },
                },
              )
            }
          >
            {tag.name}
          </Tag>
        ))}
        <button type="button" className="link xs" onClick={(event) => onPick('tag', event.currentTarget)}>
          {item.tags.length === 0 ? 'Add a tag' : 'Another tag'}
        </button>
      </div>
      <ItemVoices feedbackId={item.id} />
      <Slot
        name="inbox.below"
        feedbackId={item.id}
        contactId={item.contact?.id ?? null}
        accountId={item.account?.id ?? null}
      />
      <ItemNotes item={item} triage={triage} noteRef={noteRef} />
      {!isWide && <ItemFacts item={item} isFolded />}
    </>
  )
}

function Who({ item }: { item: InboxItem }) {
  const { contact, account } = item
  return (
    <div className="flex items-center gap-2.5">
      <Avatar name={contact?.name ?? account?.name} size="lg" />
      <div className="grow">
        <div>
          {contact ? (
            <Go to={`contacts/${contact.id}`} className="med hover:underline">
              {contact.name}
            </Go>
          ) : (
            <span className="med">Anonymous</span>
          )}
          {account && (
            <>
              {' '}
              <span className="muted">at</span>{' '}
              <Go to={`accounts/${account.id}`} className="med hover:underline">
                {account.name}
              </Go>
            </>
          )}
          {!contact && !account && <span className="muted">, not matched to an account</span>}
        </div>
        <div className="xs muted num">
          {account?.mrrCents != null && account.mrrCents > 0 && (
            <>{money(account.mrrCents, account.currency)} MRR, </>
          )}
          {contact?.email && <>{contact.email}, </>}
          {contact ? (
            <Door to="inbox" search={{ view: 'everything', contact: contact.id }}>
              {plural(item.contactItems, 'item')}
            </Door>
          ) : account ? (
            <Door to="inbox" search={{ view: 'everything', account: account.id }}>
              {plural(item.accountItems, 'item')}
            </Door>
          ) : (
            'nobody can be answered'
          )}
        </div>
        {contact && <Unproven context={item.context} name={contact.name} />}
      </div>
    </div>
  )
}

/** Who says who they are without proof: in a form or the widget, or by a mail that our mail server doubts. */
function Unproven({ context, name }: { context: InboxItem['context']; name: string }) {
  if (context.identity !== 'claimed' && context.identity !== 'unproven') return null
  return (
    <div className="xs wrap-anywhere text-ink-2">
      Nobody proved that it is from {name}
      {context.identity === 'unproven' && ` (${String(context.senderCheck)})`}.
    </div>
  )
}

function Attachments({ item }: { item: InboxItem }) {
  if (item.attachments.length === 0) return null
  return (
    <ul className="mt-3 flex flex-wrap gap-2" aria-label="Attachments">
      {item.attachments.map((file) => (
        <li key={file.id}>
          <a
            className="btn sm"
            href={`${location.pathname.split('/').slice(0, 3).join('/')}/api/v1/files/${file.id}`}
            download={file.name}
          >
            <Icon name="file" small />
            {file.name} <span className="muted num">{Math.max(1, Math.round(file.size / 1024))} kB</span>
          </a>
          <AboutFile type={file.type} />
        </li>
      ))}
    </ul>
  )
}
