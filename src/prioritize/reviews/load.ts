import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { type Kind, kindWords, type State } from '#prioritize/reviews/rules.ts'

/** What a change of a review begins with. */

export interface Held {
  id: string
  kind: Kind
  state: State
  starts_at: Date
  period_from: string
  period_to: string
  positions: string[]
  part: number | null
  paused_at: Date | null
  led_by_member_id: string | null
}

const missing = () => new AppError('not_found', 'review.not_found', 'There is no such review. Check the id.')

async function find(ctx: Ctx, reviewId: string, lock: Sql): Promise<Held> {
  const row = await ctx.db.maybe<Held>(sql`
    select id, kind, state, starts_at, period_from::text as period_from, period_to::text as period_to, positions, part,
      paused_at, led_by_member_id
    from reviews where workspace_id = ${ctx.workspaceId} and id = ${reviewId} ${lock}`)
  if (row) return row
  throw missing()
}

/** A review for this transaction alone. Requests are locked before reviews, never after. */
export const holdReview = (ctx: Ctx, reviewId: string) => find(ctx, reviewId, sql`for no key update`)

/** A review as it is, not locked. */
export const readReview = (ctx: Ctx, reviewId: string) => find(ctx, reviewId, sql.empty)

const stateWords: Record<State, string> = {
  planned: 'has not begun',
  running: 'is under way',
  held: 'was held',
  missed: 'was not held',
  cancelled: 'was called off',
}

/** Refuses what a review's state does not allow: `review.not_running`, `review.not_planned`, `review.over`. */
export function mustBe(review: Pick<Held, 'kind' | 'state'>, ...states: State[]): void {
  if (states.includes(review.state)) return
  const code = states.length > 1 ? 'review.over' : `review.not_${states[0]}`
  throw new AppError(
    'conflict',
    code,
    `The ${kindWords[review.kind].toLowerCase()} ${stateWords[review.state]}. Look at it again.`,
    { state: review.state },
  )
}

/** Says that something in the room changed: browsers that look at it read it again. */
export async function touch(ctx: Ctx, reviewId: string): Promise<void> {
  await ctx.db.run(sql`
    update reviews set version = version + 1, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${reviewId}`)
}
