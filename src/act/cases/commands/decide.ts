import { advance, keepDue, latestRound, openStep, skipStep } from '#act/cases/advance.ts'
import { loadStep } from '#act/cases/commands/steps.ts'
import type * as contract from '#act/cases/contract.ts'
import { getCase } from '#act/cases/queries.ts'
import { keepsCaseOpen } from '#act/playbooks/rules.ts'
import type { Ctx } from '#platform/context.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'

/**
 * Opens a step ahead of its turn (or again after it was skipped), or skips it with a reason. Throws `step.ends_case` for
 * the step a case goes on until: skipped, it would leave the case open with nobody owing anything.
 */
export async function decideStep(
  ctx: Ctx,
  input: Input<typeof contract.decideStep>,
): Promise<Answer<typeof contract.decideStep>> {
  const { loaded, row, step } = await loadStep(ctx, input.caseId, input.stepId)
  const isLast = latestRound(loaded, row.step_key) === row
  const may = input.decision === 'open' ? ['ahead', 'skipped'] : ['ahead', 'open']
  if (!isLast || !may.includes(row.state)) {
    throw new AppError(
      'conflict',
      'step.decided',
      `“${row.title}” is ${row.state}; it cannot be ${input.decision === 'open' ? 'opened' : 'skipped'} now.`,
    )
  }
  if (input.decision === 'skip' && keepsCaseOpen(loaded.playbook, step)) {
    throw new AppError(
      'conflict',
      'step.ends_case',
      `The case goes on until “${row.title}” is done, so it cannot be skipped. Resolve or cancel the case instead.`,
    )
  }
  if (input.decision === 'open') await openStep(ctx, loaded, row, step)
  else await skipStep(ctx, loaded, row, input.reason!.trim(), 'person')
  await advance(ctx, loaded)
  await keepDue(ctx, loaded)
  return getCase(ctx, { caseId: input.caseId })
}
