import type { Part } from '#text/analysis/result.ts'
import { sourceOfParts } from '#text/analysis/source.ts'

/** What is read of an item. */
export interface ItemText {
  title: string | null
  verbatim: string
}

/** So much of a text is learned from. */
export const readMost = 4000

/** The customer's own words of an item, which lessons are made of and compared with. */
export function textOf(item: ItemText): string {
  return sourceOfParts(partsOf(item)).text
}

/** Title and words as the parts of one text. */
export function partsOf({ title, verbatim }: ItemText): Part[] {
  const words = { name: 'verbatim', text: verbatim }
  return title ? [{ name: 'title', text: title }, words] : [words]
}
