import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

type In = Pick<Ctx, 'db' | 'workspaceId'>

const keyOf = ({ workspaceId }: In, name: string) => sql`hashtextextended(${`${name} ${workspaceId}`}, 0)`

/** Transactions of a workspace that take this turn go one after another, from here to their end. */
export async function takeTurn(ctx: In, name: string): Promise<void> {
  await ctx.db.run(sql`select pg_advisory_xact_lock(${keyOf(ctx, name)})`)
}

/** From here to the end of this transaction nobody takes this turn; others may hold it back beside it. */
export async function holdBackTurn(ctx: In, name: string): Promise<void> {
  await ctx.db.run(sql`select pg_advisory_xact_lock_shared(${keyOf(ctx, name)})`)
}
