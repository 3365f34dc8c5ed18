import { channelLabel, summaryOf } from '#collect/feedback/rules.ts'
import { feedbackSettings } from '#collect/feedback/settings.ts'
import { excerptOf, type Marker } from '#collect/search/excerpt.ts'
import type { Sentiment, Urgency } from '#organize/classify/contract.ts'
import type { KeptFields } from '#organize/classify/decisions.ts'
import { labelsOf } from '#organize/classify/labels.ts'
import type { FoundRow, InboxRow } from '#organize/inbox/contract.ts'
import { isLate, type Queue, type Status, triageDueAt } from '#organize/inbox/rules.ts'
import { listAreas } from '#organize/tags/queries.ts'
import { areaPath, type Priority, type TagGroup } from '#organize/tags/rules.ts'
import { categorySettings } from '#organize/tags/settings.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** What a line of the inbox looks like, for ids that a listing found. */

const cutAt = 2000

export interface FullRow {
  id: string
  received_at: Date
  occurred_at: Date
  channel: string
  kind: InboxRow['kind']
  is_history: boolean
  queue: Queue
  status: Status
  snoozed_until: Date | null
  type: string | null
  priority: Priority | null
  product_area_id: string | null
  sentiment: Sentiment | null
  urgency: Urgency | null
  is_negative: boolean
  language: string | null
  language_confidence: number | null
  triaged_at: Date | null
  first_response_at: Date | null
  version: number
  title: string | null
  verbatim: string
  is_cut: boolean
  rating: number | null
  rating_max: number | null
  contact_id: string | null
  contact_name: string | null
  contact_email: string | null
  account_id: string | null
  account_name: string | null
  mrr_cents: number | null
  currency: string | null
  assignee_member_id: string | null
  assignee_name: string | null
  tags: { id: string; name: string; tag_group: TagGroup }[]
  fields: KeptFields | null
  is_read: boolean
}

export interface Labels {
  channels: Readonly<Record<string, string>>
  types: ReadonlyMap<string, string>
  priorities: ReadonlyMap<string, string>
  areas: readonly { id: string; parentId: string | null; name: string }[]
}

/** The workspace's words for codes; asked together, so that it costs one round trip. */
export async function readLabels(ctx: Ctx): Promise<Labels> {
  const [feedback, categories, areas] = await Promise.all([
    getSetting(ctx, feedbackSettings),
    getSetting(ctx, categorySettings),
    listAreas(ctx),
  ])
  return {
    channels: feedback.channels,
    types: new Map(categories.types.map((type) => [type.code, type.label])),
    priorities: new Map(categories.priorities.map((priority) => [priority.code, priority.label])),
    areas: areas.map((area) => ({ id: area.id, parentId: area.parent_id, name: area.name })),
  }
}

/** The rows of these ids, in their order. */
export async function readRows(ctx: Ctx, ids: readonly string[]): Promise<FullRow[]> {
  if (ids.length === 0) return []
  const ws = ctx.workspaceId
  const memberId = actorMember(ctx)
  return ctx.db.many<FullRow>(sql`
    select i.id, i.received_at, i.occurred_at, i.channel, i.kind, i.is_history, i.queue, i.status, i.snoozed_until, i.type,
      i.priority, i.product_area_id, i.sentiment, i.urgency, i.is_negative, i.triaged_at, i.first_response_at, i.version,
      f.title, left(f.verbatim, ${cutAt}) as verbatim, char_length(f.verbatim) > ${cutAt} as is_cut, f.rating, f.rating_max,
      coalesce(c2.id, c.id) as contact_id, coalesce(c2.name, c.name) as contact_name, coalesce(c2.email, c.email) as contact_email,
      coalesce(a2.id, a.id) as account_id, coalesce(a2.name, a.name) as account_name,
      case when a2.id is null then a.mrr_cents else a2.mrr_cents end as mrr_cents, coalesce(a2.currency, a.currency) as currency,
      i.assignee_member_id, m.name as assignee_name, s.fields, s.language, s.language_confidence,
      (i.is_history or r.feedback_id is not null or ${memberId}::uuid is null) as is_read,
      coalesce((
        select json_agg(json_build_object('id', t.id, 'name', t.name, 'tag_group', t.tag_group) order by t.key)
        from item_tags x join tags t on t.workspace_id = ${ws} and t.id = x.tag_id
        where x.workspace_id = ${ws} and x.feedback_id = i.id
      ), '[]') as tags
    from unnest(${ids}::uuid[]) with ordinality as g (id, place)
    join inbox_items i on i.workspace_id = ${ws} and i.id = g.id
    join feedback_items f on f.workspace_id = ${ws} and f.id = g.id
    left join contacts c on c.workspace_id = ${ws} and c.id = i.contact_id
    left join contacts c2 on c2.workspace_id = ${ws} and c2.id = c.merged_into_id
    left join accounts a on a.workspace_id = ${ws} and a.id = i.account_id
    left join accounts a2 on a2.workspace_id = ${ws} and a2.id = a.merged_into_id
    left join members m on m.workspace_id = ${ws} and m.id = i.assignee_member_id
    left join suggestions s on s.workspace_id = ${ws} and s.feedback_id = i.id
    left join inbox_reads r on r.workspace_id = ${ws} and r.member_id = ${memberId} and r.feedback_id = i.id
    order by g.place`)
}

/** A row as people see it. */
export function rowOf(row: FullRow, labels: Labels, now: Date): InboxRow {
  const clocked = {
    receivedAt: row.received_at,
    isHistory: row.is_history,
    type: row.type,
    status: row.status,
  }
  const suggested = <F extends 'type' | 'priority' | 'sentiment'>(field: F, isSet: boolean) => {
    const suggestion = row.fields?.[field]
    if (isSet || !suggestion || suggestion.state !== 'open') return null
    return {
      value: suggestion.value,
      label: labelsOf(field, suggestion.value, labels),
      confidence: suggestion.confidence,
    }
  }
  return {
    id: encodeId('fb', row.id),
    summary: summaryOf(row.title, row.verbatim),
    verbatim: row.verbatim,
    isCut: row.is_cut,
    channel: row.channel,
    channelLabel: channelLabel(row.channel, labels.channels),
    kind: row.kind,
    rating: row.rating,
    ratingMax: row.rating_max,
    contact: row.contact_id
      ? {
          id: encodeId('ct', row.contact_id),
          name: row.contact_name ?? row.contact_email ?? 'Unnamed contact',
          email: row.contact_email,
        }
      : null,
    account: row.account_id
      ? {
          id: encodeId('acct', row.account_id),
          name: row.account_name ?? '',
          mrrCents: row.mrr_cents,
          currency: row.currency ?? 'USD',
        }
      : null,
    occurredAt: row.occurred_at.toISOString(),
    receivedAt: row.received_at.toISOString(),
    isHistory: row.is_history,
    queue: row.queue,
    status: row.status,
    snoozedUntil: row.snoozed_until?.toISOString() ?? null,
    type: row.type,
    priority: row.priority,
    area: row.product_area_id
      ? { id: encodeId('area', row.product_area_id), path: areaPath(labels.areas, row.product_area_id) }
      : null,
    sentiment: row.sentiment,
    urgency: row.urgency,
    isNegative: row.is_negative,
    assignee: row.assignee_member_id
      ? { id: encodeId('mem', row.assignee_member_id), name: row.assignee_name ?? 'A former member' }
      : null,
    tags: row.tags.map((tag) => ({ id: encodeId('tag', tag.id), name: tag.name, group: tag.tag_group })),
    suggestedType: suggested('type', row.type !== null),
    suggestedPriority: suggested('priority', row.priority !== null) as InboxRow['suggestedPriority'],
    suggestedSentiment: suggested('sentiment', row.sentiment !== null) as InboxRow['suggestedSentiment'],
    triageDueAt: triageDueAt(clocked)?.toISOString() ?? null,
    isLate: isLate(clocked, now),
    triagedAt: row.triaged_at?.toISOString() ?? null,
    firstResponseAt: row.first_response_at?.toISOString() ?? null,
    isRead: row.is_read,
    version: row.version,
  }
}

/** Ids to lines, in their order. */
export async function showRows(ctx: Ctx, ids: readonly string[]): Promise<InboxRow[]> {
  const [rows, labels] = await Promise.all([readRows(ctx, ids), readLabels(ctx)])
  return rows.map((row) => rowOf(row, labels, ctx.now()))
}

/** The same for a search: each line with the part of its words that was found. */
export async function showFound(
  ctx: Ctx,
  ids: readonly string[],
  mark: Marker | undefined,
): Promise<FoundRow[]> {
  const [rows, labels] = await Promise.all([readRows(ctx, ids), readLabels(ctx)])
  const found = new Map(
    mark ? rows.map((row) => [row.id, excerptOf(row.title, row.verbatim, mark)] as const) : [],
  )
  const unseen = mark ? rows.filter((row) => row.is_cut && !found.get(row.id)).map((row) => row.id) : []
  if (unseen.length > 0) {
    const whole = await ctx.db.many<{ id: string; verbatim: string }>(sql`
      select id, verbatim from feedback_items where workspace_id = ${ctx.workspaceId} and id = any (${unseen}::uuid[])`)
    for (const { id, verbatim } of whole) found.set(id, excerptOf(null, verbatim, mark!))
  }
  return rows.map((row) => ({ ...rowOf(row, labels, ctx.now()), match: found.get(row.id) ?? null }))
}
