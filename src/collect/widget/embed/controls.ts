import { closeIcon, h, icon } from './dom.ts'
import type { Texts } from './texts/en.ts'

/** The title of the dialog and its way out. */
export function head(dialog: HTMLDialogElement, title: string, texts: Texts): HTMLElement {
  const close = h(
    'button',
    { class: 'plain', type: 'button', 'aria-label': texts.close, onclick: () => dialog.close() },
    icon(...closeIcon),
  )
  return h('div', { class: 'head' }, h('h2', { id: 'title', tabindex: -1 }, title), close)
}

/** The choices of a radio group, each with its words. */
export function radios<T extends string>(
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

/** Says at a field what is wrong with it, and goes there. */
export function refuse(field: HTMLElement, place: HTMLElement, text: string): void {
  place.textContent = text
  field.setAttribute('aria-invalid', 'true')
  field.focus()
}

/** Takes back what was said at a field. */
export function clear(field: HTMLElement, place: HTMLElement): void {
  if (!place.textContent) return
  place.textContent = ''
  field.removeAttribute('aria-invalid')
}
