import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { AppError } from '#platform/errors.ts'
import {
  type Filled,
  fillTemplate,
  type SlotValues,
  type Template,
  templateFaults,
} from '#platform/templates/rules.ts'

const head = z.strictObject({
  key: z.string().regex(/^[a-z0-9-]+(\/[a-z0-9-]+)*$/),
  title: z.string().min(1),
  language: z.string().default('en'),
  subject: z.string().min(1).max(300),
  slots: z
    .record(
      z.string().regex(/^[A-Za-z][\w.]*$/),
      z.strictObject({ label: z.string(), sample: z.string(), default: z.string().optional() }),
    )
    .default({}),
})

/** Reads one template file: a YAML head between lines of `---`, then the body. A wrong one is named with its faults. */
export function readTemplate(name: string, text: string): Template {
  const match = /^---\r?\n([\s\S]*?)\r?\n---\r?\n([\s\S]*)$/.exec(text)
  if (!match) throw wrong(name, ['It must start with a head between two lines of ---.'])
  let template: Template
  try {
    template = { ...head.parse(parse(match[1]!)), body: match[2]!.trim() }
  } catch (error) {
    throw wrong(name, [error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message])
  }
  const faults = templateFaults(template)
  if (faults.length > 0) throw wrong(name, faults)
  return template
}

function wrong(name: string, faults: string[]): AppError {
  return new AppError('invalid', 'template.wrong', `The template ${name} is not valid. ${faults.join(' ')}`, {
    faults,
  })
}

/** Every template file (*.md) of a module's library folder; one of a key for each language it is written in. */
export function readTemplateFiles(folder: string): Template[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => readTemplate(name, readFileSync(join(folder, name), 'utf8')))
}

/** The templates of a library that has one language, by key. */
export const readTemplates = (folder: string): Map<string, Template> =>
  new Map(readTemplateFiles(folder).map((template) => [template.key, template]))

/** Fills a template for sending; an empty slot blocks it, named by its label. */
export function fillForSending(template: Template, values: SlotValues): Omit<Filled, 'empty'> {
  const filled = fillTemplate(template, values)
  if (filled.empty.length === 0) return { subject: filled.subject, body: filled.body }
  const labels = filled.empty.map((name) => template.slots[name]!.label)
  throw new AppError(
    'invalid',
    'template.slot_empty',
    `Fill in first: ${labels.join(', ')}. Nothing was sent.`,
    { slots: filled.empty },
  )
}
