import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Typed } from '#close/portal/pages/suggest.tsx'
import { cleanLine, cleanText, longest } from '#close/portal/rules.ts'
import { decodeId } from '#platform/ids.ts'

/** How much it matters, as a form says it: 1 where it says nothing sane. */
export function importanceOf(text: string | null): number {
  return text !== null && /^[0-3]$/.test(text) ? Number(text) : 1
}

/** An idea as it was typed so far. */
export function readTyped(given: URLSearchParams): Typed {
  const once = given.get('once') ?? ''
  return {
    title: cleanLine(given.get('title'), longest.title),
    text: cleanText(given.get('text'), longest.text),
    boardId: cleanLine(given.get('board'), 60),
    importance: importanceOf(given.get('importance')),
    email: cleanLine(given.get('email'), 254),
    once: /^[A-Za-z0-9_-]{22}$/.test(once) ? once : randomBytes(16).toString('base64url'),
  }
}

/** The address that was typed; undefined where it is none. */
export function emailOf(given: URLSearchParams): string | undefined {
  return z
    .email()
    .max(254)
    .safeParse(cleanLine(given.get('email'), 254)).data
}

/** Whether this is the id of an idea. */
export const isOffered = (id: string) => decodeId('req', id) !== undefined
