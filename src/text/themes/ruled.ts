import { survivor, type Theme } from '#text/themes/continuity.ts'
import { fold } from '#text/words/fold.ts'
import { stem } from '#text/words/terms.ts'
import { eachWord } from '#text/words/words.ts'

/** Rules that people gave themes: an item that holds one of their phrases is in the theme, whatever else it says. */

/**
 * Makes the function that says which theme's rule an item (its fields) fulfils, if any. A phrase is found in any
 * inflection of its words; of several the one with the most words decides, then the earlier theme.
 */
export function ruledBy(themes: readonly Theme[]): (fields: readonly string[]) => string | undefined {
  const byId = new Map(themes.map((theme) => [theme.id, theme]))
  const rules = themes
    .flatMap(({ id, rules = [] }) =>
      rules.map((phrase) => ({ id: survivor(id, byId), stems: stems(phrase) })),
    )
    .filter(({ stems }) => stems.length > 0)
    .sort((a, b) => b.stems.length - a.stems.length)
    .map(({ id, stems }) => ({ id, within: ` ${stems.join(' ')} ` }))
  return (fields) => {
    if (rules.length === 0) return undefined
    const said = fields.map((field) => ` ${stems(field).join(' ')} `)
    return rules.find(({ within }) => said.some((text) => text.includes(within)))?.id
  }
}

function stems(text: string): string[] {
  const folded = fold(text).text
  const found: string[] = []
  eachWord(folded, (kind, from, to) => {
    const word = folded.slice(from, to)
    found.push(kind === 'word' ? stem(word) : word)
  })
  return found
}
