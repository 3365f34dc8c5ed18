/** What stands in the place of something personal. */
export const marks = [
  'email',
  'phone',
  'link',
  'ip',
  'card',
  'iban',
  'number',
  'token',
  'person',
  'company',
] as const
export type Mark = (typeof marks)[number]

/** Until the end each mark is one character for private use, so that no later step reads it as a word. */
const first = 0xe000
const sign = new Map(marks.map((mark, i) => [mark, String.fromCharCode(first + i)]))

export function signOf(mark: Mark): string {
  return sign.get(mark)!
}

/** The signs written out as `[email]` and so on, and how often each stands there. */
export function writeMarks(text: string): { text: string; removed: Partial<Record<Mark, number>> } {
  const removed: Partial<Record<Mark, number>> = {}
  const written = text.replace(/[\ue000-\ue009]/g, (found) => {
    const mark = marks[found.charCodeAt(0) - first]!
    removed[mark] = (removed[mark] ?? 0) + 1
    return `[${mark}]`
  })
  return { text: written, removed }
}
