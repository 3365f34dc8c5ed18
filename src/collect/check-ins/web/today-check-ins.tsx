import { whenWords } from '#collect/check-ins/web/check-in-line.tsx'
import { useCheckInCounts, useCheckIns } from '#collect/check-ins/web/use-check-ins.ts'
import { Door, Go } from '#platform/web/go.tsx'
import { Icon } from '#platform/web/icons.tsx'
import { useCan } from '#platform/web/session.tsx'

/** Check-ins of my day, or of the team's: those that end first, and how many were missed. Nothing while there is none. */
export function TodayCheckIns({ team }: { team: boolean }) {
  const who = team ? 'all' : 'me'
  const canRead = useCan('feedback:read')
  const counts = useCheckInCounts(who)
  const due = useCheckIns({ state: 'due', who }, canRead)
  if (!counts.data || counts.data.due + counts.data.missed === 0) return null
  return (
    <section aria-label="Check-ins" className="mb-5">
      <div className="flex items-baseline gap-2 border-b border-line pb-2">
        <h2 className="sec">Check-ins</h2>
        <span className="muted num xs">{counts.data.due}</span>
        <span className="grow" />
        {counts.data.missed > 0 && (
          <Door
            to="check-ins"
            search={{ view: 'missed', who: team ? 'all' : undefined }}
            className="xs text-sla-late"
          >
            {counts.data.missed} missed
          </Door>
        )}
      </div>
      <ol>
        {due.rows.slice(0, 5).map((row) => (
          <li key={row.id} className="flex items-start gap-2.5 border-b border-line py-2">
            <Icon name="phone" className="mt-0.5 text-ink-3" />
            <Go to={`check-ins/${row.id}`} className="grow min-w-0">
              <span className="cut block">{row.account.name}</span>
              {(team || row.standsInFor) && (
                <span className="help cut block">
                  {row.standsInFor ? `for ${row.standsInFor.name}` : row.holder?.name}
                </span>
              )}
            </Go>
            <span className="muted num xs nowrap pt-0.5">{whenWords(row)}</span>
          </li>
        ))}
      </ol>
      {counts.data.due > 5 && (
        <Go to="check-ins" search={{ who: team ? 'all' : undefined }} className="help block pt-1.5">
          All {counts.data.due}
        </Go>
      )}
    </section>
  )
}
