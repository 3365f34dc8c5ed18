import { useQueries, useQueryClient } from '@tanstack/react-query'
import { Outlet, useNavigate } from '@tanstack/react-router'
import { DemoLine } from '#app/demo/web/demo-line.tsx'
import { FinishSetup } from '#app/setup/web/finish-setup.tsx'
import { usePinned } from '#app/web/pinned.ts'
import { screens, settingsPages, stageSettings } from '#app/web/routes.tsx'
import { searchSources, setSearchNavigation } from '#app/web/search.ts'
import { WithSession } from '#app/web/session.tsx'
import { slotParts } from '#app/web/slots.tsx'
import { signOut } from '#platform/identity/contract.ts'
import { Bell } from '#platform/notices/web/bell.tsx'
import { call } from '#platform/web/api.ts'
import { useGo } from '#platform/web/go.tsx'
import type { MenuEntry } from '#platform/web/menu.tsx'
import type { NavCounts, NavEntry } from '#platform/web/nav.ts'
import { setPreferences, usePreferences } from '#platform/web/preferences.ts'
import { useSession } from '#platform/web/session.tsx'
import { Shell } from '#platform/web/shell.tsx'
import { SlotProvider } from '#platform/web/slots.tsx'

const nav: NavEntry[] = [
  ...screens.flatMap(({ path, nav = [] }) => [nav].flat().map((line) => ({ ...line, path }))),
  ...stageSettings,
  { label: 'Settings', path: 'settings', place: 'end', icon: 'settings' },
]

/** Everything below a workspace: who is here, then the frame and the page. */
export function Workspace() {
  return (
    <WithSession>
      <SlotProvider value={slotParts}>
        <Frame />
      </SlotProvider>
    </WithSession>
  )
}

function Frame() {
  const session = useSession()
  const go = useGo()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { theme, density } = usePreferences()
  const pinned = usePinned()
  setSearchNavigation(go)
  const toSlug = (slug: string) => void navigate({ to: `/w/${slug}/inbox` as never })

  const workspaceMenu: MenuEntry[] = [
    ...session.others.map((one) => ({ label: one.name, onSelect: () => toSlug(one.slug) })),
    ...(session.others.length > 0 ? ['line' as const] : []),
    ...settingsPages
      .filter((page) => page.path === 'general' || page.path === 'members')
      .map((page) => ({ label: page.label, onSelect: () => go(`settings/${page.path}`) })),
  ]
  const leave = async () => {
    await call(signOut, {})
    queries.clear()
    location.assign('/sign-in')
  }
  const memberMenu: MenuEntry[] = [
    { heading: session.member.email },
    { label: 'Light theme', checked: theme === 'light', onSelect: () => setPreferences({ theme: 'light' }) },
    { label: 'Dark theme', checked: theme === 'dark', onSelect: () => setPreferences({ theme: 'dark' }) },
    {
      label: 'Theme of the system',
      checked: theme === 'system',
      onSelect: () => setPreferences({ theme: 'system' }),
    },
    {
      label: 'Dense rows',
      checked: density === 'compact',
      keys: '⇧ d',
      onSelect: () => setPreferences({ density: density === 'compact' ? 'comfortable' : 'compact' }),
    },
    'line',
    { label: 'Your settings', icon: 'settings', onSelect: () => go('settings/appearance') },
    { label: 'Sign out', onSelect: () => void leave() },
  ]
  return (
    <Shell
      nav={nav}
      counts={useCounts(session.workspace.slug)}
      pinned={pinned}
      sources={searchSources}
      workspaceMenu={workspaceMenu}
      memberMenu={memberMenu}
      bell={<Bell />}
      notice={<DemoLine />}
      unfinished={<FinishSetup />}
    >
      <Outlet />
    </Shell>
  )
}

const counted = screens.filter((screen) => screen.waiting)

/** What waits on each page, asked once a minute. */
function useCounts(slug: string): NavCounts {
  const answers = useQueries({
    queries: counted.map((screen) => ({
      queryKey: ['waiting', slug, screen.path],
      queryFn: async () => (await screen.waiting!()).default(),
      refetchInterval: 60_000,
      retry: false,
    })),
  })
  return Object.fromEntries(counted.map((screen, at) => [screen.path, answers[at]?.data ?? {}]))
}
