/**
 * A telephone number in E.164, such as +4930123456, or undefined where the text is none: it must name its country.
 * Spaces, brackets, dots, slashes and hyphens are left out, as is the "(0)" that is dialled within the country only.
 * The column phone_e164 of contacts says the same.
 */
export function e164(text: string): string | undefined {
  const plain = text.replace('(0)', '').replace(/[\s()./-]/g, '')
  return /^\+[1-9][0-9]{7,14}$/.test(plain) ? plain : undefined
}

/** The number as a log or an error may show it: all but the last three digits hidden. */
export function hiddenNumber(number: string): string {
  return number.replace(/\d(?=\d{3})/g, '•')
}
