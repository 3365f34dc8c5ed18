import { z } from 'zod'
import { isShipped, type ShippedLanguage } from '#collect/surveys/texts/languages.ts'
import type * as contract from '#measure/reports/contract.ts'
import type { Report, ReportBrief, ReportSettings } from '#measure/reports/contract.ts'
import { countTypes } from '#measure/reports/counting.ts'
import type { Figures } from '#measure/reports/figures.ts'
import { type Days, type Kind, kinds, momentsOf, nextDue } from '#measure/reports/rules.ts'
import { reportSetting } from '#measure/reports/settings.ts'
import { headlineOf, leadOf, textsOf } from '#measure/reports/words.ts'
import { categorySettings } from '#organize/tags/settings.ts'
import { calendarSetting } from '#platform/calendar/commands.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import { readersOf } from '#platform/mail/readers.ts'
import { getSetting } from '#platform/settings/settings.ts'
import { countOpenTokens } from '#platform/tokens/tokens.ts'

interface Row {
  id: string
  kind: Kind
  from_on: string
  to_on: string
  number: number
  is_latest: boolean
  from_at: Date
  to_at: Date
  zone: string
  figures: Figures
  items: number
  mailed: number
  made_at: Date
}

const columns = (
  ws: string,
) => sql`r.id, r.kind, r.from_on::text as from_on, r.to_on::text as to_on, r.number, r.from_at, r.to_at,
  r.zone, r.items, r.mailed, r.made_at, not exists (
    select from reports n where n.workspace_id = ${ws} and n.kind = r.kind and n.from_on = r.from_on and n.number > r.number) as is_latest`

const show = (row: Row, language: ShippedLanguage): ReportBrief => ({
  id: encodeId('rep', row.id),
  kind: row.kind,
  fromOn: row.from_on,
  toOn: row.to_on,
  number: row.number,
  isLatest: row.is_latest,
  from: row.from_at.toISOString(),
  to: row.to_at.toISOString(),
  zone: row.zone,
  language,
  headline: headlineOf(textsOf(language), row.kind, row.figures),
  lead: leadOf(textsOf(language), row.kind, row.figures),
  items: row.items,
  madeAt: row.made_at.toISOString(),
  mailed: row.mailed,
})

/** What the member who acts chose; null: nothing, or no member acts. */
async function findOwnLanguage(ctx: Ctx): Promise<ShippedLanguage | null> {
  const memberId = actorMember(ctx)
  if (memberId === null) return null
  const row = await ctx.db.maybe<{ language: string | null }>(sql`
    select language from members where workspace_id = ${ctx.workspaceId} and id = ${memberId}`)
  return row?.language && isShipped(row.language) ? row.language : null
}

/** The language of whoever reads: a member's own, else that of the workspace. */
async function readerLanguage(ctx: Ctx): Promise<ShippedLanguage> {
  return (await findOwnLanguage(ctx)) ?? (await getSetting(ctx, reportSetting)).language
}

const Place = z.tuple([z.iso.date(), z.number()])

/** Reports of a kind, the newest period first; of one made again, the newer first. */
export async function listReports(
  ctx: Ctx,
  { kind, limit, cursor, language: asked }: Input<typeof contract.listReports>,
): Promise<Answer<typeof contract.listReports>> {
  const place = cursor ? decodeCursor(cursor, Place) : undefined
  const after = place ? sql`and (r.from_on, r.number) < (${place[0]}::date, ${place[1]})` : sql.empty
  const language = asked ?? (await readerLanguage(ctx))
  const rows = await ctx.db.many<Row>(sql`
    select ${columns(ctx.workspaceId)}, r.figures - '{series,effects,changed,quality}'::text[] as figures from reports r
    where r.workspace_id = ${ctx.workspaceId} and r.kind = ${kind} ${after}
    order by r.from_on desc, r.number desc limit ${limit + 1}`)
  return toPage(
    rows,
    limit,
    (row) => show(row, language),
    (row) => [row.from_on, row.number],
  )
}

/** The newest report of a period; of one that has ended, only what was made since. */
export async function findReport(
  ctx: Ctx,
  kind: Kind,
  zone: string,
  days: Days,
): Promise<string | undefined> {
  const isRunning = momentsOf(zone, days).to > ctx.now()
  const row = await ctx.db.maybe<{ id: string }>(sql`
    select id from reports where workspace_id = ${ctx.workspaceId} and kind = ${kind} and from_on = ${days.from}::date
      and (${isRunning} or figures -> 'hasEnded' = 'true')
    order by number desc limit 1`)
  return row?.id
}

/** One as it was made; words and names that were erased since are gone. Throws `report.not_found`. */
export async function getReport(
  ctx: Ctx,
  { reportId, language: asked }: Input<typeof contract.getReport>,
): Promise<Report> {
  const ws = ctx.workspaceId
  const [language, row, quotes, waiting] = await Promise.all([
    asked ?? readerLanguage(ctx),
    ctx.db.maybe<Row>(sql`
      select ${columns(ws)}, r.figures from reports r where r.workspace_id = ${ws} and r.id = ${reportId}`),
    ctx.db.many<{ theme_id: string; feedback_id: string; quote: string }>(sql`
      select theme_id, feedback_id, quote from report_quotes
      where workspace_id = ${ws} and report_id = ${reportId} order by number`),
    ctx.db.many<{
      who: string
      about: string
      owner: string | null
      due_at: Date | null
      contact_id: string | null
      feedback_id: string | null
      case_id: string | null
    }>(sql`
      select who, about, owner, due_at, contact_id, feedback_id, case_id from report_follow_ups
      where workspace_id = ${ws} and report_id = ${reportId} order by number`),
  ])
  if (!row) throw new AppError('not_found', 'report.not_found', 'There is no such report. Check the id.')
  return {
    ...show(row, language),
    figures: row.figures,
    quotes: quotes.map((one) => ({
      themeId: encodeId('th', one.theme_id),
      feedbackId: encodeId('fb', one.feedback_id),
      quote: one.quote,
    })),
    followUps: waiting.map((one) => ({
      who: one.who,
      about: one.about,
      owner: one.owner,
      dueAt: one.due_at?.toISOString() ?? null,
      contactId: one.contact_id && encodeId('ct', one.contact_id),
      feedbackId: one.feedback_id && encodeId('fb', one.feedback_id),
      caseId: one.case_id && encodeId('case', one.case_id),
    })),
  }
}

/** Its totals as they would be counted now, where they differ, and how many links to it are open. */
export async function getReportChanges(
  ctx: Ctx,
  { reportId }: { reportId: string },
): Promise<Answer<typeof contract.getReportChanges>> {
  const { figures, from, to } = await getReport(ctx, { reportId })
  const [rows, { types }, links] = await Promise.all([
    countTypes(ctx, { from: new Date(from), to: new Date(to) }),
    getSetting(ctx, categorySettings),
    countOpenTokens(ctx, 'report', reportId),
  ])
  const now = (code: string | null) => rows.find(({ type }) => type === code)?.n ?? 0
  const codes = new Set([...figures.types.map(({ code }) => code), ...rows.flatMap(({ type }) => type ?? [])])
  const label = (code: string) =>
    figures.types.find((type) => type.code === code)?.label ??
    types.find((type) => type.code === code)?.label ??
    code
  const changes = [
    { label: 'All items', was: figures.items, now: rows.reduce((sum, row) => sum + row.n, 0) },
    ...[...codes].map((code) => ({
      label: label(code),
      was: figures.types.find((type) => type.code === code)?.items ?? 0,
      now: now(code),
    })),
    { label: 'No type yet', was: figures.untriaged, now: now(null) },
    {
      label: 'Critical bugs',
      was: figures.bugs.critical,
      now: rows.find(({ type }) => type === 'bug_report')?.critical ?? 0,
    },
  ]
  return { changes: changes.filter((one) => one.was !== one.now), links }
}

/** Which are made by themselves, when the next come, and how many people get them. */
export async function getReportSettings(ctx: Ctx): Promise<ReportSettings> {
  const [{ kinds: on, hour, roles, language }, { zone }, ownLanguage] = await Promise.all([
    getSetting(ctx, reportSetting),
    getSetting(ctx, calendarSetting),
    findOwnLanguage(ctx),
  ])
  return {
    kinds: on,
    hour,
    roles,
    language,
    ownLanguage,
    zone,
    next: kinds
      .filter((kind) => on.includes(kind))
      .map((kind) => ({ kind, at: nextDue(kind, zone, hour, ctx.now()).toISOString() })),
    people: (await readersOf(ctx, roles)).length,
  }
}
