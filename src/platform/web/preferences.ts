import { useSyncExternalStore } from 'react'

export interface Preferences {
  theme: 'system' | 'light' | 'dark'
  density: 'comfortable' | 'compact'
  /** Single keys (j, k, e …) act only while this is on. */
  keys: boolean
}

const start: Preferences = { theme: 'system', density: 'comfortable', keys: true }
const place = 'hearback.preferences'
const listeners = new Set<() => void>()
let current = read()

function read(): Preferences {
  try {
    return { ...start, ...JSON.parse(localStorage.getItem(place) ?? '{}') }
  } catch {
    return start
  }
}

/** Puts theme and density on the page. Called once before the first paint and on each change. */
export function applyPreferences() {
  const root = document.documentElement
  if (current.theme === 'system') root.removeAttribute('data-theme')
  else root.dataset.theme = current.theme
  root.dataset.density = current.density
}

/** Changes a preference of this person on this browser. */
export function setPreferences(change: Partial<Preferences>) {
  current = { ...current, ...change }
  try {
    localStorage.setItem(place, JSON.stringify(current))
  } catch {
    // a browser without storage keeps the choice for this page only
  }
  applyPreferences()
  for (const listener of listeners) listener()
}

export function preferences(): Preferences {
  return current
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => current,
  )
}
