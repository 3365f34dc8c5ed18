import type { Past } from '#app/demo/past.ts'
import { dayOf } from '#collect/signals/rules.ts'
import { sql } from '#platform/db/sql.ts'

const features = ['Sign in', 'Timetable', 'Attendance', 'Messages', 'Reports']

/** Eight weeks of use of some accounts, in sums: most go on as ever, some use less, fail more often or gave up a feature, one falls silent. */
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
      with used as materialized (
        select u.subject_id, u.feature_id, ${today}::date - ago as day, u.person_id, e.events,
          case when u.n % 9 = 4 and ago <= 8 then ceil(e.events / 4.0) when ago % 17 = u.n % 17 then 1 else 0 end as errors
        from (
          select g.id as subject_id, p.id as person_id, f.id as feature_id, f.name, p.key, substr(g.key, 10)::int as n,
            2 + abs(hashtext(p.key || f.name)) % 6 as level
          from signal_subjects p join signal_subjects g on g.workspace_id = ${ws} and g.id = p.group_id
          join signal_features f on f.workspace_id = ${ws} and abs(hashtext(g.key || f.name)) % 5 < 4
          where p.workspace_id = ${ws} and p.kind = 'person'
        ) u cross join generate_series(0, 55) as ago
        cross join lateral (
          select round(u.level * case when extract(isodow from ${today}::date - ago) > 5 then 0 else 1 end
            -- no two weeks and no two days are quite alike; reports are used more and more
            * (0.85 + abs(hashtext(u.n || 'w' || ago / 7)) % 31 / 100.0) * (0.7 + abs(hashtext(u.key || ago)) % 61 / 100.0)
            * case u.name when 'Reports' then 1.15 - ago / 110.0 else 1 end
            * case when u.n % 8 = 3 and ago <= 10 then 0.4 when u.n = 7 and ago <= 16 then 0
              when u.n % 8 = 5 and u.name = 'Messages' and ago <= 30 then 0 else 1 end)::int as events
        ) e where e.events > 0
      ),
      people as (
        insert into signal_person_days (workspace_id, subject_id, feature_id, day, person_id)
        select ${ws}::uuid, subject_id, feature_id, day, person_id from used
      )
      insert into signal_days (workspace_id, subject_id, feature_id, day, events, people, seconds, errors)
      select ${ws}::uuid, subject_id, feature_id, day, sum(events), count(*), sum(events) * 45, sum(errors)
      from used group by subject_id, feature_id, day`)
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
