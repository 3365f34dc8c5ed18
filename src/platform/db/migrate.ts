import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import type { Connection } from '#platform/db/pool.ts'
import { AppError } from '#platform/errors.ts'

const lockKey = 7_243_391 // any number, the same for every process of the product

/**
 * Applies the files of `folder` that are not yet applied, in the order of their names, each in a transaction,
 * as the owner and under an advisory lock, so that several processes may start at once.
 * A file that an installation may have applied in other words begins with `-- formerly` and the checksum of those words.
 * A file whose first line is `-- no transaction` runs outside of one (create index concurrently).
 */
export async function migrate(owner: Connection, folder: string): Promise<string[]> {
  const client = new pg.Client({ ...owner, application_name: 'hearback migrate' })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey])
    await client.query(
      'create table if not exists migrations (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
    )
    const applied = new Map(
      (
        await client.query<{ name: string; checksum: string }>('select name, checksum from migrations')
      ).rows.map((row) => [row.name, row.checksum]),
    )
    const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
    const unknown = [...applied.keys()].filter((name) => !names.includes(name))
    if (unknown.length > 0) {
      throw new AppError(
        'conflict',
        'database.newer',
        `The database was used by a newer Hearback (it knows ${unknown.join(', ')}). Start that version, or restore a backup.`,
      )
    }
    const done: string[] = []
    // Search functions are handed to the search role, which needs this right at that moment only.
    await client.query('grant create on schema public to hearback_search')
    for (const name of names) {
      const text = await readFile(join(folder, name), 'utf8')
      const checksum = createHash('sha256').update(text).digest('hex')
      const before = applied.get(name)
      // A file that was worded otherwise once, with the same outcome, names the checksum it had.
      if (before === checksum || (before && text.includes(`-- formerly ${before}\n`))) continue
      if (before !== undefined) {
        throw new AppError(
          'conflict',
          'migration.changed',
          `The migration ${name} was changed after it was applied. Restore the file, and put the change into a new one.`,
        )
      }
      await apply(client, name, text, checksum)
      done.push(name)
    }
    await client.query('revoke create on schema public from hearback_search')
    return done
  } finally {
    await client.end()
  }
}

async function apply(client: pg.Client, name: string, text: string, checksum: string) {
  const alone = text.startsWith('-- no transaction')
  try {
    if (!alone) await client.query('begin')
    await client.query(text)
    await client.query('insert into migrations (name, checksum) values ($1, $2)', [name, checksum])
    if (!alone) await client.query('commit')
  } catch (error) {
    if (!alone) await client.query('rollback').catch(() => {})
    const place = (error as { position?: string }).position
    const line = place ? ` near line ${text.slice(0, Number(place)).split('\n').length}` : ''
    throw new Error(`migration ${name}${line}: ${(error as Error).message}`, { cause: error })
  }
}
