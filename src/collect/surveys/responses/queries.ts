import { z } from 'zod'
import type { SurveyRow } from '#collect/surveys/contract.ts'
import { type QuestionKind, scaleOf } from '#collect/surveys/kinds.ts'
import type * as contract from '#collect/surveys/responses/contract.ts'
import type { Follows, SurveyResponse } from '#collect/surveys/responses/contract.ts'
import { groupings } from '#collect/surveys/results/contract.ts'
import { npsGroup, scoresOf } from '#collect/surveys/rules.ts'
import { reasonOf, saidOf, wordsOf } from '#collect/surveys/said.ts'
import { fillWording } from '#collect/surveys/wording.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'

/** A response as far as commands need it. */
export interface StoredResponse {
  id: string
  survey_id: string
  score: number | null
  is_negative: boolean
  is_provisional: boolean
  provisional_reason: string | null
  completed_at: Date | null
  revision: number
  item_made_at: Date | null
  score_times: Date[]
  may_contact: boolean
}

/** Its columns, to be read back after a write. */
export const storedColumns = sql`id, survey_id, score, is_negative, is_provisional, provisional_reason, completed_at, revision, item_made_at, score_times, may_contact`

/** One answer as it is kept, with the question it answers. */
export interface AnswerRow {
  key: string
  kind: QuestionKind
  wording: string
  labels: { key: string; label: string }[]
  number: number | null
  choices: string[]
  words: string | null
  is_negative: boolean
}

/** The answers of a response that say something, in the order of the questions, as JSON; one that was left out is not there. */
export function answersJson({ workspaceId: ws }: Ctx, responseId: Sql): Sql {
  return sql`(
    select coalesce(jsonb_agg(jsonb_build_object('key', q.key, 'kind', q.kind, 'wording', q.wording, 'labels', q.choices,
      'number', a.number, 'choices', coalesce(a.choices, array_remove(array[a.choice], null)), 'words', a.words,
      'is_negative', a.is_negative) order by q.position), '[]')
    from answers a join survey_questions q on q.workspace_id = ${ws} and q.id = a.question_id
    where a.workspace_id = ${ws} and a.response_id = ${responseId}
      and (a.number is not null or a.choice is not null or a.choices is not null or a.words is not null))`
}

/** What the survey of a response `r` asked about again, as JSON: of its occasion, else of its wave. */
export function followsJson({ workspaceId: ws }: Ctx): Sql {
  return sql`coalesce(
    (select jsonb_build_object('kind', o.about_kind, 'id', o.about_id) from invitations i
      join programme_occasions o on o.workspace_id = ${ws} and o.id = i.occasion_id and o.about_id is not null
      where i.workspace_id = ${ws} and i.id = r.invitation_id),
    (select w.terms -> 'about' from waves w where w.workspace_id = ${ws} and w.id = r.wave_id))`
}

const prefixes = { case: 'case', feedback: 'fb', request: 'req' } as const

/** What a response follows, with the id of the edge. */
export function followsOf(follows: Follows | null): Follows | null {
  return follows && { kind: follows.kind, id: encodeId(prefixes[follows.kind], follows.id) }
}

export interface ResponseRow {
  id: string
  survey_id: string
  survey_key: string
  survey_kind: SurveyRow['kind']
  survey_version: number
  wave_id: string | null
  contact_id: string | null
  contact_name: string | null
  account_id: string | null
  account_name: string | null
  segment: string | null
  plan: string | null
  owner_name: string | null
  language: string | null
  channel: SurveyResponse['channel']
  link_id: string | null
  follows: Follows | null
  score: number | null
  is_negative: boolean
  is_provisional: boolean
  provisional_reason: string | null
  may_contact: boolean
  answers: AnswerRow[]
  brand: string
  submitted_at: Date
  completed_at: Date | null
  changed_at: Date | null
}

/** The whole of these responses, from which every answer of them is shown, newest first. */
export function responseRows(ctx: Ctx, ids: readonly string[]): Promise<ResponseRow[]> {
  const ws = ctx.workspaceId
  return ctx.db.many<ResponseRow>(
    sql.kept(sql`
    select r.id, r.survey_id, s.key as survey_key, s.kind as survey_kind, r.survey_version, r.wave_id, r.contact_id,
      coalesce(c.name, c.email) as contact_name, r.account_id, a.name as account_name, r.channel, r.link_id, ${followsJson(ctx)} as follows, own.segment,
      own.plan, o.name as owner_name, root.locale as language, r.score, r.is_negative,
      r.is_provisional, r.provisional_reason, r.may_contact, ${answersJson(ctx, sql`r.id`)} as answers,
      coalesce(s.brand, w.name) as brand,
      r.submitted_at, r.completed_at, r.changed_at
    from responses r
    join surveys s on s.workspace_id = ${ws} and s.id = r.survey_id
    join workspaces w on w.id = ${ws}
    left join contacts c on c.workspace_id = ${ws} and c.id = r.contact_id
    left join contacts root on root.workspace_id = ${ws} and root.id = root_id(c.merged_into_id, c.id)
    left join accounts a on a.workspace_id = ${ws} and a.id = r.account_id
    left join accounts own on own.workspace_id = ${ws} and own.id = root_id(a.merged_into_id, a.id)
    left join members o on o.workspace_id = ${ws} and o.id = own.owner_member_id
    where r.workspace_id = ${ws} and r.id = any(${sql.array(ids)}::uuid[])
    order by r.submitted_at desc, r.id desc`),
  )
}

/**
 * The newest responses a filter leaves, before a place where one is given. Found first and read whole then: with all that
 * is shown of them in one statement the planner has too many tables to see which index finds a rare answer.
 */
export async function newestResponses(
  ctx: Ctx,
  filter: Filter,
  before: { at: string; id: string } | undefined,
  limit: number,
): Promise<ResponseRow[]> {
  const ws = ctx.workspaceId
  const conditions = await responseConditions(ctx, filter)
  if (before) conditions.push(sql`(r.submitted_at, r.id) < (${before.at}::timestamptz, ${before.id}::uuid)`)
  const found = await ctx.db.many<{ id: string }>(sql`
    select r.id from responses r join surveys s on s.workspace_id = ${ws} and s.id = r.survey_id
    where r.workspace_id = ${ws} and ${sql.join(conditions, ' and ')}
    order by r.submitted_at desc, r.id desc limit ${limit}`)
  if (found.length === 0) return []
  return responseRows(
    ctx,
    found.map(({ id }) => id),
  )
}

type Filter = Omit<Input<typeof contract.listResponses>, 'limit' | 'cursor'>

/** A filter of responses as conditions on `r` and its survey `s`. */
async function responseConditions(ctx: Ctx, filter: Filter): Promise<Sql[]> {
  const ws = ctx.workspaceId
  const conditions = [filter.provisional ? sql`r.is_provisional` : sql`not r.is_provisional`]
  if (filter.survey) conditions.push(sql`r.survey_id = ${filter.survey}`)
  if (filter.wave) conditions.push(sql`r.wave_id = ${filter.wave}`)
  if (filter.contact) conditions.push(sql`r.contact_id = ${filter.contact}`)
  if (filter.channel) conditions.push(sql`r.channel = ${filter.channel}`)
  if (filter.link) conditions.push(sql`r.link_id = ${filter.link}`)
  if (filter.account) conditions.push(sql`r.account_id = ${filter.account}`)
  if (filter.group) conditions.push(sql`s.kind = 'nps' and r.score = any(${scoresOf(filter.group)}::int[])`)
  if (filter.score !== undefined) conditions.push(sql`r.score = ${filter.score}`)
  if (filter.question) conditions.push(await answeredSo(ctx, filter.question, filter))
  for (const by of groupings) {
    const part = filter[by]
    if (part !== undefined)
      conditions.push(sql`exists (
        select 1 from counted_responses k
        where k.workspace_id = ${ws} and k.id = r.id and k.${sql.id(by)} = ${part}
          ${filter.survey ? sql`and k.survey_id = ${filter.survey}` : sql.empty})`)
  }
  if (filter.negative !== undefined)
    conditions.push(filter.negative ? sql`r.is_negative` : sql`not r.is_negative`)
  if (filter.since) conditions.push(sql`r.submitted_at >= ${filter.since}`)
  if (filter.until) conditions.push(sql`r.submitted_at < ${filter.until}`)
  return conditions
}

/** The condition on `r` that a question of its survey was answered, and how. */
async function answeredSo(
  { workspaceId: ws, db }: Ctx,
  question: string,
  { survey, number, numberFrom, numberTo, choice }: Filter,
): Promise<Sql> {
  const asked = await db.many<{ id: string; is_multiple: boolean }>(sql`
    select q.id, q.is_multiple from survey_questions q
    where q.workspace_id = ${ws} and q.key = ${question} ${survey ? sql`and q.survey_id = ${survey}` : sql.empty}`)
  // The index of single choices is of use only where no list has to be looked into.
  const isListed = asked.some((one) => one.is_multiple)
  const how = [
    ...(number === undefined ? [] : [sql`x.number = ${number}`]),
    ...(numberFrom === undefined ? [] : [sql`x.number >= ${numberFrom}`]),
    ...(numberTo === undefined ? [] : [sql`x.number <= ${numberTo}`]),
    ...(choice === undefined
      ? []
      : [isListed ? sql`(x.choice = ${choice} or ${choice} = any(x.choices))` : sql`x.choice = ${choice}`]),
  ]
  return sql`exists (
    select 1 from answers x
    where x.workspace_id = ${ws} and x.response_id = r.id and x.question_id = any(${asked.map((one) => one.id)}::uuid[])
      and ${how.length === 0 ? sql`(x.number is not null or x.choice is not null or x.choices is not null or x.words is not null)` : sql.join(how, ' and ')})`
}

/** Answers, newest first. */
export async function listResponses(ctx: Ctx, input: Input<typeof contract.listResponses>) {
  const place = input.cursor && decodeCursor(input.cursor, z.tuple([z.string(), z.uuid()]))
  const rows = await newestResponses(
    ctx,
    input,
    place ? { at: place[0], id: place[1] } : undefined,
    input.limit + 1,
  )
  return toPage(rows, input.limit, showResponse, (row) => [row.submitted_at.toISOString(), row.id])
}

/** One answer; not_found when there is none. */
export async function getResponse(ctx: Ctx, { responseId }: { responseId: string }): Promise<SurveyResponse> {
  const [row] = await responseRows(ctx, [responseId])
  if (!row)
    throw new AppError(
      'not_found',
      'response.not_found',
      `There is no answer ${encodeId('rsp', responseId)}. Check the id.`,
    )
  return showResponse(row)
}

/** A question as it was put to whoever answered, without their name. */
export function wordingOf(row: Pick<ResponseRow, 'brand' | 'answers'>, wording: string): string {
  return fillWording(wording, {
    'brand.name': row.brand,
    ...Object.fromEntries(row.answers.map((one) => [`answer.${one.key}`, saidOf(one)])),
  })
}

/** Promoter, passive or detractor; null in a survey that does not ask for a recommendation. */
export function groupOf(row: Pick<ResponseRow, 'survey_kind' | 'score'>) {
  return row.survey_kind === 'nps' && row.score !== null ? npsGroup(row.score) : null
}

function showResponse(row: ResponseRow): SurveyResponse {
  return {
    id: encodeId('rsp', row.id),
    surveyId: encodeId('srv', row.survey_id),
    surveyKey: row.survey_key,
    surveyVersion: row.survey_version,
    waveId: row.wave_id === null ? null : encodeId('wave', row.wave_id),
    contactId: row.contact_id === null ? null : encodeId('ct', row.contact_id),
    contactName: row.contact_name,
    accountId: row.account_id === null ? null : encodeId('acct', row.account_id),
    accountName: row.account_name,
    channel: row.channel,
    linkId: row.link_id === null ? null : encodeId('slnk', row.link_id),
    follows: followsOf(row.follows),
    score: row.score,
    scoreMax: scaleOf(row.survey_kind).max,
    group: groupOf(row),
    isNegative: row.is_negative,
    isProvisional: row.is_provisional,
    provisionalReason: row.provisional_reason,
    mayContact: row.may_contact,
    reason: reasonOf(row.answers),
    words: wordsOf(row.answers),
    answers: row.answers.map((answer) => ({
      question: answer.key,
      kind: answer.kind,
      wording: wordingOf(row, answer.wording),
      number: answer.number,
      choices: answer.choices,
      words: answer.words,
      said: saidOf(answer),
      isNegative: answer.is_negative,
    })),
    submittedAt: row.submitted_at.toISOString(),
    completedAt: row.completed_at?.toISOString() ?? null,
    changedAt: row.changed_at?.toISOString() ?? null,
  }
}
