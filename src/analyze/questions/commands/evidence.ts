import type { Question } from '#analyze/questions/contract.ts'
import { getQuestion } from '#analyze/questions/detail.ts'
import { evidenceAdded, evidenceChanged, evidenceRemoved } from '#analyze/questions/events.ts'
import { type Held, holdHypothesis, notAnswered, touch } from '#analyze/questions/load.ts'
import { quotableTexts } from '#analyze/questions/quotable.ts'
import { isSaid, mostEvidence, onOneLine, type Stance } from '#analyze/questions/rules.ts'
import { themeById } from '#analyze/themes/commands/edit.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { actorId } from '#platform/events/emit.ts'
import { newId } from '#platform/ids.ts'

export interface NewEvidence {
  hypothesisId: string
  stance: Stance
  feedbackId?: string | undefined
  quote?: string | undefined
  themeId?: string | undefined
  note?: string | undefined
}

/** Links words of an item, a theme or a note to a hypothesis, also once the question is answered. */
export async function addEvidence(ctx: Ctx, input: NewEvidence): Promise<Question> {
  const { hypothesisId, stance, feedbackId, themeId, note } = input
  const ws = ctx.workspaceId
  const question = await holdHypothesis(ctx, hypothesisId)
  const quote = feedbackId === undefined ? undefined : await quoteOf(ctx, feedbackId, input.quote ?? '')
  if (themeId !== undefined) await themeById(ctx, themeId)
  const { n } = await ctx.db.one<{ n: number }>(sql`
    select count(*) as n from hypothesis_evidence where workspace_id = ${ws} and hypothesis_id = ${hypothesisId}`)
  if (n >= mostEvidence)
    throw new AppError(
      'conflict',
      'hypothesis.full',
      `A hypothesis has at most ${mostEvidence} pieces of evidence. Link a theme in place of many items.`,
    )
  const id = newId()
  const kind = feedbackId !== undefined ? 'item' : themeId !== undefined ? 'theme' : 'note'
  const put = await ctx.db.run(sql`
    insert into hypothesis_evidence (workspace_id, id, hypothesis_id, kind, stance, feedback_id, quote, theme_id, note,
      actor_kind, actor_id, created_at)
    values (${ws}, ${id}, ${hypothesisId}, ${kind}, ${stance}, ${feedbackId ?? null}, ${quote ?? null}, ${themeId ?? null},
      ${note ?? null}, ${ctx.actor.kind}, ${actorId(ctx.actor)}, ${ctx.now()})
    on conflict do nothing`)
  if (put === 0)
    throw new AppError(
      'conflict',
      'evidence.linked',
      `This ${kind} is evidence for the hypothesis already. Remove it there to quote other words.`,
    )
  await touch(ctx, question.id)
  await ctx.emit(evidenceAdded, {
    subjectId: question.id,
    payload: { questionId: question.id, hypothesisId, evidenceId: id, stance },
  })
  return getQuestion(ctx, { questionId: question.id })
}

/** The quote on one line; throws where the item does not say it. */
async function quoteOf(ctx: Ctx, feedbackId: string, quote: string): Promise<string> {
  if (!isSaid(await quotableTexts(ctx, feedbackId), quote))
    throw new AppError(
      'invalid',
      'evidence.not_said',
      'The item does not say this. Quote its own words exactly, from one place.',
    )
  return onOneLine(quote)
}

interface Piece {
  hypothesisId: string
  question: Held
}

async function holdEvidence(ctx: Ctx, evidenceId: string): Promise<Piece> {
  const row = await ctx.db.maybe<{ hypothesis_id: string }>(sql`
    select hypothesis_id from hypothesis_evidence where workspace_id = ${ctx.workspaceId} and id = ${evidenceId}`)
  if (!row)
    throw new AppError(
      'not_found',
      'evidence.not_found',
      'There is no such evidence. Somebody may have removed it.',
    )
  return { hypothesisId: row.hypothesis_id, question: await holdHypothesis(ctx, row.hypothesis_id) }
}

/** Says anew whether a piece of evidence speaks for or against. */
export async function changeEvidence(
  ctx: Ctx,
  { evidenceId, stance }: { evidenceId: string; stance: Stance },
): Promise<Question> {
  const { hypothesisId, question } = await holdEvidence(ctx, evidenceId)
  notAnswered(question)
  await ctx.db.run(sql`
    update hypothesis_evidence set stance = ${stance} where workspace_id = ${ctx.workspaceId} and id = ${evidenceId}`)
  await touch(ctx, question.id)
  await ctx.emit(evidenceChanged, {
    subjectId: question.id,
    payload: { questionId: question.id, hypothesisId, evidenceId, stance },
  })
  return getQuestion(ctx, { questionId: question.id })
}

/** Unlinks a piece of evidence. What an answer rests on stays until the question is opened again. */
export async function removeEvidence(ctx: Ctx, { evidenceId }: { evidenceId: string }): Promise<Question> {
  const { hypothesisId, question } = await holdEvidence(ctx, evidenceId)
  notAnswered(question)
  const { stance } = await ctx.db.one<{ stance: Stance }>(sql`
    delete from hypothesis_evidence where workspace_id = ${ctx.workspaceId} and id = ${evidenceId} returning stance`)
  await touch(ctx, question.id)
  await ctx.emit(evidenceRemoved, {
    subjectId: question.id,
    payload: { questionId: question.id, hypothesisId, evidenceId, stance },
  })
  return getQuestion(ctx, { questionId: question.id })
}
