import type { Context } from 'hono'
import type { Actor } from '#platform/context.ts'
import type { Door } from '#platform/door.ts'
import type { Caller } from '#platform/http/on.ts'
import { type HtmlPage, htmlPage } from '#platform/http/page.ts'
import { problem } from '#platform/http/problem.ts'
import { decodeId } from '#platform/ids.ts'
import { takeReport } from '#platform/sms/commands.ts'
import { signedCall } from '#platform/sms/signed.ts'

const actor: Actor = { kind: 'job', name: 'platform/sms' }

/** What became of a message, told by the provider. */
async function report(c: Context, door: Door, caller: Caller): Promise<Response> {
  try {
    const { workspaceId, provider, fields } = await signedCall(c, door)
    const said = provider.reportOf(fields)
    const smsId = decodeId('sms', c.req.param('sms') ?? '')
    if (said && smsId)
      await door.inWorkspace(workspaceId, actor, (ctx) => takeReport(ctx, smsId, said), caller)
    return new Response(null, { status: 204 })
  } catch (error) {
    return problem(error, caller.requestId)
  }
}

export const pages: HtmlPage[] = [
  htmlPage(
    { method: 'POST', path: '/hooks/sms/:workspace/status/:sms', access: 'public', limitPerMinute: 6000 },
    report,
  ),
]
