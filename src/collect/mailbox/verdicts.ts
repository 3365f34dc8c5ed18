import type { Fields } from '#collect/mailbox/rules.ts'

/** What the mail servers before us said of a mail: how likely it is spam, and whether its sender was proven. */

/** How likely a mail is spam, as its own filters said it. */
export interface Spam {
  /** 5 is where SpamAssassin and Microsoft begin to call it spam */
  score: number
  /** the header that said so */
  says: string
}

const number = (text: string | undefined) => (text === undefined ? undefined : Number(text))
const startsWithNumber = (value: string) => number(/^[+-]?\d{1,6}(?:\.\d{1,9})?/.exec(value)?.[0])

/** A filter that only says yes or no means the least that is called spam. */
const flagged = (value: string) => (/^yes\b/i.test(value) ? 5 : /^no\b/i.test(value) ? 0 : undefined)

/** The headers of each filter, the most exact first, and where the number stands in them. */
const filters: readonly (readonly [name: string, read: (value: string) => number | undefined])[][] = [
  // SpamAssassin, and what writes like it; `hits` until version 3
  [
    ['X-Spam-Status', (value) => number(/\b(?:score|hits)=([+-]?\d{1,6}(?:\.\d{1,9})?)/i.exec(value)?.[1])],
    ['X-Spam-Score', startsWithNumber],
    ['X-Spam-Level', (value) => /^[*+]+$/.exec(value)?.[0].length],
    ['X-Spam-Flag', flagged],
  ],
  // Rspamd: `default: False [5.20 / 15.00]; SYMBOL(1.00)[]`
  [
    ['X-Spamd-Result', (value) => number(/\[\s*([+-]?\d{1,6}(?:\.\d{1,9})?)\s*\//.exec(value)?.[1])],
    ['X-Rspamd-Score', startsWithNumber],
    ['X-Spam', flagged],
  ],
  // Microsoft's spam confidence level: -1 (trusted) to 9
  [
    ['X-MS-Exchange-Organization-SCL', startsWithNumber],
    ['X-Forefront-Antispam-Report', (value) => number(/(?:^|;)\s*SCL:(-?\d{1,2})/i.exec(value)?.[1])],
  ],
]

/**
 * The highest score that a filter on the way gave; undefined where none said anything. Of each header only the topmost
 * is read: the nearest server wrote it.
 */
export function spamOf(fields: Fields): Spam | undefined {
  const said = filters.flatMap((headers) => {
    for (const [name, read] of headers) {
      const value = fields.get(name.toLowerCase())?.[0] ?? ''
      const score = read(value)
      if (score !== undefined) return [{ score, says: `${name}: ${value}`.slice(0, 500) }]
    }
    return []
  })
  return said.sort((a, b) => b.score - a.score)[0]
}
