import type { KindCount } from '#measure/personal-data/rules.ts'

const shown = (n: number) => (n === 0 ? <span className="muted">–</span> : n.toLocaleString('en-GB'))

/** What goes, or went, by kind. */
export function CountsTable({ counts }: { counts: readonly KindCount[] }) {
  return (
    <table className="tb mt-3">
      <caption className="vh">What is erased, by kind</caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col" className="num text-end">
            Removed
          </th>
          <th scope="col" className="num text-end">
            Emptied
          </th>
          <th scope="col" className="num text-end">
            Mentions
          </th>
        </tr>
      </thead>
      <tbody>
        {counts.map((one) => (
          <tr key={one.kind}>
            <td>{one.kind}</td>
            <td className="num text-end">{shown(one.removed)}</td>
            <td className="num text-end">{shown(one.emptied)}</td>
            <td className="num text-end">{shown(one.mentions)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
