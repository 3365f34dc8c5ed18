import type { ReactNode } from 'react'
import { Kbd } from '#platform/web/button.tsx'
import { type Counted, count } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'
import { openHelp } from '#platform/web/help.tsx'
import { Icon, LateMark, Logo } from '#platform/web/icons.tsx'
import { Avatar } from '#platform/web/marks.tsx'
import { Menu, type MenuEntry } from '#platform/web/menu.tsx'
import { type NavCounts, type NavEntry, type Pinned, stages } from '#platform/web/nav.ts'
import { openPalette } from '#platform/web/palette.tsx'
import { useSession } from '#platform/web/session.tsx'

interface Props {
  /** The pages this member may open, and the one that is open. */
  pages: readonly NavEntry[]
  current: NavEntry | undefined
  counts: NavCounts
  pinned: readonly Pinned[]
  workspaceMenu: readonly MenuEntry[]
  memberMenu: readonly MenuEntry[]
  bell?: ReactNode
  /** what of the set-up is left to do */
  unfinished?: ReactNode
}

/** My work, then the loop as a closed wire that opens at the current stage, then pinned views, accounts and settings. */
export function Sidebar(props: Props) {
  const { pages, current, counts, pinned, workspaceMenu, memberMenu, bell, unfinished } = props
  const { workspace, member } = useSession()
  const currentStage = stages.find((stage) =>
    pages.some((entry) => entry.place === stage && entry.path === current?.path),
  )
  const mine = new Set(pages.filter((entry) => entry.place === 'mine').map((entry) => entry.path))
  const link = (entry: NavEntry, isCounted = true) => (
    <Go
      to={entry.path}
      className="it"
      aria-current={current?.path === entry.path ? 'page' : undefined}
      title={entry.label}
    >
      {entry.icon && <Icon name={entry.icon} />}
      <span className="lbl">{entry.label}</span>
      {isCounted && <Waiting {...counts[entry.path]} />}
    </Go>
  )

  return (
    <nav className="side" aria-label="Main">
      <Menu
        label="Workspace"
        items={workspaceMenu}
        trigger={
          <button type="button" className="ws" aria-label={`Workspace ${workspace.name}`}>
            <Logo />
            <span className="lbl cut">{workspace.name}</span>
            <Icon name="down" small className="muted lbl" />
          </button>
        }
      />
      <button type="button" className="find" onClick={openPalette} aria-label="Search or do">
        <Icon name="search" small />
        <span className="grow lbl">Search or do</span>
        <Kbd>Ctrl K</Kbd>
      </button>
      <ul>
        {pages
          .filter((entry) => entry.place === 'mine')
          .map((entry) => (
            <li key={entry.path}>{link(entry)}</li>
          ))}
      </ul>
      <div>
        <div className="h">The loop</div>
        <ol className="loop">
          {stages.map((stage) => {
            const own = pages.filter((entry) => entry.place === stage)
            const first = own[0]
            if (!first) return null
            // what stands among one's own work is not counted twice
            const waiting = sum(
              own.filter((entry) => !mine.has(entry.path)).map((entry) => counts[entry.path]),
            )
            const on = stage === currentStage
            return (
              <li key={stage} className={`st${on ? ' on' : ''}`}>
                <Go to={first.path} className="it" title={stage}>
                  <span className="lbl capitalize">{stage}</span>
                  <Waiting {...waiting} />
                </Go>
                {on && (
                  <ul>
                    {own.map((entry) => (
                      <li key={entry.path}>{link({ ...entry, icon: undefined }, !mine.has(entry.path))}</li>
                    ))}
                  </ul>
                )}
              </li>
            )
          })}
        </ol>
      </div>
      {pinned.length > 0 && (
        <div className="pinned">
          <div className="h">Pinned</div>
          <ul>
            {pinned.map((one) => (
              <li key={one.label}>
                <Go to={one.to} search={one.search} className="it">
                  <span className="cut">{one.label}</span>
                  {!!one.count && <span className="c">{count(one.count)}</span>}
                </Go>
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="end">{unfinished}</div>
      <ul>
        {pages
          .filter((entry) => entry.place === 'end')
          .map((entry) => (
            <li key={entry.path}>{link(entry)}</li>
          ))}
        <li className="me">
          <Menu
            label="You"
            items={memberMenu}
            trigger={
              <button
                type="button"
                className="it row h-7 rounded-2 px-2 text-ink-2"
                aria-label={`You, ${member.name}`}
              >
                <Avatar name={member.name} />
                <span className="lbl cut">{member.name}</span>
              </button>
            }
          />
          {bell}
          <button type="button" className="btn ghost icon lbl" aria-label="All keys" onClick={openHelp}>
            <Kbd>?</Kbd>
          </button>
        </li>
      </ul>
    </nav>
  )
}

const whole = (n: Counted = 0) => (typeof n === 'number' ? { count: n, isMore: false } : n)

function sum(list: readonly (NavCounts[string] | undefined)[]) {
  const add = (of: (Counted | undefined)[]) => ({
    count: of.reduce<number>((all, one) => all + whole(one).count, 0),
    isMore: of.some((one) => whole(one).isMore),
  })
  return { waiting: add(list.map((one) => one?.waiting)), late: add(list.map((one) => one?.late)) }
}

/** A count stands only where something waits; late ones are red with their mark. */
function Waiting({ waiting = 0, late = 0 }: NavCounts[string]) {
  if (whole(late).count > 0) {
    return (
      <span className="c late">
        <LateMark size={11} />
        {count(late)}
        <span className="vh"> late</span>
      </span>
    )
  }
  return whole(waiting).count > 0 ? (
    <span className="c">
      {count(waiting)}
      <span className="vh"> waiting</span>
    </span>
  ) : null
}
