import type { LogLine } from '../contract.ts'

const kept = 10
const longest = 500

const words = (value: unknown): string => {
  if (value instanceof Error) return `${value.name}: ${value.message}`
  if (typeof value === 'string') return value
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return String(value)
  }
}

/** Keeps the page's last ten error lines in memory. They leave the browser only when the person agrees. */
export function watchErrors(log: LogLine[]): void {
  const add = (text: string) => {
    log.push({ at: new Date().toISOString(), text: text.slice(0, longest) })
    if (log.length > kept) log.shift()
  }
  addEventListener('error', (event) => add(event.message || 'A script or picture did not load'))
  addEventListener('unhandledrejection', (event) => add(`Unhandled: ${words(event.reason)}`))
  const original = console.error
  console.error = (...values: unknown[]) => {
    add(values.map(words).join(' '))
    original.apply(console, values)
  }
}
