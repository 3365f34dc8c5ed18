import { z } from 'zod'

/** What a model answered, read with suspicion: it is words of somebody else that may quote words of anybody. */

const longestName = 80
const longestSentence = 500

/** One line of plain text: no control or direction characters, no markup of links, cut at a word. */
export function plainLine(text: string, most: number): string {
  const flat = text
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]+/gu, ' ')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\s+/g, ' ')
    .trim()
  return flat.length <= most ? flat : `${flat.slice(0, most - 2).replace(/\s+\S*$/, '')} …`
}

const plainText = (text: string) =>
  text.replace(/(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '').trim()

/**
 * The first JSON object in a text: bare, in a fence, or among other words, after what a model thought aloud. Undefined
 * where there is none.
 */
export function objectIn(text: string): Record<string, unknown> | undefined {
  const said = text.includes('</think>') ? text.slice(text.lastIndexOf('</think>') + 8) : text
  const from = said.indexOf('{')
  for (let to = said.lastIndexOf('}'), tries = 0; from >= 0 && to > from && tries < 20; tries++) {
    try {
      const found: unknown = JSON.parse(said.slice(from, to + 1))
      return typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : undefined
    } catch {
      to = said.lastIndexOf('}', to - 1)
    }
  }
  return undefined
}

const Own = z.object({ because: z.string().catch(''), confidence: z.coerce.number().catch(Number.NaN) })

/** Why and how sure, by the model’s own word. */
function ownWord(found: Record<string, unknown>) {
  const { because, confidence } = Own.parse(found)
  const share = confidence > 1 ? confidence / 100 : confidence
  return {
    because: plainLine(because, longestSentence) || null,
    confidence: share >= 0 && share <= 1 && found.confidence !== null ? Math.round(share * 100) / 100 : null,
  }
}

/** A name for a theme; one short line without JSON is one too. Undefined: there is none. */
export function readName(text: string) {
  const found = objectIn(text)
  if (!found) {
    const line = text.trim().replace(/^["“*]+|["”*.]+$/g, '')
    if (line === '' || line.includes('\n') || line.length > longestName || /[{}<>`]/.test(line))
      return undefined
    return {
      kind: 'theme_name' as const,
      name: plainLine(line, longestName),
      summary: null,
      because: null,
      confidence: null,
    }
  }
  const name = typeof found.name === 'string' ? plainLine(found.name, longestName) : ''
  if (name === '') return undefined
  const summary = typeof found.summary === 'string' ? plainLine(found.summary, longestSentence) : ''
  return { kind: 'theme_name' as const, name, summary: summary || null, ...ownWord(found) }
}

const Sentence = z.object({ text: z.string(), quotes: z.array(z.union([z.number(), z.string()])).catch([]) })
const squeezed = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
const mostSentences = 8
const shortestQuote = 12

/**
 * A summary whose sentences rest on quotes that were sent: by number, or by words that stand in one. Sentences with
 * none, or with one that was not sent, are refused and counted. Undefined: no sentence is left.
 */
export function readSummary(text: string, quotes: readonly { number: number; text: string }[]) {
  const found = objectIn(text)
  if (!Array.isArray(found?.sentences)) return undefined
  const sentences: { text: string; numbers: number[] }[] = []
  let refused = 0
  for (const one of found.sentences.slice(0, mostSentences)) {
    const read = Sentence.safeParse(one)
    const line = read.success ? plainLine(read.data.text, longestSentence) : ''
    const numbers = read.success ? read.data.quotes.map((quote) => numberOf(quote, quotes)) : []
    if (line === '' || numbers.length === 0 || numbers.includes(undefined)) refused++
    else sentences.push({ text: line, numbers: [...new Set(numbers as number[])] })
  }
  return sentences.length > 0 ? { sentences, refused, ...ownWord(found) } : undefined
}

function numberOf(
  given: number | string,
  quotes: readonly { number: number; text: string }[],
): number | undefined {
  const isNumber = typeof given === 'number' || /^\d+$/.test(given.trim())
  if (isNumber) return quotes.find((quote) => quote.number === Number(given))?.number
  const words = squeezed(given)
  if (words.length < shortestQuote) return undefined
  return quotes.find((quote) => squeezed(quote.text).includes(words))?.number
}

/** A translation. Undefined: there is none. */
export function readTranslation(text: string): string | undefined {
  const found = objectIn(text)
  const translation = typeof found?.translation === 'string' ? plainText(found.translation) : ''
  return translation || undefined
}
