import type { SimulatedSide, Simulation } from '#act/simulation/contract.ts'
import { whoWords } from '#act/simulation/web/simulation-words.ts'
import { count } from '#platform/web/format.ts'

/** Both sides in figures: cases, who leads them, steps, what is late, and the work. */
export function Sides({ one }: { one: Simulation }) {
  const { before, after } = one
  const leads = [...new Set([...before.leads, ...after.leads].map((lead) => lead.lead))]
  const ledBy = (side: SimulatedSide, who: string) => side.leads.find((lead) => lead.lead === who)?.cases ?? 0
  const rows: [string, number, number, isSub?: boolean][] = [
    ['Cases', before.cases.opened, after.cases.opened],
    ...leads.map((who): [string, number, number, boolean] => [
      `led by ${whoWords(who)}`,
      ledBy(before, who),
      ledBy(after, who),
      true,
    ]),
    ['further answers that joined one', before.cases.joined, after.cases.joined, true],
    ['resolved', before.cases.resolved, after.cases.resolved, true],
    ...(before.cases.stopped + after.cases.stopped > 0
      ? [['stopped', before.cases.stopped, after.cases.stopped, true] as [string, number, number, boolean]]
      : []),
    ['open at the end', before.cases.open, after.cases.open, true],
    ['Steps', before.opened, after.opened],
    ['late', before.late, after.late, true],
    ['Hours of work', before.hours, after.hours],
  ]
  return (
    <table className="simtb simfigures mt-3" aria-label="Both sides in figures">
      <thead>
        <tr>
          <td />
          <th scope="col">Before: {before.label}</th>
          <th scope="col">After: {after.label}</th>
          <th scope="col">Change</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([label, was, is, isSub]) => (
          <tr key={label} className={isSub ? 'sub' : ''}>
            <th scope="row">{label}</th>
            <td className="num">{count(was)}</td>
            <td className="num">
              {label === 'late' && is > was ? <span className="late">{count(is)}</span> : count(is)}
            </td>
            <td className="num muted">{difference(was, is)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** "+12", "−3"; nothing where nothing changes. */
export function difference(was: number, is: number): string {
  const more = Math.round((is - was) * 10) / 10
  return more === 0 ? '' : more > 0 ? `+${count(more)}` : `−${count(-more)}`
}

/** Each step of either side: how often it opened, was skipped and late, and its hours. */
export function StepTable({ one }: { one: Simulation }) {
  const { before, after } = one
  const ids = [...new Set([...before.steps, ...after.steps].map((step) => step.step))]
  return (
    <table className="simtb simsteps" aria-label="Steps">
      <thead>
        <tr>
          <th scope="col">Step</th>
          <th scope="col">Opened</th>
          <th scope="col">Skipped</th>
          <th scope="col">Late</th>
          <th scope="col">Hours</th>
        </tr>
      </thead>
      <tbody>
        {ids.map((id) => {
          const was = before.steps.find((step) => step.step === id)
          const is = after.steps.find((step) => step.step === id)
          return (
            <tr key={id}>
              <th scope="row">
                {(is ?? was)!.title}
                {!was && <span className="help"> new</span>}
                {!is && <span className="help"> taken out</span>}
              </th>
              {(['opened', 'skipped', 'late', 'hours'] as const).map((what) => (
                <td key={what} className="num">
                  <Change was={was?.[what]} is={is?.[what]} isLate={what === 'late'} />
                </td>
              ))}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** One value where both sides agree, else the one before and the one after. */
export function Change({
  was,
  is,
  isLate,
}: {
  was: number | string | undefined
  is: number | string | undefined
  isLate?: boolean
}) {
  const say = (one: number | string | undefined) => (typeof one === 'number' ? count(one) : (one ?? '–'))
  if (was === is) return <>{say(was)}</>
  return (
    <>
      <span className="muted">{say(was)} → </span>
      <span className={isLate && Number(is ?? 0) > Number(was ?? 0) ? 'late' : 'strong'}>{say(is)}</span>
    </>
  )
}
