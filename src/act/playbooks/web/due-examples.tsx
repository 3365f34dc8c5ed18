import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { previewDueTimes } from '#act/playbooks/contract.ts'
import type { CalendarSetting } from '#platform/calendar/contract.ts'
import { ApiError, call } from '#platform/web/api.ts'
import { dateTimeIn } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { Icon } from '#platform/web/icons.tsx'
import { useSettled } from '#platform/web/use-settled.ts'
import '#act/playbooks/web/due-examples.css'

/** What the playbooks make of a calendar while it is being changed, reckoned by the server as it reckons cases. */
export function DueExamples({ calendar }: { calendar: CalendarSetting }) {
  const slug = useSlug()
  const asked = useSettled(calendar)
  const examples = useQuery({
    queryKey: ['due-times', slug, asked],
    queryFn: async () => ({ zone: asked.zone, ...(await call(previewDueTimes, asked)) }),
    placeholderData: keepPreviousData,
    retry: false,
  })
  const shown = examples.data
  if (examples.error instanceof ApiError || !shown) {
    return (
      <section className="dues" aria-label="So this is what happens">
        <h2 className="sec">So this is what happens</h2>
        <p className="help" role="status">
          {examples.error ? `${examples.error.message} The due times are shown when it is right.` : ''}
        </p>
      </section>
    )
  }
  return (
    <section className="dues" aria-label="So this is what happens" aria-busy={examples.isPlaceholderData}>
      <h2 className="sec">So this is what happens</h2>
      <ul aria-live="polite">
        {shown.data.map((one) => (
          <li key={`${one.cause} ${one.owed}`}>
            <span>
              {one.cause} <b>{dateTimeIn(shown.zone, one.at)}</b>
            </span>
            <Icon name="next" small className="to" />
            <span>
              {one.owed} <b>{dateTimeIn(shown.zone, one.due)}</b>
            </span>
            <span className="help">{one.why}</span>
          </li>
        ))}
      </ul>
      {shown.data.length === 0 && (
        <p className="help">No enabled playbook has a due time, or the office never closes.</p>
      )}
    </section>
  )
}
