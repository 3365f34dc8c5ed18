import { z } from 'zod'
import type { ShowWhen } from '#collect/surveys/branching.ts'
import type * as contract from '#collect/surveys/contract.ts'
import type { Survey, SurveyRow } from '#collect/surveys/contract.ts'
import type { QuestionKind, SurveyKind } from '#collect/surveys/kinds.ts'
import { languagesOf } from '#collect/surveys/language.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'

export interface StoredSurvey {
  id: string
  key: string
  name: string
  kind: SurveyKind
  version: number
  brand: string | null
  brand_shown: string
  brand_color: string | null
  language: string
  mail_subject: string
  mail_intro: string
  wordings: Record<string, MailWords>
  answer_days: number
  archived_at: Date | null
  questions: StoredQuestion[]
}

/** The mail in another language. */
export interface MailWords {
  mailSubject?: string | undefined
  mailIntro?: string | undefined
}

/** A question in another language; what is missing is said in the survey's own. */
export interface QuestionWords {
  wording?: string | undefined
  lowLabel?: string | undefined
  highLabel?: string | undefined
  choices?: Record<string, string> | undefined
}

export interface StoredQuestion {
  id: string
  key: string
  kind: QuestionKind
  wording: string
  low_label: string | null
  high_label: string | null
  choices: { key: string; label: string }[]
  is_required: boolean
  is_multiple: boolean
  negative_below: number | null
  negative_choices: string[]
  show_when: ShowWhen | null
  wordings: Record<string, QuestionWords>
}

const notFound = (id: string) =>
  new AppError('not_found', 'survey.not_found', `There is no survey ${encodeId('srv', id)}. Check the id.`)

/** A survey with its questions, those that are retired left out; not_found when there is none. */
export async function storedSurvey(ctx: Ctx, surveyId: string): Promise<StoredSurvey> {
  const row = await ctx.db.maybe<StoredSurvey>(sql`
    select s.id, s.key, s.name, s.kind, s.version, s.brand, coalesce(s.brand, w.name) as brand_shown, s.brand_color,
      s.language, s.mail_subject, s.mail_intro, s.wordings, s.answer_days, s.archived_at,
      (select coalesce(jsonb_agg(jsonb_build_object('id', q.id, 'key', q.key, 'kind', q.kind, 'wording', q.wording,
        'low_label', q.low_label, 'high_label', q.high_label, 'choices', q.choices, 'is_required', q.is_required,
        'is_multiple', q.is_multiple, 'negative_below', q.negative_below, 'negative_choices', q.negative_choices,
        'show_when', q.show_when, 'wordings', q.wordings) order by q.position), '[]')
        from survey_questions q where q.workspace_id = ${ctx.workspaceId} and q.survey_id = s.id and q.retired_at is null) as questions
    from surveys s join workspaces w on w.id = s.workspace_id
    where s.workspace_id = ${ctx.workspaceId} and s.id = ${surveyId}`)
  if (!row) throw notFound(surveyId)
  return row
}

/** What tells one state of a survey `s` of a workspace `w` from another: every change, of its questions too, is a new version. */
export const surveyStamp = sql`s.version || ' ' || s.updated_at || coalesce(' ' || s.archived_at, '') || ' ' || w.name`

const lately = new Map<string, { stamp: string; survey: StoredSurvey }>()

/** `storedSurvey` for who has its stamp from a look-up made anyway: thousands answer the same survey, and it is read once. */
export async function stampedSurvey(ctx: Ctx, surveyId: string, stamp: string): Promise<StoredSurvey> {
  const key = `${ctx.workspaceId} ${surveyId}`
  const known = lately.get(key)
  if (known?.stamp === stamp) return known.survey
  const survey = await storedSurvey(ctx, surveyId)
  if (lately.size >= 500) lately.clear()
  lately.set(key, { stamp, survey })
  return survey
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
    where s.workspace_id = ${ctx.workspaceId} and s.archived_at is ${input.archived ? sql`not null` : sql`null`}
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
  const counts = await ctx.db.one<FigureRow & { arriving: number }>(sql`
    select ${figures(ctx)}, (
      select count(distinct i.id) from survey_sends x
      join invitations i on i.workspace_id = ${ctx.workspaceId} and i.id = x.invitation_id and i.survey_id = s.id
      where x.workspace_id = ${ctx.workspaceId}) as arriving from surveys s where s.workspace_id = ${ctx.workspaceId} and s.id = ${surveyId}`)
  return {
    ...surveyRow({ ...survey, ...counts }),
    brand: survey.brand,
    brandShown: survey.brand_shown,
    brandColor: survey.brand_color,
    language: survey.language,
    languages: languagesOf(survey),
    mailSubject: survey.mail_subject,
    mailIntro: survey.mail_intro,
    wordings: survey.wordings,
    answerDays: survey.answer_days,
    archivedAt: survey.archived_at?.toISOString() ?? null,
    arriving: counts.arriving,
    questions: survey.questions.map((question) => ({
      id: encodeId('q', question.id),
      key: question.key,
      kind: question.kind,
      wording: question.wording,
      lowLabel: question.low_label,
      highLabel: question.high_label,
      choices: question.choices,
      isRequired: question.is_required,
      isMultiple: question.is_multiple,
      negativeBelow: question.negative_below,
      negativeChoices: question.negative_choices,
      showWhen: question.show_when,
      wordings: question.wordings,
    })),
  }
}
