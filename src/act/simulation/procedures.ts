import { checkPlaybook } from '#act/playbooks/check.ts'
import { playbookTemplates } from '#act/playbooks/library.ts'
import { findVersion } from '#act/playbooks/queries.ts'
import type { Procedure } from '#act/simulation/simulate.ts'
import type { Ctx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'

/** The version of a playbook that is in effect, or the one named; undefined where there is none of that name. */
export async function savedProcedure(
  ctx: Ctx,
  key: string,
  version?: number,
): Promise<Procedure | undefined> {
  const found = await findVersion(ctx, key, version)
  if (found) return { playbook: found.playbook, label: `Version ${found.version}` }
  if (version === undefined || !(await findVersion(ctx, key))) return undefined
  throw new AppError(
    'not_found',
    'playbook.version_not_found',
    `“${key}” has no version ${version}. Look at its versions.`,
  )
}

/** A text that is not saved. Throws `playbook.faulty` with every fault. */
export function writtenProcedure(text: string, label: string): Procedure {
  const { playbook, findings } = checkPlaybook(text, { templates: [...playbookTemplates().keys()] })
  if (playbook) return { playbook, label }
  const faults = findings
    .filter((one) => one.level === 'error')
    .map((one) => `line ${one.line}: ${one.message}; ${one.fix}`)
  throw new AppError('invalid', 'playbook.faulty', `${label} has faults. ${faults.slice(0, 5).join('. ')}.`)
}
