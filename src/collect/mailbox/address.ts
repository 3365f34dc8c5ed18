import { splitMark, withMark } from '#collect/mailbox/rules.ts'
import { mailboxSetting } from '#collect/mailbox/settings.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import { getSetting } from '#platform/settings/settings.ts'
import { addressToken, findToken } from '#platform/tokens/tokens.ts'

/**
 * Where answers about something (a case, a feedback item) go: an address of its own, or the mailbox where that takes
 * no plus addresses. Null while no mailbox is set.
 */
export async function replyAddress(ctx: Ctx, aboutId: string): Promise<string | null> {
  const { address, takesPlus } = await getSetting(ctx, mailboxSetting)
  if (!address || !takesPlus) return address
  return withMark(address, await addressToken(ctx, 'reply', aboutId))
}

/** What an address of ours stands for: `aboutId` null is the mailbox itself, `forged` a mark that we never made. */
export type Known = { aboutId: string | null } | 'forged' | undefined

/** Looks an address up in this workspace; undefined when it is none of ours. */
export async function knownAddress(ctx: Ctx, address: string): Promise<Known> {
  const { base, mark } = splitMark(address)
  const rows = await ctx.db.many<{ address: string }>(sql`
    select address from mailbox_addresses
    where workspace_id = ${ctx.workspaceId} and address = any(${[base, address]})`)
  if (rows.some((row) => row.address === address)) return { aboutId: null }
  if (rows.length === 0 || mark === undefined) return undefined
  const token = await findToken(ctx.db, ctx.workspaceId, 'reply', mark, ctx.now())
  return token && !token.isExpired && !token.isRevoked ? { aboutId: token.subjectId } : 'forged'
}

/** The workspace that an address belongs to, before any is entered; undefined when it is nobody's here. */
export async function workspaceOfAddress(door: Door, address: string): Promise<string | undefined> {
  const wanted = [address, splitMark(address).base]
  return door.outside(async (db) => {
    for (const one of new Set(wanted)) {
      const row = await db.one<{ id: string | null }>(sql`select workspace_of_mailbox(${one}) as id`)
      if (row.id) return row.id
    }
    return undefined
  })
}

/** The contact with this address, its own or a further one. */
export async function contactOf(ctx: Ctx, address: string): Promise<string | null> {
  if (address === '') return null
  const row = await ctx.db.maybe<{ id: string }>(sql`
    select root_id(c.merged_into_id, c.id) as id from contact_keys k
    join contacts c on c.workspace_id = ${ctx.workspaceId} and c.id = k.contact_id
    where k.workspace_id = ${ctx.workspaceId} and k.source = 'email' and k.key = ${address}`)
  return row?.id ?? null
}
