import { useLayoutEffect, useRef } from 'react'
import { preferences } from '#platform/web/preferences.ts'

/** What a key does; `label` puts it into the help dialog under `group`. */
export interface KeyAction {
  run(event: KeyboardEvent): void
  label?: string
  group?: string
}

/** Keys as written: `j`, `Shift+x`, `Ctrl+k`, `Escape`, `g i` (two in a row). */
export type KeyMap = Record<string, KeyAction | ((event: KeyboardEvent) => void)>

interface Layer {
  map: { current: KeyMap }
  /** Only this layer acts (a dialog), the ones below wait. */
  modal: boolean
}

const layers: Layer[] = []
let prefix: { key: string; at: number } | undefined

/** "Shift+x", "Ctrl+k", "Escape", "?" from what was pressed. Meta counts as Ctrl. */
export function keyName(
  event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>,
): string {
  const plain = event.key.length === 1
  const letter = plain && /[a-z]/i.test(event.key)
  const key = letter ? event.key.toLowerCase() : event.key
  const shift = event.shiftKey && (letter || !plain) ? 'Shift+' : ''
  return `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${shift}${key}`
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable) return true
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'submit'].includes(target.type)
  return (
    ['TEXTAREA', 'SELECT'].includes(target.tagName) ||
    target.closest('[role="menu"],[role="listbox"].pop') !== null
  )
}

function onKey(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing) return
  const name = keyName(event)
  const withModifier = name.startsWith('Ctrl+') || name.startsWith('Alt+')
  const typing = isTyping(event.target)
  if (typing && !withModifier && name !== 'Escape') return
  if (!withModifier && name.length === 1 && !preferences().keys) return
  // Enter and Space on a button or link belong to it
  if ((name === 'Enter' || name === ' ') && event.target instanceof HTMLElement) {
    if (event.target.closest('button,a[href],[role="button"],[role="option"],input')) return
  }
  const before = prefix && event.timeStamp - prefix.at < 1500 ? prefix.key : undefined
  prefix = undefined
  // The second key of two belongs to the first, whatever a layer above does with it alone.
  const action = (before && find((map) => map[`${before} ${name}`])) || find((map) => map[name])
  if (action) {
    event.preventDefault()
    return typeof action === 'function' ? action(event) : action.run(event)
  }
  const isFirst = find((map) => Object.keys(map).some((keys) => keys.startsWith(`${name} `)) || undefined)
  if (isFirst && !typing) prefix = { key: name, at: event.timeStamp }
}

/** What the highest layer knows that knows something; those below a modal one are not asked. */
function find<T>(ask: (map: KeyMap) => T | undefined): T | undefined {
  for (const layer of [...layers].reverse()) {
    const found = ask(layer.map.current)
    if (found !== undefined || layer.modal) return found
  }
  return undefined
}

let listening = false

/** Binds keys while the component is on the page. Later ones win; never while somebody types in a field. */
export function useKeys(map: KeyMap, options: { modal?: boolean; enabled?: boolean } = {}) {
  const latest = useRef(map)
  latest.current = map
  const { modal = false, enabled = true } = options
  // With what is seen: a key that is pressed as soon as the screen stands is not lost.
  useLayoutEffect(() => {
    if (!enabled) return
    if (!listening) {
      document.addEventListener('keydown', onKey)
      listening = true
    }
    const layer = { map: latest, modal }
    layers.push(layer)
    return () => {
      layers.splice(layers.indexOf(layer), 1)
    }
  }, [modal, enabled])
}

/** Every key with a label that acts right now, for the help dialog. */
export function knownKeys(): { group: string; keys: string; label: string }[] {
  const seen = new Set<string>()
  return [...layers].reverse().flatMap((layer) =>
    Object.entries(layer.map.current).flatMap(([keys, action]) => {
      if (typeof action === 'function' || !action.label || seen.has(keys)) return []
      seen.add(keys)
      return [{ group: action.group ?? 'This page', keys, label: action.label }]
    }),
  )
}

/** "Shift+x" as the caps it is drawn with. */
export function keyCaps(keys: string): string[] {
  return keys
    .split(' ')
    .map((part) =>
      part
        .replace('Shift+', '⇧ ')
        .replace('Ctrl+', 'Ctrl ')
        .replace('Escape', 'Esc')
        .replace('ArrowUp', '↑')
        .replace('ArrowDown', '↓'),
    )
}
