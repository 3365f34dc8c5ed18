import { Outlet, useLocation } from '@tanstack/react-router'
import { type SettingsPage, settingsPages } from '#app/web/routes.tsx'
import { Select } from '#platform/web/form.tsx'
import { Go, useGo } from '#platform/web/go.tsx'
import { TopBar } from '#platform/web/page.tsx'
import { useCommands } from '#platform/web/palette.tsx'
import { roleCan, useSession } from '#platform/web/session.tsx'

const groups: readonly SettingsPage['group'][] = ['You', 'Workspace', 'Channels', 'Work']

/** The settings: their pages at the left (a choice on phones), the page beside them. */
export function SettingsFrame() {
  const { member } = useSession()
  const go = useGo()
  const here = useLocation({ select: (location) => location.pathname.split('/')[4] ?? '' })
  const pages = settingsPages.filter((page) => !page.access || roleCan(member.role, page.access))
  // also one that this member may not open: it says so itself
  const current = settingsPages.find((page) => page.path === here)
  useCommands(
    pages.map((page) => ({
      id: `go:settings/${page.path}`,
      label: page.label,
      group: 'settings' as const,
      icon: 'settings' as const,
      run: () => go(`settings/${page.path}`),
    })),
  )
  return (
    <>
      <TopBar title={current?.label ?? 'Settings'} crumbs={[{ label: 'Settings', to: 'settings' }]} />
      <div className="grid min-h-0 flex-1 rail:grid-cols-[13rem_minmax(0,1fr)] max-rail:grid-rows-[auto_minmax(0,1fr)]">
        <div className="border-b border-line p-3 rail:hidden">
          <Select
            aria-label="Settings page"
            value={here}
            onChange={(event) => go(`settings/${event.target.value}`)}
            options={pages.map((page) => ({ value: page.path, label: page.label }))}
          />
        </div>
        <nav
          className="side-settings scroll border-e border-line px-3 py-4 max-rail:hidden"
          aria-label="Settings"
        >
          {groups.map((group) => {
            const own = pages.filter((page) => page.group === group)
            if (own.length === 0) return null
            return (
              <section key={group} className="mb-4">
                <h2 className="help mb-1 px-2">{group}</h2>
                <ul>
                  {own.map((page) => (
                    <li key={page.path}>
                      <Go
                        to={`settings/${page.path}`}
                        aria-current={page.path === here ? 'page' : undefined}
                        className="flex h-7 items-center rounded-2 px-2 text-ink-2 hover:bg-hover aria-[current]:bg-active aria-[current]:font-medium aria-[current]:text-ink"
                      >
                        {page.label}
                      </Go>
                    </li>
                  ))}
                </ul>
              </section>
            )
          })}
        </nav>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
        <div className="scroll px-6 py-2 max-phone:px-4" tabIndex={0}>
          <Outlet />
        </div>
      </div>
    </>
  )
}
