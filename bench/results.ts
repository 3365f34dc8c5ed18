import { encodeId } from '#platform/ids.ts'
import { atMost, median, type Part, percentile, say } from './figure.ts'
import type { Lab, Product } from './lab.ts'
import { request, runLoad } from './load.ts'
import { checked } from './post.ts'

const requestsPerRound = 100
const [segments, plans, owners, waves] = [6, 4, 20, 20]
const people = 100_000

/** The results page and the lists behind its bars, with `large` answers against 10,000. */
export async function measureResults(lab: Lab, rounds: number, large: number): Promise<Part> {
  const products = { small: await lab.product('small'), large: await lab.product('large') }
  const sizes = { small: 10_000, large }
  const surveys: Record<string, Seeded> = {}
  const notes: string[] = []
  for (const name of ['small', 'large'] as const) {
    say(`results: writing ${sizes[name].toLocaleString('en')} answers`)
    surveys[name] = await seed(products[name], sizes[name])
    const started = performance.now()
    await counted(products[name], sizes[name])
    const seconds = (performance.now() - started) / 1000
    say(`results: counted within ${seconds.toFixed(1)} s`)
    await products[name].owner.query('vacuum analyze result_sums, counted_responses')
    if (name === 'large')
      notes.push(`Sums of all answers, counted anew: ${(sizes[name] / seconds).toFixed(0)} answers/s.`)
  }
  const paths: Record<string, (of: Seeded) => string> = {
    'results page': ({ survey }) => `/surveys/${survey}/results`,
    'results of one wave': ({ survey, wave }) => `/surveys/${survey}/results?wave=${wave}`,
    'answers, a common number': ({ survey }) =>
      `/responses?limit=50&survey=${survey}&question=score&number=9`,
    'answers, a rare choice': ({ survey }) =>
      `/responses?limit=50&survey=${survey}&question=reason&choice=rare`,
    'answers of a group': ({ survey }) =>
      `/responses?limit=50&survey=${survey}&segment=rare&since=2026-01-01T00:00:00Z`,
    'answers of a score': ({ survey }) => `/responses?limit=50&survey=${survey}&group=detractor&language=de`,
    'who has not answered': ({ wave }) => `/invitations?limit=100&wave=${wave}&answered=false`,
  }
  const high: Record<string, number> = {}
  for (const [label, path] of Object.entries(paths)) {
    const measure = async (name: 'small' | 'large', count: number) => {
      const { port, key } = products[name]
      const bytes = request('GET', `/api/v1${path(surveys[name]!)}`, { authorization: `Bearer ${key}` })
      let left = count
      const load = runLoad({
        port,
        connections: 1,
        seconds: 600,
        next: () => (left-- > 0 ? bytes : undefined),
      })
      return percentile((await checked(`GET ${label}`, load)).latencies, 0.95)
    }
    await measure('small', 20)
    await measure('large', 20)
    const [small, big]: [number[], number[]] = [[], []]
    for (let round = 0; round < rounds; round++) {
      small.push(await measure('small', requestsPerRound))
      big.push(await measure('large', requestsPerRound))
    }
    high[label] = median(big)
    say(`results, ${label}: p95 ${median(big).toFixed(1)} ms against ${median(small).toFixed(1)} ms`)
    notes.push(
      `${label}: p95 ${median(big).toFixed(1)} ms against ${median(small).toFixed(1)} ms with 10,000 answers.`,
    )
  }
  const size = large.toLocaleString('en')
  await products.small.stop()
  await products.large.stop()
  return {
    figures: Object.entries(high).map(([label, ms]) =>
      atMost(`GET ${label} with ${size} answers, p95`, ms, 50, 'ms'),
    ),
    notes,
  }
}

interface Seeded {
  survey: string
  wave: string
}

const chunk = 50_000

/** Writes people, waves and answers as the product would, in SQL, and tells it of them. */
async function seed({ owner, workspaceId: ws }: Product, count: number): Promise<Seeded> {
  const { rows } = await owner.query<{ id: string }>(
    `select id from surveys where workspace_id = $1 and key = 'nps'`,
    [ws],
  )
  const survey = rows[0]!.id
  await owner.query(
    `insert into members (workspace_id, id, user_id, name, email, role, created_at)
     select $1, gen_random_uuid(), 'bench ' || n, 'Member ' || n, 'member' || n || '@bench.example', 'agent', now() from generate_series(2, $2::int) n`,
    [ws, owners],
  )
  await owner.query(
    `insert into accounts (workspace_id, id, name, name_key, search_text, segment, plan, owner_member_id, created_at, updated_at)
     select $1, md5('account ' || n)::uuid, 'Company ' || n, 'company ' || n, 'company ' || n,
       case when n % 2500 = 0 then 'rare' else 'segment-' || n % ${segments} end, 'Plan ' || n % ${plans},
       (select array_agg(id order by id) from members where workspace_id = $1)[1 + n % ${owners}], now(), now()
     from generate_series(0, ${people / 5 - 1}) n`,
    [ws],
  )
  await owner.query(
    `insert into contacts (workspace_id, id, account_id, name, email, locale, created_at, updated_at)
     select $1, md5('contact ' || n)::uuid, md5('account ' || n / 5)::uuid, 'Person ' || n, 'person' || n || '@bench.example',
       (array['en', 'de', 'es-MX', 'fr', 'pt-BR', null])[1 + n % 6], now(), now() from generate_series(0, ${people - 1}) n`,
    [ws],
  )
  await owner.query(
    `insert into waves (workspace_id, id, survey_id, name, state, started_by_kind, started_at, closes_at)
     select $1, md5('wave ' || n)::uuid, $2, 'Quarter ' || n, 'sent', 'member', now() - (${waves} - n) * interval '90 days', now()
     from generate_series(0, ${waves - 1}) n`,
    [ws, survey],
  )
  const days = waves * 90
  for (let from = 0; from < count; from += chunk) {
    await owner.query(
      `with made as materialized (
        select n, md5('response ' || n)::uuid as id, md5('contact ' || n % ${people})::uuid as contact,
          md5('account ' || (n % ${people}) / 5)::uuid as account, at, greatest(0, least(10, 11 - floor(sqrt(hashint4(n) & 127))::int)) as score,
          md5('wave ' || greatest(0, least(${waves - 1}, floor(extract(epoch from at - (now() - ${days} * interval '1 day')) / 86400 / 90)::int)))::uuid as wave
        from (select n, now() - ${days} * interval '1 day' * (1 - n::float8 / $4::int) - interval '1 minute' as at from generate_series($2::int, $3::int) n) t
      ), asked as (
        insert into invitations (workspace_id, id, wave_id, survey_id, contact_id, account_id, invited_at, delivered_at, expires_at, answered_at, occasion_id)
        select $1, case when a then id else md5('silent ' || n)::uuid end, wave, $5,
          case when a then contact else md5('contact ' || (n + 50000) % ${people})::uuid end, account, at, at, at + interval '30 days', case when a then at end, null
        from made cross join unnest(array[true, false]) a where a or n % 3 = 0
        on conflict do nothing
      ), answered as (
        insert into responses (workspace_id, id, survey_id, survey_version, wave_id, contact_id, account_id, channel, score, is_negative, submitted_at, completed_at)
        select $1, id, $5, 1, wave, contact, account, case when n % 20 = 0 then 'phone' else 'mail' end, score, score < 7, at, at from made
      ), said as (
        insert into answers (workspace_id, id, response_id, question_id, number, choice, words, is_negative, answered_at)
        select $1, gen_random_uuid(), m.id, q.id, case when q.key = 'score' then m.score end,
          case when q.key = 'reason' then case when n % 100000 = 77 then 'rare' else (array['missing', 'hard_to_use', 'price', 'support'])[1 + n % 4] end end,
          case when q.key = 'words' then 'The export takes long when we have many rows, number ' || n end, q.key = 'score' and m.score < 7, at
        from made m join survey_questions q on q.workspace_id = $1 and q.survey_id = $5
        where q.key = 'score' or (q.key = 'reason' and n % 2 = 1) or (q.key = 'words' and n % 4 = 1)
      )
      insert into events (workspace_id, id, type, subject_id, actor_kind, payload, request_id, at)
      select $1, gen_random_uuid(), 'response.recorded', (array_agg(id))[1], 'job', jsonb_build_object('responseIds', jsonb_agg(id)), 'bench', now()
      from made group by n / 500`,
      [ws, from, Math.min(from + chunk, count) - 1, count, survey],
    )
  }
  await owner.query('vacuum analyze responses, answers, invitations, contacts, accounts, events')
  return {
    survey: encodeId('srv', survey),
    wave: encodeId(
      'wave',
      (await owner.query<{ id: string }>(`select md5('wave 3')::uuid as id`)).rows[0]!.id,
    ),
  }
}

/** Waits until the sums hold all answers. */
async function counted({ owner, workspaceId }: Product, count: number): Promise<void> {
  for (let tries = 0; tries < 1200; tries++) {
    const { rows } = await owner.query<{ n: number }>(
      `select coalesce(sum(count), 0)::int as n from result_sums where workspace_id = $1 and cut = 'channel' and question_id is null and answer = ''`,
      [workspaceId],
    )
    if (rows[0]!.n >= count) return
    await new Promise((done) => setTimeout(done, 500))
  }
  throw new Error('The answers were not counted within ten minutes.')
}
