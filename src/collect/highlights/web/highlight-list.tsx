import type { Highlight } from '#collect/highlights/contract.ts'
import { Go } from '#platform/web/go.tsx'

/** What became an item in a talk, each with its way there. */
export function HighlightList({ list }: { list: readonly Highlight[] }) {
  return (
    <ul>
      {list.map((one) => (
        <li key={one.feedbackId} className="border-b border-line py-2">
          <Go to={`inbox/${one.feedbackId}`} className="block">
            “{one.verbatim}”
          </Go>
          {one.contact && <span className="help block">{one.contact.name}</span>}
        </li>
      ))}
    </ul>
  )
}
