import {
  checkFields,
  checkInput,
  endProgress,
  Output,
  readLines,
  showProgress,
  Trouble,
  tell,
  textsOf,
} from '#app/text/passes.ts'
import { AppError } from '#platform/errors.ts'
import { fitThemes } from '#text/themes/fit.ts'
import { assignerOf } from '#text/themes/model.ts'

/** Items from which the themes are found; the lines beyond are put into them. */
const mostFitted = 100_000

/**
 * Adds to each line of a file its theme: `theme`, an id such as "t1" (the largest) or null for none. Says on standard
 * error what the themes are. The file is read twice; the texts of the first 100,000 lines are held in memory.
 */
export async function findThemes(
  path: string,
  out: string,
  fields: readonly string[],
  options: { k?: number; seed?: number },
): Promise<void> {
  await checkInput(path, out)
  const trouble = new Trouble()
  const items: string[][] = []
  const seen = new Set<string>()
  for await (const line of readLines(path, trouble)) {
    for (const name of Object.keys(line.value)) if (seen.size < 1000) seen.add(name)
    items.push(textsOf(line, fields))
    showProgress('Reading', items.length)
    if (items.length === mostFitted) break
  }
  checkFields(fields, seen)
  if (options.k !== undefined && options.k > items.length)
    throw new AppError(
      'invalid',
      'themes.too_many',
      `${options.k} themes are more than the ${items.length} items. Choose a smaller --k, or leave it out.`,
    )
  showProgress('Finding themes among', items.length)
  const { model, groups } = fitThemes(items, options)

  const assign = assignerOf(model)
  const sizes = model.themes.map(() => 0)
  let without = 0
  let done = 0
  const output = new Output(out)
  try {
    for await (const line of readLines(path, trouble)) {
      const theme = done < items.length ? groups[done]! : assign(textsOf(line, fields)).theme
      done++
      if (theme < 0) without++
      else sizes[theme]!++
      await output.write({ ...line.value, theme: theme < 0 ? null : `t${theme + 1}` })
      showProgress('Writing', done)
    }
    await output.close()
  } catch (error) {
    await output.discard()
    throw error
  } finally {
    endProgress()
  }
  model.themes.forEach(({ phrases }, at) => {
    tell(`${`t${at + 1}`.padEnd(5)} ${String(sizes[at]).padStart(7)}  ${phrases.slice(0, 4).join(' · ')}`)
  })
  tell(`${model.themes.length} themes; ${without} of ${done} items have none.`)
  trouble.conclude()
}
