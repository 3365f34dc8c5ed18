import type { Card, CardQuestion } from '../../surveys/in-app/contract.ts'
import { readableOn, textOn } from '../rules.ts'
import { cardCss } from './card-style.ts'
import { closeIcon, h, icon } from './dom.ts'
import { focused } from './focus.ts'
import type { State } from './state.ts'

/** How "Close" is said where no dialog was loaded yet. */
const closeWords: Record<string, string> = {
  en: 'Close',
  de: 'Schließen',
  es: 'Cerrar',
  fr: 'Fermer',
  pt: 'Fechar',
  ar: 'إغلاق',
}

type Given = Record<string, number | string | string[]>

let shown: HTMLElement | undefined

/** The answer to a verb; undefined: it was not understood; null: it was not sent. */
async function post<T>(state: State, verb: string, body: unknown): Promise<T | undefined | null> {
  const answer = await fetch(`${state.base}/widget/v1/${state.key}/${verb}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'hearback-session': state.session?.token ?? '' },
    body: JSON.stringify(body),
  }).catch(() => undefined)
  if (answer?.ok) return (await answer.json()) as T
  return answer?.status === 400 ? undefined : null
}

const languageOf = (state: State) =>
  (state.options.locale || document.documentElement.lang || navigator.language || 'en').slice(0, 35)

/** Asks whether a survey waits for the person on this page, and shows it in the corner. Takes no focus. */
export async function askOnPage(state: State): Promise<void> {
  if (shown || !state.session) return
  const answer = await post<{ card: Card | null }>(state, 'survey', {
    path: location.pathname.slice(0, 2000),
    language: languageOf(state),
  })
  if (answer?.card && !shown && state.session) show(state, answer.card)
}

/** Takes the card away, when somebody signs out. */
export function removeCard(): void {
  shown?.remove()
  shown = undefined
}

function style(state: State): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(cardCss)
  state.root.adoptedStyleSheets = [...state.root.adoptedStyleSheets, sheet]
  const host = state.root.host as HTMLElement
  const brand = state.config.brandColor
  host.style.setProperty('--on-brand', textOn(brand))
  host.style.setProperty('--brand-on-light', readableOn(brand, '#ffffff'))
}

let isStyled = false

function show(state: State, first: Card): void {
  if (!isStyled) style(state)
  isStyled = true
  const theme =
    state.options.theme === 'light' || state.options.theme === 'dark' ? state.options.theme : 'auto'
  const before = focused()
  const card = h('section', {
    class: `survey ${state.config.position} ${theme}`,
    role: 'dialog',
    'aria-modal': 'false',
    'aria-labelledby': 'hb-survey',
    lang: first.language,
    dir: first.direction,
  })
  const leave = () => {
    const hadFocus = card.contains(state.root.activeElement)
    removeCard()
    if (hadFocus && before instanceof HTMLElement) before.focus()
  }
  let isDone = false
  const dismiss = () => {
    leave()
    if (!isDone) void post(state, 'survey/dismiss', { invitation: first.invitation })
  }
  card.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      dismiss()
    }
  })
  const draw = (now: Card, isMoved: boolean) => {
    isDone = now.questions.length === 0
    const title = h(
      'h2',
      { id: 'hb-survey', tabindex: -1 },
      isDone ? now.words.thanks : now.questions[0]!.wording,
    )
    const close = h(
      'button',
      {
        class: 'x',
        type: 'button',
        'aria-label': closeWords[now.language.slice(0, 2)] ?? closeWords.en!,
        onclick: dismiss,
      },
      icon(...closeIcon),
    )
    card.replaceChildren(h('div', { class: 'top' }, title, close), ...(isDone ? [] : [body(now)]))
    if (isMoved) title.focus()
  }
  const body = (now: Card): HTMLElement => {
    const said = h('p', { class: 'bad', role: 'alert' })
    const send = async (given: Given) => {
      const next = await post<{ card: Card }>(state, 'survey/answer', {
        invitation: now.invitation,
        language: languageOf(state),
        asked: now.questions.map((question) => question.key),
        given,
      })
      if (next) draw(next.card, true)
      else said.textContent = next === null ? now.words.notSent : now.words.required
    }
    const [only] = now.questions
    if (now.questions.length === 1 && only!.points.length > 0 && !only!.points[0]!.label)
      return h(
        'div',
        {},
        scale(only!, (number) => void send({ [only!.key]: number })),
        said,
      )
    return followUp(now, send, said)
  }
  draw(first, false)
  shown = card
  state.root.append(card)
}

/** Numbers in a row: one press is the answer. */
function scale(question: CardQuestion, pick: (number: number) => void): HTMLElement {
  return h(
    'div',
    {},
    h(
      'div',
      { class: 'nums', role: 'group', 'aria-labelledby': 'hb-survey' },
      ...question.points.map(({ number }) =>
        h('button', { type: 'button', onclick: () => pick(number) }, String(number)),
      ),
    ),
    h('div', { class: 'low-high' }, h('span', {}, question.lowLabel), h('span', {}, question.highLabel)),
  )
}

/** The questions that follow, with one button for all. */
function followUp(card: Card, send: (given: Given) => Promise<void>, said: HTMLElement): HTMLElement {
  const form = h('form', {
    onsubmit: (event) => {
      event.preventDefault()
      void send(read(card, form))
    },
  })
  form.append(...card.questions.map((question, at) => field(question, card, at === 0)))
  form.append(said, h('button', { class: 'go', type: 'submit' }, card.words.send))
  return form
}

function read(card: Card, form: HTMLFormElement): Given {
  const data = new FormData(form)
  return Object.fromEntries(
    card.questions.flatMap((question): [string, Given[string]][] => {
      const values = data
        .getAll(question.key)
        .map(String)
        .filter((value) => value.trim() !== '')
      if (values.length === 0) return []
      if (question.kind === 'choice') return [[question.key, values]]
      if (question.kind === 'text' || question.kind === 'details') return [[question.key, values[0]!]]
      return [[question.key, Number(values[0])]]
    }),
  )
}

function field(question: CardQuestion, { words }: Card, isTitle: boolean): HTMLElement {
  const { key, kind, isRequired } = question
  const name = h('span', { class: isTitle ? 'vh' : 'name' }, question.wording)
  const note =
    isRequired || kind === 'consent' ? undefined : h('span', { class: 'note' }, ` ${words.optional}`)
  if (kind === 'text' || kind === 'details')
    return h(
      'label',
      { class: 'words' },
      name,
      note,
      kind === 'text'
        ? h('textarea', { name: key, rows: 3, maxlength: 5000, required: isRequired })
        : h('input', { name: key, type: 'text', maxlength: 200, required: isRequired }),
    )
  if (kind === 'consent')
    return h(
      'label',
      { class: 'opt' },
      h('input', { type: 'checkbox', name: key, value: '1' }),
      h('span', {}, question.wording),
    )
  const options =
    question.points.length > 0
      ? question.points.map(({ number, label }) => ({
          value: String(number),
          label: label ?? String(number),
        }))
      : question.choices.map((choice) => ({ value: choice.key, label: choice.label }))
  return h(
    'fieldset',
    {},
    h('legend', {}, name, note),
    ...options.map(({ value, label }) =>
      h(
        'label',
        { class: 'opt' },
        h('input', {
          type: question.isMultiple ? 'checkbox' : 'radio',
          name: key,
          value,
          required: isRequired && !question.isMultiple,
        }),
        h('span', {}, label),
      ),
    ),
  )
}
