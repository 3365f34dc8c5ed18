/** The innermost focused element, through shadow roots. */
export function focused(): Element | null {
  let element = document.activeElement
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
  return element
}

/** Keeps Tab inside a dialog: from the last control to the first and back. */
export function trapFocus(dialog: HTMLDialogElement): void {
  dialog.addEventListener('keydown', (event) => {
    if (event.key !== 'Tab') return
    const all = [
      ...dialog.querySelectorAll<HTMLElement>('button,input,textarea,summary,[tabindex="0"]'),
    ].filter((element) => element.checkVisibility?.() !== false && !(element as HTMLButtonElement).disabled)
    // A radio group is one stop: the checked one, or its first.
    const stops = all.filter((element) => {
      if (!(element instanceof HTMLInputElement) || element.type !== 'radio') return true
      const group = all.filter((one) => (one as HTMLInputElement).name === element.name) as HTMLInputElement[]
      return element === (group.find((one) => one.checked) ?? group[0])
    })
    const now = focused()
    const atStart = now === stops[0] || now === dialog || !stops.includes(now as HTMLElement)
    if (event.shiftKey ? !atStart : now !== stops.at(-1)) return
    event.preventDefault()
    ;(event.shiftKey ? stops.at(-1) : stops[0])?.focus()
  })
}
