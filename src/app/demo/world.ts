import type { Hours } from '#app/demo/hours.ts'
import type { SegmentName } from '#app/demo/names.ts'
import { Dice } from '#app/demo/random.ts'
import type { ItemType, Topic } from '#app/demo/words.ts'
import { makeAnswers } from '#app/demo/world-answers.ts'
import { makeAccounts } from '#app/demo/world-customers.ts'
import { makeItems } from '#app/demo/world-items.ts'

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
  phone: string | null
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
  /** A smaller wave of the last weeks, whose mails are in the outbox. */
  recent: DemoWave
}

/** Makes the year that ends at `now`; members do their part in their hours. */
export function makeWorld(now: Date, hours: Hours, seed = 7): DemoWorld {
  const dice = new Dice(seed)
  const accounts = makeAccounts(dice)
  const items = makeItems(dice, accounts, now, hours)
  return { accounts, items, ...makeAnswers(dice, accounts, now, hours) }
}
