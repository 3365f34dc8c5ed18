import { readableOn, textOn } from '../rules.ts'
import { h } from './dom.ts'
import { focused, trapFocus } from './focus.ts'
import { type Draft, showForm } from './form.ts'
import { showOutcome } from './outcome.ts'
import type { OpenOptions, State } from './state.ts'
import { panelCss } from './styles.ts'
import type { Texts } from './texts/en.ts'
import { isRtlLanguage, loadTexts } from './texts.ts'

export { sendKept } from './send.ts'

interface Open {
  dialog: HTMLDialogElement
  backTo: Element | null
}

/** A person who is being identified sees their own form; a slow server does not keep it closed. */
const longestWaitMs = 2500

let styled = false
let current: Open | undefined
/** What was typed but not sent: closing the panel keeps it. */
let draft: Draft | undefined

export function forgetDraft(): void {
  draft = undefined
}

function style(state: State): void {
  if (styled) return
  styled = true
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(panelCss)
  state.root.adoptedStyleSheets = [...state.root.adoptedStyleSheets, sheet]
  const host = state.root.host as HTMLElement
  const brand = state.config.brandColor
  host.style.setProperty('--on-brand', textOn(brand))
  host.style.setProperty('--brand-on-light', readableOn(brand, '#ffffff'))
  host.style.setProperty('--brand-on-dark', readableOn(brand, '#111512'))
}

/** Opens the form, or brings the open one forward. */
export async function openPanel(state: State, options: OpenOptions): Promise<void> {
  if (current) return
  style(state)
  const backTo = focused()
  const { texts, language } = await loadTexts(state)
  await Promise.race([state.identifying, new Promise((done) => setTimeout(done, longestWaitMs))])
  if (current) return
  const theme =
    state.options.theme === 'light' || state.options.theme === 'dark' ? state.options.theme : 'auto'
  const dialog = h('dialog', {
    class: `panel ${state.config.position} ${theme}`,
    'aria-labelledby': 'title',
    lang: language,
    dir: isRtlLanguage(language) ? 'rtl' : 'ltr',
  })
  ;(state.root.host as HTMLElement).dir = dialog.dir
  current = { dialog, backTo }
  dialog.addEventListener('close', () => {
    dialog.remove()
    current = undefined
    if (backTo instanceof HTMLElement) backTo.focus()
    state.emit('close')
  })
  trapFocus(dialog)
  draft ??= { kind: options.kind ?? 'bug', message: '', email: '' }
  if (options.kind) draft.kind = options.kind
  if (options.message && !draft.message) draft.message = options.message
  show(state, dialog, texts)
  state.root.append(dialog)
  dialog.showModal()
  dialog.querySelector<HTMLElement>('textarea,h2[tabindex]')?.focus()
  state.emit('open')
}

export function closePanel(): void {
  current?.dialog.close()
}

/** The form, then its outcome, then perhaps the form again. */
function show(state: State, dialog: HTMLDialogElement, texts: Texts): void {
  const { kind } = draft!
  showForm(state, dialog, texts, draft!, (outcome) => {
    const sent = draft?.kind ?? kind
    draft = undefined
    showOutcome(state, dialog, texts, outcome, sent, () => {
      draft = { kind: sent, message: '', email: '' }
      show(state, dialog, texts)
      dialog.querySelector('textarea')?.focus()
    })
  })
}
