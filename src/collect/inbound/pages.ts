import type { Context } from 'hono'
import { countUnsigned, secretPurpose, takeIn } from '#collect/inbound/commands.ts'
import { isSigned } from '#collect/inbound/mapping.ts'
import { hookRows } from '#collect/inbound/queries.ts'
import { workspaceOfPublicId } from '#collect/widget/public-id.ts'
import type { Actor } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import { AppError } from '#platform/errors.ts'
import { readBody } from '#platform/http/input.ts'
import type { Caller } from '#platform/http/on.ts'
import { type HtmlPage, htmlPage } from '#platform/http/page.ts'
import { problem } from '#platform/http/problem.ts'
import { limitsOf } from '#platform/http/rate-limit.ts'
import { unseal } from '#platform/secrets.ts'

const stranger: Actor = { kind: 'anonymous' }
const actor: Actor = { kind: 'job', name: 'collect/inbound' }
const mostBytes = 1024 * 1024
/** Calls with a wrong signature that are counted in a minute, of one webhook. */
const mostUnsigned = 60

/** Takes in what another system posts: found by its address, proven by its signature. */
async function post(c: Context, door: Door, caller: Caller): Promise<Response> {
  try {
    return Response.json(await taken(c, door, caller), { headers: { 'cache-control': 'no-store' } })
  } catch (error) {
    return problem(error, caller.requestId)
  }
}

async function taken(c: Context, door: Door, caller: Caller) {
  const publicId = c.req.param('hook') ?? ''
  const workspaceId = workspaceOfPublicId(publicId, 'hbi')
  const [hook] = workspaceId
    ? await door.inWorkspace(workspaceId, stranger, (ctx) =>
        hookRows(ctx, sql`and h.public_id = ${publicId} and h.is_on`),
      )
    : []
  if (!hook || !workspaceId)
    throw new AppError(
      'not_found',
      'inbound_hook.unknown',
      'This webhook is unknown or switched off. Copy the address from Settings, Webhooks in.',
    )
  const body = await readBody(c.req.raw, mostBytes)
  if (!isSigned(body, unseal(door.config, secretPurpose, hook.secret_sealed), c.req.header(hook.header))) {
    // Who cannot sign cannot make us write without end; what is signed is never held up by it.
    limitsOf(door).take(`unsigned ${hook.id}`, mostUnsigned)
    await door.inWorkspace(workspaceId, actor, (ctx) => countUnsigned(ctx, hook))
    throw new AppError(
      'unauthenticated',
      'inbound_hook.signature_wrong',
      `The header ${hook.header} does not hold the HMAC-SHA256 of the body with the secret of this webhook. Sign the raw body.`,
    )
  }
  return door.inWorkspace(workspaceId, actor, (ctx) => takeIn(ctx, hook, body), caller)
}

export const pages: HtmlPage[] = [
  htmlPage({ method: 'POST', path: '/hooks/in/:hook', access: 'public', limitPerMinute: 1200 }, post),
]
