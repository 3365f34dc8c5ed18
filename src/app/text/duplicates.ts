import {
  checkFields,
  checkInput,
  endProgress,
  Output,
  readLines,
  showProgress,
  Trouble,
  textsOf,
} from '#app/text/passes.ts'
import { Collection } from '#text/duplicates/collection.ts'
import { sketch } from '#text/duplicates/sketch.ts'

const nearestShown = 10

/**
 * Adds to each line of a file its ten nearest others: `nearest: [{ line, score }]`, best first, zero-based line
 * numbers, the score 0…1. The file is read twice; in memory are the words of the texts, not the texts.
 */
export async function findDuplicates(path: string, out: string, fields: readonly string[]): Promise<void> {
  await checkInput(path, out)
  const trouble = new Trouble()
  const collection = new Collection()
  const lineOf: number[] = []
  const seen = new Set<string>()
  for await (const line of readLines(path, trouble)) {
    for (const name of Object.keys(line.value)) if (seen.size < 1000) seen.add(name)
    collection.add(sketch(textsOf(line, fields)))
    lineOf.push(line.number)
    showProgress('Reading', lineOf.length)
  }
  checkFields(fields, seen)

  const output = new Output(out)
  try {
    const nearest = collection.nearest(nearestShown, (done) => showProgress('Comparing', done, lineOf.length))
    for await (const line of readLines(path, trouble)) {
      const near = nearest.next()
      if (near.done) break
      await output.write({
        ...line.value,
        nearest: near.value.map(({ at, score }) => ({
          line: lineOf[at]!,
          score: Math.round(score * 10_000) / 10_000,
        })),
      })
    }
    await output.close()
  } catch (error) {
    await output.discard()
    throw error
  } finally {
    endProgress()
  }
  trouble.conclude()
}
