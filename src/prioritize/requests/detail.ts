import { z } from 'zod'
import { channelLabel } from '#collect/feedback/rules.ts'
import { feedbackSettings } from '#collect/feedback/settings.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'
import type * as contract from '#prioritize/requests/contract.ts'
import type { Request } from '#prioritize/requests/contract.ts'
import { familyOf, rootOf } from '#prioritize/requests/load.ts'
import { type Row, readFrame, rowsSql, showRow } from '#prioritize/requests/rows.ts'
import { movesFrom, type Status } from '#prioritize/requests/rules.ts'

interface Whole extends Row {
  problem: string | null
  business_value: string | null
  competitive_note: string | null
  move: number
  created_by: string | null
}

/** One request whole. The id of a merged one leads to the request it was merged into. */
export async function getRequest(ctx: Ctx, { requestId }: { requestId: string }): Promise<Request> {
  const ws = ctx.workspaceId
  const id = await rootOf(ctx, requestId)
  const [row, frame, links, followers, contactFollowers, segments, moves, merged] = await Promise.all([
    ctx.db.one<Whole>(
      rowsSql(
        ctx,
        sql`and r.id = ${id}`,
        sql`, r.problem, r.business_value, r.competitive_note, r.move, coalesce(b.name, k.name) as created_by`,
        sql`left join members b on b.workspace_id = ${ws} and b.id = r.actor_id and r.actor_kind = 'member'
          left join api_keys k on k.workspace_id = ${ws} and k.id = r.actor_id and r.actor_kind = 'key'`,
      ),
    ),
    readFrame(ctx),
    ctx.db.many<{ url: string; label: string }>(sql`
      select url, label from request_links where workspace_id = ${ws} and request_id = ${id} order by id`),
    ctx.db.many<{ id: string; name: string }>(sql`
      select m.id, m.name from request_followers f join members m on m.workspace_id = ${ws} and m.id = f.member_id
      where f.workspace_id = ${ws} and f.request_id in (${familyOf(ctx, id)}) and m.removed_at is null
      group by m.id, m.name order by min(f.since), m.id`),
    ctx.db.one<{ count: number }>(sql`
      select count(distinct root_id(c.merged_into_id, c.id)) as count from request_contact_followers f
      join contacts c on c.workspace_id = ${ws} and c.id = f.contact_id
      where f.workspace_id = ${ws} and f.request_id in (${familyOf(ctx, id)})`),
    readSegments(ctx, id),
    readMoves(ctx, id),
    ctx.db.many<{ merge_id: string; id: string; title: string; merged_at: Date }>(sql`
      select g.id as merge_id, m.id, m.title, g.merged_at from request_merges g
      join requests m on m.workspace_id = ${ws} and m.id = g.merged_id
      where g.workspace_id = ${ws} and g.kept_id = ${id} and g.undone_at is null order by g.merged_at desc, g.id desc limit 50`),
  ])
  return {
    ...showRow(row, frame),
    problem: row.problem,
    businessValue: row.business_value,
    competitiveNote: row.competitive_note,
    links,
    followers: followers.map((one) => ({ id: encodeId('mem', one.id), name: one.name })),
    contactFollowers: contactFollowers.count,
    isFollowing: followers.some((one) => one.id === actorMember(ctx)),
    segments: segments.map((one) => ({ key: one.segment, accounts: one.accounts, mrrCents: one.mrr })),
    move: row.move,
    mayMoveTo: [...movesFrom[row.status]],
    moves: moves.map((one) => ({
      number: one.number,
      from: one.from_status,
      to: one.status,
      parkedUntil: one.parked_until,
      reason: one.reason,
      by: one.by,
      at: one.at.toISOString(),
    })),
    merged: merged.map((one) => ({
      mergeId: encodeId('rmrg', one.merge_id),
      id: encodeId('req', one.id),
      title: one.title,
      mergedAt: one.merged_at.toISOString(),
    })),
    createdBy: row.created_by,
  }
}

function readSegments(ctx: Ctx, id: string) {
  const ws = ctx.workspaceId
  return ctx.db.many<{ segment: string | null; accounts: number; mrr: number }>(sql`
    select a.segment, count(*) as accounts,
      coalesce(sum(a.mrr_cents) filter (where a.lifecycle = 'active' and a.currency = r.currency), 0)::bigint as mrr
    from request_accounts x
    join requests r on r.workspace_id = ${ws} and r.id = x.request_id
    join accounts a on a.workspace_id = ${ws} and a.id = x.account_id
    where x.workspace_id = ${ws} and x.request_id = ${id}
    group by a.segment order by count(*) desc, 3 desc, a.segment limit 50`)
}

function readMoves(ctx: Ctx, id: string) {
  const ws = ctx.workspaceId
  return ctx.db.many<{
    number: number
    from_status: Status | null
    status: Status
    parked_until: string | null
    reason: string | null
    by: string | null
    at: Date
  }>(sql`
    select m.number, m.from_status, m.status, m.parked_until::text as parked_until, m.reason, coalesce(b.name, k.name) as by, m.at
    from request_moves m
    left join members b on b.workspace_id = ${ws} and b.id = m.actor_id and m.actor_kind = 'member'
    left join api_keys k on k.workspace_id = ${ws} and k.id = m.actor_id and m.actor_kind = 'key'
    where m.workspace_id = ${ws} and m.request_id = ${id} order by m.number desc limit 100`)
}

interface EvidenceRow {
  id: string
  place: string
  feedback_id: string
  quote: string
  importance: number
  channel: string
  source_url: string | null
  occurred_at: Date
  contact_id: string | null
  contact: string | null
  account_id: string | null
  account: string | null
  is_merged: boolean
  is_spam: boolean
  linked_by: string | null
  created_at: Date
}

/** What customers said for a request and for those merged into it, what was linked last first. */
export async function listEvidence(
  ctx: Ctx,
  { requestId, limit, cursor }: Input<typeof contract.listEvidence>,
): Promise<Answer<typeof contract.listEvidence>> {
  const ws = ctx.workspaceId
  const place = cursor ? decodeCursor(cursor, z.tuple([z.string(), z.uuid()])) : undefined
  const root = await rootOf(ctx, requestId)
  const [rows, { channels }] = await Promise.all([
    ctx.db.many<EvidenceRow>(sql`
      select e.id, e.created_at::text as place, e.feedback_id, e.quote, e.importance, f.channel, f.source_url, f.occurred_at,
        c.id as contact_id, c.name as contact, a.id as account_id, a.name as account,
        i.merged_into_id is not null as is_merged, k.status = 'spam' as is_spam, coalesce(m.name, y.name) as linked_by, e.created_at
      from (
        select e.* from (
          select ${root}::uuid as id
          union all
          select id from requests where workspace_id = ${ws} and merged_into_id = ${root}
        ) w
        cross join lateral (
          select e.id, e.feedback_id, e.quote, e.importance, e.actor_kind, e.actor_id, e.created_at from request_evidence e
          where e.workspace_id = ${ws} and e.request_id = w.id
            ${place ? sql`and (e.created_at, e.id) < (${place[0]}::timestamptz, ${place[1]}::uuid)` : sql.empty}
          order by e.created_at desc, e.id desc limit ${limit + 1}
        ) e
        order by e.created_at desc, e.id desc limit ${limit + 1}
      ) e
      join feedback_items f on f.workspace_id = ${ws} and f.id = e.feedback_id
      join inbox_items i on i.workspace_id = ${ws} and i.id = e.feedback_id
      join inbox_items k on k.workspace_id = ${ws} and k.id = root_id(i.merged_into_id, i.id)
      left join contacts cc on cc.workspace_id = ${ws} and cc.id = i.contact_id
      left join contacts c on c.workspace_id = ${ws} and c.id = root_id(cc.merged_into_id, cc.id)
      left join accounts aa on aa.workspace_id = ${ws} and aa.id = i.account_id
      left join accounts a on a.workspace_id = ${ws} and a.id = root_id(aa.merged_into_id, aa.id)
      left join members m on m.workspace_id = ${ws} and m.id = e.actor_id and e.actor_kind = 'member'
      left join api_keys y on y.workspace_id = ${ws} and y.id = e.actor_id and e.actor_kind = 'key'
      order by e.created_at desc, e.id desc`),
    getSetting(ctx, feedbackSettings),
  ])
  return toPage(
    rows,
    limit,
    (row) => ({
      id: encodeId('revd', row.id),
      feedbackId: encodeId('fb', row.feedback_id),
      quote: row.quote,
      importance: row.importance,
      contact: row.contact_id ? { id: encodeId('ct', row.contact_id), name: row.contact } : null,
      account: row.account_id ? { id: encodeId('acct', row.account_id), name: row.account ?? '' } : null,
      channelLabel: channelLabel(row.channel, channels),
      sourceUrl: row.source_url,
      occurredAt: row.occurred_at.toISOString(),
      isMerged: row.is_merged,
      isSpam: row.is_spam,
      linkedBy: row.linked_by,
      linkedAt: row.created_at.toISOString(),
    }),
    (row) => [row.place, row.id],
  )
}
