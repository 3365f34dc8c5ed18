import { plainLine } from '#analyze/outside/answers.ts'
import { overLimit } from '#analyze/outside/commands.ts'
import type { tryOutside as contract } from '#analyze/outside/contract.ts'
import { outsideAnswered, outsideFailed } from '#analyze/outside/events.ts'
import { askModel } from '#analyze/outside/model.ts'
import { bodyOf, trialQuestion } from '#analyze/outside/prompts.ts'
import { spentThisMonth } from '#analyze/outside/queries.ts'
import { costOf, mostTokens, outcomeCost, wouldPass } from '#analyze/outside/rules.ts'
import { accessOf, baseAddress, outsideSetting } from '#analyze/outside/settings.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { actorId } from '#platform/events/emit.ts'
import type { Visit } from '#platform/http/on.ts'
import { limitsOf } from '#platform/http/rate-limit.ts'
import { newId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** Asks a model one small question with what stands in the form, kept or not, and writes it down as any other call. */
export async function tryOutside({ door, caller }: Visit, { key, ...input }: Input<typeof contract>) {
  const workspaceId = caller.workspaceId!
  limitsOf(door).take(`outside trial ${workspaceId}`, 10)
  const address = baseAddress(door.config, input.address)
  const body = bodyOf(input.model, trialQuestion)
  const most = costOf(input, mostTokens(JSON.stringify(body)), trialQuestion.mostOut)
  const access = await door.inWorkspace(workspaceId, caller.actor, async (ctx) => {
    const { spentMicros } = await spentThisMonth(ctx, input.currency)
    if (wouldPass(input.monthlyLimitCents, spentMicros, most)) throw overLimit()
    const { model } = await getSetting(ctx, outsideSetting)
    const keySealed = model?.address === address ? model.keySealed : null
    const kept = accessOf(ctx, { address, keySealed, timeoutSeconds: input.timeoutSeconds })
    return { ...kept, key: key ?? kept.key }
  })
  const startedAt = door.now()
  const outcome = await askModel(door.config, access, body, { now: door.now })
  const { micros, isEstimate } = outcomeCost(input, outcome, trialQuestion.mostOut)
  const failure = outcome.kind === 'answered' ? null : outcome.message
  await door.inWorkspace(workspaceId, caller.actor, async (ctx) => {
    const id = newId()
    await ctx.db.run(sql`
      insert into outside_calls (workspace_id, id, purpose, state, host, model, sent, removed, failure, attempts, due_at,
        tokens_in, tokens_out, currency, spent_micros, is_estimate, actor_kind, actor_id, created_at, started_at, ended_at)
      values (${workspaceId}, ${id}, 'trial', ${failure === null ? 'done' : 'failed'}, ${new URL(address).host}, ${input.model},
        ${outcome.sent}, '{}', ${failure}, 1, ${startedAt}, ${outcome.tokensIn}, ${outcome.tokensOut}, ${input.currency},
        ${micros}, ${isEstimate}, ${ctx.actor.kind}, ${actorId(ctx.actor)}, ${startedAt}, ${startedAt}, ${ctx.now()})`)
    const event = failure === null ? outsideAnswered : outsideFailed
    await ctx.emit(event, { subjectId: id, payload: { callId: id, purpose: 'trial' } })
  })
  const answer = outcome.kind === 'answered' ? plainLine(outcome.text, 200) : null
  const finding = failure ?? `${input.model} at ${new URL(address).host} answers.`
  return { worked: failure === null, finding, answer, costMicros: micros }
}
