import type { Question } from '#analyze/questions/contract.ts'
import { getQuestion } from '#analyze/questions/detail.ts'
import {
  questionAnswered,
  questionAsked,
  questionChanged,
  questionRemoved,
  questionReopened,
} from '#analyze/questions/events.ts'
import { holdQuestion, notAnswered } from '#analyze/questions/load.ts'
import { themeById } from '#analyze/themes/commands/edit.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { violatedConstraint } from '#platform/db/pool.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { actorId } from '#platform/events/emit.ts'
import { checkMember } from '#platform/identity/queries.ts'
import { newId } from '#platform/ids.ts'

/** Asks a question; its owner is who asks, unless somebody else is named. */
export async function askQuestion(
  ctx: Ctx,
  { text, hypotheses, ownerId }: { text: string; hypotheses: string[]; ownerId?: string | undefined },
): Promise<Question> {
  if (ownerId !== undefined) await checkMember(ctx, ownerId)
  const owner = ownerId ?? actorMember(ctx)
  const id = newId()
  const now = ctx.now()
  await ctx.db.run(sql`
    insert into questions (workspace_id, id, text, owner_member_id, actor_kind, actor_id, created_at, updated_at)
    values (${ctx.workspaceId}, ${id}, ${text}, ${owner}, ${ctx.actor.kind}, ${actorId(ctx.actor)}, ${now}, ${now})`)
  await ctx.db.run(sql`
    insert into hypotheses (workspace_id, id, question_id, text, created_at)
    select ${ctx.workspaceId}::uuid, h.id, ${id}::uuid, h.text, ${now}::timestamptz
    from unnest(${hypotheses.map(newId)}::uuid[], ${hypotheses}::text[]) as h (id, text)`)
  await ctx.emit(questionAsked, { subjectId: id, payload: { questionId: id } })
  return getQuestion(ctx, { questionId: id })
}

/** Changes the words or the owner of a question that is not answered; the owner of an answered one may change too. */
export async function changeQuestion(
  ctx: Ctx,
  {
    questionId,
    ...change
  }: { questionId: string; text?: string | undefined; ownerId?: string | null | undefined },
): Promise<Question> {
  const question = await holdQuestion(ctx, questionId)
  if (change.text !== undefined) notAnswered(question)
  if (change.ownerId) await checkMember(ctx, change.ownerId)
  await ctx.db.run(sql`
    update questions set text = coalesce(${change.text ?? null}, text), updated_at = ${ctx.now()}
      ${change.ownerId === undefined ? sql.empty : sql`, owner_member_id = ${change.ownerId}`}
    where workspace_id = ${ctx.workspaceId} and id = ${questionId}`)
  const fields = Object.keys(change).filter((name) => change[name as keyof typeof change] !== undefined)
  await ctx.emit(questionChanged, { subjectId: questionId, payload: { questionId, fields } })
  return getQuestion(ctx, { questionId })
}

/** Removes a question with its hypotheses, evidence and answers. */
export async function removeQuestion(ctx: Ctx, { questionId }: { questionId: string }): Promise<void> {
  await holdQuestion(ctx, questionId)
  await ctx.db.run(sql`delete from questions where workspace_id = ${ctx.workspaceId} and id = ${questionId}`)
  await ctx.emit(questionRemoved, { subjectId: questionId, payload: { questionId } })
}

export interface Decision {
  answer: string
  decidedById?: string | undefined
  follows?: string | undefined
  followsThemeId?: string | undefined
  followsCaseId?: string | undefined
}

/** Answers a question. A person decides: whoever calls, or the member that is named. */
export async function answerQuestion(
  ctx: Ctx,
  {
    questionId,
    answer,
    decidedById,
    follows,
    followsThemeId,
    followsCaseId,
  }: Decision & { questionId: string },
): Promise<Question> {
  const question = await holdQuestion(ctx, questionId)
  if (question.state === 'answered')
    throw new AppError(
      'conflict',
      'question.answered',
      'This question is answered already. Open it again to answer it anew.',
    )
  const decider = decidedById ?? (ctx.actor.kind === 'member' ? ctx.actor.id : undefined)
  if (decider === undefined)
    throw new AppError(
      'invalid',
      'question.no_decider',
      'A person decides on an answer. Name the member in decidedById.',
    )
  await checkMember(ctx, decider)
  if (followsThemeId !== undefined) await themeById(ctx, followsThemeId)
  const id = newId()
  try {
    await ctx.db.run(sql`
      insert into question_answers (workspace_id, id, question_id, answer, decided_by_member_id, decided_at, actor_kind, actor_id,
        follows, follows_theme_id, follows_case_id)
      values (${ctx.workspaceId}, ${id}, ${questionId}, ${answer}, ${decider}, ${ctx.now()}, ${ctx.actor.kind}, ${actorId(ctx.actor)},
        ${follows ?? null}, ${followsThemeId ?? null}, ${followsCaseId ?? null})`)
  } catch (error) {
    // Cases are a later stage's: that one exists is known by the key alone.
    if (violatedConstraint(error) !== 'question_answers_case_fkey') throw error
    throw new AppError('not_found', 'case.not_found', 'There is no such case. Choose another one.')
  }
  await ctx.db.run(sql`
    update questions set state = 'answered', answer_id = ${id}, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${questionId}`)
  await ctx.emit(questionAnswered, {
    subjectId: questionId,
    payload: { questionId, answerId: id, decidedById: decider },
  })
  return getQuestion(ctx, { questionId })
}

/** Opens an answered question again. The answer stays, as an earlier one, with why it no longer stands. */
export async function reopenQuestion(
  ctx: Ctx,
  { questionId, because }: { questionId: string; because?: string | undefined },
): Promise<Question> {
  const { answer_id } = await holdQuestion(ctx, questionId)
  if (answer_id === null)
    throw new AppError('conflict', 'question.not_answered', 'This question is not answered: it is open.')
  await ctx.db.run(sql`
    update questions set state = 'reopened', answer_id = null, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${questionId}`)
  await ctx.db.run(sql`
    update question_answers set reopened_at = ${ctx.now()}, reopened_by_id = ${actorId(ctx.actor)}, reopened_because = ${because ?? null}
    where workspace_id = ${ctx.workspaceId} and id = ${answer_id}`)
  await ctx.emit(questionReopened, { subjectId: questionId, payload: { questionId, answerId: answer_id } })
  return getQuestion(ctx, { questionId })
}
