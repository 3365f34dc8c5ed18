import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { shortDate } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'
import { Menu } from '#platform/web/menu.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'
import { changeEvidence, type RequestEvidence, unlinkEvidence } from '#prioritize/requests/contract.ts'
import { importances, importanceWords } from '#prioritize/requests/rules.ts'
import { importanceText } from '#prioritize/requests/web/request-parts.tsx'
import { useEvidence, useRequestChange } from '#prioritize/requests/web/use-requests.ts'

/** What customers said for a request, in their words. */
export function EvidenceList({ requestId }: { requestId: string }) {
  const query = useEvidence(requestId)
  const canWrite = useCan('requests:write')
  if (query.isPending) return <LoadingRows rows={3} label="Loading what customers said" />
  if (query.isError && query.rows.length === 0)
    return (
      <Failed error={query.error} title="The words could not be read" onRetry={() => void query.refetch()} />
    )
  if (query.rows.length === 0)
    return (
      <p className="help mt-1">
        Nothing is linked yet. Press w on an item of the inbox, or record what a customer said.
      </p>
    )
  return (
    <>
      <ul className="mt-2">
        {query.rows.map((piece) => (
          <li key={piece.id} className="said">
            <div className="grow min-w-0">
              <blockquote className="verbatim" dir="auto">
                {piece.quote}
              </blockquote>
              <From piece={piece} />
            </div>
            {canWrite && <Acts requestId={requestId} piece={piece} />}
          </li>
        ))}
      </ul>
      <Pager
        hasMore={query.hasNextPage}
        loading={query.isFetchingNextPage}
        onMore={() => void query.fetchNextPage()}
      />
    </>
  )
}

function From({ piece }: { piece: RequestEvidence }) {
  return (
    <p className="help">
      <Go to={`inbox/${piece.feedbackId}`} className="n">
        {[piece.contact?.name, piece.account?.name].filter(Boolean).join(', ') || 'Anonymous'}
      </Go>{' '}
      <b className="font-medium text-ink">{importanceText(piece.importance)}</b>. {piece.channelLabel},{' '}
      {shortDate(piece.occurredAt)}
      {piece.sourceUrl && (
        <>
          ,{' '}
          <a className="link" href={piece.sourceUrl} target="_blank" rel="noreferrer noopener">
            source
          </a>
        </>
      )}
      , linked by {piece.linkedBy ?? 'the system'}
      {piece.isMerged && '. Merged with another item: the two count once'}
      {piece.isSpam && '. Marked as spam, counted nowhere'}
    </p>
  )
}

function Acts({ requestId, piece }: { requestId: string; piece: RequestEvidence }) {
  const evidenceId = piece.id
  const weigh = useRequestChange((importance: number) =>
    call(changeEvidence, { requestId, evidenceId, importance }),
  )
  const unlink = useRequestChange(
    () => call(unlinkEvidence, { requestId, evidenceId }),
    () => toast({ message: 'The item is unlinked; it stays in the inbox.' }),
  )
  return (
    <Menu
      label="Change the evidence"
      trigger={<Button kind="ghost" size="sm" icon="more" aria-label="Change the evidence" />}
      items={[
        { heading: 'The customer' },
        ...importances
          .filter((one) => one !== piece.importance)
          .map((one) => ({ label: importanceWords[one], onSelect: () => weigh.mutate(one) })),
        'line',
        { label: 'Unlink', onSelect: () => unlink.mutate() },
      ]}
    />
  )
}
