import { useQuery } from '@tanstack/react-query'
import { type FollowUp, listFollowUps } from '#close/follow-ups/contract.ts'
import { call } from '#platform/web/api.ts'
import { date } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'

/** When the customer of an ended case is asked again, or why not. */
export function AskedAgain({ caseId }: { caseId: string }) {
  const slug = useSlug()
  const { data } = useQuery({
    queryKey: ['follow-ups', slug, caseId],
    queryFn: () => call(listFollowUps, { caseId }),
  })
  return data?.data.map((one) => (
    <p key={one.dueAt} className="help mt-1">
      {sentence(one)}
    </p>
  ))
}

function sentence(one: FollowUp): string {
  if (one.state === 'waiting') return `Asked again on ${date(one.dueAt)}: ${one.survey}.`
  if (one.state === 'sent') return `Asked again on ${date(one.settledAt!)}: ${one.survey}.`
  if (one.state === 'cancelled') return `Not asked again: the case was opened once more.`
  return `Not asked again by “${one.survey}”: ${one.why}`
}
