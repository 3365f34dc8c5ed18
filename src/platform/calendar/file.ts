import { parse } from 'yaml'
import { z } from 'zod'
import { checkCalendar, toCalendar } from '#platform/calendar/commands.ts'
import { CalendarSetting, weekdays } from '#platform/calendar/contract.ts'
import type { WorkingCalendar } from '#platform/calendar/rules.ts'
import { AppError } from '#platform/errors.ts'

const intervals = z.array(z.tuple([z.string(), z.string()]))
const place = z.strictObject({
  country: z.string(),
  state: z.string().optional(),
  region: z.string().optional(),
})
const closedDay = z.union([z.string(), z.strictObject({ on: z.string(), name: z.string().optional() })])

const CalendarFile = z.strictObject({
  zone: z.string(),
  hours: z.record(z.string(), intervals),
  holidays: z.union([place, z.array(z.union([place, closedDay]))]).default([]),
  halfDays: z
    .union([
      z.record(z.string(), intervals),
      z.array(z.strictObject({ on: z.string(), name: z.string().optional(), hours: intervals })),
    ])
    .default([]),
})

/**
 * A calendar file: `zone`, `hours` (a list of `["09:00", "17:00"]` a weekday; a day left out is closed), `holidays`
 * (dates, or a `country` with `region`, or both in one list) and `halfDays` (hours by date). Public holidays reach
 * from two years before `now` to ten years after. Throws `calendar.*` with what to write instead.
 */
export async function readCalendarFile(text: string, now: Date): Promise<WorkingCalendar> {
  const file = fileShape(text)
  const listed = Array.isArray(file.holidays) ? file.holidays : [file.holidays]
  const places = listed.filter((one) => typeof one === 'object' && 'country' in one) as z.output<
    typeof place
  >[]
  if (places.length > 1)
    throw refused('holidays', 'name one country at most; add the days of others as dates')
  const [from] = places
  const halfDays = Array.isArray(file.halfDays)
    ? file.halfDays
    : Object.entries(file.halfDays).map(([on, hours]) => ({ on, hours, name: undefined }))
  const setting = CalendarSetting.safeParse({
    zone: file.zone,
    hours: hoursByDay(file.hours),
    country: from?.country ?? null,
    // A country’s first level is its states, whatever they are called there.
    state: from?.state ?? from?.region ?? null,
    region: from?.state ? (from.region ?? null) : null,
    closed: listed.flatMap((one) => {
      if (typeof one === 'string') return [{ on: one, name: 'closed' }]
      return 'on' in one ? [{ on: one.on, name: one.name ?? 'closed' }] : []
    }),
    halfDays: halfDays.map(({ on, hours, name }) => ({ on, hours, name: name ?? 'half day' })),
  })
  if (!setting.success) throw shapeError(setting.error)
  await checkCalendar(setting.data, now)
  return toCalendar(setting.data, now)
}

function fileShape(text: string): z.output<typeof CalendarFile> {
  let data: unknown
  try {
    data = parse(text, { maxAliasCount: 0 })
  } catch (error) {
    throw new AppError(
      'invalid',
      'calendar.unreadable',
      `The calendar file cannot be read: ${(error as Error).message.split('\n')[0]}. Correct the YAML.`,
    )
  }
  const parsed = CalendarFile.safeParse(data)
  if (!parsed.success) throw shapeError(parsed.error)
  return parsed.data
}

/** `mon`, `Monday` and `monday` are the same day; one that is left out is closed. */
function hoursByDay(given: Readonly<Record<string, z.output<typeof intervals>>>): Record<string, unknown> {
  const hours: Record<string, unknown> = Object.fromEntries(weekdays.map((day) => [day, []]))
  for (const [name, list] of Object.entries(given)) {
    const day = weekdays.find((one) => one === name.toLowerCase().slice(0, 3))
    if (!day) throw refused('hours', `“${name}” is no weekday; write ${weekdays.join(', ')}`)
    hours[day] = list
  }
  return hours
}

function shapeError(error: z.ZodError): AppError {
  const issue = error.issues[0]!
  const where = issue.path.join('.')
  if (issue.code === 'unrecognized_keys')
    return refused(where || 'file', `“${issue.keys[0]}” is not known; write zone, hours, holidays, halfDays`)
  return refused(where || 'file', issue.message.replace(/^Invalid input: /, ''))
}

function refused(field: string, what: string): AppError {
  return new AppError('invalid', 'calendar.invalid', `The calendar is not valid: ${field}: ${what}.`)
}
