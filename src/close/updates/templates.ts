import { fileURLToPath } from 'node:url'
import { playbookTemplates } from '#act/playbooks/library.ts'
import { languageAmong } from '#collect/surveys/texts/languages.ts'
import { AppError } from '#platform/errors.ts'
import { readTemplateFiles } from '#platform/templates/read.ts'
import type { Template } from '#platform/templates/rules.ts'

let all: ReadonlyMap<string, readonly Template[]> | undefined

/** Our own and those of the playbooks, by key; of each the languages it is written in. */
function byKey(): ReadonlyMap<string, readonly Template[]> {
  if (all) return all
  const found = new Map<string, Template[]>()
  const files = readTemplateFiles(fileURLToPath(new URL('./library', import.meta.url)))
  for (const template of [...files, ...playbookTemplates().values()])
    found.set(template.key, [...(found.get(template.key) ?? []), template])
  all = found
  return all
}

/** In the language of a person, else in English. */
function inLanguage(written: readonly Template[], locale: string | null): Template {
  const language =
    languageAmong(
      written.map((one) => one.language),
      locale,
    ) ?? 'en'
  return written.find((one) => one.language === language) ?? written[0]!
}

/** Every template an update to somebody with this locale can begin from. */
export const updateTemplates = (locale: string | null): Template[] =>
  [...byKey().values()].map((written) => inLanguage(written, locale))

/** The template of a key, in the language of whom it is for. Throws `template.not_found`. */
export function templateOf(key: string, locale: string | null): Template {
  const found = byKey().get(key)
  if (found) return inLanguage(found, locale)
  throw new AppError(
    'not_found',
    'template.not_found',
    `There is no template “${key}”. Choose another one or write without.`,
  )
}
