import { type ReactNode, useEffect, useRef } from 'react'
import { type Counted, count } from '#platform/web/format.ts'
import { Go, type Search } from '#platform/web/go.tsx'

export interface Tab {
  key: string
  label: string
  count?: Counted
  to: string
  search?: Search
}

/** Views as tabs with counts; each is an address. `children` stand after the last one. */
export function Tabs({
  tabs,
  current,
  label,
  children,
}: {
  tabs: Tab[]
  current: string
  label: string
  children?: ReactNode
}) {
  const nav = useRef<HTMLElement>(null)
  // On a phone the tabs are wider than the screen: the current one is the one to see.
  // biome-ignore lint/correctness/useExhaustiveDependencies: where it stands depends on which is current
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [current])
  return (
    <nav ref={nav} className="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <Go
          key={tab.key}
          to={tab.to}
          search={tab.search}
          aria-current={tab.key === current ? 'page' : undefined}
        >
          {tab.label}
          {tab.count !== undefined && <span className="c">{count(tab.count)}</span>}
        </Go>
      ))}
      {children}
    </nav>
  )
}
