import { useState } from 'react'
import type { SimulatedCase, SimulatedPair } from '#act/simulation/contract.ts'
import { Change } from '#act/simulation/web/outcome.tsx'
import { whoWords } from '#act/simulation/web/simulation-words.ts'
import { Button } from '#platform/web/button.tsx'
import { count, date } from '#platform/web/format.ts'

/** So many are shown at first. */
const first = 20

/** The cases that differ first; each opens with its dates. */
export function CaseTable({
  cases: all,
  current,
  onOpen,
}: {
  cases: readonly SimulatedPair[]
  current: string | undefined
  onOpen(id: string): void
}) {
  const [isWhole, setWhole] = useState(false)
  const cases = isWhole ? all : all.slice(0, first)
  return (
    <>
      <table className="simtb simcases" aria-label="Cases">
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
                <Change was={endOf(one.before)} is={endOf(one.after)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {cases.length < all.length && (
        <Button className="mt-2" onClick={() => setWhole(true)}>
          Show {count(all.length - cases.length)} more
        </Button>
      )}
    </>
  )
}

/** The day a case ended, "open", or nothing where there is none. */
function endOf(side: SimulatedCase | null): string | undefined {
  return side ? (side.endedAt ? date(side.endedAt) : 'open') : undefined
}

function Differing({ one, of }: { one: SimulatedPair; of(side: SimulatedCase): string }) {
  const was = one.before ? of(one.before) : one.joinsBefore ? 'joins a case' : 'no case'
  const is = one.after ? of(one.after) : one.joinsAfter ? 'joins a case' : 'no case'
  if (was === is) return <>{was}</>
  return (
    <>
      <span className="muted">{was} → </span>
      {is}
    </>
  )
}
