import type { Wave } from '#collect/surveys/waves/contract.ts'
import { count, dateTime } from '#platform/web/format.ts'
import { Door, Go } from '#platform/web/go.tsx'

const states = { filling: 'being sent', open: 'open', sent: 'sent', stopped: 'stopped' }

/** Waves as a table: when, how many, how many were left out. */
export function WaveTable({ waves }: { waves: readonly Wave[] }) {
  return (
    <table className="tb max-w-5xl">
      <caption className="vh">Waves</caption>
      <thead>
        <tr>
          <th scope="col">Wave</th>
          <th scope="col" className="w-20">
            State
          </th>
          <th scope="col" className="w-20 rt">
            Asked
          </th>
          <th scope="col" className="w-20 rt">
            Left out
          </th>
          <th scope="col" className="w-48 max-phone:hidden">
            Started
          </th>
        </tr>
      </thead>
      <tbody>
        {waves.map((wave) => (
          <tr key={wave.id}>
            <td>
              <Go to={`waves/${wave.id}`} className="med cut block hover:underline">
                {wave.name}
              </Go>
            </td>
            <td className="text-ink-2">{states[wave.state]}</td>
            <td className="rt">
              <Door to={`waves/${wave.id}?show=asked`} className="num">
                {count(wave.invited - wave.notSent)}
              </Door>
            </td>
            <td className="rt">
              <Door to={`waves/${wave.id}?show=left_out`} className="num">
                {count(wave.excluded)}
              </Door>
            </td>
            <td className="num nowrap text-ink-2 max-phone:hidden">{dateTime(wave.startedAt)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
