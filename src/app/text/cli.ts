import { type Command, InvalidArgumentError, Option } from 'commander'
import type { AnalyzeFlags } from '#app/text/analyze.ts'

function toCount(value: string): number {
  const count = Number(value)
  if (!Number.isInteger(count) || count < 1 || count > 1000)
    throw new InvalidArgumentError('Give a whole number from 1 to 1000.')
  return count
}

/** Adds the commands that understand text without a database or server. They load what they need when they run. */
export function addTextCommands(hearback: Command): void {
  const every = (value: string, before: string[] | undefined) => [...(before ?? []), value]
  hearback
    .command('analyze')
    .description('find out type, sentiment, urgency and language of each line of a .jsonl file')
    .argument('<in>', 'a file with one JSON object a line; - reads standard input')
    .requiredOption('--out <file>', 'where each line goes with its analysis; - writes to standard output')
    .option('--field <name>', 'a field with text, the title first; repeat for each (default: text)', every)
    .option('--rating <name>', 'a field with a rating, which counts with the text')
    .addOption(
      new Option('--scale <scale>', 'the scale of the rating').choices(['5', '7', '10', 'nps']).default('5'),
    )
    .action(async (input: string, flags: Omit<AnalyzeFlags, 'field'> & { field?: string[] }) => {
      const { analyzeFile } = await import('#app/text/analyze.ts')
      const isWhole = await analyzeFile(input, { ...flags, field: flags.field ?? ['text'] })
      if (!isWhole) process.exitCode = 2
    })

  const several = 'a field with text, the title first; repeat for each (default: title and text)'
  hearback
    .command('duplicates')
    .description('find the ten nearest others of each line of a .jsonl file')
    .argument('<in>', 'a file with one JSON object a line')
    .requiredOption('--out <file>', 'where each line goes with `nearest`; - writes to standard output')
    .option('--field <name>', several, every)
    .action(async (input: string, flags: { out: string; field?: string[] }) => {
      const { findDuplicates } = await import('#app/text/duplicates.ts')
      const isWhole = await findDuplicates(input, flags.out, flags.field ?? ['title', 'text'])
      if (!isWhole) process.exitCode = 2
    })
  hearback
    .command('themes')
    .description('find what the lines of a .jsonl file are about, and put each line into its theme')
    .argument('<in>', 'a file with one JSON object a line')
    .requiredOption('--out <file>', 'where each line goes with `theme`; - writes to standard output')
    .option('--field <name>', several, every)
    .option('--k <number>', 'how many themes; found out when left out', toCount)
    .action(async (input: string, flags: { out: string; field?: string[]; k?: number }) => {
      const { findThemes } = await import('#app/text/themes.ts')
      const isWhole = await findThemes(input, flags.out, flags.field ?? ['title', 'text'], flags.k)
      if (!isWhole) process.exitCode = 2
    })
}
