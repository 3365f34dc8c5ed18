import '#act/loads/web/team.css'
import { useState } from 'react'
import { awayText } from '#act/absences/rules.ts'
import type { Load } from '#act/loads/contract.ts'
import { dragType } from '#act/loads/web/step-line.tsx'
import { Avatar } from '#platform/web/marks.tsx'

export const keyOf = (load: Load) => load.member?.id ?? 'none'

/** One row a person: open cases, a bar of what is late, due today, this week and later, and hours away. */
export function People({
  team,
  current,
  onCurrent,
  onDrop,
}: {
  team: readonly Load[]
  current: string
  onCurrent(key: string): void
  /** Undefined for those who may not give steps. */
  onDrop: ((stepId: string, load: Load) => void) | undefined
}) {
  const most = Math.max(1, ...team.map((one) => one.late + one.today + one.week + one.later))
  return (
    <table className="tb team-load">
      <caption className="vh">Load of the team</caption>
      <thead>
        <tr>
          <th scope="col">Person</th>
          <th scope="col" className="w-14 rt">
            Cases
          </th>
          <th scope="col" className="w-12 rt">
            Late
          </th>
          <th scope="col" className="w-14 rt">
            Today
          </th>
          <th scope="col" className="w-14 rt">
            Week
          </th>
          <th scope="col" className="w-14 rt">
            Later
          </th>
        </tr>
      </thead>
      <tbody>
        {team.map((load) => (
          <Row
            key={keyOf(load)}
            load={load}
            most={most}
            isCurrent={keyOf(load) === current}
            onPick={() => onCurrent(keyOf(load))}
            onDrop={onDrop && load.member && !load.away ? (stepId) => onDrop(stepId, load) : undefined}
          />
        ))}
      </tbody>
    </table>
  )
}

function Row({
  load,
  most,
  isCurrent,
  onPick,
  onDrop,
}: {
  load: Load
  most: number
  isCurrent: boolean
  onPick(): void
  onDrop: ((stepId: string) => void) | undefined
}) {
  const [isOver, setOver] = useState(false)
  const name = load.member?.name ?? 'Nobody'
  const parts = [
    ['late', load.late],
    ['today', load.today],
    ['week', load.week],
    ['later', load.later],
  ] as const
  return (
    <tr
      className={`${isCurrent ? 'cur' : ''} ${isOver ? 'over' : ''}`}
      onDragOver={(event) => {
        if (!onDrop || !event.dataTransfer.types.includes(dragType)) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false)
        const stepId = event.dataTransfer.getData(dragType)
        if (!onDrop || !stepId) return
        event.preventDefault()
        onDrop(stepId)
      }}
    >
      <td>
        <button type="button" className="person" aria-pressed={isCurrent} onClick={onPick}>
          <Avatar name={load.member?.name} size="lg" />
          <span className="min-w-0 grow">
            <span className="row gap-x-2">
              <span className="med cut">{name}</span>
              {load.away && (
                <span className="tag">away {awayText({ from: '', until: load.away.until })}</span>
              )}
            </span>
            <span className="bar" aria-hidden="true">
              {parts.map(
                ([kind, count]) =>
                  count > 0 && (
                    <i key={kind} className={kind} style={{ width: `${(count / most) * 100}%` }} />
                  ),
              )}
            </span>
            {load.hoursAway > 0 && (
              <span className="help block cut">
                {load.hoursAway} h away this week
                {load.away?.cover && `, ${load.away.cover.name} covers`}
              </span>
            )}
          </span>
        </button>
      </td>
      <td className="rt num">{load.openCases}</td>
      <td className={`rt num ${load.late > 0 ? 'text-sla-late font-medium' : 'muted'}`}>{load.late}</td>
      <td className="rt num">{load.today}</td>
      <td className="rt num">{load.week}</td>
      <td className="rt num muted">{load.later}</td>
    </tr>
  )
}
