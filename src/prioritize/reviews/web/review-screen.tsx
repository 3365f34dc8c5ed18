import '#prioritize/reviews/web/reviews.css'
import { useParam } from '#platform/web/go.tsx'
import { TopBar } from '#platform/web/page.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { Minutes } from '#prioritize/reviews/web/minutes.tsx'
import { Room } from '#prioritize/reviews/web/room.tsx'
import { useReview } from '#prioritize/reviews/web/use-reviews.ts'

/** One review: the room while it is ahead or under way, its minutes at the same address once it was held. */
export default function ReviewScreen() {
  const query = useReview(useParam('reviewId'))
  const review = query.data
  if (review?.minutes) return <Minutes review={review} minutes={review.minutes} />
  if (review) return <Room review={review} />
  return (
    <>
      <TopBar title="Review" crumbs={[{ label: 'Reviews', to: 'reviews' }]} />
      {query.isError ? (
        <Failed
          error={query.error}
          title="The review could not be read"
          onRetry={() => void query.refetch()}
        />
      ) : (
        <LoadingBlock height={420} label="Loading the review" />
      )}
    </>
  )
}
