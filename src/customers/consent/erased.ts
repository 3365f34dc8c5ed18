import { createHmac } from 'node:crypto'
import type { Config } from '#platform/config.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Verdict } from '#platform/outbox/gate.ts'
import { derivedKey } from '#platform/secrets.ts'

/**
 * What is left of the address or number of an erased person: a keyed hash, which only this installation can compare and
 * nobody can read, so that they are never written to again, whoever brings the address in anew.
 */
function hashOf(config: Config, workspaceId: string, address: string): Buffer {
  return createHmac('sha256', derivedKey(config, 'erased address'))
    .update(`${workspaceId} ${address.trim().toLowerCase()}`)
    .digest()
}

/** Keeps these mail addresses and numbers out for good. Answers how many were not kept out before. */
export async function keepOut(ctx: Ctx, addresses: readonly string[]): Promise<number> {
  const hashes = addresses.map((address) => hashOf(ctx.config, ctx.workspaceId, address))
  return ctx.db.run(sql`
    insert into erased_addresses (workspace_id, hash, erased_at)
    select distinct ${ctx.workspaceId}::uuid, hash, ${ctx.now()}::timestamptz from unnest(${hashes}::bytea[]) as hash
    on conflict do nothing`)
}

/** Which of these are of people who were erased. A colleague's own address stays reachable for what is theirs. */
async function keptOut(ctx: Ctx, addresses: readonly string[]): Promise<Set<string>> {
  const byHash = new Map(
    addresses.map((address) => [
      hashOf(ctx.config, ctx.workspaceId, address).toString('hex'),
      address.trim().toLowerCase(),
    ]),
  )
  const rows = await ctx.db.many<{ hash: string }>(sql`
    select encode(hash, 'hex') as hash from erased_addresses
    where workspace_id = ${ctx.workspaceId} and hash = any(${[...byHash.keys()].map((hex) => Buffer.from(hex, 'hex'))}::bytea[])`)
  if (rows.length === 0) return new Set()
  const found = rows.map(({ hash }) => byHash.get(hash)!)
  const members = await ctx.db.many<{ email: string }>(sql`
    select email from members where workspace_id = ${ctx.workspaceId} and email = any(${found}) and removed_at is null`)
  for (const { email } of members) found.splice(found.indexOf(email), 1)
  return new Set(found)
}

/** What a gate says of messages to people who were erased: they never leave. */
export async function neverAgain(
  ctx: Ctx,
  messages: readonly { id: string; to: string }[],
): Promise<Map<string, Verdict>> {
  const out = await keptOut(
    ctx,
    messages.map(({ to }) => to),
  )
  return new Map(
    messages.flatMap(({ id, to }): [string, Verdict][] =>
      out.has(to.trim().toLowerCase()) ? [[id, { reason: 'erased', until: null }]] : [],
    ),
  )
}
