import { useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useEffect, useMemo } from 'react'
import { BottomBar } from '#platform/web/bottom-bar.tsx'
import { useGo } from '#platform/web/go.tsx'
import { Help, openHelp } from '#platform/web/help.tsx'
import { type KeyMap, useKeys } from '#platform/web/keys.tsx'
import type { MenuEntry } from '#platform/web/menu.tsx'
import { type NavCounts, type NavEntry, type Pinned, pageAt, uniquePaths } from '#platform/web/nav.ts'
import { OfflineLine } from '#platform/web/offline.tsx'
import { preloadOverlays } from '#platform/web/overlays.tsx'
import { Palette, type PaletteSource, useCommands } from '#platform/web/palette.tsx'
import { setPreferences, usePreferences } from '#platform/web/preferences.ts'
import { roleCan, useSession } from '#platform/web/session.tsx'
import { Sidebar } from '#platform/web/sidebar.tsx'
import { Toaster } from '#platform/web/toast.tsx'

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
  const { member } = useSession()
  const preferences = usePreferences()
  useEffect(preloadOverlays, [])
  const go = useGo()
  const pathname = useLocation({ select: (location) => location.pathname })
  const here = pathname.split('/').slice(3).join('/')
  const pages = useMemo(
    () => nav.filter((entry) => !entry.access || roleCan(member.role, entry.access)),
    [nav, member.role],
  )
  const current = pageAt(pages, here)

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

  return (
    <>
      <a className="btn primary skip" href="#sheet">
        Go to the content
      </a>
      {/* before the page, which may have another use for its keys: the later one wins */}
      <Palette sources={sources} />
      <div className="app">
        <Sidebar
          pages={pages}
          current={current}
          counts={counts}
          pinned={pinned}
          workspaceMenu={workspaceMenu}
          memberMenu={memberMenu}
          bell={bell}
          unfinished={unfinished}
        />
        <main className="main" id="sheet" tabIndex={-1}>
          {notice}
          <OfflineLine />
          {children}
        </main>
        <BottomBar pages={pages} current={current} memberMenu={memberMenu} />
      </div>
      <Toaster />
      <Help />
    </>
  )
}
