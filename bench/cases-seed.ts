import pg from 'pg'

export const openCases = 10_000
const stepsEach = 6
const members = 20
/** People who had a case that is closed; each of a million had twenty. */
const people = 50_000
const chunk = 100_000

/** UUIDv7 that grow with the number, as those of the product grow with time: 1 for accounts, 2 contacts, 3 cases, 4 steps. */
const numbered = (kind: number, n: string) =>
  `(lpad(to_hex(${n}), 12, '0') || '7000800000000000000${kind}')::uuid`

/**
 * Writes open and closed cases as the product would, in SQL, because a million of them by HTTP takes long. The schema is
 * whole; as the superuser it leaves out the look-ups of foreign keys, and two connections write at once.
 */
export async function seedCases(superuserUrl: string, workspaceId: string, closed: number): Promise<void> {
  const options = '-c session_replication_role=replica -c synchronous_commit=off'
  const pool = new pg.Pool({ connectionString: superuserUrl, max: 2, options })
  try {
    const { rows } = await pool.query<{ id: string }>('select id from members limit 1')
    await pool.query(
      `insert into members (workspace_id, id, user_id, name, email, role, created_at)
       select $1, gen_random_uuid(), 'bench ' || n, 'Member ' || n, 'member' || n || '@bench.example', 'agent', now()
       from generate_series(2, $2::int) n`,
      [workspaceId, members],
    )
    const total = openCases + closed
    const persons = Math.min(total, openCases + people)
    await Promise.all([
      pool.query(
        `insert into accounts (workspace_id, id, name, name_key, search_text, mrr_cents, created_at, updated_at)
         select $1, ${numbered(1, 'n')}, 'Company ' || n, 'company ' || n, 'company ' || n, 1000 * (n % 500), now(), now()
         from generate_series(0, $2::int - 1) n`,
        [workspaceId, persons],
      ),
      pool.query(
        `insert into contacts (workspace_id, id, account_id, name, email, created_at, updated_at)
         select $1, ${numbered(2, 'n')}, ${numbered(1, 'n')}, 'Person ' || n, 'person' || n || '@bench.example', now(), now()
         from generate_series(0, $2::int - 1) n`,
        [workspaceId, persons],
      ),
    ])
    for (let from = 0; from < total; from += chunk) {
      const range = [workspaceId, rows[0]!.id, from, Math.min(from + chunk, total) - 1]
      await Promise.all([pool.query(writeCases, range), pool.query(writeSteps, range)])
    }
    await pool.query('vacuum analyze cases, case_steps, contacts, accounts, members')
  } finally {
    await pool.end()
  }
}

/** The numbers $3 to $4, newest first, given to the members in turns; the first of them is $2. */
const made = `with office as materialized (
    select array_agg(id order by (id = $2) desc, id) as members from members where workspace_id = $1
  ), made as (
    select n, n < ${openCases} as is_open, case when n < ${openCases} then n else ${openCases} + (n - ${openCases}) % ${people} end as person,
      now() - n * interval '20 seconds' as at, now() + (n % 9000 - 1000) * interval '5 minutes' as due,
      office.members[1 + n % ${members}] as member
    from generate_series($3::int, $4::int) n, office
  )`

const writeCases = `${made}
  insert into cases (workspace_id, id, playbook_key, playbook_version, title, status, contact_id, account_id, lead_member_id,
    lead_rule, opened_at, next_due_at, resolved_at, resolution, updated_at)
  select $1, ${numbered(3, 'n')}, 'nps-detractor', 1, 'A score of 3 from Person ' || person,
    case when is_open then 'open' else 'resolved' end, ${numbered(2, 'person')}, ${numbered(1, 'person')}, member,
    'account owner', at, case when is_open then due end, case when not is_open then at end,
    case when not is_open then 'Solved.' end, at
  from made`

const writeSteps = `${made}
  insert into case_steps (workspace_id, id, case_id, step_key, round, position, title, action, state, assignee_member_id,
    assignee_rule, opened_at, counted_from_at, latest_at, rule, zone, done_at)
  select $1, ${numbered(4, `n * ${stepsEach}::bigint + step`)}, ${numbered(3, 'n')},
    (array['outreach', 'executive-call', 'action-plan', 'monthly-follow-up'])[least(step, 4)], greatest(step - 3, 1), step,
    'Step ' || step, 'task', case when not is_open then 'done' when step = 1 then 'open' else 'ahead' end, member, 'lead',
    case when step = 1 then at end, case when step = 1 then at end, case when is_open and step = 1 then due end,
    '24 hours after the answer', 'UTC', case when not is_open then at end
  from made, generate_series(1, ${stepsEach}) step where is_open or step = 1`
