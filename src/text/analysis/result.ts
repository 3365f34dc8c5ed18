import type { Type } from '#text/cues/cue.ts'
import type { Priority, Urgency } from '#text/cues/urgency-cues.ts'

/** What is said about a text. Every part carries how sure it is and why. */

export const sentiments = ['negative', 'neutral', 'positive', 'mixed'] as const
export type SentimentLabel = (typeof sentiments)[number]

/** A reason: words of the text, or a rule where no words decided. */
export interface Because {
  /** what the words do, such as “Tells of a crash” */
  meaning: string
  /** the customer’s words; absent where a rule decided */
  words?: string
  /** which part of the input they stand in, and where: [from, to) in UTF-16 units */
  part?: string
  from?: number
  to?: number
}

export interface Verdict<T> {
  label: T
  /** the share of such verdicts that are right, 0…1 */
  confidence: number
  because: Because[]
}

export interface Analysis {
  /** ISO 639-1; null where it is not sure */
  language: { code: string | null; confidence: number }
  /** the surest first; none where nothing speaks for any */
  types: Verdict<Type>[]
  /** score from −1 (bad) to 1 (good) */
  sentiment: Verdict<SentimentLabel> & { score: number }
  urgency: Verdict<Urgency>
  priority: Verdict<Priority>
  /** whether this is an answer that a manager should see */
  negative: Verdict<boolean>
  /** the product areas it names, by their ids, the surest first; only where areas were given */
  areas?: Verdict<string>[]
}

/** How an answer was rated, in the terms of the question. */
export type Rating =
  | { kind: 'stars'; value: number; max?: number }
  | { kind: 'nps'; value: number }
  /** 1 is the strongest disagreement, `max` the strongest agreement */
  | { kind: 'agreement'; value: number; max?: number }
  | { kind: 'helpful'; value: boolean }

export interface Part {
  /** the name of the field, such as title */
  name: string
  text: string
}
