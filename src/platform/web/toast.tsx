import { type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { Kbd } from '#platform/web/button.tsx'
import { time } from '#platform/web/format.ts'
import { useKeys } from '#platform/web/keys.tsx'

export interface Toast {
  message: ReactNode
  /** Takes the change back; offered for ten seconds and on Ctrl z. */
  undo?: () => unknown
  failed?: boolean
  actions?: { label: string; run(): void }[]
}

interface Shown extends Toast {
  key: number
  at: Date
}

let shown: Shown | undefined
let log: readonly Shown[] = []
let next = 1
const listeners = new Set<() => void>()
const tell = () => {
  for (const listener of listeners) listener()
}
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Says what happened, one at a time; the newest replaces the one before. */
export function toast(one: Toast) {
  shown = { ...one, key: next++, at: new Date() }
  log = [shown, ...log].slice(0, 30)
  tell()
}

/** Says that something failed; what was typed stays where it is. */
export function toastError(error: unknown, what: string) {
  toast({ failed: true, message: `${what}. ${error instanceof Error ? error.message : String(error)}` })
}

function dismiss(key: number) {
  if (shown?.key !== key) return
  shown = undefined
  tell()
}

/** Takes the last change back if it still can be. */
function undoLast() {
  const one = shown
  if (!one?.undo) return
  dismiss(one.key)
  Promise.resolve(one.undo()).catch((error) => toastError(error, 'The change could not be taken back'))
}

/** What was said lately, newest first, for the help dialog. */
export function useToastLog(): readonly Shown[] {
  return useSyncExternalStore(subscribe, () => log)
}

export function Toaster() {
  const one = useSyncExternalStore(subscribe, () => shown)
  const undoable = !!one?.undo
  useKeys({ 'Ctrl+z': { run: undoLast, label: 'Undo', group: 'Everywhere' } }, { enabled: undoable })
  return (
    <div className="toaster" role="status" aria-live="polite">
      {one && <ToastBox key={one.key} one={one} />}
    </div>
  )
}

function ToastBox({ one }: { one: Shown }) {
  const [left, setLeft] = useState(10)
  const [held, setHeld] = useState(false)
  const latest = useRef(left)
  latest.current = left
  useEffect(() => {
    if (held) return
    const timer = setInterval(() => {
      if (latest.current <= 1) dismiss(one.key)
      else setLeft((seconds) => seconds - 1)
    }, 1000)
    return () => clearInterval(timer)
  }, [held, one.key])
  return (
    // hovering or focusing holds the time; the buttons inside do the acting
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    <div
      className={`toast${one.failed ? ' failed' : ''}`}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className="grow">{one.message}</span>
      {one.undo && (
        <>
          <span className="num xs" aria-hidden="true">
            {left} s
          </span>
          <button type="button" onClick={undoLast}>
            Undo <Kbd>Ctrl z</Kbd>
          </button>
        </>
      )}
      {one.actions?.map((action) => (
        <button
          key={action.label}
          type="button"
          onClick={() => {
            dismiss(one.key)
            action.run()
          }}
        >
          {action.label}
        </button>
      ))}
      {!one.undo && !one.actions && (
        <button type="button" onClick={() => dismiss(one.key)}>
          Close
        </button>
      )}
    </div>
  )
}

/** One line of the log: when and what. */
export function logLine(one: Shown): { key: number; time: string; message: ReactNode } {
  return { key: one.key, time: time(one.at), message: one.message }
}
