import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'

/** What a change of a question begins with: the question, for this transaction alone, and whether it may change. */

export interface Held {
  id: string
  state: 'open' | 'answered' | 'reopened'
  answer_id: string | null
}

/** A question, locked; throws not-found. */
export async function holdQuestion(ctx: Ctx, questionId: string): Promise<Held> {
  const row = await ctx.db.maybe<Held>(sql`
    select id, state, answer_id from questions where workspace_id = ${ctx.workspaceId} and id = ${questionId} for update`)
  if (row) return row
  throw new AppError(
    'not_found',
    'question.not_found',
    'There is no such question. Somebody may have removed it.',
  )
}

/** The question of a hypothesis, locked; throws not-found. */
export async function holdHypothesis(ctx: Ctx, hypothesisId: string): Promise<Held> {
  const row = await ctx.db.maybe<{ question_id: string }>(sql`
    select question_id from hypotheses where workspace_id = ${ctx.workspaceId} and id = ${hypothesisId}`)
  if (!row)
    throw new AppError(
      'not_found',
      'hypothesis.not_found',
      'There is no such hypothesis. Somebody may have removed it.',
    )
  return holdQuestion(ctx, row.question_id)
}

/** What was decided on stays as it was: only a question that is not answered changes. */
export function notAnswered(question: Held): void {
  if (question.state === 'answered')
    throw new AppError(
      'conflict',
      'question.answered',
      'This question is answered. Open it again to change it; new evidence can be added as it is.',
    )
}

/** Notes that something about a question changed. */
export async function touch(ctx: Ctx, questionId: string): Promise<void> {
  await ctx.db.run(sql`
    update questions set updated_at = ${ctx.now()} where workspace_id = ${ctx.workspaceId} and id = ${questionId}`)
}
