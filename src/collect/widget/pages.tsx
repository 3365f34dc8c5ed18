import { identify } from '#collect/widget/commands/identify.ts'
import { secretsOf } from '#collect/widget/commands/keys.ts'
import { saveScreenshot, submitFromWidget } from '#collect/widget/commands/submit.ts'
import { Identify, Submission } from '#collect/widget/contract.ts'
import { demoPages } from '#collect/widget/demo.tsx'
import { provePerson } from '#collect/widget/identity.ts'
import { once } from '#collect/widget/once.ts'
import { parsed, preflight, sender, stranger, widgetVerb } from '#collect/widget/public.ts'
import { hasSurveys, showConfig } from '#collect/widget/queries.ts'
import { pictureTypes, widgetLimits } from '#collect/widget/rules.ts'
import { scriptPages } from '#collect/widget/scripts.ts'
import { AppError } from '#platform/errors.ts'
import { receiveFile } from '#platform/files/store.ts'
import { readBody } from '#platform/http/input.ts'
import { newId } from '#platform/ids.ts'

const mostBytes = 128 * 1024

const config = widgetVerb('GET', '/config', async ({ key, limit, door, workspaceId }) => {
  limit('config', 300, 30_000)
  const asks = await door.inWorkspace(workspaceId, stranger, hasSurveys)
  return Response.json(showConfig(key, asks), { headers: { 'cache-control': 'public, max-age=120' } })
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

export const pages = [preflight, config, identifyVerb, feedback, screenshots, ...scriptPages, ...demoPages]
