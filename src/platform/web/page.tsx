import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { Kbd } from '#platform/web/button.tsx'
import { Go } from '#platform/web/go.tsx'
import { Icon } from '#platform/web/icons.tsx'
import { useKeys } from '#platform/web/keys.tsx'

interface TopBarProps {
  title: string
  /** Pages above this one: label and path. */
  crumbs?: readonly { label: string; to: string }[]
  /** A pale line behind the title: a period, an id. */
  note?: ReactNode
  /** Views, as `<Tabs>`. */
  tabs?: ReactNode
  /** At the right; at most one primary button. */
  children?: ReactNode
}

/** The top line of the sheet: title (the page's h1), views, actions. Names the browser tab too. */
export function TopBar({ title, crumbs = [], note, tabs, children }: TopBarProps) {
  useEffect(() => {
    document.title = `${title} · Hearback`
  }, [title])
  return (
    <header className="top">
      {crumbs.map((crumb) => (
        <Go key={crumb.to} to={crumb.to} className="crumb nowrap">
          {crumb.label}
        </Go>
      ))}
      <h1 className="cut">{title}</h1>
      {note && <span className="muted xs cut">{note}</span>}
      {tabs && <div className="ms-1 min-w-0">{tabs}</div>}
      <span className="grow" />
      {children}
    </header>
  )
}

/** Filters and sort below the top line. */
export function Toolbar({ children }: { children: ReactNode }) {
  return <div className="tools">{children}</div>
}

/** What scrolls. `padded` for pages that are not lists; `scrollsAlone` where nothing in it takes the focus. */
export function Content({
  children,
  padded,
  scrollsAlone = padded,
  className = '',
}: {
  children: ReactNode
  padded?: boolean
  scrollsAlone?: boolean | undefined
  className?: string
}) {
  return (
    <div
      className={`scroll${padded ? ' px-5 py-4' : ''} ${className}`}
      tabIndex={scrollsAlone ? 0 : undefined}
    >
      {children}
    </div>
  )
}

/** List at the left, panel at the right when one is open; a wide panel takes the rest, and the list is narrow. */
export function Split({
  list,
  panel,
  label,
  isPanelWide,
}: {
  list: ReactNode
  panel?: ReactNode
  label: string
  isPanelWide?: boolean
}) {
  return (
    <div className={`split${panel ? ' open' : ''}${isPanelWide ? ' wide' : ''}`}>
      <section className="listcol" aria-label={label}>
        {list}
      </section>
      {panel}
    </div>
  )
}

interface PanelProps {
  label: string
  /** The pale id in the head. */
  head?: ReactNode
  actions?: ReactNode
  footer?: ReactNode
  onClose?(): void
  children: ReactNode
}

/** The detail of a row. Esc closes it and gives the focus back to the row. */
export function Panel({ label, head, actions, footer, onClose, children }: PanelProps) {
  useKeys(
    { Escape: { run: () => onClose?.(), label: 'Close the panel', group: 'Lists' } },
    { enabled: !!onClose },
  )
  return (
    <aside className="panel" aria-label={label}>
      <div className="ph">
        <span className="muted num xs cut">{head}</span>
        <span className="grow" />
        {actions}
        {onClose && (
          <button type="button" className="btn ghost icon" aria-label="Close panel" onClick={onClose}>
            <Icon name="close" />
          </button>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <div className="scroll pb" tabIndex={0}>
        {children}
      </div>
      {footer && <div className="pf">{footer}</div>}
    </aside>
  )
}

/** Content with a rail of facts at the right. */
export function WithRail({ children, rail, label }: { children: ReactNode; rail: ReactNode; label: string }) {
  return (
    <div className="withrail">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <div className="scroll px-5 py-4" tabIndex={0}>
        {children}
      </div>
      <aside className="rail overflow-auto" aria-label={label}>
        {rail}
      </aside>
    </div>
  )
}

/** The line of keys at the foot of a list. */
export function HintBar({ keys }: { keys: readonly (readonly [keys: readonly string[], does: string])[] }) {
  return (
    <div className="hint" aria-hidden="true">
      {keys.map(([caps, does]) => (
        <span key={does}>
          {caps.map((cap) => (
            <Kbd key={cap}>{cap}</Kbd>
          ))}
          {does}
        </span>
      ))}
    </div>
  )
}
