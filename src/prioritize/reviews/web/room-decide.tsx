import { useEffect, useState } from 'react'
import { ApiError, call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { DateInput, Field, Select, TextArea } from '#platform/web/form.tsx'
import { dateOn, money, plural, said } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'
import { useCan, useSession } from '#platform/web/session.tsx'
import { needsReason, type Status, statusWords } from '#prioritize/requests/rules.ts'
import { effortText, LevelMark, StatusMark, shareText } from '#prioritize/requests/web/request-parts.tsx'
import { useEvidence } from '#prioritize/requests/web/use-requests.ts'
import {
  decideInReview,
  type Review,
  type ReviewItem,
  removeReviewItem,
} from '#prioritize/reviews/contract.ts'
import { whyWords } from '#prioritize/reviews/rules.ts'
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
        <b className="font-semibold">{statusWords[decision.to]}</b>
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
      <p className="row gap-2 mt-2">
        <Go to={`requests/${request.id}?tell=1`} className="btn sm">
          Tell the customers
        </Go>
        {onAgain && (
          <Button size="sm" kind="ghost" onClick={onAgain}>
            Decide again
          </Button>
        )}
      </p>
    </section>
  )
}

const hints: Partial<Record<Status, string>> = {
  planned: 'with a date',
  in_progress: 'someone starts',
  shipped: 'it is there',
  declined: 'with the reason',
  parked: 'until a day, or each quarter',
  under_review: 'look again',
  open: 'not now',
}

function DecideForm({
  review,
  item,
  onWrite,
  onDone,
  onGoTo,
}: {
  review: Review
  item: ReviewItem
  onWrite(): void
  onDone(): void
  onGoTo(requestId: string): void
}) {
  const { request } = item
  const { members } = useSession()
  const [seen, setSeen] = useState({ id: request.id, move: item.move })
  const [status, setStatus] = useState<Status>()
  const [reason, setReason] = useState('')
  const [parkedUntil, setParkedUntil] = useState('')
  const [targetOn, setTargetOn] = useState(request.targetOn ?? '')
  const [ownerId, setOwner] = useState(request.owner?.id ?? '')
  const isComing = status === 'planned' || status === 'in_progress'
  const decide = useRoomChange(
    () =>
      call(decideInReview, {
        reviewId: review.id,
        requestId: request.id,
        status: status!,
        lastMove: seen.move,
        ...(reason.trim() && { reason }),
        ...(status === 'parked' && parkedUntil && { parkedUntil }),
        ...(isComing && targetOn !== (request.targetOn ?? '') && { targetOn: targetOn || null }),
        ...(ownerId !== (request.owner?.id ?? '') && { ownerId: ownerId || null }),
      }),
    { done: onDone, quiet: true },
  )
  // what others did while one typed: it is said, and what was typed stays
  const isMerged = request.id !== seen.id
  const isMeanwhile = isMerged || item.move !== seen.move
  useEffect(() => {
    if (status && !item.mayMoveTo.includes(status)) setStatus(undefined)
  }, [status, item.mayMoveTo])
  const wrong = fieldErrors(decide.error)
  const merged =
    decide.error instanceof ApiError && decide.error.code === 'request.merged'
      ? (decide.error.details as { mergedIntoId: string }).mergedIntoId
      : undefined
  const isWhyOwed = status !== undefined && needsReason(request.status, status)
  return (
    <section className="mt-4" aria-label="Decision">
      {isMeanwhile && (
        <div className="room-note" role="alert">
          {isMerged ? (
            <p>
              What you were writing about was merged into this one, which is{' '}
              <b>{statusWords[request.status].toLowerCase()}</b>.
            </p>
          ) : (
            <p>
              Somebody decided meanwhile: it is <b>{statusWords[request.status].toLowerCase()}</b>
              {item.decision?.by && `, by ${item.decision.by}`}. Nothing was overwritten.
            </p>
          )}
          <span className="row gap-1.5 mt-1">
            <Button size="sm" onClick={() => setSeen({ id: request.id, move: item.move })}>
              Decide on how it stands now
            </Button>
            {item.decision && (
              <Button size="sm" kind="ghost" onClick={onDone}>
                Leave it
              </Button>
            )}
          </span>
        </div>
      )}
      {merged && (
        <div className="room-note" role="alert">
          <p>This request was merged into another one a moment ago.</p>
          <Button size="sm" className="mt-1" onClick={() => onGoTo(merged)}>
            Go to the one it was merged into
          </Button>
        </div>
      )}
      <fieldset>
        <legend className="sec mb-1.5">Decision</legend>
        <div className="room-choices">
          {item.mayMoveTo.map((one) => (
            <label key={one} className={one === status ? 'on' : ''}>
              <input
                type="radio"
                name={`decide ${request.id}`}
                checked={one === status}
                onChange={() => {
                  setStatus(one)
                  onWrite()
                }}
              />
              <span>
                <b>{statusWords[one]}</b>
                <span>{hints[one]}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <div className="room-fields">
        {status === 'parked' ? (
          <Field label="Comes back on" optional error={wrong.parkedUntil}>
            <DateInput value={parkedUntil} onChange={(event) => setParkedUntil(event.target.value)} />
          </Field>
        ) : (
          <Field label="Target date" optional error={wrong.targetOn}>
            <DateInput
              value={targetOn}
              disabled={!isComing}
              onChange={(event) => setTargetOn(event.target.value)}
            />
          </Field>
        )}
        <Field label="Owner" error={wrong.ownerId}>
          <Select
            value={ownerId}
            onChange={(event) => setOwner(event.target.value)}
            options={[
              { value: '', label: 'Nobody' },
              ...members.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        </Field>
        <Field label="Why" optional={!isWhyOwed} error={wrong.reason}>
          <TextArea
            rows={1}
            maxLength={2000}
            value={reason}
            onChange={(event) => {
              setReason(event.target.value)
              onWrite()
            }}
          />
        </Field>
      </div>
      {decide.error && !merged && !isMeanwhile && Object.keys(wrong).length === 0 && (
        <p className="room-note" role="alert">
          {decide.error.message}
        </p>
      )}
      <div className="row mt-3">
        <span className="help grow">
          It is written to the request and to the minutes. Customers are told in words of their own
          afterwards.
        </span>
        <Button
          kind="primary"
          busy={decide.isPending}
          disabled={!status || isMeanwhile || (isWhyOwed && !reason.trim())}
          onClick={() => decide.mutate()}
        >
          Decide
        </Button>
      </div>
    </section>
  )
}
