import type { Context } from 'hono'
import type { Ctx } from '#platform/context.ts'
import { wrongCursor } from '#platform/cursor.ts'
import { isWrongValue } from '#platform/db/pool.ts'
import type { Door } from '#platform/door.ts'
import { AppError } from '#platform/errors.ts'
import { actorId } from '#platform/events/emit.ts'
import { IdempotentRequest, type Stored } from '#platform/http/idempotency.ts'
import { readBody, readInput } from '#platform/http/input.ts'
import type { Caller, Route } from '#platform/http/on.ts'
import { Together } from '#platform/http/together.ts'

type Reply = Ctx['reply']
/** A request that has passed every check, before its transaction. */
interface Call {
  caller: Caller & { workspaceId: string }
  input: Record<string, unknown>
  once: IdempotentRequest | undefined
}
interface Written extends Stored {
  headers: Record<string, string>
}

/** How a route answers: parses the input, runs the command in its transaction, and keeps the answer for a second asking. */
export function createAnswer(
  { door, checkAnswers }: { door: Door; checkAnswers?: boolean },
  route: Route,
): (c: Context, caller: Caller) => Promise<Response> {
  const { endpoint } = route

  const write = (result: unknown, { status, headers }: Reply): Written => {
    if (!endpoint.response) return { status: status ?? endpoint.status ?? 204, response: null, headers }
    if (checkAnswers) endpoint.response.parse(JSON.parse(JSON.stringify(result)))
    return { status: status ?? endpoint.status ?? 200, response: JSON.stringify(result), headers }
  }

  const runAlone = async ({ caller, input, once }: Call): Promise<Written | Response> => {
    let written: Written | undefined
    const result = await door.inWorkspace(
      caller.workspaceId,
      caller.actor,
      (ctx) => route.handle!(ctx, input),
      {
        requestId: caller.requestId,
        beforeCommit(ctx, result) {
          if (result instanceof Response) return
          written = write(result, ctx.reply)
          if (once) IdempotentRequest.keep(ctx, [{ once, answer: written }])
        },
      },
    )
    return written ?? (result as Response)
  }

  // Calls of one lane have the same workspace and actor.
  const together = new Together(async (calls: Call[]): Promise<Written[]> => {
    const [{ caller }] = calls as [Call]
    const { workspaceId, actor, requestId } = caller
    return door.inWorkspace(
      workspaceId,
      actor,
      async (ctx) => {
        const each = calls.map((call) => ({
          ctx: { ...ctx, requestId: call.caller.requestId, reply: { headers: {} } },
          input: call.input,
        }))
        const results = await route.together!(ctx, each)
        const written = results.map((result, i) => write(result, each[i]!.ctx.reply))
        const kept = calls.flatMap(({ once }, i) => (once ? [{ once, answer: written[i]! }] : []))
        IdempotentRequest.keep(ctx, kept)
        return written
      },
      { requestId },
    )
  })

  return async (c, caller) => {
    const request = c.req.raw
    const params = c.req.param() as Record<string, string>
    const body = endpoint.body && !endpoint.stream ? await readBody(request, endpoint.maxBytes) : ''
    const input = await readInput(endpoint, request, params, body)
    if (endpoint.stream) input.request = request

    if (route.visit) {
      const reply: Reply = { headers: {} }
      const result = await route.visit({ door, caller, reply, signal: request.signal }, input)
      return result instanceof Response ? result : send(write(result, reply))
    }

    const { workspaceId, actor } = caller
    if (workspaceId === undefined)
      throw new AppError(
        'not_found',
        'workspace.not_found',
        'There is no such workspace, or you are not a member of it.',
      )
    const key = endpoint.method === 'POST' ? request.headers.get('idempotency-key') : null
    const once =
      key === null
        ? undefined
        : new IdempotentRequest(actor, endpoint.path + JSON.stringify(params), key, body)
    const call: Call = { caller: { ...caller, workspaceId }, input, once }
    try {
      const result = route.together
        ? await together.submit(`${workspaceId} ${actor.kind} ${actorId(actor)}`, call)
        : await runAlone(call)
      return result instanceof Response ? result : send(result)
    } catch (error) {
      // Asked twice: the first answer is replayed, also when the second try met what the first one changed.
      if (once && (IdempotentRequest.wasRaced(error) || error instanceof AppError)) {
        const stored = await once.find(door, workspaceId, actor)
        if (stored) return send({ ...stored, headers: { 'idempotent-replayed': 'true' } })
      }
      // Everything else was checked on the way in; a cursor is opaque, and its place has the type of the list's order.
      if (input.cursor !== undefined && isWrongValue(error)) throw wrongCursor()
      throw error
    }
  }
}

function send({ status, response, headers }: Written): Response {
  return new Response(response, {
    status,
    headers: { ...(response === null ? {} : { 'content-type': 'application/json' }), ...headers },
  })
}
