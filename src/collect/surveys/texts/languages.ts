/** The languages whose fixed words and standard questions are shipped. */
export const shippedLanguages = ['en', 'de', 'es', 'fr', 'pt', 'ar'] as const
export type ShippedLanguage = (typeof shippedLanguages)[number]

/** Whether the fixed words are there in this language, a tag without its region. */
export function isShipped(language: string): language is ShippedLanguage {
  return shippedLanguages.some((one) => one === language)
}

/** The language of a tag without its region: `pt-BR` is `pt`. */
export function primaryLanguage(tag: string): string {
  return /^[A-Za-z]{2,3}/.exec(tag)?.[0].toLowerCase() ?? ''
}

/** The first of these languages that a tag means, with or without its region; undefined where none does. */
export function languageAmong(
  languages: readonly string[],
  tag: string | null | undefined,
): string | undefined {
  if (!tag || primaryLanguage(tag) === '') return undefined
  return (
    languages.find((one) => one.toLowerCase() === tag.toLowerCase()) ??
    languages.find((one) => primaryLanguage(one) === primaryLanguage(tag))
  )
}
