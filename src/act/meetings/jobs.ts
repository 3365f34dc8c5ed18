import { takeAnswers } from '#act/meetings/answers.ts'
import { callOffOf, hearStepDone } from '#act/meetings/commands.ts'
import { type Emitted, projection } from '#platform/events/event.ts'

// Beside the change that causes it: a meeting never outlives its step, and an answer is read with its mail.
export const projections = [
  projection(
    'mail.received',
    async (ctx, { payload }: Emitted<{ inboundId: string; hasCalendar: boolean }>) => {
      if (payload.hasCalendar) await takeAnswers(ctx, payload.inboundId)
    },
  ),
  projection('case.step_done', async (ctx, { payload }: Emitted<{ stepId: string }>) =>
    hearStepDone(ctx, payload.stepId),
  ),
  projection('case.step_skipped', async (ctx, { payload }: Emitted<{ stepId: string }>) =>
    callOffOf(ctx, { stepId: payload.stepId }),
  ),
  projection('case.resolved', async (ctx, { payload }: Emitted<{ caseId: string }>) =>
    callOffOf(ctx, { caseId: payload.caseId }),
  ),
  projection('case.cancelled', async (ctx, { payload }: Emitted<{ caseId: string }>) =>
    callOffOf(ctx, { caseId: payload.caseId }),
  ),
]
