import type { Past } from '#app/demo/past.ts'
import { dayOf } from '#collect/signals/rules.ts'
import { sql } from '#platform/db/sql.ts'

const features = ['Sign in', 'Timetable', 'Attendance', 'Messages', 'Reports']

/** Eight weeks of use of some accounts, in sums: most go on as ever, some use less, one fails often, one falls silent. */
export async function makeSignals(past: Past): Promise<void> {
  const about = { words: 'Counting what was used', weight: 20 }
  await past.part('signals', about, async (ctx) => {
    const ws = past.workspaceId
    const today = dayOf(past.now)
    await ctx.db.run(sql`
      insert into signal_features (workspace_id, id, name, created_at)
      select ${ws}::uuid, gen_random_uuid(), name, ${past.now}::timestamptz from unnest(${features}::text[]) as name`)
    await ctx.db.run(sql`
      insert into signal_subjects (workspace_id, id, kind, source, key, name, account_id, last_at, created_at)
      select ${ws}::uuid, gen_random_uuid(), 'account', 'demo', 'customer-' || row_number() over (order by a.id), a.name, a.id,
        ${past.now}::timestamptz, ${past.now}::timestamptz
      from accounts a where a.workspace_id = ${ws} and a.lifecycle = 'active' and a.merged_into_id is null
      order by a.id limit 24`)
    await ctx.db.run(sql`
      insert into signal_subjects (workspace_id, id, kind, source, key, name, contact_id, account_id, group_id, last_at, created_at)
      select ${ws}::uuid, gen_random_uuid(), 'person', 'demo', c.id::text, c.name, c.id, s.account_id, s.id,
        ${past.now}::timestamptz, ${past.now}::timestamptz
      from signal_subjects s cross join lateral (
        select id, name from contacts where workspace_id = ${ws} and account_id = s.account_id and merged_into_id is null order by id limit 2
      ) c where s.workspace_id = ${ws} and s.kind = 'account'`)
    await ctx.db.run(sql`
      insert into signal_person_days (workspace_id, subject_id, feature_id, day, person_id, events, seconds, errors)
      select ${ws}::uuid, u.subject_id, u.feature_id, ${today}::date - ago, u.person_id, e.events, e.events * 45,
        case when u.n % 9 = 4 and ago <= 8 then ceil(e.events / 4.0) when ago % 17 = u.n % 17 then 1 else 0 end
      from (
        select g.id as subject_id, p.id as person_id, f.id as feature_id, substr(g.key, 10)::int as n,
          1 + abs(hashtext(p.key || f.name)) % 7 as level
        from signal_subjects p join signal_subjects g on g.workspace_id = ${ws} and g.id = p.group_id
        join signal_features f on f.workspace_id = ${ws} and abs(hashtext(g.key || f.name)) % 5 < 4
        where p.workspace_id = ${ws} and p.kind = 'person'
      ) u cross join generate_series(0, 55) as ago
      cross join lateral (
        select round(u.level * case extract(isodow from ${today}::date - ago) when 6 then 0 when 7 then 0 else 1 end
          * case when u.n % 8 = 3 and ago <= 10 then 0.4 when u.n = 7 and ago <= 16 then 0 else 1 end)::int as events
      ) e where e.events > 0`)
    await ctx.db.run(sql`
      insert into signal_days (workspace_id, subject_id, feature_id, day, events, people, seconds, errors)
      select workspace_id, subject_id, feature_id, day, sum(events), count(*), sum(seconds), sum(errors)
      from signal_person_days where workspace_id = ${ws} group by workspace_id, subject_id, feature_id, day`)
    await ctx.db.run(sql`
      with trial as (
        insert into signal_subjects (workspace_id, id, kind, source, key, name, name_key, last_at, created_at)
        values (${ws}, gen_random_uuid(), 'account', 'demo', 'trial-31', 'Example trial', 'example trial', ${past.now}, ${past.now}) returning id
      )
      insert into signal_days (workspace_id, subject_id, feature_id, day, events, people, seconds, errors)
      select ${ws}::uuid, trial.id, f.id, ${today}::date - 2, 12, 0, 300, 0 from trial, signal_features f
      where f.workspace_id = ${ws} and f.name = 'Sign in'`)
  })
}
