import { takeHighlights } from '#collect/highlights/commands.ts'
import type * as contract from '#collect/sessions/contract.ts'
import type { Session } from '#collect/sessions/contract.ts'
import { sessionChanged, sessionConsent, sessionHeld, sessionPlanned } from '#collect/sessions/events.ts'
import { getSession } from '#collect/sessions/queries.ts'
import { type Consent, mayQuote, type SessionKind } from '#collect/sessions/rules.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { checkMember } from '#platform/identity/queries.ts'
import { newId } from '#platform/ids.ts'

interface Held {
  id: string
  kind: SessionKind
  state: Session['state']
  held_at: Date | null
}

async function lock(ctx: Ctx, sessionId: string): Promise<Held> {
  const row = await ctx.db.maybe<Held>(sql`
    select id, kind, state, held_at from research_sessions
    where workspace_id = ${ctx.workspaceId} and id = ${sessionId} for update`)
  if (row) return row
  throw new AppError('not_found', 'session.not_found', 'There is no such session. Check the id.')
}

/** Plans a session. */
export async function createSession(ctx: Ctx, input: Input<typeof contract.createSession>): Promise<Session> {
  const id = newId()
  const leadId = input.leadId === undefined ? actorMember(ctx) : input.leadId
  if (leadId) await checkMember(ctx, leadId)
  await ctx.db.run(sql`
    insert into research_sessions (workspace_id, id, kind, title, planned_at, guide, lead_member_id, created_at, updated_at)
    values (${ctx.workspaceId}, ${id}, ${input.kind}, ${input.title}, ${input.plannedAt}, ${input.guide}::text[], ${leadId}, ${ctx.now()}, ${ctx.now()})`)
  await addParticipants(ctx, id, input.contactIds)
  await ctx.emit(sessionPlanned, { subjectId: id, payload: { sessionId: id, kind: input.kind } })
  return getSession(ctx, { sessionId: id })
}

async function addParticipants(ctx: Ctx, sessionId: string, contactIds: readonly string[]): Promise<void> {
  const wanted = [...new Set(contactIds)]
  if (wanted.length === 0) return
  const found = await ctx.db.many<{ id: string }>(sql`
    select id from contacts where workspace_id = ${ctx.workspaceId} and id = any(${wanted}::uuid[])`)
  if (found.length < wanted.length)
    throw new AppError('invalid', 'contact.not_found', 'There is no contact with this id. Check the id.')
  await ctx.db.run(sql`
    insert into session_participants (workspace_id, session_id, contact_id, added_at)
    select ${ctx.workspaceId}, ${sessionId}, c, ${ctx.now()} from unnest(${wanted}::uuid[]) as c
    where not exists (select 1 from session_participants p where ${isRowOf(ctx, sessionId, sql`c`)})
    on conflict (workspace_id, session_id, contact_id) do nothing`)
}

/** Rows `p` of a participant: the contact, or one that was merged into it after it was added. */
const isRowOf = (ctx: Ctx, sessionId: string, contactId: Sql) => sql`
  p.workspace_id = ${ctx.workspaceId} and p.session_id = ${sessionId} and p.contact_id in (
    select k.id from contacts k
    where k.workspace_id = ${ctx.workspaceId} and (k.id = ${contactId} or k.merged_into_id = ${contactId}))`

/** Changes a session; one that was held keeps when, one that is planned again loses it. */
export async function changeSession(ctx: Ctx, input: Input<typeof contract.changeSession>): Promise<Session> {
  const row = await lock(ctx, input.sessionId)
  const { sessionId: _, ...given } = input
  const fields = Object.entries(given).flatMap(([field, value]) => (value === undefined ? [] : [field]))
  if (input.leadId) await checkMember(ctx, input.leadId)
  const state = input.state ?? row.state
  if (input.heldAt && state !== 'held')
    throw new AppError(
      'invalid',
      'session.not_held',
      'heldAt: the session was not held. Give the state held with it.',
    )
  if (input.heldAt && input.heldAt.getTime() > ctx.now().getTime() + 300_000)
    throw new AppError(
      'invalid',
      'session.ahead',
      'heldAt: is in the future. Say so once the session was held.',
    )
  const heldAt = state === 'held' ? (input.heldAt ?? row.held_at ?? ctx.now()) : null
  const set = sql.join([
    sql`state = ${state}, held_at = ${heldAt}, updated_at = ${ctx.now()}`,
    ...(input.kind === undefined ? [] : [sql`kind = ${input.kind}`]),
    ...(input.title === undefined ? [] : [sql`title = ${input.title}`]),
    ...(input.plannedAt === undefined ? [] : [sql`planned_at = ${input.plannedAt}`]),
    ...(input.leadId === undefined ? [] : [sql`lead_member_id = ${input.leadId}`]),
    ...(input.guide === undefined ? [] : [sql`guide = ${input.guide}::text[]`]),
    ...(input.notes === undefined ? [] : [sql`notes = ${input.notes}`]),
  ])
  await ctx.db.run(sql`
    update research_sessions set ${set} where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
  await ctx.emit(sessionChanged, { subjectId: row.id, payload: { sessionId: row.id, fields } })
  if (state === 'held' && row.state !== 'held')
    await ctx.emit(sessionHeld, {
      subjectId: row.id,
      payload: { sessionId: row.id, kind: input.kind ?? row.kind },
    })
  return getSession(ctx, input)
}

/** Adds a participant, who keeps what they agreed to before, or writes down what they agreed to, when, and who wrote it down. */
export async function putParticipant(
  ctx: Ctx,
  input: Input<typeof contract.putParticipant>,
): Promise<Session> {
  const row = await lock(ctx, input.sessionId)
  await addParticipants(ctx, row.id, [input.contactId])
  if (input.consent) await writeConsent(ctx, row.id, { ...input, consent: input.consent })
  else await participantsChanged(ctx, row.id)
  return getSession(ctx, input)
}

async function writeConsent(
  ctx: Ctx,
  sessionId: string,
  { contactId, consent, how }: { contactId: string; consent: Consent; how?: string | null | undefined },
): Promise<void> {
  const isAsked = consent !== 'not_asked'
  await ctx.db.run(sql`
    update session_participants p set consent = ${consent}, consent_at = ${isAsked ? ctx.now() : null},
      consent_how = ${how ?? null}, consent_by_member_id = ${isAsked ? actorMember(ctx) : null}
    where ${isRowOf(ctx, sessionId, sql`${contactId}`)}`)
  await ctx.emit(sessionConsent, { subjectId: sessionId, payload: { sessionId, contactId, consent } })
}

async function participantsChanged(ctx: Ctx, sessionId: string): Promise<void> {
  await ctx.emit(sessionChanged, { subjectId: sessionId, payload: { sessionId, fields: ['participants'] } })
}

/** Takes a participant out; what they said stays an item. */
export async function removeParticipant(
  ctx: Ctx,
  input: Input<typeof contract.removeParticipant>,
): Promise<Session> {
  const row = await lock(ctx, input.sessionId)
  await ctx.db.run(sql`
    delete from session_participants p where ${isRowOf(ctx, row.id, sql`${input.contactId}`)}`)
  await participantsChanged(ctx, row.id)
  return getSession(ctx, input)
}

/** Notes what was said; each is an item like any other. Who did not agree is not named. */
export async function addSessionHighlights(
  ctx: Ctx,
  input: Input<typeof contract.addSessionHighlights>,
): Promise<Session> {
  const row = await lock(ctx, input.sessionId)
  if (!row.held_at)
    throw new AppError(
      'conflict',
      'session.not_held',
      'This session was not held yet. Say that it was first.',
    )
  const people = await ctx.db.many<{ contact_id: string; consent: Consent }>(sql`
    select root_id(c.merged_into_id, c.id) as contact_id, p.consent from session_participants p
    join contacts c on c.workspace_id = ${ctx.workspaceId} and c.id = p.contact_id
    where p.workspace_id = ${ctx.workspaceId} and p.session_id = ${row.id}`)
  // Of two who turned out to be one, both have to have agreed.
  const agreed = (contactId: string) => {
    const rows = people.filter((one) => one.contact_id === contactId)
    return rows.length > 0 && rows.every((one) => mayQuote(one.consent))
  }
  const at = input.highlights.findIndex((one) => one.contactId && !agreed(one.contactId))
  if (at >= 0)
    throw new AppError(
      'conflict',
      'session.no_consent',
      `highlights.${at}: this person did not agree to be quoted. Write down their consent first, or note it without a name.`,
    )
  await takeHighlights(
    ctx,
    { sessionId: row.id, accountId: null, channel: 'interview', at: row.held_at },
    input.highlights,
  )
  await ctx.emit(sessionChanged, {
    subjectId: row.id,
    payload: { sessionId: row.id, fields: ['highlights'] },
  })
  return getSession(ctx, input)
}
