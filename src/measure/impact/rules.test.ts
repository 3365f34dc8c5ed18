import { describe, expect, test } from 'vitest'
import {
  type Doing,
  judge,
  looks,
  type Measure,
  type MeasureKey,
  measureOf,
  measureText,
  nextLook,
  type Unit,
} from '#measure/impact/rules.ts'

const unit = (id: string, askedOn: number | null, stratum = 'school|1000'): Unit => ({ id, stratum, askedOn })
const on = (id: string, ...days: number[]): Doing[] => days.map((day) => ({ id, day, value: 1 }))
const ids = (name: string, n: number) => Array.from({ length: n }, (_, i) => `${name}${i}`)
const found = (key: MeasureKey, chance: number, points: number): Measure => ({
  key,
  askers: { n: 20, before: 2, after: 2 + points },
  others: { n: 40, before: 2, after: 2 },
  difference: { points, low: points - 0.5, high: points + 0.5, chance },
})

describe('one measure', () => {
  test('is a month of those who asked before and after, less the same of comparable accounts', () => {
    const askers = ids('a', 6).map((id, i) => unit(id, -(80 + i)))
    const others = ids('o', 8).map((id) => unit(id, null))
    const doings = [
      ...askers.flatMap(({ id }, i) => on(id, -40, -20, ...(i % 2 ? [-10] : []))),
      ...others.flatMap(({ id }, i) => on(id, -40, 20, ...(i % 2 ? [30] : []))),
    ]
    const measure = measureOf('mentions', [...askers, ...others], doings, 90)
    expect(measure.askers.n).toBe(6)
    expect(measure.askers.after).toBe(0)
    expect(measure.others.before).toBeCloseTo(1 / 3, 10)
    expect(measure.others.after).toBeCloseTo(0.5, 10)
    expect(measure.difference!.points).toBeLessThan(0)
    expect(measure.difference!.high).toBeLessThan(0)
  })

  test('the day of shipping, the item that asked and what was said before it count on neither side', () => {
    const units = [unit('a', -40), unit('o', null)]
    const measure = measureOf('mentions', units, on('a', -60, -40, -39, 0, 1), 30)
    expect(measure.askers.before).toBeCloseTo(30 / 39, 10)
    expect(measure.askers.after).toBe(1)
  })

  test('who asked less than two weeks before, and whoever has nobody comparable, is left out', () => {
    const units = [unit('a', -10), unit('b', -50, 'clinic|0'), unit('o', null)]
    expect(measureOf('tickets', units, [], 90).askers.n).toBe(0)
  })

  test('below five on a side there is not enough data', () => {
    const units = [...ids('a', 4).map((id) => unit(id, -50)), ...ids('o', 50).map((id) => unit(id, null))]
    const measure = measureOf('mentions', units, on('a0', -3), 90)
    expect(measure.difference).toBeNull()
    expect(measureText({ ...measure, result: 'not_enough' })).toBe(
      'Mentions of its themes: not enough data yet (4 that asked, 50 comparable).',
    )
  })

  test('scores are of accounts that answered before and after; use is of accounts whose use is known', () => {
    const units = [unit('a', -5), unit('b', -5), unit('o', null)]
    const scores = [
      { id: 'a', day: -50, value: 3 },
      { id: 'a', day: 20, value: 8 },
      { id: 'b', day: -50, value: 3 },
      { id: 'o', day: -50, value: 5 },
      { id: 'o', day: 20, value: 5 },
    ]
    expect(measureOf('score', units, scores, 90)).toMatchObject({
      askers: { n: 1, before: 3, after: 8 },
      others: { n: 1, before: 5, after: 5 },
    })
    expect(measureOf('usage', [unit('a', -50), unit('o', null)], on('o', -5, 5), 90).askers.n).toBe(0)
  })
})

describe('the verdict', () => {
  test('fewer tickets worked, more of them are worse, and worse in one thing is worse', () => {
    expect(judge([found('tickets', 0.001, -1)]).verdict).toBe('worked')
    expect(judge([found('tickets', 0.001, 1)]).verdict).toBe('worse')
    expect(judge([found('usage', 0.001, 3), found('tickets', 0.001, 1)]).verdict).toBe('worse')
  })

  test('what would hold at one look does not hold among three', () => {
    const { verdict, measures } = judge([found('tickets', 0.03, -1)])
    expect(verdict).toBe('no_change')
    expect(measures[0]!.result).toBe('same')
    expect(measureText(measures[0]!)).toContain('could be chance')
  })

  test('without any measure that can be told it is not enough data yet', () => {
    expect(judge([]).verdict).toBe('not_enough')
    expect(judge([{ ...found('score', 0, 1), difference: null }]).verdict).toBe('not_enough')
  })
})

test('it is looked at 30, 60 and 90 days after it shipped', () => {
  expect([0, ...looks].map(nextLook)).toEqual([30, 60, 90, undefined])
})
