import { type Command, Option } from 'commander'
import type { AnalyzeFlags } from '#app/text/analyze.ts'

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
}
