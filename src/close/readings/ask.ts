import { standIns } from '#act/playbooks/holders.ts'
import { readingAsked } from '#close/readings/events.ts'
import { getReadingRule, whyNeeded } from '#close/readings/queries.ts'
import { type Because, becauseWords } from '#close/readings/rules.ts'
import type { UpdateRow } from '#close/updates/queries.ts'
import type { Ctx, Role } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import { notify } from '#platform/notices/commands.ts'
import { mayPass } from '#platform/policy/rules.ts'

export interface Reader {
  id: string
  name: string
  /** who was asked, where a cover reads in their stead */
  insteadOf: string | null
  because: Because
}

interface Candidate {
  id: string
  name: string
  role: Role
}

async function candidate(ctx: Ctx, memberId: string): Promise<Candidate | undefined> {
  return ctx.db.maybe<Candidate>(sql`
    select id, name, role from members
    where workspace_id = ${ctx.workspaceId} and id = ${memberId} and removed_at is null`)
}

/** Whether a member may be a second reader: sees the case, and may write to customers as well. */
const mayRead = ({ id, role }: Candidate) =>
  (['cases:read', 'feedback:read', 'updates:write'] as const).every((access) =>
    mayPass({ kind: 'member', id, userId: '', role }, access),
  )

/** The member themselves while they are here, else who covers for them; undefined where nobody may. */
export async function presentReader(
  ctx: Ctx,
  memberId: string,
  writerId: string,
): Promise<Omit<Reader, 'because'> | undefined> {
  for (const one of await standIns(ctx, sql`m.id = ${memberId}`)) {
    const found = one.id === writerId ? undefined : await candidate(ctx, one.id)
    if (found && mayRead(found))
      return { id: found.id, name: found.name, insteadOf: one.absence?.name ?? null }
  }
  return undefined
}

/** Who reads it of whom the writer named. Throws when they cannot: the writer, a viewer, somebody away without a cover. */
export async function chosenReader(
  ctx: Ctx,
  readerId: string,
  writerId: string,
): Promise<Omit<Reader, 'because'>> {
  const refused = (code: string, message: string) =>
    new AppError('conflict', `reading.${code}`, `${message} Choose somebody else.`, {
      fields: [{ field: 'readerId', message }],
    })
  if (readerId === writerId) throw refused('own', 'Whoever wrote it is no second reader.')
  const named = await candidate(ctx, readerId)
  if (!named)
    throw new AppError('not_found', 'member.not_found', 'There is no such member here. Choose somebody else.')
  if (!mayRead(named)) throw refused('may_not', `${named.name} may not write to customers.`)
  const reader = await presentReader(ctx, readerId, writerId)
  if (reader) return reader
  throw refused('away', `${named.name} is away, and nobody who could read it covers for them.`)
}

/** Who reads an update first, where its writer or the rule of the workspace wants it; undefined where it leaves at once. */
export async function secondReader(
  ctx: Ctx,
  caseId: string | null,
  readerId: string | undefined,
  writerId: string | null,
): Promise<Reader | undefined> {
  const rule = await getReadingRule(ctx)
  const needed = await whyNeeded(ctx, rule, caseId)
  if (!readerId) {
    if (!needed) return undefined
    throw new AppError(
      'conflict',
      'reading.needed',
      `A second person reads this first, because ${becauseWords[needed]}. Choose who (readerId). Nothing was sent.`,
    )
  }
  if (rule.when === 'never')
    throw new AppError(
      'conflict',
      'reading.off',
      'Updates are not read by a second person here. Send it without a reader.',
    )
  if (!writerId)
    throw new AppError(
      'forbidden',
      'reading.member_only',
      'Only what a member writes is read by a second person. Sign in and send it yourself.',
    )
  return { ...(await chosenReader(ctx, readerId, writerId)), because: needed ?? 'asked' }
}

type Asked = Pick<
  UpdateRow,
  'id' | 'contact_id' | 'case_id' | 'feedback_id' | 'subject' | 'to_name' | 'to_address'
>

/** What the events of a reading say of its update. */
export const aboutReading = (row: Asked, readerId: string) => ({
  updateId: row.id,
  contactId: row.contact_id,
  caseId: row.case_id,
  readerId,
  ...(row.feedback_id && { feedbackId: row.feedback_id }),
})

/** Where an update is read: on its case, or its item. */
export const linkOf = (row: Pick<Asked, 'case_id' | 'feedback_id'>) =>
  row.case_id ? `/cases/${encodeId('case', row.case_id)}` : `/inbox/${encodeId('fb', row.feedback_id!)}`

/** Gives an update to a reader, and tells them. The update itself is set to `reading` by whoever asks. */
export async function giveToRead(
  ctx: Ctx,
  readingId: string,
  row: Asked,
  writer: { id: string; name: string },
  reader: Reader,
): Promise<void> {
  await ctx.db.run(sql`
    insert into update_readings (workspace_id, id, update_id, reader_member_id, writer_member_id, because, asked_at)
    values (${ctx.workspaceId}, ${readingId}, ${row.id}, ${reader.id}, ${writer.id}, ${reader.because}, ${ctx.now()})`)
  await notify(ctx, {
    memberId: reader.id,
    kind: 'update.to_read',
    subjectId: row.id,
    text: `${reader.insteadOf ? `In place of ${reader.insteadOf}: read` : 'Read'} ${writer.name}’s mail to ${row.to_name || row.to_address} before it leaves: ${row.subject}`,
    link: linkOf(row),
    urgency: 'urgent',
    dedupeKey: `to read ${readingId}`,
  })
}

/** Asks for a first reading, with its event. */
export async function askToRead(
  ctx: Ctx,
  readingId: string,
  row: Asked,
  writer: { id: string; name: string },
  reader: Reader,
): Promise<void> {
  await giveToRead(ctx, readingId, row, writer, reader)
  await ctx.emit(readingAsked, {
    subjectId: row.id,
    payload: { ...aboutReading(row, reader.id), because: reader.because },
  })
}
