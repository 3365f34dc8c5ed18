import { renderSVG } from 'uqr'
import type { Channel } from '#collect/surveys/channels.ts'
import type * as contract from '#collect/surveys/links/contract.ts'
import type { SurveyLink } from '#collect/surveys/links/contract.ts'
import { storedSurvey } from '#collect/surveys/queries.ts'
import { baseUrl } from '#platform/config.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'

export interface LinkRow {
  id: string
  survey_id: string
  public_id: string
  name: string
  is_open: boolean
  closes_at: Date | null
  most_answers: number | null
  is_once_per_browser: boolean
  asks_contact: boolean
  has_kiosk: boolean
  frame_origins: string[]
  is_in_app: boolean
  in_app_paths: string[]
  in_app_percent: number
  in_app_rest_days: number
  widget_key_id: string | null
  created_at: Date
}

/** Links, the oldest first; `condition` begins with `and` and speaks of `l`. */
export function linkRows(ctx: Ctx, condition: Sql): Promise<LinkRow[]> {
  return ctx.db.many<LinkRow>(sql`
    select l.id, l.survey_id, l.public_id, l.name, l.is_open, l.closes_at, l.most_answers, l.is_once_per_browser, l.asks_contact,
      l.has_kiosk, l.frame_origins, l.is_in_app, l.in_app_paths, l.in_app_percent, l.in_app_rest_days, l.widget_key_id, l.created_at
    from survey_links l where l.workspace_id = ${ctx.workspaceId} ${condition} order by l.id limit 1000`)
}

/** One link; not_found when there is none. */
export async function getLink(ctx: Ctx, linkId: string): Promise<LinkRow> {
  const [row] = await linkRows(ctx, sql`and l.id = ${linkId}`)
  if (!row)
    throw new AppError(
      'not_found',
      'survey_link.not_found',
      `There is no link ${encodeId('slnk', linkId)}. Check the id.`,
    )
  return row
}

/** Whether a link takes a further new answer, and if not, why. */
export async function stateOf(ctx: Ctx, link: LinkRow): Promise<SurveyLink['state']> {
  if (link.most_answers === null) return stateWith(link, ctx.now(), 0)
  const { n } = await ctx.db.one<{ n: number }>(sql`
    select count(*) as n from (select 1 from responses
      where workspace_id = ${ctx.workspaceId} and link_id = ${link.id} limit ${link.most_answers}) first`)
  return stateWith(link, ctx.now(), n)
}

/** The state of a link that has so many answers. */
function stateWith(link: LinkRow, now: Date, answers: number): SurveyLink['state'] {
  if (!link.is_open) return 'closed'
  if (link.closes_at !== null && link.closes_at <= now) return 'over'
  return link.most_answers !== null && answers >= link.most_answers ? 'full' : 'open'
}

interface Counted {
  link_id: string
  channel: Channel
  answers: number
  last_at: Date
}

/** Links as members see them, with how many answered by each. */
export async function showLinks(ctx: Ctx, rows: readonly LinkRow[]): Promise<SurveyLink[]> {
  const counted = await ctx.db.many<Counted>(sql`
    select link_id, channel, count(*) as answers, max(submitted_at) as last_at from responses
    where workspace_id = ${ctx.workspaceId} and link_id = any(${rows.map((row) => row.id)}::uuid[])
    group by link_id, channel order by channel`)
  const base = baseUrl(ctx.config)
  return rows.map((row) => {
    const own = counted.filter((one) => one.link_id === row.id)
    const last = own.map((one) => one.last_at.getTime())
    const answers = own.reduce((sum, one) => sum + one.answers, 0)
    return {
      id: encodeId('slnk', row.id),
      surveyId: encodeId('srv', row.survey_id),
      name: row.name,
      isOpen: row.is_open,
      closesAt: row.closes_at?.toISOString() ?? null,
      mostAnswers: row.most_answers,
      oncePerBrowser: row.is_once_per_browser,
      asksContact: row.asks_contact,
      hasKiosk: row.has_kiosk,
      frameOrigins: row.frame_origins,
      isInApp: row.is_in_app,
      inAppPaths: row.in_app_paths,
      inAppPercent: row.in_app_percent,
      inAppRestDays: row.in_app_rest_days,
      widgetKeyId: row.widget_key_id === null ? null : encodeId('wkey', row.widget_key_id),
      state: stateWith(row, ctx.now(), answers),
      url: `${base}/q/${row.public_id}`,
      kioskUrl: row.has_kiosk ? `${base}/k/${row.public_id}` : null,
      frameUrl: row.frame_origins.length > 0 ? `${base}/e/${row.public_id}` : null,
      answers,
      byChannel: own.map(({ channel, answers }) => ({ channel, answers })),
      lastAt: last.length === 0 ? null : new Date(Math.max(...last)).toISOString(),
      createdAt: row.created_at.toISOString(),
    }
  })
}

/** The links of a survey. */
export async function listSurveyLinks(
  ctx: Ctx,
  { surveyId }: Input<typeof contract.listSurveyLinks>,
): Promise<{ data: SurveyLink[] }> {
  await storedSurvey(ctx, surveyId)
  return { data: await showLinks(ctx, await linkRows(ctx, sql`and l.survey_id = ${surveyId}`)) }
}

/** The QR code of a link: dark on white with the quiet zone of four modules that scanners need (ISO/IEC 18004). */
export async function drawSurveyLink(
  ctx: Ctx,
  input: Input<typeof contract.drawSurveyLink>,
): Promise<Response> {
  const link = await getLink(ctx, input.linkId)
  const svg = renderSVG(`${baseUrl(ctx.config)}/q/${link.public_id}`, { border: 4, ecc: 'M' })
  return new Response(svg, {
    headers: {
      'content-type': 'image/svg+xml',
      'content-security-policy': "default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
      ...(input.download && { 'content-disposition': 'attachment; filename="survey-link.svg"' }),
    },
  })
}
