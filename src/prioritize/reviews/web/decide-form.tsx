import { useEffect, useState } from 'react'
import { ApiError, call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { DateInput, Field, Select, TextArea } from '#platform/web/form.tsx'
import { dateOn } from '#platform/web/format.ts'
import { useSession } from '#platform/web/session.tsx'
import { needsReason, type Status, statusWords } from '#prioritize/requests/rules.ts'
import { decideInReview, type Review, type ReviewItem } from '#prioritize/reviews/contract.ts'
import { useRoomChange } from '#prioritize/reviews/web/use-reviews.ts'

const hints: Partial<Record<Status, string>> = {
  planned: 'with a date',
  in_progress: 'someone starts',
  shipped: 'it is there',
  declined: 'with the reason',
  parked: 'until a day, or each quarter',
  under_review: 'look again',
  open: 'not now',
}

const stayHints: Partial<Record<Status, string>> = {
  planned: 'another date or owner',
  in_progress: 'another date or owner',
  declined: 'looked at again',
}

/** How a request on the table goes on; what others did meanwhile is said, and what was typed stays. */
export function DecideForm({
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
  const ownerNow = request.owner?.id ?? null
  const now = { id: request.id, move: item.move, targetOn: request.targetOn, ownerId: ownerNow }
  const [seen, setSeen] = useState(now)
  const [status, setStatus] = useState<Status>()
  const [reason, setReason] = useState('')
  const [parkedUntil, setParkedUntil] = useState('')
  const [targetOn, setTargetOn] = useState(request.targetOn ?? '')
  const [ownerId, setOwner] = useState(ownerNow ?? '')
  // what it is may stay, with another date or owner
  const choices = item.mayMoveTo.includes(request.status)
    ? item.mayMoveTo
    : [request.status, ...item.mayMoveTo]
  const stays = (one: Status) => one === request.status && !item.mayMoveTo.includes(one)
  const isComing = status === 'planned' || status === 'in_progress'
  const decide = useRoomChange(
    () =>
      call(decideInReview, {
        reviewId: review.id,
        requestId: request.id,
        status: status!,
        lastMove: seen.move,
        seen: { targetOn: seen.targetOn, ownerId: seen.ownerId },
        ...(reason.trim() && { reason }),
        ...(status === 'parked' && parkedUntil && { parkedUntil }),
        ...(isComing && targetOn !== (request.targetOn ?? '') && { targetOn: targetOn || null }),
        ...(ownerId !== (ownerNow ?? '') && { ownerId: ownerId || null }),
      }),
    { done: onDone, quiet: true },
  )
  // what others did while one typed: it is said, and what was typed stays
  const isMerged = request.id !== seen.id
  const isDecided = item.move !== seen.move
  const isMeanwhile = isMerged || isDecided || request.targetOn !== seen.targetOn || ownerNow !== seen.ownerId
  useEffect(() => {
    if (status && status !== request.status && !item.mayMoveTo.includes(status)) setStatus(undefined)
  }, [status, request.status, item.mayMoveTo])
  // what was not touched follows what others set; what was typed stays
  const accept = () => {
    if (targetOn === (seen.targetOn ?? '')) setTargetOn(now.targetOn ?? '')
    if (ownerId === (seen.ownerId ?? '')) setOwner(now.ownerId ?? '')
    setSeen(now)
  }
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
          ) : !isDecided ? (
            <p>
              Somebody gave it another date or owner meanwhile:{' '}
              <b>{request.targetOn ? dateOn(request.targetOn) : 'no date'}</b>,{' '}
              <b>{request.owner?.name ?? 'nobody'}</b>. Nothing was overwritten.
            </p>
          ) : (
            <p>
              Somebody decided meanwhile: it is <b>{statusWords[request.status].toLowerCase()}</b>
              {item.decision?.by && `, by ${item.decision.by}`}. Nothing was overwritten.
            </p>
          )}
          <span className="row gap-1.5 mt-1">
            <Button size="sm" onClick={accept}>
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
          {choices.map((one) => (
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
                <b>{stays(one) ? `Stays ${statusWords[one].toLowerCase()}` : statusWords[one]}</b>
                <span>{(stays(one) ? stayHints : hints)[one]}</span>
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
              onChange={(event) => {
                setTargetOn(event.target.value)
                onWrite()
              }}
            />
          </Field>
        )}
        <Field label="Owner" error={wrong.ownerId}>
          <Select
            value={ownerId}
            onChange={(event) => {
              setOwner(event.target.value)
              onWrite()
            }}
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
