import type { AccountSignals } from '#collect/signals/contract.ts'
import { addDays, baseDays, compare, dayOf, daysBetween, riskOf, weekDays } from '#collect/signals/rules.ts'
import { accountRoot } from '#customers/accounts/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'

const weeks = 8
const featuresShown = 50

interface DayRow {
  feature_id: string
  name: string
  day: string
  events: number
  seconds: number
  errors: number
}

/** The subjects of an account, those of accounts merged into it included. */
const subjectsOf = (ctx: Ctx, accountId: string) => sql`
  select s.id from signal_subjects s where s.workspace_id = ${ctx.workspaceId} and s.account_id in (
    select a.id from accounts a where a.workspace_id = ${ctx.workspaceId} and (a.id = ${accountId} or a.merged_into_id = ${accountId}))`

/** What an account did in the last eight weeks, today included; a merged id answers for the account it stands behind. */
export async function getAccountSignals(ctx: Ctx, input: { accountId: string }): Promise<AccountSignals> {
  const accountId = await accountRoot(ctx, input.accountId)
  const today = dayOf(ctx.now())
  const length = weeks * weekDays
  const from = addDays(today, 1 - length)
  const since = addDays(today, 1 - baseDays)
  const subjects = subjectsOf(ctx, accountId)
  const [rows, people] = await Promise.all([
    ctx.db.many<DayRow>(sql`
      select d.feature_id, f.name, d.day, sum(d.events)::bigint as events, sum(d.seconds)::bigint as seconds, sum(d.errors)::bigint as errors
      from signal_days d join signal_features f on f.workspace_id = d.workspace_id and f.id = d.feature_id
      where d.workspace_id = ${ctx.workspaceId} and d.subject_id in (${subjects}) and d.day >= ${from}
      group by d.feature_id, f.name, d.day`),
    ctx.db.many<{ feature_id: string | null; people: number }>(sql`
      select p.feature_id, count(distinct coalesce(s.contact_id, s.id))::int as people
      from signal_person_days p join signal_subjects s on s.workspace_id = p.workspace_id and s.id = p.person_id
      where p.workspace_id = ${ctx.workspaceId} and p.subject_id in (${subjects}) and p.day >= ${since}
      group by grouping sets ((), (p.feature_id))`),
  ])
  const peopleOf = new Map(people.map((row) => [row.feature_id, row.people]))
  const empty = () => Array<number>(length).fill(0)
  const all = { events: empty(), errors: empty() }
  const features = new Map<string, { name: string; seconds: number; events: number[]; errors: number[] }>()
  let seconds = 0
  for (const row of rows) {
    const at = length - 1 - daysBetween(row.day, today)
    // What the sender's clock put into tomorrow waits for it.
    if (at >= length) continue
    const one = features.get(row.feature_id) ?? {
      name: row.name,
      seconds: 0,
      events: empty(),
      errors: empty(),
    }
    features.set(row.feature_id, one)
    one.events[at]! += row.events
    one.errors[at]! += row.errors
    all.events[at]! += row.events
    all.errors[at]! += row.errors
    if (row.day >= since) {
      one.seconds += row.seconds
      seconds += row.seconds
    }
  }
  const use = compare(all)
  return {
    from,
    days: all.events,
    use,
    people: peopleOf.get(null) ?? 0,
    seconds,
    lastOn: use.silentDays === null ? null : addDays(today, -use.silentDays),
    risk: riskOf(use),
    features: [...features]
      .map(([id, one]) => {
        const own = compare(one)
        return {
          ...own,
          featureId: encodeId('feat', id),
          name: one.name,
          people: peopleOf.get(id) ?? 0,
          seconds: one.seconds,
          risk: riskOf(own),
          weeks: weekly(one.events),
        }
      })
      .sort((a, b) => b.now + b.base - a.now - a.base || (a.name < b.name ? -1 : 1))
      .slice(0, featuresShown),
  }
}

/** Sums of seven days each. */
function weekly(days: readonly number[]): number[] {
  const sums = Array<number>(days.length / weekDays).fill(0)
  for (const [at, value] of days.entries()) sums[Math.floor(at / weekDays)]! += value
  return sums
}
