import { calendarOf, type Loaded, momentsOf, type StepRecord } from '#act/cases/load.ts'
import type { MovedStep } from '#act/moves/contract.ts'
import type { Playbook } from '#act/playbooks/language.ts'
import { ruleText, windowOf } from '#act/playbooks/rules.ts'
import { addOpenTime, isBusiness, parseDuration } from '#platform/calendar/rules.ts'

/** What becomes of each step of a case by another version: the steps of that version in its order, then what it drops. */
export function plannedMove(loaded: Loaded, next: Playbook): MovedStep[] {
  const newest = new Map(loaded.steps.map((row) => [row.step_key, row]))
  const moments = momentsOf(loaded)
  const of = next.steps.map((step): MovedStep => {
    const row = newest.get(step.id)
    const isOver = row !== undefined && row.state !== 'open' && row.state !== 'ahead'
    const due = isOver ? row.latest_at : dueBy(loaded, next, step.id, row, moments)
    return {
      key: step.id,
      title: step.title,
      change: row === undefined ? 'added' : isOver ? 'over' : 'kept',
      state: row?.state ?? null,
      ruleBefore: row?.rule ?? null,
      ruleAfter: isOver ? row.rule : ruleText(step, next.steps),
      dueBefore: row ? dueNow(loaded, row, moments) : null,
      dueAfter: due?.toISOString() ?? null,
    }
  })
  const dropped = [...newest.values()]
    .filter((row) => !next.steps.some(({ id }) => id === row.step_key))
    .map((row): MovedStep => {
      const isOver = row.state !== 'open' && row.state !== 'ahead'
      const due = dueNow(loaded, row, moments)
      return {
        key: row.step_key,
        title: row.title,
        change: isOver ? 'over' : 'dropped',
        state: row.state,
        ruleBefore: row.rule,
        ruleAfter: isOver ? row.rule : null,
        dueBefore: due,
        dueAfter: isOver ? due : null,
      }
    })
  return [...of, ...dropped]
}

type Moments = ReadonlyMap<string, Date>

/** When a step is due as the case stands: an open one by its row, one ahead by where it would fall. */
function dueNow({ playbook, calendar }: Loaded, row: StepRecord, moments: Moments): string | null {
  const step = playbook.steps.find(({ id }) => id === row.step_key)
  const planned =
    row.state === 'ahead' && step ? windowOf(calendar, step, moments, row.round)?.latest : row.latest_at
  return planned?.toISOString() ?? null
}

function dueBy(
  loaded: Loaded,
  next: Playbook,
  key: string,
  row: StepRecord | undefined,
  moments: Moments,
): Date | null {
  const step = next.steps.find(({ id }) => id === key)!
  if (row?.no_clock) return null
  const calendar = row ? calendarOf(loaded, row) : loaded.calendar
  const window = windowOf(calendar, step, moments, row?.round ?? 1)
  if (!window) return null
  return movedBy(calendar, window.latest, step.due.latest, row?.moved_ms ?? 0)
}

/** A limit in working time is later by the working time of all pauses; one by the wall clock is not. */
function movedBy(calendar: Loaded['calendar'], latest: Date, rule: string, movedMs: number): Date {
  return movedMs > 0 && isBusiness(parseDuration(rule)!.unit)
    ? new Date(addOpenTime(calendar, latest.getTime(), movedMs))
    : latest
}

/** "3 steps stay, “Call back” is new, “Write” is dropped" */
export function moveWords(steps: readonly MovedStep[]): string {
  const named = (change: MovedStep['change']) =>
    steps.filter((one) => one.change === change).map(({ title }) => `“${title}”`)
  const [added, dropped] = [named('added'), named('dropped')]
  const moved = steps.filter((one) => one.change === 'kept' && one.dueBefore !== one.dueAfter).length
  return [
    added.length > 0 && `new: ${added.join(', ')}`,
    dropped.length > 0 && `dropped: ${dropped.join(', ')}`,
    moved > 0 && `${moved === 1 ? 'another due time for 1 step' : `other due times for ${moved} steps`}`,
  ]
    .filter(Boolean)
    .join('; ')
}
