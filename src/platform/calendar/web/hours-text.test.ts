import { expect, test } from 'vitest'
import { hoursText, minutesOf, readHours } from './hours-text.ts'

test('hours are read as people write them', () => {
  expect(readHours('08:30–12:00, 13:00–17:30')).toEqual([
    ['08:30', '12:00'],
    ['13:00', '17:30'],
  ])
  expect(readHours('9-17')).toEqual([['09:00', '17:00']])
  expect(readHours('8:30 to 12; 13 - 17.30')).toEqual([
    ['08:30', '12:00'],
    ['13:00', '17:30'],
  ])
  expect(readHours(' ')).toEqual([])
  expect(readHours('morning')).toEqual([['morning', '']])
})

test('what was read is written back the same', () => {
  const text = '08:30–12:00, 13:00–17:30'
  expect(hoursText(readHours(text))).toBe(text)
})

test('an interval that ends before it begins covers nothing', () => {
  expect(minutesOf(['09:00', '17:30'])).toEqual([540, 1050])
  expect(minutesOf(['17:00', '24:00'])).toEqual([1020, 1440])
  expect(minutesOf(['17:00', '09:00'])).toBeUndefined()
  expect(minutesOf(['morning', ''])).toBeUndefined()
})
