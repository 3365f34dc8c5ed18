import type { SimulatedCase, SimulatedPair, SimulatedStep } from '#act/simulation/contract.ts'
import { stateOf, whoWords } from '#act/simulation/web/simulation-words.ts'
import { dateTime, plural } from '#platform/web/format.ts'
import { Panel } from '#platform/web/page.tsx'

/** One case on both sides, step by step with its simulated dates. */
export function SimulatedCasePanel({ one, onClose }: { one: SimulatedPair; onClose(): void }) {
  const rows = [...new Set([...keysOf(one.before), ...keysOf(one.after)])]
  const of = (side: SimulatedCase | null, key: string) => side?.steps.find((step) => keyOf(step) === key)
  return (
    <Panel label="A simulated case" head="Simulated" onClose={onClose}>
      <h2 className="nx">{one.title}</h2>
      <div className="simsides mt-3">
        <Course name="Before" side={one.before} joins={one.joinsBefore} />
        <Course name="After" side={one.after} joins={one.joinsAfter} />
      </div>
      <ol className="mt-4">
        {rows.map((key) => {
          const was = of(one.before, key)
          const is = of(one.after, key)
          const step = (is ?? was)!
          return (
            <li key={key} className="border-t border-line py-2">
              <p className="med">
                {step.title}
                {step.round > 1 && <span className="muted">, round {step.round}</span>}
              </p>
              <div className="simsides">
                <StepOn side="Before" step={was} />
                <StepOn side="After" step={is} />
              </div>
            </li>
          )
        })}
      </ol>
    </Panel>
  )
}

const keyOf = (step: SimulatedStep) => `${step.step} ${step.round}`
const keysOf = (side: SimulatedCase | null) => (side?.steps ?? []).map(keyOf)

function Course({ name, side, joins }: { name: string; side: SimulatedCase | null; joins: boolean }) {
  return (
    <div>
      <h3 className="muted xs">{name}</h3>
      {side ? (
        <p>
          Led by {whoWords(side.lead)}. Opened {dateTime(side.openedAt)},{' '}
          {side.endedAt ? `${side.end} ${dateTime(side.endedAt)}` : 'open at the end'}.
          {side.joined > 0 && ` ${plural(side.joined, 'further answer')} joined.`}
        </p>
      ) : (
        <p className="muted">{joins ? 'Joins a case that is open then.' : 'Opens no case.'}</p>
      )}
    </div>
  )
}

function StepOn({ side, step }: { side: string; step: SimulatedStep | undefined }) {
  if (!step) return <p className="help">–</p>
  return (
    <p className="xs">
      <span className="vh">{side}: </span>
      <span className={step.isLate ? 'late' : ''}>
        {stateOf(step)}
        {step.isLate && ', late'}
      </span>
      {step.latestAt && step.state !== 'skipped' && (
        <span className="help block">due {dateTime(step.latestAt)}</span>
      )}
      {step.openedAt && <span className="help block">{whoWords(step.who)}</span>}
    </p>
  )
}
