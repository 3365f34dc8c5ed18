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

/** Uses the set-up link up: of two people who press at once, one comes in. */
export async function takeSetupToken(door: Door, token: string): Promise<void> {
  const refused = new AppError(
    'forbidden',
    'setup.link_unknown',
    'This set-up link is not the current one. The newest stands in the output of the server; start it again for a new one.',
  )
  await door.outside(async (db) => {
    const row = await db.maybe<{ value: { hash: string } }>(
      sql`select value from instance where key = 'setup' for update`,
    )
    if (!row || !timingSafeEqual(Buffer.from(row.value.hash, 'hex'), hashToken(token))) throw refused
    await db.run(sql`delete from instance where key = 'setup'`)
  })
}
