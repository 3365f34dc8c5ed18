import { useQuery } from '@tanstack/react-query'
import { type FollowUp, listFollowUps, listItemFollowUps } from '#close/follow-ups/contract.ts'
import { followed } from '#collect/surveys/responses/web/followed.ts'
import { limitWords } from '#collect/surveys/waves/web/limit-words.ts'
import { call } from '#platform/web/api.ts'
import { date } from '#platform/web/format.ts'
import { Go, useSlug } from '#platform/web/go.tsx'

/** When the customer of a case is asked again, or why not, and what they answered. */
export function AskedAgain({ caseId }: { caseId: string }) {
  const slug = useSlug()
  const { data } = useQuery({
    queryKey: ['follow-ups', slug, caseId],
    queryFn: () => call(listFollowUps, { caseId }),
  })
  return data?.data.map((one) => <Line key={one.id} one={one} />)
}

/** The same of an item, and what it answers where a survey asked for it again. */
export function ItemAskedAgain({ feedbackId }: { feedbackId: string }) {
  const slug = useSlug()
  const { data } = useQuery({
    queryKey: ['follow-ups', slug, feedbackId],
    queryFn: () => call(listItemFollowUps, { feedbackId }),
  })
  if (!data || (!data.follows && data.data.length === 0)) return null
  return (
    <section className="mt-5" aria-label="Asked again">
      <h2 className="sec">Asked again</h2>
      {data.follows && (
        <p className="help mt-1">
          This answers a survey that asked again about{' '}
          <Go to={`${followed[data.follows.kind].path}/${data.follows.id}`} className="link">
            {followed[data.follows.kind].words}
          </Go>
          .
        </p>
      )}
      {data.data.map((one) => (
        <Line key={one.id} one={one} />
      ))}
    </section>
  )
}

function Line({ one }: { one: FollowUp }) {
  const by = one.programme
    ? `${one.survey}, by “${one.programme.name}”`
    : one.request
      ? `${one.survey}, after “${one.request.title}” shipped`
      : one.survey
  if (one.state === 'cancelled')
    return (
      <p className="help mt-1">
        Not asked again:{' '}
        {one.why ?? (one.request ? `“${one.request.title}” was taken back` : 'the case was opened once more')}
        .
      </p>
    )
  if (one.state === 'not_sent')
    return (
      <p className="help mt-1">
        Not asked again by “{by}”: {one.why}
      </p>
    )
  if (one.state === 'waiting')
    return (
      <p className="help mt-1">
        Asked again on {date(one.dueAt)}: {by}.
      </p>
    )
  return (
    <p className="help mt-1">
      <Go to={`waves/${one.waveId}?show=asked`} className="link">
        Asked again on {date(one.settledAt!)}
      </Go>
      {one.answeredAt && (
        <>
          {', '}
          <Go to={`surveys/${one.surveyId}/answers?wave=${one.waveId}`} className="link">
            answered {date(one.answeredAt)}
            {one.score !== null && ` with ${one.score}`}
          </Go>
        </>
      )}
      : {by}. {limitWords({ exemptReason: one.exemptReason, overrideReason: null })}
    </p>
  )
}
