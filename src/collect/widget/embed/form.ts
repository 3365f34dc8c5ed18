import type { Submission } from '../contract.ts'
import { widgetLimits } from '../rules.ts'
import { clear, head, radios, refuse } from './controls.ts'
import { bugIcon, h, icon, speechIcon, wishIcon } from './dom.ts'
import { contextList, pageContext, pageFacts } from './page-context.ts'
import { picturePart } from './picture.ts'
import type { Outcome } from './send.ts'
import { send } from './send.ts'
import type { State } from './state.ts'
import { randomId, visitorId } from './state.ts'
import type { Texts } from './texts/en.ts'
import { fill } from './texts.ts'

type Kind = Submission['kind']
const kinds = ['bug', 'feature', 'general'] as const

/** What was typed but not sent. */
export interface Draft {
  kind: Kind
  message: string
  rating?: number
  email: string
  picture?: Blob
}

/** Shows the form with what was typed before; `onDone` hears how the sending ended, if it ended. */
export function showForm(
  state: State,
  dialog: HTMLDialogElement,
  texts: Texts,
  words: Draft,
  onDone: (outcome: Exclude<Outcome, { state: 'refused' }>) => void,
): void {
  const { config } = state
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
  const scale = ratingPart(texts, words)
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
      ...pageFacts(state),
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
    onDone(outcome)
  }

  dialog.replaceChildren(head(dialog, fill(texts.title, { product: config.product }), texts), form)
}

/** One to five, for general feedback only. */
function ratingPart(texts: Texts, words: Draft): HTMLFieldSetElement {
  return h(
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
}
