import type { Meeting } from '#act/meetings/contract.ts'
import { useMeetingsAhead } from '#act/meetings/web/use-meetings.ts'
import { dateTime } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'
import { Icon } from '#platform/web/icons.tsx'

/** The meetings of the next seven days, for My day; nothing where there are none. */
export function MeetingsAhead({ team }: { team: boolean }) {
  const list = useMeetingsAhead(team ? 'all' : 'me').data?.data ?? []
  if (list.length === 0) return null
  return (
    <section className="mb-5" aria-label="Meetings">
      <div className="flex items-baseline gap-2 border-b border-line pb-2">
        <h2 className="sec">Meetings</h2>
        <span className="muted num xs">{list.length}</span>
      </div>
      <ol>
        {list.map((meeting) => (
          <li key={meeting.id} className="flex items-start gap-2.5 border-b border-line py-2">
            <Icon name={meeting.kind === 'customer' ? 'phone' : 'calendar'} className="mt-0.5 text-ink-3" />
            <Go to={`cases/${meeting.caseId}`} className="min-w-0 grow">
              <span className="cut block">{meeting.title}</span>
              <span className="help cut block">{answeredWords(meeting)}</span>
            </Go>
            <span className="num flex-none pt-0.5">{dateTime(meeting.startsAt)}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** "Petra accepted, Ines not yet" */
export function answeredWords({ invitees }: Pick<Meeting, 'invitees'>): string {
  const words = {
    accepted: 'accepted',
    declined: 'declined',
    tentative: 'perhaps',
    none: 'not yet',
    proposed: 'proposes another time',
  }
  return invitees.map((one) => `${one.name || one.address} ${words[one.answer]}`).join(', ')
}
