import { htmlText, isHtml } from '#text/clean/html.ts'
import { ownLines } from '#text/clean/mail.ts'
import { type Pieces, through } from '#text/clean/pieces.ts'

/**
 * The customer's own new words: HTML as it is read, without quoted mails, signatures and disclaimers. Where
 * nothing would be left, there were no own words and the text is empty. `sourceOf` leads back to the original.
 */
export function ownWords(text: string): Pieces {
  if (!isHtml(text)) return ownLines(text)
  const html = htmlText(text)
  return through(html, ownLines(html.text))
}
