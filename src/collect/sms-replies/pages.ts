import type { Context } from 'hono'
import { senderOf, takeSms } from '#collect/sms-replies/take.ts'
import type { Actor } from '#platform/context.ts'
import type { Door } from '#platform/door.ts'
import type { Caller } from '#platform/http/on.ts'
import { type HtmlPage, htmlPage } from '#platform/http/page.ts'
import { problem } from '#platform/http/problem.ts'
import { signedCall } from '#platform/sms/signed.ts'

const actor: Actor = { kind: 'job', name: 'collect/sms-replies' }

/** A reply by text message, as the provider of the workspace passes it on. */
async function reply(c: Context, door: Door, caller: Caller): Promise<Response> {
  try {
    const { workspaceId, provider, fields } = await signedCall(c, door)
    const received = provider.replyOf(fields)
    if (received) {
      // The actor is known only after the look-up: it is taken from the number that was signed.
      const contactId = await door.inWorkspace(workspaceId, actor, (ctx) => senderOf(ctx, received.from))
      const sender: Actor = contactId ? { kind: 'contact', id: contactId } : actor
      await door.inWorkspace(workspaceId, sender, (ctx) => takeSms(ctx, received, contactId), caller)
    }
    return new Response(provider.silence.body, { headers: { 'content-type': provider.silence.type } })
  } catch (error) {
    return problem(error, caller.requestId)
  }
}

export const pages: HtmlPage[] = [
  htmlPage(
    { method: 'POST', path: '/hooks/sms/:workspace/in', access: 'public', limitPerMinute: 1200 },
    reply,
  ),
]
