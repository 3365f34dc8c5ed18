import { readName, readSummary, readTranslation } from '#analyze/outside/answers.ts'
import { askTask } from '#analyze/outside/ask-task.ts'
import { overLimit } from '#analyze/outside/commands.ts'
import { outsideAnswered, outsideFailed } from '#analyze/outside/events.ts'
import { askModel, type Outcome } from '#analyze/outside/model.ts'
import { type CallRow, type KeptResult, mayAsk, readCalls, spentThisMonth } from '#analyze/outside/queries.ts'
import {
  costOf,
  mostAttempts,
  mostTokens,
  outcomeCost,
  waitSeconds,
  wouldPass,
} from '#analyze/outside/rules.ts'
import { isCut } from '#analyze/outside/sent.ts'
import { accessOf, type ModelAccess, outsideSetting, type StoredModel } from '#analyze/outside/settings.ts'
import type { Actor, Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { takeTurn } from '#platform/db/turn.ts'
import type { Door } from '#platform/door.ts'
import { AppError } from '#platform/errors.ts'
import { getSetting } from '#platform/settings/settings.ts'

const job: Actor = { kind: 'job', name: 'analyze/outside' }

/** Calls of this process at the same moment: other jobs need their turn, and a service its rest. */
const mostAtOnce = 2
let underWay = 0

interface Claim {
  row: CallRow
  body: Record<string, unknown>
  model: StoredModel
  access: ModelAccess
}

/** Sends one question that waits, and writes down what came of it. No transaction is open while it is under way. */
export async function workOnCall(
  door: Door,
  workspaceId: string,
  callId: string,
  signal: AbortSignal,
): Promise<void> {
  if (underWay >= mostAtOnce) {
    await door.inWorkspace(workspaceId, job, (ctx) => again(ctx, callId, 1))
    return
  }
  underWay++
  try {
    const claim = await door.inWorkspace(workspaceId, job, (ctx) => claimCall(ctx, callId))
    if (!claim) return
    const outcome = await askModel(door.config, claim.access, claim.body, { now: door.now, signal })
    // The call stays claimed and is taken up again when its lease is over.
    if (signal.aborted) throw new AppError('unavailable', 'outside.stopped', 'The server stopped meanwhile.')
    await door.inWorkspace(workspaceId, job, (ctx) => record(ctx, claim, outcome))
  } finally {
    underWay--
  }
}

async function again(ctx: Ctx, callId: string, seconds: number): Promise<void> {
  const runAt = new Date(ctx.now().getTime() + seconds * 1000)
  await ctx.enqueue(askTask, { workspaceId: ctx.workspaceId, callId }, { key: `outside ${callId}`, runAt })
}

/** Takes a call for this process and reserves what it may cost, or says why it cannot be sent any more. */
async function claimCall(ctx: Ctx, callId: string): Promise<Claim | undefined> {
  const ws = ctx.workspaceId
  // One claim at a time, so that two together do not pass the limit.
  await takeTurn(ctx, 'outside')
  const [row] = await readCalls(
    ctx,
    sql`c.id = ${callId} and c.state in ('queued', 'running') for update of c`,
  )
  if (!row) return undefined
  const now = ctx.now()
  if (row.state === 'running' && row.lease_until && row.lease_until > now) {
    await again(ctx, callId, (row.lease_until.getTime() - now.getTime()) / 1000 + 1)
    return undefined
  }
  const settings = await getSetting(ctx, outsideSetting)
  const { model } = settings
  const refuse = (message: string) => fail(ctx, row, message)
  if (row.sent === null) return refuse('An item it quotes was erased before it was sent.')
  if (row.attempts >= mostAttempts) return refuse('It was tried several times without an answer. Ask again.')
  if (row.purpose === 'trial' || !model || !mayAsk(settings, row.purpose))
    return refuse('It was switched off before it was sent.')
  if (new URL(model.address).host !== row.host || model.model !== row.model)
    return refuse('Another model was set before it was sent. Ask again.')
  let access: ModelAccess
  try {
    access = accessOf(ctx, model)
  } catch (error) {
    if (error instanceof AppError) return refuse(error.message)
    throw error
  }
  const body = JSON.parse(row.sent) as Record<string, unknown>
  const most = costOf(model, mostTokens(row.sent), mostOutOf(body))
  const { spentMicros } = await spentThisMonth(ctx, model.currency)
  if (wouldPass(model.monthlyLimitCents, spentMicros, most)) return refuse(overLimit().message)
  // What a process that died had reserved counts as spent: nobody knows whether its question arrived.
  await ctx.db.run(sql`
    update outside_calls set state = 'running', attempts = attempts + 1, started_at = ${now},
      lease_until = ${new Date(now.getTime() + (2 * model.timeoutSeconds + 60) * 1000)},
      spent_micros = spent_micros + reserved_micros, is_estimate = is_estimate or reserved_micros > 0, reserved_micros = ${most}
    where workspace_id = ${ws} and id = ${callId}`)
  return { row: { ...row, attempts: row.attempts + 1 }, body, model, access }
}

const mostOutOf = (body: Record<string, unknown>) =>
  Number(body.max_tokens ?? body.max_completion_tokens ?? 0)

/** Ends a call without an answer. */
async function fail(ctx: Ctx, row: CallRow, message: string): Promise<undefined> {
  await ctx.db.run(sql`
    update outside_calls set state = 'failed', failure = ${message}, lease_until = null, ended_at = ${ctx.now()},
      spent_micros = spent_micros + reserved_micros, is_estimate = is_estimate or reserved_micros > 0, reserved_micros = 0
    where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
  await ctx.emit(outsideFailed, { subjectId: row.id, payload: { callId: row.id, purpose: row.purpose } })
}

async function record(ctx: Ctx, { row, body, model }: Claim, outcome: Outcome): Promise<void> {
  const ws = ctx.workspaceId
  const cost = outcomeCost(model, outcome, mostOutOf(body))
  const read = outcome.kind === 'answered' ? await resultOf(ctx, row, outcome) : undefined
  const seconds = outcome.kind === 'busy' ? waitSeconds(row.attempts, outcome.afterSeconds) : undefined
  const failure =
    outcome.kind === 'answered'
      ? read
        ? null
        : 'The model did not answer in the form that was asked for, so its answer was not kept. Ask again, or choose another model.'
      : outcome.message
  const state = read ? 'done' : seconds === undefined ? 'failed' : 'queued'
  // Only who holds the claim may write: a process that was taken for dead comes too late.
  const written = await ctx.db.run(sql`
    update outside_calls set state = ${state}, sent = case when sent is null then null else ${outcome.sent} end,
      result = case when sent is null then null else ${read ? JSON.stringify(read) : null}::jsonb end,
      failure = ${state === 'failed' ? failure : null}, lease_until = null,
      due_at = ${new Date(ctx.now().getTime() + (seconds ?? 0) * 1000)},
      tokens_in = coalesce(${outcome.tokensIn}::integer, tokens_in), tokens_out = coalesce(${outcome.tokensOut}::integer, tokens_out),
      spent_micros = spent_micros + ${cost.micros}, reserved_micros = 0, is_estimate = is_estimate or ${cost.isEstimate},
      ended_at = ${state === 'queued' ? null : ctx.now()}
    where workspace_id = ${ws} and id = ${row.id} and state = 'running' and attempts = ${row.attempts}`)
  if (written === 0) return
  if (seconds !== undefined) return again(ctx, row.id, seconds)
  const event = state === 'done' ? outsideAnswered : outsideFailed
  await ctx.emit(event, { subjectId: row.id, payload: { callId: row.id, purpose: row.purpose } })
}

async function resultOf(
  ctx: Ctx,
  row: CallRow,
  { text, sent }: Outcome & { kind: 'answered' },
): Promise<KeptResult | undefined> {
  if (row.purpose === 'theme_name') return readName(text)
  if (row.purpose === 'theme_summary') {
    const summary = readSummary(text, quotesIn(sent))
    return summary && { kind: 'theme_summary', ...summary }
  }
  const translation = readTranslation(text)
  if (translation === undefined) return undefined
  const item = await ctx.db.maybe<{ verbatim: string }>(sql`
    select verbatim from feedback_items where workspace_id = ${ctx.workspaceId} and id = ${row.feedback_id}`)
  return { kind: 'translation', text: translation, isCut: item !== undefined && isCut(item.verbatim) }
}

/** The quotes as they were sent. */
function quotesIn(sent: string): { number: number; text: string }[] {
  const { messages } = JSON.parse(sent) as { messages: { role: string; content: string }[] }
  return (JSON.parse(messages.at(-1)!.content) as { quotes: { number: number; text: string }[] }).quotes
}
