import { type JoinRule, type Playbook, type Step, variableName } from '#act/playbooks/language.ts'
import { parseDuration } from '#platform/calendar/rules.ts'

export type Unreachable = 'anonymous' | 'no_address' | 'bounced' | 'unsubscribed'

/** Who a case is about, as far as reaching them goes. */
export interface Reach {
  email: string | null
  emailState: 'ok' | 'bounced'
  isUnsubscribed: boolean
  phone: string | null
}

/**
 * Why nobody can be reached; null when they can. A telephone number is a way too.
 * Who refuses all our mail is not written to; who refused surveys only still gets a personal answer.
 */
export function unreachableWhy(person: Reach | undefined): Unreachable | null {
  if (!person) return 'anonymous'
  if (person.phone) return null
  if (!person.email) return 'no_address'
  if (person.emailState === 'bounced') return 'bounced'
  return person.isUnsubscribed ? 'unsubscribed' : null
}

const unreachableWords: Record<Unreachable, string> = {
  anonymous: 'the answer is anonymous',
  no_address: 'there is neither an address nor a telephone number',
  bounced: 'mail to this address came back',
  unsubscribed: 'this person wants no mail from us',
}

/** Why there is no outreach clock, for the case page. */
export function noClockText(why: Unreachable): string {
  return `No outreach clock: ${unreachableWords[why]}.`
}

/** What a further signal must share with an open case to join it; null where each opens a case of its own. */
export function joinKey(
  rule: JoinRule,
  who: { contactId: string | null; accountId: string | null; waveId: string | null },
): string | null {
  if (rule === 'nothing') return null
  if (rule === 'same account' && who.accountId) return `account ${who.accountId}`
  if (!who.contactId) return null
  const contact = `contact ${who.contactId}`
  return rule === 'same contact and wave' && who.waveId ? `${contact} wave ${who.waveId}` : contact
}

/** The title of a case: "NPS 3 from Petra Lindqvist, Quillmere Academy"; an item gives its own summary. */
export function caseTitle(
  instrument: string,
  score: number | null,
  person: string | null,
  account: string | null,
  summary: string | null = null,
): string {
  const what = summary ?? (score === null ? 'Negative answer' : `${instrument} ${score}`)
  const who = person ?? 'somebody anonymous'
  return `${what.slice(0, 120)} from ${who}${account ? `, ${account}` : ''}`.slice(0, 200)
}

export interface Facts {
  survey: { key: string; kind: string } | null
  /** no score: the survey has no scored question, or it was left out */
  response: { score: number | null; isNegative: boolean } | null
  item: {
    type: string | null
    priority: string | null
    sentiment: string | null
    channel: string
    area: string | null
    isNegative: boolean
  } | null
  contact: { roles: readonly string[] } | null
  account: {
    name: string
    mrrCents: number | null
    segment: string | null
    lifecycle: string
    ownerMemberId: string | null
  } | null
  unreachable: Unreachable | null
  isDissatisfied: boolean
  isResolved: boolean
  answers: number
  areas: readonly string[]
  executiveCallMrrCents: number
  steps: readonly { key: string; state: string; results: Readonly<Record<string, boolean>> }[]
}

/** What conditions see. An unknown MRR is 0 with `account.mrr_known == false`; an unanswered question is absent. */
export function conditionValues(facts: Facts): Record<string, unknown> {
  const { account } = facts
  const steps: Record<string, Record<string, boolean>> = {}
  for (const step of facts.steps) {
    const name = variableName(step.key)
    const results = Object.fromEntries(
      Object.entries(step.results).map(([key, value]) => [variableName(key), value]),
    )
    steps[name] = {
      ...steps[name],
      done: step.state === 'done',
      skipped: step.state === 'skipped',
      ...results,
    }
  }
  return {
    survey: facts.survey ?? { key: '', kind: '' },
    response: facts.response
      ? {
          negative: facts.response.isNegative,
          ...(facts.response.score !== null && { score: facts.response.score }),
        }
      : { negative: false },
    item: {
      type: facts.item?.type ?? '',
      priority: facts.item?.priority ?? '',
      sentiment: facts.item?.sentiment ?? '',
      channel: facts.item?.channel ?? '',
      area: facts.item?.area ?? '',
      negative: facts.item?.isNegative ?? false,
    },
    contact: {
      known: facts.contact !== null,
      roles: [...(facts.contact?.roles ?? [])],
      reachable: facts.unreachable === null,
    },
    account: {
      name: account?.name ?? '',
      mrr: (account?.mrrCents ?? 0) / 100,
      mrr_known: account?.mrrCents != null,
      segment: account?.segment ?? '',
      lifecycle: account?.lifecycle ?? '',
      has_owner: account?.ownerMemberId != null,
    },
    case: {
      dissatisfied: facts.isDissatisfied,
      resolved: facts.isResolved,
      answers: BigInt(facts.answers),
      areas: [...facts.areas],
    },
    settings: { executive_call_mrr: facts.executiveCallMrrCents / 100 },
    steps,
  }
}

/** The step of a playbook by its id; a row of a step that a later version dropped has none. */
export function stepOf(playbook: Playbook, key: string): Step | undefined {
  return playbook.steps.find((step) => step.id === key)
}

/** "Mon 23 Nov 17:30" in a zone, for notices and reasons. */
export function dueText(at: Date, zone: string): string {
  return dayAndTime(at, zone).join(' ')
}

function dayAndTime(at: Date, zone: string): [day: string, time: string] {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
      .formatToParts(at)
      .map((part) => [part.type, part.value]),
  )
  const month = parts.month === 'Sept' ? 'Sep' : parts.month
  return [`${parts.weekday} ${parts.day} ${month}`, `${parts.hour}:${parts.minute}`]
}

/** A due time where it is reckoned, with its rule: "Thu 12 Mar, 17:00 New York, 5th business day". */
export function dueWords(at: Date, zone: string, latest: string): string {
  const [day, time] = dayAndTime(at, zone)
  const place = zone.split('/').at(-1)!.replaceAll('_', ' ')
  return `${day}, ${time} ${place}, ${limitText(latest)}`
}

const endings: Record<string, string> = { one: 'st', two: 'nd', few: 'rd', other: 'th' }
const ordinals = new Intl.PluralRules('en', { type: 'ordinal' })

function limitText(latest: string): string {
  const length = parseDuration(latest)
  if (length?.unit !== 'business days' || length.amount === 0) return latest
  return `${length.amount}${endings[ordinals.select(length.amount)]} business day`
}
