import type { CheckYear, EvidenceYear } from '#measure/quality/evidence/year.ts'
import { type CellState, stateWords } from '#measure/quality/rules.ts'
import { Paper, type TextStyle } from '#platform/pdf/paper.ts'
import { writeTable } from '#platform/pdf/table.ts'
import { count, dateOn, percent } from '#platform/web/format.ts'

const title = { size: 11.25, leading: 15, weight: 600 } as const
const sub = { size: 9, leading: 13.5, ink: 'ink-3' } as const

const stateStyles: Record<CellState, TextStyle> = {
  met: { ink: 'accent' },
  missed: { ink: 'late-ink', weight: 600 },
  not_due: { ink: 'ink-3' },
  no_data: { ink: 'ink-3' },
}

const ofAll = (met: number, missed: number) => `${count(met)} of ${count(met + missed)}`

export interface EvidenceFile {
  name: string
  bytes: number
  sha256: string
}

/** The evidence of a year for people: how each check stands, month by month, what it rests on, and the checksums of the data. */
export function evidencePdf(evidence: EvidenceYear, files: readonly EvidenceFile[]): Promise<Buffer> {
  const head = `Quality evidence ${evidence.year}`
  const paper = new Paper({
    title: `${head}, ${evidence.workspace}`,
    author: evidence.workspace,
    madeAt: new Date(evidence.madeAt),
    head,
  })
  summary(paper, evidence)
  for (const check of evidence.checks) section(paper, check)
  checksums(paper, files)
  return paper.end()
}

function summary(paper: Paper, evidence: EvidenceYear): void {
  const of = (state: CellState) => evidence.checks.filter((check) => check.state === state).length
  const made = evidence.madeAt.slice(0, 16).replace('T', ' ')
  paper.y += 2
  paper.text(
    `${of('met')} of ${of('met') + of('missed')} checks reached their target in ${evidence.year}${evidence.isComplete ? '' : ' so far; the year is not over'}.`,
    { size: 16.5, leading: 21, weight: 600, width: 400 },
  )
  paper.y += 4
  paper.text(
    `Made ${made} UTC from the records of Hearback. Days are those of ${evidence.zone}; what is counted is what came due in the year. Intervals are 95 % (Wilson). A check is met when its share reaches the target exactly.`,
    { ...sub, width: 450 },
  )
  paper.y += 12
  writeTable(
    paper,
    [
      { head: 'Check', width: 197 },
      { head: 'In time', width: 86, align: 'right' },
      { head: 'Share', width: 50, align: 'right' },
      { head: 'Interval', width: 88, align: 'right' },
      { head: 'Target', width: 50, align: 'right' },
      { head: '', width: paper.width - 471, align: 'right', gap: 0 },
    ],
    evidence.checks.map((check) => {
      const { met, missed } = check.year
      return [
        { text: check.isArchived ? `${check.name} (archived)` : check.name },
        { text: met + missed > 0 ? ofAll(met, missed) : '–' },
        { text: check.share === null ? '–' : percent(check.share) },
        { text: check.low === null ? '–' : `${percent(check.low)} – ${percent(check.high!)}` },
        { text: `${check.target} %` },
        { text: stateWords[check.state], ...stateStyles[check.state] },
      ]
    }),
  )
  paper.y += 14
}

function section(paper: Paper, check: CheckYear): void {
  paper.need(140)
  paper.text(check.name, title)
  paper.y += 1
  paper.text(`Rests on: ${check.source}`, sub)
  paper.text(`Counts: ${check.counts} Due: ${check.due} Ends with: ${check.ends}`, sub)
  paper.y += 6
  const small = { size: 7.5, leading: 11 }
  writeTable(
    paper,
    check.months.map(({ month }) => ({
      head: dateOn(`${month}-01`).split(' ')[2]!,
      width: paper.width / 12,
      gap: 2,
    })),
    [
      check.months.map(({ met, missed, pending, state }) => ({
        text: met + missed > 0 ? ofAll(met, missed) : pending > 0 ? 'open' : '–',
        ...small,
        ...stateStyles[state],
      })),
    ],
  )
  const { missed, pending, notDue } = check.year
  const rest = [
    missed > 0 && `${count(missed)} missed: “missed” in occurrences.csv`,
    pending > 0 && `${count(pending)} not yet due`,
    notDue > 0 && `${count(notDue)} not owed, each with its reason in occurrences.csv`,
  ].filter(Boolean)
  if (rest.length > 0) {
    paper.y += 4
    paper.text(`${rest.join('; ')}.`, { ...sub, ink: 'ink-2' })
  }
  paper.y += 18
}

function checksums(paper: Paper, files: readonly EvidenceFile[]): void {
  paper.need(130)
  paper.text('The data and their checksums', title)
  paper.y += 1
  paper.text(
    'This file stands beside the data it was made from. SHA256SUMS holds the checksums of all files, of this one too; sha256sum -c SHA256SUMS compares them.',
    sub,
  )
  paper.y += 6
  for (const { name, bytes, sha256 } of files) {
    paper.text(`${name}, ${count(bytes)} bytes`)
    paper.text(`SHA-256 ${sha256}`, sub)
    paper.y += 4
  }
}
