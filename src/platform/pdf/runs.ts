import bidiFactory from 'bidi-js'
import type { Face } from '#platform/pdf/faces.ts'

/** A text as what a PDF can draw: pieces in one font and one direction, in the order they stand on the line. */

export interface Run {
  text: string
  face: Face
  isRtl: boolean
}

const bidi = bidiFactory()
const isMark = /^(\p{M}|\u200c|\u200d|\ufe0e|\ufe0f)$/u
const isControl = /^[\u200e\u200f\u202a-\u202e\u2066-\u2069]$/u
const isPicture = /^[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]$/u
const isSpace = /^\s$/u

/** Whether a text reads from right to left, by its first letter with a direction. */
export function isRightToLeft(text: string): boolean {
  return (bidi.getEmbeddingLevels(text).paragraphs[0]?.level ?? 0) % 2 === 1
}

/** The runs of one line from left to right; the line reads as the paragraph does. */
export function runsOf(line: string, faces: (sign: string) => Iterable<Face>, isRtl: boolean): Run[] {
  if (line === '') return []
  const { levels } = bidi.getEmbeddingLevels(line, isRtl ? 'rtl' : 'ltr')
  const runs: (Run & { level: number })[] = []
  let at = 0
  for (const sign of line) {
    const level = levels[at]!
    at += sign.length
    // they have said how the rest stands, and have no sign of their own
    if (isControl.test(sign)) continue
    const last = runs.at(-1)
    const stays = last && (isMark.test(sign) || isSpace.test(sign) || last.face.has(sign))
    const face = stays ? last.face : faceFor(sign, faces(sign))
    if (!face) continue
    if (last && last.level === level && last.face === face) last.text += sign
    else runs.push({ text: sign, face, level, isRtl: level % 2 === 1 })
  }
  return runs.length === 0 ? [] : ordered(runs)
}

function faceFor(sign: string, faces: Iterable<Face>): Face | undefined {
  let first: Face | undefined
  for (const face of faces) {
    if (face.has(sign)) return face
    first ??= face
  }
  // no font has it: pictures fall away, of a letter the first shows a box, so that it is seen to be missing
  return isPicture.test(sign) ? undefined : first
}

/** Unicode's rule L2 on runs: from the highest level down, stretches of that level or more are turned round. */
function ordered(runs: (Run & { level: number })[]): Run[] {
  const line = [...runs]
  const highest = Math.max(...line.map(({ level }) => level))
  for (let level = highest; level > 0; level--) {
    for (let i = 0; i < line.length; i++) {
      if (line[i]!.level < level) continue
      let end = i
      while (end < line.length && line[end]!.level >= level) end++
      line.splice(i, end - i, ...line.slice(i, end).reverse())
      i = end
    }
  }
  return line.map(({ text, face, isRtl }) => ({ text, face, isRtl }))
}

/** Signs as they stand on the page where the font does not turn them round itself. */
export function mirrored(text: string): string {
  return [...text]
    .reverse()
    .map((sign) => bidi.getMirroredCharacter(sign) ?? sign)
    .join('')
}

const isArabic = /\p{Script=Arabic}|\p{Script=Hebrew}/u

/** Whether the font shapes and turns the run by itself: letters of such a script, not signs between them. */
export function isShaped(text: string): boolean {
  return isArabic.test(text)
}

const isUnspaced = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{Script=Thai}]/u
const segmenter = new Intl.Segmenter('und', { granularity: 'word' })

/** Where a line may break: at spaces, and between words of scripts that write none. A sign stays with the word before it. */
export function wordsOf(paragraph: string): { text: string; isApart: boolean }[] {
  return paragraph.split(/\s+/u).flatMap((word) => {
    if (!isUnspaced.test(word)) return [{ text: word, isApart: true }]
    const parts: string[] = []
    for (const { segment, isWordLike } of segmenter.segment(word))
      if (isWordLike || parts.length === 0) parts.push(segment)
      else parts[parts.length - 1] += segment
    return parts.map((text, at) => ({ text, isApart: at === 0 }))
  })
}
