import { readItems, textsOf, writeItems } from '#app/text/items.ts'
import { withField } from '#app/text/lines.ts'
import { AppError } from '#platform/errors.ts'
import { fitThemes } from '#text/themes/fit.ts'
import { assignerOf } from '#text/themes/model.ts'

/** Items from which the themes are found; those beyond are put into them. */
const mostFitted = 100_000

/**
 * Adds to each line of a file its theme: an id such as "t1" (the largest), or null for none; then says on standard error
 * what the themes are. The texts of the first 100,000 items are held in memory. True if every line could be read.
 */
export async function findThemes(
  input: string,
  out: string,
  fields: readonly string[],
  k: number | undefined,
): Promise<boolean> {
  const items: string[][] = []
  await readItems(input, fields, (texts) => items.push(texts) < mostFitted)
  if (k !== undefined && k > items.length)
    throw new AppError(
      'invalid',
      'themes.too_many',
      `${k} themes are more than the ${items.length} items. Give a smaller --k, or none.`,
    )
  const { model, groups } = fitThemes(items, { k })
  const assign = assignerOf(model)
  const sizes = model.themes.map(() => 0)
  let done = 0
  let without = 0
  const isWhole = await writeItems(input, out, (line) => {
    const theme = done < groups.length ? groups[done]! : assign(textsOf(line, fields)).theme
    done++
    if (theme < 0) without++
    else sizes[theme]!++
    return withField(line, 'theme', theme < 0 ? null : `t${theme + 1}`)
  })
  const summary = model.themes.map(
    ({ phrases }, at) => `${`t${at + 1}`.padEnd(5)}${String(sizes[at]).padStart(8)}  ${phrases.join(' · ')}`,
  )
  process.stderr.write(
    [...summary, `${model.themes.length} themes; ${without} of ${done} items have none.`, ''].join('\n'),
  )
  return isWhole
}
