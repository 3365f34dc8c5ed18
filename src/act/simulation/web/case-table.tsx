import type { SimulatedCase, SimulatedPair } from '#act/simulation/contract.ts'
import { Change } from '#act/simulation/web/outcome.tsx'
import { whoWords } from '#act/simulation/web/simulation-words.ts'
import { date } from '#platform/web/format.ts'

/** The cases that differ first; each opens with its dates. */
export function CaseTable({
  cases,
  current,
  onOpen,
}: {
  cases: readonly SimulatedPair[]
  current: string | undefined
  onOpen(id: string): void
}) {
  return (
    <table className="simtb" aria-label="Cases">
      <thead>
        <tr>
          <th scope="col">Case</th>
          <th scope="col">Led by</th>
          <th scope="col">Late steps</th>
          <th scope="col">Ended</th>
        </tr>
      </thead>
      <tbody>
        {cases.map((one) => (
          <tr key={one.id} className={one.id === current ? 'cur' : ''}>
            <th scope="row">
              <button type="button" className="caselink" onClick={() => onOpen(one.id)}>
                {one.title}
              </button>
              {!one.isDifferent && <span className="help"> the same</span>}
            </th>
            <td>
              <Differing one={one} of={(side) => whoWords(side.lead)} />
            </td>
            <td className="num">
              <Change was={one.before?.late} is={one.after?.late} isLate />
            </td>
            <td className="num">
              <Differing one={one} of={(side) => (side.endedAt ? date(side.endedAt) : 'open')} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Differing({ one, of }: { one: SimulatedPair; of(side: SimulatedCase): string }) {
  const was = one.before ? of(one.before) : 'no case'
  const is = one.after ? of(one.after) : 'no case'
  if (was === is) return <>{was}</>
  return (
    <>
      <span className="muted">{was} → </span>
      {is}
    </>
  )
}
