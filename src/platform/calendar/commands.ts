import {
  CalendarSetting,
  type getCalendar as GetCalendar,
  type listHolidayPlaces as ListPlaces,
  type putCalendar as PutCalendar,
  weekdays,
} from '#platform/calendar/contract.ts'
import { holidayPlaces, publicHolidays } from '#platform/calendar/holidays.ts'
import { nearestZones } from '#platform/calendar/nearest-zones.ts'
import { openings } from '#platform/calendar/openings.ts'
import type { Interval, WorkingCalendar } from '#platform/calendar/rules.ts'
import { DAY, isZone, localDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { getSetting, putSetting, setting } from '#platform/settings/settings.ts'

export const calendarSetting = setting('calendar', CalendarSetting)

/** The working calendar of this workspace, holidays of the years around now included. */
export async function workingCalendar(ctx: Ctx): Promise<WorkingCalendar> {
  return toCalendar(await getSetting(ctx, calendarSetting), ctx.now())
}

/** The latest calendars by what they say: the same version is the same object, which keeps what was laid out of it. */
const kept = new Map<string, WorkingCalendar>()
const mostKept = 200

/** A setting as the rules reckon with it. Holidays reach from two years before `now` to ten years after. */
export async function toCalendar(given: CalendarSetting, now: Date): Promise<WorkingCalendar> {
  const year = now.getUTCFullYear()
  const key = `${year} ${JSON.stringify(given)}`
  const calendar = kept.get(key) ?? (await workedOut(given, year))
  kept.delete(key)
  kept.set(key, calendar)
  if (kept.size > mostKept) kept.delete(kept.keys().next().value!)
  return calendar
}

/** A calendar as a team, member or account has it; null when it has none. */
export function storedCalendar(value: unknown): CalendarSetting | null {
  return value === null ? null : CalendarSetting.parse(value)
}

async function workedOut(given: CalendarSetting, year: number): Promise<WorkingCalendar> {
  const { country, state, region } = given
  const own = Object.fromEntries(given.closed.map((day) => [day.on, day.name]))
  const national = country ? await publicHolidays({ country, state, region }, year - 2, year + 10) : {}
  const short = given.halfDays.filter((day) => day.hours.length > 0)
  const shut = given.halfDays.filter((day) => day.hours.length === 0)
  return {
    zone: given.zone,
    hours: Object.fromEntries(weekdays.map((day, i) => [i + 1, given.hours[day].map(minutes)])),
    holidays: { ...national, ...own, ...Object.fromEntries(shut.map((day) => [day.on, day.name])) },
    halfDays: Object.fromEntries(short.map((day) => [day.on, day.hours.map(minutes)])),
  }
}

function minutes([from, to]: readonly [string, string]): Interval {
  const of = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
  return [of(from), of(to)]
}

/** The calendar as people set it, with the next ten closed days. */
export async function getCalendar(ctx: Ctx): Promise<Answer<typeof GetCalendar>> {
  return show(ctx, await getSetting(ctx, calendarSetting))
}

async function show(ctx: Ctx, given: CalendarSetting): Promise<Answer<typeof GetCalendar>> {
  const calendar = await toCalendar(given, ctx.now())
  const today = localDate(calendar.zone, ctx.now().getTime())
  const nextClosed = Object.entries(calendar.holidays)
    .filter(([on]) => on >= today)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, 10)
    .map(([on, name]) => ({ on, name }))
  return { ...given, nextClosed }
}

/**
 * Refuses a zone, country or state nobody knows, and closed days that leave no day to work within a year of `now`:
 * `calendar.zone`, `.country`, `.state`, `.closed`. `inside` is where the calendar stands in the input, such as
 * `calendar.`.
 */
export async function checkCalendar(given: CalendarSetting, now: Date, inside = ''): Promise<void> {
  const refused = (field: string, message: string) =>
    new AppError('invalid', `calendar.${field}`, message, { fields: [{ field: inside + field, message }] })
  const trouble = zoneTrouble(given.zone)
  if (trouble) throw refused('zone', trouble)
  const { country, state } = given
  if (country) await checkPlace(country, state, refused)
  const calendar = await toCalendar(given, now)
  if (![...openings(calendar, now.getTime(), now.getTime() + 366 * DAY)].length)
    throw refused('closed', 'These closed days leave no day to work in the coming year. Take some out.')
}

/** What is wrong with the name of a zone, and what was perhaps meant; undefined when it is one. */
export function zoneTrouble(zone: string): string | undefined {
  if (isZone(zone)) return undefined
  const near = nearestZones(zone).join(', ')
  return `No time zone is called “${zone}”. ${near ? `Did you mean ${near}?` : 'Use a name such as Europe/Berlin.'}`
}

async function checkPlace(
  country: string,
  state: string | null,
  refused: (field: string, message: string) => AppError,
): Promise<void> {
  if (!(await holidayPlaces()).some((place) => place.code === country))
    throw refused('country', `The holidays of “${country}” are not known. Add your closed days by hand.`)
  if (state && !(await holidayPlaces(country)).some((place) => place.code === state))
    throw refused(
      'state',
      `${country} has no state or region “${state}”. GET /api/v1/calendar/places lists them.`,
    )
}

/** Replaces the calendar. Throws as `checkCalendar` does. */
export async function putCalendar(
  ctx: Ctx,
  input: Input<typeof PutCalendar>,
): Promise<Answer<typeof PutCalendar>> {
  const { request: _request, ...given } = input as typeof input & { request?: Request }
  await checkCalendar(given, ctx.now())
  return show(ctx, await putSetting(ctx, calendarSetting, given))
}

/** The places whose public holidays are known. */
export async function listHolidayPlaces(
  _ctx: Ctx,
  input: Input<typeof ListPlaces>,
): Promise<Answer<typeof ListPlaces>> {
  return { data: await holidayPlaces(input.country) }
}
