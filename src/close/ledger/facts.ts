import type { Ask, LoopFacts, Road, Tell } from '#close/ledger/rules.ts'
import { type ExclusionReason, exclusionWords } from '#collect/surveys/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

/** An item with what its loop is counted from, and the columns lists filter by. */
export interface Loaded {
  id: string
  facts: LoopFacts
  segment: string
  ownerId: string | null
  valueCents: number
}

interface ItemRow {
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
interface VoiceRow {
  id: string
  root: string
  contact_id: string | null
  response_id: string | null
}
interface RequestRow {
  voice: string
  id: string
  title: string
  status: string
  moved_at: Date
  decided_at: Date | null
}
interface CaseRow {
  voice: string
  id: string
  title: string
  resolved_at: Date | null
  first_done_at: Date | null
  contact_id: string | null
  confirmation: NonNullable<Road['confirmation']>['by'] | null
  noted_at: Date | null
}
interface ActionRow {
  id: string
  number: number
  created_at: Date
  done_at: Date | null
  feedback_id: string | null
  case_id: string | null
}
interface TellRow {
  contact_id: string
  at: Date
  by: Tell['by']
  feedback_id: string | null
  case_id: string | null
  request_id: string | null
}
interface AskRow {
  about_id: string
  contact_id: string | null
  state: Ask['state']
  at: Date
  why: string | null
  answered_at: Date | null
  is_negative: boolean | null
}

/**
 * Reads what the loops of these items are counted from, in a handful of statements however many they are. Left out are
 * items that have no loop of their own: merged into another, spam, history, gone.
 */
export async function loadFacts(ctx: Ctx, ids: readonly string[]): Promise<Loaded[]> {
  const items = await readItems(ctx, ids)
  if (items.length === 0) return []
  const voices = await readVoices(
    ctx,
    items.map((item) => item.id),
  )
  const said = voices.map((voice) => voice.id)
  const [requests, cases] = await Promise.all([readRequests(ctx, said), readCases(ctx, voices)])
  const caseIds = unique(cases.map((one) => one.id))
  const requestIds = unique(requests.map((one) => one.id))
  const contacts = unique([...voices, ...cases].map((one) => one.contact_id))
  const [actions, tells, asks] = await Promise.all([
    readActions(ctx, said, caseIds),
    readTells(ctx, contacts),
    readAsks(ctx, [...said, ...caseIds, ...requestIds], caseIds, contacts),
  ])
  const of = {
    voices: groups(voices, (one) => one.root),
    requests: groups(requests, (one) => one.voice),
    cases: groups(cases, (one) => one.voice),
    actionsOfItem: groups(actions, (one) => one.feedback_id),
    actionsOfCase: groups(actions, (one) => one.case_id),
    tells: groups(tells, (one) => one.contact_id),
    asks: groups(asks, (one) => one.about_id),
  }
  return items.map((item) => {
    const own = of.voices(item.id)
    const itsRequests = byId(own.flatMap((voice) => of.requests(voice.id)))
    const itsCases = byId(own.flatMap((voice) => of.cases(voice.id)))
    const itsActions = byId([
      ...own.flatMap((voice) => of.actionsOfItem(voice.id)),
      ...itsCases.flatMap((one) => of.actionsOfCase(one.id)),
    ])
    const people = unique(own.map((voice) => voice.contact_id))
    const isAbout = new Set([...own.map((voice) => voice.id), ...itsCases.map((one) => one.id)])
    const isRequest = new Set(itsRequests.map((one) => one.id))
    const itsTells = unique([...people, ...itsCases.map((one) => one.contact_id)])
      .flatMap(of.tells)
      .filter(
        (one) =>
          isAbout.has(one.feedback_id ?? '') ||
          isAbout.has(one.case_id ?? '') ||
          isRequest.has(one.request_id ?? ''),
      )
      .map((one) => ({
        at: one.at,
        contactId: one.contact_id,
        by: one.by,
        requestId: aboutRequest(one, isAbout),
      }))
    const roads = [...itsRequests.map(requestRoad), ...itsCases.map(caseRoad), ...itsActions.map(actionRoad)]
    const facts: LoopFacts = {
      receivedAt: item.received_at,
      channel: item.channel,
      type: item.type,
      triagedAt: item.triaged_at,
      people,
      roads: roads.length > 0 ? roads : byHand(item, itsTells),
      tells: itsTells,
      asks: [
        ...own.flatMap((voice) => of.asks(voice.id)).map((row) => showAsk(row, null)),
        ...itsCases.flatMap((one) => of.asks(one.id)).map((row) => showAsk(row, row.about_id)),
        ...itsRequests
          .flatMap((one) => of.asks(one.id))
          .filter((row) => row.contact_id !== null && people.includes(row.contact_id))
          .map((row) => showAsk(row, row.about_id)),
      ],
    }
    return {
      id: item.id,
      facts,
      segment: item.segment,
      ownerId: item.owner_member_id,
      valueCents: item.value_cents,
    }
  })
}

function aboutRequest(one: TellRow, isAbout: ReadonlySet<string>): string | null {
  return isAbout.has(one.feedback_id ?? '') || isAbout.has(one.case_id ?? '') ? null : one.request_id
}

const requestStatus: Record<string, string> = {
  planned: 'planned',
  in_progress: 'in progress',
  shipped: 'shipped',
  declined: 'declined',
  parked: 'parked',
}

function requestRoad(row: RequestRow): Road {
  const isNo = row.status === 'declined' || row.status === 'parked'
  const isShipped = row.status === 'shipped'
  return {
    kind: 'request',
    id: row.id,
    name: row.title,
    decidedAt: requestStatus[row.status] ? (isNo ? row.moved_at : row.decided_at) : null,
    decided: requestStatus[row.status] ?? 'open',
    actedAt: isShipped ? row.moved_at : isNo ? 'not_owed' : null,
    acted: isShipped ? 'shipped' : row.status,
    // What was said of a plan is not the word that it is there.
    toldFrom: isShipped || isNo ? row.moved_at : null,
  }
}

function caseRoad(row: CaseRow): Road {
  return {
    kind: 'case',
    id: row.id,
    name: row.title,
    decidedAt: row.first_done_at ?? row.resolved_at,
    decided: 'a case follows it up',
    actedAt: row.resolved_at,
    acted: 'case resolved',
    toldFrom: row.first_done_at ?? row.resolved_at,
    people: row.contact_id ? [row.contact_id] : [],
    confirmation:
      row.resolved_at && row.confirmation && row.noted_at
        ? { at: row.noted_at, by: row.confirmation }
        : undefined,
  }
}

function actionRoad(row: ActionRow): Road {
  return {
    kind: 'action',
    id: row.id,
    name: `CAPA ${row.number}`,
    decidedAt: row.created_at,
    decided: 'a corrective action',
    actedAt: row.done_at,
    acted: `CAPA ${row.number} done`,
    toldFrom: row.created_at,
  }
}

/** Without a request, case or action: a person answered it, or closed it in the inbox. */
function byHand(item: ItemRow, tells: readonly Tell[]): Road[] {
  const answered = tells.reduce<Date | null>(
    (first, one) => (first && first <= one.at ? first : one.at),
    null,
  )
  const at = answered ?? item.done_at
  if (!at) return []
  const by = answered ? 'answered' : 'marked as done'
  return [
    {
      kind: 'hand',
      id: item.id,
      name: by,
      decidedAt: at,
      decided: by,
      actedAt: at,
      acted: by,
      toldFrom: item.received_at,
    },
  ]
}

function showAsk(row: AskRow, roadId: string | null): Ask {
  return {
    roadId,
    contactId: row.contact_id,
    state: row.state,
    at: row.at,
    why: row.why && (exclusionWords[row.why as ExclusionReason]?.why ?? row.why),
    answer: row.answered_at && { at: row.answered_at, isNegative: row.is_negative ?? false },
  }
}

function readItems(ctx: Ctx, ids: readonly string[]): Promise<ItemRow[]> {
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
function readVoices(ctx: Ctx, roots: readonly string[]): Promise<VoiceRow[]> {
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

function readRequests(ctx: Ctx, voices: readonly string[]): Promise<RequestRow[]> {
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
function readCases(ctx: Ctx, voices: readonly VoiceRow[]): Promise<CaseRow[]> {
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

function readActions(ctx: Ctx, voices: readonly string[], caseIds: readonly string[]): Promise<ActionRow[]> {
  const ws = ctx.workspaceId
  const columns = sql`select id, number, created_at, done_at, feedback_id, case_id from corrective_actions where workspace_id = ${ws}`
  return ctx.db.many<ActionRow>(sql`
    ${columns} and feedback_id = any(${voices}::uuid[]) and state <> 'cancelled'
    union ${columns} and case_id = any(${caseIds}::uuid[]) and state <> 'cancelled'`)
}

/** What these contacts were told by us, under any of the names they were merged from. */
function readTells(ctx: Ctx, contacts: readonly string[]): Promise<TellRow[]> {
  const ws = ctx.workspaceId
  return ctx.db.many<TellRow>(sql`
    with who as materialized (
      select id, id as root from unnest(${contacts}::uuid[]) as asked (id)
      union all
      select id, merged_into_id from contacts where workspace_id = ${ws} and merged_into_id = any(${contacts}::uuid[])
    )
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
function readAsks(
  ctx: Ctx,
  about: readonly string[],
  caseIds: readonly string[],
  contacts: readonly string[],
): Promise<AskRow[]> {
  const ws = ctx.workspaceId
  return ctx.db.many<AskRow>(sql`
    select o.about_id, root_id(c.merged_into_id, c.id) as contact_id, coalesce(o.settled_at, o.due_at) as at,
      case when o.state = 'waiting' then 'waiting' when o.state = 'sent' and i.not_sent_reason is null then 'sent' else 'not_sent' end as state,
      coalesce(i.not_sent_reason, o.why) as why, r.submitted_at as answered_at, r.is_negative
    from (
      select case_id as about_id, contact_id, due_at, state, why, settled_at, wave_id, null::uuid as occasion_id
      from follow_ups where workspace_id = ${ws} and case_id = any(${caseIds}::uuid[]) and state <> 'cancelled'
      union all
      select request_id, contact_id, due_at, state, why, settled_at, wave_id, null
      from follow_ups where workspace_id = ${ws} and contact_id = any(${contacts}::uuid[]) and request_id is not null and state <> 'cancelled'
      union all
      select about_id, contact_id, due_at, case state when 'asked' then 'sent' when 'left_out' then 'not_sent' else state end, reason,
        settled_at, wave_id, id
      from programme_occasions where workspace_id = ${ws} and about_id = any(${about}::uuid[])
    ) o
    left join contacts c on c.workspace_id = ${ws} and c.id = o.contact_id
    left join invitations i on i.workspace_id = ${ws} and i.wave_id = o.wave_id 
      and case when o.occasion_id is null then i.contact_id = o.contact_id else i.occasion_id = o.occasion_id end
    left join responses r on r.workspace_id = ${ws} and r.invitation_id = i.id and not r.is_provisional`)
}

function unique(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids.filter((id): id is string => id !== null))]
}

function byId<T extends { id: string }>(rows: readonly T[]): T[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()]
}

/** The rows of each key. */
function groups<T>(rows: readonly T[], keyOf: (row: T) => string | null): (key: string) => T[] {
  const of = new Map<string, T[]>()
  for (const row of rows) {
    const key = keyOf(row)
    if (key === null) continue
    const some = of.get(key)
    if (some) some.push(row)
    else of.set(key, [row])
  }
  return (key) => of.get(key) ?? []
}
