import type { Frequencies } from '#text/duplicates/likeness.ts'
import { sketch } from '#text/duplicates/sketch.ts'
import { featuresOf } from '#text/themes/features.ts'

/** What is kept of a fit: plain data that can be stored as JSON, and puts one more item into its theme. */

export interface ThemeShape {
  /** its telling phrases, best first, as people write them */
  phrases: string[]
  /** items in it when it was found */
  size: number
  /** strongest features of the mean of its items, one long, and the length the mean had */
  center: { ids: number[]; weights: number[]; length: number }
}

export interface ThemeModel {
  version: 1
  /** items of the fit */
  items: number
  averageLength: number
  /** how many items of the fit hold a word; other words were in one at most */
  words: { keys: number[]; holding: number[] }
  /** mean cosine with a theme's items below which an item has no theme */
  least: number
  /** items of the fit that had no theme */
  without: number
  themes: ThemeShape[]
}

export interface Assigned {
  /** place in `model.themes`, or −1 for none */
  theme: number
  /** cosine with the theme's direction, 0…1 */
  likeness: number
}

/** Makes the function that puts an item (its fields, a title first) into a theme of a model. */
export function assignerOf(model: ThemeModel): (fields: readonly string[]) => Assigned {
  const holding = new Map(model.words.keys.map((key, i) => [key, model.words.holding[i]!]))
  const frequencies: Frequencies = {
    items: model.items,
    averageLength: model.averageLength,
    of: (key) => holding.get(key) ?? 1,
  }
  const themesOf = new Map<number, { theme: number; weight: number }[]>()
  model.themes.forEach(({ center }, theme) => {
    center.ids.forEach((id, i) => {
      const entry = { theme, weight: center.weights[i]! }
      const same = themesOf.get(id)
      if (same) same.push(entry)
      else themesOf.set(id, [entry])
    })
  })
  const scores = new Float64Array(model.themes.length)
  return (fields) => {
    const { ids, weights } = featuresOf(sketch(fields), frequencies)
    scores.fill(0)
    for (let i = 0; i < ids.length; i++)
      for (const { theme, weight } of themesOf.get(ids[i]!) ?? []) scores[theme]! += weight * weights[i]!
    let theme = -1
    let likeness = 0
    scores.forEach((score, at) => {
      if (score > likeness) {
        theme = at
        likeness = score
      }
    })
    const isIn = theme >= 0 && likeness * model.themes[theme]!.center.length >= model.least
    return isIn ? { theme, likeness: Math.min(likeness, 1) } : { theme: -1, likeness: 0 }
  }
}

/**
 * Whether more of the recent items than of the fitted ones have no theme, by more than chance (one-sided test of two
 * shares, p < .001): then something new is being said and it is time to fit again.
 */
export function isDrifting(model: ThemeModel, recent: { items: number; without: number }): boolean {
  if (recent.items < 20 || model.items === 0) return false
  const before = model.without / model.items
  const now = recent.without / recent.items
  const both = (model.without + recent.without) / (model.items + recent.items)
  const error = Math.sqrt(both * (1 - both) * (1 / model.items + 1 / recent.items))
  return error > 0 && (now - before) / error > 3.09
}
