import { type Playbook, stepActions } from '#act/playbooks/language.ts'
import type { Staff } from '#act/simulation/desk.ts'
import { assumedMinutes, type Effort, enoughSteps } from '#act/simulation/effort.ts'
import type { Run } from '#act/simulation/run.ts'

interface Assumed {
  playbooks: readonly [Playbook, Playbook]
  efforts: readonly [ReadonlyMap<string, Effort>, ReadonlyMap<string, Effort>]
  runs: readonly [Run, Run]
  seed: number
  usual: { days: number; n: number }
  /** causes whose account has no recorded value from that time */
  unknownThen: number
  staff: ReadonlyMap<string, Staff>
}

/** What the figures rest on, in sentences: what is recorded, and what is taken for granted where nothing is. */
export function assumptionsOf({
  playbooks,
  efforts,
  runs,
  seed,
  usual,
  unknownThen,
  staff,
}: Assumed): string[] {
  return [
    ...effortLines(playbooks, efforts),
    ...answerLines(runs, seed),
    ...(playbooks.some((one) => !one.ends)
      ? [
          `A case without an end of its own ends when it really did, else after ${usual.days} days (${usual.n > 0 ? `the middle of ${usual.n} recorded` : 'assumed'}).`,
        ]
      : []),
    ...(unknownThen > 0
      ? [`${unknownThen} accounts have no value recorded from that time; they count as they are today.`]
      : []),
    ...([...staff.values()].some((one) => one.hoursPerWeek === null)
      ? ['People give these steps all their working hours unless other hours are set.']
      : []),
    'Who holds several positions counts whole in each; who is invited to a step is not counted.',
    'Desks are empty at the beginning. A step is begun when somebody is free, not before its planned start, by due time.',
    'Calendars of accounts count, those of teams and members do not; absences do not either.',
    'Owners of accounts, triage of items and ways to reach people are as they are today.',
  ]
}

function effortLines(playbooks: Assumed['playbooks'], efforts: Assumed['efforts']): string[] {
  const known = new Map<string, string>()
  const assumed = new Set<string>()
  playbooks.forEach((playbook, side) => {
    for (const step of playbook.steps) {
      const effort = efforts[side]!.get(step.id)!
      if (effort.from === 'assumed') assumed.add(step.do)
      else {
        const how = effort.from === 'touchpoints' ? 'logged' : 'done in one sitting'
        known.set(
          step.id,
          `“${step.title}” takes ${effort.minutes} minutes, the middle of ${effort.n} ${how}.`,
        )
      }
    }
  })
  const taken = stepActions.filter((action) => assumed.has(action))
  if (taken.length === 0) return [...known.values()]
  const list = taken.map((action) => `${action} ${assumedMinutes[action]}`).join(', ')
  return [
    ...known.values(),
    `Assumed minutes of work, because fewer than ${enoughSteps} are recorded: ${list}.`,
  ]
}

function answerLines(runs: Assumed['runs'], seed: number): string[] {
  const sum = (by: keyof Run['answers']) => runs[0].answers[by] + runs[1].answers[by]
  const parts = [
    [sum('recorded'), 'as they were recorded'],
    [sum('byShare'), 'drawn by the recorded share of yes'],
    [sum('even'), 'drawn with even odds'],
  ] as const
  const some = parts.filter(([n]) => n > 0).map(([n, how]) => `${n} ${how}`)
  const isDrawn = parts[1][0] + parts[2][0] > 0
  const decided = runs[0].decided + runs[1].decided
  return [
    ...(some.length > 0
      ? [`Answers to questions of steps, both sides: ${some.join(', ')}${isDrawn ? ` (seed ${seed})` : ''}.`]
      : []),
    ...(decided > 0
      ? [
          `${decided} conditions could not be answered; a person would decide, here as it was recorded, else to open the step.`,
        ]
      : []),
  ]
}
