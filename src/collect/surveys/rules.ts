/** Who says what about recommending us: promoters 9–10, passives 7–8, detractors 0–6. */
export const npsGroups = ['promoter', 'passive', 'detractor'] as const
export type NpsGroup = (typeof npsGroups)[number]

/** The group of an answer from 0 to 10 (feedback handling SOP, "NPS Surveys"). */
export function npsGroup(score: number): NpsGroup {
  if (score >= 9) return 'promoter'
  return score >= 7 ? 'passive' : 'detractor'
}

/** The scores of a group, lowest first. */
export function scoresOf(group: NpsGroup): number[] {
  return Array.from({ length: 11 }, (_, score) => score).filter((score) => npsGroup(score) === group)
}

/** Under this many answers a score says nothing and is not shown. */
export const fewest = 5

/** a / b to the nearest whole number, half away from zero, exact for whole a and b below 2^53. */
export function roundedRatio(a: number, b: number): number {
  const size = Math.abs(a)
  const whole = Math.floor(size / b)
  const near = (size - whole * b) * 2 >= b ? whole + 1 : whole
  return a < 0 && near > 0 ? -near : near
}

/** To the nearest whole number, half away from zero. */
export const rounded = (value: number): number => roundedRatio(value, 1)

/** Answered of delivered, as a whole percentage; null when nothing was delivered. */
export function responseRate(answered: number, delivered: number): number | null {
  return delivered === 0 ? null : roundedRatio(100 * answered, delivered)
}

/** A contact gets at most one survey a month, whatever survey it is (post-support SOP, "Frequency"). */
export const restDays = 30

/** An active user is one who was seen within this many days, or of whom no usage is known. */
export const seenWithinDays = 90

/** The part of a hundred that is sampled in a round: the next part each time, so that in the end everybody is asked. */
export function sampleFrom(round: number, percent: number): number {
  return (((round * percent) % 100) + 100) % 100
}

/**
 * How a wave reaches its people: by mail, by text message, by mail and where that cannot reach them by text message, on a
 * page of the product, or by calls.
 */
export const waveWays = ['mail', 'sms', 'either', 'in_app', 'phone'] as const
export type WaveWay = (typeof waveWays)[number]

/** Why somebody is left out of a wave, first reason that holds. */
/** More than these nobody calls in one wave. */
export const mostCalls = 500

export const exclusionReasons = [
  'internal',
  'own_domain',
  'no_address',
  'bounced',
  'unsubscribed',
  'same_address',
  'no_number',
  'no_phone',
  'no_way',
  'sms_stopped',
  'sms_refused',
  'sms_not_asked',
  'same_number',
  'account_churned',
  'account_prospect',
  'not_in_audience',
  'opened_by_us',
  'programme_off',
  'survey_not_ready',
  'too_late',
  'nobody_marked',
  'overtaken',
  'nobody_left',
  'not_seen',
  'not_sampled',
  'asked_today',
  'asked_recently',
  'too_many_calls',
] as const
export type ExclusionReason = (typeof exclusionReasons)[number]

export const exclusionWords: Record<ExclusionReason, { why: string; hint: string }> = {
  internal: { why: 'People of our own company', hint: 'marked as internal' },
  own_domain: { why: 'Address of our own company', hint: 'its domain stands in the settings as ours' },
  no_address: { why: 'No mail address', hint: 'add one to the contact' },
  bounced: { why: 'Mail came back', hint: 'the address needs checking' },
  unsubscribed: { why: 'Unsubscribed from surveys', hint: 'their choice, stays so' },
  same_address: { why: 'Same address as another contact', hint: 'asked once; merge the two' },
  no_number: { why: 'No number that can be texted', hint: 'write the telephone with its country' },
  no_phone: { why: 'No telephone number', hint: 'add one to the contact' },
  no_way: { why: 'Neither a mail address nor a number', hint: 'add one of them to the contact' },
  sms_stopped: { why: 'Answered STOP to a text message', hint: 'only their START takes it back' },
  sms_refused: { why: 'Refused surveys by text message', hint: 'their choice, stays so' },
  sms_not_asked: { why: 'Have not said yes to text messages', hint: 'ask them, then note it on the contact' },
  same_number: { why: 'Same number as another contact', hint: 'asked once; merge the two' },
  account_churned: { why: 'Their account has left', hint: 'not a customer any more' },
  account_prospect: { why: 'Their account is a prospect', hint: 'not a customer yet' },
  not_in_audience: { why: 'Not of the audience', hint: 'the programme is for others' },
  opened_by_us: { why: 'The ticket was opened by us', hint: 'they did not ask for help' },
  programme_off: { why: 'The programme was off', hint: 'turn it on to ask the next ones' },
  survey_not_ready: { why: 'The survey was not ready', hint: 'archived, without questions or with faults' },
  too_late: { why: 'Told too long afterwards', hint: 'asked within a week, or not at all' },
  nobody_marked: {
    why: 'Nobody is marked at the account',
    hint: 'give a contact the role implementation project manager',
  },
  nobody_left: { why: 'Nobody remained to be asked', hint: 'the preview shows why each is left out' },
  overtaken: { why: 'The next one was due already', hint: 'nothing ran for a whole quarter' },
  not_seen: { why: `Not heard of for ${seenWithinDays} days`, hint: 'not an active user' },
  not_sampled: { why: 'Not in the sample', hint: 'others are taken the next time' },
  asked_today: { why: 'Asked by another programme that day', hint: 'one a day, whatever the reason' },
  asked_recently: {
    why: `Asked or answered in the last ${restDays} days`,
    hint: 'at most one survey a month',
  },
  too_many_calls: {
    why: `Beyond the ${mostCalls} calls of a wave`,
    hint: 'others are called the next time; choose fewer, or ask by mail',
  },
}

/** Where a card or call stands, and what that means for the person. */
export const stages = {
  waiting: { outcome: 'waiting', state: 'Waits for them' },
  to_call: { outcome: 'waiting', state: 'To be called' },
  tried: { outcome: 'waiting', state: 'Called, nobody answered' },
  shown: { outcome: 'reached', state: 'Shown' },
  dismissed: { outcome: 'reached', state: 'Shown, closed by them' },
  answered: { outcome: 'reached', state: 'Answered' },
  refused: { outcome: 'reached', state: 'Called, did not want to answer' },
  not_sent: { outcome: 'kept_back', state: 'Not sent' },
  stopped: { outcome: 'kept_back', state: 'Not sent' },
  not_seen: { outcome: 'kept_back', state: 'Not shown' },
} as const
export type Stage = keyof typeof stages
export const stageNames = Object.keys(stages) as Stage[]

/** How long nothing may follow what was sent from the page of a mail before it counts. */
export const settleMinutes = 2
const mostLinks = 3

/**
 * Signs of a machine in what was sent to one invitation of a mail before it counts: a field or button that people do not see
 * was used, or answers were sent from three links of the mail (from both, where it has two). A person follows one and
 * changes their mind on the page; whoever looks into mails for dangers follows all.
 */
export function mailMachineSign(
  sends: readonly { link: string | null; isTrapped: boolean }[],
  linksInMail: number,
): 'trap' | 'several_links' | undefined {
  if (sends.some((one) => one.isTrapped)) return 'trap'
  const links = new Set(sends.flatMap(({ link }) => link ?? []))
  return links.size >= Math.max(2, Math.min(mostLinks, linksInMail)) ? 'several_links' : undefined
}

const windowMs = 10_000
const mostScores = 3

/**
 * Signs of a machine where no mail leads to the page: the field that people do not see is filled, or several different
 * scores came within seconds.
 * Answers a code, or undefined for a person. Such an answer is provisional: kept, not counted.
 */
export function machineSign(sign: {
  trap: string
  scoreTimes: readonly Date[]
  now: Date
}): 'trap' | 'several_scores' | undefined {
  if (sign.trap !== '') return 'trap'
  const recent = sign.scoreTimes.filter((time) => sign.now.getTime() - time.getTime() < windowMs)
  return recent.length >= mostScores ? 'several_scores' : undefined
}

/** The times worth keeping for `machineSign`, this one included. */
export function recentTimes(times: readonly Date[], now: Date): Date[] {
  return [...times.filter((time) => now.getTime() - time.getTime() < windowMs), now].slice(-mostScores)
}

/** Minutes that a detractor without words has to add some, before the feedback item is made without them. */
export const waitForWordsMinutes = 15

/** Whether an answer makes a feedback item: it has words, a chosen reason, or is negative. */
export function makesItem(answer: {
  words: string | null
  choice: string | null
  isNegative: boolean
}): boolean {
  return answer.isNegative || (answer.words ?? '').trim() !== '' || answer.choice !== null
}

/** The first name to greet somebody with; undefined when the name is none (an address, one letter). */
export function firstName(name: string | null): string | undefined {
  const first = name?.trim().split(/\s+/)[0] ?? ''
  return first.length > 1 && !first.includes('@') ? first : undefined
}
