import { rankThemes } from '#analyze/themes/queries.ts'
import { nameOf, usual } from '#analyze/themes/rules.ts'
import { standingThemes } from '#analyze/themes/standing.ts'
import { listTrends } from '#analyze/trends/queries.ts'
import { nps } from '#collect/surveys/results/scores.ts'
import { familyOf } from '#organize/tags/rules.ts'
import { categorySettings } from '#organize/tags/settings.ts'
import { calendarSetting } from '#platform/calendar/commands.ts'
import { dayOf, shiftDate, startOfDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'
import { chanceOfCounts } from '#platform/statistics/chances.ts'
import { type Kind, rhythmOf, type Section } from '#prioritize/reviews/rules.ts'
import type { ReviewSummary } from '#prioritize/reviews/summary-shape.ts'

/** Counts what a review looks at, for the parts that its agenda shows. */

interface Period {
  /** days, both included */
  from: string
  to: string
  /** the same as moments, the end not included */
  fromAt: Date
  toAt: Date
  days: number
  /** periods as long before it, from which what is usual is told */
  before: number
}

const topThemes = 5
const dayMs = 86_400_000

export async function countSummary(
  ctx: Ctx,
  review: { kind: Kind; period_from: string; period_to: string },
  shows: readonly Section[],
): Promise<ReviewSummary> {
  const { zone } = await getSetting(ctx, calendarSetting)
  const { period_from: from, period_to: to } = review
  const period = {
    from,
    to,
    fromAt: new Date(startOfDate(zone, from)),
    toAt: new Date(startOfDate(zone, shiftDate(to, 1))),
    days: dayOf(to) - dayOf(from) + 1,
    before: rhythmOf[review.kind] === 'week' ? 12 : 4,
  }
  const [feedback, answers, trends] = await Promise.all([
    shows.includes('feedback') ? countFeedback(ctx, period) : null,
    shows.includes('answers') ? countAnswers(ctx, period) : null,
    shows.includes('trends') ? countTrends(ctx) : null,
  ])
  return {
    countedAt: ctx.now().toISOString(),
    from: period.fromAt.toISOString(),
    to: period.toAt.toISOString(),
    feedback,
    answers,
    trends,
  }
}

async function countFeedback(ctx: Ctx, period: Period): Promise<ReviewSummary['feedback']> {
  const ws = ctx.workspaceId
  const began = new Date(period.fromAt.getTime() - period.before * period.days * dayMs)
  const [rows, earlier, themes, moves, { types }] = await Promise.all([
    ctx.db.many<{
      type: string | null
      n: number
      critical: number
      unanswered: number
      negative: number
    }>(sql`
      select type, count(*) as n, count(*) filter (where priority = 'critical') as critical,
        count(*) filter (where first_response_at is null and status in ('open', 'snoozed')) as unanswered,
        count(*) filter (where first_response_at is null and status in ('open', 'snoozed') and is_negative) as negative
      from inbox_items
      where workspace_id = ${ws} and received_at >= ${period.fromAt} and received_at < ${period.toAt}
        and status not in ('spam', 'merged') and not is_history
      group by type`),
    ctx.db.many<{ period: number; n: number }>(sql`
      select floor(extract(epoch from ${period.fromAt}::timestamptz - received_at) / ${period.days * 86_400})::integer as period, count(*) as n
      from inbox_items
      where workspace_id = ${ws} and received_at >= ${began} and received_at < ${period.fromAt}
        and status not in ('spam', 'merged') and not is_history
      group by 1`),
    countThemes(ctx, period),
    ctx.db.one<{ planned: number; declined: number; shipped: number }>(sql`
      select count(*) filter (where m.status in ('planned', 'in_progress')) as planned,
        count(*) filter (where m.status in ('declined', 'parked')) as declined,
        count(*) filter (where m.status = 'shipped') as shipped
      from requests r
      join request_moves m on m.workspace_id = ${ws} and m.request_id = r.id and m.number = r.move
      where r.workspace_id = ${ws} and r.merged_into_id is null and m.at >= ${period.fromAt} and m.at < ${period.toAt}`),
    getSetting(ctx, categorySettings),
  ])
  const of = (code: string | null) => rows.find((row) => row.type === code)
  const sum = (value: (row: (typeof rows)[number]) => number) =>
    rows.reduce((total, row) => total + value(row), 0)
  const items = sum((row) => row.n)
  const critical = of('bug_report')?.critical ?? 0
  return {
    items,
    usual: usual([...binsOf(earlier, period.before), items]),
    types: rows
      .filter((row) => row.type !== null)
      .map((row) => ({
        code: row.type!,
        label: types.find(({ code }) => code === row.type)?.label ?? row.type!,
        items: row.n,
      }))
      .sort((a, b) => b.items - a.items || a.label.localeCompare(b.label)),
    untriaged: of(null)?.n ?? 0,
    bugs: { critical, minor: (of('bug_report')?.n ?? 0) - critical },
    themes,
    unanswered: sum((row) => row.unanswered),
    negativeUnanswered: sum((row) => row.negative),
    ...moves,
  }
}

/** Counts by how many periods ago, the oldest first. */
function binsOf(rows: readonly { period: number; n: number }[], before: number): number[] {
  const bins = Array<number>(before).fill(0)
  for (const { period, n } of rows) if (period < before) bins[before - 1 - period]! += n
  return bins
}

/** The themes that were said most in the period, each with what is usual for it. */
async function countThemes(ctx: Ctx, period: Period) {
  const ws = ctx.workspaceId
  const { themes } = await standingThemes(
    ctx,
    ctx.db.many<{ theme_id: string; at: number; n: number }>(sql`
      select t.theme_id, ${period.before} - ceil((${period.from}::date - t.day)::numeric / ${period.days})::integer as at, count(*) as n
      from theme_items t
      join inbox_items i on i.workspace_id = ${ws} and i.id = t.feedback_id and i.status not in ('spam', 'merged')
      where t.workspace_id = ${ws} and t.theme_id is not null
        and t.day >= ${shiftDate(period.from, -period.before * period.days)}::date and t.day <= ${period.to}::date
      group by 1, 2`),
    period.before + 1,
  )
  return themes.slice(0, topThemes).map(({ id, name, mentions, bins }) => ({
    id: encodeId('th', id),
    name,
    mentions,
    usual: usual(bins),
    isNew: bins.slice(0, -1).every((n) => n === 0),
  }))
}

async function countAnswers(ctx: Ctx, period: Period): Promise<ReviewSummary['answers']> {
  const ws = ctx.workspaceId
  const [surveys, items] = await Promise.all([
    ctx.db.many<{
      id: string
      name: string
      kind: string
      n: number
      negative: number
      promoters: number
      detractors: number
    }>(sql`
      select s.id, s.name, s.kind, r.n, r.negative, r.promoters, r.detractors from (
        select survey_id, count(*) as n, count(*) filter (where is_negative) as negative,
          count(*) filter (where score >= 9) as promoters, count(*) filter (where score <= 6) as detractors
        from responses
        where workspace_id = ${ws} and submitted_at >= ${period.fromAt} and submitted_at < ${period.toAt} and not is_provisional
        group by survey_id
      ) r join surveys s on s.workspace_id = ${ws} and s.id = r.survey_id
      order by r.n desc, s.name`),
    ctx.db.one<{ in_time: number; late: number; waiting: number }>(sql`
      select count(*) filter (where i.first_response_at <= i.received_at + interval '24 hours') as in_time,
        count(*) filter (where i.first_response_at > i.received_at + interval '24 hours') as late,
        count(*) filter (where i.first_response_at is null) as waiting
      from responses r
      join feedback_items f on f.workspace_id = ${ws} and f.response_id = r.id
      join inbox_items i on i.workspace_id = ${ws} and i.id = f.id and i.status <> 'spam'
      where r.workspace_id = ${ws} and r.is_negative and not r.is_provisional
        and r.submitted_at >= ${period.fromAt} and r.submitted_at < ${period.toAt}`),
  ])
  return {
    answers: surveys.reduce((sum, row) => sum + row.n, 0),
    negative: surveys.reduce((sum, row) => sum + row.negative, 0),
    surveys: surveys.map((row) => {
      const { promoters, detractors } = row
      const score =
        row.kind === 'nps' ? nps({ promoters, detractors, passives: row.n - promoters - detractors }) : null
      return {
        id: encodeId('srv', row.id),
        name: row.name,
        answers: row.n,
        negative: row.negative,
        nps: score && { value: score.value, low: score.low, high: score.high },
      }
    }),
    inTime: items.in_time,
    late: items.late,
    waiting: items.waiting,
  }
}

/** What was said with negative words most often in the last twelve weeks, and complaints by type; each against the twelve before. */
async function countTrends(ctx: Ctx): Promise<ReviewSummary['trends']> {
  const [{ themes }, types, categories] = await Promise.all([
    rankThemes(ctx, 'mentions', {}),
    listTrends(ctx, { by: 'type' }),
    getSetting(ctx, categorySettings),
  ])
  return {
    themes: themes
      .filter(({ row, said }) => !row.is_hidden && said.sentiment.negative > 0)
      .sort((a, b) => b.said.sentiment.negative - a.said.sentiment.negative)
      .slice(0, topThemes)
      .map(({ row, said }) => ({
        id: encodeId('th', row.id),
        name: nameOf(row),
        mentions: said.mentions,
        negative: said.sentiment.negative,
        before: said.before,
        chance: chanceOfCounts(said.mentions, said.before),
      })),
    types: types.data
      .filter(({ key }) => key !== '' && familyOf(categories.types, key) === 'complaint')
      .map(({ key, label, items, before }) => ({ key, label, items, before })),
  }
}
