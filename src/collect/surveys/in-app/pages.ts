import { answerOnPage, askOnPage, dismissOnPage } from '#collect/surveys/in-app/commands.ts'
import { Answer, Ask, Dismiss } from '#collect/surveys/in-app/contract.ts'
import { parsed, sender, type WidgetCall, widgetVerb } from '#collect/widget/public.ts'
import type { Ctx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { readBody } from '#platform/http/input.ts'

const mostBytes = 64 * 1024

/** Does a verb of the card as the person of the session; strangers have none. */
async function asPerson<T>(call: WidgetCall, work: (ctx: Ctx, contactId: string) => Promise<T>): Promise<T> {
  call.limit('survey', 60, 6000)
  const { actor, contactId } = await sender(call)
  if (contactId === null)
    throw new AppError(
      'unauthenticated',
      'widget.needs_identity',
      'Surveys are shown to people who are known. Identify the person first.',
    )
  return call.door.inWorkspace(call.workspaceId, actor, (ctx) => work(ctx, contactId), call.caller)
}

const ask = widgetVerb('POST', '/survey', async (call) => {
  const input = parsed(Ask, await readBody(call.request, mostBytes), call.request)
  return Response.json({ card: (await asPerson(call, (ctx, id) => askOnPage(ctx, id, input))) ?? null })
})

const answer = widgetVerb('POST', '/survey/answer', async (call) => {
  const input = parsed(Answer, await readBody(call.request, mostBytes), call.request)
  return Response.json({ card: await asPerson(call, (ctx, id) => answerOnPage(ctx, id, input)) })
})

const dismiss = widgetVerb('POST', '/survey/dismiss', async (call) => {
  const { invitation } = parsed(Dismiss, await readBody(call.request, mostBytes), call.request)
  await asPerson(call, (ctx, id) => dismissOnPage(ctx, id, invitation))
  return Response.json({})
})

export const pages = [ask, answer, dismiss]
