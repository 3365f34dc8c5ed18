import { stem } from '#text/words/terms.ts'
import { words } from '#text/words/words.ts'

/**
 * What a workspace taught: corrections, kept as the words of the corrected texts. Plain data that can be stored as
 * JSON. A correction that is taken out leaves nothing behind: what is learned is worked out from what remains.
 */
export interface Lesson {
  /** the item that was corrected; a later correction of it replaces this one */
  id: string
  label: string
  /** stems in the order of the text */
  words: string[]
  /** the label was refused for this text; which one is right is not known */
  isAgainst?: boolean
}

export interface Lessons {
  version: 1
  /** in the order of their ids */
  lessons: Lesson[]
  /** words that people took from a label: they say nothing for it any more */
  removed: { label: string; word: string }[]
}

/** So many words of a text are learned, and so many lessons kept for a label: the latest ids win. */
const mostWords = 80
export const mostLessons = 200

export const noLessons: Lessons = { version: 1, lessons: [], removed: [] }

/** The words of a text as lessons keep them. */
export function lessonWords(text: string): string[] {
  return words(text.slice(0, 4000))
    .slice(0, mostWords)
    .map(({ kind, text: word }) =>
      kind === 'word' ? stem(word) : kind === 'emoji' || kind === 'pair' ? word : `#${kind}`,
    )
}

export interface Correction {
  id: string
  label: string
  text: string
  isAgainst?: boolean
}

/** Adds a correction, or replaces the one of the same item. */
export function teach(state: Lessons, correction: Correction): Lessons {
  return teachAll(state, [correction])
}

/** Adds many at once. */
export function teachAll(state: Lessons, corrections: readonly Correction[]): Lessons {
  const byId = new Map(state.lessons.map((lesson) => [lesson.id, lesson]))
  for (const { text, ...lesson } of corrections) byId.set(lesson.id, { ...lesson, words: lessonWords(text) })
  const counts = new Map<string, number>()
  const kept = [...byId.values()]
    .sort((a, b) => (a.id < b.id ? 1 : a.id > b.id ? -1 : 0))
    .filter(({ label }) => {
      const count = (counts.get(label) ?? 0) + 1
      counts.set(label, count)
      return count <= mostLessons
    })
  return { ...state, lessons: kept.reverse() }
}

/** Takes the correction of an item out. */
export function unteach(state: Lessons, id: string): Lessons {
  return { ...state, lessons: state.lessons.filter((one) => one.id !== id) }
}

/** A word stops to speak for a label, until it is given back. */
export function removeWord(state: Lessons, label: string, word: string): Lessons {
  if (state.removed.some((one) => one.label === label && one.word === word)) return state
  return { ...state, removed: [...state.removed, { label, word }] }
}

/** Gives a removed word back to its label. */
export function restoreWord(state: Lessons, label: string, word: string): Lessons {
  return { ...state, removed: state.removed.filter((one) => one.label !== label || one.word !== word) }
}
