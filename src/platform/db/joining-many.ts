import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

/**
 * Reads that join many rows with many. Just after an import the database has no statistics yet, takes every table for
 * small and would look through all accounts for each mention: minutes instead of milliseconds.
 */
export async function joiningMany<T>(ctx: Ctx, read: () => Promise<T>): Promise<T> {
  await ctx.db.run(sql`set local enable_nestloop = off`)
  const result = await read()
  await ctx.db.run(sql`set local enable_nestloop = on`)
  return result
}
