import { reopenCase } from '#act/cases/commands/end.ts'
import { resumeCase } from '#act/cases/commands/pause.ts'
import type { Effect } from '#act/replies/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'

/** Does what an answer does to its case; where it cannot be taken up again, its lead is asked. */
export async function follow(ctx: Ctx, caseId: string, effect: Effect): Promise<Effect> {
  if (effect === 'go_on') await resumeCase(ctx, { caseId })
  if (effect !== 'reopen') return effect
  try {
    await reopenCase(ctx, { caseId, reason: 'the customer answered' })
    return 'reopen'
  } catch (error) {
    // Another case of this person is open: its lead decides where the answer belongs.
    if (error instanceof AppError && error.code === 'case.another_open') return 'ask'
    throw error
  }
}

/** What followed, as a sentence of the notice. */
export const follows: Record<Effect, string> = {
  none: '',
  go_on: ' The pause is over.',
  reopen: ' The case is open again.',
  ask: ' The case had ended. Reopen it if it is not over.',
}
