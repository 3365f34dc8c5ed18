import type * as contract from '#close/macros/contract.ts'
import type { Macro } from '#close/macros/contract.ts'
import { macroDeleted, macroSaved } from '#close/macros/events.ts'
import { macroFault } from '#close/macros/rules.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { violatedConstraint } from '#platform/db/pool.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId, newId } from '#platform/ids.ts'
import { mayPass } from '#platform/policy/rules.ts'

interface Row {
  id: string
  title: string
  body: string
  owner_member_id: string | null
}

const mayChange = (ctx: Ctx, row: Pick<Row, 'owner_member_id'>) =>
  row.owner_member_id === null
    ? mayPass(ctx.actor, 'updates:manage')
    : row.owner_member_id === actorMember(ctx)

const show = (ctx: Ctx, row: Row): Macro => ({
  id: encodeId('mac', row.id),
  title: row.title,
  body: row.body,
  isShared: row.owner_member_id === null,
  mayChange: mayChange(ctx, row),
})

async function macroRows(ctx: Ctx, condition: Sql): Promise<Row[]> {
  return ctx.db.many<Row>(sql`
    select id, title, body, owner_member_id from macros
    where workspace_id = ${ctx.workspaceId} and (owner_member_id is null or owner_member_id = ${actorMember(ctx)}) ${condition}
    order by lower(title), id limit 500`)
}

/** The saved texts of the asking member and those of everybody. */
export async function listMacros(ctx: Ctx): Promise<Answer<typeof contract.listMacros>> {
  return { data: (await macroRows(ctx, sql.empty)).map((row) => show(ctx, row)) }
}

function checkBody(body: string): void {
  const message = macroFault(body)
  if (message)
    throw new AppError('invalid', 'macro.braces', `The text ${message}`, {
      fields: [{ field: 'body', message }],
    })
}

/** Writes it, or says that the title is taken. */
async function write(ctx: Ctx, title: string, statement: Sql): Promise<void> {
  try {
    await ctx.db.savepoint(() => ctx.db.run(statement))
  } catch (error) {
    if (violatedConstraint(error) !== 'macros_title_once') throw error
    const message = `There is a saved text “${title}” already. Choose another title.`
    throw new AppError('conflict', 'macro.title_taken', message, { fields: [{ field: 'title', message }] })
  }
}

/** Saves a text, for oneself or for everybody. */
export async function createMacro(
  ctx: Ctx,
  input: Input<typeof contract.createMacro>,
): Promise<Answer<typeof contract.createMacro>> {
  checkBody(input.body)
  const owner = input.isShared ? null : actorMember(ctx)
  if (!input.isShared && !owner)
    throw new AppError('invalid', 'macro.whose', 'An API key has no texts of its own. Set isShared.')
  const row = { id: newId(), title: input.title, body: input.body.trim(), owner_member_id: owner }
  if (!mayChange(ctx, row))
    throw new AppError(
      'forbidden',
      'macro.shared',
      'Shared texts are kept by managers. Save it for yourself.',
    )
  await write(
    ctx,
    row.title,
    sql`insert into macros (workspace_id, id, title, body, owner_member_id, created_by_member_id, created_at, updated_at)
      values (${ctx.workspaceId}, ${row.id}, ${row.title}, ${row.body}, ${owner}, ${actorMember(ctx)}, ${ctx.now()}, ${ctx.now()})`,
  )
  await ctx.emit(macroSaved, { subjectId: row.id, payload: { macroId: row.id, isShared: input.isShared } })
  return show(ctx, row)
}

async function held(ctx: Ctx, macroId: string): Promise<Row> {
  const [row] = await macroRows(ctx, sql`and id = ${macroId}`)
  if (!row)
    throw new AppError(
      'not_found',
      'macro.not_found',
      'There is no such saved text. It may have been deleted.',
    )
  if (mayChange(ctx, row)) return row
  throw new AppError('forbidden', 'macro.shared', 'Shared texts are kept by managers. Save one for yourself.')
}

/** Changes title or text. */
export async function changeMacro(
  ctx: Ctx,
  input: Input<typeof contract.changeMacro>,
): Promise<Answer<typeof contract.changeMacro>> {
  const row = await held(ctx, input.macroId)
  const after = { ...row, title: input.title ?? row.title, body: input.body?.trim() ?? row.body }
  checkBody(after.body)
  await write(
    ctx,
    after.title,
    sql`update macros set title = ${after.title}, body = ${after.body}, updated_at = ${ctx.now()}
      where workspace_id = ${ctx.workspaceId} and id = ${row.id}`,
  )
  const isShared = row.owner_member_id === null
  await ctx.emit(macroSaved, { subjectId: row.id, payload: { macroId: row.id, isShared } })
  return show(ctx, after)
}

/** Deletes a saved text. */
export async function deleteMacro(ctx: Ctx, input: Input<typeof contract.deleteMacro>): Promise<undefined> {
  const row = await held(ctx, input.macroId)
  await ctx.db.run(sql`delete from macros where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
  await ctx.emit(macroDeleted, { subjectId: row.id, payload: { macroId: row.id } })
  return undefined
}
