import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MetricKey } from '#measure/metrics/definitions.ts'
import { getMetric } from '#measure/metrics/queries.ts'
import { listMetricRecords } from '#measure/metrics/records.ts'
import { encodeCursor } from '#platform/cursor.ts'
import { openPlans } from '#platform/testing/plans.ts'

// Three years of a workspace, of which a month is asked for: what happened in other months is not read.

let plans: Awaited<ReturnType<typeof openPlans>>
const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10)
const month = { from: day(30), to: day(0) }

beforeAll(async () => {
  plans = await openPlans(async (fill) => {
    await fill(
      `with made as (
         insert into surveys (workspace_id, id, key, name, kind, mail_subject, mail_intro, created_at, updated_at)
         select $1, gen_random_uuid(), kind, kind, kind, 'S', 'I', now(), now() from unnest('{nps,csat,ces}'::text[]) kind returning id
       )
       insert into metric_facts (workspace_id, fact, id, at, day, channel, type, priority, product, segment, mrr, part, value, flag, is_late)
       select $1, f.fact, gen_random_uuid(), at, at::date, 'email', '', '', gen_random_uuid(), '', '', m.id,
         case when f.fact in ('answered', 'triaged', 'acted') and g % 50 = 0 then -1 else g % 10 end, false, false
       from generate_series(1, 4000) g cross join lateral (select now() - g * interval '400 minutes' as at) t
       cross join unnest('{item,answered,triaged,acted,answer,invitation}'::text[]) f (fact)
       join (select id, row_number() over () as n from made) m on m.n = 1 + g % 3`,
    )
    await fill(
      `insert into metric_sums (workspace_id, fact, day, channel, type, priority, product, segment, mrr, part, value, flag, is_late, n)
       select workspace_id, fact, day, channel, type, priority, product, segment, mrr, part, value, flag, is_late, 1
       from metric_facts where workspace_id = $1 and value >= 0`,
    )
    await fill(
      `with made as (
         insert into accounts (workspace_id, id, name, name_key, search_text, created_at, updated_at)
         select $1, gen_random_uuid(), 'A' || g, 'a' || g, 'a' || g, now(), now() from generate_series(1, 1000) g returning id
       ), known as (
         insert into account_history (workspace_id, id, account_id, currency, lifecycle, segment, valid_at)
         select $1, gen_random_uuid(), id, 'USD', 'active', 'school', now() - g * interval '90 days' from made, generate_series(1, 8) g
       ), opened as (
         insert into cases (workspace_id, id, playbook_key, playbook_version, title, status, account_id, lead_rule, opened_at, resolved_at,
           resolution, is_on_time, updated_at)
         select $1, gen_random_uuid(), 'nps-detractor', 1, 'Case', 'resolved', a.id, 'somebody', at, at, 'Mended', true, at
         from generate_series(1, 4000) g cross join lateral (select now() - g * interval '400 minutes' as at) t
         join (select id, row_number() over () as n from made) a on a.n = 1 + g % 1000
         returning id, opened_at
       )
       insert into case_steps (workspace_id, id, case_id, step_key, position, title, action, state, assignee_rule, opened_at, latest_at, rule,
         zone, done_at)
       select $1, gen_random_uuid(), id, 'step', 1, 'Step', 'task', 'done', 'somebody', opened_at, opened_at, 'rule', 'UTC', opened_at from opened`,
    )
    await fill(
      `insert into loop_positions (workspace_id, id, received_at, channel, segment, value_cents, missing, closed_at)
       select $1, gen_random_uuid(), now() - g * interval '400 minutes', 'email', '', 0, null, now() from generate_series(1, 4000) g`,
    )
    await fill(
      `with made as (
         insert into requests (workspace_id, id, title, status, move, search_text, actor_kind, created_at, updated_at)
         select $1, gen_random_uuid(), 'Request', 'open', 1, 'request', 'job', at, at
         from generate_series(1, 4000) g cross join lateral (select now() - g * interval '400 minutes' as at) t returning id
       )
       insert into request_moves (workspace_id, request_id, number, status, actor_kind, at) select $1, id, 1, 'open', 'job', now() from made`,
    )
  })
}, 120_000)
afterAll(() => plans.close())

const actor = {
  kind: 'member',
  id: '00000000-0000-4000-8000-000000000001',
  userId: 'u',
  role: 'owner',
} as const
const large = [
  'metric_facts',
  'metric_sums',
  'account_history',
  'cases',
  'case_steps',
  'loop_positions',
  'requests',
]
const ofWaits = ['metric_facts_newest', 'metric_facts_waiting', 'metric_sums_pkey']

// One metric of each fact. Primary keys beside are for what the records are called.
test.each<[MetricKey, string[]]>([
  ['volume', ['metric_facts_newest', 'metric_sums_pkey']],
  ['response_time', ofWaits],
  ['triage_time', ofWaits],
  ['critical_time', ofWaits],
  ['nps', ['metric_facts_newest', 'metric_sums_pkey']],
  ['response_rate', ['metric_facts_newest', 'metric_sums_pkey']],
  ['resolution_time', ['account_history_by_account', 'cases_newest', 'cases_pkey']],
  ['cases_on_time', ['account_history_by_account', 'cases_pkey', 'cases_resolved']],
  ['late_steps', ['account_history_by_account', 'case_steps_by_latest', 'case_steps_pkey', 'cases_pkey']],
  ['requests_asked', ['requests_newest', 'requests_pkey']],
  ['closure_rate', ['loop_positions_received']],
  ['score_change', ['account_history_by_account', 'cases_pkey']],
])(
  '%s reads large tables by their indexes: its figures, its records and their next page',
  async (key, indexes) => {
    const cursor = encodeCursor([month.to, `${month.to} 00:00:00+00`, '00000000-0000-4000-8000-000000000001'])
    const found = await plans.scansOf(actor, async (ctx) => {
      await getMetric(ctx, { key, ...month, compare: 'before' })
      await listMetricRecords(ctx, { key, ...month, limit: 50 })
      await listMetricRecords(ctx, { key, ...month, limit: 50, cursor })
    })
    const ways = found
      .filter(({ table }) => large.includes(table))
      // the few statuses in front of the time are skipped as cheaply
      .map(({ index, node }) => index?.replace('_of_status', '') ?? node)
    expect([...new Set(ways)].sort()).toEqual(indexes)
  },
)
