import { triageDueAt } from '#organize/inbox/rules.ts'

/** Where a loop stands and what closes it, as pure functions over what was done. */

export const links = ['heard', 'understood', 'decided', 'acted', 'told', 'confirmed'] as const
export type Link = (typeof links)[number]
export type Missing = Exclude<Link, 'heard'>
export const missable = links.slice(1) as Missing[]

/** What follows from an item: a request it stands behind, a case about it, an action for it, or what was done by hand. */
export interface Road {
  kind: 'request' | 'case' | 'action' | 'hand'
  id: string
  name: string
  /** null: nobody has decided yet */
  decidedAt: Date | null
  decided: string
  /** `not_owed`: the decision asks for nothing to be done */
  actedAt: Date | 'not_owed' | null
  acted: string
  /** A word to the customer counts from here on. */
  toldFrom: Date | null
  /** Whom it is about; absent: everybody who said the item. */
  people?: readonly string[]
  /** The customer's own word that it is solved, or that they are not to be asked. */
  confirmation?: { at: Date; by: 'call' | 'mail' | 'survey' | 'not_asked' } | undefined
}

/** A word from a person of ours to one contact. */
export interface Tell {
  at: Date
  contactId: string
  by: 'update' | 'mail' | 'sms' | 'call' | 'meeting'
  /** of which request it speaks; null: of the item or a case about it */
  requestId: string | null
}

/** A survey that asks again. */
export interface Ask {
  /** the request or case that it asks about; null: the item itself */
  roadId: string | null
  contactId: string | null
  state: 'waiting' | 'sent' | 'not_sent'
  at: Date
  why: string | null
  answer: { at: Date; isNegative: boolean } | null
}

export interface LoopFacts {
  receivedAt: Date
  channel: string
  type: string | null
  triagedAt: Date | null
  /** contacts who said it, each once */
  people: readonly string[]
  roads: readonly Road[]
  tells: readonly Tell[]
  asks: readonly Ask[]
}

/** What closes the next link, and where that is done. */
export interface Act {
  words: string
  /** null: the item itself */
  road: { kind: Exclude<Road['kind'], 'hand'>; id: string } | null
}

export interface LedgerEntry {
  key: Link
  state: 'done' | 'missing' | 'under_way' | 'ahead' | 'not_owed'
  at: Date | null
  /** by what, or why not */
  by: string
  act: Act | null
  /** when it must be there, where a clock runs */
  dueAt?: Date | undefined
}

const latest = (times: readonly (Date | null)[]): Date | null =>
  times.reduce((a, b) => (a && b ? (a > b ? a : b) : (a ?? b)), null)

/** The first of some words. */
export const firstOf = (tells: readonly Tell[]): Date | null =>
  tells.reduce<Date | null>((first, one) => (first && first <= one.at ? first : one.at), null)

const goTo = ({ kind, id }: Road) => (kind === 'hand' ? null : { kind, id })

/** When a contact first got a word about what a road led to. */
function toldAt(facts: LoopFacts, road: Road, contactId: string): Date | null {
  const from = road.toldFrom
  if (!from) return null
  return firstOf(
    facts.tells.filter(
      (one) =>
        one.contactId === contactId &&
        one.at >= from &&
        (one.requestId === null || one.requestId === road.id),
    ),
  )
}

/** The six links of a loop in order. The first that is `missing` is where the wire breaks; the rest may be there already. */
export function ledgerOf(facts: LoopFacts): LedgerEntry[] {
  const entries: LedgerEntry[] = [
    { key: 'heard', state: 'done', at: facts.receivedAt, by: facts.channel, act: null },
    facts.type
      ? {
          key: 'understood',
          state: 'done',
          at: facts.triagedAt ?? facts.receivedAt,
          by: facts.type,
          act: null,
        }
      : {
          ...gap('understood', 'Nobody has said what kind of feedback it is', 'Give it a type', null),
          dueAt: triageDueAt({ ...facts, isHistory: false, status: 'open' }) ?? undefined,
        },
    decided(facts),
    acted(facts),
    told(facts),
    confirmed(facts),
  ]
  // Behind the break nothing is missing yet: it lies ahead.
  const at = entries.findIndex((entry) => entry.state === 'missing')
  return entries.map((entry, i) =>
    at >= 0 && i > at && entry.state !== 'done' ? { ...entry, state: 'ahead', act: null } : entry,
  )
}

function gap(
  key: Missing,
  by: string,
  words: string,
  road: Act['road'],
  at: Date | null = null,
): LedgerEntry {
  return { key, state: 'missing', at, by, act: { words, road } }
}

function decided({ roads }: LoopFacts): LedgerEntry {
  if (roads.length === 0)
    return gap(
      'decided',
      'Nothing follows from it yet',
      'Answer it, link it to a request, or open a case',
      null,
    )
  const open = roads.find((road) => !road.decidedAt)
  if (open)
    return gap(
      'decided',
      `“${open.name}” waits for a decision`,
      open.kind === 'case' ? 'Do its first step' : 'Decide the request',
      goTo(open),
    )
  return {
    key: 'decided',
    state: 'done',
    at: latest(roads.map((road) => road.decidedAt)),
    by: [...new Set(roads.map((road) => road.decided))].join(', '),
    act: null,
  }
}

const actWords: Record<Road['kind'], [by: string, words: string]> = {
  request: ['has not shipped', 'See the request'],
  case: ['is open', 'Go on with the case'],
  action: ['is not done', 'See the corrective action'],
  hand: ['is not done', 'Close it'],
}

function acted({ roads }: LoopFacts): LedgerEntry {
  const open = roads.find((road) => !road.actedAt)
  if (open || roads.length === 0) {
    const [by, words] = actWords[open?.kind ?? 'hand']
    return gap(
      'acted',
      open ? `“${open.name}” ${by}` : 'Nothing was done yet',
      words,
      open ? goTo(open) : null,
    )
  }
  const owed = roads.filter((road) => road.actedAt !== 'not_owed')
  return {
    key: 'acted',
    state: owed.length > 0 ? 'done' : 'not_owed',
    at: latest(owed.map((road) => road.actedAt as Date)),
    by: [...new Set((owed.length > 0 ? owed : roads).map((road) => road.acted))].join(', '),
    act: null,
  }
}

function told(facts: LoopFacts): LedgerEntry {
  const told: Date[] = []
  const people = new Set<string>()
  const left = new Set<string>()
  let waits: Road | undefined
  for (const road of facts.roads)
    for (const contactId of road.people ?? facts.people) {
      people.add(contactId)
      const at = toldAt(facts, road, contactId)
      if (at) told.push(at)
      else {
        left.add(contactId)
        waits ??= road
      }
    }
  if (people.size === 0 && (facts.people.length === 0 || facts.roads.length > 0))
    return { key: 'told', state: 'not_owed', at: null, by: 'Anonymous: there is nobody to tell', act: null }
  if (waits || people.size === 0) {
    const reached = people.size - left.size
    return gap(
      'told',
      people.size > 1 && reached > 0
        ? `${reached} of ${people.size} were told`
        : people.size > 1
          ? `None of ${people.size} was told`
          : 'The customer was not told',
      waits?.kind === 'request' ? 'Tell those behind the request' : 'Write to them',
      waits ? goTo(waits) : null,
    )
  }
  return {
    key: 'told',
    state: 'done',
    at: latest(told),
    by: people.size > 1 ? `all ${people.size} who said it` : 'the customer',
    act: null,
  }
}

function confirmed({ roads, asks }: LoopFacts): LedgerEntry {
  const done: { at: Date; by: string }[] = []
  const asked: Ask[] = []
  const left: { at: Date; by: string }[] = []
  const settled = (one: Ask): LedgerEntry | undefined => {
    if (one.state === 'waiting')
      return gap('confirmed', 'They are asked again', 'Nothing to do until then', null, one.at)
    if (one.answer?.isNegative)
      return gap('confirmed', 'They say it is not solved', 'Take it up again', null, one.answer.at)
    if (one.answer) done.push({ at: one.answer.at, by: 'by their answer' })
    else if (one.state === 'sent') asked.push(one)
    else left.push({ at: one.at, by: `Not asked: ${one.why ?? 'nobody could be reached'}` })
    return undefined
  }
  for (const road of roads) {
    const word = road.confirmation
    if (word && word.by !== 'not_asked') {
      done.push({ at: word.at, by: word.by === 'survey' ? 'by their answer' : `by ${word.by}` })
      continue
    }
    if (word) left.push({ at: word.at, by: 'They were not to be asked' })
    // Of several for one person the newest counts: who was asked again after a second try has answered that.
    for (const one of newest(asks.filter((ask) => ask.roadId === road.id))) {
      const missing = settled(one)
      if (missing) return { ...missing, act: { ...missing.act!, road: goTo(road) } }
    }
  }
  for (const one of newest(asks.filter((ask) => ask.roadId === null))) {
    const missing = settled(one)
    if (missing) return missing
  }
  if (asked.length > 0)
    return {
      key: 'confirmed',
      state: 'under_way',
      at: latest(asked.map((one) => one.at)),
      by: 'Asked again, no answer yet',
      act: null,
    }
  if (done.length > 0)
    return {
      key: 'confirmed',
      state: 'done',
      at: latest(done.map((one) => one.at)),
      by: done[0]!.by,
      act: null,
    }
  return {
    key: 'confirmed',
    state: 'not_owed',
    at: latest(left.map((one) => one.at)),
    by: left[0]?.by ?? 'No follow-up is due',
    act: null,
  }
}

function newest(asks: readonly Ask[]): Ask[] {
  const of = new Map<string | null, Ask>()
  for (const one of asks) if (!((of.get(one.contactId)?.at ?? one.at) > one.at)) of.set(one.contactId, one)
  return [...of.values()]
}

/** The first missing link, or when the loop was closed. */
export function positionOf(
  entries: readonly LedgerEntry[],
): { missing: Missing; closedAt: null } | { missing: null; closedAt: Date } {
  const open = entries.find((entry) => entry.state === 'missing')
  if (open) return { missing: open.key as Missing, closedAt: null }
  return { missing: null, closedAt: latest(entries.map((entry) => entry.at))! }
}

/** In words, as filters and lists name it. */
export const missingWords: Record<Missing, string> = {
  understood: 'Not understood',
  decided: 'Not decided',
  acted: 'Not acted on',
  told: 'Not told',
  confirmed: 'Not confirmed',
}
