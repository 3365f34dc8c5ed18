import type { ShippedLanguage } from '#collect/surveys/texts/languages.ts'
import { ar } from '#measure/reports/texts/ar.ts'
import { de } from '#measure/reports/texts/de.ts'
import { en, type Standing, type Texts } from '#measure/reports/texts/en.ts'
import { es } from '#measure/reports/texts/es.ts'
import { fr } from '#measure/reports/texts/fr.ts'
import { pt } from '#measure/reports/texts/pt.ts'

export type { Standing, Texts }

/** The words of reports, by language. */
export const reportTexts: Record<ShippedLanguage, Texts> = { en, de, es, fr, pt, ar }
