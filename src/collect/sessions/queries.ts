import { z } from 'zod'
import { highlightsOf } from '#collect/highlights/queries.ts'
import type * as contract from '#collect/sessions/contract.ts'
import type { Participant, Session, SessionRow } from '#collect/sessions/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'

interface Row {
  id: string
  kind: SessionRow['kind']
  title: string
  state: SessionRow['state']
  planned_at: Date | null
  held_at: Date | null
  lead_member_id: string | null
  lead_name: string | null
  participants: number
  consents: number
  highlights: number
  guide: string[]
  notes: string
}

const columns = sql`s.id, s.kind, s.title, s.state, s.planned_at, s.held_at, s.lead_member_id, m.name as lead_name, s.guide, s.notes,
  (select count(*) from session_participants p where p.workspace_id = s.workspace_id and p.session_id = s.id) as participants,
  (select count(*) from session_participants p where p.workspace_id = s.workspace_id and p.session_id = s.id and p.consent = 'given') as consents,
  (select count(*) from highlights h where h.workspace_id = s.workspace_id and h.session_id = s.id) as highlights`

const member = (id: string | null, name: string | null) =>
  id === null ? null : { id: encodeId('mem', id), name: name ?? '' }

function show(row: Row): SessionRow {
  return {
    id: encodeId('ses', row.id),
    kind: row.kind,
    title: row.title,
    state: row.state,
    plannedAt: row.planned_at?.toISOString() ?? null,
    heldAt: row.held_at?.toISOString() ?? null,
    lead: member(row.lead_member_id, row.lead_name),
    participantCount: row.participants,
    consentCount: row.consents,
    highlightCount: row.highlights,
  }
}

/** Sessions, the newest first. */
export async function listSessions(
  ctx: Ctx,
  input: Input<typeof contract.listSessions>,
): Promise<Answer<typeof contract.listSessions>> {
  const place = input.cursor ? decodeCursor(input.cursor, z.tuple([z.uuid()])) : undefined
  const rows = await ctx.db.many<Row>(sql`
    select ${columns} from research_sessions s
    left join members m on m.workspace_id = ${ctx.workspaceId} and m.id = s.lead_member_id
    where s.workspace_id = ${ctx.workspaceId} ${input.state === 'all' ? sql.empty : sql`and s.state = ${input.state}`}
      ${place ? sql`and s.id < ${place[0]}` : sql.empty}
    order by s.id desc limit ${input.limit + 1}`)
  return toPage(rows, input.limit, show, (row) => [row.id])
}

/** One session whole; throws not-found. */
export async function getSession(ctx: Ctx, input: { sessionId: string }): Promise<Session> {
  const row = await ctx.db.maybe<Row>(sql`
    select ${columns} from research_sessions s
    left join members m on m.workspace_id = ${ctx.workspaceId} and m.id = s.lead_member_id
    where s.workspace_id = ${ctx.workspaceId} and s.id = ${input.sessionId}`)
  if (!row) throw new AppError('not_found', 'session.not_found', 'There is no such session. Check the id.')
  const people = await ctx.db.many<{
    contact_id: string
    name: string
    account_id: string | null
    account_name: string | null
    consent: Participant['consent']
    consent_at: Date | null
    consent_how: Participant['consentHow']
    by_id: string | null
    by_name: string | null
  }>(sql`
    select * from (select distinct on (c.id) p.added_at, c.id as contact_id, coalesce(c.name, c.email, 'Unknown') as name, a.id as account_id, a.name as account_name, p.consent,
      p.consent_at, p.consent_how, b.id as by_id, b.name as by_name
    from session_participants p
    join contacts c0 on c0.workspace_id = ${ctx.workspaceId} and c0.id = p.contact_id
    join contacts c on c.workspace_id = ${ctx.workspaceId} and c.id = root_id(c0.merged_into_id, c0.id)
    left join accounts a0 on a0.workspace_id = ${ctx.workspaceId} and a0.id = c.account_id
    left join accounts a on a.workspace_id = ${ctx.workspaceId} and a.id = root_id(a0.merged_into_id, a0.id)
    left join members b on b.workspace_id = ${ctx.workspaceId} and b.id = p.consent_by_member_id
    where p.workspace_id = ${ctx.workspaceId} and p.session_id = ${row.id}
    order by c.id, (p.consent <> 'given') desc, p.contact_id) people
    order by added_at, contact_id limit 200`)
  return {
    ...show(row),
    guide: row.guide,
    notes: row.notes,
    participants: people.map((one) => ({
      contact: { id: encodeId('ct', one.contact_id), name: one.name },
      account: one.account_id ? { id: encodeId('acct', one.account_id), name: one.account_name! } : null,
      consent: one.consent,
      consentAt: one.consent_at?.toISOString() ?? null,
      consentHow: one.consent_how,
      consentBy: member(one.by_id, one.by_name),
    })),
    highlights: await highlightsOf(ctx, { sessionId: row.id }),
  }
}
