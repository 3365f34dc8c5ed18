import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { checkPlaybook, type Finding } from '#act/playbooks/check.ts'
import type { Playbook } from '#act/playbooks/language.ts'
import { libraryPlaybooks, playbookTemplates } from '#act/playbooks/library.ts'
import { ruleText, windowOf } from '#act/playbooks/rules.ts'
import { toCalendar } from '#platform/calendar/commands.ts'
import { CalendarSetting } from '#platform/calendar/contract.ts'
import type { WorkingCalendar } from '#platform/calendar/rules.ts'
import { isZone } from '#platform/calendar/zones.ts'
import { AppError } from '#platform/errors.ts'

interface DatedStep {
  id: string
  title: string
  rule: string
  countedFrom: string | null
  earliest: string | null
  aim: string | null
  latest: string | null
  /** what had to be assumed to give a date */
  assumes: string | null
}

/** `hearback playbook check FILE` and `hearback playbook dates NAME|FILE --at TIME`; needs no database. */
export function addPlaybookCommands(program: Command): void {
  const playbook = program.command('playbook').description('Check playbook files and reckon their dates')
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
    .command('dates <name-or-file>')
    .description(
      'When each step falls due for a case that opens at a time; every step is taken to be done at its latest',
    )
    .requiredOption('--at <time>', 'when the case opens, such as 2026-11-09T16:02:00Z')
    .option('--zone <zone>', 'time zone of the office', 'UTC')
    .option('--hours <from-to>', 'office hours on Monday to Friday', '09:00-17:30')
    .option('--country <code>', 'public holidays of a country, such as US')
    .option('--state <code>', 'and of one of its states, such as CA')
    .option('--closed <dates>', 'further closed days with commas, such as 2026-11-27')
    .option('--go-live <date>', 'go-live day of the account')
    .option('--renewal <date>', 'renewal day of the account')
    .option('--json', 'answer as JSON')
    .action(dates)
}

interface DateOptions {
  at: string
  zone: string
  hours: string
  country?: string
  state?: string
  closed?: string
  goLive?: string
  renewal?: string
  json?: boolean
}

async function dates(name: string, options: DateOptions): Promise<void> {
  const { text } = libraryPlaybooks().get(name) ?? { text: readText(name) }
  const { playbook, findings } = checkPlaybook(text)
  if (!playbook) {
    throw new AppError('invalid', 'playbook.faulty', findings.map((one) => findingText(name, one)).join('\n'))
  }
  const at = instant(options.at, '--at')
  const calendar = await officeCalendar(options, at)
  const moments = new Map([
    ['opened', at],
    ['answered', at],
  ])
  if (options.goLive) moments.set('go-live', instant(options.goLive, '--go-live'))
  if (options.renewal) moments.set('renewal', instant(options.renewal, '--renewal'))
  const steps = datesOf(playbook, calendar, moments)
  if (options.json)
    return print(
      JSON.stringify({ playbook: playbook.playbook, at: at.toISOString(), zone: calendar.zone, steps }),
    )
  const shown = new Intl.DateTimeFormat('en-GB', {
    timeZone: calendar.zone,
    dateStyle: 'full',
    timeStyle: 'short',
  })
  for (const step of steps) {
    print(`${step.title}: ${step.latest ? shown.format(new Date(step.latest)) : 'no date yet'}`)
    print(
      `  ${step.rule}${step.earliest ? `, earliest ${shown.format(new Date(step.earliest))}` : ''}${step.assumes ? ` (${step.assumes})` : ''}`,
    )
  }
}

/** Walks the steps once, each done at its latest, so that later windows have a moment to count from. */
export function datesOf(
  playbook: Playbook,
  calendar: WorkingCalendar,
  given: ReadonlyMap<string, Date>,
): DatedStep[] {
  const moments = new Map(given)
  return playbook.steps.map((step) => {
    const window = windowOf(calendar, step, moments)
    const after = step.due?.after
    const assumed =
      after && !given.has(after) && window ? `if ${after.replace('.', ' is ')} at its latest` : null
    if (window) {
      moments.set(`${step.id}.opened`, window.countedFrom)
      moments.set(`${step.id}.done`, window.latest)
      if (!moments.has('first-contact') && (step.do === 'send-update' || step.do === 'call'))
        moments.set('first-contact', window.latest)
    }
    return {
      id: step.id,
      title: step.title,
      rule: ruleText(step, playbook.steps),
      countedFrom: window?.countedFrom.toISOString() ?? null,
      earliest: window?.earliest?.toISOString() ?? null,
      aim: window?.aim?.toISOString() ?? null,
      latest: window?.latest.toISOString() ?? null,
      assumes: window ? assumed : after ? `${after} has not happened` : null,
    }
  })
}

async function officeCalendar(options: DateOptions, at: Date): Promise<WorkingCalendar> {
  if (!isZone(options.zone)) {
    throw new AppError(
      'invalid',
      'calendar.zone',
      `No time zone is called “${options.zone}”. Use a name such as Europe/Berlin.`,
    )
  }
  const hours = [options.hours.split('-')]
  const setting = CalendarSetting.safeParse({
    zone: options.zone,
    hours: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours },
    country: options.country ?? null,
    state: options.state ?? null,
    closed: (options.closed?.split(',') ?? [])
      .filter(Boolean)
      .map((on) => ({ on: on.trim(), name: 'closed' })),
  })
  if (setting.success) return toCalendar(setting.data, at)
  const issue = setting.error.issues[0]!
  throw new AppError(
    'invalid',
    'calendar.invalid',
    `The calendar is not valid: ${issue.path.join('.')} ${issue.message}.`,
  )
}

function instant(text: string, option: string): Date {
  const date = new Date(text)
  if (!Number.isNaN(date.getTime())) return date
  throw new AppError(
    'invalid',
    'time.invalid',
    `${option} “${text}” is not a time. Write it as 2026-11-09T16:02:00Z.`,
  )
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    const names = [...libraryPlaybooks().keys()].join(', ')
    throw new AppError(
      'not_found',
      'playbook.no_file',
      `There is no file “${file}”, and no playbook of that name (${names}).`,
    )
  }
}

function findingText(file: string, one: Finding): string {
  return `${file}:${one.line}: ${one.level}: ${one.message}; ${one.fix}`
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
