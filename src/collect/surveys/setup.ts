import type { SurveyKind } from '#collect/surveys/kinds.ts'
import { type ShippedSurvey, shippedSurveys, startingSurveys } from '#collect/surveys/library.ts'
import type { StoredQuestion } from '#collect/surveys/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { type Projection, projection } from '#platform/events/event.ts'
import { newId } from '#platform/ids.ts'

/** What a new survey is written from. */
export interface NewSurvey {
  key: string
  name: string
  kind: SurveyKind
  language: string
  brand: string | null
  brandColor: string | null
  answerDays: number
  mailSubject: string
  mailIntro: string
  wordings: Record<string, { mailSubject: string; mailIntro: string }>
  questions: readonly Omit<StoredQuestion, 'id'>[]
}

/** Writes a survey with its questions; undefined when its key is taken. */
export async function insertSurvey(ctx: Ctx, survey: NewSurvey): Promise<string | undefined> {
  const id = newId()
  const made = await ctx.db.run(sql`
    insert into surveys (workspace_id, id, key, name, kind, language, brand, brand_color, answer_days, mail_subject, mail_intro,
      wordings, created_at, updated_at)
    values (${ctx.workspaceId}, ${id}, ${survey.key}, ${survey.name}, ${survey.kind}, ${survey.language}, ${survey.brand},
      ${survey.brandColor}, ${survey.answerDays}, ${survey.mailSubject}, ${survey.mailIntro},
      ${JSON.stringify(survey.wordings)}, ${ctx.now()}, ${ctx.now()})
    on conflict (workspace_id, key) do nothing`)
  if (made === 0) return undefined
  await insertQuestions(
    ctx,
    id,
    survey.questions.map((question, position) => ({ ...question, position })),
  )
  return id
}

/** Writes questions of a survey. */
export async function insertQuestions(
  ctx: Ctx,
  surveyId: string,
  questions: readonly (Omit<StoredQuestion, 'id'> & { position: number })[],
): Promise<void> {
  if (questions.length === 0) return
  const rows = questions.map((question) => ({ ...question, id: newId() }))
  await ctx.db.run(sql`
    insert into survey_questions (workspace_id, id, survey_id, key, kind, position, wording, low_label, high_label, choices,
      is_required, is_multiple, negative_below, negative_choices, show_when, wordings)
    select ${ctx.workspaceId}::uuid, id, ${surveyId}::uuid, key, kind, position, wording, low_label, high_label, choices,
      is_required, is_multiple, negative_below, negative_choices,
      case when jsonb_typeof(show_when) = 'object' then show_when end, wordings
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, key text, kind text, position int, wording text,
      low_label text, high_label text, choices jsonb, is_required boolean, is_multiple boolean, negative_below smallint,
      negative_choices text[], show_when jsonb, wordings jsonb)`)
}

/** A shipped survey as it is written into a workspace. */
export function fromShipped({ key, name, kind, mail, wordings, questions }: ShippedSurvey): NewSurvey {
  return {
    key,
    name,
    kind,
    language: 'en',
    brand: null,
    brandColor: null,
    answerDays: 30,
    mailSubject: mail.subject,
    mailIntro: mail.intro,
    wordings,
    questions,
  }
}

/** A shipped survey as this workspace's own, by its key; done twice, it is there once. Undefined for a key not shipped. */
export async function createShippedSurvey(ctx: Ctx, key: string): Promise<string | undefined> {
  const there = await ctx.db.maybe<{ id: string }>(
    sql`select id from surveys where workspace_id = ${ctx.workspaceId} and key = ${key}`,
  )
  if (there) return there.id
  const shipped = shippedSurveys().get(key)
  if (!shipped) return undefined
  const made = await insertSurvey(ctx, fromShipped(shipped))
  // Another transaction wrote it in between.
  return made ?? createShippedSurvey(ctx, key)
}

/** The NPS survey, which every workspace has. */
export async function createNpsSurvey(ctx: Ctx): Promise<string> {
  return (await createShippedSurvey(ctx, 'nps'))!
}

/** A new workspace can send its first surveys at once. */
export const setupProjections: Projection[] = [
  projection('workspace.created', async (ctx) => {
    for (const key of startingSurveys) await createShippedSurvey(ctx, key)
  }),
]
