import { withoutForms } from '#text/personal/forms.ts'
import { type Mark, writeMarks } from '#text/personal/marks.ts'
import { type KnownNames, namesRemover } from '#text/personal/names.ts'

export interface Impersonal {
  text: string
  /** how many of each were taken out */
  removed: Partial<Record<Mark, number>>
}

/** Characters nobody sees, halves of characters, and those for private use, which stand for marks on the way. */
const unseen = /[\p{Cf}\p{Co}\p{Cs}]/gu
/** More accents on one letter than any writing has make normalising slow. */
const heaped = /(\p{M}{8})\p{M}+/gu

/**
 * Takes out of texts what tells who somebody is, and puts typed marks such as [email] there: mail addresses, handles,
 * links, IP and device addresses, telephone, card and account numbers, other runs of seven digits or more, secrets, and
 * the names given. Dates and amounts stay. What nobody told of (other names, streets) stays too: this lowers the risk,
 * it does not end it. Linear in the text; what comes back is in Unicode's NFKC form.
 */
export function personalRemover(known: KnownNames): (text: string) => Impersonal {
  const withoutNames = namesRemover(known)
  return (text) => {
    const plain = text.replace(unseen, '').replace(heaped, '$1').normalize('NFKC')
    return writeMarks(withoutNames(withoutForms(plain)))
  }
}
