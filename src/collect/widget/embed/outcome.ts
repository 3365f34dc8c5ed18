import type { Submission } from '../contract.ts'
import { head } from './controls.ts'
import { clockIcon, h, icon, tickIcon } from './dom.ts'
import type { Outcome } from './send.ts'
import type { State } from './state.ts'
import type { Texts } from './texts/en.ts'
import { fill } from './texts.ts'

/** The automatic acknowledgement. It says what happens next and is not counted as a first response. */
export function showOutcome(
  state: State,
  dialog: HTMLDialogElement,
  texts: Texts,
  outcome: Exclude<Outcome, { state: 'refused' }>,
  kind: Submission['kind'],
  onAgain: () => void,
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
  const again = h('button', { class: 'quiet', type: 'button', onclick: onAgain }, texts.another)
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
