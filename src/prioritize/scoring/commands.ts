import type { Ctx } from '#platform/context.ts'
import { violatedConstraint } from '#platform/db/pool.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { actorId } from '#platform/events/emit.ts'
import { newId } from '#platform/ids.ts'
import { getSetting, putSetting } from '#platform/settings/settings.ts'
import { changeRequest } from '#prioritize/requests/commands/requests.ts'
import { holdRequest } from '#prioritize/requests/load.ts'
import type * as contract from '#prioritize/scoring/contract.ts'
import type { Rating, ScoreFactor, ScoreModel } from '#prioritize/scoring/contract.ts'
import {
  factorChanged,
  factorCreated,
  modelChanged,
  modelCreated,
  modelVersioned,
  requestRated,
} from '#prioritize/scoring/events.ts'
import {
  factorMissing,
  keyOf,
  modelKeyOf,
  modelMissing,
  ownFactors,
  showFactor,
  showModel,
} from '#prioritize/scoring/models.ts'
import { builtIn, type Factor, isSaid, type Term, wrongTerms, wrongValue } from '#prioritize/scoring/rules.ts'
import { scoringSettings } from '#prioritize/scoring/settings.ts'

const wrong = (field: string, code: string, message: string) =>
  new AppError('invalid', code, message, { fields: [{ field, message }] })

/** The factors behind keys; throws where one is not there, or is used no more. */
async function factorsOf(ctx: Ctx, keys: readonly string[], options: { withRetired?: boolean } = {}) {
  const all = [...builtIn, ...(await ownFactors(ctx, options))]
  return keys.map((key) => {
    const found = all.find((one) => one.key === key)
    if (!found) throw factorMissing()
    return found
  })
}

/** Says values and the effort of a request, and answers what stood there, so that it can be said again. */
export async function rateRequest(
  ctx: Ctx,
  { requestId, values, effort }: Input<typeof contract.rateRequest>,
): Promise<{ before: Rating }> {
  const ws = ctx.workspaceId
  await holdRequest(ctx, requestId)
  const keys = values.map((one) => one.factor)
  const factors = await factorsOf(ctx, keys)
  factors.forEach((factor, i) => {
    const { value } = values[i]!
    const reason = isSaid(factor) && value === null ? undefined : wrongValue(factor, value ?? 0)
    if (reason) throw wrong(`values.${i}.value`, 'score.value_wrong', `${reason}.`)
  })
  const [said, estimate] = await Promise.all([
    ctx.db.many<{ factor: string; value: number }>(sql`
      select factor, value from score_values where workspace_id = ${ws} and request_id = ${requestId} and factor = any(${keys})`),
    ctx.db.one<{ low: number | null; high: number | null; confidence: number | null }>(sql`
      select effort_low as low, effort_high as high, effort_confidence as confidence from requests
      where workspace_id = ${ws} and id = ${requestId}`),
  ])
  const gone = values.filter((one) => one.value === null).map((one) => one.factor)
  const put = values.filter((one): one is { factor: string; value: number } => one.value !== null)
  if (gone.length > 0)
    await ctx.db.run(sql`
      delete from score_values where workspace_id = ${ws} and request_id = ${requestId} and factor = any(${gone})`)
  if (put.length > 0)
    await ctx.db.run(sql`
      insert into score_values (workspace_id, request_id, factor, value, actor_kind, actor_id, at)
      select ${ws}::uuid, ${requestId}::uuid, v.factor, v.value, ${ctx.actor.kind}, ${actorId(ctx.actor)}::uuid, ${ctx.now()}::timestamptz
      from unnest(${put.map((one) => one.factor)}::text[], ${put.map((one) => one.value)}::double precision[]) as v (factor, value)
      on conflict (workspace_id, request_id, factor) do update
        set value = excluded.value, actor_kind = excluded.actor_kind, actor_id = excluded.actor_id, at = excluded.at`)
  if (values.length > 0)
    await ctx.emit(requestRated, { subjectId: requestId, payload: { requestId, factors: keys } })
  if (effort !== undefined) await changeRequest(ctx, { requestId, effort })
  return {
    before: {
      values: keys.map((key) => ({
        factor: keyOf(key),
        value: said.find((one) => one.factor === key)?.value ?? null,
      })),
      ...(effort !== undefined && {
        effort: estimate.low === null ? null : { ...estimate, low: estimate.low, high: estimate.high! },
      }),
    },
  }
}

/** Adds a factor of the workspace's own. */
export async function createFactor(
  ctx: Ctx,
  { name, kind, measure, segment, fullAt }: Input<typeof contract.createFactor>,
): Promise<ScoreFactor> {
  const ws = ctx.workspaceId
  if ((kind === 'demand') !== (measure !== undefined && segment !== undefined))
    throw wrong(
      'segment',
      'score_factor.demand',
      kind === 'demand'
        ? 'Say what is counted and in which segment; the demand of all is built in.'
        : 'What is counted and a segment belong to a factor that is read from demand.',
    )
  if (fullAt !== undefined && kind !== 'money' && kind !== 'demand')
    throw wrong('fullAt', 'score_factor.full', 'Only money and demand have no fixed top; take this out.')
  if (segment !== undefined) {
    await checkSegments(ctx, [segment], 'segment')
  }
  if (builtIn.some((one) => one.name.toLowerCase() === name.toLowerCase())) throw nameTaken()
  const id = newId()
  await checkingName(
    ctx.db.run(sql`
      insert into score_factors (workspace_id, id, name, kind, measure, segment, full_at, actor_kind, actor_id, created_at)
      values (${ws}, ${id}, ${name}, ${kind}, ${measure ?? null}, ${segment ?? null}, ${fullAt ?? null},
        ${ctx.actor.kind}, ${actorId(ctx.actor)}, ${ctx.now()})`),
  )
  await ctx.emit(factorCreated, { subjectId: id, payload: { factorId: id } })
  const factor: Factor = {
    ...{ key: id, name, kind, measure: measure ?? null, segment: segment ?? null, fullAt: fullAt ?? null },
  }
  return showFactor(factor)
}

/** Refuses keys of which there is no segment. */
async function checkSegments(ctx: Ctx, keys: readonly string[], field = 'segments'): Promise<void> {
  const known = await ctx.db.many<{ key: string }>(sql`
    select key from segments where workspace_id = ${ctx.workspaceId} and key = any(${keys}::text[])`)
  if (known.length < keys.length)
    throw wrong(field, 'segment.not_found', 'There is no such segment. Choose another one.')
}

const nameTaken = () => wrong('name', 'score.name_taken', 'This name is taken. Choose another one.')

async function checkingName<T>(write: Promise<T>): Promise<T> {
  try {
    return await write
  } catch (error) {
    if (!['score_factors_name', 'score_models_name'].includes(violatedConstraint(error) ?? '')) throw error
    throw nameTaken()
  }
}

/** Renames a factor, or retires it: nobody is asked for it any more, and versions that weigh it still do. */
export async function changeFactor(
  ctx: Ctx,
  { factorId, name, isRetired }: Input<typeof contract.changeFactor>,
): Promise<ScoreFactor> {
  const ws = ctx.workspaceId
  if (isRetired) {
    const inUse = await ctx.db.maybe<{ name: string }>(sql`
      select m.name from score_models m join score_model_terms t on t.workspace_id = ${ws} and t.model_id = m.id and t.version = m.version
      where m.workspace_id = ${ws} and m.retired_at is null and t.factor_id = ${factorId} limit 1`)
    if (inUse)
      throw new AppError(
        'conflict',
        'score_factor.in_use',
        `The model “${inUse.name}” weighs it. Take it out there first.`,
      )
  }
  const changed = await checkingName(
    ctx.db.run(sql`
      update score_factors set name = coalesce(${name ?? null}, name), retired_at = case when ${isRetired ?? false} then ${ctx.now()}::timestamptz end
      where workspace_id = ${ws} and id = ${factorId} and retired_at is null`),
  )
  if (changed === 0) throw factorMissing()
  const fields = [...(name ? ['name'] : []), ...(isRetired ? ['retired'] : [])]
  await ctx.emit(factorChanged, { subjectId: factorId, payload: { factorId, fields } })
  return showFactor((await factorsOf(ctx, [factorId], { withRetired: true }))[0]!)
}

async function checkTerms(ctx: Ctx, terms: readonly Term[]): Promise<void> {
  const reason = wrongTerms(terms)
  if (reason) throw wrong('terms', 'score_model.terms_wrong', reason)
  await factorsOf(
    ctx,
    terms.map((one) => one.factor),
  )
}

/** Makes a weighted model with its first version. */
export async function createModel(
  ctx: Ctx,
  { name, terms, note }: Input<typeof contract.createModel>,
): Promise<ScoreModel> {
  await checkTerms(ctx, terms)
  if (name.toLowerCase() === 'rice') throw nameTaken()
  const id = newId()
  await checkingName(
    ctx.db.run(sql`
      insert into score_models (workspace_id, id, name, version, created_at) values (${ctx.workspaceId}, ${id}, ${name}, 1, ${ctx.now()})`),
  )
  await putVersion(ctx, id, 1, terms, note)
  await ctx.emit(modelCreated, { subjectId: id, payload: { modelId: id } })
  return showModel(ctx, id)
}

async function putVersion(ctx: Ctx, id: string, number: number, terms: readonly Term[], note?: string) {
  const ws = ctx.workspaceId
  await ctx.db.run(sql`
    with made as (
      insert into score_model_versions (workspace_id, model_id, number, note, actor_kind, actor_id, at)
      values (${ws}, ${id}, ${number}, ${note ?? null}, ${ctx.actor.kind}, ${actorId(ctx.actor)}, ${ctx.now()})
    )
    insert into score_model_terms (workspace_id, model_id, version, place, factor, weight, lower_is_better)
    select ${ws}::uuid, ${id}::uuid, ${number}::integer, t.place, t.factor, t.weight, t.lower
    from unnest(${terms.map((one) => one.factor)}::text[], ${terms.map((one) => one.weight)}::double precision[],
      ${terms.map((one) => one.lowerIsBetter)}::boolean[]) with ordinality as t (factor, weight, lower, place)`)
}

async function holdModel(ctx: Ctx, modelId: string) {
  const model = await ctx.db.maybe<{ version: number }>(sql`
    select version from score_models where workspace_id = ${ctx.workspaceId} and id = ${modelId} and retired_at is null for update`)
  if (model) return model
  throw modelMissing()
}

/** Weighs anew. Whoever saw an older version is refused, so that no weights are overwritten unseen. */
export async function addModelVersion(
  ctx: Ctx,
  { modelId, terms, note, lastVersion }: Input<typeof contract.addModelVersion>,
): Promise<ScoreModel> {
  const model = await holdModel(ctx, modelId)
  if (lastVersion !== undefined && lastVersion !== model.version)
    throw new AppError(
      'conflict',
      'score_model.versioned_meanwhile',
      `Somebody made version ${model.version} since. Compare with it first.`,
      { version: model.version },
    )
  await checkTerms(ctx, terms)
  const version = model.version + 1
  await putVersion(ctx, modelId, version, terms, note)
  await ctx.db.run(sql`
    update score_models set version = ${version} where workspace_id = ${ctx.workspaceId} and id = ${modelId}`)
  await ctx.emit(modelVersioned, { subjectId: modelId, payload: { modelId, version } })
  return showModel(ctx, modelId)
}

/** Renames a model, or retires it. */
export async function changeModel(
  ctx: Ctx,
  { modelId, name, isRetired }: Input<typeof contract.changeModel>,
): Promise<ScoreModel> {
  await holdModel(ctx, modelId)
  if (isRetired && (await getSetting(ctx, scoringSettings)).modelId === modelId)
    throw new AppError(
      'conflict',
      'score_model.current',
      'Requests are scored by this model. Choose another one first.',
    )
  if (name?.toLowerCase() === 'rice') throw nameTaken()
  await checkingName(
    ctx.db.run(sql`
      update score_models set name = coalesce(${name ?? null}, name), retired_at = case when ${isRetired ?? false} then ${ctx.now()}::timestamptz end
      where workspace_id = ${ctx.workspaceId} and id = ${modelId}`),
  )
  const fields = [...(name ? ['name'] : []), ...(isRetired ? ['retired'] : [])]
  await ctx.emit(modelChanged, { subjectId: modelId, payload: { modelId, fields } })
  return showModel(ctx, modelId)
}

/** Chooses the model that requests are scored by, from where on effort is high, and how much segments matter. */
export async function putScoring(ctx: Ctx, input: Input<typeof contract.putScoring>) {
  const now = await getSetting(ctx, scoringSettings)
  if (input.modelId !== undefined && input.modelId !== 'rice') await holdModel(ctx, input.modelId)
  if (input.segments) await checkSegments(ctx, Object.keys(input.segments))
  const { modelId, highEffort, segments } = await putSetting(ctx, scoringSettings, {
    modelId: (input.modelId ?? now.modelId) as 'rice',
    highEffort: input.highEffort ?? now.highEffort,
    segments: { ...now.segments, ...input.segments },
  })
  return { modelId: modelKeyOf(modelId), highEffort, segments }
}
