import { summaryOf } from '#collect/feedback/rules.ts'
import type { LearnedValue, ResetPreview, SuggestedField } from '#organize/classify/contract.ts'
import { suggestedFields } from '#organize/classify/contract.ts'
import { tellTaught } from '#organize/classify/decisions.ts'
import { modelOf, readKnown, untaught } from '#organize/classify/known.ts'
import { labelsOf, readWords, shownValue } from '#organize/classify/labels.ts'
import { spokenForms } from '#organize/classify/layer.ts'
import { renewed, waitingItems } from '#organize/classify/renew.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { actorId } from '#platform/events/emit.ts'
import { decodeId, encodeId } from '#platform/ids.ts'
import { keywords } from '#text/learning/learner.ts'

/** What was learned, shown to people and taken back by them. */

/** So many words are shown of each value. */
const wordsMost = 12

/** What the lessons of the workspace come to: for each value its words, the strongest first. */
export async function getLearned(ctx: Ctx): Promise<{ model: string; data: LearnedValue[] }> {
  const [known, words] = await Promise.all([readKnown(ctx), readWords(ctx)])
  const found: {
    field: SuggestedField
    value: string
    lessons: number
    words: { word: string; weight: number }[]
    removed: string[]
  }[] = []
  const ids = new Set<string>()
  const stems = new Set<string>()
  for (const field of suggestedFields) {
    const taught = known.layer.taught(field)
    if (!taught) continue
    const learner = known.layer.learner(field)
    for (const [at, value] of learner.labels.entries()) {
      const strongest = keywords(learner, value).slice(0, wordsMost)
      const removed = taught.removed.filter(({ label }) => label === value).map(({ word }) => word)
      for (const { word } of strongest) stems.add(word)
      for (const word of removed) stems.add(word)
      found.push({ field, value, lessons: learner.sizes[at]!, words: strongest, removed })
    }
    for (const { id } of taught.lessons) ids.add(id)
  }
  const forms = await spokenForms(ctx, [...ids], stems)
  const say = (word: string) => ({ word, text: forms.get(word) ?? word })
  return {
    model: modelOf(known),
    data: found.map(({ field, value, lessons, words: strongest, removed }) => ({
      field,
      value: shownValue(field, value),
      label: labelsOf(field, value, words),
      lessons,
      words: strongest.map(({ word, weight }) => ({ ...say(word), weight })),
      removed: removed.map(say),
    })),
  }
}

/** Takes a learned word from a value, or gives it back; the next suggestion knows. */
export async function putLearnedWord(
  ctx: Ctx,
  {
    field,
    value,
    word,
    isRemoved,
  }: { field: SuggestedField; value: string; word: string; isRemoved: boolean },
): Promise<undefined> {
  const label = field === 'area' ? decodeId('area', value) : value
  const known = await readKnown(ctx)
  const taught = known.layer.taught(field)
  if (!label || !taught?.lessons.some((lesson) => lesson.label === label && lesson.words.includes(word))) {
    throw new AppError(
      'not_found',
      'word.not_learned',
      'word: nothing was learned from this word for this value. GET /api/v1/suggestions/learned lists what was.',
    )
  }
  if (isRemoved)
    await ctx.db.run(sql`
      insert into unlearned_words (workspace_id, field, label, word, actor_kind, actor_id, removed_at)
      values (${ctx.workspaceId}, ${field}, ${label}, ${word}, ${ctx.actor.kind}, ${actorId(ctx.actor)}, ${ctx.now()})
      on conflict do nothing`)
  else
    await ctx.db.run(sql`
      delete from unlearned_words
      where workspace_id = ${ctx.workspaceId} and field = ${field} and label = ${label} and word = ${word}`)
  await tellTaught(ctx, 'word', [field])
  return undefined
}

const examplesMost = 8

/** What would be suggested for the newest waiting items if everything learned were forgotten. Nothing is changed. */
export async function previewReset(ctx: Ctx): Promise<ResetPreview> {
  const [known, words, items, counts] = await Promise.all([
    readKnown(ctx),
    readWords(ctx),
    waitingItems(ctx),
    ctx.db.one<{ lessons: number; words: number }>(sql`
      select (select count(*) from suggestion_decisions where workspace_id = ${ctx.workspaceId}) as lessons,
        (select count(*) from unlearned_words where workspace_id = ${ctx.workspaceId}) as words`),
  ])
  const changed = await renewed(items, untaught(known))
  const others = changed.flatMap(({ row, before, now, changes }) =>
    changes
      .filter((field) => before[field]?.value !== now[field]?.value)
      .map((field) => ({ row, field, from: before[field]?.value, to: now[field]?.value })),
  )
  const say = (field: SuggestedField, value: string | undefined) =>
    value === undefined ? null : labelsOf(field, value, words)
  return {
    ...counts,
    looked: items.length,
    changes: suggestedFields
      .map((field) => ({ field, count: others.filter((one) => one.field === field).length }))
      .filter(({ count }) => count > 0),
    examples: others.slice(0, examplesMost).map(({ row, field, from, to }) => ({
      id: encodeId('fb', row.id),
      summary: summaryOf(row.title, row.verbatim),
      field,
      from: say(field, from),
      to: say(field, to),
    })),
  }
}

/** Forgets everything that was learned. What people decided on items stays as it is. */
export async function resetLearned(ctx: Ctx): Promise<{ lessons: number }> {
  const lessons = await ctx.db.run(
    sql`delete from suggestion_decisions where workspace_id = ${ctx.workspaceId}`,
  )
  await ctx.db.run(sql`delete from unlearned_words where workspace_id = ${ctx.workspaceId}`)
  await tellTaught(ctx, 'reset', [...suggestedFields])
  return { lessons }
}
