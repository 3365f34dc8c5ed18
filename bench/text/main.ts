import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { datasetsFolder } from './datasets.ts'
import type { Figure, Measure } from './figure.ts'
import { measureDuplicates } from './rows/duplicates.ts'
import { measureLearning } from './rows/learning.ts'
import { measureSentiment } from './rows/sentiment.ts'
import { measureSpeed } from './rows/speed.ts'
import { measureThemes } from './rows/themes.ts'
import { measureIssues, measureTypes } from './rows/type.ts'

/**
 * npm run bench:text [-- --json] [--row NAME]… [--datasets FOLDER] [--write]: measures the text core on sources that it was not
 * trained on, beside others in the same run. `--write` puts the table into docs/benchmarks-text.md, with `--row` only its
 * lines.
 */
const rows: Record<string, Measure> = {
  type: measureTypes,
  issues: measureIssues,
  sentiment: measureSentiment,
  duplicates: measureDuplicates,
  themes: measureThemes,
  learning: measureLearning,
  speed: measureSpeed,
}

const argv = process.argv.slice(2)
const folder = datasetsFolder()
const asked = argv.flatMap((word, i) => (word === '--row' ? [argv[i + 1] ?? ''] : []))
for (const name of asked)
  if (!(name in rows)) {
    console.error(`There is no row "${name}". There are ${Object.keys(rows).join(', ')}.`)
    process.exit(2)
  }
const figures: Figure[] = []
for (const [name, measure] of Object.entries(rows)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  console.error(`Measuring ${name} …`)
  figures.push(...(await measure(folder)))
}

const show = (value: number | undefined) =>
  value === undefined
    ? ''
    : value >= 100
      ? Math.round(value).toLocaleString('en')
      : value < 1
        ? value.toFixed(3)
        : value.toFixed(2)

function verdict({ ours, reach, beyond, isLessBetter }: Figure): string {
  if (reach === undefined) return ''
  const passes = (goal: number) => (isLessBetter ? ours <= goal : ours >= goal)
  return beyond !== undefined && passes(beyond) ? 'beyond' : passes(reach) ? 'reached' : 'missed'
}

const table = [
  '| task | texts | measure | Hearback | others, same run | reach | beyond | |',
  '| --- | --- | --- | --- | --- | --- | --- | --- |',
  ...figures.map((figure) => {
    const others = Object.entries(figure.others)
      .map(([name, value]) => `${name} ${show(value)}`)
      .join(', ')
    const note = [verdict(figure), figure.note].filter(Boolean).join('; ')
    return `| ${figure.row} | ${figure.set} | ${figure.measure} | ${show(figure.ours)} | ${others} | ${show(figure.reach)} | ${show(figure.beyond)} | ${note} |`
  }),
].join('\n')

console.log(argv.includes('--json') ? JSON.stringify(figures, null, 2) : table)

/** The table as it stands in the document, with the lines of this run in place of those on the same task and texts. */
function merged(standing: string): string {
  if (asked.length === 0) return table
  const subject = (line: string) => line.split(' | ').slice(0, 3).join(' | ')
  const lines = new Map([...standing.split('\n'), ...table.split('\n')].map((line) => [subject(line), line]))
  return [...lines.values()].join('\n')
}

if (argv.includes('--write')) {
  const path = join(process.env.HEARBACK_ROOT ?? '.', 'docs/benchmarks-text.md')
  const text = readFileSync(path, 'utf8')
  const [before, rest] = text.split('<!-- figures -->\n')
  const after = rest?.split('<!-- end of figures -->')[1]
  if (before === undefined || after === undefined) throw new Error(`${path} has no place for the figures.`)
  writeFileSync(
    path,
    `${before}<!-- figures -->\n${merged(rest!.split('\n<!-- end')[0]!)}\n<!-- end of figures -->${after}`,
  )
}
