import { submitFeedback } from '#collect/feedback/commands.ts'
import type { Evidence, Preview, Rule } from '#collect/signals/contract.ts'
import { alertRaised, alertRecovered } from '#collect/signals/events.ts'
import {
  addDays,
  dayOf,
  daysLookedAt,
  firingWords,
  type Judged,
  judge,
  replay,
  type Series,
  type Verdict,
} from '#collect/signals/rules.ts'
import { type Observed, observedAccounts, seriesOf, startOf } from '#collect/signals/series.ts'
import { signalSettings } from '#collect/signals/settings.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import { decodeId, encodeId, newId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

const piece = 200
const previewDays = 56
const firingsShown = 100
const job = { kind: 'job', name: 'signals.watch' } as const

type Watched = Omit<Rule, 'id'>

/** Judges every account of a workspace by its rules as of yesterday, a piece of accounts a transaction. */
export async function watchWorkspace(door: Door, workspaceId: string, signal: AbortSignal): Promise<void> {
  const inWorkspace = <T>(work: (ctx: Ctx) => Promise<T>) => door.inWorkspace(workspaceId, job, work)
  const accounts = await inWorkspace(observedAccounts)
  for (let start = 0; start < accounts.length && !signal.aborted; start += piece) {
    const began = performance.now()
    await inWorkspace((ctx) => watchAccounts(ctx, accounts.slice(start, start + piece)))
    await door.foreground.giveWay(began)
  }
}

/** A rule that holds raises one item and no other before it has recovered; judging a day again changes nothing. */
export async function watchAccounts(ctx: Ctx, accounts: readonly Observed[]): Promise<void> {
  const day = addDays(dayOf(ctx.now()), -1)
  const { rules } = await getSetting(ctx, signalSettings)
  for (const rule of rules.filter(({ isOn }) => isOn)) {
    const concerned = accounts.filter((one) => concerns(rule, one))
    const ids = concerned.map(({ id }) => id)
    const from = startOf(day, daysLookedAt(rule))
    const series = await seriesOf(ctx, ids, { from, to: day, features: rule.features })
    const open = new Map(
      (
        await ctx.db.many<{ id: string; account_id: string; fired_on: string }>(sql`
          select t.id, root_id(a.merged_into_id, a.id) as account_id, t.fired_on
          from signal_alerts t join accounts a on a.workspace_id = t.workspace_id and a.id = t.account_id
          where t.workspace_id = ${ctx.workspaceId} and t.rule_id = ${rule.id} and t.recovered_on is null
            and (a.id = any (${ids}::uuid[]) or a.merged_into_id = any (${ids}::uuid[]))`)
      ).map((row) => [row.account_id, row]),
    )
    for (const account of concerned) {
      const own = series.get(account.id)!
      const verdict = judge(rule, own)
      const alert = open.get(account.id)
      if (alert && verdict.recovered && alert.fired_on < day) await recover(ctx, alert.id, day)
      else if (!alert && verdict.fires)
        await raise(ctx, rule, account, day, evidenceOf(rule, account, from, own, verdict))
    }
  }
}

const concerns = (rule: Watched, { segment }: Observed) =>
  rule.segments.length === 0 || (segment !== null && rule.segments.includes(segment))

function evidenceOf(
  rule: Watched,
  account: Observed,
  from: string,
  series: Series,
  verdict: Verdict,
): Evidence {
  return {
    rule: rule.name,
    kind: rule.kind,
    words: firingWords(rule, account.name, verdict).words,
    from,
    events: [...series.events],
    errors: [...series.errors],
    base: verdict.base,
    now: verdict.now,
  }
}

async function raise(
  ctx: Ctx,
  rule: Rule,
  account: Observed,
  day: string,
  evidence: Evidence,
): Promise<void> {
  const { title, words } = firingWords(rule, account.name, evidence)
  const item = await submitFeedback(ctx, {
    channel: 'signal',
    title,
    verbatim: words,
    externalId: `signal:${rule.id}:${account.id}:${day}`,
    accountId: account.id,
    isHistory: false,
    context: { signal: evidence },
  })
  const id = newId()
  const feedbackId = decodeId('fb', item.id)!
  const made = await ctx.db.run(sql`
    insert into signal_alerts (workspace_id, id, rule_id, account_id, feedback_id, fired_on, evidence, created_at)
    values (${ctx.workspaceId}, ${id}, ${rule.id}, ${account.id}, ${feedbackId}, ${day}, ${JSON.stringify(evidence)}, ${ctx.now()})
    on conflict do nothing`)
  if (made > 0)
    await ctx.emit(alertRaised, {
      subjectId: id,
      payload: { alertId: id, ruleId: rule.id, accountId: account.id, feedbackId },
    })
}

async function recover(ctx: Ctx, id: string, day: string): Promise<void> {
  const changed = await ctx.db.run(sql`
    update signal_alerts set recovered_on = ${day} where workspace_id = ${ctx.workspaceId} and id = ${id} and recovered_on is null`)
  if (changed > 0) await ctx.emit(alertRecovered, { subjectId: id, payload: { alertId: id } })
}

/** When and for whom a rule would have fired in the last eight weeks, newest first. */
export async function previewRule(ctx: Ctx, rule: Watched & Judged): Promise<Preview> {
  const to = addDays(dayOf(ctx.now()), -1)
  const length = previewDays - 1 + daysLookedAt(rule)
  const from = startOf(to, length)
  const accounts = (await observedAccounts(ctx)).filter((one) => concerns(rule, one))
  const firings: Preview['firings'] = []
  for (let start = 0; start < accounts.length; start += piece) {
    const some = accounts.slice(start, start + piece)
    const ids = some.map(({ id }) => id)
    const series = await seriesOf(ctx, ids, { from, to, features: rule.features })
    for (const account of some) {
      const own = series.get(account.id)!
      for (const { firedAt, recoveredAt, verdict } of replay(rule, own, previewDays)) {
        const first = firedAt + 1 - daysLookedAt(rule)
        const seen = {
          events: own.events.slice(first, firedAt + 1),
          errors: own.errors.slice(first, firedAt + 1),
        }
        firings.push({
          accountId: encodeId('acct', account.id),
          accountName: account.name,
          firedOn: addDays(from, firedAt),
          recoveredOn: recoveredAt === null ? null : addDays(from, recoveredAt),
          evidence: evidenceOf(rule, account, addDays(from, first), seen, verdict),
        })
      }
    }
  }
  firings.sort((a, b) =>
    a.firedOn < b.firedOn ? 1 : a.firedOn > b.firedOn ? -1 : a.accountName < b.accountName ? -1 : 1,
  )
  return {
    days: previewDays,
    accounts: accounts.length,
    fired: firings.length,
    firings: firings.slice(0, firingsShown),
  }
}
