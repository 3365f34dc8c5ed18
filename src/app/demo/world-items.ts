import type { Hours } from '#app/demo/hours.ts'
import { colleagues } from '#app/demo/names.ts'
import { type Dice, fill } from '#app/demo/random.ts'
import { type ItemType, impacts, openers, type Topic, topics, whole } from '#app/demo/words.ts'
import type { DemoAccount, DemoItem } from '#app/demo/world.ts'
import { workingTime } from '#app/demo/world-times.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

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

/** What they said during the year that ends at `now`, in the order of time. */
export function makeItems(dice: Dice, accounts: DemoAccount[], now: Date, hours: Hours): DemoItem[] {
  const heard = new Set<string>()
  const items: DemoItem[] = []
  const fixed = whole.map((text, i) => ({ ...text, daysAgo: i < 3 ? [0.15, 41, 96][i]! : 3 + i * 11 }))
  for (let i = 0; i < itemCount; i++) {
    const set = fixed[i]
    // Feedback grows over the year, and rests at weekends and at night.
    const fresh = freshHours[i - whole.length]
    const daysAgo =
      set?.daysAgo ?? (fresh ? fresh / 24 : 362 * (1 - (Math.sqrt(0.36 + 1.6 * dice.next()) - 0.6) / 0.8))
    const about = fresh
      ? new Date(now.getTime() - fresh * hour)
      : workingTime(dice, new Date(now.getTime() - daysAgo * day), now)
    const isAnonymous = dice.chance(0.05)
    const account = isAnonymous ? null : pickAccount(dice, accounts, daysAgo)
    const topic = set ? topics.find((one) => one.key === set.topic)! : pickTopic(dice, daysAgo / 30.4)
    const mood = account === null ? 0.5 : accounts[account]!.mood
    const type = set?.type ?? pickType(dice, topic, mood)
    const text = set?.text ?? sayUnheard(dice, topic, type, heard)
    const channel = set?.critical ? 'support' : dice.weighted(channels)
    // Customers write whenever they like; a talk takes two.
    const at = isTalk(channel) ? hours.at(about) : about
    const waitOf = (minutes: number) =>
      Math.ceil((hours.after(new Date(at.getTime() + minutes * minute)).getTime() - at.getTime()) / minute)
    const contact =
      account === null || dice.chance(0.06) ? null : dice.whole(0, accounts[account]!.contacts.length - 1)
    const priority = set?.critical ? 'critical' : priorityOf(dice, type)
    const ageMinutes = (now.getTime() - at.getTime()) / minute
    const triage = waitOf(Math.round(dice.around(daysAgo < 30 ? 240 : 420, 0.9)) + 4)
    // A few slip through, and the newest simply wait.
    const triagedAfter =
      triage < ageMinutes && !dice.chance(daysAgo < 1 ? 0.5 : daysAgo < 2 ? 0.3 : daysAgo < 4 ? 0.08 : 0)
        ? triage
        : null
    const takes = dice.around((answerHours[channel] ?? 8) * (priority === 'critical' ? 0.2 : 1), 0.95)
    const wait = waitOf(Math.round(takes * 60) + 3)
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

const isTalk = (channel: string) => channel === 'phone' || channel === 'check_in'

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
