import type pg from 'pg'

export const databaseName = 'hearback'

/** The database roles: who they are and what each is for. */
export const databaseRoles = {
  owner: 'hearback_owner',
  app: 'hearback_app',
  search: 'hearback_search',
  jobs: 'hearback_jobs',
} as const

type RolePasswords = Record<keyof typeof databaseRoles, string>

const marker = 'Hearback 1'

/**
 * The SQL that an administrator of an outside server runs once, with psql, as superuser: four roles and the
 * database. Without passwords it holds placeholders to fill in. Running it again changes nothing but passwords.
 */
export function prepareSql(passwords?: RolePasswords): string {
  return `-- Hearback: roles and database. Run once with psql as a superuser, on PostgreSQL 15 or later.
-- ${passwords ? 'Keep this output secret.' : 'Replace each <password …> first.'}
${rolesSql(passwords)}
select 'create database ${databaseName} owner ${databaseRoles.owner} encoding ''UTF8'' template template0'
 where not exists (select from pg_database where datname = '${databaseName}') \\gexec
\\connect ${databaseName}
${rightsSql(databaseName)}
-- Then start Hearback with:
-- DATABASE_URL=postgresql://${databaseRoles.app}:<password>@host/${databaseName}
-- DATABASE_OWNER_URL=postgresql://${databaseRoles.owner}:<password>@host/${databaseName}
-- DATABASE_SEARCH_URL=postgresql://${databaseRoles.search}:<password>@host/${databaseName}
-- DATABASE_JOBS_URL=postgresql://${databaseRoles.jobs}:<password>@host/${databaseName}
`
}

/**
 * Makes roles and database on a server where we are superuser. `connectTo` opens a connection to a database.
 * A server that was prepared before is left alone.
 */
export async function prepareDatabase(
  superuser: pg.ClientBase,
  connectTo: (database: string) => Promise<pg.Client>,
  passwords: RolePasswords,
): Promise<void> {
  const { rows } = await superuser.query<{ mark: string | null }>(
    `select shobj_description(oid, 'pg_database') as mark from pg_database where datname = $1`,
    [databaseName],
  )
  if (rows[0]?.mark === marker) return
  await superuser.query(rolesSql(passwords))
  if (rows.length === 0)
    await superuser.query(
      `create database ${databaseName} owner ${databaseRoles.owner} encoding 'UTF8' template template0`,
    )
  const inside = await connectTo(databaseName)
  try {
    await inside.query(rightsSql(databaseName))
  } finally {
    await inside.end()
  }
  await superuser.query(`comment on database ${databaseName} is '${marker}'`)
}

/** Roles with LOGIN and nothing else; the owner may hand functions to the search and jobs roles. */
export function rolesSql(passwords?: RolePasswords): string {
  const roles = Object.entries(databaseRoles).map(([key, role]) => {
    const password = quote(passwords?.[key as keyof RolePasswords] ?? `<password of ${role}>`)
    return `do $$ begin
  if not exists (select from pg_roles where rolname = '${role}') then create role ${role}; end if;
end $$;
alter role ${role} with login inherit nosuperuser nobypassrls nocreaterole nocreatedb noreplication password ${password};`
  })
  return `${roles.join('\n')}
grant ${databaseRoles.search}, ${databaseRoles.jobs} to ${databaseRoles.owner};`
}

/** Who may do what in the database; the jobs role keeps its tables in a schema of its own. */
export function rightsSql(database: string): string {
  const { owner, app, search, jobs } = databaseRoles
  return `revoke all on database ${database} from public;
grant connect, temporary on database ${database} to ${app};
grant connect on database ${database} to ${search};
grant connect, create on database ${database} to ${jobs};
revoke create on schema public from public;
grant usage, create on schema public to ${owner};
grant usage on schema public to ${app}, ${search}, ${jobs};`
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
