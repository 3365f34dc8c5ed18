import pg from 'pg'

/** How much of each a year holds. */
export interface Year {
  items: number
  answers: number
  cases: number
}

const accounts = 20_000
const people = 100_000
const chunk = 100_000

const numbered = (kind: number, n: string) =>
  `(lpad(to_hex(${n}), 12, '0') || '7000800000000000000${kind}')::uuid`
const at = (total: string) => `now() - interval '365 days' * (1 - n::float8 / ${total}) - interval '1 hour'`
/** Each person's company; its segment and MRR are known from before the year on. */
const account = numbered(1, `n % ${accounts}`)
const person = numbered(2, `n % ${people}`)

/**
 * Writes a year of items, NPS answers and cases as the product would, in SQL; as the superuser it leaves out the look-ups of
 * foreign keys. Nothing hears of it: `hearback doctor --repair` counts it.
 */
export async function seedYear(superuserUrl: string, workspaceId: string, year: Year): Promise<void> {
  const options = '-c session_replication_role=replica -c synchronous_commit=off'
  const pool = new pg.Pool({ connectionString: superuserUrl, max: 2, options })
  try {
    const { rows } = await pool.query<{ member: string; survey: string }>(
      `select (select id from members limit 1) as member, (select id from surveys where workspace_id = $1 and key = 'nps') as survey`,
      [workspaceId],
    )
    const { member, survey } = rows[0]!
    await pool.query(
      `insert into accounts (workspace_id, id, name, name_key, search_text, segment, mrr_cents, created_at, updated_at)
       select $1, ${numbered(1, 'n')}, 'Company ' || n, 'company ' || n, 'company ' || n, 'segment-' || n % 6, 1000 * (n % 500),
         now() - interval '400 days', now() from generate_series(0, ${accounts - 1}) n`,
      [workspaceId],
    )
    await pool.query(
      `insert into account_history (workspace_id, id, account_id, mrr_cents, currency, lifecycle, segment, valid_at)
       select workspace_id, gen_random_uuid(), id, mrr_cents, 'EUR', 'active', segment, created_at from accounts where workspace_id = $1`,
      [workspaceId],
    )
    await pool.query(
      `insert into contacts (workspace_id, id, account_id, name, email, created_at, updated_at)
       select $1, ${numbered(2, 'n')}, ${account}, 'Person ' || n, 'person' || n || '@bench.example', now() - interval '400 days', now()
       from generate_series(0, ${people - 1}) n`,
      [workspaceId],
    )
    await pool.query(
      `insert into waves (workspace_id, id, survey_id, name, state, started_by_kind, started_at, closes_at)
       select $1, ${numbered(7, 'n')}, $2, 'Wave ' || n, 'sent', 'member', now(), now() from generate_series(0, $3::int / ${people}) n`,
      [workspaceId, survey, year.answers],
    )
    await inChunks(year.items, (range) => pool.query(writeItems, [workspaceId, ...range, year.items]))
    await inChunks(year.answers, (range) =>
      pool.query(writeAnswers, [workspaceId, ...range, year.answers, survey]),
    )
    await inChunks(year.cases, (range) => pool.query(writeCases, [workspaceId, ...range, year.cases, member]))
    await pool.query(
      'vacuum analyze accounts, account_history, contacts, feedback_items, inbox_items, responses, invitations, cases, case_steps',
    )
  } finally {
    await pool.end()
  }
}

async function inChunks(count: number, write: (range: [number, number]) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < count; from += chunk) await write([from, Math.min(from + chunk, count) - 1])
}

const writeItems = `
  with made as (
    select n, ${numbered(3, 'n')} as id, ${at('$4::int')} as at, ${account} as account, ${person} as person,
      (array['email', 'widget', 'review', 'chat', 'survey'])[1 + n % 5] as channel from generate_series($2::int, $3::int) n
  ), items as (
    insert into feedback_items (workspace_id, id, channel, verbatim, account_id, contact_id, occurred_at, received_at, is_history)
    select $1, id, channel, 'The export is slow since the update ' || n, account, person, at, at, false from made
  )
  insert into inbox_items (workspace_id, id, received_at, occurred_at, channel, is_history, queue, account_id, contact_id, status, type, priority,
    triaged_at, first_response_at)
  select $1, id, at, at, channel, false, 'general', account, person, case when n % 20 = 0 then 'open' else 'done' end,
    case when n % 20 > 0 then (array['bug_report', 'feature_request', 'praise', 'question', 'pricing'])[1 + n % 5] end,
    case when n % 20 > 0 then (array['critical', 'high', 'medium', 'low'])[1 + (n / 7) % 4] end,
    case when n % 20 > 0 then at + hashint4(n) % 1800 * interval '1 minute' + interval '31 hours' end,
    case when n % 15 > 0 then at + hashint4(n) % 1800 * interval '1 minute' + interval '31 hours' end
  from made`

const writeAnswers = `
  with made as (
    select n, ${numbered(4, 'n')} as id, ${at('$4::int')} as at, ${account} as account, ${person} as person,
      greatest(0, least(10, 11 - floor(sqrt(hashint4(n) & 127))::int)) as score from generate_series($2::int, $3::int) n
  ), asked as (
    insert into invitations (workspace_id, id, wave_id, survey_id, contact_id, account_id, invited_at, delivered_at, expires_at, answered_at)
    select $1, id, ${numbered(7, `n / ${people}`)}, $5::uuid, person, account, at, at, at + interval '30 days', at from made
  )
  insert into responses (workspace_id, id, survey_id, survey_version, invitation_id, contact_id, account_id, channel, score, is_negative, submitted_at, completed_at)
  select $1, id, $5::uuid, 1, id, person, account, 'mail', score, score < 7, at, at from made`

const writeCases = `
  with made as (
    select n, ${numbered(5, 'n')} as id, ${at('$4::int')} as at, ${account} as account, ${person} as person from generate_series($2::int, $3::int) n
  ), steps as (
    insert into case_steps (workspace_id, id, case_id, step_key, position, title, action, state, assignee_member_id, assignee_rule, opened_at,
      counted_from_at, latest_at, rule, zone, done_at)
    select $1, ${numbered(6, 'n')}, id, 'outreach', 1, 'Call', 'task', case when n % 50 = 0 then 'open' else 'done' end, $5::uuid, 'lead', at, at,
      at + interval '24 hours', '24 hours after the answer', 'UTC', case when n % 50 > 0 then at + n % 30 * interval '1 hour' end from made
  )
  insert into cases (workspace_id, id, playbook_key, playbook_version, title, status, contact_id, account_id, lead_member_id, lead_rule, opened_at,
    next_due_at, resolved_at, resolution, is_on_time, updated_at)
  select $1, id, 'nps-detractor', 1, 'A score of 3', case when n % 50 = 0 then 'open' else 'resolved' end, person, account, $5::uuid, 'account owner', at,
    case when n % 50 = 0 then at + interval '24 hours' end, case when n % 50 > 0 then at + n % 60 * interval '1 hour' end,
    case when n % 50 > 0 then 'Solved.' end, case when n % 50 > 0 then n % 30 <= 24 end, at
  from made`
