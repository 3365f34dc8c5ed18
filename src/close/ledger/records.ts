import { invitationOf } from '#close/follow-ups/queries.ts'
import type { Ask, Road, Tell } from '#close/ledger/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

// The records of other stages that loops follow from: each read is one statement for many items.

export interface ItemRow {
  id: string
  received_at: Date
  channel: string
  type: string | null
  triaged_at: Date | null
  done_at: Date | null
  segment: string
  owner_member_id: string | null
  value_cents: number
}

export interface VoiceRow {
  id: string
  root: string
  contact_id: string | null
  response_id: string | null
}

export interface RequestRow {
  voice: string
  id: string
  title: string
  status: string
  moved_at: Date
  decided_at: Date | null
}

export interface CaseRow {
  voice: string
  id: string
  title: string
  resolved_at: Date | null
  first_done_at: Date | null
  contact_id: string | null
  confirmation: NonNullable<Road['confirmation']>['by'] | null
  noted_at: Date | null
}

export interface ActionRow {
  id: string
  number: number
  created_at: Date
  done_at: Date | null
  feedback_id: string | null
  case_id: string | null
}

export interface TellRow {
  contact_id: string
  at: Date
  by: Tell['by']
  feedback_id: string | null
  case_id: string | null
  request_id: string | null
}

export interface AskRow {
  about_id: string
  contact_id: string | null
  state: Ask['state']
  at: Date
  why: string | null
  answered_at: Date | null
  is_negative: boolean | null
}

/** The items that have a loop of their own. */
export function readItems(ctx: Ctx, ids: readonly string[]): Promise<ItemRow[]> {
  const ws = ctx.workspaceId
  return ctx.db.many<ItemRow>(sql`
    select i.id, i.received_at, i.channel, i.type, i.triaged_at, coalesce(a.segment, '') as segment,
      coalesce(i.assignee_member_id, a.owner_member_id) as owner_member_id, coalesce(a.mrr_cents, 0)::bigint as value_cents,
      case when i.status = 'done' then coalesce((
        select max(c.at) from inbox_change_items c
        where c.workspace_id = ${ws} and c.feedback_id = i.id and c.after ->> 'status' = 'done' and c.undone_at is null
      ), i.triaged_at, i.received_at) end as done_at
    from inbox_items i
    left join accounts o on o.workspace_id = ${ws} and o.id = i.account_id
    left join accounts a on a.workspace_id = ${ws} and a.id = root_id(o.merged_into_id, o.id)
    where i.workspace_id = ${ws} and i.id = any(${ids}::uuid[]) and i.status not in ('spam', 'merged') and not i.is_history`)
}

/** The items themselves and all that were merged into them. */
export function readVoices(ctx: Ctx, roots: readonly string[]): Promise<VoiceRow[]> {
  const ws = ctx.workspaceId
  return ctx.db.many<VoiceRow>(sql`
    select v.id, v.root, root_id(c.merged_into_id, c.id) as contact_id, f.response_id
    from (
      select id, id as root, contact_id from inbox_items where workspace_id = ${ws} and id = any(${roots}::uuid[])
      union all
      select id, merged_into_id, contact_id from inbox_items where workspace_id = ${ws} and merged_into_id = any(${roots}::uuid[])
    ) v
    join feedback_items f on f.workspace_id = ${ws} and f.id = v.id
    left join contacts c on c.workspace_id = ${ws} and c.id = v.contact_id`)
}

/** The requests these items stand behind, as they stand now. */
export function readRequests(ctx: Ctx, voices: readonly string[]): Promise<RequestRow[]> {
  const ws = ctx.workspaceId
  return ctx.db.many<RequestRow>(sql`
    select e.feedback_id as voice, r.id, r.title, r.status, m.at as moved_at, (
      -- since it was last undecided
      select min(x.at) from request_moves x where x.workspace_id = ${ws} and x.request_id = r.id and x.number > coalesce((
        select max(u.number) from request_moves u
        where u.workspace_id = ${ws} and u.request_id = r.id and u.status in ('open', 'under_review')), 0)
    ) as decided_at
    from request_evidence e
    join requests q on q.workspace_id = ${ws} and q.id = e.request_id
    join requests r on r.workspace_id = ${ws} and r.id = root_id(q.merged_into_id, q.id)
    join request_moves m on m.workspace_id = ${ws} and m.request_id = r.id and m.number = r.move
    where e.workspace_id = ${ws} and e.feedback_id = any(${voices}::uuid[])`)
}

/** Cases about these items, or about the survey answers they came from. One that was cancelled follows nothing up. */
export function readCases(ctx: Ctx, voices: readonly VoiceRow[]): Promise<CaseRow[]> {
  const ws = ctx.workspaceId
  const ids = voices.map((voice) => voice.id)
  const answers = voices.filter((voice) => voice.response_id)
  return ctx.db.many<CaseRow>(sql`
    select l.voice, k.id, k.title, k.resolved_at, root_id(c.merged_into_id, c.id) as contact_id,
      (select min(s.done_at) from case_steps s where s.workspace_id = ${ws} and s.case_id = k.id and s.state = 'done') as first_done_at,
      n.confirmation, n.noted_at
    from (
      select feedback_id as voice, id from cases where workspace_id = ${ws} and feedback_id = any(${ids}::uuid[])
      union
      select feedback_id, case_id from case_answers where workspace_id = ${ws} and feedback_id = any(${ids}::uuid[])
      union
      select a.voice, x.case_id from unnest(${answers.map((one) => one.id)}::uuid[], ${answers.map((one) => one.response_id)}::uuid[]) as a (voice, response_id)
      join case_answers x on x.workspace_id = ${ws} and x.response_id = a.response_id
    ) l
    join cases k on k.workspace_id = ${ws} and k.id = l.id and k.status <> 'cancelled'
    left join contacts c on c.workspace_id = ${ws} and c.id = k.contact_id
    left join case_confirmations n on n.workspace_id = ${ws} and n.case_id = k.id`)
}

/** Corrective actions for these items or cases. */
export function readActions(
  ctx: Ctx,
  voices: readonly string[],
  caseIds: readonly string[],
): Promise<ActionRow[]> {
  const ws = ctx.workspaceId
  const columns = sql`select id, number, created_at, done_at, feedback_id, case_id from corrective_actions where workspace_id = ${ws}`
  return ctx.db.many<ActionRow>(sql`
    ${columns} and feedback_id = any(${voices}::uuid[]) and state <> 'cancelled'
    union ${columns} and case_id = any(${caseIds}::uuid[]) and state <> 'cancelled'`)
}

/** These contacts under every name they were merged from. */
const namesOf = ({ workspaceId: ws }: Ctx, contacts: readonly string[]) => sql`
  select id, id as root from unnest(${contacts}::uuid[]) as asked (id)
  union all
  select id, merged_into_id from contacts where workspace_id = ${ws} and merged_into_id = any(${contacts}::uuid[])`

/** What these contacts were told by us, under any of the names they were merged from. */
export function readTells(ctx: Ctx, contacts: readonly string[]): Promise<TellRow[]> {
  const ws = ctx.workspaceId
  return ctx.db.many<TellRow>(sql`
    with who as materialized (${namesOf(ctx, contacts)})
    select w.root as contact_id, u.sent_at as at, 'update' as by, u.feedback_id, u.case_id,
      root_id(q.merged_into_id, q.id) as request_id
    from who w
    join updates u on u.workspace_id = ${ws} and u.contact_id = w.id and u.state = 'sent' and u.sent_at is not null
    left join requests q on q.workspace_id = ${ws} and q.id = u.request_id
    union all
    select w.root, t.at, t.kind, t.feedback_id, t.case_id, null
    from who w
    join touchpoints t on t.workspace_id = ${ws} and t.contact_id = w.id and t.direction = 'out' and t.update_id is null
      and t.kind in ('mail', 'sms', 'call', 'meeting') and (t.feedback_id is not null or t.case_id is not null)`)
}

/** Who was asked again about one of these items, cases or requests, by a playbook, a release or a programme. */
export function readAsks(
  ctx: Ctx,
  about: readonly string[],
  caseIds: readonly string[],
  contacts: readonly string[],
): Promise<AskRow[]> {
  const ws = ctx.workspaceId
  return ctx.db.many<AskRow>(sql`
    with who as materialized (${namesOf(ctx, contacts)})
    select o.about_id, root_id(c.merged_into_id, c.id) as contact_id, coalesce(o.settled_at, o.due_at) as at,
      case when o.state = 'waiting' then 'waiting' when o.state = 'sent' and i.not_sent_reason is null then 'sent' else 'not_sent' end as state,
      coalesce(i.not_sent_reason, o.why) as why, r.submitted_at as answered_at, r.is_negative
    from (
      select case_id as about_id, contact_id, due_at, state, why, settled_at, wave_id, null::uuid as occasion_id
      from follow_ups where workspace_id = ${ws} and case_id = any(${caseIds}::uuid[]) and state <> 'cancelled'
      union all
      select f.request_id, f.contact_id, f.due_at, f.state, f.why, f.settled_at, f.wave_id, null
      from who w join follow_ups f on f.workspace_id = ${ws} and f.contact_id = w.id and f.request_id is not null and f.state <> 'cancelled'
      union all
      select about_id, contact_id, due_at, case state when 'asked' then 'sent' when 'left_out' then 'not_sent' else state end, reason,
        settled_at, wave_id, id
      from programme_occasions where workspace_id = ${ws} and about_id = any(${about}::uuid[])
    ) o
    left join contacts c on c.workspace_id = ${ws} and c.id = o.contact_id
    ${invitationOf(ctx, sql`o`)}
    left join responses r on r.workspace_id = ${ws} and r.invitation_id = i.id and not r.is_provisional`)
}
