import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  keptShare,
  keptState,
  nextLook,
  promisedIn,
  quarterEnd,
  readPromised,
  standingOf,
} from '#close/promises/rules.ts'
import { shiftDate } from '#platform/calendar/zones.ts'

const today = '2037-03-02'

describe('a date that is promised', () => {
  test.each([
    ['2037-03-20', '2037-03-20', 'day'],
    ['Q1', '2037-03-31', 'quarter'],
    ['q4 2037', '2037-12-31', 'quarter'],
    ['2038-Q2', '2038-06-30', 'quarter'],
    ['within two weeks', '2037-03-16', 'within'],
    ['within 10 days', '2037-03-12', 'within'],
    ['in a month', '2037-04-01', 'within'],
    ['re-evaluated quarterly', '2037-06-30', 'quarterly'],
    ['every quarter', '2037-06-30', 'quarterly'],
  ])('%s is due on %s', (text, dueOn, kind) => {
    expect(readPromised(text, today)).toMatchObject({ kind, dueOn })
  })

  test('a quarter without its year is the next one to end', () => {
    expect(readPromised('Q1', '2037-05-01')).toMatchObject({ year: 2038, dueOn: '2038-03-31' })
    expect(readPromised('Q2', '2037-05-01')).toMatchObject({ year: 2037 })
    expect(quarterEnd(2037, 4)).toBe('2037-12-31')
    expect(nextLook('2037-11-30')).toBe('2038-03-31')
  })

  test.each(['soon', '2037-02-30', 'Q5', 'within many weeks', 'Q1 or so', ''])('“%s” is none', (text) => {
    expect(readPromised(text, today)).toBeUndefined()
  })

  test.each([
    ['You hear from me by 12 March.', 'by 12 March', '2037-03-12'],
    ['You hear from me by Monday 30 November 2037', 'by Monday 30 November 2037', '2037-11-30'],
    ['We ship on March 20th, as said.', 'on March 20th', '2037-03-20'],
    ['It will be there in Q1.', 'Q1', '2037-03-31'],
    ['We plan it for next quarter', 'next quarter', '2037-06-30'],
    ['This is re-evaluated quarterly.', 're-evaluated quarterly', '2037-06-30'],
    ['I come back to you in the next ten days', 'in the next ten days', '2037-03-12'],
    ['An answer within five business days', 'within five business days', '2037-03-09'],
    ['I write to you by Friday', 'by Friday', '2037-03-06'],
    ['done by the end of March', 'end of March', '2037-03-31'],
    ['Sie hören bis zum 12. März von mir.', 'bis zum 12. März', '2037-03-12'],
    ['Es kommt am 12.04.2037', 'am 12.04.2037', '2037-04-12'],
    ['Innerhalb von zwei Wochen antworte ich.', 'Innerhalb von zwei Wochen', '2037-03-16'],
    ['in drei Tagen', 'in drei Tagen', '2037-03-05'],
    ['Geplant für das 2. Quartal 2037', '2. Quartal 2037', '2037-06-30'],
    ['Wir bauen es im nächsten Quartal', 'nächsten Quartal', '2037-06-30'],
    ['Wir prüfen das vierteljährlich.', 'vierteljährlich', '2037-06-30'],
    ['bis Ende März ist es da', 'Ende März', '2037-03-31'],
    ['ich melde mich bis Freitag', 'bis Freitag', '2037-03-06'],
  ])('“%s” promises “%s”, due on %s', (text, words, dueOn) => {
    expect(promisedIn(text, today)).toMatchObject({ words, promised: { dueOn } })
  })

  test.each([
    'Thank you for your mail of 12 March',
    'Since you wrote on 12 February we have looked',
    'Your quarterly report was wrong',
    'It may take a while, in a way',
    'Version 12.3. is out',
    'On 31 February',
    'Die vierteljährliche Abrechnung stimmt nicht',
    'Am 12.02. haben Sie geschrieben',
  ])('“%s” promises nothing', (text) => {
    expect(promisedIn(text, today)).toBeUndefined()
  })

  test('whatever the words around it, a day that is written is found, and what is found is read alike and is to come', () => {
    const names = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
    const namen = new Intl.DateTimeFormat('de-DE', { dateStyle: 'long', timeZone: 'UTC' })
    const around = fc.array(
      fc.constantFrom('we', 'soon', 'bis', 'zum', 'Plan', '7', 'ü', '(', ',', '\n', '“x”'),
    )
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2000 }), around, around, (days, before, after) => {
        const dueOn = shiftDate(today, days)
        const at = new Date(`${dueOn}T00:00:00Z`)
        for (const written of [dueOn, `by ${names.format(at)}`, `bis zum ${namen.format(at)}`])
          expect([
            written,
            promisedIn([...before, ';', written, '.', ...after].join(' '), today)?.promised.dueOn,
          ]).toEqual([written, dueOn])
      }),
    )
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 80 }),
        fc.constantFrom('', ' Q3', ' in 9 days'),
        (text, end) => {
          const found = promisedIn(text + end, today)
          if (found) expect(readPromised(found.words, today)).toEqual(found.promised)
          if (found) expect(found.promised.dueOn >= today).toBe(true)
        },
      ),
    )
  })

  test('the first one to come is found in words that somebody wrote', () => {
    expect(promisedIn('We look at it and I write to you within two weeks.', today)).toMatchObject({
      words: 'within two weeks',
      promised: { dueOn: '2037-03-16' },
    })
    expect(
      promisedIn('It was there on 2036-05-01, and we re-evaluate quarterly.', today)?.promised.kind,
    ).toBe('quarterly')
    expect(promisedIn('The Q1 2036 numbers are out.', today)).toBeUndefined()
  })
})

test('a promise is late after its day and due soon before it; kept after it, it is kept late', () => {
  const at = (dueOn: string) => standingOf({ state: 'open', dueOn }, today, 3)
  expect([at('2037-03-01'), at('2037-03-02'), at('2037-03-05'), at('2037-03-06')]).toEqual([
    'late',
    'soon',
    'soon',
    'open',
  ])
  expect([keptState('2037-03-02', today), keptState('2037-03-01', today)]).toEqual(['kept', 'kept_late'])
  expect(keptShare({ kept: 3, keptLate: 1, broken: 0 })).toBe(0.75)
  expect(keptShare({ kept: 0, keptLate: 0, broken: 0 })).toBeNull()
})
