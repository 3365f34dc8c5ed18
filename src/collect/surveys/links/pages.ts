import type { Context } from 'hono'
import { setCookie } from 'hono/cookie'
import { textsOf as formTextsOf } from '#collect/forms/texts.ts'
import { formSent, stepAfter, wrongAnswers } from '#collect/surveys/answer-form.ts'
import { cookieOf, type OpenedLink, openLink, type Way, ways } from '#collect/surveys/links/open.ts'
import { recordByLink } from '#collect/surveys/links/record.ts'
import { closed, formPage, notePage } from '#collect/surveys/pages/answer.tsx'
import { readContact } from '#collect/surveys/pages/contact.tsx'
import { readSent, show, unknownPage, wantedStep } from '#collect/surveys/pages.tsx'
import { primaryLanguage } from '#collect/surveys/texts/languages.ts'
import { workspaceOfPublicId } from '#collect/widget/public-id.ts'
import { baseUrl } from '#platform/config.ts'
import type { Actor, Ctx } from '#platform/context.ts'
import type { Door } from '#platform/door.ts'
import { AppError } from '#platform/errors.ts'
import { readBody } from '#platform/http/input.ts'
import type { Caller } from '#platform/http/on.ts'
import { type HtmlPage, htmlPage } from '#platform/http/page.ts'
import { limitsOf } from '#platform/http/rate-limit.ts'

const stranger: Actor = { kind: 'anonymous' }

/** Sixty a minute from one address, a kiosk in a busy hall; six hundred for the link as a whole. */
function mayPass(door: Door, linkId: string, address: string): boolean {
  try {
    limitsOf(door).take(`survey link ${linkId} ${address}`, 60)
    limitsOf(door).take(`survey link ${linkId}`, 600)
    return true
  } catch (error) {
    if (error instanceof AppError && error.kind === 'rate_limited') return false
    throw error
  }
}

const goTo = (location: string) =>
  new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } })

/** Shows a link; nothing is written, because scanners open every address. */
async function get(c: Context, door: Door, way: Way): Promise<Response> {
  const workspaceId = workspaceOfPublicId(c.req.param('link') ?? '', 'hbs')
  if (!workspaceId) return unknownPage()
  const query = new URL(c.req.url).searchParams
  const page = await door.inWorkspace(workspaceId, stranger, async (ctx) => {
    const of = await openLink(ctx, c, way)
    if (!of) return undefined
    // What the last visitor answered is not shown to the next one who goes back.
    const isOver = way === 'k' && query.has('a') && isPast(of.opened.response, ctx.now())
    return isOver ? goTo(of.opened.link!.here) : show(of.opened, query, ctx.now())
  })
  return page ?? unknownPage()
}

const thanksShownMs = 30_000

function isPast(response: OpenedLink['opened']['response'], now: Date): boolean {
  if (!response) return true
  return response.completed_at !== null && now.getTime() - response.completed_at.getTime() > thanksShownMs
}

async function post(c: Context, door: Door, caller: Caller, way: Way): Promise<Response> {
  const workspaceId = workspaceOfPublicId(c.req.param('link') ?? '', 'hbs')
  if (!workspaceId) return unknownPage()
  const form = new URLSearchParams(await readBody(c.req.raw, 256 * 1024))
  const query = new URL(c.req.url).searchParams
  const done = await door.inWorkspace(
    workspaceId,
    stranger,
    async (ctx) => {
      const of = await openLink(ctx, c, way)
      return (
        of &&
        (await answer(ctx, of, form, wantedStep(query), () => mayPass(door, of.link.id, caller.address)))
      )
    },
    caller,
  )
  if (!done) return unknownPage()
  if ('shown' in done) return done.shown
  const { of, token, next } = done
  if (way !== 'k' && of.link.is_once_per_browser) keepToken(c, door, of, token)
  const keep = new URLSearchParams(of.opened.link!.keep)
  keep.set('a', token)
  const language = query.get('lang')
  if (language) keep.set('lang', language)
  if (next !== undefined) keep.set('step', String(next))
  // The browser goes on by GET, so that reloading sends nothing twice.
  const response = goTo(`${of.opened.link!.here}?${keep}`)
  const cookie = c.res.headers.get('set-cookie')
  if (cookie) response.headers.set('set-cookie', cookie)
  return response
}

/** The browser remembers its answer, so that it answers once; in a frame the cookie is kept for that site alone. */
function keepToken(c: Context, door: Door, { link, opened, way }: OpenedLink, token: string) {
  const isSecure = baseUrl(door.config).startsWith('https:')
  setCookie(c, cookieOf(link), token, {
    path: '/',
    httpOnly: true,
    maxAge: opened.survey.answer_days * 86_400,
    ...(way === 'e' && isSecure
      ? { sameSite: 'None' as const, secure: true, partitioned: true }
      : { sameSite: 'Lax' as const, secure: isSecure }),
  })
}

type Done = { shown: Response } | { of: OpenedLink; token: string; next: number | undefined }

async function answer(
  ctx: Ctx,
  of: OpenedLink,
  form: URLSearchParams,
  wanted: number | undefined,
  mayGoOn: () => boolean,
): Promise<Done> {
  const { opened } = of
  const shut = closed(opened)
  if (shut) return { shown: shut }
  const { asked, given } = readSent(opened, form)
  const wrong = wrongAnswers(opened, given)
  const typed = readContact(form)
  const isWrong = opened.link!.asksContact && typed.isWrong
  if (wrong.size > 0 || isWrong) {
    const again = formSent(opened, asked, given, wrong)
    const isLast = again.isLast || form.has('contact-email')
    return { shown: formPage(opened, { ...again, isLast }, wrong, { ...typed, isWrong }) }
  }
  if (!mayGoOn()) {
    const texts = formTextsOf(primaryLanguage(opened.survey.language))
    return { shown: notePage(opened, texts.thanksTitle, texts.busy, 429) }
  }
  const once = form.get('once') ?? ''
  const token = await recordByLink(ctx, of, {
    given,
    trap: form.get('website') ?? '',
    once: /^[A-Za-z0-9_-]{22}$/.test(once) ? once : opened.link!.once,
    typed: { ...typed, email: opened.link!.asksContact ? typed.email : '' },
  })
  if (token !== undefined) return { of, token, next: stepAfter(opened, given, wanted) }
  return { shown: closed({ ...opened, link: { ...opened.link!, isShut: true } })! }
}

export const pages: HtmlPage[] = (Object.keys(ways) as Way[]).flatMap((way) => [
  htmlPage({ method: 'GET', path: `/${way}/:link`, access: 'public' }, (c, door) => get(c, door, way)),
  htmlPage({ method: 'POST', path: `/${way}/:link`, access: 'public' }, (c, door, caller) =>
    post(c, door, caller, way),
  ),
])
