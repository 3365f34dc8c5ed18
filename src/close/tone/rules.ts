import { mostWords, readTone, type ToneReading, type ToneSign } from '#text/tone/tone.ts'

interface Point {
  key: string
  text: string
  sees: ToneSign | null
}

/** What a good reply does, where a workspace has not said otherwise: empathetic, professional, and on its way to a solution. */
export const defaultPoints: readonly Point[] = [
  { key: 'name', text: 'Names the customer', sees: 'name' },
  { key: 'thanks', text: 'Thanks, or says sorry where due', sees: 'thanks' },
  { key: 'understood', text: 'Says in their words what went wrong', sees: null },
  { key: 'blame', text: 'Blames nobody', sees: 'blame' },
  { key: 'solution', text: 'Offers a solution or the way to one', sees: null },
  { key: 'next', text: 'Says what happens next, by when', sees: 'next' },
  { key: 'kept', text: 'Promises only what we can keep', sees: null },
  { key: 'calm', text: 'Stays calm', sees: 'calm' },
  { key: 'length', text: 'Is short enough', sees: 'length' },
  { key: 'slots', text: 'Leaves no slot open', sees: 'slots' },
]

/** What each sign can see, for whoever writes the list. */
export const signWords: Record<ToneSign, string> = {
  name: 'their first or last name',
  thanks: 'a word of thanks or regret',
  next: 'a next step with a day',
  blame: 'no words of blame',
  calm: 'no shouting',
  length: `${mostWords} words at most`,
  slots: 'no open slot',
}

export interface Mark {
  key: string
  text: string
  by: 'text' | 'writer' | null
  because: string | null
}

/** The list over a text: what ticks itself and because of which words; the rest is ticked where the writer did (keys in `ticked`). */
export function toneMarks(
  points: readonly Point[],
  text: { subject: string; body: string },
  person: { name: string | null },
  ticked: readonly string[],
): Mark[] {
  const readings = readTone(text, person)
  return points.map(({ key, text, sees }) => {
    const reading = sees && readings[sees]
    return {
      key,
      text,
      by: reading?.isMet ? 'text' : ticked.includes(key) ? 'writer' : null,
      because: sees && reading ? becauseOf(sees, reading) : null,
    }
  })
}

/** Why a point is ticked or not, in words: “by Friday”, or what was looked for. */
export function becauseOf(sign: ToneSign, { isMet, words, isUnknown }: ToneReading): string {
  const quoted = words.map((word) => `“${word}”`).join(', ')
  if (isUnknown) return sign === 'name' ? 'their name is not known' : 'not read in this language'
  if (sign === 'length') return `${words[0]} words${isMet ? '' : `, ${mostWords} at most`}`
  if (quoted) return quoted
  return isMet ? notFound[sign] : (lacking[sign] ?? 'nothing is written yet')
}

const notFound: Record<ToneSign, string> = {
  name: '',
  thanks: '',
  next: '',
  blame: 'no words of blame found',
  calm: 'no shouting found',
  length: '',
  slots: 'every slot is filled',
}
const lacking: Partial<Record<ToneSign, string>> = {
  name: 'their name is not in it',
  thanks: 'no word of thanks or regret found',
  next: 'no next step with a day found',
}
