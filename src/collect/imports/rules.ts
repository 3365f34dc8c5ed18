/** Pure rules of import runs: what may be done when, how long it still takes. */

export const runStates = [
  'ready',
  'checking',
  'running',
  'cancelled',
  'failed',
  'done',
  'undoing',
  'undone',
] as const
export type RunState = (typeof runStates)[number]

export const stateWords: Record<RunState, string> = {
  ready: 'Not started',
  checking: 'Dry run',
  running: 'Importing',
  cancelled: 'Cancelled',
  failed: 'Stopped by an error',
  done: 'Imported',
  undoing: 'Being undone',
  undone: 'Undone',
}

/** A run can be undone for this long after it ended; its file is kept as evidence for the same time. */
export const undoDays = 30

export const runVerbs = ['change', 'check', 'start', 'cancel', 'resume', 'undo', 'remove'] as const
export type RunVerb = (typeof runVerbs)[number]

const allowed: Record<RunVerb, readonly RunState[]> = {
  change: ['ready'],
  check: ['ready'],
  start: ['ready'],
  cancel: ['checking', 'running'],
  resume: ['cancelled', 'failed'],
  undo: ['done', 'cancelled', 'failed'],
  remove: ['ready', 'undone'],
}

/** Why a verb does not fit the state of a run, with what to do instead; undefined when it fits. */
export function verbTrouble(verb: RunVerb, state: RunState): string | undefined {
  if (allowed[verb].includes(state)) return undefined
  const words: Record<RunVerb, string> = {
    change: 'Its columns can be changed only before it starts. Upload the file again.',
    check: 'A dry run is possible only before it starts.',
    start:
      state === 'cancelled' || state === 'failed'
        ? 'Resume it instead.'
        : 'Upload the file again to import it once more.',
    cancel: 'There is nothing to cancel.',
    resume: 'Only a cancelled or failed import can be resumed.',
    undo: state === 'running' ? 'Cancel it first.' : 'There is nothing to undo.',
    remove:
      state === 'running' || state === 'checking'
        ? 'Cancel it first.'
        : 'Undo it first; then it can be removed from the list.',
  }
  return `This import is “${stateWords[state].toLowerCase()}”. ${words[verb]}`
}

/** The verbs that fit a state. */
export function verbsFor(state: RunState): RunVerb[] {
  return runVerbs.filter((verb) => verbTrouble(verb, state) === undefined)
}

/** Whole seconds until a run ends at its present rate; undefined while the rate is unknown. */
export function secondsLeft(
  rowsRead: number,
  totalRows: number,
  rowsPerSecond: number | null,
): number | undefined {
  if (!rowsPerSecond || rowsPerSecond <= 0) return undefined
  return Math.max(0, Math.ceil((totalRows - rowsRead) / rowsPerSecond))
}

/** “about 40 s”, “about 6 min”, “about 2 h”: as exact as it is known. */
export function durationWords(seconds: number): string {
  if (seconds < 60) return `about ${Math.max(1, seconds)} s`
  if (seconds < 5400) return `about ${Math.round(seconds / 60)} min`
  return `about ${Math.round(seconds / 3600)} h`
}

/** What becomes of the age rule: by age as the workspace says, or all rows alike. */
export const historyChoices = ['by_age', 'all', 'none'] as const
export type HistoryChoice = (typeof historyChoices)[number]

export const historyWords: Record<HistoryChoice, string> = {
  by_age: 'Older than the limit in the settings (7 days)',
  all: 'All rows are history',
  none: 'No row is history: clocks and cases start',
}

/** Excel shows a cell that begins like this as a formula; a quote in front keeps it text. */
const formula = /^[=+\-@\t\r]/

/**
 * A cell of a CSV file, quoted where needed. A cell that a spreadsheet would run as a formula gets an apostrophe in
 * front, and so does one that begins with an apostrophe before such a sign, so that `plainCell` can undo it exactly.
 */
export function csvCell(text: string): string {
  const safe = formula.test(text.replace(/^'+/, '')) && text !== '' ? `'${text}` : text
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The text that `csvCell` wrote: one apostrophe before a formula sign (or more apostrophes and one) is taken away. */
export function plainCell(text: string): string {
  return text.startsWith("'") && formula.test(text.replace(/^'+/, '')) ? text.slice(1) : text
}

/** One line of CSV. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}
