import { placeOf } from '#close/share-backs/words.ts'
import { isShipped } from '#collect/surveys/texts/languages.ts'
import { countReport } from '#measure/reports/counting.ts'
import { reportMade } from '#measure/reports/events.ts'
import { mailOf } from '#measure/reports/mail.ts'
import { findReport, getReport } from '#measure/reports/queries.ts'
import { dueAt, type Kind, lastDue, periodOf } from '#measure/reports/rules.ts'
import { reportSetting } from '#measure/reports/settings.ts'
import { spanOf } from '#measure/reports/span.ts'
import { calendarSetting } from '#platform/calendar/commands.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { takeTurn } from '#platform/db/turn.ts'
import { newId } from '#platform/ids.ts'
import { mailReaders, type Reader, readersOf } from '#platform/mail/readers.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** Makes those that are due by the clock, also late, and mails them; nothing for a period that has one. */
export async function makeDue(ctx: Ctx): Promise<void> {
  const [{ kinds, hour, roles, since }, { zone }, { created_at }] = await Promise.all([
    getSetting(ctx, reportSetting),
    getSetting(ctx, calendarSetting),
    ctx.db.one<{ created_at: Date }>(sql`select created_at from workspaces where id = ${ctx.workspaceId}`),
  ])
  // of two that come together the second sees what the first made
  await takeTurn(ctx, 'reports')
  const from = since === null ? created_at : new Date(since)
  for (const kind of kinds) {
    const days = lastDue(kind, zone, hour, ctx.now())
    if (dueAt(zone, days, hour) < from) continue
    if (!(await findReport(ctx, kind, zone, days))) await writeReport(ctx, kind, days.from, roles)
  }
}

/** Counts the period a day lies in, keeps it under the next number, and mails it to members with a role. Answers the id. */
export async function writeReport(
  ctx: Ctx,
  kind: Kind,
  day: string,
  roles: readonly string[] = [],
): Promise<string> {
  const ws = ctx.workspaceId
  const { zone } = await getSetting(ctx, calendarSetting)
  const days = periodOf(kind, day)
  const span = spanOf(ctx, kind, zone, days)
  await takeTurn(ctx, 'reports')
  const { figures, quotes, waiting } = await countReport(ctx, span)
  const isEmpty = figures.items === 0 && figures.changed.shipped.n + figures.changed.decided.n === 0
  const readers = isEmpty || roles.length === 0 ? [] : await readersOf(ctx, roles)
  const id = newId()
  const { number } = await ctx.db.one<{ number: number }>(sql`
    insert into reports (workspace_id, id, kind, from_on, to_on, number, from_at, to_at, zone, items, figures, mailed,
      actor_kind, actor_id, made_at)
    select ${ws}, ${id}, ${kind}, ${days.from}::date, ${days.to}::date, coalesce(max(number), 0) + 1, ${span.from}, ${span.to}, ${zone},
      ${figures.items}, ${JSON.stringify(figures)}, ${readers.length},
      ${ctx.actor.kind}, ${actorMember(ctx)}, ${ctx.now()}
    from reports where workspace_id = ${ws} and kind = ${kind} and from_on = ${days.from}::date
    returning number`)
  await ctx.db.run(sql`
    insert into report_quotes (workspace_id, report_id, feedback_id, number, theme_id, quote)
    select ${ws}, ${id}, q.feedback_id, q.number, q.theme_id, q.quote
    from jsonb_to_recordset(${JSON.stringify(quotes.map((one, at) => ({ number: at, feedback_id: one.feedbackId, theme_id: one.themeId, quote: one.quote })))}::jsonb)
      as q (number integer, feedback_id uuid, theme_id uuid, quote text)`)
  await ctx.db.run(sql`
    insert into report_follow_ups (workspace_id, report_id, number, contact_id, feedback_id, case_id, who, about, owner, due_at)
    select ${ws}, ${id}, w.number, w.contact_id, w.feedback_id, w.case_id, w.who, w.about, w.owner, w.due_at
    from jsonb_to_recordset(${JSON.stringify(waiting.map((one, at) => ({ number: at, contact_id: one.contactId, feedback_id: one.feedbackId, case_id: one.caseId, who: one.who, about: one.about, owner: one.owner, due_at: one.dueAt })))}::jsonb)
      as w (number integer, contact_id uuid, feedback_id uuid, case_id uuid, who text, about text, owner text, due_at timestamptz)`)
  await ctx.emit(reportMade, { subjectId: id, payload: { reportId: id, kind, fromOn: days.from, number } })
  if (readers.length > 0) await mailReport(ctx, id, readers)
  return id
}

/** One mail in each language that somebody reads. */
async function mailReport(ctx: Ctx, reportId: string, readers: readonly Reader[]): Promise<void> {
  const [place, { language: usual }] = await Promise.all([placeOf(ctx), getSetting(ctx, reportSetting)])
  const languageOf = ({ language }: Reader) => (language && isShipped(language) ? language : usual)
  for (const language of new Set(readers.map(languageOf))) {
    const mail = mailOf(await getReport(ctx, { reportId, language }), place)
    const theirs = readers.filter((one) => languageOf(one) === language)
    await mailReaders(ctx, theirs, mail, `report ${reportId}`)
  }
}
