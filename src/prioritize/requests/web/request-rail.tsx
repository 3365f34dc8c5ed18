import { useSegmentName } from '#customers/accounts/web/use-accounts.ts'
import { call } from '#platform/web/api.ts'
import { money, plural, said } from '#platform/web/format.ts'
import { Door } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Slot } from '#platform/web/slots.tsx'
import { type Request, undoRequestMerge } from '#prioritize/requests/contract.ts'
import { statusWords } from '#prioritize/requests/rules.ts'
import { effortText, StatusMark, whenText } from '#prioritize/requests/web/request-parts.tsx'
import { useRequestChange } from '#prioritize/requests/web/use-requests.ts'

/** How it stands, what it would take, who asks by segment, and how it came there. */
export function RequestRail({ request, onSegment }: { request: Request; onSegment(key: string): void }) {
  return (
    <>
      <section>
        <h2 className="sec mb-1">The request</h2>
        <dl className="kv">
          <dt>Status</dt>
          <dd>
            <StatusMark status={request.status} />
          </dd>
          <dt>Target</dt>
          <dd className="num">{whenText(request)}</dd>
          <dt>Owner</dt>
          <dd>{request.owner?.name ?? 'nobody'}</dd>
          <dt>Product area</dt>
          <dd>{request.area?.name ?? 'none'}</dd>
          <dt>Effort</dt>
          <dd className="num">{effortText(request.effort)}</dd>
          <dt>Competitors</dt>
          <dd>
            {request.competitors.length > 0 ? `${request.competitors.join(', ')} have it` : 'not known'}
          </dd>
          {request.links.length > 0 && (
            <>
              <dt>Trackers</dt>
              <dd>
                {request.links.map((link) => (
                  <a
                    key={link.url}
                    className="link block"
                    href={link.url}
                    target="_blank"
                    rel="noreferrer noopener"
                  >
                    {link.label}
                  </a>
                ))}
              </dd>
            </>
          )}
          <dt>Followers</dt>
          <dd>
            {request.followers.map((one) => one.name).join(', ') || 'no member'},{' '}
            <Door to={`requests/${request.id}`} search={{ show: 'followers' }}>
              {plural(request.contactFollowers, 'contact')}
            </Door>
          </dd>
        </dl>
      </section>
      <Slot name="request.rail" requestId={request.id} />
      <Segments request={request} onSegment={onSegment} />
      <Merged request={request} />
      <section>
        <h2 className="sec mb-1">What happened</h2>
        <ol className="moves">
          {request.moves.map((move) => (
            <li key={move.number}>
              <span className="med">
                {move.from === null
                  ? 'Written down'
                  : `${statusWords[move.from]} to ${statusWords[move.to].toLowerCase()}`}
              </span>
              {move.reason && <p className="text-ink-2">{move.reason}</p>}
              <p className="help">
                {said(move.at)}, {move.by ?? 'by itself'}
              </p>
            </li>
          ))}
        </ol>
      </section>
    </>
  )
}

function Segments({ request, onSegment }: { request: Request; onSegment(key: string): void }) {
  const segmentName = useSegmentName()
  if (request.segments.length === 0) return null
  return (
    <section>
      <h2 className="sec mb-1">By segment</h2>
      <ul>
        {request.segments.map((one) => (
          <li key={one.key ?? ''} className="grid grid-cols-[minmax(0,1fr)_auto_4.5rem] gap-2 py-0.5">
            <span className="cut">{one.key === null ? 'No segment' : segmentName(one.key)}</span>
            <button type="button" className="n num" onClick={() => onSegment(one.key ?? '')}>
              {plural(one.accounts, 'account')}
            </button>
            <span className="muted num nowrap text-end">
              {one.mrrCents > 0 && money(one.mrrCents, request.demand.currency)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Merged({ request }: { request: Request }) {
  const canManage = useCan('requests:manage')
  const undo = useRequestChange((mergeId: string) => call(undoRequestMerge, { mergeId }))
  if (request.merged.length === 0) return null
  return (
    <section>
      <h2 className="sec mb-1">Merged into it</h2>
      <ul>
        {request.merged.map((one) => (
          <li key={one.mergeId} className="row py-0.5">
            <span className="grow min-w-0">{one.title}</span>
            {canManage && (
              <button type="button" className="link xs" onClick={() => undo.mutate(one.mergeId)}>
                Take apart<span className="vh"> {one.title}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
