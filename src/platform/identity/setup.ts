import { randomBytes, timingSafeEqual } from 'node:crypto'
import { baseUrl } from '#platform/config.ts'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import { AppError } from '#platform/errors.ts'
import { hashToken } from '#platform/tokens/tokens.ts'

/** Whether nobody has set this installation up yet. */
export async function isSetupNeeded(door: Door): Promise<boolean> {
  const row = await door.outside((db) =>
    db.one<{ some: boolean }>(sql`select exists (select from all_workspaces()) as some`),
  )
  return !row.some
}

/** A new one-time set-up link; the one before it stops working. Undefined once there is an owner. */
export async function createSetupLink(door: Door): Promise<string | undefined> {
  if (!(await isSetupNeeded(door))) return undefined
  const token = randomBytes(24).toString('base64url')
  const hash = hashToken(token).toString('hex')
  await door.outside((db) =>
    db.run(sql`
      insert into instance (key, value) values ('setup', ${JSON.stringify({ hash })})
      on conflict (key) do update set value = excluded.value`),
  )
  return `${baseUrl(door.config)}/setup?token=${token}`
}

/**
 * Does `work` by the one-time set-up link, which is used up only when all of it is done. Of two people who press
 * at once, one comes in; nobody waits for the other, who would hold a connection that the first one needs.
 */
export async function bySetupLink<T>(door: Door, token: string, work: () => Promise<T>): Promise<T> {
  return await door.outside(async (db) => {
    const row = await db.maybe<{ value: { hash: string } }>(
      sql`select value from instance where key = 'setup' and not exists (select from all_workspaces())
        for update skip locked`,
    )
    if (!row) {
      throw new AppError(
        'forbidden',
        'setup.done',
        `This set-up link has been used: there is an owner already. Sign in at ${baseUrl(door.config)}, or ask them for a join link.`,
      )
    }
    if (!timingSafeEqual(Buffer.from(row.value.hash, 'hex'), hashToken(token))) {
      throw new AppError(
        'forbidden',
        'setup.link_unknown',
        'This set-up link is not the current one. The newest stands in the output of the server; start it again for a new one.',
      )
    }
    const result = await work()
    await db.run(sql`delete from instance where key = 'setup'`)
    return result
  })
}
