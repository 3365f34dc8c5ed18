import type * as contract from '#measure/reports/contract.ts'
import type { Report, ReportSettings } from '#measure/reports/contract.ts'
import { reportLinksEnded, reportShared } from '#measure/reports/events.ts'
import { writeReport } from '#measure/reports/make.ts'
import { getReport, getReportSettings } from '#measure/reports/queries.ts'
import { kinds, lastDue, periodOf } from '#measure/reports/rules.ts'
import { reportSetting } from '#measure/reports/settings.ts'
import { calendarSetting } from '#platform/calendar/commands.ts'
import { localDate } from '#platform/calendar/zones.ts'
import { baseUrl } from '#platform/config.ts'
import type { Ctx } from '#platform/context.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { getSetting, putSetting } from '#platform/settings/settings.ts'
import { mintToken, revokeTokens } from '#platform/tokens/tokens.ts'

/** Makes the report of a period under the next number. Throws `report.ahead` for a period that has not begun. */
export async function makeReport(ctx: Ctx, { kind, on }: Input<typeof contract.makeReport>): Promise<Report> {
  const [{ hour }, { zone }] = await Promise.all([
    getSetting(ctx, reportSetting),
    getSetting(ctx, calendarSetting),
  ])
  const day = on ?? lastDue(kind, zone, hour, ctx.now()).from
  if (periodOf(kind, day).from > localDate(zone, ctx.now().getTime()))
    throw new AppError('invalid', 'report.ahead', 'This period has not begun. Give a day up to today.')
  return getReport(ctx, { reportId: await writeReport(ctx, kind, day) })
}

/** A link to the PDF for whoever has it, until it expires. */
export async function shareReport(
  ctx: Ctx,
  { reportId, days, language }: Input<typeof contract.shareReport>,
): Promise<Answer<typeof contract.shareReport>> {
  await getReport(ctx, { reportId })
  const expiresAt = new Date(ctx.now().getTime() + days * 86_400_000)
  const token = await mintToken(ctx, 'report', reportId, { expiresAt })
  await ctx.emit(reportShared, {
    subjectId: reportId,
    payload: { reportId, expiresAt: expiresAt.toISOString() },
  })
  const query = language ? `?language=${language}` : ''
  return { url: `${baseUrl(ctx.config)}/reports/${token}${query}`, expiresAt: expiresAt.toISOString() }
}

/** Makes every link to a report useless at once. */
export async function endReportLinks(ctx: Ctx, { reportId }: { reportId: string }): Promise<void> {
  await getReport(ctx, { reportId })
  await revokeTokens(ctx, 'report', reportId)
  await ctx.emit(reportLinksEnded, { subjectId: reportId, payload: { reportId } })
}

/** Sets which are made by themselves, when, and who gets the mail. What was due before is not made up for. */
export async function putReportSettings(
  ctx: Ctx,
  input: Input<typeof contract.putReportSettings>,
): Promise<ReportSettings> {
  const before = await getSetting(ctx, reportSetting)
  const on = kinds.filter((kind) => input.kinds.includes(kind))
  const isSame = before.hour === input.hour && on.every((kind) => before.kinds.includes(kind))
  await putSetting(ctx, reportSetting, {
    kinds: on,
    hour: input.hour,
    roles: [...new Set(input.roles)],
    language: input.language,
    since: isSame ? before.since : ctx.now().toISOString(),
  })
  return getReportSettings(ctx)
}
