import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type { Channel } from '#collect/surveys/channels.ts'
import type { Opened } from '#collect/surveys/find.ts'
import { inLanguage, languagesOf } from '#collect/surveys/language.ts'
import { provenBy } from '#collect/surveys/links/known.ts'
import { type LinkRow, linkRows, stateOf } from '#collect/surveys/links/queries.ts'
import { idleSeconds, type LinkShown } from '#collect/surveys/links/shown.ts'
import { storedSurvey } from '#collect/surveys/queries.ts'
import { givenAnswers } from '#collect/surveys/responses/answers.ts'
import { type StoredResponse, storedColumns } from '#collect/surveys/responses/queries.ts'
import { firstName } from '#collect/surveys/rules.ts'
import { languageAmong } from '#collect/surveys/texts/languages.ts'
import type { ProvenPerson } from '#collect/widget/identity.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { findToken } from '#platform/tokens/tokens.ts'

/** How a link is answered, by the first letter of its address. */
export const ways = { q: 'link', k: 'kiosk', e: 'embed' } as const satisfies Record<string, Channel>
export type Way = keyof typeof ways

/** A link that somebody opened. */
export interface OpenedLink {
  opened: Opened & { response: Kept | undefined }
  link: LinkRow
  way: Way
  person: ProvenPerson | undefined
}

/** What the address of a visit says beside the link: the answer it goes on with, the language, and who it is. */
const kept = ['lang', 'user', 'id', 'hash', 'name'] as const

/** Where a browser keeps what it answered, so that it answers once. */
export const cookieOf = (link: LinkRow) => `hb_q_${link.public_id.slice(-11)}`

/** Finds what a link opens and where this browser stands with it; undefined when there is none. Reads only. */
export async function openLink(ctx: Ctx, c: Context, way: Way): Promise<OpenedLink | undefined> {
  const publicId = c.req.param('link') ?? ''
  const [link] = await linkRows(ctx, sql`and l.public_id = ${publicId}`)
  if (!link || (way === 'k' && !link.has_kiosk) || (way === 'e' && link.frame_origins.length === 0))
    return undefined
  const query = new URL(c.req.url).searchParams
  const survey = await storedSurvey(ctx, link.survey_id)
  const language = chosenLanguage(languagesOf(survey), query.get('lang'), c.req.header('accept-language'))
  const person = way === 'k' ? undefined : await provenBy(ctx, link, query)
  const token = query.get('a') ?? (way === 'k' ? undefined : getCookie(c, cookieOf(link)))
  const response = token === undefined ? undefined : await responseOf(ctx, link, token)
  return {
    link,
    way,
    person,
    opened: {
      survey: inLanguage(survey, language),
      preview: false,
      invitation: undefined,
      firstName: firstName(person?.name ?? null),
      accountName: null,
      unsubscribeUrl: undefined,
      response,
      answers: response ? await givenAnswers(ctx, response.id) : new Map(),
      until: response && new Date(response.submitted_at.getTime() + survey.answer_days * 86_400_000),
      link: shown(link, way, {
        query,
        language,
        languages: languagesOf(survey),
        isShut: (await stateOf(ctx, link)) !== 'open',
        isKnown: person !== undefined || (response?.contact_id ?? null) !== null,
      }),
    },
  }
}

function shown(
  link: LinkRow,
  way: Way,
  visit: { query: URLSearchParams; language: string; languages: string[]; isShut: boolean; isKnown: boolean },
): LinkShown {
  const here = `/${way}/${link.public_id}`
  const keep = new URLSearchParams(
    ['a', ...kept].flatMap((name) => {
      const value = visit.query.get(name)
      return value === null ? [] : [[name, value]]
    }),
  )
  const withoutLanguage = new URLSearchParams(keep)
  withoutLanguage.delete('lang')
  const isKiosk = way === 'k'
  return {
    here,
    keep: withoutLanguage.size === 0 ? '' : `${withoutLanguage}&`,
    once: randomBytes(16).toString('base64url'),
    isKiosk,
    isShut: visit.isShut,
    asksContact: link.asks_contact && !visit.isKnown,
    mayAgain: !link.is_once_per_browser && !visit.isShut,
    frame:
      way === 'q' ? {} : isKiosk ? { size: 'big' } : { size: 'compact', frameOrigins: link.frame_origins },
    idle: isKiosk ? { seconds: idleSeconds, to: here } : undefined,
    tongues: visit.languages
      .filter((one) => one !== visit.language)
      .map((one) => ({
        language: one,
        name: new Intl.DisplayNames([one], { type: 'language' }).of(one) ?? one,
      })),
  }
}

/** The language somebody chose, else the first that their browser asks for and the survey speaks, else the survey's own. */
export function chosenLanguage(
  languages: readonly string[],
  chosen: string | null,
  header: string | undefined,
): string {
  const wanted = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag, ...rest] = part.trim().split(';')
      const q = Number(/q=([\d.]+)/.exec(rest.join(';'))?.[1] ?? '1')
      return { tag: tag!, q: Number.isFinite(q) ? q : 0 }
    })
    .filter((one) => one.q > 0)
    .sort((a, b) => b.q - a.q)
  for (const tag of [...(chosen ? [chosen] : []), ...wanted.map((one) => one.tag)]) {
    const found = languageAmong(languages, tag)
    if (found) return found
  }
  return languages[0]!
}

type Kept = StoredResponse & { contact_id: string | null; submitted_at: Date }

async function responseOf(ctx: Ctx, link: LinkRow, token: string): Promise<Kept | undefined> {
  const found = await findToken(ctx.db, ctx.workspaceId, 'survey-answer', token, ctx.now())
  if (!found || found.isExpired || found.isRevoked) return undefined
  return ctx.db.maybe<Kept>(sql`
    select ${storedColumns}, contact_id, submitted_at from responses
    where workspace_id = ${ctx.workspaceId} and id = ${found.subjectId} and link_id = ${link.id}`)
}
