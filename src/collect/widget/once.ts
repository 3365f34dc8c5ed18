import type { WidgetCall } from '#collect/widget/public.ts'
import type { Actor, Ctx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { IdempotentRequest } from '#platform/http/idempotency.ts'

/**
 * Does a POST once per Idempotency-Key: the first answer is replayed, also when the person has signed in or out in
 * between, so the principal is the key of the widget and not the session.
 */
export async function once<T>(
  call: WidgetCall,
  actor: Actor,
  body: string,
  status: number,
  work: (ctx: Ctx) => Promise<T>,
): Promise<Response> {
  const { door, workspaceId, key, request, caller } = call
  const anybody: Actor = { kind: 'anonymous' }
  const asked = request.headers.get('idempotency-key')
  const route = `${new URL(request.url).pathname.split('/').at(-1)} ${key.id}`
  const idempotent =
    asked === null ? undefined : new IdempotentRequest(anybody, `widget ${route}`, asked, body)
  const known = await idempotent?.find(door, workspaceId, anybody)
  if (known) return replay(known)
  try {
    const result = await door.inWorkspace(workspaceId, actor, work, {
      requestId: caller.requestId,
      beforeCommit(ctx, result) {
        const answer = { status, response: JSON.stringify(result) }
        if (idempotent) IdempotentRequest.keep(ctx, [{ once: idempotent, answer }])
      },
    })
    return Response.json(result, { status })
  } catch (error) {
    if (idempotent && (IdempotentRequest.wasRaced(error) || error instanceof AppError)) {
      const first = await idempotent.find(door, workspaceId, anybody)
      if (first) return replay(first)
    }
    throw error
  }
}

function replay({ status, response }: { status: number; response: string | null }): Response {
  return new Response(response, {
    status,
    headers: { 'content-type': 'application/json', 'idempotent-replayed': 'true' },
  })
}
