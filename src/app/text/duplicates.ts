import { readItems, writeItems } from '#app/text/items.ts'
import { withField } from '#app/text/lines.ts'
import { progressBar } from '#app/text/progress.ts'
import { Collection } from '#text/duplicates/collection.ts'
import { sketch } from '#text/duplicates/sketch.ts'

const mostNear = 10

/**
 * Adds to each line of a file its ten nearest others: `nearest: [{ line, score }]`, best first, zero-based line
 * numbers, the score 0…1. In memory are the words of the items, not their texts. True if every line could be read.
 */
export async function findDuplicates(
  input: string,
  out: string,
  fields: readonly string[],
): Promise<boolean> {
  const collection = new Collection()
  const lineOf: number[] = []
  await readItems(input, fields, (texts, line) => {
    collection.add(sketch(texts))
    lineOf.push(line.number - 1)
    return true
  })
  const progress = progressBar(collection.size)
  const nearest = collection.nearest(mostNear, (done) => progress.at(done, done))
  return writeItems(input, out, (line) => {
    const near = nearest.next()
    if (near.done) return undefined // the file grew meanwhile
    const shown = near.value.map(({ at, score }) => ({ line: lineOf[at]!, score: Number(score.toFixed(4)) }))
    return withField(line, 'nearest', shown)
  })
}
