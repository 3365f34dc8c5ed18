import { measureAnnouncements } from './announcements.ts'
import { measureAnswers } from './answers.ts'
import { measureBots } from './bots.ts'
import { measureCalendar } from './calendar.ts'
import { measureCases } from './cases.ts'
import { measureDuplicates } from './duplicates.ts'
import { type Part, say } from './figure.ts'
import { measureImport } from './import.ts'
import { buildProduct, openLab } from './lab.ts'
import { measureList } from './list.ts'
import { measureMeasure } from './measure.ts'
import { measurePortal } from './portal.ts'
import { measurePost } from './post.ts'
import { writeReport } from './report.ts'
import { measureResults } from './results.ts'
import { measureScoring } from './scoring.ts'
import { measureSearch } from './search.ts'
import { measureSignals } from './signals.ts'
import { measureSizes } from './sizes.ts'
import { measureStart } from './start.ts'
import { measureWave } from './wave.ts'

// npm run bench -- [calendar] [post] [answers] [list] [search] [duplicates] [scoring] [cases] [signals] [wave] [announcements] [portal] [bots] [results] [measure] [import] [start] [sizes] [--json] [--write] [--quick] [--rounds 5] [--seconds 4] [--rows 1000000]
const args = process.argv.slice(2)
const isJson = args.includes('--json')
const isQuick = args.includes('--quick')
const roundsAt = args.indexOf('--rounds')
const rounds = roundsAt < 0 ? (isQuick ? 3 : 5) : Number(args[roundsAt + 1])
const secondsAt = args.indexOf('--seconds')
const seconds = secondsAt < 0 ? (isQuick ? 2 : 4) : Number(args[secondsAt + 1])
const rowsAt = args.indexOf('--rows')
const rows = rowsAt < 0 ? (isQuick ? 60_000 : 1_000_000) : Number(args[rowsAt + 1])
const all = [
  'sizes',
  'start',
  'calendar',
  'post',
  'answers',
  'list',
  'search',
  'duplicates',
  'scoring',
  'cases',
  'signals',
  'wave',
  'announcements',
  'portal',
  'bots',
  'results',
  'measure',
  'import',
] as const
const asked = all.filter((name) => args.includes(name))

const measures: Record<(typeof all)[number], () => Promise<Part>> = {
  sizes: () => inLab(measureSizes),
  start: () => measureStart(rounds),
  calendar: () => measureCalendar(rounds),
  list: () => inLab((lab) => measureList(lab, rounds, rows)),
  search: () => inLab((lab) => measureSearch(lab, rounds, rows)),
  duplicates: () => inLab((lab) => measureDuplicates(lab, rounds, rows)),
  scoring: () => inLab((lab) => measureScoring(lab, rounds)),
  cases: () => inLab((lab) => measureCases(lab, rounds, rows)),
  signals: () => inLab((lab) => measureSignals(lab, rounds, seconds)),
  wave: () => inLab((lab) => measureWave(lab, rowsAt < 0 ? (isQuick ? 10_000 : 100_000) : rows)),
  announcements: () =>
    inLab((lab) => measureAnnouncements(lab, rowsAt < 0 ? (isQuick ? 5_000 : 50_000) : rows)),
  portal: () => inLab((lab) => measurePortal(lab, rounds, rowsAt < 0 ? (isQuick ? 10_000 : 100_000) : rows)),
  bots: () => inLab((lab) => measureBots(lab, rowsAt < 0 ? (isQuick ? 2 : 24) : rows)),
  results: () => inLab((lab) => measureResults(lab, rounds, rows)),
  measure: () => inLab((lab) => measureMeasure(lab, rounds, rows)),
  import: () => inLab((lab) => measureImport(lab, rounds, rows)),
  answers: () => inLab((lab) => measureAnswers(lab, rounds, seconds)),
  post: () => inLab((lab) => measurePost(lab, rounds, seconds)),
}

async function inLab(work: (lab: Awaited<ReturnType<typeof openLab>>) => Promise<Part>): Promise<Part> {
  const lab = await openLab()
  try {
    return await work(lab)
  } finally {
    await lab.close()
  }
}

buildProduct()
const measured = new Map<string, Part>()
for (const name of asked.length > 0 ? asked : all) {
  say(`Measuring: ${name}`)
  measured.set(name, await measures[name]())
}
if (args.includes('--write')) writeReport(measured, all)
const figures = [...measured.values()].flatMap((part) => part.figures)
if (isJson) process.stdout.write(`${JSON.stringify(figures)}\n`)
else {
  for (const figure of figures) {
    process.stdout.write(
      `${figure.holds ? 'holds ' : 'MISSED'}  ${figure.value} ${figure.unit}  (${figure.target})  ${figure.name}\n`,
    )
  }
  for (const { notes } of measured.values()) for (const note of notes) process.stdout.write(`${note}\n`)
}
process.exit(figures.every((figure) => figure.holds) ? 0 : 1)
