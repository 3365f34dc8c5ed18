import { labelsOf } from '#organize/classify/labels.ts'
import type { HistoryEntry } from '#organize/inbox/contract.ts'
import type { Labels } from '#organize/inbox/rows.ts'
import { queueLabels } from '#organize/inbox/rules.ts'
import type { Standing } from '#organize/inbox/triage.ts'
import type { Actor, Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'

/** Everything that happened to an item, in every stage, told in words. */

interface Raw {
  id: string
  at: Date
  type: string
  actor_kind: Actor['kind']
  actor_id: string | null
  subject_id: string | null
  text: string | null
  before: Partial<Standing> | null
  after: Partial<Standing> | null
  is_undone: boolean
}

const most = 500

export async function readHistory(ctx: Ctx, feedbackId: string, labels: Labels): Promise<HistoryEntry[]> {
  const ws = ctx.workspaceId
  // Triage is told from its own records, because a bulk change is one event for many items.
  const [events, changes, notes] = await Promise.all([
    ctx.db.many<Raw>(sql`
      select e.id, e.at, e.type, e.actor_kind, e.actor_id, e.subject_id, null as text, null as before, null as after, false as is_undone
      from events_of_feedback(${feedbackId}, ${most}) x
      join events e on e.workspace_id = ${ws} and e.id = x.id
      where e.type not in ('feedback.received', 'feedback.triaged', 'note.added')
      order by e.id desc limit ${most}`),
    ctx.db.many<Raw>(sql`
      select c.change_id as id, c.at, 'feedback.triaged' as type, k.actor_kind, k.actor_id, null as subject_id, null as text, c.before, c.after,
        c.undone_at is not null as is_undone
      from inbox_change_items c
      join inbox_changes k on k.workspace_id = ${ws} and k.id = c.change_id
      where c.workspace_id = ${ws} and c.feedback_id = ${feedbackId}
      order by c.at desc limit ${most}`),
    ctx.db.many<Raw>(sql`
      select id, created_at as at, 'note.added' as type, actor_kind, actor_id, null as subject_id, text, null as before, null as after, false as is_undone
      from inbox_notes where workspace_id = ${ws} and feedback_id = ${feedbackId}
      order by created_at desc limit ${most}`),
  ])
  const received = await ctx.db.one<Raw>(sql`
    select f.id, f.received_at as at, 'feedback.received' as type, coalesce(e.actor_kind, 'job') as actor_kind, e.actor_id, f.import_run_id as subject_id,
      null as text, null as before, null as after, false as is_undone
    from feedback_items f
    left join lateral (
      select actor_kind, actor_id from events
      where workspace_id = ${ws} and subject_id = f.id and type = 'feedback.received' limit 1
    ) e on true
    where f.workspace_id = ${ws} and f.id = ${feedbackId}`)
  const raws = [received, ...events, ...changes, ...notes]
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .slice(-most)
  const names = await readNames(ctx, raws)
  return raws.map((raw) => ({
    id: raw.id,
    at: raw.at.toISOString(),
    type: raw.type,
    actor: actorOf(raw, names),
    changes: raw.after
      ? Object.keys(raw.after).flatMap((field) => tell(field as keyof Standing, raw, labels, names))
      : [],
    text: raw.text,
    subjectId: raw.subject_id,
    isUndone: raw.is_undone,
  }))
}

type Names = ReadonlyMap<string, string>

/** The names of every member, contact, key and tag that a history mentions. */
export async function readNames(
  ctx: Ctx,
  raws: readonly Pick<Raw, 'actor_id' | 'before' | 'after'>[],
): Promise<Names> {
  const ids = new Set<string>()
  for (const { actor_id, before, after } of raws) {
    if (actor_id) ids.add(actor_id)
    for (const side of [before, after]) {
      if (side?.assigneeId) ids.add(side.assigneeId)
      for (const tag of side?.tagIds ?? []) ids.add(tag)
    }
  }
  if (ids.size === 0) return new Map()
  const list = [...ids]
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<{ id: string; name: string | null }>(sql`
    select id, name from members where workspace_id = ${ws} and id = any (${list}::uuid[])
    union all select id, coalesce(name, email) from contacts where workspace_id = ${ws} and id = any (${list}::uuid[])
    union all select id, name from api_keys where workspace_id = ${ws} and id = any (${list}::uuid[])
    union all select id, name from tags where workspace_id = ${ws} and id = any (${list}::uuid[])`)
  return new Map(rows.map((row) => [row.id, row.name ?? 'Unnamed']))
}

const prefixes: Partial<Record<Actor['kind'], string>> = { member: 'mem', key: 'key', contact: 'ct' }

export function actorOf(
  { actor_kind, actor_id }: Pick<Raw, 'actor_kind' | 'actor_id'>,
  names: Names,
): HistoryEntry['actor'] {
  const prefix = prefixes[actor_kind]
  const name = actor_id ? names.get(actor_id) : undefined
  const plain = {
    member: 'A former member',
    key: 'An API key',
    contact: 'The customer',
    job: 'Hearback',
    anonymous: 'The customer',
  }
  return {
    kind: actor_kind,
    id: prefix && actor_id ? encodeId(prefix, actor_id) : null,
    name: name ?? plain[actor_kind],
  }
}

const fieldLabels: Partial<Record<keyof Standing, string>> = {
  type: 'Type',
  priority: 'Priority',
  areaId: 'Area',
  assigneeId: 'Assignee',
  queue: 'Queue',
  status: 'Status',
  sentiment: 'Sentiment',
  urgency: 'Urgency',
  isNegative: 'Negative answer',
  tagIds: 'Tags',
}

function tell(
  field: keyof Standing,
  { before, after }: Raw,
  labels: Labels,
  names: Names,
): HistoryEntry['changes'] {
  const label = fieldLabels[field]
  if (!label) return []
  const words = (value: unknown): string | null => {
    if (value === null || value === undefined) return null
    if (Array.isArray(value)) return value.map((id) => names.get(id) ?? 'a removed tag').join(', ') || null
    const text = String(value)
    if (field === 'assigneeId') return names.get(text) ?? 'a former member'
    if (field === 'queue') return queueLabels[text as keyof typeof queueLabels] ?? text
    if (field === 'status')
      return text === 'snoozed' && after?.snoozedUntil ? `snoozed until ${after.snoozedUntil}` : text
    if (field === 'isNegative') return value ? 'yes' : 'no'
    if (field === 'areaId') return labelsOf('area', text, labels)
    return labelsOf(field as 'type', text, labels)
  }
  return [{ field: label, from: words(before?.[field]), to: words(after?.[field]) }]
}
