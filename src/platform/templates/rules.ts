/** What a template may put in: declared, with a label for people and a sample for the preview. */
export interface Slot {
  label: string
  sample: string
  /** Used when there is no value; without a default an empty slot blocks sending. */
  default?: string
}

export interface Template {
  key: string
  title: string
  language: string
  subject: string
  body: string
  slots: Readonly<Record<string, Slot>>
}

export type SlotValues = Readonly<Record<string, string | null | undefined>>

const slotPattern = /\{\{\s*([A-Za-z][\w.]*)\s*\}\}/g

/** The slots a text uses, in order, each once. */
export function slotsIn(text: string): string[] {
  return [...new Set([...text.matchAll(slotPattern)].map((match) => match[1]!))]
}

/**
 * What is wrong with a template, in sentences; empty when it may be used: undeclared slots, braces that are no slot,
 * slots that are declared and unused.
 */
export function templateFaults(template: Template): string[] {
  const faults: string[] = []
  for (const [part, text] of [
    ['subject', template.subject],
    ['body', template.body],
  ] as const) {
    for (const name of slotsIn(text)) {
      if (!Object.hasOwn(template.slots, name))
        faults.push(`The ${part} uses {{${name}}}, which is not declared.`)
    }
    const left = text.replace(slotPattern, '')
    if (/\{\{|\}\}/.test(left)) {
      const line = left.slice(0, left.search(/\{\{|\}\}/)).split('\n').length
      faults.push(`The ${part} has braces in line ${line} that are no slot. Write {{name}}.`)
    }
  }
  if (/[\r\n]/.test(template.subject)) faults.push('The subject has more than one line.')
  const used = new Set(slotsIn(`${template.subject}\n${template.body}`))
  for (const name of Object.keys(template.slots))
    if (!used.has(name)) faults.push(`The slot ${name} is declared and not used.`)
  return faults
}

export interface Filled {
  subject: string
  /** Plain text; whoever makes HTML of it escapes it (platform/mail/blocks.ts does). */
  body: string
  /** Slots without a value and without a default: sending is blocked while there is one. */
  empty: string[]
}

/** The value of a slot: what was given, else its default, else undefined. Blank counts as empty. */
function slotValue(template: Template, values: SlotValues, name: string): string | undefined {
  const given = Object.hasOwn(values, name) ? values[name]?.trim() : undefined
  return given || template.slots[name]?.default
}

/**
 * Puts values in. Values are never read as templates again, so a customer's braces stay braces.
 * An empty slot stays visible as {{name}}, for the composer to mark.
 */
export function fillTemplate(template: Template, values: SlotValues): Filled {
  const empty = new Set<string>()
  const put = (text: string) =>
    text.replace(slotPattern, (slot, name: string) => {
      const value = slotValue(template, values, name)
      if (value === undefined) empty.add(name)
      return value ?? slot
    })
  return { subject: put(template.subject).replace(/\s+/g, ' '), body: put(template.body), empty: [...empty] }
}

/** The template with its samples, for a preview. */
export function previewTemplate(template: Template): Filled {
  return fillTemplate(
    template,
    Object.fromEntries(Object.entries(template.slots).map(([name, slot]) => [name, slot.sample])),
  )
}

/** Whether a text that a person edited still holds a slot: then it must not leave. */
export function unfilledSlots(text: string): string[] {
  return slotsIn(text)
}
