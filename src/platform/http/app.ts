import { getConnInfo } from '@hono/node-server/conninfo'
import { type Context, Hono } from 'hono'
import type { Door } from '#platform/door.ts'
import type { Endpoint } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { callerAddress } from '#platform/http/address.ts'
import { createAnswer } from '#platform/http/answer.ts'
import type { Caller, Route } from '#platform/http/on.ts'
import { isForeign } from '#platform/http/origin.ts'
import type { HtmlPage } from '#platform/http/page.ts'
import { problem } from '#platform/http/problem.ts'
import { RateLimit } from '#platform/http/rate-limit.ts'
import type { Authenticate } from '#platform/identity/authenticate.ts'
import { newId } from '#platform/ids.ts'
import { lowestRole, mayPass } from '#platform/policy/rules.ts'

const api = '/api/v1'
const publicLimit = 60
const unsafe = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

type House = Hono<{ Variables: { requestId: string } }>

export interface HttpParts {
  door: Door
  routes: readonly Route[]
  pages: readonly HtmlPage[]
  authenticate: Authenticate
  /** Tests check each answer against its contract. */
  checkAnswers?: boolean
}

/** The HTTP side of the house: one table of routes and pages, one way in for all of them. */
export function createHttp(parts: HttpParts): House {
  const { door } = parts
  const limits = new RateLimit(() => door.now().getTime())
  // `/w/<workspace>/api/v1/…` is the API for a signed-in member: the workspace is in the address, not in the session.
  const app: House = new Hono({
    getPath: (request) => pathOf(request.url).replace(/^\/w\/[^/]+(?=\/api\/v1\/)/, ''),
  })

  /** Whose requests are counted and how many a minute are enough: a signed-in person outside a workspace is no stranger. */
  const countedAs = ({ actor, userId, address }: Caller, path: string): [string, number] => {
    if (actor.kind !== 'anonymous' || userId !== undefined) {
      const who =
        actor.kind === 'anonymous' ? `user ${userId}` : `${actor.kind} ${(actor as { id?: string }).id}`
      return [who, door.config.HEARBACK_RATE_LIMIT]
    }
    return [`${address} ${path}`, publicLimit]
  }

  const callerOf = async (c: Context, keyAsUser?: boolean): Promise<Caller> => {
    door.foreground.note()
    const requestId = newId()
    c.set('requestId', requestId)
    const address = callerAddress(
      socketAddress(c),
      c.req.header('x-forwarded-for'),
      door.config.HEARBACK_TRUSTED_PROXIES,
    )
    const slug = /^\/w\/([^/]+)\/api\/v1\//.exec(pathOf(c.req.url))?.[1]
    return {
      ...(await parts.authenticate(c.req.raw, slug, keyAsUser)),
      address,
      requestId,
      headers: c.req.raw.headers,
    }
  }

  for (const route of parts.routes) {
    const answer = createAnswer(parts, route)
    app.on(route.endpoint.method, api + route.endpoint.path, async (c) => {
      const caller = await callerOf(c, route.endpoint.keyAsUser)
      checkPolicy(route.endpoint, caller)
      checkOrigin(c.req.raw, caller)
      const limit = limits.take(...countedAs(caller, route.endpoint.path))
      const response = await answer(c, caller)
      for (const [name, value] of Object.entries(limit)) response.headers.set(name, value)
      response.headers.set('x-request-id', caller.requestId)
      if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store')
      return response
    })
  }

  for (const page of parts.pages) {
    app.on(page.method, page.path, async (c) => {
      const caller = await callerOf(c)
      checkPolicy(page, caller)
      limits.take(`${caller.address} ${page.path}`, page.limitPerMinute)
      return page.render(c, door, caller)
    })
  }

  app.notFound((c) =>
    problem(
      new AppError(
        'not_found',
        'path.not_found',
        'There is nothing at this address. See /api/docs for what there is.',
      ),
      c.get('requestId') ?? newId(),
    ),
  )
  app.onError((error, c) => problem(error, c.get('requestId') ?? newId()))
  return app
}

function pathOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('://') + 3)
  const end = url.indexOf('?', start)
  return start < 0 ? '/' : end < 0 ? url.slice(start) : url.slice(start, end)
}

function socketAddress(c: Context): string | undefined {
  return c.env?.incoming ? getConnInfo(c).remote.address : undefined
}

function checkPolicy(verb: Pick<Endpoint, 'access'>, caller: Caller) {
  if (verb.access === 'signed-in' && caller.userId !== undefined) return
  if (mayPass(caller.actor, verb.access)) return
  if (caller.actor.kind === 'anonymous') {
    throw caller.userId === undefined
      ? new AppError(
          'unauthenticated',
          'session.missing',
          'Sign in first, or send an API key as Authorization: Bearer hb_….',
        )
      : new AppError(
          'not_found',
          'workspace.not_found',
          'There is no such workspace, or you are not a member of it.',
        )
  }
  if (caller.actor.kind === 'key') {
    throw new AppError(
      'forbidden',
      'key.scope_missing',
      `This API key lacks the scope ${verb.access}. Make a key that has it.`,
    )
  }
  throw new AppError(
    'forbidden',
    'role.too_low',
    `Your role may not do this. The role ${lowestRole(verb.access)} may; an admin can give it.`,
  )
}

/** A browser session only acts for pages of this origin. */
function checkOrigin(request: Request, caller: Caller) {
  if (caller.sessionToken === undefined || !unsafe.has(request.method) || !isForeign(request)) return
  throw new AppError(
    'forbidden',
    'origin.foreign',
    'This request came from another site and was not carried out.',
  )
}
