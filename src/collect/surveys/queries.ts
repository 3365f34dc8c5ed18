import { z } from 'zod'
import type * as contract from '#collect/surveys/contract.ts'
import type { Recipients, Survey, SurveyResponse, SurveyRow } from '#collect/surveys/contract.ts'
import { type Asked, type Judged, judged } from '#collect/surveys/recipients.ts'
import {
  type ExclusionReason,
  exclusionReasons,
  exclusionWords,
  npsGroup,
  scoresOf,
} from '#collect/surveys/rules.ts'
import type { SurveyWords } from '#collect/surveys/survey-mail.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'

export interface StoredSurvey {
  id: string
  key: string
  name: string
  kind: SurveyRow['kind']
  version: number
  brand: string | null
  brand_shown: string
  language: string
  mail_subject: string
  mail_intro: string
  answer_days: number
  questions: StoredQuestion[]
}

export interface StoredQuestion {
  id: string
  key: string
  kind: Survey['questions'][number]['kind']
  wording: string
  low_label: string | null
  high_label: string | null
  choices: { key: string; label: string }[]
  is_required: boolean
  groups: Survey['questions'][number]['groups']
}

const notFound = (id: string) =>
  new AppError('not_found', 'survey.not_found', `There is no survey ${encodeId('srv', id)}. Check the id.`)

/** A survey with its questions; not_found when there is none. */
export async function storedSurvey(ctx: Ctx, surveyId: string): Promise<StoredSurvey> {
  const row = await ctx.db.maybe<StoredSurvey>(sql`
    select s.id, s.key, s.name, s.kind, s.version, s.brand, coalesce(s.brand, w.name) as brand_shown, s.language,
      s.mail_subject, s.mail_intro, s.answer_days,
      (select coalesce(jsonb_agg(jsonb_build_object('id', q.id, 'key', q.key, 'kind', q.kind, 'wording', q.wording,
        'low_label', q.low_label, 'high_label', q.high_label, 'choices', q.choices, 'is_required', q.is_required,
        'groups', q.groups) order by q.position), '[]')
        from survey_questions q where q.workspace_id = ${ctx.workspaceId} and q.survey_id = s.id and q.retired_at is null) as questions
    from surveys s join workspaces w on w.id = s.workspace_id
    where s.workspace_id = ${ctx.workspaceId} and s.id = ${surveyId}`)
  if (!row) throw notFound(surveyId)
  return row
}

/** The question of a survey with this key. */
export function questionOf(survey: StoredSurvey, key: string): StoredQuestion {
  const question = survey.questions.find((one) => one.key === key)
  if (!question) throw new Error(`the survey ${survey.key} has no question ${key}`)
  return question
}

/** What the mail and the answer page say. */
export function wordsOf(survey: StoredSurvey): SurveyWords {
  const score = questionOf(survey, 'score')
  return {
    name: survey.name,
    brand: survey.brand_shown,
    language: survey.language,
    mailSubject: survey.mail_subject,
    mailIntro: survey.mail_intro,
    question: score.wording,
    lowLabel: score.low_label ?? '',
    highLabel: score.high_label ?? '',
  }
}

const figures = (ctx: Ctx) => sql`
  (select count(*) from waves v where v.workspace_id = ${ctx.workspaceId} and v.survey_id = s.id) as waves,
  (select max(v.started_at) from waves v where v.workspace_id = ${ctx.workspaceId} and v.survey_id = s.id) as last_sent_at,
  (select count(*) from responses r where r.workspace_id = ${ctx.workspaceId} and r.survey_id = s.id and not r.is_provisional) as answers`

interface FigureRow {
  waves: number
  answers: number
  last_sent_at: Date | null
}

/** The surveys, in the order they were made. */
export async function listSurveys(ctx: Ctx, input: Input<typeof contract.listSurveys>) {
  const rows = await ctx.db.many<StoredSurvey & FigureRow>(sql`
    select s.id, s.key, s.name, s.kind, s.version, ${figures(ctx)} from surveys s
    where s.workspace_id = ${ctx.workspaceId} and s.archived_at is null
      ${input.cursor ? sql`and s.id > ${decodeCursor(input.cursor, z.uuid())}` : sql.empty}
    order by s.id limit ${input.limit + 1}`)
  return toPage(rows, input.limit, surveyRow, (row) => row.id)
}

function surveyRow(
  row: Pick<StoredSurvey, 'id' | 'key' | 'name' | 'kind' | 'version'> & FigureRow,
): SurveyRow {
  return {
    id: encodeId('srv', row.id),
    key: row.key,
    name: row.name,
    kind: row.kind,
    version: row.version,
    waves: row.waves,
    answers: row.answers,
    lastSentAt: row.last_sent_at?.toISOString() ?? null,
  }
}

/** One survey whole. */
export async function getSurvey(ctx: Ctx, { surveyId }: { surveyId: string }): Promise<Survey> {
  const survey = await storedSurvey(ctx, surveyId)
  const counts = await ctx.db.one<FigureRow>(sql`
    select ${figures(ctx)} from surveys s where s.workspace_id = ${ctx.workspaceId} and s.id = ${surveyId}`)
  return {
    ...surveyRow({ ...survey, ...counts }),
    brand: survey.brand,
    brandShown: survey.brand_shown,
    language: survey.language,
    mailSubject: survey.mail_subject,
    mailIntro: survey.mail_intro,
    answerDays: survey.answer_days,
    questions: survey.questions.map((question) => ({
      id: encodeId('q', question.id),
      key: question.key,
      kind: question.kind,
      wording: question.wording,
      lowLabel: question.low_label,
      highLabel: question.high_label,
      choices: question.choices,
      isRequired: question.is_required,
      groups: question.groups,
    })),
  }
}

type AudienceInput = Pick<
  Input<typeof contract.previewRecipients>,
  'accounts' | 'contacts' | 'segments' | 'override'
>

/** The audience as a query names it. */
export function askedOf(input: AudienceInput): Asked {
  return {
    audience: { accountIds: input.accounts, contactIds: input.contacts, segments: input.segments },
    override: input.override ?? false,
  }
}

/** Counts of who would get the survey now, and why others would not. */
export async function countRecipients(ctx: Ctx, asked: Asked): Promise<Recipients> {
  const rows = await ctx.db.many<{ reason: ExclusionReason | null; people: number; accounts: number }>(sql`
    select reason, count(*) as people, count(distinct account_id) as accounts from (${judged(ctx, asked)}) judged group by reason`)
  const reached = rows.find((row) => row.reason === null)
  const out = new Map(rows.map((row) => [row.reason, row.people]))
  const reasons = exclusionReasons
    .filter((reason) => out.has(reason))
    .map((reason) => ({ reason, ...exclusionWords[reason], people: out.get(reason)! }))
  const people = reached?.people ?? 0
  const excluded = reasons.reduce((sum, one) => sum + one.people, 0)
  return { considered: people + excluded, people, accounts: reached?.accounts ?? 0, excluded, reasons }
}

/** The endpoint of `countRecipients`. */
export async function previewRecipients(ctx: Ctx, input: Input<typeof contract.previewRecipients>) {
  await storedSurvey(ctx, input.surveyId)
  return countRecipients(ctx, askedOf(input))
}

/** The people behind one of the counts. */
export async function listRecipients(ctx: Ctx, input: Input<typeof contract.listRecipients>) {
  await storedSurvey(ctx, input.surveyId)
  const rows = await ctx.db.many<Judged>(sql`
    select * from (${judged(ctx, askedOf(input))}) judged
    where ${input.reason ? sql`reason = ${input.reason}` : sql`reason is null`}
      ${input.cursor ? sql`and id > ${decodeCursor(input.cursor, z.uuid())}` : sql.empty}
    order by id limit ${input.limit + 1}`)
  return toPage(
    rows,
    input.limit,
    (row) => personOf({ ...row, contact_id: row.id }),
    (row) => row.id,
  )
}

interface PersonRow {
  contact_id: string
  name: string | null
  email: string | null
  account_id: string | null
  account_name: string | null
}

/** A contact as lists of this module show them. */
export function personOf(row: PersonRow) {
  return {
    contactId: encodeId('ct', row.contact_id),
    name: row.name,
    email: row.email,
    accountId: row.account_id === null ? null : encodeId('acct', row.account_id),
    accountName: row.account_name,
  }
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
  entry: SurveyResponse['entry']
  score: number
  is_negative: boolean
  is_provisional: boolean
  provisional_reason: string | null
  may_contact: boolean
  choice: string | null
  choice_label: string | null
  words: string | null
  submitted_at: Date
  completed_at: Date | null
  changed_at: Date | null
}

/** The whole of a response, from which every answer of it is shown. Aliases: r, s. */
export function responseRows(ctx: Ctx, conditions: Sql[]): Sql {
  const ws = ctx.workspaceId
  return sql`
    select r.id, r.survey_id, s.key as survey_key, s.kind as survey_kind, r.survey_version, r.wave_id, r.contact_id,
      coalesce(c.name, c.email) as contact_name, r.account_id, a.name as account_name, r.entry, r.score, r.is_negative,
      r.is_provisional, r.provisional_reason, r.may_contact, reason.choice,
      (select one->>'label' from jsonb_array_elements(reason_q.choices) one where one->>'key' = reason.choice) as choice_label,
      said.words, r.submitted_at, r.completed_at, r.changed_at
    from responses r
    join surveys s on s.workspace_id = ${ws} and s.id = r.survey_id
    left join contacts c on c.workspace_id = ${ws} and c.id = r.contact_id
    left join accounts a on a.workspace_id = ${ws} and a.id = r.account_id
    left join survey_questions reason_q on reason_q.workspace_id = ${ws} and reason_q.survey_id = r.survey_id and reason_q.key = 'reason'
    left join answers reason on reason.workspace_id = ${ws} and reason.response_id = r.id and reason.question_id = reason_q.id
    left join survey_questions words_q on words_q.workspace_id = ${ws} and words_q.survey_id = r.survey_id and words_q.key = 'words'
    left join answers said on said.workspace_id = ${ws} and said.response_id = r.id and said.question_id = words_q.id
    where r.workspace_id = ${ws} ${conditions.length === 0 ? sql.empty : sql`and ${sql.join(conditions, ' and ')}`}`
}

type Filter = Omit<Input<typeof contract.listResponses>, 'limit' | 'cursor'>

/** A filter of responses as conditions on `r`. */
export function responseConditions(filter: Filter): Sql[] {
  const conditions = [filter.provisional ? sql`r.is_provisional` : sql`not r.is_provisional`]
  if (filter.survey) conditions.push(sql`r.survey_id = ${filter.survey}`)
  if (filter.wave) conditions.push(sql`r.wave_id = ${filter.wave}`)
  if (filter.contact) conditions.push(sql`r.contact_id = ${filter.contact}`)
  if (filter.account) conditions.push(sql`r.account_id = ${filter.account}`)
  if (filter.group) conditions.push(sql`s.kind = 'nps' and r.score = any(${scoresOf(filter.group)}::int[])`)
  if (filter.score !== undefined) conditions.push(sql`r.score = ${filter.score}`)
  if (filter.negative !== undefined)
    conditions.push(filter.negative ? sql`r.is_negative` : sql`not r.is_negative`)
  if (filter.since) conditions.push(sql`r.submitted_at >= ${filter.since}::timestamptz`)
  if (filter.until) conditions.push(sql`r.submitted_at < ${filter.until}::timestamptz`)
  return conditions
}

/** Answers, newest first. */
export async function listResponses(ctx: Ctx, input: Input<typeof contract.listResponses>) {
  const conditions = responseConditions(input)
  if (input.cursor) {
    const place = decodeCursor(input.cursor, z.tuple([z.string(), z.uuid()]))
    conditions.push(sql`(r.submitted_at, r.id) < (${place[0]}::timestamptz, ${place[1]}::uuid)`)
  }
  const rows = await ctx.db.many<ResponseRow>(sql`
    ${responseRows(ctx, conditions)} order by r.submitted_at desc, r.id desc limit ${input.limit + 1}`)
  return toPage(rows, input.limit, showResponse, (row) => [row.submitted_at.toISOString(), row.id])
}

/** One answer; not_found when there is none. */
export async function getResponse(ctx: Ctx, { responseId }: { responseId: string }): Promise<SurveyResponse> {
  const row = await ctx.db.maybe<ResponseRow>(responseRows(ctx, [sql`r.id = ${responseId}`]))
  if (!row)
    throw new AppError(
      'not_found',
      'response.not_found',
      `There is no answer ${encodeId('rsp', responseId)}. Check the id.`,
    )
  return showResponse(row)
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
    entry: row.entry,
    score: row.score,
    group: row.survey_kind === 'nps' ? npsGroup(row.score) : null,
    isNegative: row.is_negative,
    isProvisional: row.is_provisional,
    provisionalReason: row.provisional_reason,
    mayContact: row.may_contact,
    reason: row.choice === null ? null : { key: row.choice, label: row.choice_label ?? row.choice },
    words: row.words,
    submittedAt: row.submitted_at.toISOString(),
    completedAt: row.completed_at?.toISOString() ?? null,
    changedAt: row.changed_at?.toISOString() ?? null,
  }
}
