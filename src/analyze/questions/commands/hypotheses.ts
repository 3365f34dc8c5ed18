import type { HypothesisState, Question } from '#analyze/questions/contract.ts'
import { getQuestion } from '#analyze/questions/detail.ts'
import { hypothesisAdded, hypothesisChanged, hypothesisRemoved } from '#analyze/questions/events.ts'
import { holdHypothesis, holdQuestion, notAnswered, touch } from '#analyze/questions/load.ts'
import { mostHypotheses } from '#analyze/questions/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'

/** Adds what might be the answer. */
export async function addHypothesis(
  ctx: Ctx,
  { questionId, text }: { questionId: string; text: string },
): Promise<Question> {
  notAnswered(await holdQuestion(ctx, questionId))
  const { n } = await ctx.db.one<{ n: number }>(sql`
    select count(*) as n from hypotheses where workspace_id = ${ctx.workspaceId} and question_id = ${questionId}`)
  if (n >= mostHypotheses)
    throw new AppError(
      'conflict',
      'question.full',
      `A question has at most ${mostHypotheses} hypotheses. Remove one, or ask a second question.`,
    )
  const id = newId()
  await ctx.db.run(sql`
    insert into hypotheses (workspace_id, id, question_id, text, created_at)
    values (${ctx.workspaceId}, ${id}, ${questionId}, ${text}, ${ctx.now()})`)
  await touch(ctx, questionId)
  await ctx.emit(hypothesisAdded, { subjectId: questionId, payload: { questionId, hypothesisId: id } })
  return getQuestion(ctx, { questionId })
}

/** Changes the words of a hypothesis, or whether the evidence supports it. */
export async function changeHypothesis(
  ctx: Ctx,
  {
    hypothesisId,
    text,
    state,
  }: { hypothesisId: string; text?: string | undefined; state?: HypothesisState | undefined },
): Promise<Question> {
  const question = await holdHypothesis(ctx, hypothesisId)
  notAnswered(question)
  const now = await ctx.db.one<{ state: string }>(sql`
    update hypotheses set text = coalesce(${text ?? null}, text), state = coalesce(${state ?? null}, state)
    where workspace_id = ${ctx.workspaceId} and id = ${hypothesisId} returning state`)
  await touch(ctx, question.id)
  await ctx.emit(hypothesisChanged, {
    subjectId: question.id,
    payload: { questionId: question.id, hypothesisId, state: now.state },
  })
  return getQuestion(ctx, { questionId: question.id })
}

/** Removes a hypothesis with the links to its evidence. */
export async function removeHypothesis(
  ctx: Ctx,
  { hypothesisId }: { hypothesisId: string },
): Promise<Question> {
  const question = await holdHypothesis(ctx, hypothesisId)
  notAnswered(question)
  await ctx.db.run(
    sql`delete from hypotheses where workspace_id = ${ctx.workspaceId} and id = ${hypothesisId}`,
  )
  await touch(ctx, question.id)
  await ctx.emit(hypothesisRemoved, {
    subjectId: question.id,
    payload: { questionId: question.id, hypothesisId },
  })
  return getQuestion(ctx, { questionId: question.id })
}
