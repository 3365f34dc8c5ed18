import { ar } from '#close/portal/texts/ar.ts'
import { de } from '#close/portal/texts/de.ts'
import { en, type PortalTexts } from '#close/portal/texts/en.ts'
import { es } from '#close/portal/texts/es.ts'
import { fr } from '#close/portal/texts/fr.ts'
import { pt } from '#close/portal/texts/pt.ts'
import { languageOf } from '#collect/forms/texts.ts'

export type { PortalTexts }

const all: Readonly<Record<string, PortalTexts>> = { en, de, es, fr, pt, ar }

/** The languages of the portal, each by its own name. */
export const portalLanguages: Readonly<Record<string, string>> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  pt: 'Português',
  ar: 'العربية',
}

/** The language asked for in the address, else that of the browser. */
export function languageChosen(asked: string | undefined, header: string | undefined): string {
  return asked !== undefined && Object.hasOwn(all, asked) ? asked : languageOf(header)
}

/** The words of a language the portal speaks. */
export function textsOf(language: string): PortalTexts {
  return all[language] ?? en
}
