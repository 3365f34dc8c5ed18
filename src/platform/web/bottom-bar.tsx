import { Go, useGo } from '#platform/web/go.tsx'
import { Icon } from '#platform/web/icons.tsx'
import { Menu, type MenuEntry } from '#platform/web/menu.tsx'
import { type NavEntry, uniquePaths } from '#platform/web/nav.ts'
import { openPalette } from '#platform/web/palette.tsx'

/** The bar at the foot of a phone: one's own work, search, and everything else under the loop. */
export function BottomBar({
  pages,
  current,
  memberMenu,
}: {
  pages: readonly NavEntry[]
  current: NavEntry | undefined
  memberMenu: readonly MenuEntry[]
}) {
  const go = useGo()
  return (
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
  )
}
