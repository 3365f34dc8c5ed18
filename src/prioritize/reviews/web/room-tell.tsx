import { Go } from '#platform/web/go.tsx'
import { Slot } from '#platform/web/slots.tsx'
import { statusWords } from '#prioritize/requests/rules.ts'
import type { Review } from '#prioritize/reviews/contract.ts'
import { isToTell } from '#prioritize/reviews/rules.ts'

/** What was decided in a review, whose customers know of it, and the way to tell the others. */
export function RoomTell({ review }: { review: Review }) {
  const decided = review.items.filter(({ decision }) => decision && isToTell(decision.to))
  return (
    <section className="room-notes no-print" aria-label="Customer communication">
      <h2 className="sec">Customer communication</h2>
      {decided.length === 0 && (
        <p className="help mt-1">Nothing was decided here yet that customers would be told.</p>
      )}
      <ul className="minutes-list">
        {decided.map(({ request, decision }) => (
          <li key={request.id} className="row flex-wrap items-baseline">
            <span className="grow basis-48 min-w-0">
              <Go to={`requests/${request.id}`} className="med hover:underline">
                {request.title}
              </Go>{' '}
              <span className="help">{statusWords[decision!.to].toLowerCase()}</span>
            </span>
            <Slot name="review.tell" requestId={request.id} title={request.title} since={decision!.at} />
          </li>
        ))}
      </ul>
    </section>
  )
}
