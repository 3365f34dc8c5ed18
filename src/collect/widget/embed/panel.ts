import type { PageContext, Submission } from '../contract.ts'
import { readableOn, safeUrl, textOn, widgetLimits } from '../rules.ts'
import { bugIcon, clockIcon, closeIcon, h, icon, speechIcon, tickIcon, wishIcon } from './dom.ts'
import { focused, trapFocus } from './focus.ts'
import { picturePart } from './picture.ts'
import type { Outcome } from './send.ts'
import { send } from './send.ts'
import type { OpenOptions, State } from './state.ts'
import { randomId, visitorId } from './state.ts'
import { panelCss } from './styles.ts'
import type { Texts } from './texts/en.ts'
import { fill, isRtlLanguage, loadTexts } from './texts.ts'

export { sendKept } from './send.ts'

type Kind = Submission['kind']
const kinds = ['bug', 'feature', 'general'] as const

interface Open {
  dialog: HTMLDialogElement
  backTo: Element | null
}

/** A person who is being identified sees their own form; a slow server does not keep it closed. */
const longestWaitMs = 2500

let styled = false
let current: Open | undefined
/** What was typed but not sent: closing the panel keeps it. */
let draft: { kind: Kind; message: string; rating?: number; email: string; picture?: Blob } | undefined

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
  showForm(state, dialog, texts)
  state.root.append(dialog)
  dialog.showModal()
  dialog.querySelector<HTMLElement>('textarea,h2[tabindex]')?.focus()
  state.emit('open')
}

export function closePanel(): void {
  current?.dialog.close()
}

function head(dialog: HTMLDialogElement, title: string, texts: Texts): HTMLElement {
  const close = h(
    'button',
    { class: 'plain', type: 'button', 'aria-label': texts.close, onclick: () => dialog.close() },
    icon(...closeIcon),
  )
  return h('div', { class: 'head' }, h('h2', { id: 'title', tabindex: -1 }, title), close)
}

function radios<T extends string>(
  name: string,
  values: readonly T[],
  chosen: T | undefined,
  show: (value: T) => (Node | string)[],
  pick: (value: T) => void,
) {
  return values.map((value) => {
    const input = h('input', {
      type: 'radio',
      name,
      value,
      checked: value === chosen,
      onchange: () => pick(value),
    })
    return h('label', {}, input, ...show(value))
  })
}

/** What the person agrees to send about this page, exactly as shown to them. */
function pageContext(state: State): PageContext {
  return {
    url: safeUrl(location.href),
    title: document.title.slice(0, 300),
    viewport: { width: innerWidth, height: innerHeight },
    browser: navigator.userAgent.slice(0, 400),
    language: navigator.language,
    errors: state.log,
  }
}

function contextList(context: PageContext, texts: Texts): HTMLElement {
  const rows: [string, string][] = [
    [texts.detailPage, context.url || texts.none],
    [texts.detailTitle, context.title || texts.none],
    [texts.detailWindow, `${context.viewport?.width} × ${context.viewport?.height}`],
    [texts.detailBrowser, context.browser ?? texts.none],
    [texts.detailErrors, context.errors?.map((line) => line.text).join('\n') || texts.none],
  ]
  return h('dl', {}, ...rows.flatMap(([name, value]) => [h('dt', {}, name), h('dd', { dir: 'auto' }, value)]))
}

function showForm(state: State, dialog: HTMLDialogElement, texts: Texts): void {
  const { config } = state
  const words = draft!
  const who = state.session
  if (
    !who &&
    (config.verifiedOnly || (!config.anonymousAllowed && !state.claimed?.email && !state.claimed?.id))
  ) {
    const text = h('p', {}, fill(texts.needsSignIn, { product: config.product }))
    dialog.replaceChildren(
      head(dialog, fill(texts.title, { product: config.product }), texts),
      h('div', { class: 'said' }, text),
    )
    return
  }
  const prompts = { bug: texts.bugPrompt, feature: texts.featurePrompt, general: texts.generalPrompt }
  const faces = { bug: bugIcon, feature: wishIcon, general: speechIcon }
  const wrong = h('p', { class: 'wrong', id: 'message-wrong' })
  const wrongMail = h('p', { class: 'wrong', id: 'email-wrong' })
  const failed = h('p', { class: 'failed', role: 'alert' })
  const prompt = h('label', { class: 'label', for: 'message' })
  const message = h('textarea', {
    id: 'message',
    maxlength: widgetLimits.message,
    required: true,
    'aria-describedby': 'message-wrong',
    dir: 'auto',
    oninput: () => {
      words.message = message.value
      clear(message, wrong)
    },
  })
  message.value = words.message
  const scale = h(
    'fieldset',
    {},
    h('legend', {}, `${texts.rating} `, h('span', { class: 'note' }, texts.optional)),
    h(
      'div',
      { class: 'scale' },
      ...radios(
        'rating',
        ['1', '2', '3', '4', '5'],
        words.rating?.toString(),
        (value) => [value],
        (value) => {
          words.rating = Number(value)
        },
      ),
    ),
    h(
      'div',
      { class: 'ends' },
      h('span', {}, `1 ${texts.ratingLow}`),
      h('span', {}, `${texts.ratingHigh} 5`),
    ),
  )
  const choose = (kind: Kind) => {
    words.kind = kind
    prompt.textContent = prompts[kind]
    scale.hidden = kind !== 'general'
  }
  const kindGroup = h(
    'fieldset',
    {},
    h('legend', {}, texts.kindQuestion),
    h(
      'div',
      { class: 'kinds' },
      ...radios('kind', kinds, words.kind, (kind) => [icon(...faces[kind]), texts[kind]], choose),
    ),
  )
  choose(words.kind)
  const email = h('input', {
    id: 'email',
    class: 'text',
    type: 'email',
    autocomplete: 'email',
    maxlength: 254,
    dir: 'ltr',
    'aria-describedby': 'email-wrong',
    oninput: () => {
      words.email = email.value
      clear(email, wrongMail)
    },
  })
  email.value = words.email || state.claimed?.email || ''
  const emailField =
    !who &&
    h(
      'div',
      { class: 'field' },
      h(
        'label',
        { class: 'label', for: 'email' },
        `${texts.email} `,
        h('span', { class: 'note' }, `${texts.optional}. ${texts.emailNote}`),
      ),
      email,
      wrongMail,
    )
  const picture = picturePart(state, dialog, texts, words)
  const agree = h('input', { type: 'checkbox', id: 'agree' })
  const context = h('div', {})
  const showContext = () => context.replaceChildren(contextList(pageContext(state), texts))
  const button = h('button', { class: 'send', type: 'submit' }, texts.send)
  const form = h(
    'form',
    {
      novalidate: true,
      onsubmit: (event) => {
        event.preventDefault()
        if (button.getAttribute('aria-disabled') !== 'true') void submit()
      },
    },
    kindGroup,
    scale,
    h('div', { class: 'field' }, prompt, message, wrong),
    emailField,
    picture,
    h(
      'div',
      { class: 'field' },
      h('label', { class: 'check' }, agree, h('span', {}, texts.details)),
      h('details', { ontoggle: showContext }, h('summary', {}, texts.detailsShow), context),
    ),
    failed,
    button,
    who?.name ? h('p', { class: 'note who' }, fill(texts.knownAs, { name: who.name })) : undefined,
  )

  async function submit(): Promise<void> {
    failed.textContent = ''
    if (!message.value.trim()) return refuse(message, wrong, texts.messageMissing)
    if (emailField && email.value && !email.checkValidity()) return refuse(email, wrongMail, texts.emailWrong)
    button.setAttribute('aria-disabled', 'true')
    button.textContent = texts.sending
    const body: Submission = {
      kind: words.kind,
      message: message.value.trim(),
      visitor: visitorId(true),
      saidAt: new Date().toISOString(),
      ...(words.kind === 'general' && words.rating && { rating: words.rating }),
      ...(emailField && email.value.trim() && { email: email.value.trim() }),
      ...(agree.checked && { context: pageContext(state) }),
      ...(Object.keys(state.metadata).length > 0 && { metadata: { ...state.metadata } }),
      ...(!who && state.claimed && { claimed: state.claimed }),
    }
    let outcome: Outcome
    try {
      const kept = { id: randomId(), key: state.key, body, keptAt: new Date().toISOString() }
      outcome = await send(state, words.picture ? { ...kept, picture: words.picture } : kept)
    } catch {
      outcome = { state: 'refused', reason: '' }
    }
    if (outcome.state === 'refused') {
      button.removeAttribute('aria-disabled')
      button.textContent = texts.send
      failed.textContent = fill(texts.failed, { reason: outcome.reason || texts.failedPlain })
      return
    }
    draft = undefined
    showOutcome(state, dialog, texts, outcome, words.kind)
  }

  dialog.replaceChildren(head(dialog, fill(texts.title, { product: config.product }), texts), form)
}

function refuse(field: HTMLElement, place: HTMLElement, text: string): void {
  place.textContent = text
  field.setAttribute('aria-invalid', 'true')
  field.focus()
}

function clear(field: HTMLElement, place: HTMLElement): void {
  if (!place.textContent) return
  place.textContent = ''
  field.removeAttribute('aria-invalid')
}

/** The automatic acknowledgement. It says what happens next and is not counted as a first response. */
function showOutcome(
  state: State,
  dialog: HTMLDialogElement,
  texts: Texts,
  outcome: Exclude<Outcome, { state: 'refused' }>,
  kind: Kind,
): void {
  const said = h('div', { class: 'said', role: 'status' })
  let title = texts.sentTitle
  if (outcome.state === 'kept') {
    title = texts.queuedTitle
    const text = outcome.why === 'offline' ? texts.queued : texts.queuedSignIn
    said.append(
      h('div', { class: 'done kept' }, icon(...clockIcon)),
      h('p', {}, fill(text, { product: state.config.product })),
    )
  } else {
    const { answer, pictureLost } = outcome
    const where = { bug: texts.sentBug, feature: texts.sentFeature, general: texts.sentGeneral }
    said.append(
      h('div', { class: 'done' }, icon(...tickIcon)),
      h(
        'p',
        {},
        answer.acknowledgement ??
          `${where[kind]} ${answer.canAnswer ? texts.answerComes : texts.answerCannot}`,
      ),
    )
    if (pictureLost) said.append(h('p', {}, texts.withoutScreenshot))
    said.append(h('p', { class: 'ref' }, `${texts.reference} `, h('span', { dir: 'ltr' }, answer.reference)))
  }
  const again = h(
    'button',
    {
      class: 'quiet',
      type: 'button',
      onclick: () => {
        draft = { kind, message: '', email: '' }
        showForm(state, dialog, texts)
        dialog.querySelector('textarea')?.focus()
      },
    },
    texts.another,
  )
  said.append(
    h(
      'div',
      { class: 'acts' },
      again,
      h('button', { class: 'quiet', type: 'button', onclick: () => dialog.close() }, texts.close),
    ),
  )
  const top = head(dialog, title, texts)
  dialog.replaceChildren(top, said)
  top.querySelector('h2')!.focus()
}
