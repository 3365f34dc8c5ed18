import type { ImportRun, ImportSummary } from '#collect/imports/contract.ts'
import { fieldsOf } from '#collect/imports/map/fields.ts'
import { durationWords, stateWords } from '#collect/imports/rules.ts'

/** What to add to the command so that a run that waits for a choice can start. */
export function hint(run: ImportRun): string {
  if (run.question) {
    const readings = run.question.samples.map(
      (sample) => `\n  --encoding ${sample.encoding.padEnd(14)}${sample.text.slice(0, 70)}`,
    )
    return ` Say which reading is right:${readings.join('')}`
  }
  return ` Say it with --mapping column=field; the columns are ${run.mapping.map((one) => one.column).join(', ')}.`
}

/** Prints where each column goes and why; `told` are the columns that the command named. */
export function sayMapping(run: ImportRun, told: ReadonlySet<string>): void {
  const words = new Map(fieldsOf(run.kind).map(([field, text]) => [field, text]))
  for (const note of run.notes) progress(note)
  const width = Math.min(30, Math.max(...run.mapping.map((one) => one.column.length)))
  for (const one of run.mapping) {
    const proposal = run.proposals.find((p) => p.column === one.column)
    const isProposed = proposal?.field === one.field
    const isTold = told.has(one.column)
    const why = isTold
      ? 'as told'
      : isProposed
        ? `${proposal.sure} %, ${proposal.reason}`
        : proposal?.field === 'undecided'
          ? `unclear: ${proposal.reason}`
          : 'as told'
    progress(`  ${one.column.padEnd(width)}  ${(words.get(one.field) ?? 'Not imported').padEnd(20)}  ${why}`)
  }
}

/** One line that is written over on a terminal; elsewhere a line every ten seconds. */
export function meter(): (run: ImportSummary) => void {
  let last = performance.now()
  return (run: ImportSummary) => {
    const left = run.secondsLeft === null ? '' : `, ${durationWords(run.secondsLeft)} left`
    const text = `${count(run.rowsRead)} of ${run.isTotalExact ? '' : 'about '}${count(run.totalRows)} rows, ${count(Math.round(run.rowsPerSecond ?? 0))} a second${left}`
    const isDue = performance.now() - last > (process.stderr.isTTY ? 200 : 10_000)
    if (!isDue) return
    last = performance.now()
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
    else progress(text)
  }
}

function groupLine(group: ImportRun['errorGroups'][number]): string {
  const lines = `${group.lines.join(', ')}${group.count > group.lines.length ? ' …' : ''}`
  return `  ${count(group.count)} × ${group.message} (line ${lines})`
}

/** Prints what an import did, and sets the exit code: 1 where rows were set aside, 2 where it failed. */
export function report(run: ImportRun, flags: { json?: boolean }): void {
  if (run.state === 'failed') process.exitCode = 2
  else if (run.errors > 0 && process.exitCode === undefined) process.exitCode = 1
  if (flags.json) {
    print(JSON.stringify(run))
    return
  }
  const groups = run.errorGroups.map(groupLine)
  const lines = [
    `${stateWords[run.state]}: ${count(run.created)} created, ${count(run.updated)} updated, ${count(run.skipped)} already here, ${count(run.errors)} set aside.`,
    ...groups,
    ...(run.failure ? [run.failure] : []),
    ...(run.state === 'done' ? [`Undo with: hearback import undo ${run.id}`] : []),
  ]
  print(lines.join('\n'))
}

/** Prints what a dry run found. */
export function reportCheck(run: ImportRun, flags: { json?: boolean }): void {
  const { check } = run
  if (!check) {
    report(run, flags)
    return
  }
  if (check.errors > 0) process.exitCode = 1
  if (flags.json) {
    print(JSON.stringify(run))
    return
  }
  const repeated = check.repeated ? `, ${count(check.repeated)} twice in the file` : ''
  const customers =
    check.newAccounts + check.newContacts
      ? [`Makes ${count(check.newAccounts)} accounts and ${count(check.newContacts)} contacts.`]
      : []
  const groups = check.groups.map(groupLine)
  print(
    [
      `Dry run, nothing was written: of ${count(check.rows)} rows ${count(check.created)} would be new, ${count(check.updated)} updated, ${count(check.existing)} are here already${repeated}, ${count(check.errors)} cannot be read.`,
      ...(run.kind === 'feedback'
        ? [`${count(check.history)} are history and start no clock, case or mail.`]
        : []),
      ...customers,
      ...groups,
    ].join('\n'),
  )
}

export const count = (number: number) => number.toLocaleString('en')

export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

export function progress(text: string): void {
  process.stderr.write(`${text}\n`)
}
