import { type FormEvent, useEffect, useState } from 'react'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { TextInput } from '#platform/web/form.tsx'
import { useAddress } from '#platform/web/go.tsx'
import { Icon } from '#platform/web/icons.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Empty } from '#platform/web/states.tsx'
import { useSettled } from '#platform/web/use-settled.ts'
import { statusWords } from '#prioritize/requests/rules.ts'
import { useRequests } from '#prioritize/requests/web/use-requests.ts'
import {
  addReviewItem,
  addReviewNote,
  type Review,
  type ReviewItem,
  removeReviewNote,
} from '#prioritize/reviews/contract.ts'
import { RoomItem } from '#prioritize/reviews/web/room-decide.tsx'
import { RoomTell } from '#prioritize/reviews/web/room-tell.tsx'
import { useRoomChange } from '#prioritize/reviews/web/use-reviews.ts'

/** The request in the address, or what it was merged into; else the first that is not decided. */
export function currentItem(review: Review, requestId: string | undefined): ReviewItem | undefined {
  return (
    review.items.find((item) => item.request.id === requestId) ??
    review.items.find((item) => item.mergedFrom.some((one) => one.id === requestId)) ??
    review.items.find((item) => item.decision === null) ??
    review.items[0]
  )
}

/** What is to be decided, one after the other, and the notes for the minutes. */
export function RoomTable({ review }: { review: Review }) {
  const [address, setAddress] = useAddress()
  const canWrite = useCan('requests:write')
  const item = currentItem(review, address.item)
  // what one looks at stays before one, also when somebody decides on it or merges it
  const asked = address.item ?? item?.request.id
  useEffect(() => {
    if (asked && !address.item) setAddress({ item: asked })
  }, [asked, address.item, setAddress])
  const at = item ? review.items.indexOf(item) : -1
  const go = (step: number) => {
    const next = review.items[at + step]
    if (next) setAddress({ item: next.request.id })
  }
  const group = 'Review'
  useKeys({
    j: { run: () => go(1), label: 'Next request', group },
    k: { run: () => go(-1), label: 'Request before', group },
  })
  const undecided = review.items.filter((one) => one.decision === null).length
  const tells = review.state === 'running' && review.parts.some((part) => part.shows === 'tell')
  const isTelling = review.parts.some((part) => part.shows === 'tell' && part.position === review.part)
  return (
    <>
      {tells && isTelling && <RoomTell review={review} />}
      <div className="row mb-2">
        <h2 className="sec grow">
          On the table
          <span className="muted num font-normal ms-2">
            {review.items.length > 0 && `${undecided} of ${review.items.length} to decide`}
          </span>
        </h2>
        {canWrite && <AddItem review={review} onAdded={(id) => setAddress({ item: id })} />}
      </div>
      {item ? (
        <>
          <ol className="room-items" aria-label="On the table">
            {review.items.map((one) => (
              <li key={one.request.id}>
                <button
                  type="button"
                  aria-current={one === item || undefined}
                  onClick={() => setAddress({ item: one.request.id })}
                >
                  <span className={`tick${one.decision ? ' on' : ''}`}>
                    {one.decision && <Icon name="check" />}
                  </span>
                  <span className="min-w-0">
                    <span className="cut block">{one.request.title}</span>
                    <span className="help cut block">
                      {one.decision ? statusWords[one.decision.to] : one === item ? 'now' : 'to decide'}
                    </span>
                  </span>
                </button>
              </li>
            ))}
          </ol>
          <RoomItem key={asked} review={review} item={item} onGoTo={(id) => setAddress({ item: id })} />
        </>
      ) : (
        <Empty title="Nothing is on the table">
          {review.kind === 'answers'
            ? 'This review looks at answers. Add a request when one is to be decided.'
            : 'No request waits for a decision. Add one to decide on it here.'}
        </Empty>
      )}
      {tells && !isTelling && <RoomTell review={review} />}
      <Notes review={review} />
    </>
  )
}

function AddItem({ review, onAdded }: { review: Review; onAdded(requestId: string): void }) {
  const [words, setWords] = useState('')
  const q = useSettled(words.trim())
  const found = useRequests(q.length >= 2 ? { q } : {}).rows
  const add = useRoomChange(
    (requestId: string) => call(addReviewItem, { reviewId: review.id, requestId }),
    {},
  )
  return (
    <Picker
      trigger={
        <Button size="sm" icon="plus">
          Request
        </Button>
      }
      label="Put a request on the table"
      options={found
        .filter((one) => !review.items.some((item) => item.request.id === one.id && item.why === 'added'))
        .slice(0, 12)
        .map((one) => ({ value: one.id, label: one.title, hint: statusWords[one.status] }))}
      onSearch={setWords}
      empty="No request fits"
      onPick={(requestId) => add.mutate(requestId, { onSuccess: () => onAdded(requestId) })}
    />
  )
}

/** What was said, line by line: several people write without overwriting each other. */
function Notes({ review }: { review: Review }) {
  const canWrite = useCan('requests:write')
  const [text, setText] = useState('')
  const add = useRoomChange(() => call(addReviewNote, { reviewId: review.id, text }), {
    done: () => setText(''),
  })
  const remove = useRoomChange((noteId: string) => call(removeReviewNote, { reviewId: review.id, noteId }))
  if (review.state !== 'running') return null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate()
  }
  return (
    <section className="room-notes" aria-label="Notes for the minutes">
      <h2 className="sec">Notes for the minutes</h2>
      <ul>
        {review.notes.map((note) => (
          <li key={note.id} className="row items-baseline py-1">
            <span className="grow min-w-0">
              {note.text} <span className="help">{note.by}</span>
            </span>
            {canWrite && (
              <button type="button" className="link xs" onClick={() => remove.mutate(note.id)}>
                Take back<span className="vh"> {note.text}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {canWrite && (
        <form className="row gap-1.5 mt-1" onSubmit={submit}>
          <TextInput
            className="grow min-w-0"
            aria-label="Write a note"
            placeholder="Who needs follow-up, what was said"
            maxLength={2000}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <Button type="submit" busy={add.isPending} disabled={!text.trim()}>
            Note
          </Button>
        </form>
      )}
    </section>
  )
}
