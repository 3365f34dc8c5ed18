import { imapPurpose } from '#collect/mailbox/commands.ts'
import type * as contract from '#collect/mailbox/contract.ts'
import type { ImapServer } from '#collect/mailbox/imap.ts'
import { receiveMail } from '#collect/mailbox/receive.ts'
import { mailMaxBytes } from '#collect/mailbox/rules.ts'
import { mailboxSetting } from '#collect/mailbox/settings.ts'
import type { Actor, Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import type { Visit } from '#platform/http/on.ts'
import { limitsOf } from '#platform/http/rate-limit.ts'
import { log } from '#platform/log.ts'
import { unseal } from '#platform/secrets.ts'
import { getSetting } from '#platform/settings/settings.ts'

const poller: Actor = { kind: 'job', name: 'collect/mailbox' }

/** The mailbox of this workspace with its password; undefined when none is read. */
async function findImap(ctx: Ctx): Promise<ImapServer | undefined> {
  const { imap } = await getSetting(ctx, mailboxSetting)
  if (!imap) return undefined
  const { passwordSealed, ...server } = imap
  return { ...server, password: unseal(ctx.config, imapPurpose(ctx.workspaceId), passwordSealed) }
}

/**
 * Reads what is new in a mailbox, oldest first, and leaves it there untouched. The first look, and one at a folder that
 * was made anew, only notes where new mail begins. What went wrong stands on the settings page.
 */
export async function pollMailbox(door: Door, workspaceId: string, signal?: AbortSignal): Promise<void> {
  const begun = await door.inWorkspace(workspaceId, poller, async (ctx) => {
    const server = await findImap(ctx)
    const at = await ctx.db.maybe<{ uid_validity: string | null; last_uid: number }>(sql`
      select uid_validity, last_uid from mailbox_polls where workspace_id = ${ctx.workspaceId}`)
    return server && { server, at: at ?? { uid_validity: null, last_uid: 0 } }
  })
  if (!begun) return
  const { server, at } = begun
  // The client is large, and most installations read no mailbox.
  const { explain, withFolder } = await import('#collect/mailbox/imap.ts')
  const note = (validity: string | null, uid: number, error: string | null) =>
    door.inWorkspace(workspaceId, poller, (ctx) =>
      ctx.db.run(sql`
        insert into mailbox_polls (workspace_id, uid_validity, last_uid, polled_at, error)
        values (${workspaceId}, ${validity}, ${uid}, ${door.now()}, ${error})
        on conflict (workspace_id) do update set uid_validity = excluded.uid_validity, last_uid = excluded.last_uid,
          polled_at = excluded.polled_at, error = excluded.error`),
    )
  let last = Number(at.last_uid)
  try {
    await withFolder(door.config, server, async (client, folder) => {
      if (folder.uidValidity !== at.uid_validity) return note(folder.uidValidity, folder.uidNext - 1, null)
      let left: string | null = null
      // First which and how large, then one by one: a mailbox is never held in memory.
      const fresh: { uid: number; size: number }[] = []
      if (folder.exists > 0 && folder.uidNext > last + 1)
        for await (const one of client.fetch(`${last + 1}:*`, { uid: true, size: true }, { uid: true }))
          if (one.uid > last) fresh.push({ uid: one.uid, size: one.size ?? 0 })
      fresh.sort((a, b) => a.uid - b.uid)
      for (const { uid, size } of fresh) {
        if (signal?.aborted) return undefined
        if (size > mailMaxBytes)
          left = `A mail of ${Math.round(size / 1024 / 1024)} MB was left in the mailbox.`
        else {
          const found = await client.fetchOne(String(uid), { source: true }, { uid: true })
          // biome-ignore lint/complexity/useOptionalChain: false where there is none
          if (found && found.source) await keep(door, workspaceId, found.source)
        }
        last = uid
        await note(folder.uidValidity, last, left)
      }
      return note(folder.uidValidity, last, left)
    })
  } catch (error) {
    const why = error instanceof AppError ? error.message : explain(error as Error, server)
    log.info({ workspaceId, why }, 'a mailbox could not be read')
    await note(at.uid_validity, last, why)
  }
}

/** A message that is none must not keep those behind it waiting. */
async function keep(door: Door, workspaceId: string, raw: Buffer): Promise<void> {
  try {
    await receiveMail(door, workspaceId, { raw, via: 'imap', envelopeFrom: '', envelopeTo: [] })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    log.warn({ workspaceId, code: error.code }, 'a mail in a mailbox could not be taken in')
  }
}

/** Connects to a mailbox, signs in and opens its folder. At most 10 times a minute in a workspace. */
export async function testMailbox({ door, caller }: Visit, input: Input<typeof contract.testMailbox>) {
  const workspaceId = caller.workspaceId!
  limitsOf(door).take(`mailbox test ${workspaceId}`, 10)
  const kept = await door.inWorkspace(workspaceId, caller.actor, findImap)
  const { tryFolder } = await import('#collect/mailbox/imap.ts')
  const isKept = kept?.host === input.host && kept.port === input.port && kept.user === input.user
  return tryFolder(door.config, { ...input, password: input.password ?? (isKept ? kept.password : '') })
}
