import '#prioritize/reviews/web/reviews.css'
import { dateTime } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'
import { Icon } from '#platform/web/icons.tsx'
import { useCan } from '#platform/web/session.tsx'
import { kindWords } from '#prioritize/reviews/rules.ts'
import { ActionLine } from '#prioritize/reviews/web/review-parts.tsx'
import { useActionItems, useReviews } from '#prioritize/reviews/web/use-reviews.ts'

const dayMs = 86_400_000

/** On one’s own day: reviews within a day at which I am expected, and what I agreed to do; nothing while there is none. */
export default function MyReviews() {
  const canRead = useCan('requests:read')
  const items = useActionItems({ owner: 'me' }, canRead).rows
  const reviews = useReviews({ state: 'open', mine: 'true' }, canRead).rows.filter(
    (one) => one.state === 'running' || Date.parse(one.startsAt) < Date.now() + dayMs,
  )
  if (items.length === 0 && reviews.length === 0) return null
  return (
    <section className="mb-5" aria-label="From reviews">
      <div className="flex items-baseline gap-2 border-b border-line pb-2">
        <h2 className="sec grow">From reviews</h2>
        <Go to="reviews" className="link xs">
          All reviews
        </Go>
      </div>
      <ul>
        {reviews.map((one) => (
          <li key={one.id} className="flex items-start gap-2.5 border-b border-line py-2">
            <Icon name="calendar" className="mt-0.5 text-ink-3" />
            <Go to={`reviews/${one.id}`} className="grow min-w-0 cut">
              {kindWords[one.kind]}
            </Go>
            <span className="muted num xs flex-none pt-0.5">
              {one.state === 'running' ? 'under way' : dateTime(one.startsAt)}
            </span>
          </li>
        ))}
        {items.slice(0, 12).map((item) => (
          <ActionLine key={item.id} item={item} showKind />
        ))}
      </ul>
    </section>
  )
}
