import { type Promised, promisedIn, readPromised } from '#close/promises/rules.ts'

/** Announcements as rules: which kinds there are, what each has to say, and who is left out. Pure. */

export const kinds = [
  'thanks',
  'acknowledged',
  'planned',
  'progress',
  'date_changed',
  'not_planned',
  'shipped',
  'escalated',
  'custom',
] as const
export type Kind = (typeof kinds)[number]

export const kindWords: Record<Kind, string> = {
  thanks: 'Thanks',
  acknowledged: 'Acknowledged',
  planned: 'Planned',
  progress: 'Progress',
  date_changed: 'Another date',
  not_planned: 'Not planned',
  shipped: 'Shipped',
  escalated: 'Escalated',
  custom: 'In your own words',
}

/** `text` is written in each language; `when` is a date, `again` a date or each quarter, `link` an address. */
export type SlotType = 'text' | 'when' | 'again' | 'link'

export interface AnnouncementSlot {
  name: string
  type: SlotType
  label: string
  /** an example, in the place of what is to be written */
  sample: string
  isOptional?: boolean
}

const what: AnnouncementSlot = {
  name: 'what',
  type: 'text',
  label: 'What it is about',
  sample: 'Pausing a payment plan',
}
const more: AnnouncementSlot = {
  name: 'more',
  type: 'text',
  label: 'Anything else',
  sample: '',
  isOptional: true,
}
const text = (name: string, label: string, sample: string): AnnouncementSlot => ({
  name,
  type: 'text',
  label,
  sample,
})
const when = (label: string): AnnouncementSlot => ({ name: 'when', type: 'when', label, sample: 'Q1' })

/** What each kind has to say. */
export const slotsOf: Record<Kind, readonly AnnouncementSlot[]> = {
  thanks: [what, more],
  acknowledged: [what, text('next', 'What happens next', 'It is on the list of our monthly review'), more],
  planned: [what, when('Target'), more],
  progress: [what, text('news', 'What has happened', 'The first offices try it'), more],
  date_changed: [
    what,
    when('The new date'),
    text('why', 'Why', 'Testing takes longer than we thought'),
    more,
  ],
  not_planned: [
    what,
    text('why', 'Why', 'Few offices could use it so far'),
    text('workaround', 'What they can do meanwhile', 'Export the list and pause the rows there'),
    { name: 'again', type: 'again', label: 'Looked at again', sample: 'quarterly' },
    more,
  ],
  shipped: [
    what,
    text('how', 'How to use it', 'Open a plan and press Pause'),
    { name: 'link', type: 'link', label: 'Link', sample: 'https://', isOptional: true },
    more,
  ],
  escalated: [what, text('who', 'Who has it now', 'our head of product'), when('They hear from us by'), more],
  custom: [text('subject', 'Subject', 'About payment plans'), text('words', 'Your words', '')],
}

/** The kinds that fit where a request stands, the likeliest first; all others may be chosen too. */
export function fittingKind(status: string): Kind {
  const fitting: Record<string, Kind> = {
    open: 'thanks',
    under_review: 'acknowledged',
    planned: 'planned',
    in_progress: 'progress',
    shipped: 'shipped',
    declined: 'not_planned',
    parked: 'not_planned',
  }
  return fitting[status] ?? 'custom'
}

const decidedStatuses = ['planned', 'in_progress', 'shipped', 'declined', 'parked']
const comingStatuses = ['planned', 'in_progress']

/** What happened to a request or a release, in milliseconds: its last decision, its last target date, when all were last told. */
export interface News {
  status: string
  decidedAt: number | null
  datedAt: number | null
  toldAt: number | null
}

/**
 * Since when those who asked are to be told, and of what: a decision or a target date they have not heard of. A date is
 * news while it is coming; before anybody was told, the decision is.
 */
export function dueNews(news: News): { since: number; because: 'decision' | 'date' } | null {
  const { status, decidedAt, datedAt, toldAt } = news
  if (!decidedStatuses.includes(status)) return null
  if (decidedAt !== null && (toldAt === null || decidedAt > toldAt))
    return { since: decidedAt, because: 'decision' }
  return comingStatuses.includes(status) && datedAt !== null && toldAt !== null && datedAt > toldAt
    ? { since: datedAt, because: 'date' }
    : null
}

/** Kinds that a person hears once for a request as it stands; the others bring news each time. */
export const onceKinds: readonly Kind[] = ['thanks', 'acknowledged', 'planned', 'not_planned', 'shipped']

/** Why somebody is left out, in the order in which it is looked for. */
export const reasons = [
  'internal',
  'own_domain',
  'no_address',
  'bounced',
  'unsubscribed',
  'unsubscribed_topic',
  'same_address',
  'told_already',
  'stopped',
] as const
export type Reason = (typeof reasons)[number]

export const reasonWords: Record<Reason, { label: string; why: string }> = {
  internal: { label: 'Our own people', why: 'The contact is marked as one of us.' },
  own_domain: { label: 'Our own mail domain', why: 'The address is of a mail domain of our own.' },
  no_address: { label: 'No mail address', why: 'The contact has no mail address.' },
  bounced: { label: 'Address bounced', why: 'Mail to this address came back before.' },
  unsubscribed: { label: 'Wants no mail', why: 'The person unsubscribed from all mail.' },
  unsubscribed_topic: { label: 'Wants no updates', why: 'The person unsubscribed from updates.' },
  same_address: {
    label: 'Same address as another',
    why: 'Another contact with this address gets it.',
  },
  stopped: { label: 'Stopped before', why: 'It was stopped before it came to them.' },
  told_already: { label: 'Told already', why: 'They heard this of the request as it stands.' },
}

export type Texts = Readonly<Record<string, Readonly<Record<string, string>>>>

export interface SlotFault {
  /** `texts.de.why` or `slots.when`, as the API names it */
  field: string
  label: string
  message: string
}

/** What keeps an announcement from being sent: empty slots, in each language that was begun, and values of another type. */
export function slotFaults(
  kind: Kind,
  written: { language: string; texts: Texts; slots: Readonly<Record<string, string>> },
  today: string,
): SlotFault[] {
  const faults: SlotFault[] = []
  const languages = [...new Set([written.language, ...Object.keys(written.texts)])]
  for (const slot of slotsOf[kind]) {
    if (slot.type === 'text') {
      for (const language of languages)
        if (!slot.isOptional && !written.texts[language]?.[slot.name]?.trim())
          faults.push({
            field: `texts.${language}.${slot.name}`,
            label: language === written.language ? slot.label : `${slot.label} (${language})`,
            message: 'is empty',
          })
      continue
    }
    const field = `slots.${slot.name}`
    const value = written.slots[slot.name]?.trim() ?? ''
    if (value === '') {
      if (!slot.isOptional) faults.push({ field, label: slot.label, message: 'is empty' })
    } else if (slot.type === 'link') {
      if (!isLink(value))
        faults.push({ field, label: slot.label, message: 'is not an http or https address' })
    } else {
      const promised = readPromised(value, today)
      if (!promised || (promised.kind === 'quarterly' && slot.type === 'when'))
        faults.push({
          field,
          label: slot.label,
          message: 'is no date: write a day as 2037-03-20, Q1, or within two weeks',
        })
      else if (promised.dueOn < today) faults.push({ field, label: slot.label, message: 'is past' })
    }
  }
  return faults
}

/** An address that a mail can lead to (`platform/mail/blocks`). */
const isLink = (value: string) => /^https?:\/\//.test(value) && URL.canParse(value)

/** The date that an announcement promises, with the words that do: that of its slot, else one in its words. */
export function promisedBy(
  kind: Kind,
  written: { language: string; texts: Texts; slots: Readonly<Record<string, string>> },
  today: string,
): { words: string; promised: Promised } | undefined {
  const slot = slotsOf[kind].find((one) => one.type === 'when' || one.type === 'again')
  const words = slot && written.slots[slot.name]
  const promised = words && readPromised(words, today)
  if (promised) return { words, promised }
  // a title names what it is about, and promises nothing
  const free = slotsOf[kind].filter(
    ({ type, name }) => type === 'text' && name !== 'what' && name !== 'subject',
  )
  for (const language of new Set([written.language, ...Object.keys(written.texts)]))
    for (const { name } of free) {
      const found = promisedIn(written.texts[language]?.[name] ?? '', today)
      if (found) return found
    }
  return undefined
}
