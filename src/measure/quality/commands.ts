import type * as contract from '#measure/quality/contract.ts'
import type { CheckFigures } from '#measure/quality/contract.ts'
import { dropPending, rowOf } from '#measure/quality/counting.ts'
import { checkChanged, checkCreated } from '#measure/quality/events.ts'
import { faced } from '#measure/quality/faces.ts'
import { judge, readJudging } from '#measure/quality/judging.ts'
import { canEnd, conditionFault, type Ending, type OwnCheck, type OwnSubject } from '#measure/quality/own.ts'
import { findCheck, getCheck } from '#measure/quality/queries.ts'
import type { Verdict } from '#measure/quality/rules.ts'
import { qualitySettings } from '#measure/quality/settings.ts'
import { parseDuration } from '#platform/calendar/rules.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { decodeId, encodeId, newId } from '#platform/ids.ts'
import { getSetting, putSetting } from '#platform/settings/settings.ts'
import { share } from '#platform/statistics/intervals.ts'

/** Sets the target of a check, or whether it is watched. Throws `quality_check.not_found`. */
export async function changeCheck(
  ctx: Ctx,
  { key, target, isOn }: Input<typeof contract.changeCheck>,
): Promise<CheckFigures> {
  const check = await findCheck(ctx, key)
  const settings = await getSetting(ctx, qualitySettings)
  const id = decodeId('qc', key)
  if (target !== undefined && id) {
    await ctx.db.run(sql`
      update quality_checks set target = ${target} where workspace_id = ${ctx.workspaceId} and id = ${id}`)
    await ctx.emit(checkChanged, { subjectId: id, payload: { checkId: id, fields: ['target'] } })
  }
  const isTargetOfProduct = target !== undefined && !check.isOwn
  if (isTargetOfProduct || isOn !== undefined)
    await putSetting(ctx, qualitySettings, {
      targets: isTargetOfProduct ? { ...settings.targets, [key]: target } : settings.targets,
      off:
        isOn === undefined
          ? settings.off
          : isOn
            ? settings.off.filter((one) => one !== key)
            : [...new Set([...settings.off, key])],
    })
  return getCheck(ctx, { key, by: 'week' })
}

type Rule = Input<typeof contract.previewCheck>

/** A rule that can be asked, or why not: `quality_check.within`, `.ends`, `.condition`. */
function readRule({ subject, condition, within, ends }: Rule): Omit<OwnCheck, 'key'> {
  const refused = (field: string, message: string) =>
    new AppError('invalid', `quality_check.${field}`, message, { fields: [{ field, message }] })
  if (!parseDuration(within))
    throw refused(
      'within',
      `“${within}” is no time. Write 24 hours, 4 business hours, 2 days or same business day.`,
    )
  if (!canEnd(subject, ends))
    throw refused('ends', `A check of ${subject === 'item' ? 'items' : 'cases'} cannot end with “${ends}”.`)
  const fault = conditionFault(subject, condition)
  if (fault) throw refused('condition', `${fault.message}; ${fault.fix}.`)
  return { subject, condition: condition.trim(), within: within.trim(), ends }
}

/** Makes a check of one's own; it counts everything that is there, too. */
export async function createCheck(
  ctx: Ctx,
  input: Input<typeof contract.createCheck>,
): Promise<CheckFigures> {
  const rule = readRule(input)
  const id = newId()
  await ctx.db.run(sql`
    insert into quality_checks (workspace_id, id, name, subject, condition, within, ends, target, created_by_member_id, created_at)
    values (${ctx.workspaceId}, ${id}, ${input.name}, ${rule.subject}, ${rule.condition}, ${rule.within}, ${rule.ends},
      ${input.target}, ${actorMember(ctx)}, ${ctx.now()})`)
  await ctx.emit(checkCreated, { subjectId: id, payload: { checkId: id, subject: rule.subject } })
  return getCheck(ctx, { key: encodeId('qc', id), by: 'week' })
}

/** A check of one's own counts no longer. What it judged stays as evidence; what was still open is owed no more. */
export async function archiveCheck(
  ctx: Ctx,
  { key: id }: Input<typeof contract.archiveCheck>,
): Promise<void> {
  const changed = await ctx.db.run(sql`
    update quality_checks set archived_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${id} and archived_at is null`)
  const key = encodeId('qc', id)
  if (changed === 0) {
    await findCheck(ctx, key)
    return
  }
  await dropPending(ctx, key)
  await ctx.emit(checkChanged, { subjectId: id, payload: { checkId: id, fields: ['archived'] } })
}

/** How many of the latest items or cases a preview looks at. */
const previewed = 2000

/** What a rule would have come to with the latest things. */
export async function previewCheck(ctx: Ctx, input: Rule): Promise<Answer<typeof contract.previewCheck>> {
  const rule = readRule(input)
  const key = 'preview'
  const things = await latest(ctx, rule.subject)
  const judging = { ...(await readJudging(ctx)), own: [{ key, ...rule, ends: rule.ends as Ending }] }
  const judged = await judge(
    ctx,
    rule.subject,
    things.map((thing) => thing.id),
    judging,
  )
  const rows = judged.filter((one) => one.check === key).map((one) => rowOf(one, judging, ctx.now()))
  const of = (verdict: Verdict) => rows.filter((row) => row.verdict === verdict)
  const [met, missed] = [of('met').length, of('missed').length]
  const newest = of('missed')
    .sort((a, b) => b.due_at.getTime() - a.due_at.getTime())
    .slice(0, 5)
  return {
    met,
    missed,
    pending: of('pending').length,
    notDue: of('not_due').length,
    looked: things.length,
    since: things.at(-1)?.at.toISOString() ?? null,
    share: share(met, met + missed)?.share ?? null,
    missedOnes: await faced(ctx, rule.subject, newest),
  }
}

const latest = ({ db, workspaceId: ws }: Ctx, subject: OwnSubject) =>
  db.many<{ id: string; at: Date }>(
    subject === 'item'
      ? sql`select id, received_at as at from inbox_items where workspace_id = ${ws} order by received_at desc, id desc limit ${previewed}`
      : sql`select id, opened_at as at from cases where workspace_id = ${ws} order by opened_at desc, id desc limit ${previewed}`,
  )
