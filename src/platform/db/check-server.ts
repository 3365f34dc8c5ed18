import type pg from 'pg'
import { AppError } from '#platform/errors.ts'

interface Facts {
  version: number
  version_text: string
  fsync: string
  full_page_writes: string
  synchronous_commit: string
  encoding: string
  role: string
  is_superuser: boolean
  bypasses: boolean
  owned: string | null
}

/**
 * Refuses a server that could lose what it acknowledged, or a role that row-level security would not bind.
 * `client` is a connection of the application's role. `allowUnsafe` accepts settings that are not durable.
 */
export async function checkServer(
  client: pg.ClientBase | pg.Pool,
  options: { allowUnsafe: boolean },
): Promise<void> {
  const { rows } = await client.query<Facts>(`
    select current_setting('server_version_num')::int as version, current_setting('server_version') as version_text,
      current_setting('fsync') as fsync, current_setting('full_page_writes') as full_page_writes,
      current_setting('synchronous_commit') as synchronous_commit, current_setting('server_encoding') as encoding,
      r.rolname as role, r.rolsuper as is_superuser, r.rolbypassrls as bypasses,
      (select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')
          and c.relpersistence <> 't' and pg_has_role(current_user, c.relowner, 'member') limit 1) as owned
    from pg_roles r where r.rolname = current_user`)
  const problem = serverProblem(rows[0]!, options)
  if (problem) throw new AppError('unavailable', problem.code, problem.message, { exitCode: 78 })
}

/** What is wrong with a server, or undefined; pure, so that each refusal can be shown in a test. */
export function serverProblem(
  facts: Facts,
  options: { allowUnsafe: boolean },
): { code: string; message: string } | undefined {
  if (facts.version < 150_000) {
    return {
      code: 'database.too_old',
      message: `DATABASE_URL is PostgreSQL ${facts.version_text}; Hearback needs 15 or later. Upgrade the server, or leave DATABASE_URL out to use the embedded one.`,
    }
  }
  if (facts.encoding !== 'UTF8') {
    return {
      code: 'database.encoding',
      message: `The database of DATABASE_URL has the encoding ${facts.encoding}; Hearback needs UTF8. Create it with: hearback db prepare`,
    }
  }
  // Row-level security does not bind superusers, roles that bypass it, and the owner of a table.
  const unbound = facts.is_superuser
    ? 'is a superuser'
    : facts.bypasses
      ? 'has BYPASSRLS'
      : facts.owned
        ? `owns the table ${facts.owned}`
        : undefined
  if (unbound) {
    return {
      code: 'database.role_unbound',
      message: `The role ${facts.role} of DATABASE_URL ${unbound}, so workspaces would not be kept apart. Use the role hearback_app that hearback db prepare makes, and put the owner into DATABASE_OWNER_URL.`,
    }
  }
  const off = (['fsync', 'full_page_writes', 'synchronous_commit'] as const).filter(
    (name) => facts[name] === 'off',
  )
  if (off.length > 0 && !options.allowUnsafe) {
    return {
      code: 'database.unsafe',
      message: `The server of DATABASE_URL runs with ${off.map((name) => `${name}=off`).join(', ')}: a crash would lose feedback that was already acknowledged. Set ${off.length > 1 ? 'them' : 'it'} to on, or set HEARBACK_ALLOW_UNSAFE_POSTGRES=1 to accept the loss.`,
    }
  }
  return undefined
}
