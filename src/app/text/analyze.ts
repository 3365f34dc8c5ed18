import { readLines, textOf, withField, writeLines } from '#app/text/lines.ts'
import { progressBar } from '#app/text/progress.ts'
import { AppError } from '#platform/errors.ts'
import { analyze } from '#text/analysis/analyze.ts'
import type { Analysis, Because, Part, Rating } from '#text/analysis/result.ts'
import { loadLanguages } from '#text/language/language.ts'
import { shippedWeights } from '#text/model/shipped.ts'

export const scales = ['5', '7', '10', 'nps'] as const
export interface AnalyzeFlags {
  out: string
  field: string[]
  rating?: string
  scale: (typeof scales)[number]
}

/** Analyses a file line by line; true if every line could be read. */
export async function analyzeFile(input: string, flags: AnalyzeFlags): Promise<boolean> {
  const weights = shippedWeights()
  const languageOf = await loadLanguages()
  const reader = await readLines(input)
  const writer = writeLines(flags.out, input)
  const progress = progressBar(reader.size)
  let lines = 0
  let withText = 0
  let offScale = 0
  let firstFields: string[] = []
  try {
    for await (const line of reader.lines) {
      const { value } = line
      lines++
      if (lines === 1) firstFields = Object.keys(value)
      const parts = partsOf(value, flags.field)
      if (parts.length > 0) withText++
      const rating = ratingOf(value, flags)
      if (rating === undefined && flags.rating && value[flags.rating] != null) offScale++
      await writer.write(
        withField(
          line,
          'analysis',
          inShort(analyze(weights, parts, { ...(rating && { rating }), languageOf })),
        ),
      )
      progress.at(reader.read(), lines)
    }
    await writer.finish()
  } catch (error) {
    await writer.abandon()
    throw error
  } finally {
    progress.end()
  }
  if (lines > 0 && withText === 0)
    throw new AppError(
      'invalid',
      'analyze.no_text',
      `No line has text in ${flags.field.join(', ')}. Name the field with --field; the first line has ${firstFields.join(', ')}.`,
    )
  if (offScale > 0)
    process.stderr.write(
      `${offScale} ratings are not on the scale of ${flags.scale} and were left out. Name the scale with --scale.\n`,
    )
  if (reader.bad() > 0) process.stderr.write(`${reader.bad()} lines were skipped, ${lines} analysed.\n`)
  return reader.bad() === 0
}

function partsOf(value: Record<string, unknown>, fields: readonly string[]): Part[] {
  return fields.flatMap((name) => {
    const text = textOf(value[name])
    return text === '' ? [] : [{ name, text }]
  })
}

function ratingOf(value: Record<string, unknown>, { rating, scale }: AnalyzeFlags): Rating | undefined {
  const found = rating === undefined ? undefined : value[rating]
  const number =
    typeof found === 'number' ? found : typeof found === 'string' && found.trim() ? Number(found) : Number.NaN
  if (scale === 'nps') return number >= 0 && number <= 10 ? { kind: 'nps', value: number } : undefined
  const max = Number(scale)
  return number >= 1 && number <= max ? { kind: 'stars', value: number, max } : undefined
}

/** The analysis as the file has it: plain answers first, then how sure they are and why. */
function inShort({ language, types, sentiment, urgency, priority, negative }: Analysis) {
  return {
    language: language.code,
    types: types.map(({ label, confidence, because }) => ({ label, confidence, because: because.map(tidy) })),
    sentiment: {
      score: sentiment.score,
      label: sentiment.label,
      confidence: sentiment.confidence,
      because: sentiment.because.map(tidy),
    },
    urgency: urgency.label,
    priority: priority.label,
    negative: negative.label,
    confidence: {
      language: language.confidence,
      urgency: urgency.confidence,
      priority: priority.confidence,
      negative: negative.confidence,
    },
    because: {
      urgency: urgency.because.map(tidy),
      priority: priority.because.map(tidy),
      negative: negative.because.map(tidy),
    },
  }
}

function tidy({ meaning, words, part, from, to }: Because) {
  return words === undefined ? { meaning } : { meaning, words, field: part, from, to }
}
