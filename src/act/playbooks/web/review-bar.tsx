import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type PlaybookView, reviewPlaybook } from '#act/playbooks/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { dateOn, said } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** How long before it is due a review is offered: that somebody looks early is no fault. */
const offeredDays = 30

/** When the playbook is looked at again, who last found nothing to change, and the press that says so. */
export function ReviewBar({ one }: { one: PlaybookView }) {
  const slug = useSlug()
  const queries = useQueryClient()
  const review = useMutation({
    mutationFn: () => call(reviewPlaybook, { key: one.key, version: one.version }),
    onSuccess: (now) => {
      for (const name of ['playbook', 'playbooks']) void queries.invalidateQueries({ queryKey: [name, slug] })
      toast({ message: `Recorded. Looked at again by ${dateOn(now.review!.dueOn)}.` })
    },
    onError: (error) => toastError(error, 'Nothing was recorded'),
  })
  if (!one.review) return null
  const { every, dueOn, isOverdue, at, by } = one.review
  const isNear = Date.parse(dueOn) - Date.now() < offeredDays * 86_400_000
  const last = at && by ? `Last ${said(at)}, ${by}: nothing to change.` : 'Not looked at since it was saved.'
  return (
    <section className="vbar" aria-label="Review">
      <p className="grow">
        {isOverdue ? (
          <b className="font-medium text-sla-late">Review overdue since {dateOn(dueOn)}.</b>
        ) : (
          `Looked at ${every}, next by ${dateOn(dueOn)}.`
        )}{' '}
        <span className="muted">{last}</span>
      </p>
      {one.mayReview && (isNear || isOverdue) && (
        <Button
          kind={isOverdue ? 'primary' : undefined}
          busy={review.isPending}
          onClick={() => review.mutate()}
        >
          Reviewed, nothing to change
        </Button>
      )}
    </section>
  )
}
