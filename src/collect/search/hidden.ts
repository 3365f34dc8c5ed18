import { fold, placeIn } from '#text/words/fold.ts'
import { eachWord } from '#text/words/words.ts'

const mayHide =
  /[\u0300-\u036f]|[\p{Cf}\p{Extended_Pictographic}\p{Regional_Indicator}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\ufb00-\ufb06\uff00-\uffef\u{1d400}-\u{1d7ff}]/u
const isAscii = /^[\0-\x7f]*$/
const isChanged = /[\u0300-\u036f]|\p{Cf}/u

/** The word an emoji is indexed as. */
export function emojiWord(emoji: string): string {
  return `u${emoji.codePointAt(0)!.toString(16)}`
}

/**
 * The words of an item that the database's parser does not see, or null when it sees all: pairs of neighbours in
 * scripts without spaces (and the last letter of each run, so that every letter begins a word), emoji, and words that
 * hold invisible or combining characters or wide forms, as they read.
 */
export function hiddenWords(title: string | null, verbatim: string): string | null {
  if (isAscii.test(verbatim) && (title === null || isAscii.test(title))) return null
  const text = title ? `${title}\n${verbatim}` : verbatim
  if (!mayHide.test(text)) return null
  const folded = fold(text)
  const found: string[] = []
  let runEnd = -1
  const endRun = () => {
    if (runEnd > 0) found.push(folded.text[runEnd - 1]!)
    runEnd = -1
  }
  eachWord(folded.text, (kind, from, to) => {
    if (from !== runEnd - 1) endRun()
    const word = folded.text.slice(from, to)
    if (kind === 'pair') {
      found.push(word)
      if (word.length === 2 && word.codePointAt(0)! < 0x10000) runEnd = to
    } else if (kind === 'emoji') found.push(emojiWord(word))
    else {
      const [start, end] = placeIn(folded, from, to)
      const original = text.slice(start, end)
      if (isChanged.test(original) || original.normalize('NFKC') !== original) found.push(word)
    }
  })
  endRun()
  return found.length > 0 ? found.join(' ') : null
}
