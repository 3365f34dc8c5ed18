import { type ComponentType, createContext, Suspense, useContext } from 'react'

/** Places where a screen shows parts of later stages, and what each part is given. Filled by the app. */
export interface Slots {
  /** Buttons of a text message that waits: put it on a case. */
  'sms.actions': { replyId: string; contactId: string | null }
  /** Buttons at the foot of an item: reply, open case. */
  'inbox.actions': { feedbackId: string; contactId: string | null; accountId: string | null }
  /** Below an item's words: where it stands in the loop. `version` changes with the item. */
  'inbox.loop': {
    feedbackId: string
    isWide: boolean
    version: number
  }
  /** At the end of an item's row: the same in six ticks. */
  'inbox.row': { feedbackId: string; version: number }
  /** Below an item's own words: the same in another language. */
  'inbox.words': { feedbackId: string; language: string | null }
  /** Below a question that is answered in words, among the results of its survey or of one wave. */
  'survey.words': { surveyId: string; question: string; waveId: string | undefined }
  /** Above the quotes of a theme: what else may be made of its words. */
  'theme.words': { themeId: string; phrases: readonly string[] }
  /** At the end of the settings of the analysis. */
  'settings.analysis': object
  /** Below an item's suggestions: its cases and updates. */
  'inbox.below': { feedbackId: string; contactId: string | null; accountId: string | null }
  /** The list of requests by score, of a filter. */
  'requests.ranked': {
    filter: {
      group?: 'undecided' | 'coming' | 'parked' | 'declined' | 'shipped'
      owner?: string
      area?: string
      account?: string
      q?: string
    }
  }
  /** Above the week on one's own day: what else waits for a word of mine. */
  'today.waiting': object
  /** In a review that looks at what past actions did. */
  'review.effects': object
  /** In a review, below a request on the table: its score and its place in the matrix. */
  'review.score': { requestId: string }
  /** In a review, beside a decision: whether customers were told since, and the way to tell them. */
  'review.tell': { requestId: string; title: string; since: string }
  /** Buttons above the quotes of a theme: use it as evidence. */
  'theme.actions': { themeId: string; title: string }
  /** At the end of a request: what customers were told of it. `stands` changes with each decision and date. */
  'request.below': { requestId: string; stands: string; title: string }
  /** Beside a request, below its facts: its score and why, what it ships with, what customers outside see of it. */
  'request.rail': { requestId: string }
  /** At the end of a release: what customers were told of it. `stands` changes with what shipped. */
  'release.below': { releaseId: string; stands: string }
  /** The case that follows from an answer, and the choice of one. */
  'question.case': { caseId: string }
  'question.pick-case': { value: string | undefined; onPick(caseId: string | undefined): void }
}

export type SlotParts = { [N in keyof Slots]?: readonly ComponentType<Slots[N]>[] }

const Context = createContext<SlotParts>({})
export const SlotProvider = Context.Provider

/** Shows what the app put into a place; nothing when it put nothing there. */
export function Slot<N extends keyof Slots>({ name, ...given }: { name: N } & Slots[N]) {
  const parts = (useContext(Context)[name] ?? []) as readonly ComponentType<Slots[N]>[]
  return (
    <Suspense>
      {parts.map((Part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a place are fixed
        <Part key={at} {...(given as unknown as Slots[N] & object)} />
      ))}
    </Suspense>
  )
}
