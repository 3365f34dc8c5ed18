import { type ReactNode, useSyncExternalStore } from 'react'

export const links = ['heard', 'understood', 'decided', 'acted', 'told', 'confirmed'] as const
export type LinkKey = (typeof links)[number]
export type LinkState = 'done' | 'open' | 'soon' | 'late' | 'ahead' | 'not_owed'

export interface LedgerLink {
  key: LinkKey
  state: LinkState
  /** When: "Tue 3 Nov 09:12", "due Tue 17 Nov". */
  when?: ReactNode
  /** How: "widget", "bug, high", or the next act as a link. */
  how?: ReactNode
}

const names: Record<LinkKey, string> = {
  heard: 'Heard',
  understood: 'Understood',
  decided: 'Decided',
  acted: 'Acted',
  told: 'Told',
  confirmed: 'Confirmed',
}
const said: Record<LinkState, string> = {
  done: 'done',
  open: 'under way',
  soon: 'due soon',
  late: 'late',
  ahead: 'not yet',
  not_owed: 'not owed',
}
const isGap = (state: LinkState) => state === 'open' || state === 'soon' || state === 'late'
const classes: Record<LinkState, string> = {
  done: 'done',
  open: 'gap open',
  soon: 'gap soon',
  late: 'gap',
  ahead: 'todo',
  not_owed: 'none',
}

/** All six links in order; those not given lie ahead. */
export function fullLedger(given: readonly LedgerLink[]): LedgerLink[] {
  return links.map((key) => given.find((link) => link.key === key) ?? { key, state: 'ahead' })
}

const phone = typeof matchMedia === 'function' ? matchMedia('(max-width: 640px)') : undefined

/** Whether the page is as narrow as a phone. */
function useIsPhone(): boolean {
  return useSyncExternalStore(
    (listener) => {
      phone?.addEventListener('change', listener)
      return () => phone?.removeEventListener('change', listener)
    },
    () => phone?.matches ?? false,
  )
}

/** The loop as six links on one wire, upright on a phone. The first open link cuts the wire. */
export function Ledger({
  links: given,
  form: wanted = 'full',
}: {
  links: readonly LedgerLink[]
  form?: 'full' | 'slim' | 'upright'
}) {
  const all = fullLedger(given)
  const isPhone = useIsPhone()
  const form = isPhone ? 'upright' : wanted
  return (
    <ol
      className={`ledger${form === 'slim' ? ' slim' : form === 'upright' ? ' up' : ''}`}
      aria-label="Loop ledger"
    >
      {all.map((link, at) => {
        // the wire ends before what is owed next, and visibly short of what is late
        const cut = isGap(link.state) || all[at + 1]?.state === 'late'
        return (
          <li key={link.key} className={`${classes[link.state]}${cut ? ' last' : ''}`}>
            <i aria-hidden="true" />
            <div className="k">
              {names[link.key]}
              <span className="vh">, {said[link.state]}</span>
            </div>
            {link.when && (
              <div className={`v${link.state === 'late' ? ' font-semibold text-sla-late' : ''}`}>
                {link.when}
              </div>
            )}
            {link.how && form !== 'slim' && <div className="w">{link.how}</div>}
          </li>
        )
      })}
    </ol>
  )
}

const ticks: Record<LinkState, string> = {
  done: 'd',
  open: 'p',
  soon: 'o',
  late: 'g',
  ahead: '',
  not_owed: 'x',
}

/** Six ticks of 34 by 10 px for a row: height says done, hollow says owed now. */
export function MiniLedger({ links: given }: { links: readonly Pick<LedgerLink, 'key' | 'state'>[] }) {
  const all = fullLedger(given)
  return (
    <span
      className="mini"
      role="img"
      aria-label={all.map((link) => `${link.key} ${said[link.state]}`).join(', ')}
    >
      {all.map((link) => (
        <i key={link.key} className={ticks[link.state]} />
      ))}
    </span>
  )
}
