import { ar } from '#collect/surveys/texts/ar.ts'
import { de } from '#collect/surveys/texts/de.ts'
import { en, type Texts } from '#collect/surveys/texts/en.ts'
import { es } from '#collect/surveys/texts/es.ts'
import { fr } from '#collect/surveys/texts/fr.ts'
import { isShipped, primaryLanguage, type ShippedLanguage } from '#collect/surveys/texts/languages.ts'
import { pt } from '#collect/surveys/texts/pt.ts'

const all: Readonly<Record<ShippedLanguage, Texts>> = { en, de, es, fr, pt, ar }

/** The fixed words of mails and pages in a language; English where they are not shipped. */
export function textsIn(language: string): Texts {
  const primary = primaryLanguage(language)
  return isShipped(primary) ? all[primary] : en
}

const day = new Map<string, Intl.DateTimeFormat>()

/** A date as people write it: 3 December. */
export function dateText(date: Date, language: string): string {
  let format = day.get(language)
  if (!format) {
    format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
      day: 'numeric',
      month: 'long',
      timeZone: 'UTC',
    })
    day.set(language, format)
  }
  return format.format(date)
}
