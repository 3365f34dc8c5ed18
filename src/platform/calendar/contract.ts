import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'is a time such as 09:00')
const Interval = z.tuple([clock, clock]).refine(([from, to]) => from < to, 'ends before it begins')
const Intervals = z
  .array(Interval)
  .max(6)
  .refine(
    (list) => list.every((one, i) => i === 0 || list[i - 1]![1] <= one[0]),
    'overlap; put them in order, one after the other',
  )
const Day = z.iso.date('is a date such as 2026-12-24')
const workday = (from = '09:00', to = '17:30'): [string, string][] => [[from, to]]

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** When the team is at work: what business hours and business days mean. */
export const CalendarSetting = z.strictObject({
  zone: z.string().min(1).max(60).default('UTC'),
  hours: z
    .strictObject({
      mon: Intervals.default(workday()),
      tue: Intervals.default(workday()),
      wed: Intervals.default(workday()),
      thu: Intervals.default(workday()),
      fri: Intervals.default(workday()),
      sat: Intervals.default([]),
      sun: Intervals.default([]),
    })
    .prefault({})
    .refine(
      (hours) => weekdays.some((day) => hours[day].length > 0),
      'leave no time to work; give at least one day hours',
    ),
  /** public holidays of a country and, where it has them, of a state and region */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'is a country code such as DE')
    .nullable()
    .default(null),
  state: z.string().max(10).nullable().default(null),
  region: z.string().max(10).nullable().default(null),
  /** days the office is closed beyond the public holidays */
  closed: z
    .array(z.strictObject({ on: Day, name: z.string().trim().min(1).max(80) }))
    .max(400)
    .default([]),
  /** days with hours of their own; an empty list of hours closes the day */
  halfDays: z
    .array(z.strictObject({ on: Day, name: z.string().trim().min(1).max(80), hours: Intervals }))
    .max(400)
    .default([]),
})
export type CalendarSetting = z.output<typeof CalendarSetting>

export const Calendar = CalendarSetting.extend({
  /** the next closed days, from the country's holidays and the office's own */
  nextClosed: z.array(z.object({ on: z.string(), name: z.string() })),
})
export type Calendar = z.output<typeof Calendar>

export const getCalendar = endpoint({
  method: 'GET',
  path: '/calendar',
  summary: 'Working hours, zone and holidays of this workspace',
  access: 'member',
  response: Calendar,
})

export const putCalendar = endpoint({
  method: 'PUT',
  path: '/calendar',
  summary: 'Set working hours, zone and holidays; due times already given stay as they are',
  access: 'settings:write',
  body: CalendarSetting,
  response: Calendar,
})

export const listHolidayPlaces = endpoint({
  method: 'GET',
  path: '/calendar/places',
  summary: 'Countries whose public holidays are known, or the states of one of them',
  access: 'member',
  query: z.strictObject({
    country: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .optional(),
  }),
  response: z.object({ data: z.array(z.object({ code: z.string(), name: z.string() })) }),
})
