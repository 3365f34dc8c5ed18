import { describe, expect, it } from 'vitest'
import { isInHours, proposedStart } from '#act/meetings/rules.ts'
import type { WorkingCalendar } from '#platform/calendar/rules.ts'

describe('when a meeting is proposed', () => {
  const calendar: WorkingCalendar = {
    zone: 'Europe/Berlin',
    hours: [[], ...Array.from({ length: 5 }, () => [[540, 1020]] as const), []],
    holidays: {},
    halfDays: {},
  } as unknown as WorkingCalendar
  const at = (text: string) => new Date(text)

  it.each([
    ['the next half hour that is an hour ahead', '2037-11-09T09:10:00Z', null, '2037-11-09T10:30:00.000Z'],
    [
      'not before the window of the step opens',
      '2037-11-09T09:10:00Z',
      '2037-11-10T13:00:00Z',
      '2037-11-10T13:00:00.000Z',
    ],
    ['never past closing time', '2037-11-09T14:50:00Z', null, '2037-11-10T08:00:00.000Z'],
    ['not on a weekend', '2037-11-13T15:30:00Z', null, '2037-11-16T08:00:00.000Z'],
  ])('%s', (_, now, earliest, expected) => {
    const start = proposedStart(calendar, at(now), earliest === null ? null : at(earliest), 30)
    expect(start?.toISOString()).toBe(expected)
    expect(isInHours(calendar, start!, new Date(start!.getTime() + 1_800_000))).toBe(true)
  })
})
