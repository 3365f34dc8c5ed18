import type { Ctx } from '#platform/context.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import type * as contract from '#prioritize/scoring/contract.ts'
import { readField, readRanked } from '#prioritize/scoring/field.ts'
import { factorMissing, keyOf, type NamedModel, readModel } from '#prioritize/scoring/models.ts'
import { orderOf, readTitles } from '#prioritize/scoring/queries.ts'
import { sensitivityOf, weightings } from '#prioritize/scoring/ranks.ts'
import { topOf, wrongTerms } from '#prioritize/scoring/rules.ts'
import { ranker, scoresOf } from '#prioritize/scoring/score.ts'

/** Which ranks change from one model to another; nothing is written. */
export async function compareModels(
  ctx: Ctx,
  { from, to, top: asked, limit }: Input<typeof contract.compareModels>,
): Promise<Answer<typeof contract.compareModels>> {
  const before = await readModel(ctx, from?.modelId, from?.version)
  const after = 'terms' in to ? weighing(to.terms) : await readModel(ctx, to.modelId, to.version)
  const { field, facts } = await readField(ctx, [before, after])
  if (after.terms.some((one) => !field.columns.has(one.factor))) throw factorMissing()
  const was = scoresOf(field, before)
  const scores = scoresOf(field, after)
  const [ranksWas, ranks] = [ranker(was), ranker(scores)]
  const top = Math.min(asked ?? topOf(ranks.total), Math.max(1, ranks.total))
  const rankIn = (order: typeof ranks, score: number) => (Number.isNaN(score) ? null : order.rank(score))
  let moved = 0
  let kept = 0
  for (let i = 0; i < scores.length; i++) {
    const rank = rankIn(ranks, scores[i]!)
    const rankWas = rankIn(ranksWas, was[i]!)
    if (rank !== rankWas) moved += 1
    if (rank !== null && rankWas !== null && rank <= top && rankWas <= top) kept += 1
  }
  const places = orderOf(scores).slice(0, limit)
  const titles = await readTitles(
    ctx,
    places.map((place) => facts[place]!.id),
  )
  return {
    ...{ of: ranks.total, moved, kept, top },
    data: places.map((place) => {
      const { id } = facts[place]!
      const { title, status } = titles.get(id)!
      return {
        ...{ id: encodeId('req', id), title, status },
        rank: rankIn(ranks, scores[place]!),
        was: rankIn(ranksWas, was[place]!),
        score: Number.isNaN(scores[place]!) ? null : scores[place]!,
        scoreWas: Number.isNaN(was[place]!) ? null : was[place]!,
      }
    }),
  }
}

function weighing(terms: NamedModel['terms']): NamedModel {
  const message = wrongTerms(terms)
  if (message)
    throw new AppError('invalid', 'score_model.terms_wrong', message, {
      fields: [{ field: 'to.terms', message }],
    })
  return { id: '', name: '', kind: 'weighted', version: 0, terms }
}

/** Which ranks survive other weights. */
export async function getSensitivity(
  ctx: Ctx,
  { model: id, version, top: asked, spread }: Input<typeof contract.getSensitivity>,
): Promise<Answer<typeof contract.getSensitivity>> {
  const { model, field, facts } = await readRanked(ctx, id, version)
  const top = asked ?? topOf(ranker(scoresOf(field, model)).total)
  const { topKept, rows, doubled } = await sensitivityOf(field, model, top, spread)
  const titles = await readTitles(
    ctx,
    rows.map((row) => facts[row.place]!.id),
  )
  return {
    ...{ top, spread, weightings, topKept },
    data: rows.map(({ place, ...row }) => ({
      ...{ id: encodeId('req', facts[place]!.id), title: titles.get(facts[place]!.id)!.title },
      ...row,
    })),
    doubled: doubled.map(({ factor, leave }) => ({
      ...{ factor: keyOf(factor), name: field.columns.get(factor)!.factor.name, leave },
    })),
  }
}
