import { type Queue, type RoutingRule, routeOf, type Status } from '#organize/inbox/rules.ts'

/** What triage does to one item, and how it is taken back. Pure. */

/** What can change about an item. Ids are UUIDs, times ISO texts, so that it can be kept as JSON. */
export interface Standing {
  type: string | null
  priority: string | null
  areaId: string | null
  assigneeId: string | null
  queue: Queue
  isQueueSet: boolean
  status: Status
  snoozedUntil: string | null
  sentiment: string | null
  urgency: string | null
  isNegative: boolean
  triagedAt: string | null
  tagIds: string[]
}

/** What routing looks at besides the type. */
export interface Source {
  kind: string | null
  channel: string
  product: string | null
  rating: number | null
  ratingMax: number | null
}

export interface ChangeOf {
  type?: string | null | undefined
  priority?: string | null | undefined
  areaId?: string | null | undefined
  assigneeId?: string | null | undefined
  queue?: Queue | undefined
  status?: Status | undefined
  snoozedUntil?: Date | null | undefined
  sentiment?: string | null | undefined
  urgency?: string | null | undefined
  isNegative?: boolean | undefined
  addTagIds?: string[] | undefined
  removeTagIds?: string[] | undefined
  /** the queue comes from a rule, not from a person, and later rules may still change it */
  isRouting?: boolean | undefined
}

/**
 * The standing after a change. The first type ends the 24-hour clock (`triagedAt`); taking the type away starts it
 * again. A new type routes the item anew unless a person chose its queue.
 */
export function changed(
  before: Standing,
  source: Source,
  change: ChangeOf,
  now: Date,
  rules: readonly RoutingRule[],
): Standing {
  const after = { ...before }
  for (const field of ['type', 'priority', 'areaId', 'assigneeId', 'sentiment', 'urgency'] as const) {
    const value = change[field]
    if (value !== undefined) after[field] = value
  }
  if (change.isNegative !== undefined) after.isNegative = change.isNegative
  if (after.type === null) after.triagedAt = null
  else if (before.type === null) after.triagedAt = now.toISOString()
  if (change.status !== undefined) {
    after.status = change.status
    after.snoozedUntil = change.status === 'snoozed' ? change.snoozedUntil!.toISOString() : null
  }
  if (change.queue !== undefined) {
    after.queue = change.queue
    if (!change.isRouting) after.isQueueSet = true
  } else if (after.type !== before.type && !before.isQueueSet) {
    after.queue = routeOf({ ...source, type: after.type }, rules)
  }
  if (change.addTagIds || change.removeTagIds) {
    const tags = new Set([...before.tagIds, ...(change.addTagIds ?? [])])
    for (const tag of change.removeTagIds ?? []) tags.delete(tag)
    after.tagIds = [...tags].sort()
  }
  return after
}

/** The fields in which two standings differ, with the value of each; empty when they are equal. */
export function difference(
  before: Standing,
  after: Standing,
): { before: Partial<Standing>; after: Partial<Standing> } {
  const was: Record<string, unknown> = {}
  const is: Record<string, unknown> = {}
  for (const field of Object.keys(before) as (keyof Standing)[]) {
    if (isSame(before[field], after[field])) continue
    was[field] = before[field]
    is[field] = after[field]
  }
  return { before: was, after: is }
}

/** The standing before a change, or undefined when somebody changed one of its fields since. */
export function undone(
  now: Standing,
  before: Partial<Standing>,
  after: Partial<Standing>,
): Standing | undefined {
  const isUntouched = (Object.keys(after) as (keyof Standing)[]).every((field) =>
    isSame(now[field], after[field]),
  )
  return isUntouched ? { ...now, ...before } : undefined
}

function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && [...a].sort().join() === [...b].sort().join()
  return a === b
}
