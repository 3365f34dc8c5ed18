import { useSnooze, useSnoozes } from '#act/snoozes/web/use-snoozes.ts'
import { Button } from '#platform/web/button.tsx'
import { dateTime } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'

/** What is out of sight on my day, with the way back; nothing while there is none. */
export function Snoozed() {
  const { data } = useSnoozes()
  const { back } = useSnooze()
  const list = data?.data ?? []
  if (list.length === 0) return null
  return (
    <details className="mt-3.5">
      <summary className="cursor-pointer list-none pb-1.5">
        <span className="sec">Snoozed</span> <span className="muted num xs">{list.length}</span>
        <span className="help ms-2">clocks go on</span>
      </summary>
      <ul>
        {list.map((one) => (
          <li key={one.stepId} className="row text-ink-2 leading-[1.625rem]">
            <Go to={`cases/${one.caseId}`} search={{ step: one.stepId }} className="grow cut">
              {[one.title, one.contact].filter(Boolean).join(': ')}
            </Go>
            <span className="help num">until {dateTime(one.until)}</span>
            <Button kind="ghost" onClick={() => void back(one.stepId)}>
              Bring back
            </Button>
          </li>
        ))}
      </ul>
    </details>
  )
}
