import fc from 'fast-check'
import { expect, test } from 'vitest'
import { needsOf, type Playbook, type Step } from './language.ts'
import { shippedPlaybooks } from './library.ts'
import { reachesCustomer, ruleText, windowOf } from './rules.ts'
import { office } from './test-playbooks.ts'

interface Way {
  /** whether the condition of each step holds, in the order of the playbook */
  holds: readonly boolean[]
  /** which of the open steps is done next, and after how many hours */
  turns: readonly { pick: number; hours: number }[]
  /** how often a repeated step comes before the case is resolved */
  rounds: number
}

/** Walks a case through a playbook. Answers what it did; throws where a case would be left without anything due. */
function walk(playbook: Playbook, way: Way): string[] {
  const { steps } = playbook
  const moments = new Map<string, Date>()
  let now = new Date('2026-11-20T20:00:00Z')
  for (const start of ['opened', 'answered']) moments.set(start, now)
  const over = new Set<Step>()
  const open = new Map<Step, number>()
  const walked: string[] = []
  const end = (step: Step, what: string) => {
    moments.set(`${step.id}.done`, now)
    open.delete(step)
    over.add(step)
    walked.push(`${step.id} ${what}`)
  }
  for (let turn = 0; turn < 500; turn++) {
    for (let moved = true; moved; ) {
      moved = false
      steps.forEach((step, i) => {
        if (over.has(step) || open.has(step)) return
        const isReady = needsOf(playbook, i).every((id) => [...over].some((one) => one.id === id))
        if (!isReady) return
        moved = true
        moments.set(`${step.id}.opened`, now)
        if (step.if && !way.holds[i]) end(step, 'skipped')
        else open.set(step, 1)
      })
    }
    const dated = [...open].filter(([step, round]) => windowOf(office, step, moments, round))
    if (dated.length === 0) throw new Error(`nothing is due after ${walked.join(', ')}`)
    for (const [step] of open) expect(ruleText(step, steps)).toMatch(/ after /)
    const { pick, hours } = way.turns[turn % way.turns.length]!
    // The last round is not done here: it ends with the case.
    const doable = [...open].filter(([step, round]) => !step.repeat || round <= way.rounds)
    const next = doable[pick % doable.length]
    if (!next) {
      // Only repeated steps are left: somebody resolves the case, and nothing repeats any more.
      if (playbook.ends) throw new Error(`the end is never reached after ${walked.join(', ')}`)
      return [...walked, 'resolved by hand']
    }
    const [step, round] = next
    now = new Date(now.getTime() + hours * 3_600_000)
    if (reachesCustomer(step.do) && !moments.has('first-contact')) moments.set('first-contact', now)
    if (step.repeat) {
      open.set(step, round + 1)
      walked.push(`${step.id} round ${round}`)
      continue
    }
    end(step, 'done')
    if (`${step.id}.done` === playbook.ends) return walked
  }
  throw new Error(`no end after ${walked.join(', ')}`)
}

test.each([...shippedPlaybooks().values()].map((one) => [one.key, one.playbook] as const))(
  '%s: on every path something is due until the case ends, and it ends',
  (_, playbook) => {
    const ways = fc.record({
      holds: fc.array(fc.boolean(), { minLength: playbook.steps.length, maxLength: playbook.steps.length }),
      turns: fc.array(fc.record({ pick: fc.nat(20), hours: fc.nat(400) }), { minLength: 1, maxLength: 30 }),
      rounds: fc.nat(4),
    })
    fc.assert(
      fc.property(ways, (way) => {
        const walked = walk(playbook, way)
        const ends = playbook.ends ? `${playbook.ends.replace('.', ' ')}` : 'resolved by hand'
        expect(walked.at(-1)).toBe(ends)
      }),
      { numRuns: 300 },
    )
  },
)
