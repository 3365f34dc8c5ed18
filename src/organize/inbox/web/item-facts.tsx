import type { HistoryEntry, InboxItem } from '#organize/inbox/contract.ts'
import { queueLabels } from '#organize/inbox/rules.ts'
import { dateTime, languageName, percent, words } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'

/** What else is known of an item, and everything that happened to it. */
export function ItemFacts({ item, isFolded }: { item: InboxItem; isFolded?: boolean }) {
  const context = Object.entries(item.context)
  const facts = (
    <>
      <dl className="kv mt-2">
        <dt>Received</dt>
        <dd className="num">{dateTime(item.receivedAt)}</dd>
        <dt>Queue</dt>
        <dd>{queueLabels[item.queue]}</dd>
        <dt>Status</dt>
        <dd>
          {item.status === 'snoozed' && item.snoozedUntil
            ? `Snoozed until ${dateTime(item.snoozedUntil)}`
            : words(item.status)}
        </dd>
        {item.product && (
          <>
            <dt>Product</dt>
            <dd>{item.product}</dd>
          </>
        )}
        {(item.language ?? item.detectedLanguage) && (
          <>
            <dt>Language</dt>
            <dd>
              {item.language
                ? languageName(item.language)
                : `Seems ${languageName(item.detectedLanguage!.code)}, ${percent(item.detectedLanguage!.confidence)} sure`}
            </dd>
          </>
        )}
        {item.externalId && (
          <>
            <dt>Outside id</dt>
            <dd className="cut">{item.externalId}</dd>
          </>
        )}
        <dt>Id</dt>
        <dd className="num wrap-anywhere">{item.id}</dd>
      </dl>
      {context.length > 0 && (
        <details className="mt-3">
          <summary className="sec">Context</summary>
          <dl className="kv mt-1">
            {context.map(([key, value]) => (
              <div key={key} className="contents">
                <dt className="cut">{words(key)}</dt>
                <dd className="wrap-anywhere">
                  {typeof value === 'object' ? (
                    <code className="text-xs">{JSON.stringify(value)}</code>
                  ) : (
                    String(value)
                  )}
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  )
  return isFolded ? (
    <>
      <details className="mt-5">
        <summary className="sec">Facts</summary>
        {facts}
      </details>
      <details className="mt-3">
        <summary className="sec">History</summary>
        <ItemHistory history={item.history} />
      </details>
    </>
  ) : (
    facts
  )
}

const names: Record<string, string> = {
  'feedback.received': 'Received',
  'feedback.triaged': 'Triaged',
  'note.added': 'Note',
  'feedback.merged': 'Merged',
  'feedback.unmerged': 'Taken apart',
  'case.opened': 'Case opened',
  'case.resolved': 'Case resolved',
  'update.sent': 'Update sent',
  'update.held': 'Update held',
  'update.reading_asked': 'Update given to a second reader',
  'update.reader_changed': 'Update given to another reader',
  'update.agreed': 'Second reader agreed',
  'update.returned': 'Second reader returned it',
  'update.taken_back': 'Update taken back',
}

/** Oldest first: what happened, by whom, when. */
export function ItemHistory({ history }: { history: readonly HistoryEntry[] }) {
  return (
    <ol className="mt-1">
      {history.map((entry) => (
        <li
          key={entry.id}
          className={`border-b border-line py-1.5 ${entry.isUndone ? 'text-ink-3 line-through' : ''}`}
        >
          <div className="row">
            <span className="med grow cut">{names[entry.type] ?? words(entry.type.replace('.', ' '))}</span>
            <span className="help num nowrap">{dateTime(entry.at)}</span>
          </div>
          {entry.changes.map((change) => (
            <div key={change.field} className="xs text-ink-2">
              {words(change.field)}: {change.from ? `${change.from} → ` : ''}
              {change.to ?? 'nothing'}
            </div>
          ))}
          {entry.text && <div className="xs text-ink-2 wrap-anywhere">{entry.text}</div>}
          <div className="help">
            {entry.actor.name}
            {entry.subjectId?.startsWith('case_') && (
              <>
                {', '}
                <Go className="link" to={`cases/${entry.subjectId}`}>
                  open the case
                </Go>
              </>
            )}
          </div>
        </li>
      ))}
    </ol>
  )
}
