import { z } from 'zod'
import { channelLabel, summaryOf } from '#collect/feedback/rules.ts'
import { feedbackSettings } from '#collect/feedback/settings.ts'
import { npsGroup, scoresOf } from '#collect/surveys/rules.ts'
import type { AnswerFilter, AnswerRecord, ItemFilter, ItemRecord } from '#measure/dashboards/contract.ts'
import { npsAnswers } from '#measure/dashboards/queries.ts'
import { addDays } from '#measure/dashboards/rules.ts'
import { metricSettings } from '#measure/metrics/settings.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

const Place = z.tuple([z.string(), z.uuid()])

/** The items a number was counted from: the same rows and conditions as the number itself. */
export async function listItemRecords(ctx: Ctx, input: ItemFilter & { limit: number; cursor?: string }) {
  const ws = ctx.workspaceId
  const [by, type, from, to] =
    input.by === 'said'
      ? [sql`m.day`, sql`date`, sql`${input.from}::date`, sql`${input.to}::date + 1`]
      : [
          sql`m.received_at`,
          sql`timestamptz`,
          sql`${`${input.from}T00:00:00Z`}::timestamptz`,
          sql`${`${addDays(input.to, 1)}T00:00:00Z`}::timestamptz`,
        ]
  const where = [sql`m.workspace_id = ${ws}`, sql`${by} >= ${from}`, sql`${by} < ${to}`]
  if (input.by === 'received') where.push(sql`m.is_owed`)
  if (input.segment !== undefined) where.push(sql`m.segment = ${input.segment}`)
  if (input.channel) where.push(sql`m.channel = ${input.channel}`)
  if (input.answer) {
    const { targets } = await getSetting(ctx, metricSettings)
    where.push(answerState(input.answer, targets.answered, ctx.now()))
  }
  const all = sql.join(where, ' and ')
  const place = input.cursor ? decodeCursor(input.cursor, Place) : undefined
  const { channels: labels } = await getSetting(ctx, feedbackSettings)
  const [rows, { total }] = await Promise.all([
    ctx.db.many<Row>(sql`
      select m.id, (${by})::text as place, f.title, f.verbatim, f.channel, c.name as contact_name, r.id as account_id, r.name as account_name,
        nullif(m.segment, '') as segment, f.occurred_at, f.received_at, m.response_minutes
      from measure_items m
      join feedback_items f on f.workspace_id = ${ws} and f.id = m.id
      left join contacts c on c.workspace_id = ${ws} and c.id = f.contact_id
      left join accounts a on a.workspace_id = ${ws} and a.id = f.account_id
      left join accounts r on r.workspace_id = ${ws} and r.id = root_id(a.merged_into_id, a.id)
      where ${all} ${place ? sql`and (${by}, m.id) < (${place[0]}::${type}, ${place[1]}::uuid)` : sql.empty}
      order by ${by} desc, m.id desc limit ${input.limit + 1}`),
    ctx.db.one<{ total: number }>(sql`select count(*) as total from measure_items m where ${all}`),
  ])
  const show = (row: Row): ItemRecord => ({
    id: encodeId('fb', row.id),
    summary: summaryOf(row.title, row.verbatim),
    verbatim: row.verbatim.slice(0, 2000),
    channel: row.channel,
    channelLabel: channelLabel(row.channel, labels),
    contactName: row.contact_name,
    accountId: row.account_id && encodeId('acct', row.account_id),
    accountName: row.account_name,
    segment: row.segment,
    occurredAt: row.occurred_at.toISOString(),
    receivedAt: row.received_at.toISOString(),
    responseMinutes: row.response_minutes,
  })
  return { ...toPage(rows, input.limit, show, (row) => [row.place, row.id]), total }
}

interface Row {
  id: string
  place: string
  title: string | null
  verbatim: string
  channel: string
  contact_name: string | null
  account_id: string | null
  account_name: string | null
  segment: string | null
  occurred_at: Date
  received_at: Date
  response_minutes: number | null
}

function answerState(state: NonNullable<ItemFilter['answer']>, targetHours: number, now: Date): Sql {
  const overdue = new Date(now.getTime() - targetHours * 3_600_000)
  const target = targetHours * 60
  if (state === 'answered') return sql`m.response_minutes is not null`
  if (state === 'inside') return sql`m.response_minutes < ${target}`
  if (state === 'waiting') return sql`(m.response_minutes is null and m.received_at > ${overdue})`
  return sql`(m.response_minutes >= ${target} or (m.response_minutes is null and m.received_at <= ${overdue}))`
}

/** The NPS answers a score was counted from. */
export async function listAnswerRecords(ctx: Ctx, input: AnswerFilter & { limit: number; cursor?: string }) {
  const ws = ctx.workspaceId
  const all = sql`${npsAnswers(ctx, input.segment)} and x.submitted_at >= ${`${input.from}T00:00:00Z`}::timestamptz
    and x.submitted_at < ${`${addDays(input.to, 1)}T00:00:00Z`}::timestamptz
    ${input.group ? sql`and x.score = any (${scoresOf(input.group)}::smallint[])` : sql.empty}`
  const place = input.cursor ? decodeCursor(input.cursor, Place) : undefined
  const [rows, { total }] = await Promise.all([
    ctx.db.many<AnswerRow>(sql`
      select p.*, c.name as contact_name, u.id as root_id, u.name as account_name,
        (select string_agg(w.words, ' ' order by w.answered_at) from answers w where w.workspace_id = ${ws} and w.response_id = p.id and w.words is not null) as words
      from (
        select x.id, x.score, x.contact_id, x.account_id, x.submitted_at, x.submitted_at::text as place, s.name as survey ${all}
        ${place ? sql`and (x.submitted_at, x.id) < (${place[0]}::timestamptz, ${place[1]}::uuid)` : sql.empty}
        order by x.submitted_at desc, x.id desc limit ${input.limit + 1}
      ) p
      left join contacts c on c.workspace_id = ${ws} and c.id = p.contact_id
      left join accounts t on t.workspace_id = ${ws} and t.id = p.account_id
      left join accounts u on u.workspace_id = ${ws} and u.id = root_id(t.merged_into_id, t.id)
      order by p.submitted_at desc, p.id desc`),
    ctx.db.one<{ total: number }>(sql`select count(*) as total ${all}`),
  ])
  const show = (row: AnswerRow): AnswerRecord => ({
    id: encodeId('rsp', row.id),
    score: row.score,
    group: npsGroup(row.score),
    survey: row.survey,
    contactId: row.contact_id && encodeId('ct', row.contact_id),
    contactName: row.contact_name,
    accountId: row.root_id && encodeId('acct', row.root_id),
    accountName: row.account_name,
    submittedAt: row.submitted_at.toISOString(),
    words: row.words,
  })
  return { ...toPage(rows, input.limit, show, (row) => [row.place, row.id]), total }
}

interface AnswerRow {
  id: string
  score: number
  survey: string
  contact_id: string | null
  contact_name: string | null
  root_id: string | null
  account_name: string | null
  submitted_at: Date
  place: string
  words: string | null
}
