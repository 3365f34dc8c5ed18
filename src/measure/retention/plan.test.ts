import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Before, partsOf } from '#measure/retention/parts.ts'
import { kindKeys } from '#measure/retention/rules.ts'
import { openPlans } from '#platform/testing/plans.ts'

// Of 3,000 rows of each table the oldest twenty have ended and are not anonymised yet.

let plans: Awaited<ReturnType<typeof openPlans>>

beforeAll(async () => {
  plans = await openPlans(async (fill) => {
    const rows = (table: string, columns: string, values: string) =>
      fill(
        `insert into ${table} (workspace_id, id, ${columns})
         select $1, uuid_v7(t.at), ${values} from generate_series(1, 3000) n
         cross join lateral (select now() - interval '1 hour' * (case when n <= 20 then 90000 + n else n end) as at) t`,
      )
    await fill(
      `create function uuid_v7(at timestamptz) returns uuid language sql as $$
        select (lpad(to_hex(floor(extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 1, 15))::uuid $$`,
      [],
    )
    await fill(`insert into accounts (workspace_id, id, name, name_key, search_text, created_at, updated_at)
      select $1, gen_random_uuid(), 'Elm ' || n, 'elm', 'elm', now(), now() from generate_series(1, 300) n`)
    await fill(`insert into contacts (workspace_id, id, account_id, created_at, updated_at)
      select $1, gen_random_uuid(), id, now(), now() from accounts where workspace_id = $1`)
    await fill(`insert into surveys (workspace_id, id, key, name, kind, mail_subject, mail_intro, created_at, updated_at)
      values ($1, gen_random_uuid(), 'plans', 'Plans', 'custom', '', '', now(), now())`)
    const [account, contact, survey] = ['accounts', 'contacts', 'surveys'].map(
      (table) => `(select id from ${table} where workspace_id = $1 order by id limit 1)`,
    )
    await rows(
      'feedback_items',
      'contact_id, channel, verbatim, occurred_at, received_at, is_history, anonymised_at',
      `${contact}, 'email', '', t.at, t.at, true, case when n > 20 then null::timestamptz end`,
    )
    await rows(
      'responses',
      'survey_id, survey_version, is_negative, submitted_at, channel',
      `${survey}, 1, false, t.at, 'phone'`,
    )
    await rows(
      'cases',
      'playbook_key, playbook_version, title, status, lead_rule, opened_at, resolved_at, resolution, updated_at',
      `'x', 1, '', 'resolved', '', t.at, t.at, '', t.at`,
    )
    await rows(
      'corrective_actions',
      'number, kind, finding, due_on, state, actor_kind, created_at, updated_at',
      `n, 'tool', 'x', current_date, 'cancelled', 'job', t.at, t.at`,
    )
    await rows(
      'touchpoints',
      'kind, direction, at, summary, contact_id, logged_at',
      `'call', 'out', t.at, '', ${contact}, t.at`,
    )
    await rows(
      'check_ins',
      'account_id, state, held_at, held_how, created_at, updated_at',
      `${account}, 'held', t.at, 'call', t.at, t.at`,
    )
    await rows(
      'reports',
      'kind, from_on, to_on, number, from_at, to_at, zone, items, figures, mailed, actor_kind, made_at',
      `'weekly', t.at::date, t.at::date, n, t.at - interval '1 day', t.at, 'UTC', 0, '{}', 0, 'job', t.at`,
    )
    await rows(
      'mails',
      'dedupe_key, topic, state, to_name, to_address, subject, body_text, message_id, due_at, queued_at',
      `n::text, 'test', 'accepted', '', 'a@elm.example', '', '', '', t.at, t.at`,
    )
    await rows(
      'events',
      'type, subject_id, actor_kind, payload, request_id, at',
      `'a.b', ${account}, 'job', '{}', '', t.at`,
    )
  })
}, 120_000)
afterAll(() => plans.close())

test('what has ended is found by an index in every large table, the first piece and the next', async () => {
  const large = [
    'feedback_items',
    'responses',
    'cases',
    'corrective_actions',
    'touchpoints',
    'check_ins',
    'reports',
    'mails',
    'events',
  ]
  const before: Before = { moment: new Date(Date.now() - 80_000 * 3_600_000), day: '2020-01-01' }
  const scans = await plans.scansOf({ kind: 'job', name: 'plans' }, async (ctx) => {
    for (const kind of kindKeys)
      for (const part of partsOf[kind]) {
        await part.count(ctx, before)
        for (const place of [null, ['2000-01-01', '00000000-0000-0000-0000-000000000000']] as const)
          if (kind !== 'signals') await part.take(ctx, before, place)
      }
  })
  for (const table of large) {
    const of = scans.filter((scan) => scan.table === table && scan.statement.includes(`from ${table} t`))
    expect(of.length, table).toBeGreaterThanOrEqual(3)
    for (const { node, index } of of)
      expect([table, node, index]).toEqual([table, expect.stringMatching(/^(Index|Bitmap)/), index])
  }
})
