import { fileURLToPath } from 'node:url'
import { playbookTemplates } from '#act/playbooks/library.ts'
import { AppError } from '#platform/errors.ts'
import { readTemplates } from '#platform/templates/read.ts'
import type { Template } from '#platform/templates/rules.ts'

let all: ReadonlyMap<string, Template> | undefined

/** Every template an update can begin from: our own and those of the playbooks. */
export function updateTemplates(): ReadonlyMap<string, Template> {
  all ??= new Map([
    ...readTemplates(fileURLToPath(new URL('./library', import.meta.url))),
    ...playbookTemplates(),
  ])
  return all
}

/** The template of a key. Throws `template.not_found`. */
export function templateOf(key: string): Template {
  const found = updateTemplates().get(key)
  if (found) return found
  throw new AppError(
    'not_found',
    'template.not_found',
    `There is no template “${key}”. Choose another one or write without.`,
  )
}
