import { type Line, readLines, textOf, type Writer, writeLines } from '#app/text/lines.ts'
import { progressBar } from '#app/text/progress.ts'
import { AppError } from '#platform/errors.ts'

/** A file of items that is read twice: once to know them all, once to write each with what was found. */

/** Reads the items of a file, each its fields; `take` may end the reading by returning false. */
export async function readItems(
  input: string,
  fields: readonly string[],
  take: (texts: string[], line: Line) => boolean,
): Promise<void> {
  if (input === '-')
    throw new AppError(
      'invalid',
      'file.not_twice',
      'The lines are read twice, which standard input cannot. Write them to a file first.',
    )
  const reader = await readLines(input)
  const progress = progressBar(reader.size)
  let count = 0
  let withText = 0
  let firstFields: string[] = []
  try {
    for await (const line of reader.lines) {
      if (++count === 1) firstFields = Object.keys(line.value)
      const texts = textsOf(line, fields)
      if (texts.some((text) => text !== '')) withText++
      progress.at(reader.read(), count)
      if (!take(texts, line)) break
    }
  } finally {
    progress.end()
  }
  if (count > 0 && withText === 0)
    throw new AppError(
      'invalid',
      'items.no_text',
      `No line has text in ${fields.join(', ')}. Name the field with --field; the first line has ${firstFields.join(', ')}.`,
    )
}

/** The texts of a line by field. Fields that it does not have are left out, so that a text alone is no title. */
export function textsOf(line: Line, fields: readonly string[]): string[] {
  return fields.map((field) => textOf(line.value[field])).filter((text) => text !== '')
}

/** Writes each line as `change` makes it; true if every line of the file could be read. */
export async function writeItems(
  input: string,
  out: string,
  change: (line: Line) => string | undefined,
): Promise<boolean> {
  const writer: Writer = writeLines(out, input)
  const reader = await readLines(input, true)
  const progress = progressBar(reader.size)
  let count = 0
  try {
    for await (const line of reader.lines) {
      const changed = change(line)
      if (changed !== undefined) await writer.write(changed)
      progress.at(reader.read(), ++count)
    }
    await writer.finish()
  } catch (error) {
    await writer.abandon()
    throw error
  } finally {
    progress.end()
  }
  return reader.bad() === 0
}
