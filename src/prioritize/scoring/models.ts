import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'
import { requestSettings } from '#prioritize/requests/settings.ts'
import type { ScoreFactor, ScoreModel } from '#prioritize/scoring/contract.ts'
import { builtIn, builtInKeys, type Factor, isSaid, riceTerms, type Term } from '#prioritize/scoring/rules.ts'
import type { Model } from '#prioritize/scoring/score.ts'
import { scoringSettings } from '#prioritize/scoring/settings.ts'

/** Models and factors as they are read. A model is `rice`, or one of the workspace by its id. */

export const keyOf = (key: string) => (builtInKeys.includes(key) ? key : encodeId('sfac', key))
export const modelKeyOf = (id: string) => (id === 'rice' ? id : encodeId('smod', id))

interface FactorRow {
  id: string
  name: string
  kind: Factor['kind']
  measure: Factor['measure']
  segment: string | null
  full_at: number | null
  is_retired: boolean
}

/** The workspace's own factors; retired ones too where a version may still weigh them. */
export async function ownFactors(ctx: Ctx, { withRetired = false } = {}): Promise<Factor[]> {
  const rows = await ctx.db.many<FactorRow>(sql`
    select id, name, kind, measure, segment, full_at, retired_at is not null as is_retired from score_factors
    where workspace_id = ${ctx.workspaceId} ${withRetired ? sql.empty : sql`and retired_at is null`} order by created_at, id limit 200`)
  return rows.map(({ id, name, kind, measure, segment, full_at }) => ({
    ...{ key: id, name, kind, measure, segment, fullAt: full_at },
  }))
}

export function showFactor(factor: Factor): ScoreFactor {
  const { key, ...rest } = factor
  return { ...rest, key: keyOf(key), isSaid: isSaid(factor), isBuiltIn: builtInKeys.includes(key) }
}

export async function listFactors(ctx: Ctx): Promise<{ data: ScoreFactor[] }> {
  return { data: [...builtIn, ...(await ownFactors(ctx))].map(showFactor) }
}

export interface NamedModel extends Model {
  id: string
  name: string
  version: number
}

const rice: NamedModel = { id: 'rice', name: 'RICE', kind: 'rice', version: 1, terms: riceTerms }

export const modelMissing = () =>
  new AppError('not_found', 'score_model.not_found', 'There is no such model or version. Check the id.')

export const factorMissing = () =>
  new AppError(
    'not_found',
    'score_factor.not_found',
    'There is no such factor. Check its id, or choose another one.',
  )

interface TermRow {
  model_id: string
  version: number
  factor: string
  weight: number
  lower_is_better: boolean
}

const showTerm = ({ factor, weight, lower_is_better }: TermRow): Term => ({
  ...{ factor, weight, lowerIsBetter: lower_is_better },
})

/** A model in one of its versions, the newest when none is named; the current model when none is. Throws not-found. */
export async function readModel(ctx: Ctx, id?: string, version?: number): Promise<NamedModel> {
  const asked = id ?? (await getSetting(ctx, scoringSettings)).modelId
  if (asked === 'rice') {
    if (version === undefined || version === 1) return rice
    throw modelMissing()
  }
  const rows = await ctx.db.many<TermRow & { name: string }>(sql`
    select t.model_id, t.version, t.factor, t.weight, t.lower_is_better, m.name from score_models m
    join score_model_terms t on t.workspace_id = ${ctx.workspaceId} and t.model_id = m.id
      and t.version = coalesce(${version ?? null}::integer, m.version)
    where m.workspace_id = ${ctx.workspaceId} and m.id = ${asked} order by t.place`)
  if (rows.length === 0) throw modelMissing()
  const [{ name, version: number }] = rows as [(typeof rows)[number]]
  return { id: asked, name, kind: 'weighted', version: number, terms: rows.map(showTerm) }
}

/** Every model with its versions. */
export async function listModels(ctx: Ctx) {
  const ws = ctx.workspaceId
  const [{ modelId, highEffort, segments }, { effortUnit }, models] = await Promise.all([
    getSetting(ctx, scoringSettings),
    getSetting(ctx, requestSettings),
    ctx.db.many<{ id: string }>(sql`
      select id from score_models where workspace_id = ${ws} and retired_at is null order by created_at, id limit 100`),
  ])
  const riceModel: ScoreModel = {
    ...{ id: 'rice', name: 'RICE', kind: 'rice', version: 1, terms: [...riceTerms], versions: [] },
    isCurrent: modelId === 'rice',
  }
  return {
    data: [
      riceModel,
      ...(await showModels(
        ctx,
        models.map((row) => row.id),
        modelId,
      )),
    ],
    ...{ highEffort, effortUnit, segments },
  }
}

/** One model of the workspace as it is shown; throws not-found. */
export async function showModel(ctx: Ctx, id: string): Promise<ScoreModel> {
  const [model] = await showModels(ctx, [id], (await getSetting(ctx, scoringSettings)).modelId)
  if (model) return model
  throw modelMissing()
}

const mostVersions = 50

async function showModels(ctx: Ctx, ids: readonly string[], current: string): Promise<ScoreModel[]> {
  if (ids.length === 0) return []
  const ws = ctx.workspaceId
  const [models, versions, terms] = await Promise.all([
    ctx.db.many<{ id: string; name: string; version: number }>(sql`
      select id, name, version from score_models where workspace_id = ${ws} and id = any(${ids}::uuid[]) order by created_at, id`),
    ctx.db.many<{ model_id: string; number: number; note: string | null; by: string | null; at: Date }>(sql`
      select v.model_id, v.number, v.note, coalesce(b.name, k.name) as by, v.at from score_models m
      join score_model_versions v on v.workspace_id = ${ws} and v.model_id = m.id and v.number > m.version - ${mostVersions}::integer
      left join members b on b.workspace_id = ${ws} and b.id = v.actor_id and v.actor_kind = 'member'
      left join api_keys k on k.workspace_id = ${ws} and k.id = v.actor_id and v.actor_kind = 'key'
      where m.workspace_id = ${ws} and m.id = any(${ids}::uuid[]) order by v.number desc`),
    ctx.db.many<TermRow>(sql`
      select t.model_id, t.version, t.factor, t.weight, t.lower_is_better from score_models m
      join score_model_terms t on t.workspace_id = ${ws} and t.model_id = m.id and t.version > m.version - ${mostVersions}::integer
      where m.workspace_id = ${ws} and m.id = any(${ids}::uuid[]) order by t.place`),
  ])
  return models.map((model) => {
    const termsOf = (number: number) =>
      terms
        .filter((one) => one.model_id === model.id && one.version === number)
        .map(showTerm)
        .map((one) => ({ ...one, factor: keyOf(one.factor) }))
    return {
      ...{
        id: encodeId('smod', model.id),
        name: model.name,
        kind: 'weighted' as const,
        version: model.version,
      },
      terms: termsOf(model.version),
      isCurrent: model.id === current,
      versions: versions
        .filter((one) => one.model_id === model.id)
        .map((one) => ({
          ...{ number: one.number, note: one.note, by: one.by, at: one.at.toISOString() },
          terms: termsOf(one.number),
        })),
    }
  })
}
