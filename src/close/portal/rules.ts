/** The portal as rules: who may see what, what people may post at once, and which names and words are sane. Pure. */

import { hasNul } from '#platform/nul.ts'
import type { Status } from '#prioritize/requests/rules.ts'

/** Who may open it. */
export const accesses = ['off', 'public', 'link', 'signed_in'] as const
export type Access = (typeof accesses)[number]

/** What of what customers post waits for a member. */
export const holdings = { ideas: ['all', 'none'], comments: ['all', 'first', 'none'] } as const

export const longest = { title: 140, text: 5000, comment: 2000, css: 20_000 } as const
/** More links than these in one post are refused; how many are held is a setting. */
export const linksMost = 10
/** How long a link in a mail, and a session on the portal, holds. */
export const confirmMinutes = 60
export const sessionDays = 30
/** Mails to one address within an hour. */
export const mailsMost = 5
export const segmentsMost = 50
export const boardsMost = 50

/** The groups of the roadmap, from what customers see in work to what may come. */
export const roadmap = {
  now: 'in_progress',
  next: 'planned',
  later: 'under_review',
} as const satisfies Record<string, Status>
export type RoadmapColumn = keyof typeof roadmap

/** What people hear by mail about an idea: theirs, one they commented on, or one they follow. */
export type Told =
  | 'answered'
  | 'idea_published'
  | 'idea_joined'
  | 'idea_refused'
  | 'comment_published'
  | 'comment_removed'

/** A product area as the tree has it. */
export interface Area {
  id: string
  parent_id: string | null
  name: string
}
export interface Board {
  id: string
  product_area_id: string
  segments: readonly string[]
}

/**
 * What a viewer of this segment sees: boards with all areas that belong to them, and the areas they may not see. An area
 * belongs to the nearest board at or above it; one that belongs to none is for everybody.
 */
export function visibleTo<B extends Board>(
  segment: string | null,
  boards: readonly B[],
  areas: readonly Area[],
): { boards: (B & { name: string; areaIds: string[] })[]; hiddenAreaIds: string[] } {
  const boardOf = new Map(boards.map((board) => [board.product_area_id, board]))
  const areaOf = new Map(areas.map((area) => [area.id, area]))
  const nearest = (area: Area | undefined, depth = 0): B | undefined =>
    area === undefined || depth > 20
      ? undefined
      : (boardOf.get(area.id) ??
        nearest(area.parent_id === null ? undefined : areaOf.get(area.parent_id), depth + 1))
  const isOpen = (board: B) =>
    board.segments.length === 0 || (segment !== null && board.segments.includes(segment))
  const seen = boards.filter(isOpen).map((board) => ({
    ...board,
    name: areaOf.get(board.product_area_id)?.name ?? '',
    areaIds: [] as string[],
  }))
  const hiddenAreaIds: string[] = []
  for (const area of areas) {
    const board = nearest(area)
    if (!board) continue
    if (isOpen(board)) seen.find((one) => one.id === board.id)!.areaIds.push(area.id)
    else hiddenAreaIds.push(area.id)
  }
  return { boards: seen, hiddenAreaIds }
}

/** How many addresses a text has, written with or without their scheme. */
export function linksIn(text: string): number {
  return (
    text.match(
      /\bhttps?:\/\/|\bwww\.|\b[a-z0-9-]{2,}\.(?:com|net|org|info|biz|shop|top|xyz|online|site|ru|cn)\b(?!@)/giu,
    )?.length ?? 0
  )
}

/** Why a comment waits for a member; null: it is shown at once. */
export function heldFor(
  comment: { links: number; isKnown: boolean },
  settings: { commentsHeld: (typeof holdings.comments)[number]; linksAllowed: number },
): 'all' | 'first' | 'links' | null {
  if (settings.commentsHeld === 'all') return 'all'
  if (comment.links > settings.linksAllowed) return 'links'
  return settings.commentsHeld === 'first' && !comment.isKnown ? 'first' : null
}

/** Turns the direction of what follows, or is not seen at all. */
const unseen = /[\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u00AD]/gu

/** What somebody typed, as it is kept: no NUL, no half letters, no hidden or turning characters, at most so long. */
export function cleanText(text: string | null | undefined, max: number): string {
  return (text ?? '')
    .replaceAll('\u0000', '')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(unseen, '')
    .replace(/\r\n?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .slice(0, max)
}

/** The same on one line. */
export function cleanLine(text: string | null | undefined, max: number): string {
  return cleanText((text ?? '').replace(unseen, '').replace(/\s+/g, ' '), max)
}

const alike = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u]

/**
 * What is wrong with the name of a portal. Names in any script are fine, and so are several words in different ones; a
 * single word of letters that look alike but are of different alphabets imitates somebody.
 */
export function nameFault(name: string): string | undefined {
  if (hasNul(name) || unseen.test(name)) {
    unseen.lastIndex = 0
    return 'has characters that cannot be seen or that turn the direction of the text; type it anew'
  }
  const mixed = name
    .normalize('NFC')
    .split(/[^\p{L}\p{M}]+/u)
    .find((word) => alike.filter((script) => script.test(word)).length > 1)
  return mixed === undefined
    ? undefined
    : `mixes letters of different alphabets in the word “${mixed}”, as people do who imitate another name; use one alphabet within a word`
}

/** How a customer is named to others: the first name, and the first letter of the last; null where none is known. */
export function shownName(name: string | null): string | null {
  const words = cleanLine(name, 200).split(' ').filter(Boolean)
  if (words.length === 0 || words[0]!.includes('@')) return null
  const last = words.length > 1 ? Array.from(words.at(-1)!)[0] : undefined
  return last ? `${words[0]!.slice(0, 40)} ${last}.` : words[0]!.slice(0, 40)
}

/** Where a form may send the browser on to: an address of this portal as browsers read it, else its first page. */
export function safeBack(back: string | null | undefined, base: string): string {
  const here = 'https://portal.invalid'
  if (!back?.startsWith('/') || back.length > 500 || !URL.canParse(back, here)) return base
  const { origin, pathname, search, hash } = new URL(back, here)
  const isOurs = pathname === base || (pathname.startsWith(`${base}/`) && !pathname.includes('//'))
  return origin === here && isOurs ? pathname + search + hash : base
}
