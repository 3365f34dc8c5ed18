import type { Access } from '#platform/endpoint.ts'
import type { Counted } from '#platform/web/format.ts'
import type { Search } from '#platform/web/go.tsx'
import type { IconName } from '#platform/web/icons.tsx'

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
export type NavCounts = Record<string, { waiting?: Counted; late?: Counted }>

export interface Pinned {
  label: string
  to: string
  search?: Search
  count?: Counted
}

/** The page that an address below the workspace belongs to: the longest path that fits. */
export function pageAt(pages: readonly NavEntry[], here: string): NavEntry | undefined {
  return [...pages]
    .sort((a, b) => b.path.length - a.path.length)
    .find((entry) =>
      [entry.path, ...(entry.also ?? [])].some((path) => here === path || here.startsWith(`${path}/`)),
    )
}

/** A page that stands in two places of the sidebar counts once elsewhere. */
export function uniquePaths(pages: readonly NavEntry[]): NavEntry[] {
  return pages.filter((entry, at) => pages.findIndex((other) => other.path === entry.path) === at)
}
