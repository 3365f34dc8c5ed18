import { useState } from 'react'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Field, TextInput } from '#platform/web/form.tsx'
import { asField, dateOn, dateTime } from '#platform/web/format.ts'
import { useAddress } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { Menu } from '#platform/web/menu.tsx'
import { Content, HintBar, TopBar } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Slot } from '#platform/web/slots.tsx'
import { LoadingBlock } from '#platform/web/states.tsx'
import {
  cancelReview,
  endReview,
  moveReview,
  nextReviewPart,
  pauseReview,
  type Review,
  startReview,
} from '#prioritize/reviews/contract.ts'
import { kindWords } from '#prioritize/reviews/rules.ts'
import { periodText } from '#prioritize/reviews/web/review-parts.tsx'
import { SummaryView } from '#prioritize/reviews/web/review-summary.tsx'
import { Agenda, Timer } from '#prioritize/reviews/web/room-agenda.tsx'
import { RoomPeople } from '#prioritize/reviews/web/room-people.tsx'
import { currentItem, RoomTable } from '#prioritize/reviews/web/room-table.tsx'
import { useRoomChange, useSummary } from '#prioritize/reviews/web/use-reviews.ts'

/** A review that is ahead or under way, as everybody in it sees it. */
export function Room({ review }: { review: Review }) {
  const canWrite = useCan('requests:write')
  const canManage = useCan('requests:manage')
  const [address] = useAddress()
  const [isMoving, setMoving] = useState(false)
  const reviewId = review.id
  const start = useRoomChange(() => call(startReview, { reviewId }))
  const next = useRoomChange(() => call(nextReviewPart, { reviewId, part: review.part! }))
  const pause = useRoomChange(() => call(pauseReview, { reviewId, isPaused: review.pausedAt === null }))
  const end = useRoomChange(() => call(endReview, { reviewId }))
  const cancel = useRoomChange(() => call(cancelReview, { reviewId }))
  const isRunning = review.state === 'running'
  const isLast = review.part === review.parts.length - 1
  const group = 'Review'
  useKeys(
    isRunning && canWrite
      ? {
          ...(!isLast && { n: { run: () => next.mutate(), label: 'Next part', group } }),
          h: { run: () => pause.mutate(), label: 'Hold the timer, or let it run', group },
        }
      : {},
  )
  return (
    <>
      <TopBar
        title={kindWords[review.kind]}
        crumbs={[{ label: 'Reviews', to: 'reviews' }]}
        note={
          <span className="max-phone:hidden">
            {dateTime(review.startsAt)}
            {review.movedFrom && `, moved from ${dateOn(review.movedFrom)}`}. Looks at {periodText(review)}
          </span>
        }
      >
        {isRunning && <Timer review={review} />}
        {canWrite && isRunning && (
          <span className="row gap-1.5">
            <Button
              kind="ghost"
              icon={review.pausedAt ? 'next' : 'pause'}
              aria-label={review.pausedAt ? 'Let the timer run' : 'Hold the timer'}
              onClick={() => pause.mutate()}
            />
            {!isLast && (
              <Button keys="n" busy={next.isPending} onClick={() => next.mutate()}>
                Next part
              </Button>
            )}
            <Button kind={isLast ? 'primary' : undefined} busy={end.isPending} onClick={() => end.mutate()}>
              End review
            </Button>
          </span>
        )}
        {!isRunning && canWrite && (
          <span className="row gap-1.5">
            {review.state === 'planned' && (
              <Menu
                label="Change the review"
                trigger={<Button kind="ghost" icon="more" aria-label="Change the review" />}
                items={[
                  { label: 'Another time', onSelect: () => setMoving(true) },
                  ...(canManage ? [{ label: 'Call it off', onSelect: () => cancel.mutate() }] : []),
                ]}
              />
            )}
            {review.state !== 'cancelled' && (
              <Button kind="primary" busy={start.isPending} onClick={() => start.mutate()}>
                Begin
              </Button>
            )}
          </span>
        )}
      </TopBar>
      <Content>
        <Agenda review={review} />
        {(review.state === 'missed' || review.state === 'cancelled' || review.occasion) && (
          <p className="help px-5 pt-3">
            {review.state === 'missed' && 'Nobody held it before the next one came. It can still be held. '}
            {review.state === 'cancelled' && 'It was called off. '}
            {review.occasion}
          </p>
        )}
        <div className="room">
          <div className="room-week">
            <RoomSummary review={review} />
          </div>
          <div className="room-table">
            <RoomTable review={review} />
          </div>
          <div className="room-side">
            <RoomPeople review={review} requestId={currentItem(review, address.item)?.request.id} />
          </div>
        </div>
      </Content>
      <HintBar
        keys={[
          [['j', 'k'], 'next or former request'],
          ...(isRunning
            ? ([
                [['n'], 'next part'],
                [['h'], 'hold the timer'],
              ] as const)
            : []),
          [['?'], 'all keys'],
        ]}
      />
      {isMoving && <MoveReview review={review} onClose={() => setMoving(false)} />}
    </>
  )
}

function RoomSummary({ review }: { review: Review }) {
  const summary = useSummary(review.id)
  return (
    <>
      {summary.data ? (
        <SummaryView summary={summary.data} />
      ) : summary.isError ? (
        <p className="room-part help">The figures could not be counted. {summary.error.message}</p>
      ) : (
        <LoadingBlock height={360} label="Counting" />
      )}
      {review.parts.some((part) => part.shows === 'effects') && <Slot name="review.effects" />}
    </>
  )
}

function MoveReview({ review, onClose }: { review: Review; onClose(): void }) {
  const [at, setAt] = useState(asField(review.startsAt))
  const move = useRoomChange(
    () => call(moveReview, { reviewId: review.id, startsAt: new Date(at).toISOString() }),
    { done: onClose },
  )
  return (
    <SidePanel
      open
      onClose={onClose}
      title="Another time"
      footer={
        <Button kind="primary" busy={move.isPending} disabled={!at} onClick={() => move.mutate()}>
          Move
        </Button>
      }
    >
      <Field label="Begins" error={fieldErrors(move.error).startsAt} help="What it looks back on stays.">
        <TextInput type="datetime-local" value={at} onChange={(event) => setAt(event.target.value)} />
      </Field>
    </SidePanel>
  )
}
