import { expect, test } from 'vitest'
import { Hours } from '#app/demo/hours.ts'
import { toCalendar } from '#platform/calendar/commands.ts'
import { CalendarSetting } from '#platform/calendar/contract.ts'

const berlin = async (now: string) =>
  new Hours(
    await toCalendar(
      CalendarSetting.parse({
        zone: 'Europe/Berlin',
        closed: [{ on: '2037-11-17', name: 'Company day' }],
      }),
      new Date(now),
    ),
    new Date(now),
  )

// Monday to Friday, 9:00 to 17:30 in Berlin, which is 8:00 to 16:30 UTC in November.
test.each([
  ['at work', '2037-11-19T12:00:00Z', '2037-11-19T12:00:00.000Z'],
  ['at night: in the morning', '2037-11-19T00:15:00Z', '2037-11-19T08:22:30.000Z'],
  ['at the weekend: on Monday', '2037-11-15T00:15:00Z', '2037-11-16T08:22:30.000Z'],
  ['on a closed day: on the day after', '2037-11-17T12:15:00Z', '2037-11-18T08:22:30.000Z'],
  ['early, behind what waited', '2037-11-19T08:30:00Z', '2037-11-19T09:00:00.000Z'],
  ['ahead: a few minutes ago at the latest', '2037-11-26T09:40:00Z', '2037-11-26T09:25:00.000Z'],
])('what would be done %s', async (_, moment, expected) => {
  const hours = await berlin('2037-11-26T09:30:00Z')
  expect(hours.at(new Date(moment)).toISOString()).toBe(expected)
})

test('later moments stay later, and all of them are at work', async () => {
  for (const now of ['2037-11-26T09:30:00Z', '2037-11-22T03:00:00Z', '2037-11-23T08:02:00Z']) {
    const hours = await berlin(now)
    let last = 0
    for (let ago = 30 * 24 * 4; ago >= 0; ago--) {
      const at = hours.at(new Date(Date.parse(now) - ago * 900_000))
      expect(hours.isOpen(at), `${at.toISOString()} of a demo made at ${now}`).toBe(true)
      expect(at.getTime()).toBeGreaterThanOrEqual(last)
      expect(at.getTime()).toBeLessThan(Date.parse(now))
      last = at.getTime()
    }
  }
})

test('times ahead are at work too, on the working days that come', async () => {
  const hours = await berlin('2037-11-27T15:00:00Z') // a Friday
  expect(hours.halfHour(1, 4).toISOString()).toBe('2037-11-30T10:00:00.000Z')
  for (let n = 1; n < 20; n++) expect(hours.isOpen(hours.halfHour(n, n * 5))).toBe(true)
})
