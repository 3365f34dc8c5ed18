import type * as contract from '#act/simulation/contract.ts'
import { lastMonths } from '#act/simulation/period.ts'
import { savedProcedure, writtenProcedure } from '#act/simulation/procedures.ts'
import { simulate } from '#act/simulation/simulate.ts'
import { checkCalendar, toCalendar, workingCalendar } from '#platform/calendar/commands.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import type { Visit } from '#platform/http/on.ts'

/** So many cases are answered one by one; the figures count all. */
const mostCases = 100

/**
 * Replays the past of this workspace through a playbook as it is and as it is changed. It holds no transaction while it
 * reckons, and stops when the caller has gone.
 */
export async function simulatePlaybook(
  { door, caller, signal }: Visit,
  input: Input<typeof contract.simulatePlaybook>,
): Promise<Answer<typeof contract.simulatePlaybook>> {
  const { actor } = caller
  const workspaceId = caller.workspaceId!
  const now = door.now()
  const { before, changed, zone } = await door.inWorkspace(workspaceId, actor, async (ctx) => ({
    before: await savedProcedure(ctx, input.key),
    changed: input.version === undefined ? undefined : await savedProcedure(ctx, input.key, input.version),
    zone: (await workingCalendar(ctx)).zone,
  }))
  if (!before)
    throw new AppError(
      'not_found',
      'playbook.not_found',
      `There is no playbook “${input.key}”. Look at the list of playbooks.`,
    )
  if (input.calendar) await checkCalendar(input.calendar, now)
  const after = input.text ? writtenProcedure(input.text, 'The draft') : (changed ?? before)
  return simulate(
    { door, workspaceId, actor, signal },
    {
      before,
      after,
      calendar: input.calendar && (await toCalendar(input.calendar, now)),
      staff: input.staff,
      staffNow: input.staffNow,
      ...lastMonths(input.months, zone, now),
      seed: input.seed,
      mostCases,
    },
  )
}
