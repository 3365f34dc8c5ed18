import type { LogLine, Submission, WidgetConfig } from '../contract.ts'
import type { Texts } from './texts/en.ts'

/** What `hearback('init', …)` takes. Only `key` is needed. */
export interface InitOptions {
  key: string
  /** Show the round button. Default true; with false the page calls `hearback('open')` itself. */
  launcher?: boolean
  theme?: 'auto' | 'light' | 'dark'
  /** A language tag; default is the page's `lang`, then the browser's. */
  locale?: string
  /** Keep the last error lines in memory, to be sent only when the person ticks the box. Default true. */
  console?: boolean
  /** Replace single texts, by the names in docs/widget.md. */
  texts?: Partial<Texts>
  /** Where Hearback runs; default is where the script came from. */
  host?: string
}

/** A person as the page knows them. Signed proof is `token` (JWT) or `hash` (HMAC of `id`). */
export interface IdentifyInput {
  token?: string
  hash?: string
  id?: string
  email?: string
  name?: string
  avatarURL?: string
}

/** What `identify` takes: a token, a person, or a function that makes either when it is needed. */
export type Identity =
  | string
  | IdentifyInput
  | (() => string | IdentifyInput | Promise<string | IdentifyInput>)

export interface OpenOptions {
  kind?: Submission['kind']
  message?: string
}

export type EventName = 'ready' | 'open' | 'close' | 'sent' | 'queued' | 'identified' | 'error'

/** What loader, panel and sender share on one page. Lives in memory only. */
export interface State {
  base: string
  key: string
  options: InitOptions
  config: WidgetConfig
  root: ShadowRoot
  session: { token: string; name: string | null } | undefined
  /** Who the page says it is, without proof. */
  claimed: Submission['claimed']
  identifying: Promise<void> | undefined
  /** Proves the person anew, where the page gave a function for it. Asked only when the widget is used. */
  prove: (() => Promise<void>) | undefined
  metadata: NonNullable<Submission['metadata']>
  log: LogLine[]
  emit(event: EventName, detail?: unknown): void
}

const visitorKey = 'hearback.visitor'
export const pendingKey = 'hearback.pending'

/** The random id of this browser, made at the first sending and never before. */
export function visitorId(create: true): string
export function visitorId(create: false): string | undefined
export function visitorId(create: boolean): string | undefined {
  try {
    let id = localStorage.getItem(visitorKey) ?? undefined
    if (!id && create) {
      id = randomId()
      localStorage.setItem(visitorKey, id)
    }
    return id
  } catch {
    return create ? randomId() : undefined // storage is switched off: a fresh id each time
  }
}

export function forgetVisitor(): void {
  try {
    localStorage.removeItem(visitorKey)
  } catch {
    // nothing was stored
  }
}

/** 128 random bits, also on pages without https where randomUUID is missing. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
