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

/** What can stand in the notes as an image: nothing that runs. */
export const imageTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif']
export const imageMaxBytes = 5 * 1024 * 1024
/** What the files of notes are kept for; no other file leaves with a release. */
export const imagePurpose = 'release-image'

const image = /!\[([^\]\n]{0,200})\]\((file_[0-9a-z]{26})\)/g

/** The images of notes (`![What it shows](file_…)`) with the text between them. */
export function notesIn(notes: string): ({ text: string } | { alt: string; fileId: string })[] {
  const parts: ({ text: string } | { alt: string; fileId: string })[] = []
  let at = 0
  for (const found of notes.matchAll(image)) {
    if (found.index > at) parts.push({ text: notes.slice(at, found.index) })
    parts.push({ alt: found[1]!, fileId: found[2]! })
    at = found.index + found[0].length
  }
  if (at < notes.length) parts.push({ text: notes.slice(at) })
  return parts
}

/** What a request says of the move that a release made. */
export const shippedWith = (name: string) => `Shipped with ${name}`
