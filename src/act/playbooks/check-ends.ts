import type { Say } from '#act/playbooks/check.ts'
import { before } from '#act/playbooks/check-due.ts'
import { needsOf, type Playbook } from '#act/playbooks/language.ts'
import { keepsCaseOpen } from '#act/playbooks/rules.ts'
import { nearest } from '#platform/conditions/rules.ts'

/**
 * Walks the steps: no path may leave a case open with nothing due. Needs without a cycle let every step come to its
 * turn; then a case goes on for ever unless a step that nothing can skip ends it, or one repeats until it is resolved.
 */
export function checkEnds(playbook: Playbook, say: Say): void {
  const { steps, ends } = playbook
  const inCircle = steps.flatMap((step, i) => (before(playbook, i).has(step.id) ? [i] : []))
  for (const i of inCircle.slice(0, 1)) {
    say(
      'error',
      ['steps', i, 'needs'],
      `“${steps[i]!.id}” waits for itself: ${circleOf(playbook, i).join(' needs ')}`,
      'take one of these needs out',
    )
  }
  if (inCircle.length > 0) return
  if (ends !== undefined) {
    const last = steps.findIndex((step) => `${step.id}.done` === ends)
    if (last < 0) {
      const all = steps.map((step) => `${step.id}.done`)
      say(
        'error',
        ['ends'],
        `a case cannot end with “${ends}”`,
        `write ${nearest(ends, all) ?? all.at(-1)}, or take the line out to end cases by hand`,
      )
    } else if (steps[last]!.if) {
      const other = steps.findLast((step) => !step.if)
      say(
        'error',
        ['ends'],
        `the case never ends when “${steps[last]!.id}” is skipped (${[...before(playbook, last), steps[last]!.id].join(' → ')})`,
        other ? `write ${other.id}.done, or take its if: out` : 'take its if: out',
      )
    }
    return
  }
  // Rounds of a repeated step follow each other, so that something is due until a person resolves the case.
  if (steps.some((step) => keepsCaseOpen(playbook, step))) return
  say(
    'error',
    ['steps', steps.length - 1],
    `after “${steps.at(-1)!.id}” nothing is due and the case stays open`,
    `add ends: ${steps.at(-1)!.id}.done, or a step that repeats until case.resolved`,
  )
}

/** The way from a step through needs back to itself, as ids. */
function circleOf(playbook: Playbook, start: number): string[] {
  const { steps } = playbook
  const walk = (index: number, way: string[]): string[] | undefined => {
    for (const need of needsOf(playbook, index)) {
      if (need === steps[start]!.id) return [...way, need]
      const next = steps.findIndex((step) => step.id === need)
      if (next < 0 || way.includes(need)) continue
      const found = walk(next, [...way, need])
      if (found) return found
    }
    return undefined
  }
  return walk(start, [steps[start]!.id]) ?? [steps[start]!.id]
}
