import { type Playbook, variablesOf } from '#act/playbooks/language.ts'
import { askCondition } from '#platform/conditions/rules.ts'

/** Of playbooks that listen to an event, those that take its signal: one for the rest only where no other does. */
export function takersOf<T extends { playbook: Playbook }>(
  playbooks: readonly T[],
  values: Record<string, unknown>,
): T[] {
  const holding = playbooks.filter(({ playbook }) => {
    const outcome = askCondition(variablesOf(playbook.steps), playbook.when.if, values)
    return 'holds' in outcome && outcome.holds
  })
  const own = holding.filter(({ playbook }) => !playbook.when.otherwise)
  return own.length > 0 ? own : holding
}
