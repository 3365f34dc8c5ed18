import type { Follows } from '#collect/surveys/responses/contract.ts'

/** What a survey asked about again: where it is shown, and in words. */
export const followed: Record<Follows['kind'], { path: string; words: string }> = {
  case: { path: 'cases', words: 'a case' },
  feedback: { path: 'inbox', words: 'what they said' },
  request: { path: 'requests', words: 'a request that shipped' },
}
