/** The languages whose fixed words and standard questions are shipped. */
export const shippedLanguages = ['en', 'de', 'es', 'fr', 'pt', 'ar'] as const
export type ShippedLanguage = (typeof shippedLanguages)[number]

/** Whether the fixed words are there in this language, a tag without its region. */
export function isShipped(language: string): language is ShippedLanguage {
  return shippedLanguages.some((one) => one === language)
}
