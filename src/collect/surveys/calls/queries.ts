import { z } from 'zod'
import type * as contract from '#collect/surveys/calls/contract.ts'
import type { SurveyCall } from '#collect/surveys/calls/contract.ts'
import { type ExclusionReason, exclusionWords } from '#collect/surveys/rules.ts'
import { callTimes } from '#customers/consent/calls.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'

export interface CallRow {
  id: string
  survey_id: string
  survey_name: string
  wave_id: string
  invitation_id: string
  contact_id: string
  name: string | null
  phone: string | null
  locale: string | null
  account_name: string | null
  assignee_member_id: string
  assignee_name: string
  stands_in_for: string | null
  state: SurveyCall['state']
  try_at: Date
  tries: number
  notes: string
  reason: string | null
  settled_at: Date | null
  response_id: string | null
}

function callRows(ctx: Ctx, condition: Sql): Sql {
  const ws = ctx.workspaceId
  return sql`
    select q.id, q.survey_id, s.name as survey_name, q.wave_id, q.invitation_id, q.contact_id, coalesce(c.name, c.email) as name, c.phone, c.locale,
      a.name as account_name, q.assignee_member_id, m.name as assignee_name, f.name as stands_in_for, q.state, q.try_at, q.tries, q.notes, q.settled_at, i.not_sent_reason as reason, q.response_id
    from survey_calls q
    join surveys s on s.workspace_id = ${ws} and s.id = q.survey_id
    join invitations i on i.workspace_id = ${ws} and i.id = q.invitation_id
    join contacts c on c.workspace_id = ${ws} and c.id = q.contact_id
    left join accounts a on a.workspace_id = ${ws} and a.id = c.account_id
    join members m on m.workspace_id = ${ws} and m.id = q.assignee_member_id
    left join members f on f.workspace_id = ${ws} and f.id = q.stands_in_for_member_id
    where q.workspace_id = ${ws} ${condition}`
}

/** Calls, those first that are to be tried first. Of those that are due, none to a person for whom it is night. */
export async function listCalls(ctx: Ctx, input: Input<typeof contract.listCalls>) {
  const me = actorMember(ctx)
  const after = input.cursor && decodeCursor(input.cursor, z.tuple([z.iso.datetime(), z.uuid()]))
  const rows = await ctx.db.many<CallRow>(sql`
    ${callRows(
      ctx,
      sql`
      ${input.mine ? sql`and q.assignee_member_id = ${me}` : sql.empty}
      ${input.due ? sql`and q.state = 'open' and q.try_at <= ${ctx.now()}` : sql.empty}
      ${input.open === undefined ? sql.empty : input.open ? sql`and q.state = 'open'` : sql`and q.state <> 'open'`}
      ${input.wave ? sql`and q.wave_id = ${input.wave}` : sql.empty}
      ${after ? sql`and (q.try_at, q.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql.empty}`,
    )} order by q.try_at, q.id limit ${input.limit + 1}`)
  const page = toPage(
    rows,
    input.limit,
    (row) => row,
    (row) => [row.try_at.toISOString(), row.id],
  )
  const times = input.due
    ? await callTimes(
        ctx,
        page.data.map((row) => ({ contactId: row.contact_id, at: ctx.now() })),
      )
    : []
  return { ...page, data: page.data.filter((_, i) => !input.due || times[i]! <= ctx.now()).map(showCall) }
}

/** One call as it is stored, locked with `lock`; not_found when there is none. */
export async function storedCall(ctx: Ctx, callId: string, { lock = false } = {}): Promise<CallRow> {
  const row = await ctx.db.maybe<CallRow>(
    sql`${callRows(ctx, sql`and q.id = ${callId}`)} ${lock ? sql`for update of q` : sql.empty}`,
  )
  if (!row)
    throw new AppError(
      'not_found',
      'survey_call.not_found',
      `There is no call ${encodeId('call', callId)}. Check the id.`,
    )
  return row
}

/** One call. */
export async function getCall(ctx: Ctx, { callId }: { callId: string }): Promise<SurveyCall> {
  return showCall(await storedCall(ctx, callId))
}

function showCall(row: CallRow): SurveyCall {
  return {
    id: encodeId('call', row.id),
    surveyId: encodeId('srv', row.survey_id),
    surveyName: row.survey_name,
    waveId: encodeId('wave', row.wave_id),
    contactId: encodeId('ct', row.contact_id),
    name: row.name,
    phone: row.phone,
    locale: row.locale,
    accountName: row.account_name,
    assigneeId: encodeId('mem', row.assignee_member_id),
    assigneeName: row.assignee_name,
    standsInFor: row.stands_in_for,
    state: row.state,
    tryAt: row.try_at.toISOString(),
    tries: row.tries,
    notes: row.notes,
    why: (row.state === 'stopped' && exclusionWords[row.reason as ExclusionReason]?.why) || null,
    settledAt: row.settled_at?.toISOString() ?? null,
    responseId: row.response_id === null ? null : encodeId('rsp', row.response_id),
  }
}
