import type { Context } from 'hono'
import type { z } from 'zod'
import { contextFault } from '#collect/feedback/rules.ts'
import { contactOfSession } from '#collect/widget/commands/submit.ts'
import { workspaceOfPublicId } from '#collect/widget/public-id.ts'
import type { KeyRow } from '#collect/widget/queries.ts'
import { findActiveKey } from '#collect/widget/queries.ts'
import { originAllowed } from '#collect/widget/rules.ts'
import type { Actor, Ctx } from '#platform/context.ts'
import type { Door } from '#platform/door.ts'
import { AppError } from '#platform/errors.ts'
import type { Caller } from '#platform/http/on.ts'
import { htmlPage } from '#platform/http/page.ts'
import { problem } from '#platform/http/problem.ts'
import { limitsOf } from '#platform/http/rate-limit.ts'

export const stranger: Actor = { kind: 'anonymous' }

/** One call of a widget, its key found and its origin checked. */
export interface WidgetCall {
  request: Request
  door: Door
  caller: Caller
  workspaceId: string
  key: KeyRow
  /** Counts against a limit a minute of this address and key, and of the key as a whole. */
  limit(what: string, perAddress: number, perKey: number): void
}

/**
 * A verb of the widget under /widget/v1/:key. Only pages of the key's origins may call it and read the answer; there
 * are no cookies, so nothing else has to be kept apart. Refusals carry CORS headers too, for those origins only, so
 * that the widget can say what is wrong.
 */
export function widgetVerb(
  method: 'GET' | 'POST',
  path: string,
  work: (call: WidgetCall) => Promise<Response>,
) {
  return htmlPage(
    { method, path: `/widget/v1/:key${path}`, access: 'public', limitPerMinute: 1200 },
    async (c, door, caller) => {
      let cors: Record<string, string> = { vary: 'Origin' }
      let response: Response
      try {
        const { key, workspaceId } = await keyOf(c, door)
        cors = { ...cors, ...allow(c, key, method === 'GET') }
        const limit: WidgetCall['limit'] = (what, perAddress, perKey) => {
          limitsOf(door).take(`${what} ${key.id} ${caller.address}`, perAddress)
          limitsOf(door).take(`${what} ${key.id}`, perKey)
        }
        response = await work({ request: c.req.raw, door, caller, workspaceId, key, limit })
      } catch (error) {
        response = problem(error, caller.requestId)
      }
      for (const [name, value] of Object.entries(cors)) response.headers.set(name, value)
      response.headers.set('x-content-type-options', 'nosniff')
      if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store')
      return response
    },
  )
}

/** The browser's question before a POST. */
export const preflight = htmlPage(
  { method: 'OPTIONS', path: '/widget/v1/:key/*', access: 'public', limitPerMinute: 1200 },
  async (c, door, caller) => {
    try {
      const { key } = await keyOf(c, door)
      return new Response(null, {
        status: 204,
        headers: {
          ...allow(c, key, false),
          vary: 'Origin',
          'access-control-allow-methods': 'GET, POST',
          'access-control-allow-headers': 'content-type, idempotency-key, hearback-session',
          'access-control-max-age': '600',
        },
      })
    } catch (error) {
      return problem(error, caller.requestId)
    }
  },
)

async function keyOf(c: Context, door: Door): Promise<{ key: KeyRow; workspaceId: string }> {
  const publicId = c.req.param('key') ?? ''
  const workspaceId = workspaceOfPublicId(publicId)
  const key =
    workspaceId && (await door.inWorkspace(workspaceId, stranger, (ctx) => findActiveKey(ctx, publicId)))
  if (!key)
    throw new AppError(
      'not_found',
      'widget.key_unknown',
      'This widget key is unknown or switched off. Copy the key from Settings, Widget.',
    )
  return { key, workspaceId }
}

/** CORS headers for this origin, or the refusal. A GET from the same origin carries no Origin header. */
function allow(c: Context, key: KeyRow, mayLackOrigin: boolean): Record<string, string> {
  const origin = c.req.header('origin')
  if (origin === undefined) {
    if (mayLackOrigin) return {}
    throw new AppError(
      'forbidden',
      'widget.origin_missing',
      'The widget is called by browsers only. Send feedback from a server to /api/v1/feedback with an API key.',
    )
  }
  const isOwnDemo = key.on_demo_page && URL.canParse(origin) && new URL(origin).host === c.req.header('host')
  if (!isOwnDemo && !originAllowed(origin, key.origins)) {
    throw new AppError(
      'forbidden',
      'widget.origin_not_allowed',
      `Pages of ${origin.slice(0, 100)} may not use this widget key. Add the origin in Settings, Widget.`,
    )
  }
  return {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'retry-after, x-request-id',
  }
}

/** Who sends: the person of the session, or nobody known. */
export async function sender({
  request,
  door,
  workspaceId,
}: WidgetCall): Promise<{ actor: Actor; contactId: string | null }> {
  const session = request.headers.get('hearback-session')
  if (!session) return { actor: stranger, contactId: null }
  const id = await door.inWorkspace(workspaceId, stranger, (ctx: Ctx) => contactOfSession(ctx, session))
  return { actor: { kind: 'contact', id }, contactId: id }
}

/** The body of a call as its shape says; a refusal names the field. */
export function parsed<S extends z.ZodType>(shape: S, text: string, request: Request): z.output<S> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    throw new AppError(
      'unsupported',
      'body.not_json',
      'The body must be JSON. Send it with Content-Type: application/json.',
    )
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new AppError('invalid', 'body.broken_json', 'The body is not complete, valid JSON. Send it again.')
  }
  const fault = contextFault(value)
  if (fault) throw new AppError('invalid', 'input.invalid', `The body ${fault}.`)
  const result = shape.safeParse(value)
  if (result.success) return result.data
  const fields = result.error.issues
    .slice(0, 20)
    .map((issue) => ({ field: issue.path.join('.'), message: issue.message }))
  throw new AppError(
    'invalid',
    'input.invalid',
    `${fields[0]!.field ? `${fields[0]!.field}: ` : ''}${fields[0]!.message}`,
    { fields },
  )
}
