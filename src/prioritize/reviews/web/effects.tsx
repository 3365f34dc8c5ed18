import { Go } from '#platform/web/go.tsx'
import type { Effect } from '#prioritize/reviews/contract.ts'

const pathOf = (id: string) =>
  id.startsWith('capa_') ? `actions/${id}` : id.startsWith('rel_') ? `releases/${id}` : `requests/${id}`

/** What past actions did, and whether what shipped worked; what did not help says so in more than colour. */
export function Effects({ effects }: { effects: readonly Effect[] }) {
  return (
    <section className="room-part" aria-label="Effect of past actions">
      <h2 className="sec">Effect of past actions</h2>
      {effects.length === 0 && (
        <p className="help mt-1">No corrective action is done yet, and nothing has shipped.</p>
      )}
      <ul className="room-themes">
        {effects.map((one) => (
          <li key={one.id}>
            <span className="grow min-w-0">
              <Go to={pathOf(one.id)} className="cut block hover:underline">
                {one.title}
              </Go>
              <span className={`help block${one.isBad ? ' text-[var(--mix-ink)] font-medium' : ''}`}>
                {one.words}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
