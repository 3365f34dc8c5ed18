import type * as contract from '#collect/surveys/links/contract.ts'
import type { SurveyLink } from '#collect/surveys/links/contract.ts'
import { linkSaved } from '#collect/surveys/links/events.ts'
import { getLink, linkRows, showLinks } from '#collect/surveys/links/queries.ts'
import { storedSurvey } from '#collect/surveys/queries.ts'
import { newPublicId } from '#collect/widget/public-id.ts'
import { getKey } from '#collect/widget/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'

const most = 100

/** Makes a link of a survey. */
export async function createSurveyLink(
  ctx: Ctx,
  input: Input<typeof contract.createSurveyLink>,
): Promise<SurveyLink> {
  const survey = await storedSurvey(ctx, input.surveyId)
  if ((await linkRows(ctx, sql`and l.survey_id = ${survey.id}`)).length >= most)
    throw new AppError(
      'invalid',
      'survey_link.too_many',
      `A survey has at most ${most} links. Change one that is there.`,
    )
  if (input.widgetKeyId) await getKey(ctx, input.widgetKeyId)
  const id = newId()
  await ctx.db.run(sql`
    insert into survey_links (workspace_id, id, survey_id, public_id, name, is_open, closes_at, most_answers, is_once_per_browser,
      asks_contact, has_kiosk, frame_origins, is_in_app, in_app_paths, in_app_percent, in_app_rest_days, widget_key_id, created_at, updated_at)
    values (${ctx.workspaceId}, ${id}, ${survey.id}, ${newPublicId(ctx.workspaceId, 'hbs')}, ${input.name}, ${input.isOpen},
      ${input.closesAt}, ${input.mostAnswers}, ${input.oncePerBrowser}, ${input.asksContact}, ${input.hasKiosk},
      ${input.frameOrigins}, ${input.isInApp}, ${input.inAppPaths}, ${input.inAppPercent}, ${input.inAppRestDays}, ${input.widgetKeyId}, ${ctx.now()}, ${ctx.now()})`)
  return saved(ctx, id)
}

const columnOf = {
  name: 'name',
  isOpen: 'is_open',
  closesAt: 'closes_at',
  mostAnswers: 'most_answers',
  oncePerBrowser: 'is_once_per_browser',
  asksContact: 'asks_contact',
  hasKiosk: 'has_kiosk',
  frameOrigins: 'frame_origins',
  isInApp: 'is_in_app',
  inAppPaths: 'in_app_paths',
  inAppPercent: 'in_app_percent',
  inAppRestDays: 'in_app_rest_days',
  widgetKeyId: 'widget_key_id',
} as const

/** Changes the fields given; the address stays. */
export async function changeSurveyLink(
  ctx: Ctx,
  { linkId, ...change }: Input<typeof contract.changeSurveyLink>,
): Promise<SurveyLink> {
  const link = await getLink(ctx, linkId)
  if (change.widgetKeyId) await getKey(ctx, change.widgetKeyId)
  const given = (Object.keys(columnOf) as (keyof typeof columnOf)[]).filter(
    (field) => change[field] !== undefined,
  )
  if (given.length > 0) {
    const sets = given.map((field) => sql`${sql.id(columnOf[field])} = ${change[field]}`)
    await ctx.db.run(sql`
      update survey_links set ${sql.join(sets)}, updated_at = ${ctx.now()}
      where workspace_id = ${ctx.workspaceId} and id = ${link.id}`)
  }
  return saved(ctx, link.id)
}

async function saved(ctx: Ctx, linkId: string): Promise<SurveyLink> {
  const link = await getLink(ctx, linkId)
  await ctx.emit(linkSaved, {
    subjectId: link.id,
    payload: { linkId: link.id, surveyId: link.survey_id, isOpen: link.is_open },
  })
  return (await showLinks(ctx, [link]))[0]!
}
