import { useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useEffect, useMemo } from 'react'
import type { Access } from '#platform/endpoint.ts'
import { Kbd } from '#platform/web/button.tsx'
import { count } from '#platform/web/format.ts'
import { Go, type Search, useGo } from '#platform/web/go.tsx'
import { Help, openHelp } from '#platform/web/help.tsx'
import { Icon, type IconName, LateMark, Logo } from '#platform/web/icons.tsx'
import { type KeyMap, useKeys } from '#platform/web/keys.tsx'
import { Avatar } from '#platform/web/marks.tsx'
import { Menu, type MenuEntry } from '#platform/web/menu.tsx'
import { OfflineLine } from '#platform/web/offline.tsx'
import { preloadOverlays } from '#platform/web/overlays.tsx'
import { openPalette, Palette, type PaletteSource, useCommands } from '#platform/web/palette.tsx'
import { setPreferences, usePreferences } from '#platform/web/preferences.ts'
import { roleCan, useSession } from '#platform/web/session.tsx'
import { Toaster } from '#platform/web/toast.tsx'

export const stages = ['collect', 'organize', 'analyze', 'prioritize', 'act', 'close', 'measure'] as const
export type Stage = (typeof stages)[number]

/** A page of the sidebar. */
export interface NavEntry {
  label: string
  /** Below the workspace: `inbox`. */
  path: string
  /** Stands among one's own work, in a stage of the loop, or at the end. */
  place: 'mine' | Stage | 'end'
  icon?: IconName
  access?: Access
  /** The letter after g. */
  key?: string
  /** Paths that belong to it besides its own. */
  also?: readonly string[]
}

/** Waiting for a person: by path of the page. Late ones are red. */
export type NavCounts = Record<string, { waiting?: number; late?: number }>

export interface Pinned {
  label: string
  to: string
  search?: Search
  count?: number
}

interface ShellProps {
  nav: readonly NavEntry[]
  counts: NavCounts
  pinned: readonly Pinned[]
  sources: readonly PaletteSource[]
  workspaceMenu: readonly MenuEntry[]
  memberMenu: readonly MenuEntry[]
  /** What tells the member that something happened; stands beside their name. */
  bell?: ReactNode
  /** A line above every page, about the workspace as a whole. */
  notice?: ReactNode
  /** What is left to do once: stands above the last links. */
  unfinished?: ReactNode
  children: ReactNode
}

/** The frame of every page: sidebar with the loop as a closed wire, one sheet, palette, toasts, keys. */
export function Shell({
  nav,
  counts,
  pinned,
  sources,
  workspaceMenu,
  memberMenu,
  bell,
  notice,
  unfinished,
  children,
}: ShellProps) {
  const { workspace, member } = useSession()
  const preferences = usePreferences()
  useEffect(preloadOverlays, [])
  const go = useGo()
  const pathname = useLocation({ select: (location) => location.pathname })
  const here = pathname.split('/').slice(3).join('/')
  const pages = useMemo(
    () => nav.filter((entry) => !entry.access || roleCan(member.role, entry.access)),
    [nav, member.role],
  )
  const current = [...pages]
    .sort((a, b) => b.path.length - a.path.length)
    .find((entry) =>
      [entry.path, ...(entry.also ?? [])].some((path) => here === path || here.startsWith(`${path}/`)),
    )
  const currentStage = stages.find((stage) =>
    pages.some((entry) => entry.place === stage && entry.path === current?.path),
  )
  const mine = new Set(pages.filter((entry) => entry.place === 'mine').map((entry) => entry.path))

  const keys: KeyMap = {
    'Shift+d': { run: toggleDensity, label: 'Denser or wider rows', group: 'Everywhere' },
  }
  for (const entry of pages) {
    if (entry.key) keys[`g ${entry.key}`] = { run: () => go(entry.path), label: entry.label, group: 'Go to' }
  }
  useKeys(keys)
  function toggleDensity() {
    setPreferences({ density: preferences.density === 'compact' ? 'comfortable' : 'compact' })
  }
  useCommands([
    ...uniquePaths(pages).map((entry) => ({
      id: `go:${entry.path}`,
      label: entry.label,
      group: entry.path.startsWith('settings') ? ('settings' as const) : ('go' as const),
      icon: entry.icon,
      keys: entry.key && `g ${entry.key}`,
      words: entry.place,
      run: () => go(entry.path),
    })),
    {
      id: 'theme:light',
      label: 'Light theme',
      group: 'settings',
      words: 'appearance colour',
      run: () => setPreferences({ theme: 'light' }),
    },
    {
      id: 'theme:dark',
      label: 'Dark theme',
      group: 'settings',
      words: 'appearance colour',
      run: () => setPreferences({ theme: 'dark' }),
    },
    { id: 'density', label: 'Denser or wider rows', group: 'settings', keys: '⇧ d', run: toggleDensity },
    { id: 'help', label: 'All keys', group: 'settings', keys: '?', words: 'help shortcuts', run: openHelp },
  ])

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
    <>
      <a className="btn primary skip" href="#sheet">
        Go to the content
      </a>
      <div className="app">
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
                          <li key={entry.path}>
                            {link({ ...entry, icon: undefined }, !mine.has(entry.path))}
                          </li>
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
        <main className="main" id="sheet" tabIndex={-1}>
          {notice}
          <OfflineLine />
          {children}
        </main>
        <nav className="bottom" aria-label="Main, short">
          {pages
            .filter((entry) => entry.place === 'mine')
            .slice(0, 3)
            .map((entry) => (
              <Go key={entry.path} to={entry.path} aria-current={current === entry ? 'page' : undefined}>
                <Icon name={entry.icon ?? 'file'} />
                {entry.label.replace('My cases', 'Cases')}
              </Go>
            ))}
          <button type="button" onClick={openPalette}>
            <Icon name="search" />
            Search
          </button>
          <Menu
            label="The loop"
            trigger={
              <button type="button">
                <Icon name="more" />
                Loop
              </button>
            }
            items={[
              ...uniquePaths(pages)
                .filter((entry) => entry.place !== 'mine')
                .map((entry) => ({ label: entry.label, onSelect: () => go(entry.path) })),
              'line' as const,
              ...memberMenu,
            ]}
          />
        </nav>
      </div>
      <Toaster />
      <Palette sources={sources} />
      <Help />
    </>
  )
}

/** A page that stands in two places of the sidebar counts once elsewhere. */
function uniquePaths(pages: readonly NavEntry[]): NavEntry[] {
  return pages.filter((entry, at) => pages.findIndex((other) => other.path === entry.path) === at)
}

function sum(list: readonly ({ waiting?: number; late?: number } | undefined)[]) {
  return list.reduce<{ waiting: number; late: number }>(
    (all, one) => ({ waiting: all.waiting + (one?.waiting ?? 0), late: all.late + (one?.late ?? 0) }),
    { waiting: 0, late: 0 },
  )
}

/** A count stands only where something waits; late ones are red with their mark. */
function Waiting({ waiting = 0, late = 0 }: { waiting?: number; late?: number }) {
  if (late > 0) {
    return (
      <span className="c late">
        <LateMark size={11} />
        {count(late)}
        <span className="vh"> late</span>
      </span>
    )
  }
  return waiting > 0 ? (
    <span className="c">
      {count(waiting)}
      <span className="vh"> waiting</span>
    </span>
  ) : null
}
