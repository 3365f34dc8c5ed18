import { expect, it } from 'vitest'
import { quietUntil } from '#customers/consent/quiet-hours.ts'

const night = { from: '21:00', to: '07:00' }

it.each([
  [
    'Europe/Berlin',
    '2037-11-09T20:30:00Z',
    '2037-11-10T06:00:00.000Z',
    'in the evening, until the next morning',
  ],
  ['Europe/Berlin', '2037-11-10T03:00:00Z', '2037-11-10T06:00:00.000Z', 'after midnight, until that morning'],
  ['Asia/Tokyo', '2037-11-09T15:00:00Z', '2037-11-09T22:00:00.000Z', 'by the clock of the person'],
  [
    'Europe/Berlin',
    '2037-10-24T22:00:00Z',
    '2037-10-25T06:00:00.000Z',
    'over the night on which summer time ends',
  ],
])('quiet hours hold in %s at %s until %s: %s', (zone, at, until) => {
  expect(quietUntil(zone, new Date(at), night)?.toISOString()).toBe(until)
})

it('outside them nothing waits, and quiet hours of the day end on the same day', () => {
  expect(quietUntil('Europe/Berlin', new Date('2037-11-09T12:00:00Z'), night)).toBeUndefined()
  expect(
    quietUntil('UTC', new Date('2037-11-09T12:30:00Z'), { from: '12:00', to: '13:30' })?.toISOString(),
  ).toBe('2037-11-09T13:30:00.000Z')
})
