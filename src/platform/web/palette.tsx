import { type ReactNode, Suspense, useEffect, useRef, useSyncExternalStore } from 'react'
import type { IconName } from '#platform/web/icons.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import type { Spans } from '#platform/web/marks.tsx'
import { LazyPalette } from '#platform/web/overlays.tsx'

export interface Command {
  id: string
  label: string
  group: 'do' | 'go' | 'settings'
  icon?: IconName
  hint?: ReactNode
  /** Parts of the label that were found; else the typed beginnings are bold. */
  marks?: Spans
  keys?: string
  /** Other words it is found by. */
  words?: string
  run(): void
}

/** Asked while somebody types: records of one kind, at most a handful. `sign` narrows to it: @ people, # tags. */
export interface PaletteSource {
  name: string
  sign?: string
  search(text: string, signal: AbortSignal): Promise<Command[]>
}

export interface Layer {
  commands: { current: readonly Command[] }
  /** What the commands act on: "3 items". */
  scope: string | undefined
}

let layers: readonly Layer[] = []
let isOpen = false
const listeners = new Set<() => void>()
const tell = () => {
  for (const listener of listeners) listener()
}
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Adds commands to the palette while the component is on the page; with a scope they stand first. */
export function useCommands(commands: readonly Command[], scope?: string) {
  const latest = useRef(commands)
  latest.current = commands
  useEffect(() => {
    const layer = { commands: latest, scope }
    layers = [...layers, layer]
    tell()
    return () => {
      layers = layers.filter((one) => one !== layer)
      tell()
    }
  }, [scope])
}

/** Opens the palette. */
export function openPalette() {
  isOpen = true
  tell()
}

/** What can be done right now, page by page. */
export function useCommandLayers(): readonly Layer[] {
  return useSyncExternalStore(subscribe, () => layers)
}

/** Search or do: Ctrl K. */
export function Palette({ sources }: { sources: readonly PaletteSource[] }) {
  const open = useSyncExternalStore(subscribe, () => isOpen)
  useKeys({
    'Ctrl+k': { run: openPalette, label: 'Search or do', group: 'Everywhere' },
    '/': { run: openPalette, label: 'Search', group: 'Everywhere' },
  })
  if (!open) return null
  const close = () => {
    isOpen = false
    tell()
  }
  return (
    <Suspense>
      <LazyPalette sources={sources} onClose={close} />
    </Suspense>
  )
}
