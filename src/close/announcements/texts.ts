import { ar } from '#close/announcements/texts/ar.ts'
import { de } from '#close/announcements/texts/de.ts'
import { en, type Texts } from '#close/announcements/texts/en.ts'
import { es } from '#close/announcements/texts/es.ts'
import { fr } from '#close/announcements/texts/fr.ts'
import { pt } from '#close/announcements/texts/pt.ts'
import type { ShippedLanguage } from '#collect/surveys/texts/languages.ts'

/** The fixed words of announcements, by language. */
export const announcementTexts: Record<ShippedLanguage, Texts> = { en, de, es, fr, pt, ar }
