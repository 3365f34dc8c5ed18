/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { generateCookie } from 'hono/cookie'
import { cookies, type Open, openPortal, stranger, workspaceAt } from '#close/portal/open.ts'
import { notePage, signInPage } from '#close/portal/pages/sign-in.tsx'
import { sessionDays } from '#close/portal/rules.ts'
import { languageChosen, textsOf } from '#close/portal/texts.ts'
import { baseUrl } from '#platform/config.ts'
import type { Door } from '#platform/door.ts'
import { AppError } from '#platform/errors.ts'
import { readBody } from '#platform/http/input.ts'
import type { Caller } from '#platform/http/on.ts'
import { isForeign } from '#platform/http/origin.ts'
import { type HtmlPage, htmlPage } from '#platform/http/page.ts'
import { publicPage } from '#platform/http/public-page.tsx'
import { limitsOf } from '#platform/http/rate-limit.ts'

/** One visit of a page of a portal. */
export interface Visit {
  open: Open
  c: Context
  query: URLSearchParams
  form: URLSearchParams
  /** Whether this may happen once more in this minute, from this address. */
  mayPass(what: string, most: number): boolean
}
type Handler = (visit: Visit) => Promise<Response>

interface Rules {
  /** also without the link or a session: signing in, and what a mail opens */
  isUnlocked?: boolean
  /** also from pages of others where they give this field: our own product hands somebody over, with a proof */
  foreignWith?: string
  /** no person asks: programs are not sent elsewhere */
  isForPrograms?: boolean
  limitPerMinute?: number
}

const mostBytes = 64 * 1024

/** A page of a portal that shows something; nothing is changed by opening it. */
export function shows(path: string, handler: Handler, rules: Rules = {}): HtmlPage {
  return htmlPage(
    {
      method: 'GET',
      path: `/p/:portal${path}`,
      access: 'public',
      limitPerMinute: rules.limitPerMinute ?? 600,
    },
    (c, door, caller) => visited(c, door, caller, new URLSearchParams(), handler, rules),
  )
}

/** What a form of a portal does; the browser goes on by GET. */
export function does(path: string, handler: Handler, rules: Rules = {}): HtmlPage {
  return htmlPage(
    { method: 'POST', path: `/p/:portal${path}`, access: 'public', limitPerMinute: 240 },
    async (c, door, caller) => {
      const form = new URLSearchParams(await readBody(c.req.raw, mostBytes))
      const isProven = rules.foreignWith !== undefined && !!form.get(rules.foreignWith)
      if (!isProven && isForeign(c.req.raw))
        return goTo(`/p/${encodeURIComponent(c.req.param('portal') ?? '')}`)
      return visited(c, door, caller, form, handler, rules)
    },
  )
}

async function visited(
  c: Context,
  door: Door,
  caller: Caller,
  form: URLSearchParams,
  handler: Handler,
  rules: Rules,
): Promise<Response> {
  const slug = c.req.param('portal') ?? ''
  const workspaceId = await workspaceAt(door, slug)
  if (!workspaceId) return gone(c)
  const query = new URL(c.req.url).searchParams
  return door.inWorkspace(
    workspaceId,
    stranger,
    async (ctx) => {
      const open = await openPortal(ctx, c, slug)
      if (!open) return gone(c)
      const { lock } = open
      if (lock === 'signed_in' && !rules.isUnlocked)
        return signInPage(open, { hidden: { back: c.req.path }, status: 401 })
      if (lock === 'link' && !rules.isUnlocked)
        return notePage(open, open.texts.lockedTitle, open.texts.lockedText, 404)
      // The key goes into a cookie, so that it stands in no address that people pass on.
      if (query.has('k') && !rules.isForPrograms && c.req.method === 'GET') {
        const key = query.get('k')!
        query.delete('k')
        const answer = goTo(query.size > 0 ? `${c.req.path}?${query}` : c.req.path)
        if (lock === null && open.settings.access === 'link') keep(open, answer, cookies.link, key, 365)
        return answer
      }
      const mayPass = (what: string, most: number) =>
        passes(door, `portal ${what} ${workspaceId} ${caller.address}`, most)
      const response = await handler({ open, c, query, form, mayPass })
      if (query.has('lang') && c.req.method === 'GET')
        keep(open, response, cookies.language, open.language, 365)
      return response
    },
    caller,
  )
}

function passes(door: Door, who: string, most: number): boolean {
  try {
    limitsOf(door).take(who, most)
    return true
  } catch (error) {
    if (error instanceof AppError && error.kind === 'rate_limited') return false
    throw error
  }
}

export const goTo = (location: string) =>
  new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } })

/** Keeps something in the browser, for the pages of this portal alone; days 0 forgets it. */
export function keep(open: Open, response: Response, name: string, value: string, days = sessionDays): void {
  response.headers.append(
    'set-cookie',
    generateCookie(name, value, {
      path: open.base,
      httpOnly: true,
      sameSite: 'Lax',
      secure: baseUrl(open.ctx.config).startsWith('https:'),
      maxAge: days * 86_400,
    }),
  )
}

/** There is no portal here, or it is closed: the same for both, and nothing of the workspace. */
function gone(c: Context): Response {
  const language = languageChosen(c.req.query('lang'), c.req.header('accept-language'))
  const texts = textsOf(language)
  return publicPage({
    title: texts.goneTitle,
    brand: null,
    language,
    status: 404,
    children: (
      <>
        <h1 class="top">{texts.goneTitle}</h1>
        <p class="dim small-gap">{texts.goneText}</p>
      </>
    ),
  })
}
