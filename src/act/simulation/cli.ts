import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import type { Command } from 'commander'
import { list, pair, readText } from '#act/playbooks/cli.ts'
import { mostMonths, StaffChange } from '#act/simulation/contract.ts'
import { between, lastMonths } from '#act/simulation/period.ts'
import { savedProcedure, writtenProcedure } from '#act/simulation/procedures.ts'
import { report } from '#act/simulation/report.ts'
import { type Procedure, simulate } from '#act/simulation/simulate.ts'
import type { InWorkspace } from '#collect/imports/cli.ts'
import { workingCalendar } from '#platform/calendar/commands.ts'
import { readCalendarFile } from '#platform/calendar/file.ts'
import type { Ctx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'

interface Options {
  against?: string
  calendar?: string
  staff: string[]
  staffNow: string[]
  from?: string
  to?: string
  months: string
  seed: string
  workspace?: string
  json?: boolean
}

const actor = { kind: 'job', name: 'hearback' } as const

/** Adds `hearback playbook simulate`. It reads a workspace and writes nothing. */
export function addSimulateCommand(playbook: Command, inWorkspace: InWorkspace): void {
  playbook
    .command('simulate')
    .description('replay past months through a playbook as it is and as it is changed; writes nothing')
    .argument('<name-or-file>', 'a playbook of the workspace; a file is compared with what is in effect')
    .option('--against <file-or-version>', 'the changed playbook: a file, or the number of a version')
    .option('--calendar <file>', 'the changed calendar: a YAML file with zone, hours, holidays and halfDays')
    .option(
      '--staff <position=people>',
      'changed staff, such as support-lead=2, or support-lead=2x10 for 10 hours a week each; may be repeated',
      list,
      [],
    )
    .option(
      '--staff-now <position=people>',
      'staff as it is, where members with all their hours are not what there was; may be repeated',
      list,
      [],
    )
    .option('--months <number>', `how many months up to now, at most ${mostMonths}`, '12')
    .option('--from <date>', 'the first day, in place of months')
    .option('--to <date>', 'the last day; today when left out')
    .option(
      '--seed <number>',
      'what decides where nothing is recorded; the same seed gives the same answer',
      '1',
    )
    .option('--workspace <slug>', 'the workspace, if there are several')
    .option('--json', 'print JSON')
    .action(run)

  async function run(name: string, options: Options): Promise<void> {
    const seed = wholeNumber('--seed', options.seed, 0, 4_294_967_295)
    const months = wholeNumber('--months', options.months, 1, mostMonths)
    for (const [option, date] of [
      ['--from', options.from],
      ['--to', options.to],
    ] as const)
      if (date !== undefined) checkDate(option, date)
    if (options.to && !options.from)
      throw new AppError('invalid', 'option.invalid', '--to needs --from. Write both, or --months.')
    const staff = options.staff.map((one) => staffOf('--staff', one))
    const staffNow = options.staffNow.map((one) => staffOf('--staff-now', one))
    await inWorkspace(options.workspace, async (door, workspaceId) => {
      const { before, after, zone } = await door.inWorkspace(workspaceId, actor, async (ctx) => ({
        ...(await procedures(ctx, name, options.against)),
        zone: (await workingCalendar(ctx)).zone,
      }))
      const now = door.now()
      const period = options.from
        ? between(options.from, options.to, zone, now)
        : lastMonths(months, zone, now)
      const meter = options.json ? undefined : progress()
      const calendar = options.calendar
        ? await readCalendarFile(readText(options.calendar, false), now)
        : undefined
      const result = await simulate(
        { door, workspaceId, actor, onProgress: meter?.at },
        {
          before,
          after,
          calendar,
          staff,
          staffNow,
          from: period.from,
          until: period.until,
          seed,
          mostCases: Number.POSITIVE_INFINITY,
        },
      ).finally(() => meter?.end())
      process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : report(result))
    })
  }
}

/** What is compared: the version in effect with the change; a file alone is the change. */
async function procedures(
  ctx: Ctx,
  name: string,
  against: string | undefined,
): Promise<{ before: Procedure; after: Procedure }> {
  const saved = /^[a-z0-9-]+$/.test(name) ? await savedProcedure(ctx, name) : undefined
  const written = saved ? undefined : writtenProcedure(readText(name), basename(name))
  const one = (saved ?? written)!
  const key = one.playbook.playbook
  if (against === undefined) {
    const before = written ? ((await savedProcedure(ctx, key)) ?? one) : one
    return { before, after: one }
  }
  if (/^\d{1,6}$/.test(against) && !existsSync(against)) {
    const after = await savedProcedure(ctx, key, Number(against))
    if (after) return { before: one, after }
    throw new AppError(
      'not_found',
      'playbook.not_found',
      `There is no playbook “${key}” in this workspace, so it has no version ${against}.`,
    )
  }
  return { before: one, after: writtenProcedure(readText(against, false), basename(against)) }
}

/** `support-lead=2`, or `support-lead=2x10` for two people with 10 hours a week each. */
function staffOf(option: string, text: string): StaffChange {
  const [position, value] = pair(text, option)
  const match = /^(\d+)(?:\s*[x×]\s*(\d+(?:\.\d+)?)\s*h?)?$/.exec(value)
  const given = StaffChange.safeParse({
    position,
    people: Number(match?.[1] ?? Number.NaN),
    hoursPerWeek: match?.[2] === undefined ? null : Number(match[2]),
  })
  if (match && given.success) return given.data
  throw new AppError(
    'invalid',
    'option.invalid',
    `${option} “${text}” is no staffing. Write ${option} position=2, or position=2x10 for 10 hours a week each.`,
  )
}

function wholeNumber(option: string, text: string, low: number, high: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= low && value <= high) return value
  throw new AppError(
    'invalid',
    'option.invalid',
    `${option} “${text}” is not a whole number from ${low} to ${high}.`,
  )
}

function checkDate(option: string, text: string): void {
  const date = new Date(`${text}T00:00:00Z`)
  if (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text))
    return
  throw new AppError('invalid', 'time.invalid', `${option} “${text}” is not a date. Write it as 2026-11-09.`)
}

/** How far it is, on a terminal; nothing where standard error is none. */
function progress(): { at(share: number, causes: number): void; end(): void } {
  const out = process.stderr
  if (!out.isTTY) return { at() {}, end() {} }
  return {
    at: (share, causes) =>
      void out.write(`\r\x1b[K${causes.toLocaleString('en')} read, ${Math.floor(share * 100)} % replayed`),
    end: () => void out.write('\r\x1b[K'),
  }
}
