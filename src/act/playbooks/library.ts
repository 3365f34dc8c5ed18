import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Playbook } from '#act/playbooks/language.ts'
import { AppError } from '#platform/errors.ts'
import { readTemplates } from '#platform/templates/read.ts'
import type { Template } from '#platform/templates/rules.ts'
import { checkPlaybook } from './check.ts'

const folder = fileURLToPath(new URL('./library', import.meta.url))

export interface ShippedPlaybook {
  key: string
  text: string
  playbook: Playbook
  /** whether a new workspace has it switched on */
  startsOn: boolean
}

// Each of these opens a case for a large part of all answers or items: a team switches it on when it has the hands.
const startOff = ['nps-promoter', 'nps-passive', 'general-complaint', 'feature-request', 'praise']

let playbooks: ReadonlyMap<string, ShippedPlaybook> | undefined
let templates: ReadonlyMap<string, Template> | undefined

/** The mail templates that playbooks name. */
export function playbookTemplates(): ReadonlyMap<string, Template> {
  templates ??= readTemplates(folder)
  return templates
}

/** The playbooks the product ships, by key. A wrong one is a bug and named at once. */
export function shippedPlaybooks(): ReadonlyMap<string, ShippedPlaybook> {
  playbooks ??= new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.yaml'))
      .sort()
      .map((name) => {
        const text = readFileSync(`${folder}/${name}`, 'utf8')
        const { playbook, findings } = checkPlaybook(text, { templates: [...playbookTemplates().keys()] })
        if (!playbook) throw new Error(`${name} line ${findings[0]?.line}: ${findings[0]?.message}`)
        const key = playbook.playbook
        return [key, { key, text, playbook, startsOn: !startOff.includes(key) }]
      }),
  )
  return playbooks
}

const read = new Map<string, Playbook>()
/** How many texts stay read: a workspace has some playbooks, and running cases a few of their older versions. */
const keptTexts = 200

/** The playbook of a text that was checked when it was saved. A text is read once: every case asks for its playbook. */
export function parseSaved(text: string): Playbook {
  const known = read.get(text)
  if (known) return known
  const { playbook, findings } = checkPlaybook(text)
  if (!playbook)
    throw new AppError(
      'conflict',
      'playbook.unreadable',
      `This version of the playbook can no longer be read (line ${findings[0]?.line}: ${findings[0]?.message}). Save a corrected version.`,
    )
  if (read.size >= keptTexts) read.delete(read.keys().next().value!)
  read.set(text, playbook)
  return playbook
}
