import { z } from 'zod'
import type { Certificate } from '#measure/personal-data/certificate.ts'
import type * as contract from '#measure/personal-data/contract.ts'
import { type Person, personOf } from '#measure/personal-data/people.ts'
import { countsOfKinds } from '#measure/personal-data/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'

/** What is kept of a person and what erasing them would do. */
export async function getPersonalData(
  ctx: Ctx,
  { contactId }: Input<typeof contract.getPersonalData>,
): Promise<Answer<typeof contract.getPersonalData>> {
  const person = await personOf(ctx, contactId)
  // Texts of colleagues are looked through: in a large workspace that takes longer than a statement usually may.
  await ctx.db.run(sql`set local statement_timeout = '10min'`)
  const counts = await ctx.db.many<{ kind: string; act: string; n: string }>(sql`
    select kind, act, n from count_personal_data(${person.ids}::uuid[], ${person.files}::uuid[])`)
  const [{ cases }, messages, holds, erasure] = await Promise.all([
    ctx.db.one<{ cases: number }>(sql`
      select count(*)::int as cases from cases
      where workspace_id = ${ctx.workspaceId} and id = any(${person.cases}::uuid[]) and status = 'open'`),
    waitingMessages(ctx, person),
    holdsOn(ctx, person),
    ctx.db.maybe<{ id: string }>(sql`
      select id from erasures where workspace_id = ${ctx.workspaceId} and contact_id = ${person.id}`),
  ])
  return {
    contactId: encodeId('ct', person.id),
    mergedIds: person.ids.slice(1).map((id) => encodeId('ct', id)),
    counts: countsOfKinds(counts),
    openCases: cases,
    waitingMessages: messages.mails.length + messages.texts.length,
    holds,
    erasureId: erasure ? encodeId('ers', erasure.id) : null,
  }
}

/** Messages to a person that have not left, and how many are leaving at this moment. */
export async function waitingMessages(
  ctx: Ctx,
  person: Person,
): Promise<{ mails: string[]; texts: string[]; leaving: number }> {
  const ws = ctx.workspaceId
  const [mails, texts] = await Promise.all([
    ctx.db.many<{ id: string; state: string }>(sql`
      select id, state from mails where workspace_id = ${ws} and state in ('queued', 'deferred', 'claimed', 'handing_over')
        and (contact_id = any(${person.ids}::uuid[]) or to_address = any(${person.addresses}))`),
    ctx.db.many<{ id: string; state: string }>(sql`
      select id, state from sms_messages where workspace_id = ${ws} and state in ('queued', 'deferred', 'claimed', 'handing_over')
        and (contact_id = any(${person.ids}::uuid[]) or to_number = any(${person.numbers}))`),
  ])
  const waits = ({ state }: { state: string }) => state === 'queued' || state === 'deferred'
  const ids = (rows: { id: string; state: string }[]) => rows.filter(waits).map(({ id }) => id)
  return {
    mails: ids(mails),
    texts: ids(texts),
    leaving: [...mails, ...texts].filter((one) => !waits(one)).length,
  }
}

/** Why legal holds keep a person: on any of their contacts, on the account of one, or on everything. */
export async function holdsOn(ctx: Ctx, person: Person): Promise<string[]> {
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<{ reason: string }>(sql`
    select h.reason from legal_holds h
    left join accounts a on a.workspace_id = ${ws} and a.id = h.account_id
    where h.workspace_id = ${ws} and h.lifted_at is null and (
      (h.contact_id is null and h.account_id is null) or h.contact_id = any(${person.ids}::uuid[])
      or root_id(a.merged_into_id, a.id) in (
        select root_id(o.merged_into_id, o.id) from contacts c
        join accounts o on o.workspace_id = ${ws} and o.id = c.account_id
        where c.workspace_id = ${ws} and c.id = any(${person.ids}::uuid[])))
    order by h.placed_at, h.id`)
  return rows.map(({ reason }) => reason)
}

export interface ErasureRow {
  id: string
  number: number
  certificate: string
  sha256: Buffer
}

const columns = sql`select e.id, e.number, e.certificate, e.sha256 from erasures e`

/** Certificates, the newest first. */
export async function listErasures(
  ctx: Ctx,
  { limit, cursor }: Input<typeof contract.listErasures>,
): Promise<Answer<typeof contract.listErasures>> {
  const before = cursor
    ? sql`and e.number < ${decodeCursor(
        cursor,
        z
          .number()
          .int()
          .min(0)
          .max(2 ** 31 - 1),
      )}`
    : sql.empty
  const rows = await ctx.db.many<ErasureRow>(sql`
    ${columns} where e.workspace_id = ${ctx.workspaceId} ${before} order by e.number desc limit ${limit + 1}`)
  return toPage(rows, limit, showErasure, (row) => row.number)
}

/** One certificate. Throws `erasure.not_found`. */
export async function getErasure(
  ctx: Ctx,
  { erasureId }: Input<typeof contract.getErasure>,
): Promise<Answer<typeof contract.getErasure>> {
  return showErasure(await erasureRow(ctx, sql`e.id = ${erasureId}`))
}

export async function erasureRow(ctx: Ctx, which: Sql): Promise<ErasureRow> {
  const row = await ctx.db.maybe<ErasureRow>(
    sql`${columns} where e.workspace_id = ${ctx.workspaceId} and ${which}`,
  )
  if (!row)
    throw new AppError('not_found', 'erasure.not_found', 'There is no such certificate. Check the id.')
  return row
}

export function showErasure(row: ErasureRow): Answer<typeof contract.getErasure> {
  const { workspace: _, format: __, ...certificate } = JSON.parse(row.certificate) as Certificate
  return { id: encodeId('ers', row.id), ...certificate, sha256: row.sha256.toString('hex') }
}
