import { z } from 'zod'
import type { Alert, Evidence, listAlerts as listContract, Rule } from '#collect/signals/contract.ts'
import { signalSettings } from '#collect/signals/settings.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input, Page } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting, putSetting } from '#platform/settings/settings.ts'

/** The rules, and for how many accounts each holds now. */
export async function listRules(ctx: Ctx): Promise<{ data: (Rule & { open: number })[] }> {
  const { rules } = await getSetting(ctx, signalSettings)
  const open = new Map(
    (
      await ctx.db.many<{ rule_id: string; n: number }>(sql`
        select rule_id, count(*) as n from signal_alerts
        where workspace_id = ${ctx.workspaceId} and recovered_on is null group by rule_id`)
    ).map(({ rule_id, n }) => [rule_id, n]),
  )
  return { data: rules.map((rule) => ({ ...rule, open: open.get(rule.id) ?? 0 })) }
}

/** Changes the rule of this id, or adds it. */
export async function putRule(
  ctx: Ctx,
  { ruleId, ...input }: Omit<Rule, 'id'> & { ruleId: string },
): Promise<Rule> {
  const { name, kind, isOn, threshold, least, features, segments } = input
  const rule: Rule = { id: ruleId, name, kind, isOn, threshold, least, features, segments }
  const { rules } = await getSetting(ctx, signalSettings)
  const isKnown = rules.some(({ id }) => id === ruleId)
  if (!isKnown && rules.length === 50)
    throw new AppError(
      'invalid',
      'signal_rule.too_many',
      'A workspace has at most 50 rules. Change one that is there.',
    )
  await putSetting(ctx, signalSettings, {
    rules: isKnown ? rules.map((one) => (one.id === ruleId ? rule : one)) : [...rules, rule],
  })
  return rule
}

/** Takes a rule away; what it found stays. */
export async function removeRule(ctx: Ctx, { ruleId }: { ruleId: string }): Promise<void> {
  const { rules } = await getSetting(ctx, signalSettings)
  if (!rules.some(({ id }) => id === ruleId))
    throw new AppError(
      'not_found',
      'signal_rule.not_found',
      'There is no such rule. It may have been removed.',
    )
  await putSetting(ctx, signalSettings, { rules: rules.filter(({ id }) => id !== ruleId) })
}

const Place = z.tuple([z.iso.date(), z.uuid()])

/** What rules found, newest first. */
export async function listAlerts(ctx: Ctx, input: Input<typeof listContract>): Promise<Page<Alert>> {
  const where = [sql`t.workspace_id = ${ctx.workspaceId}`]
  if (input.feedback) where.push(sql`t.feedback_id = ${input.feedback}`)
  if (input.account)
    where.push(sql`t.account_id in (
      select id from accounts where workspace_id = ${ctx.workspaceId} and (id = ${input.account} or merged_into_id = ${input.account}))`)
  if (input.rule) where.push(sql`t.rule_id = ${input.rule}`)
  if (input.state)
    where.push(input.state === 'open' ? sql`t.recovered_on is null` : sql`t.recovered_on is not null`)
  if (input.cursor) {
    const [day, id] = decodeCursor(input.cursor, Place)
    where.push(sql`(t.fired_on, t.id) < (${day}::date, ${id}::uuid)`)
  }
  const rows = await ctx.db.many<{
    id: string
    rule_id: string
    account_id: string
    account_name: string
    feedback_id: string
    fired_on: string
    recovered_on: string | null
    evidence: Evidence
  }>(sql`
    select t.id, t.rule_id, a.id as account_id, a.name as account_name, t.feedback_id, t.fired_on, t.recovered_on, t.evidence
    from signal_alerts t
    join accounts m on m.workspace_id = t.workspace_id and m.id = t.account_id
    join accounts a on a.workspace_id = m.workspace_id and a.id = root_id(m.merged_into_id, m.id)
    where ${sql.join(where, ' and ')} order by t.fired_on desc, t.id desc limit ${input.limit + 1}`)
  return toPage(
    rows,
    input.limit,
    (row) => ({
      id: encodeId('sig', row.id),
      ruleId: row.rule_id,
      accountId: encodeId('acct', row.account_id),
      accountName: row.account_name,
      feedbackId: encodeId('fb', row.feedback_id),
      firedOn: row.fired_on,
      recoveredOn: row.recovered_on,
      evidence: row.evidence,
    }),
    (row) => [row.fired_on, row.id],
  )
}
