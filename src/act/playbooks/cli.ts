import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { checkPlaybook, type Finding } from '#act/playbooks/check.ts'
import { datesOf, firstSteps, setValue, startValues, waitsFor } from '#act/playbooks/dates.ts'
import { momentsIn, playbookSchema } from '#act/playbooks/language.ts'
import { playbookTemplates, shippedPlaybooks } from '#act/playbooks/library.ts'
import { toCalendar } from '#platform/calendar/commands.ts'
import { CalendarSetting } from '#platform/calendar/contract.ts'
import { readCalendarFile } from '#platform/calendar/file.ts'
import { readInstant } from '#platform/calendar/zones.ts'
import { nearest } from '#platform/conditions/rules.ts'
import { AppError } from '#platform/errors.ts'

/** `hearback playbook check`, `dates` and `schema`; none needs a database. Gives the command that others join. */
export function addPlaybookCommands(program: Command): Command {
  const playbook = program
    .command('playbook')
    .description('Check playbook files, reckon their dates, simulate them on the past')
  playbook
    .command('check <file>')
    .description('Say everything that is wrong with a playbook file, with line and fix')
    .option('--json', 'answer as JSON')
    .action((file: string, options: { json?: boolean }) => {
      const text = readText(file)
      const { findings } = checkPlaybook(text, { templates: [...playbookTemplates().keys()] })
      const errors = findings.filter((one) => one.level === 'error').length
      if (options.json) print(JSON.stringify({ file, isValid: errors === 0, findings }))
      else if (findings.length === 0) print(`${file}: nothing to mend`)
      else for (const one of findings) print(findingText(file, one))
      if (errors > 0) process.exitCode = 2
    })
  playbook
    .command('schema')
    .description('Print the JSON Schema of playbook files, for editors that check while typing')
    .action(() => print(JSON.stringify(playbookSchema(), null, 2)))
  playbook
    .command('dates <name-or-file>')
    .description('The dates that each step of a case would get, without a database')
    .requiredOption('--at <time>', 'when the case opens, such as 2026-11-09T16:02:00Z')
    .option('--calendar <file>', 'a YAML file with zone, hours, holidays and halfDays')
    .option(
      '--set <name=value>',
      'what conditions ask for, such as account.mrr=3001; may be repeated',
      list,
      [],
    )
    .option(
      '--moment <name=time>',
      'a moment that has happened, such as first-contact=…; may be repeated',
      list,
      [],
    )
    .option('--json', 'answer as JSON')
    .action(dates)
  return playbook
}

interface DateOptions {
  at: string
  calendar?: string
  set: string[]
  moment: string[]
  json?: boolean
}

/** Collects an option that may be repeated. */
export const list = (value: string, before: string[]) => [...before, value]

async function dates(name: string, options: DateOptions): Promise<void> {
  const { text } = shippedPlaybooks().get(name) ?? { text: readText(name) }
  const { playbook, findings } = checkPlaybook(text)
  if (!playbook) {
    throw new AppError('invalid', 'playbook.faulty', findings.map((one) => findingText(name, one)).join('\n'))
  }
  const roughly = instant(options.at, '--at', 'UTC')
  const calendar = options.calendar
    ? await readCalendarFile(readText(options.calendar, false), roughly)
    : await toCalendar(CalendarSetting.parse({}), roughly)
  const at = instant(options.at, '--at', calendar.zone)
  const moments = new Map<string, Date>([
    ...['opened', 'answered', ...firstSteps(playbook)].map((one) => [one, at] as const),
  ])
  for (const [moment, time] of options.moment.map((one) => pair(one, '--moment'))) {
    const all = momentsIn(playbook)
    if (!all.includes(moment))
      throw new AppError(
        'invalid',
        'playbook.unknown_moment',
        `Nothing is called “${moment}”. Write ${nearest(moment, all) ?? `one of ${all.join(', ')}`}.`,
      )
    moments.set(moment, instant(time, '--moment', calendar.zone))
  }
  const values = startValues(playbook)
  for (const [variable, value] of options.set.map((one) => pair(one, '--set')))
    setValue(playbook, values, variable, value)
  const steps = datesOf(playbook, calendar, moments, values)
  if (options.json) return print(JSON.stringify(steps))
  const shown = (iso: string) =>
    new Intl.DateTimeFormat('en-GB', {
      timeZone: calendar.zone,
      dateStyle: 'full',
      timeStyle: 'short',
    }).format(new Date(iso))
  for (const step of steps) {
    const dates = [
      step.earliest && `from ${shown(step.earliest)}`,
      step.aim && `aim ${shown(step.aim)}`,
      step.latest ? `by ${shown(step.latest)}` : waitsFor(playbook, step),
    ].filter(Boolean)
    print(`${step.title} (${step.who ?? 'nobody'}): ${dates.join(', ')}`)
    print(`  ${step.rule}${step.if ? `; only if ${step.if}` : ''}`)
  }
}

/** `name=value` of an option. Throws `option.invalid`. */
export function pair(text: string, option: string): [string, string] {
  const at = text.indexOf('=')
  if (at > 0) return [text.slice(0, at).trim(), text.slice(at + 1).trim()]
  throw new AppError(
    'invalid',
    'option.invalid',
    `${option} “${text}” has no value. Write ${option} name=value.`,
  )
}

function instant(text: string, option: string, zone: string): Date {
  const date = readInstant(text, zone)
  if (date) return date
  throw new AppError(
    'invalid',
    'time.invalid',
    `${option} “${text}” is not a time. Write it as 2026-11-09T16:02:00Z.`,
  )
}

/** The text of a file. Throws `playbook.no_file`, which names the playbooks where one may have been meant. */
export function readText(file: string, mayBeName = true): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    const names = mayBeName
      ? `, and no playbook of that name (${[...shippedPlaybooks().keys()].join(', ')})`
      : ''
    throw new AppError('not_found', 'playbook.no_file', `There is no file “${file}”${names}.`)
  }
}

function findingText(file: string, one: Finding): string {
  return `${file}:${one.line}: ${one.level}: ${one.message}; ${one.fix}`
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
