import {
  colleagues,
  firstNames,
  kindsOf,
  lastNames,
  placeNames,
  type SegmentName,
  segments,
  titles,
  zones,
} from '#app/demo/names.ts'
import { Dice } from '#app/demo/random.ts'
import { type ItemType, impacts, openers, reasons, type Topic, topics, whole } from '#app/demo/words.ts'

/** A year of an invented company, as plain data: the same seed and day give the same year. */
export interface DemoAccount {
  name: string
  domain: string
  segment: SegmentName
  lifecycle: 'prospect' | 'active' | 'churned'
  mrrCents: number | null
  earlierMrrCents: number | null
  ownerIndex: number | null
  liveDaysAgo: number
  renewalInDays: number | null
  /** How content they are, from 0 to 1; moves scores and what they say. */
  mood: number
  contacts: DemoContact[]
}

export interface DemoContact {
  name: string
  email: string
  title: string
  roles: string[]
  zone: string
  locale: string
  isOff: boolean
}

export interface DemoItem {
  at: Date
  account: number | null
  contact: number | null
  channel: string
  kind: 'bug' | 'feature' | 'general' | null
  text: string
  rating: number | null
  type: ItemType
  topic: Topic
  priority: 'critical' | 'high' | 'medium' | 'low'
  sentiment: 'positive' | 'neutral' | 'negative' | 'mixed'
  /** Minutes until the type was set; null: still waiting. */
  triagedAfter: number | null
  /** Minutes until a person answered; null: nobody did or had to. */
  answeredAfter: number | null
  isDone: boolean
  assignee: number | null
}

export interface DemoWave {
  name: string
  at: Date
  asked: { account: number; contact: number }[]
  answers: DemoAnswer[]
}

export interface DemoAnswer {
  account: number
  contact: number
  score: number
  at: Date
  words: string | null
  /** What became of a detractor. */
  followUp: 'none' | 'opened' | 'reached' | 'planned' | 'resolved'
}

export interface DemoWorld {
  accounts: DemoAccount[]
  items: DemoItem[]
  waves: DemoWave[]
  /** Scores told by telephone during the last days, outside any wave. */
  calls: DemoAnswer[]
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** Makes the year that ends at `now`. */
export function makeWorld(now: Date, seed = 7): DemoWorld {
  const dice = new Dice(seed)
  const accounts = makeAccounts(dice)
  const items = makeItems(dice, accounts, now)
  const { waves, calls } = makeAnswers(dice, accounts, now)
  return { accounts, items, waves, calls }
}

const sizes: Record<SegmentName, readonly [share: number, mrr: number]> = {
  School: [0.38, 120_000],
  Clinic: [0.27, 95_000],
  Club: [0.2, 42_000],
  Nursery: [0.15, 30_000],
}

function makeAccounts(dice: Dice): DemoAccount[] {
  return dice
    .shuffle(placeNames)
    .concat(dice.shuffle(placeNames).slice(0, 42))
    .map((place, i) => {
      const segment = dice.weighted(segments.map((name) => [name, sizes[name][0]] as const))
      const name = `${place} ${dice.pick(kindsOf(segment))}`
      const domain = `${name.toLowerCase().replace(/[^a-z]+/g, '-')}${i >= placeNames.length ? `-${i}` : ''}.example`
      const lifecycle = dice.weighted([
        ['active', 80],
        ['churned', 9],
        ['prospect', 11],
      ] as const)
      const mrr = Math.max(5_000, Math.round(dice.around(sizes[segment][1], 0.7) / 500) * 500)
      const mood = Math.min(
        0.98,
        Math.max(0.05, (lifecycle === 'churned' ? 0.3 : 0.64) + (dice.next() - 0.5) * 0.6),
      )
      return {
        name: i >= placeNames.length && dice.chance(0.5) ? `${name} East` : name,
        domain,
        segment,
        lifecycle,
        mrrCents: lifecycle === 'prospect' || dice.chance(0.03) ? null : mrr,
        earlierMrrCents:
          lifecycle === 'active' && dice.chance(0.3)
            ? Math.round((mrr * (0.6 + dice.next() * 0.3)) / 500) * 500
            : null,
        ownerIndex: dice.chance(0.12)
          ? null
          : dice.weighted([
              [-1, 3],
              [0, 5],
              [1, 3],
              [2, 2],
            ] as const),
        liveDaysAgo: lifecycle === 'prospect' ? -dice.whole(10, 60) : dice.whole(20, 900),
        renewalInDays: lifecycle === 'active' ? dice.whole(5, 360) : null,
        mood,
        contacts: makeContacts(dice, domain, segment),
      }
    })
}

function makeContacts(dice: Dice, domain: string, segment: SegmentName): DemoContact[] {
  const used = new Set<string>()
  return Array.from(
    {
      length: dice.weighted([
        [1, 2],
        [2, 4],
        [3, 4],
        [4, 2],
        [5, 1],
      ] as const),
    },
    () => {
      let name = ''
      do name = `${dice.pick(firstNames)} ${dice.pick(lastNames)}`
      while (used.has(name))
      used.add(name)
      const [title, roles] = dice.weighted(titles.map(([t, r, weight]) => [[t, r] as const, weight] as const))
      const [zone, locale] = dice.weighted(zones.map(([z, l, weight]) => [[z, l] as const, weight] as const))
      return {
        name,
        email: `${name.toLowerCase().replace(' ', '.')}@${domain}`,
        title: title === 'practice manager' && segment !== 'Clinic' ? 'head of office' : title,
        roles: [...roles],
        zone,
        locale,
        isOff: dice.chance(0.03),
      }
    },
  )
}

const channels = [
  ['email', 26],
  ['widget', 24],
  ['support', 15],
  ['chat', 10],
  ['phone', 7],
  ['form', 5],
  ['check_in', 6],
  ['review', 5],
  ['social', 3],
] as const

/** How long a first answer takes, in hours, by channel. */
const answerHours: Record<string, number> = {
  chat: 0.7,
  phone: 1,
  widget: 5,
  email: 7,
  support: 4,
  form: 9,
  check_in: 3,
  review: 22,
  social: 15,
}

const itemCount = 1320
/** Whatever day it is, something came in lately. */
const freshHours = [0.4, 1.1, 2.3, 3.2, 4.8, 6.5, 9, 12, 15, 19, 22, 26, 30, 34]

function makeItems(dice: Dice, accounts: DemoAccount[], now: Date): DemoItem[] {
  const heard = new Set<string>()
  const items: DemoItem[] = []
  const fixed = whole.map((text, i) => ({ ...text, daysAgo: i < 3 ? [0.15, 41, 96][i]! : 3 + i * 11 }))
  for (let i = 0; i < itemCount; i++) {
    const set = fixed[i]
    // Feedback grows over the year, and rests at weekends and at night.
    const fresh = freshHours[i - whole.length]
    const daysAgo =
      set?.daysAgo ?? (fresh ? fresh / 24 : 362 * (1 - (Math.sqrt(0.36 + 1.6 * dice.next()) - 0.6) / 0.8))
    const at = fresh
      ? new Date(now.getTime() - fresh * hour)
      : workingTime(dice, new Date(now.getTime() - daysAgo * day), now)
    const isAnonymous = dice.chance(0.05)
    const account = isAnonymous ? null : pickAccount(dice, accounts, daysAgo)
    const topic = set ? topics.find((one) => one.key === set.topic)! : pickTopic(dice, daysAgo / 30.4)
    const mood = account === null ? 0.5 : accounts[account]!.mood
    const type = set?.type ?? pickType(dice, topic, mood)
    const text = set?.text ?? sayUnheard(dice, topic, type, heard)
    const channel = set?.critical ? 'support' : dice.weighted(channels)
    const contact =
      account === null || dice.chance(0.06) ? null : dice.whole(0, accounts[account]!.contacts.length - 1)
    const priority = set?.critical ? 'critical' : priorityOf(dice, type)
    const ageMinutes = (now.getTime() - at.getTime()) / minute
    const triage = Math.round(dice.around(daysAgo < 30 ? 240 : 420, 0.9)) + 4
    // A few slip through, and the newest simply wait.
    const triagedAfter =
      triage < ageMinutes && !dice.chance(daysAgo < 1 ? 0.5 : daysAgo < 2 ? 0.3 : daysAgo < 4 ? 0.08 : 0)
        ? triage
        : null
    const wait =
      Math.round(dice.around((answerHours[channel] ?? 8) * (priority === 'critical' ? 0.2 : 1), 0.95) * 60) +
      3
    const needsAnswer = contact !== null && (type !== 'praise' || dice.chance(0.6)) && !dice.chance(0.06)
    const answeredAfter =
      needsAnswer && wait < ageMinutes && (triagedAfter !== null || dice.chance(0.3)) ? wait : null
    items.push({
      at,
      account,
      contact,
      channel,
      kind:
        channel === 'widget' || channel === 'form'
          ? type === 'bug_report'
            ? 'bug'
            : type === 'feature_request'
              ? 'feature'
              : 'general'
          : null,
      text,
      rating:
        channel === 'review'
          ? type === 'praise'
            ? 5
            : type === 'bug_report' || type === 'performance_complaint'
              ? dice.whole(1, 2)
              : dice.whole(2, 4)
          : null,
      type,
      topic,
      priority,
      sentiment: sentimentOf(dice, type),
      triagedAfter,
      answeredAfter,
      isDone:
        triagedAfter !== null &&
        (answeredAfter !== null || contact === null || type === 'praise') &&
        dice.chance(daysAgo > 21 ? 0.94 : daysAgo > 5 ? 0.6 : 0.25),
      assignee: triagedAfter !== null && dice.chance(0.8) ? dice.whole(-1, colleagues.length - 1) : null,
    })
  }
  return items.sort((a, b) => a.at.getTime() - b.at.getTime())
}

/** One account has fallen silent for long: who speaks is not the same all year. */
function pickAccount(dice: Dice, accounts: DemoAccount[], daysAgo: number): number {
  for (;;) {
    const i = Math.floor(accounts.length * dice.next() ** 1.5)
    const account = accounts[i]!
    if (account.lifecycle === 'churned' && daysAgo < 60) continue
    if (account.lifecycle === 'prospect' && !dice.chance(0.3)) continue
    if (i % 7 === 3 && daysAgo > 50 && daysAgo < 150) continue
    return i
  }
}

function pickTopic(dice: Dice, monthsAgo: number): Topic {
  return dice.weighted(
    topics.map((topic) => {
      const isUp = topic.surge && monthsAgo >= topic.surge[0] && monthsAgo <= topic.surge[1]
      return [topic, topic.weight * (isUp ? topic.surge![2] : 1)] as const
    }),
  )
}

function pickType(dice: Dice, topic: Topic, mood: number): ItemType {
  const weights: Record<ItemType, number> = {
    bug_report: 5.5 * (1.3 - mood),
    feature_request: 4.5,
    usability_issue: 3.5 * (1.3 - mood),
    performance_complaint: 2.6 * (1.3 - mood),
    pricing: 2 * (1.3 - mood),
    praise: 4.5 * mood,
    question: 2.2,
  }
  return dice.weighted((Object.keys(topic.says) as ItemType[]).map((type) => [type, weights[type]] as const))
}

function priorityOf(dice: Dice, type: ItemType): DemoItem['priority'] {
  if (type === 'bug_report')
    return dice.weighted([
      ['critical', 0.05],
      ['high', 0.4],
      ['medium', 0.4],
      ['low', 0.15],
    ] as const)
  if (type === 'praise' || type === 'question')
    return dice.weighted([
      ['medium', 0.2],
      ['low', 0.8],
    ] as const)
  return dice.weighted([
    ['high', 0.25],
    ['medium', 0.5],
    ['low', 0.25],
  ] as const)
}

function sentimentOf(dice: Dice, type: ItemType): DemoItem['sentiment'] {
  if (type === 'praise') return 'positive'
  if (type === 'question' || type === 'feature_request')
    return dice.weighted([
      ['neutral', 0.75],
      ['negative', 0.15],
      ['positive', 0.1],
    ] as const)
  return dice.weighted([
    ['negative', 0.85],
    ['mixed', 0.1],
    ['neutral', 0.05],
  ] as const)
}

/** Fills `{a|b}` choices from the inside out. */
export function fill(dice: Dice, text: string): string {
  let filled = text
  for (let before = ''; before !== filled; ) {
    before = filled
    filled = filled.replace(/\{([^{}]*)\}/g, (_, choices: string) => dice.pick(choices.split('|')))
  }
  return filled
}

function sayUnheard(dice: Dice, topic: Topic, type: ItemType, heard: Set<string>): string {
  let said = ''
  for (let attempt = 0; attempt < 12; attempt++) {
    const core = fill(dice, dice.pick(topic.says[type]!))
    const opener = fill(dice, dice.pick(openers[type] ?? ['']))
    const impact = fill(dice, dice.pick(impacts[type] ?? ['']))
    const body =
      opener && !/[.:] $/.test(opener) && !/^I\b/.test(core)
        ? core.charAt(0).toLowerCase() + core.slice(1)
        : core
    const end = /[.?!]$/.test(body)
      ? ''
      : /^(could|can|do|does|is|who|when|where|how)\b/i.test(core)
        ? '?'
        : '.'
    said = `${opener}${body}${end}${impact}`
    if (!heard.has(said)) break
  }
  heard.add(said)
  return said
}

/** Moves a moment into office hours of its day, never past now. */
function workingTime(dice: Dice, about: Date, now: Date): Date {
  const at = new Date(about)
  if (!dice.chance(0.08)) {
    const weekday = at.getUTCDay()
    if (weekday === 0) at.setUTCDate(at.getUTCDate() - 2)
    if (weekday === 6) at.setUTCDate(at.getUTCDate() - 1)
    at.setUTCHours(7 + Math.floor(dice.next() * 11), dice.whole(0, 59), dice.whole(0, 59), 0)
  }
  return at > now ? new Date(now.getTime() - dice.whole(4, 300) * minute) : at
}

function makeAnswers(
  dice: Dice,
  accounts: DemoAccount[],
  now: Date,
): { waves: DemoWave[]; calls: DemoAnswer[] } {
  const waves = lastWeeksOfQuarters(now, 5).map((at, i, list): DemoWave => {
    const lift = (i - (list.length - 1)) * 0.035
    const asked = accounts.flatMap((account, a) =>
      account.lifecycle === 'active' || (account.lifecycle === 'churned' && i < 2)
        ? account.contacts.flatMap((contact, c) =>
            contact.isOff || !dice.chance(0.75) ? [] : [{ account: a, contact: c }],
          )
        : [],
    )
    const answers = asked
      .filter(() => dice.chance(0.34))
      .map((who) => {
        const answeredAt = new Date(
          Math.min(at.getTime() + dice.around(20, 1.1) * hour, now.getTime() - hour),
        )
        const given = answer(
          dice,
          who,
          accounts[who.account]!.mood + lift,
          answeredAt,
          (now.getTime() - answeredAt.getTime()) / day,
        )
        // Cases came with the last two waves; before that nobody followed up.
        return i < list.length - 2 ? { ...given, followUp: 'none' as const } : given
      })
    const quarter = `Q${Math.floor(at.getUTCMonth() / 3) + 1} ${at.getUTCFullYear()}`
    return { name: quarter, at, asked, answers }
  })
  const active = accounts.flatMap((account, a) =>
    account.lifecycle === 'active' && account.ownerIndex !== null ? [a] : [],
  )
  const plan = [
    [3, 5, 'opened'],
    [2, 19, 'opened'],
    [5, 22, 'opened'],
    [1, 52, 'opened'],
    [4, 75, 'opened'],
    [3, 98, 'reached'],
    [6, 130, 'reached'],
    [2, 200, 'planned'],
    [5, 260, 'planned'],
    [4, 330, 'resolved'],
  ] as const
  const calls = plan.map(([score, hoursAgo, followUp], i) => ({
    account: active[(i * 11 + 4) % active.length]!,
    contact: 0,
    score,
    at: new Date(now.getTime() - hoursAgo * hour),
    words: `${fill(dice, dice.pick(reasons.detractor))}.`,
    followUp,
  }))
  // Answers given in talks during the last weeks, so that the running quarter has a score.
  const talks = active.slice(0, 44).map((account, i): DemoAnswer => {
    const at = workingTime(dice, new Date(now.getTime() - (1 + i * 0.8) * day), now)
    return {
      ...answer(dice, { account, contact: 0 }, accounts[account]!.mood + 0.05, at, 60),
      followUp: 'none',
    }
  })
  return { waves, calls: [...calls, ...talks.filter((talk) => talk.score > 6 || talk.account % 4 === 0)] }
}

function answer(
  dice: Dice,
  who: { account: number; contact: number },
  mood: number,
  at: Date,
  daysAgo: number,
): DemoAnswer {
  const score = Math.max(
    0,
    Math.min(10, Math.round(4.6 + 6.6 * mood + (dice.next() + dice.next() - 1) * 3.2)),
  )
  const group = score >= 9 ? 'promoter' : score >= 7 ? 'passive' : 'detractor'
  const said = dice.chance(group === 'detractor' ? 0.75 : 0.5) ? fill(dice, dice.pick(reasons[group])) : null
  return {
    ...who,
    score,
    at,
    words: said && (/[.!?]$/.test(said) ? said : `${said}.`),
    followUp:
      group !== 'detractor'
        ? 'none'
        : daysAgo > 45
          ? dice.chance(0.88)
            ? 'resolved'
            : 'planned'
          : dice.weighted([
              ['resolved', 4],
              ['planned', 3],
              ['reached', 3],
            ] as const),
  }
}

/** Tuesday mornings in the last week of the quarters that have ended, the oldest first. */
export function lastWeeksOfQuarters(now: Date, count: number): Date[] {
  const first = Math.floor(now.getUTCMonth() / 3) * 3
  return Array.from({ length: count }, (_, i) => {
    const end = new Date(Date.UTC(now.getUTCFullYear(), first - 3 * (count - 1 - i), 1, 9))
    end.setUTCDate(end.getUTCDate() - 1)
    while (end.getUTCDay() !== 2) end.setUTCDate(end.getUTCDate() - 1)
    return end
  })
}
