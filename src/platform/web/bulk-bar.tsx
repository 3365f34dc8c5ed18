import type { ReactNode } from 'react'
import { Kbd } from '#platform/web/button.tsx'
import { count } from '#platform/web/format.ts'

export interface BulkAction {
  label: string
  keys?: string
  run(): void
  /** For how many of the selected it works; said when it is not all of them. */
  worksFor?: number
  /** Wraps the button, for a picker that hangs on it. */
  wrap?(button: ReactNode): ReactNode
}

/** Appears at one selected: count, verbs with their keys, Esc. */
export function BulkBar({
  selected,
  actions,
  onClear,
}: {
  selected: number
  actions: BulkAction[]
  onClear(): void
}) {
  if (selected === 0) return null
  return (
    <div className="bulk" role="toolbar" aria-label={`${count(selected)} selected`}>
      <span className="med num" aria-live="polite">
        {count(selected)} selected
      </span>
      {actions.map((action) => {
        const partly = action.worksFor !== undefined && action.worksFor < selected
        const button = (
          <button
            key={action.label}
            type="button"
            disabled={action.worksFor === 0}
            onClick={action.run}
            title={partly ? `Works for ${action.worksFor} of ${selected}` : undefined}
          >
            {action.label}
            {partly && <span className="num">{action.worksFor}</span>}
            {action.keys && <Kbd>{action.keys}</Kbd>}
          </button>
        )
        return action.wrap ? <span key={action.label}>{action.wrap(button)}</span> : button
      })}
      <button type="button" aria-label="Clear selection" onClick={onClear}>
        <Kbd>Esc</Kbd>
      </button>
    </div>
  )
}
