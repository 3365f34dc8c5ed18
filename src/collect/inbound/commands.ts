import { submitFeedbackBatch } from '#collect/feedback/commands.ts'
import { FeedbackInput } from '#collect/feedback/contract.ts'
import type { NewFeedback } from '#collect/feedback/intake.ts'
import { listChannels } from '#collect/feedback/queries.ts'
import type * as contract from '#collect/inbound/contract.ts'
import type { Hook } from '#collect/inbound/contract.ts'
import { hookSaved } from '#collect/inbound/events.ts'
import { type Mapped, mapBody } from '#collect/inbound/mapping.ts'
import { type HookRow, hookOf, hookRows, parsedBody, showHook } from '#collect/inbound/queries.ts'
import { newPublicId, newSecret } from '#collect/widget/public-id.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { seal } from '#platform/secrets.ts'

export const secretPurpose = 'inbound-hook'
const most = 50
const keptRefusals = 50

/** Makes a webhook with an address and a secret of its own. */
export async function createHook(
  ctx: Ctx,
  input: Input<typeof contract.createHook>,
): Promise<Answer<typeof contract.createHook>> {
  if ((await hookRows(ctx)).length >= most)
    throw new AppError(
      'invalid',
      'inbound_hook.too_many',
      `A workspace has at most ${most} webhooks. Change one that is there.`,
    )
  await checkChannel(ctx, input.channel)
  const id = newId()
  const secret = input.secret ?? newSecret()
  await ctx.db.run(sql`
    insert into inbound_hooks (workspace_id, id, public_id, name, channel, mapping, header, secret_sealed, created_at, updated_at)
    values (${ctx.workspaceId}, ${id}, ${newPublicId(ctx.workspaceId, 'hbi')}, ${input.name}, ${input.channel},
      ${JSON.stringify(input.mapping)}, ${input.header}, ${seal(ctx.config, secretPurpose, secret)}, ${ctx.now()}, ${ctx.now()})`)
  return { hook: await saved(ctx, id), secret }
}

/** Changes a webhook; its address and secret stay. */
export async function changeHook(ctx: Ctx, input: Input<typeof contract.changeHook>): Promise<Hook> {
  const row = await hookOf(ctx, input.hookId)
  if (input.channel) await checkChannel(ctx, input.channel)
  await ctx.db.run(sql`
    update inbound_hooks set name = ${input.name ?? row.name}, channel = ${input.channel ?? row.channel},
      mapping = ${JSON.stringify(input.mapping ?? row.mapping)}, header = ${input.header ?? row.header}, is_on = ${input.isOn ?? row.is_on},
      updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
  return saved(ctx, row.id)
}

async function saved(ctx: Ctx, id: string): Promise<Hook> {
  const row = await hookOf(ctx, id)
  await ctx.emit(hookSaved, { subjectId: id, payload: { hookId: id, isOn: row.is_on } })
  return showHook(ctx, row)
}

async function checkChannel(ctx: Ctx, channel: string): Promise<void> {
  const { data } = await listChannels(ctx)
  if (!data.some((one) => one.code === channel))
    throw new AppError(
      'invalid',
      'channel.unknown',
      `channel: there is no channel ${channel}. Take one that GET /api/v1/channels lists, or add it in the settings.`,
    )
}

/** Counts a call whose signature is wrong; nothing else of it is kept. */
export async function countUnsigned(ctx: Ctx, hook: HookRow): Promise<void> {
  await ctx.db.run(sql`
    update inbound_hooks set unsigned_count = unsigned_count + 1, unsigned_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${hook.id}`)
}

export interface Taken {
  created: number
  existing: number
  ignored: number
  refused: { index: number; reason: string }[]
}

/**
 * Takes what a signed call says, by the ordinary intake: what is known by its id is left alone, what is wrong is refused
 * alone and listed with why.
 */
export async function takeIn(ctx: Ctx, hook: HookRow, body: string): Promise<Taken> {
  const outcomes = mapOrRefuse(body, hook)
  const { data: channels } = await listChannels(ctx)
  const known = new Set(channels.map((one) => one.code))
  const items: { index: number; item: NewFeedback }[] = []
  const refused: Taken['refused'] = []
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.kind === 'refused') refused.push({ index, reason: outcome.reason })
    if (outcome.kind !== 'item') continue
    const parsed = FeedbackInput.safeParse(inputOf(hook, outcome.item, known))
    const issue = parsed.error?.issues[0]
    if (issue) refused.push({ index, reason: `${issue.path.join('.')}: ${issue.message}` })
    else items.push({ index, item: parsed.data! })
  }
  const stored =
    items.length > 0
      ? await submitFeedbackBatch(
          ctx,
          items.map((one) => one.item),
          {},
        )
      : { created: 0, existing: 0, results: [] }
  for (const [i, result] of stored.results.entries())
    if (result.error) refused.push({ index: items[i]!.index, reason: result.error.message })
  if (items.length > 0)
    await ctx.db.run(sql`
      update inbound_hooks set taken_at = ${ctx.now()} where workspace_id = ${ctx.workspaceId} and id = ${hook.id}`)
  await keepRefusals(ctx, hook, body, refused)
  const ignored = outcomes.filter((one) => one.kind === 'ignored').length
  return { created: stored.created, existing: stored.existing, ignored, refused }
}

function mapOrRefuse(body: string, hook: HookRow): ReturnType<typeof mapBody> {
  try {
    return mapBody(parsedBody(body), hook.mapping)
  } catch (error) {
    if (error instanceof AppError) return [{ kind: 'refused', reason: error.message }]
    throw error
  }
}

function inputOf(hook: HookRow, one: Mapped, channels: ReadonlySet<string>) {
  const isPerson = one.email ?? one.authorId ?? one.author
  return {
    verbatim: one.text,
    title: one.title?.slice(0, 300) ?? null,
    channel: one.channel && channels.has(one.channel) ? one.channel : hook.channel,
    externalId: `${hook.public_id.slice(-11)}:${one.externalId}`,
    occurredAt: one.at?.toISOString() ?? null,
    sourceUrl: one.url,
    context: { inbound: hook.name, ...(one.author && { author: one.author }) },
    ...(isPerson && {
      contact: {
        email: one.email,
        name: one.author?.slice(0, 200) ?? null,
        externalId: one.authorId?.slice(0, 200) ?? null,
        source: hook.name.slice(0, 60),
      },
    }),
    ...(one.account && { account: { name: one.account.slice(0, 200) } }),
  }
}

async function keepRefusals(ctx: Ctx, hook: HookRow, body: string, refused: Taken['refused']): Promise<void> {
  if (refused.length === 0) return
  const some = refused.slice(0, keptRefusals)
  const start = body
    .replaceAll('\u0000', '')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .slice(0, 2000)
  await ctx.db.run(sql`
    insert into inbound_refusals (workspace_id, id, hook_id, reason, body, at)
    select ${ctx.workspaceId}, r.id, ${hook.id}, r.reason, ${start}, ${ctx.now()}
    from unnest(${some.map(() => newId())}::uuid[], ${some.map((one) => one.reason.slice(0, 500))}::text[]) as r (id, reason)`)
  await ctx.db.run(sql`
    delete from inbound_refusals where workspace_id = ${ctx.workspaceId} and hook_id = ${hook.id} and id < (
      select id from inbound_refusals where workspace_id = ${ctx.workspaceId} and hook_id = ${hook.id}
      order by id desc offset ${keptRefusals - 1} limit 1)`)
}
