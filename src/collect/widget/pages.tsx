import type { z } from 'zod'
import { contextFault } from '#collect/feedback/rules.ts'
import { identify } from '#collect/widget/commands/identify.ts'
import { secretsOf } from '#collect/widget/commands/keys.ts'
import { contactOfSession, saveScreenshot, submitFromWidget } from '#collect/widget/commands/submit.ts'
import { Identify, Submission } from '#collect/widget/contract.ts'
import { demoPages } from '#collect/widget/demo.tsx'
import { provePerson } from '#collect/widget/identity.ts'
import { once } from '#collect/widget/once.ts'
import { preflight, stranger, type WidgetCall, widgetVerb } from '#collect/widget/public.ts'
import { showConfig } from '#collect/widget/queries.ts'
import { pictureTypes, widgetLimits } from '#collect/widget/rules.ts'
import { scriptPages } from '#collect/widget/scripts.ts'
import type { Actor, Ctx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { receiveFile } from '#platform/files/store.ts'
import { readBody } from '#platform/http/input.ts'
import { newId } from '#platform/ids.ts'

const mostBytes = 128 * 1024

const config = widgetVerb('GET', '/config', async ({ key, limit }) => {
  limit('config', 300, 30_000)
  return Response.json(showConfig(key), { headers: { 'cache-control': 'public, max-age=120' } })
})

const identifyVerb = widgetVerb(
  'POST',
  '/identify',
  async ({ request, door, caller, workspaceId, key, limit }) => {
    limit('identify', 60, 6000)
    const given = parsed(Identify, await readBody(request, mostBytes), request)
    const person = await provePerson(given, secretsOf(key, door.config, door.now()), door.now())
    const answer = await door.inWorkspace(
      workspaceId,
      stranger,
      (ctx) => identify(ctx, key, person, given.visitor),
      caller,
    )
    return Response.json(answer)
  },
)

const feedback = widgetVerb('POST', '/feedback', async (call) => {
  call.limit('feedback', 30, 1200)
  const { request, key } = call
  const text = await readBody(request, mostBytes)
  const input = parsed(Submission, text, request)
  const idempotencyKey = request.headers.get('idempotency-key') ?? newId()
  const { actor, contactId } = await sender(call)
  return once(call, actor, text, 201, (ctx) =>
    submitFromWidget(ctx, key, { ...input, contactId, idempotencyKey }),
  )
})

const screenshots = widgetVerb('POST', '/screenshots', async (call) => {
  call.limit('screenshot', 20, 600)
  const { request, door, key } = call
  const { actor, contactId } = await sender(call)
  if (!contactId && key.verified_only)
    throw new AppError(
      'unauthenticated',
      'widget.needs_identity',
      'Feedback is taken from signed-in people only. Sign in and send it again.',
    )
  const received = await receiveFile(door.config, request.body, {
    maxBytes: widgetLimits.pictureBytes,
    types: pictureTypes,
  })
  return once(call, actor, received.sha256.toString('hex'), 201, (ctx) => saveScreenshot(ctx, received))
})

/** Who sends: the person of the session, or nobody known. */
async function sender({
  request,
  door,
  workspaceId,
}: WidgetCall): Promise<{ actor: Actor; contactId: string | null }> {
  const session = request.headers.get('hearback-session')
  if (!session) return { actor: stranger, contactId: null }
  const id = await door.inWorkspace(workspaceId, stranger, (ctx: Ctx) => contactOfSession(ctx, session))
  return { actor: { kind: 'contact', id }, contactId: id }
}

function parsed<S extends z.ZodType>(shape: S, text: string, request: Request): z.output<S> {
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

export const pages = [preflight, config, identifyVerb, feedback, screenshots, ...scriptPages, ...demoPages]
