import { compile, type Matcher, match } from '#text/cues/pattern.ts'
import { type Reading, read, spanOf } from '#text/reading/read.ts'
import { words } from '#text/words/words.ts'

/** Product areas by the workspace's own words: which area a text names. */
export interface Area {
  id: string
  /** names and keywords, each of one or more words */
  words: readonly string[]
}

export interface Areas {
  ids: string[]
  matcher: Matcher
}

export interface AreaFound {
  id: string
  /** 0…1 */
  confidence: number
  /** places that name it, [from, to) in UTF-16 units */
  spans: [number, number][]
}

const mostSpans = 5
const mostFound = 200

/** Makes areas ready to be found; done once for many texts. Names without a letter are never found. */
export function readAreas(areas: readonly Area[]): Areas {
  return {
    ids: areas.map(({ id }) => id),
    matcher: compile(areas.map((area) => area.words.map(patternOf).filter((pattern) => pattern !== ''))),
  }
}

/** The words of a name, the last of them in singular and plural. */
function patternOf(name: string): string {
  const found = words(name).map(({ kind, text }) => (kind === 'number' ? '#number' : text))
  const last = found.pop()
  if (last === undefined || (found.length === 0 && (last.length < 2 || last === '#number'))) return ''
  const forms = last.length > 3 && last.endsWith('s') ? [last, last.slice(0, -1)] : [last, `${last}s`]
  return [...found, forms.join('|')].join(' ')
}

/** The areas that a text names, the surest first. A longer name says more: "R2a export" before "export". */
export function areasIn(areas: Areas, text: string): AreaFound[] {
  return areasOf(areas, read(text))
}

/** The same of a text that was read already. */
export function areasOf({ ids, matcher }: Areas, reading: Reading): AreaFound[] {
  const { count, cues, first, last } = match(matcher, reading)
  const found = Array.from({ length: Math.min(count, mostFound) }, (_, i) => ({
    area: cues[i]!,
    first: first[i]!,
    last: last[i]!,
  }))
  // Words inside a longer name of another area do not speak for themselves.
  const own = found.filter(
    ({ area, first, last }) =>
      !found.some(
        (other) =>
          other.area !== area &&
          other.first <= first &&
          other.last >= last &&
          other.last - other.first > last - first,
      ),
  )
  const byArea = new Map<number, { weight: number; spans: [number, number][] }>()
  for (const { area, first, last } of own) {
    const entry = byArea.get(area) ?? { weight: 0, spans: [] }
    entry.weight += 1 + 0.5 * (last - first)
    if (entry.spans.length < mostSpans) entry.spans.push(spanOf(reading, first, last))
    byArea.set(area, entry)
  }
  const total = [...byArea.values()].reduce((sum, { weight }) => sum + weight, 0)
  return [...byArea]
    .map(([area, { weight, spans }]) => ({
      id: ids[area]!,
      confidence:
        Math.round(
          Math.min(0.95, (weight / (total + 0.28)) * (0.9 + 0.05 * Math.min(2, spans.length))) * 100,
        ) / 100,
      spans,
    }))
    .sort((a, b) => b.confidence - a.confidence || (a.id < b.id ? -1 : 1))
}
