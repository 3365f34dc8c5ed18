import { useState } from 'react'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { dateOn, money, plural, said } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Slot } from '#platform/web/slots.tsx'
import { statusWords } from '#prioritize/requests/rules.ts'
import { effortText, LevelMark, StatusMark, shareText } from '#prioritize/requests/web/request-parts.tsx'
import { useEvidence } from '#prioritize/requests/web/use-requests.ts'
import { type Review, type ReviewItem, removeReviewItem } from '#prioritize/reviews/contract.ts'
import { isToTell, whyWords } from '#prioritize/reviews/rules.ts'
import { DecideForm } from '#prioritize/reviews/web/decide-form.tsx'
import { useRoomChange } from '#prioritize/reviews/web/use-reviews.ts'

/** One request on the table: who asks, in which words, and the decision, made here. */
export function RoomItem({
  review,
  item,
  onGoTo,
}: {
  review: Review
  item: ReviewItem
  onGoTo(requestId: string): void
}) {
  const { request } = item
  const { demand } = request
  const canManage = useCan('requests:manage')
  const canWrite = useCan('requests:write')
  // whoever is writing keeps their form, whatever others decide meanwhile
  const [isWriting, setWriting] = useState(false)
  const remove = useRoomChange(() => call(removeReviewItem, { reviewId: review.id, requestId: request.id }))
  const isRunning = review.state === 'running'
  // where it is what the review is about it comes before the decision, and has its room before it is there
  const isRanking = review.kind === 'prioritization'
  const score = <Slot name="review.score" requestId={request.id} />
  return (
    <article aria-label={request.title}>
      <div className="row items-baseline flex-wrap">
        <h2 className="nx grow">
          <Go to={`requests/${request.id}`} className="hover:underline">
            {request.title}
          </Go>
        </h2>
        <StatusMark status={request.status} />
      </div>
      {item.mergedFrom.length > 0 && (
        <p className="room-note" role="status">
          {item.mergedFrom.map(({ title }) => `“${title}”`).join(', ')}{' '}
          {item.mergedFrom.length === 1 ? 'was' : 'were'} merged into it: decide here for both.
        </p>
      )}
      <p className="text-ink-2 mt-1 num">
        <Go to={`requests/${request.id}?show=all`} className="n">
          {plural(demand.accounts, 'account')}
        </Go>
        , {shareText(demand)}
        {demand.mrrCents > 0 && `, ${money(demand.mrrCents, demand.currency)} MRR`},{' '}
        {demand.blocked === 0 ? 'no blocked prospect' : plural(demand.blocked, 'blocked prospect')}. Effort{' '}
        {effortText(request.effort)}.
      </p>
      <p className="row items-start gap-2 mt-1 text-ink-2">
        <LevelMark level={request.priority.level} label />
        <span>
          {request.priority.reasons.join(' ')}{' '}
          {request.priority.caution && (
            <span className="text-[var(--mix-ink)] font-medium">{request.priority.caution}</span>
          )}
        </span>
      </p>
      {isRanking && <div className="mt-3 min-h-44">{score}</div>}
      <Words requestId={request.id} items={demand.items} />
      {item.decision && !isWriting ? (
        <Decided item={item} onAgain={canManage && isRunning ? () => setWriting(true) : undefined} />
      ) : isRunning && canManage ? (
        <DecideForm
          review={review}
          item={item}
          onWrite={() => setWriting(true)}
          onDone={() => setWriting(false)}
          onGoTo={onGoTo}
        />
      ) : (
        <p className="help mt-4">
          {isRunning
            ? 'Managers decide; what they decide stands here at once.'
            : 'It is decided on once the review has begun.'}
        </p>
      )}
      {!isRanking && <div className="mt-4">{score}</div>}
      <p className="help mt-3">
        On the table: {whyWords[item.why]}
        {item.addedBy && ` by ${item.addedBy}`}.{' '}
        {canWrite && !item.decision && (isRunning || item.why === 'added') && (
          <button type="button" className="link" onClick={() => remove.mutate()}>
            Take it off
          </button>
        )}
      </p>
    </article>
  )
}

/** The newest words for it. */
function Words({ requestId, items }: { requestId: string; items: number }) {
  const first = useEvidence(requestId).rows[0]
  if (!first) return null
  return (
    <figure className="mt-3">
      <blockquote className="verbatim">{first.quote}</blockquote>
      <figcaption className="help mt-1">
        {[first.contact?.name, first.account?.name, first.channelLabel, said(first.occurredAt)]
          .filter(Boolean)
          .join(', ')}
        .{' '}
        {items > 1 && (
          <Go to={`requests/${requestId}`} className="n">
            {items - 1} more
          </Go>
        )}
      </figcaption>
    </figure>
  )
}

function Decided({ item, onAgain }: { item: ReviewItem; onAgain: (() => void) | undefined }) {
  const { request } = item
  const decision = item.decision!
  return (
    <section className="room-decided" aria-label="Decided">
      <p>
        <b className="font-semibold">
          {decision.from === decision.to && decision.to !== 'parked'
            ? `Stays ${statusWords[decision.to].toLowerCase()}`
            : statusWords[decision.to]}
        </b>
        {decision.to === 'parked'
          ? decision.parkedUntil
            ? ` until ${dateOn(decision.parkedUntil)}`
            : ' until the next quarterly review'
          : request.targetOn && (decision.to === 'planned' || decision.to === 'in_progress')
            ? ` for ${dateOn(request.targetOn)}`
            : ''}
        , by {decision.by ?? 'the system'}.{request.owner && ` ${request.owner.name} owns it.`}
      </p>
      {decision.reason && <p className="text-ink-2">{decision.reason}</p>}
      {item.isDecidedSince && (
        <p className="help">Somebody decided again since: it is {statusWords[request.status]} now.</p>
      )}
      <div className="row flex-wrap gap-2 mt-2">
        {isToTell(decision.to) && (
          <Slot name="review.tell" requestId={request.id} title={request.title} since={decision.at} />
        )}
        {onAgain && (
          <Button size="sm" kind="ghost" onClick={onAgain}>
            Decide again
          </Button>
        )}
      </div>
    </section>
  )
}
