/** What fills itself in a saved text; whatever else stands in braces is written in by hand. */
export const knownSlots = ['first_name', 'my_name', 'our_name'] as const

const slot = /\{\{\s*([A-Za-z][\w.]*)\s*\}\}/g

/** The text with what is known put in. A slot nobody knows stays, and blocks sending. */
export function fillMacro(body: string, known: Readonly<Record<string, string>>): string {
  return body.replace(slot, (whole, name: string) =>
    Object.hasOwn(known, name) && known[name]!.trim() ? known[name]! : whole,
  )
}

/** What is wrong with a saved text: braces that are no slot, with their line; undefined when nothing is. */
export function macroFault(body: string): string | undefined {
  const left = body.replace(slot, '')
  if (!/\{\{|\}\}/.test(left)) return undefined
  const line = left.slice(0, left.search(/\{\{|\}\}/)).split('\n').length
  return `has braces in line ${line} that are no slot. Write {{name}}.`
}
