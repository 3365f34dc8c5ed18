import type { Identified, Identify, WidgetConfig } from '../contract.ts'
import { cleanClaim, textOn } from '../rules.ts'
import { h, icon, speechIcon } from './dom.ts'
import { launcherCss } from './launcher-style.ts'
import { watchErrors } from './log.ts'
import type { EventName, Identity, InitOptions, OpenOptions, State } from './state.ts'
import { forgetVisitor, pendingKey, visitorId } from './state.ts'

// Filled in by the build: the names of the chunks that belong to this loader.
declare const PANEL_CHUNK: string
declare const CARD_CHUNK: string
declare const LAUNCHER_TEXTS: Record<string, string>

type Listener = (detail: unknown) => void
type Panel = typeof import('./panel.ts')

const script = document.currentScript as HTMLScriptElement | null
const source =
  script?.src || document.querySelector<HTMLScriptElement>('script[src*="/widget/widget.js"]')?.src
const listeners = new Map<string, Set<Listener>>()
const early: [string, unknown][] = []
let state: State | undefined
let panel: Promise<Panel> | undefined
let card: Promise<typeof import('./card.ts')> | undefined
let host: HTMLElement | undefined

const warn = (text: string) => console.warn(`Hearback widget: ${text}`)

function emit(event: EventName, detail?: unknown): void {
  for (const listener of listeners.get(event) ?? []) {
    try {
      listener(detail)
    } catch (error) {
      setTimeout(() => {
        throw error // the page's own mistake, shown as such; the widget goes on
      })
    }
  }
}

function loadPanel(): Promise<Panel> {
  panel ??= import(`${state!.base}/widget/${PANEL_CHUNK}`).catch((error) => {
    panel = undefined // the next press tries again
    throw error
  })
  return panel!
}

/** Opens the form; says in the console why when its code cannot be loaded. */
async function open(options: OpenOptions = {}): Promise<void> {
  if (!state) return
  if (state.prove && !state.session)
    state.identifying = state.prove().catch(() => warn('the function given to identify failed.'))
  try {
    const { openPanel } = await loadPanel()
    await openPanel(state, options)
  } catch {
    warn(
      `the form could not be loaded from ${state.base}. Check the connection and script-src in the page's CSP.`,
    )
    emit('error', { code: 'widget.not_loaded' })
  }
}

/** Shows a survey that waits for the person on this page; without one, or without a connection, nothing happens. */
function askSurvey(): void {
  card ??= import(`${state!.base}/widget/${CARD_CHUNK}`)
  card.then((loaded) => loaded.askOnPage(state!)).catch(() => (card = undefined))
}

function language(options: InitOptions): string {
  return options.locale || document.documentElement.lang || navigator.language || 'en'
}

function isRtl(): boolean {
  return getComputedStyle(document.documentElement).direction === 'rtl'
}

function mount(): void {
  const { options, config, root } = state!
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet(launcherCss)]
  host!.style.setProperty('--brand', config.brandColor)
  host!.style.setProperty('--on-brand', textOn(config.brandColor))
  host!.dir = isRtl() ? 'rtl' : 'ltr'
  if (options.launcher !== false) {
    const text =
      options.texts?.launcher ?? LAUNCHER_TEXTS[language(options).slice(0, 2)] ?? LAUNCHER_TEXTS.en!
    const attributes = { class: `launcher ${config.position}`, type: 'button', 'aria-haspopup': 'dialog' }
    root.append(
      h('button', { ...attributes, onclick: () => void open() }, icon(...speechIcon), h('span', {}, text)),
    )
  }
  const attach = () => {
    if (!host!.isConnected) document.body.append(host!)
  }
  attach()
  // Single-page apps and Turbo replace the body: the widget comes back by itself.
  new MutationObserver(attach).observe(document.documentElement, { childList: true })
  let body: HTMLElement | undefined
  const watchBody = () => {
    if (body === document.body) return
    body = document.body
    new MutationObserver(attach).observe(body, { childList: true })
  }
  watchBody()
  new MutationObserver(watchBody).observe(document.documentElement, { childList: true })
}

function sheet(css: string): CSSStyleSheet {
  const made = new CSSStyleSheet()
  made.replaceSync(css) // no style element: style-src needs no entry for the widget
  return made
}

async function init(options: InitOptions): Promise<void> {
  if (state) {
    if (state.key !== options.key) warn('this page already uses another key. One page carries one key.')
    return
  }
  const base = options.host ?? (source ? new URL(source).origin : '')
  if (!options.key || !base) {
    return warn("call hearback('init', { key }) with the key from Settings, Widget.")
  }
  host = h('hearback-widget' as 'div', {})
  const root = host.attachShadow({ mode: 'open' })
  const log: State['log'] = []
  if (options.console !== false) watchErrors(log)
  const config = {} as WidgetConfig
  state = {
    base,
    key: options.key,
    options,
    config,
    root,
    log,
    emit,
    session: undefined,
    claimed: undefined,
    identifying: undefined,
    prove: undefined,
    metadata: {},
  }
  const started = state
  try {
    const answer = await fetch(`${base}/widget/v1/${options.key}/config`)
    if (!answer.ok) {
      const problem = await answer.json().catch(() => ({}))
      throw new Error(problem.title ?? `the server answered ${answer.status}`)
    }
    Object.assign(config, await answer.json())
  } catch (error) {
    state = undefined // a later init, for example after a corrected key, starts afresh
    warn(
      error instanceof TypeError
        ? `no connection to ${base}. Check that ${location.origin} is among the key's origins and connect-src in the page's CSP.`
        : (error as Error).message,
    )
    return emit('error', { code: 'widget.not_started' })
  }
  if (!document.body) await new Promise((done) => addEventListener('DOMContentLoaded', done, { once: true }))
  mount()
  for (const [verb, value] of early.splice(0)) run(verb, value)
  if (pending()) void sendKept(started)
  addEventListener('online', () => pending() && void sendKept(started))
  emit('ready')
}

function pending(): boolean {
  try {
    return localStorage.getItem(pendingKey) !== null
  } catch {
    return false
  }
}

async function sendKept(current: State): Promise<void> {
  current.identifying ??= current.prove?.()
  await current.identifying
  await (await loadPanel()).sendKept(current)
}

/** Proves who the person is. A text or `token` is a JWT, `hash` an HMAC; anything else is a claim. */
async function identify(given: Identity): Promise<void> {
  if (typeof given === 'function') {
    // No call for the many page views on which nobody uses the widget.
    state!.prove = async () => identify(await given())
    // Where somebody may be asked, it is worth asking who they are.
    if (pending() || state!.config.asksSurveys) await state!.prove()
    return
  }
  const person = typeof given === 'string' ? { token: given } : given
  const current = state!
  const { token, hash, id, name } = person
  const visitor = visitorId(false)
  let proof: Identify
  if (token) proof = visitor ? { token, visitor } : { token }
  else if (hash && id) proof = { id, hash, ...(name && { name }), ...(visitor && { visitor }) }
  else {
    if (current.config.verifiedOnly)
      warn('this key takes signed identities only. Send a token; see docs/widget.md.')
    else current.claimed = cleanClaim(person)
    return
  }
  const answer = await fetch(`${current.base}/widget/v1/${current.key}/identify`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(proof),
  }).catch(() => undefined)
  if (answer?.ok) {
    const { session, name } = (await answer.json()) as Identified
    current.session = { token: session, name }
    emit('identified', { name })
    if (current.config.asksSurveys) askSurvey()
    if (pending()) void loadPanel().then((loaded) => loaded.sendKept(current))
  } else {
    const problem = await answer?.json().catch(() => undefined)
    warn(`identify failed. ${problem?.title ?? 'No connection.'}`)
    emit('error', { code: problem?.code ?? 'widget.offline' })
  }
}

function run(verb: string, value: unknown, extra?: unknown): unknown {
  if (verb === 'on') {
    const event = String(value)
    if (!listeners.has(event)) listeners.set(event, new Set())
    listeners.get(event)!.add(extra as Listener)
    return () => listeners.get(event)!.delete(extra as Listener)
  }
  if (verb === 'init') return void init(value as InitOptions)
  if (!state?.config.product) return void early.push([verb, value]) // waits for init
  if (verb === 'identify') {
    state.prove = undefined
    state.identifying = identify(value as Identity)
  } else if (verb === 'logout') {
    state.session = state.claimed = state.prove = state.identifying = undefined
    forgetVisitor() // the next person at this browser is somebody else
    void panel?.then((loaded) => loaded.forgetDraft())
    void card?.then((loaded) => loaded?.removeCard())
  } else if (verb === 'open') void open(value as OpenOptions)
  else if (verb === 'close') void panel?.then((loaded) => loaded.closePanel())
  else if (verb === 'metadata') Object.assign(state.metadata, value)
  else warn(`there is no '${verb}'. Known: init, identify, logout, open, close, metadata, on.`)
}

interface Stub {
  (...values: unknown[]): unknown
  q?: ArrayLike<unknown>[]
  loaded?: boolean
}
const page = window as unknown as { hearback?: Stub }

// Loaded twice (two tags, a page swapped by a router): the first one stays.
if (!page.hearback?.loaded) {
  const waiting = page.hearback?.q ?? []
  const hearback: Stub = (verb, value, extra) => run(String(verb), value, extra)
  hearback.loaded = true
  page.hearback = hearback
  if (script?.dataset.key) {
    const { key, theme, locale, launcher } = script.dataset
    hearback('init', { key, theme, locale, launcher: launcher !== 'false' })
  }
  for (const call of Array.from(waiting)) hearback(...Array.from(call))
}
