import type { Open, Viewer } from '#close/portal/open.ts'
import { sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'
import type { Status } from '#prioritize/requests/rules.ts'

/** A step of the loop as the person sees it: done at a time, under way, or still ahead. */
export interface Step {
  key:
    | 'heard'
    | 'understood'
    | 'decided'
    | 'acted'
    | 'acting'
    | 'act'
    | 'told'
    | 'tell'
    | 'confirmed'
    | 'confirm'
  at: Date | null
}

/** One thing a person said, and what became of it. */
export interface Said {
  words: string
  channel: string
  at: Date
  stands: Status | 'read' | 'heard' | 'case' | 'solved'
  steps: Step[]
  /** the public idea it stands behind, and what we say about it there */
  idea: { id: string; title: string; note: string | null } | null
}

interface Row {
  words: string
  channel: string
  at: Date
  triaged_at: Date | null
  request_id: string | null
  status: Status | null
  decided_at: Date | null
  is_seen: boolean | null
  public_title: string | null
  public_note: string | null
  case_status: string | null
  opened_at: Date | null
  resolved_at: Date | null
  confirmed_at: Date | null
  told_at: Date | null
}

const saidMost = 50
const shownWords = 600

/**
 * All that a person said, by every channel, with what became of it: nothing of others, no words of ours but those we made
 * public, and of cases only that somebody is at it.
 */
export async function listSaid({ ctx, hiddenAreaIds }: Open, viewer: Viewer): Promise<Said[]> {
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<Row>(sql`
    select left(f.verbatim, ${shownWords}) as words, i.channel, i.occurred_at as at, i.triaged_at,
      r.id as request_id, r.status, m.at as decided_at,
      r.is_public and (r.product_area_id is null or not r.product_area_id = any(${hiddenAreaIds}::uuid[])) as is_seen,
      r.public_title, r.public_note, c.status as case_status, c.opened_at, c.resolved_at, c.confirmed_at, u.at as told_at
    from (
      select * from inbox_items where workspace_id = ${ws} and contact_id = any(${viewer.ids}::uuid[]) and status <> 'spam'
      order by received_at desc, id desc limit ${saidMost}) i
    join feedback_items f on f.workspace_id = ${ws} and f.id = i.id
    left join lateral (
      select root_id(q.merged_into_id, q.id) as id from request_evidence e
      join requests q on q.workspace_id = ${ws} and q.id = e.request_id
      where e.workspace_id = ${ws} and e.feedback_id in (i.id, root_id(i.merged_into_id, i.id)) order by e.created_at desc, e.id desc limit 1) e on true
    left join requests r on r.workspace_id = ${ws} and r.id = e.id
    left join request_moves m on m.workspace_id = ${ws} and m.request_id = r.id and m.number = r.move and m.number > 1
    left join lateral (
      select k.id, k.status, k.opened_at, k.resolved_at,
        case when o.confirmation in ('call', 'mail', 'survey') then o.noted_at end as confirmed_at
      from cases k left join case_confirmations o on o.workspace_id = ${ws} and o.case_id = k.id
      where k.workspace_id = ${ws} and k.contact_id = any(${viewer.ids}::uuid[]) and k.status <> 'cancelled'
        and k.feedback_id in (i.id, root_id(i.merged_into_id, i.id)) order by k.opened_at desc limit 1) c on true
    left join lateral (
      select max(u.sent_at) as at from updates u
      where u.workspace_id = ${ws} and u.contact_id = any(${viewer.ids}::uuid[]) and u.state = 'sent'
        and (u.feedback_id in (i.id, root_id(i.merged_into_id, i.id)) or u.case_id = c.id or u.request_id = r.id)) u on true
    order by i.received_at desc, i.id desc`)
  return rows.map((row) => ({
    words: row.words,
    channel: row.channel,
    at: row.at,
    stands: standsOf(row),
    steps: stepsOf(row),
    idea:
      row.is_seen && row.request_id && row.public_title
        ? { id: encodeId('req', row.request_id), title: row.public_title, note: row.public_note }
        : null,
  }))
}

function standsOf(row: Row): Said['stands'] {
  if (row.status && row.status !== 'open') return row.status
  if (row.case_status) return row.case_status === 'resolved' ? 'solved' : 'case'
  if (row.status) return row.status
  return row.triaged_at ? 'read' : 'heard'
}

/** What happened in the order of the loop; a later step that is done carries those before it. */
function stepsOf(row: Row): Step[] {
  const decided = row.decided_at ?? row.opened_at
  const isNo = row.status === 'declined' || row.status === 'parked'
  const isShipped = row.status === 'shipped'
  const acted = isShipped ? row.decided_at : row.resolved_at
  const isActing = row.status === 'in_progress' || row.case_status === 'open'
  const steps: Step[] = [
    { key: 'heard', at: row.at },
    { key: 'understood', at: row.triaged_at ?? decided },
    { key: 'decided', at: decided },
  ]
  if (!isNo || acted) steps.push({ key: acted ? 'acted' : isActing ? 'acting' : 'act', at: acted })
  steps.push({ key: row.told_at ? 'told' : 'tell', at: row.told_at })
  if (row.case_status) steps.push({ key: row.confirmed_at ? 'confirmed' : 'confirm', at: row.confirmed_at })
  return steps
}
