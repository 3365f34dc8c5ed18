import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  firstName,
  machineSign,
  mailMachineSign,
  makesItem,
  npsGroup,
  recentTimes,
  responseRate,
  roundedRatio,
} from '#collect/surveys/rules.ts'
import { safeCell } from '#platform/http/csv.ts'

describe('9 and 10 are promoters, 7 and 8 passives, 0 to 6 detractors', () => {
  test.each([0, 1, 2, 3, 4, 5, 6])('%i is a detractor', (score) => {
    expect(npsGroup(score)).toBe('detractor')
  })
  test.each([7, 8])('%i is a passive', (score) => {
    expect(npsGroup(score)).toBe('passive')
  })
  test.each([9, 10])('%i is a promoter', (score) => {
    expect(npsGroup(score)).toBe('promoter')
  })
})

test('a ratio is rounded exactly, half away from zero', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
      fc.integer({ min: 1, max: 1_000_000 }),
      (a, b) => {
        const size = (2n * BigInt(Math.abs(a)) + BigInt(b)) / (2n * BigInt(b))
        return roundedRatio(a, b) === Number(a < 0 ? -size : size)
      },
    ),
  )
  expect(Object.is(roundedRatio(-2, 5), 0)).toBe(true)
})

test('the response rate is answered of delivered, and unknown when nothing was delivered', () => {
  expect(responseRate(1, 3)).toBe(33)
  expect(responseRate(0, 0)).toBeNull()
})

describe('signs of a machine make an answer provisional', () => {
  const at = (seconds: number) => new Date(Date.UTC(2026, 10, 19, 8, 0, seconds))
  test('the field that people do not see', () => {
    expect(machineSign({ trap: 'https://spam.example', scoreTimes: [], now: at(0) })).toBe('trap')
  })
  test('three different scores within ten seconds', () => {
    const times = [0, 2, 4].reduce<Date[]>((kept, second) => recentTimes(kept, at(second)), [])
    expect(machineSign({ trap: '', scoreTimes: times, now: at(4) })).toBe('several_scores')
  })
  test('a person who changes their mind twice in a minute is no machine', () => {
    const times = [0, 20, 40].reduce<Date[]>((kept, second) => recentTimes(kept, at(second)), [])
    expect(machineSign({ trap: '', scoreTimes: times, now: at(40) })).toBeUndefined()
  })
})

describe('signs of a machine in what was sent to one invitation of a mail', () => {
  const from = (...links: (string | null)[]) => links.map((link) => ({ link, isTrapped: false }))
  test.each([
    ['one link followed again and again', from('3', '3', '3', null), 11, undefined],
    ['a person who went back to the mail for another number', from('3', '9'), 11, undefined],
    ['three links of eleven', from('3', '9', '4'), 11, 'several_links'],
    ['both links of a question with two answers', from('yes', 'no'), 2, 'several_links'],
    ['one of two', from('yes', null), 2, undefined],
    ['the only link there is', from('yes', 'yes'), 1, undefined],
    [
      'a link that chooses nothing, and answers changed on the page',
      from(null, null, null, null),
      11,
      undefined,
    ],
  ])('%s', (_, sends, links, sign) => {
    expect(mailMachineSign(sends, links)).toBe(sign)
  })
  test('a field or button that people do not see, whatever else was sent', () => {
    expect(mailMachineSign([...from('3'), { link: null, isTrapped: true }], 11)).toBe('trap')
  })
})

test('words, a chosen reason or a negative score make a feedback item; a good score alone does not', () => {
  expect(makesItem({ words: null, choice: null, isNegative: false })).toBe(false)
  expect(makesItem({ words: '  ', choice: null, isNegative: false })).toBe(false)
  expect(makesItem({ words: null, choice: 'price', isNegative: false })).toBe(true)
  expect(makesItem({ words: 'Great', choice: null, isNegative: false })).toBe(true)
  expect(makesItem({ words: null, choice: null, isNegative: true })).toBe(true)
})

test.each([
  ['Petra Lund', 'Petra'],
  ['  Ana  ', 'Ana'],
  ['petra@quillmere.example', undefined],
  ['P', undefined],
  [null, undefined],
])('the first name of %j is %j', (name, first) => {
  expect(firstName(name)).toBe(first)
})

test.each(['=1+1', '+1', '-1', '@x', '\t=1', "'quoted"])(
  'the cell %j cannot be taken for a formula',
  (cell) => {
    expect(safeCell(cell)).toBe(`'${cell}`)
  },
)
