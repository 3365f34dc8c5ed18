import { describe, expect, test } from 'vitest'
import { type DateFormat, guessDateFormat, parseDate } from './dates.ts'
import { parseCents, parseNumber, parseRating } from './numbers.ts'

const now = new Date('2026-11-22T10:00:00Z')

describe('dates', () => {
  const cases: [string, DateFormat, string | undefined][] = [
    ['2024-03-14', 'ymd', '2024-03-14T00:00:00.000Z'],
    ['2024-03-14T16:05:09.250+02:00', 'ymd', '2024-03-14T14:05:09.250Z'],
    ['2023-08-26 06:33:37', 'ymd', '2023-08-26T06:33:37.000Z'],
    ['20240314', 'ymd', '2024-03-14T00:00:00.000Z'],
    ['15.07.28', 'ymd', '2015-07-28T00:00:00.000Z'],
    ['15/01/16', 'dmy', '2016-01-15T00:00:00.000Z'],
    ['14/03/2025 16:05', 'dmy', '2025-03-14T16:05:00.000Z'],
    ['3/14/2025 4:05 PM', 'mdy', '2025-03-14T16:05:00.000Z'],
    ['12/1/25 12:00 am', 'mdy', '2025-12-01T00:00:00.000Z'],
    ['31/02/2025', 'dmy', undefined],
    ['29/02/2024', 'dmy', '2024-02-29T00:00:00.000Z'],
    ['42059.4832407407', 'serial', '2015-02-24T11:35:52.000Z'],
    ['1396652984904', 'unix_ms', '2014-04-04T23:09:44.904Z'],
    ['1396652984', 'unix', '2014-04-04T23:09:44.000Z'],
    ['14 Mar 2025', 'text', '2025-03-14T00:00:00.000Z'],
    ['March 14th, 2025 at 4:05 PM', 'text', '2025-03-14T16:05:00.000Z'],
    ['14. März 2025', 'text', '2025-03-14T00:00:00.000Z'],
    ['14 août 2025', 'text', '2025-08-14T00:00:00.000Z'],
    ['Tue Feb 24 11:35:52 -0800 2015', 'text', '2015-02-24T19:35:52.000Z'],
    ['Tue, 24 Feb 2015 11:35:52 +0000', 'text', '2015-02-24T11:35:52.000Z'],
    ['14-Mar-25', 'text', '2025-03-14T00:00:00.000Z'],
    ['May 1, 2025', 'text', '2025-05-01T00:00:00.000Z'],
    ['May you live 2025', 'text', undefined],
  ]
  test.each(cases)('%s read as %s is %s', (text, format, expected) => {
    expect(parseDate(text, format)?.toISOString()).toBe(expected)
  })

  test('without an offset are read in the zone of the import, also across its change of clocks', () => {
    expect(parseDate('2025-07-01 12:00', 'ymd', 'Europe/Berlin')?.toISOString()).toBe(
      '2025-07-01T10:00:00.000Z',
    )
    expect(parseDate('2025-01-01 12:00', 'ymd', 'Europe/Berlin')?.toISOString()).toBe(
      '2025-01-01T11:00:00.000Z',
    )
    expect(parseDate('2025-03-30 03:30', 'ymd', 'Europe/Berlin')?.toISOString()).toBe(
      '2025-03-30T01:30:00.000Z',
    )
  })

  test('are read in the order that all values allow', () => {
    expect(guessDateFormat(['05/06/16', '15/01/16', '02/02/16'], now)).toMatchObject({
      format: 'dmy',
      share: 1,
      isClear: true,
    })
    expect(guessDateFormat(['05/06/2016', '01/15/2016'], now)).toMatchObject({ format: 'mdy', isClear: true })
    expect(guessDateFormat(['15.07.28', '14.12.03', '16.01.31'], now)).toMatchObject({
      format: 'ymd',
      isClear: true,
    })
    expect(guessDateFormat(['42059.48', '42051.1'], now)).toMatchObject({ format: 'serial' })
    expect(guessDateFormat(['1396652984904'], now)).toMatchObject({ format: 'unix_ms' })
    expect(guessDateFormat(['great', 'bad'], now)).toBeUndefined()
  })

  test('where day and month cannot be told apart, lie closest together and are called unclear', () => {
    expect(guessDateFormat(['01/02/2025', '02/02/2025', '03/02/2025', '04/02/2025'], now)).toMatchObject({
      format: 'dmy',
      isClear: false,
    })
    expect(guessDateFormat(['02/01/2025', '02/02/2025', '02/03/2025', '02/04/2025'], now)).toMatchObject({
      format: 'mdy',
      isClear: false,
    })
  })
})

describe('numbers', () => {
  test('are read with either decimal sign, currency signs and thousands', () => {
    expect(
      ['1,234.56', '1.234,56', '€ 1.200,5', '4,5', '12 000', '1,234', '-3', 'EUR 20', '2.500.000'].map(
        parseNumber,
      ),
    ).toEqual([1234.56, 1234.56, 1200.5, 4.5, 12000, 1234, -3, 20, 2500000])
    expect(['', 'four', '1-2', '1e400', 'NaN', 'Infinity'].map(parseNumber)).toEqual(Array(6).fill(undefined))
  })

  test('amounts become cents', () => {
    expect(['1,299.99', '0.29', '-1'].map(parseCents)).toEqual([129999, 29, undefined])
  })

  test('ratings are read with the scale they name', () => {
    expect(
      ['4', '4/5', '4 out of 5', '80 %', '★★★★☆', '5 stars', '4,5', 'good', '-1'].map(parseRating),
    ).toEqual([
      { rating: 4, max: undefined },
      { rating: 4, max: 5 },
      { rating: 4, max: 5 },
      { rating: 80, max: 100 },
      { rating: 4, max: 5 },
      { rating: 5, max: undefined },
      { rating: 4.5, max: undefined },
      undefined,
      undefined,
    ])
  })
})
