import { movesFrom, type Status, statusWords } from '#prioritize/requests/rules.ts'

/** Releases as rules. Pure. */

export const releaseStates = ['coming', 'shipped'] as const
export type ReleaseState = (typeof releaseStates)[number]

/** More requests than these are no release but a list. */
export const mostRequests = 200

/** Why a request keeps its release from shipping; null when it does not. */
export function barOf(status: Status): string | null {
  if (status === 'shipped' || movesFrom[status].includes('shipped')) return null
  return `It is ${statusWords[status].toLowerCase()}: decide on it anew, or take it out of the release.`
}

/** What a request says of the move that a release made. */
export const shippedWith = (name: string) => `Shipped with ${name}`
