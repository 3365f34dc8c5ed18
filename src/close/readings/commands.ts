import {
  aboutReading,
  chosenReader,
  giveToRead,
  linkOf,
  presentReader,
  type Reader,
} from '#close/readings/ask.ts'
import type * as contract from '#close/readings/contract.ts'
import { readerChanged, updateAgreed, updateReturned, updateTakenBack } from '#close/readings/events.ts'
import { readingRule } from '#close/readings/queries.ts'
import type { Because } from '#close/readings/rules.ts'
import { announceHeld, holdUntil } from '#close/updates/hold.ts'
import { getUpdate, recipientOf, type UpdateRow, whyBlocked } from '#close/updates/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { notify } from '#platform/notices/commands.ts'
import { mayPass } from '#platform/policy/rules.ts'
import { putSetting } from '#platform/settings/settings.ts'

type Waiting = Pick<
  UpdateRow,
  'id' | 'case_id' | 'feedback_id' | 'contact_id' | 'to_name' | 'to_address' | 'subject'
> & {
  reading_id: string
  reader_id: string
  reader: string
  writer_id: string
  writer: string
  writer_left: boolean
  because: Because
}

/** Sets when updates are read by a second person. */
export async function putReadingRule(
  ctx: Ctx,
  input: Input<typeof contract.putReadingRule>,
): Promise<Answer<typeof contract.putReadingRule>> {
  return putSetting(ctx, readingRule, input)
}

/** Updates that wait for their reader, locked: of two verdicts the first counts. */
async function waiting(ctx: Ctx, condition: Sql): Promise<Waiting[]> {
  const ws = ctx.workspaceId
  return ctx.db.many<Waiting>(sql`
    select u.id, u.case_id, u.feedback_id, u.contact_id, u.to_name, u.to_address, u.subject, d.id as reading_id,
      d.reader_member_id as reader_id, r.name as reader, d.writer_member_id as writer_id, w.name as writer,
      w.removed_at is not null as writer_left, d.because
    from updates u
    join update_readings d on d.workspace_id = ${ws} and d.id = u.reading_id and d.verdict is null
    join members r on r.workspace_id = ${ws} and r.id = d.reader_member_id
    join members w on w.workspace_id = ${ws} and w.id = d.writer_member_id
    where u.workspace_id = ${ws} and u.state = 'reading' ${condition} order by u.id for update of u`)
}

async function waitingOne(ctx: Ctx, updateId: string): Promise<Waiting> {
  const [row] = await waiting(ctx, sql`and u.id = ${updateId}`)
  if (row) return row
  await getUpdate(ctx, updateId)
  throw new AppError(
    'conflict',
    'reading.over',
    'It does not wait for a reader: it was read already, or taken back. Load it again.',
  )
}

async function end(
  ctx: Ctx,
  row: Waiting,
  verdict: 'agree' | 'return' | 'taken_back' | 'passed_on',
  words: string | null = null,
): Promise<void> {
  await ctx.db.run(sql`
    update update_readings set verdict = ${verdict}, words = ${words}, ended_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${row.reading_id}`)
}

/** It is its writer's draft again; where the writer left, it is kept as recalled. */
async function giveBack(ctx: Ctx, row: Waiting): Promise<void> {
  await ctx.db.run(sql`
    update updates set state = ${row.writer_left ? 'recalled' : 'draft'}, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
}

async function tellWriter(ctx: Ctx, row: Waiting, text: string, urgency: 'urgent' | 'normal'): Promise<void> {
  if (row.writer_left || (ctx.actor.kind === 'member' && ctx.actor.id === row.writer_id)) return
  await notify(ctx, {
    memberId: row.writer_id,
    kind: 'update.read',
    subjectId: row.id,
    text,
    link: linkOf(row),
    urgency,
    dedupeKey: `read ${row.reading_id} ${text.slice(0, 60)}`,
  })
}

/** The verdict of the second reader: it leaves after the recall window, or it is the writer's draft again, with the words. */
export async function readUpdate(
  ctx: Ctx,
  input: Input<typeof contract.readUpdate>,
): Promise<Answer<typeof contract.readUpdate>> {
  const row = await waitingOne(ctx, input.updateId)
  if (ctx.actor.kind !== 'member' || ctx.actor.id !== row.reader_id)
    throw new AppError(
      'forbidden',
      'reading.not_yours',
      `${row.reader} was asked to read it. Ask ${row.writer} to choose you instead.`,
    )
  const words = input.words?.trim() ?? null
  const to = row.to_name || row.to_address
  if (input.verdict === 'return') {
    await end(ctx, row, 'return', words)
    await giveBack(ctx, row)
    await ctx.emit(updateReturned, { subjectId: row.id, payload: aboutReading(row, row.reader_id) })
    await tellWriter(ctx, row, `${row.reader} returned your mail to ${to}: ${words}`, 'urgent')
    return getUpdate(ctx, row.id)
  }
  // Reading may take days: the address may have changed since, or the person no longer wants mail.
  const person = await recipientOf(ctx, {
    caseId: row.case_id ?? undefined,
    feedbackId: row.feedback_id ?? undefined,
  })
  const blocked = whyBlocked(person)
  if (blocked)
    throw new AppError('conflict', 'update.blocked', `${blocked} Return it to ${row.writer} instead.`)
  const sendAt = holdUntil(ctx)
  await ctx.db.run(sql`
    update updates set state = 'held', to_name = ${person.name ?? ''}, to_address = ${person.email}, send_at = ${sendAt},
      updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
  await end(ctx, row, 'agree', words)
  await ctx.emit(updateAgreed, { subjectId: row.id, payload: aboutReading(row, row.reader_id) })
  await announceHeld(ctx, {
    id: row.id,
    contactId: row.contact_id,
    caseId: row.case_id,
    feedbackId: row.feedback_id,
    sendAt,
  })
  const said = `${row.reader} agreed, your mail to ${to} leaves in two minutes${words ? `: ${words}` : '.'}`
  await tellWriter(ctx, row, said, 'normal')
  return getUpdate(ctx, row.id)
}

async function pass(ctx: Ctx, row: Waiting, to: Omit<Reader, 'because'>): Promise<void> {
  const readingId = newId()
  await end(ctx, row, 'passed_on')
  await giveToRead(
    ctx,
    readingId,
    row,
    { id: row.writer_id, name: row.writer },
    { ...to, because: row.because },
  )
  await ctx.db.run(sql`
    update updates set reading_id = ${readingId}, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
  await ctx.emit(readerChanged, {
    subjectId: row.id,
    payload: { ...aboutReading(row, to.id), fromId: row.reader_id },
  })
}

/** Lets somebody else read it: by choice of its writer, or of a manager. */
export async function chooseReader(
  ctx: Ctx,
  input: Input<typeof contract.chooseReader>,
): Promise<Answer<typeof contract.chooseReader>> {
  const row = await waitingOne(ctx, input.updateId)
  const isWriter = ctx.actor.kind === 'member' && ctx.actor.id === row.writer_id
  if (!isWriter && !mayPass(ctx.actor, 'updates:manage'))
    throw new AppError(
      'forbidden',
      'reading.not_writer',
      `${row.writer} chooses who reads it. Ask them, or a manager.`,
    )
  const reader = await chosenReader(ctx, input.readerId, row.writer_id)
  if (reader.id !== row.reader_id) await pass(ctx, row, reader)
  return getUpdate(ctx, row.id)
}

/** Takes an update back before it was read: it is its writer's draft again. */
export async function takeBack(ctx: Ctx, updateId: string): Promise<void> {
  const row = await waitingOne(ctx, updateId)
  await end(ctx, row, 'taken_back')
  await giveBack(ctx, row)
  await ctx.emit(updateTakenBack, { subjectId: row.id, payload: aboutReading(row, row.reader_id) })
  await tellWriter(
    ctx,
    row,
    `Your mail to ${row.to_name || row.to_address} was taken back. It is your draft again.`,
    'normal',
  )
}

/**
 * What a reader had to read goes to `to`, else to who covers for them. Where nobody may, its writer chooses: who is away
 * comes back, but from a reader who left it is taken back.
 */
export async function passReadingsOn(
  ctx: Ctx,
  memberId: string,
  { to, left }: { to: string | null; left: boolean },
): Promise<void> {
  for (const row of await waiting(ctx, sql`and d.reader_member_id = ${memberId}`)) {
    const next = await presentReader(ctx, to ?? memberId, row.writer_id)
    const mail = `your mail to ${row.to_name || row.to_address}`
    // still here: the absence lies ahead
    if (next?.id === memberId) continue
    if (!next && left) {
      await end(ctx, row, 'taken_back')
      await giveBack(ctx, row)
      await ctx.emit(updateTakenBack, { subjectId: row.id, payload: aboutReading(row, row.reader_id) })
      await tellWriter(
        ctx,
        row,
        `${row.reader} left before they read ${mail}. It is your draft again: choose another reader.`,
        'urgent',
      )
      continue
    }
    if (!next) {
      await tellWriter(ctx, row, `${row.reader} cannot read ${mail} now. Choose somebody else.`, 'urgent')
      continue
    }
    await pass(ctx, row, { ...next, insteadOf: row.reader })
    await tellWriter(ctx, row, `${next.name} reads ${mail} instead of ${row.reader}.`, 'normal')
  }
}
