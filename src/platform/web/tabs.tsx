import type { ReactNode } from 'react'
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
  return (
    <nav className="tabs" aria-label={label}>
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
