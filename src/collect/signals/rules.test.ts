import { describe, expect, test } from 'vitest'
import { compare, judge, replay, riskOf, type Series } from '#collect/signals/rules.ts'

/** Weeks of seven equal days, errors all zero unless given. */
const weeks = (events: number[], errors: number[] = []): Series => ({
  events: events.flatMap((value) => Array<number>(7).fill(value)),
  errors: events.flatMap((_, at) => Array<number>(7).fill(errors[at] ?? 0)),
})
const drop = { kind: 'drop', threshold: 33, least: 10 } as const
const errors = { kind: 'errors', threshold: 2, least: 10 } as const
const silence = { kind: 'silence', threshold: 14, least: 5 } as const

describe('a drop of a third against the four weeks before', () => {
  test.each([
    ['two thirds of the base fires', [10, 10, 10, 10, 6], true],
    ['a little more than two thirds does not', [10, 10, 10, 10, 7], false],
    ['a base below the least says nothing', [1, 1, 1, 1, 0], false],
    ['an account that is new has no base', [0, 0, 0, 0, 5], false],
  ])('%s', (_, series, fires) => {
    expect(judge(drop, weeks(series)).fires).toBe(fires)
  })

  test('it is over at half the fall, and a level that stays becomes the new base', () => {
    const rose = weeks([10, 10, 10, 10, 6, 9])
    expect(replay(drop, rose, 14)).toMatchObject([{ firedAt: 34, recoveredAt: expect.any(Number) }])
    const stayed = replay(drop, weeks([10, 10, 10, 10, 6, 6, 6, 6, 6, 3]), 42)
    expect(stayed).toHaveLength(2)
    expect(stayed[0]!.recoveredAt).not.toBeNull()
  })
})

describe('an error spike', () => {
  test.each([
    ['twice the rate fires', [100, 100, 100, 100, 100], [2, 2, 2, 2, 4], true],
    ['less does not', [100, 100, 100, 100, 100], [2, 2, 2, 2, 3], false],
    ['more errors of more use are no spike', [100, 100, 100, 100, 300], [2, 2, 2, 2, 6], false],
    ['few errors say nothing', [1, 1, 1, 1, 1], [0, 0, 0, 0, 1], false],
  ])('%s', (_, events, failed, fires) => {
    expect(judge(errors, weeks(events, failed)).fires).toBe(fires)
  })
})

describe('no sign-in for 14 days', () => {
  test('fires on the fourteenth day, once, and is over with the first use', () => {
    const days = {
      events: [...Array<number>(28).fill(3), ...Array<number>(20).fill(0), 1],
      errors: Array<number>(49).fill(0),
    }
    expect(replay(silence, days, 21)).toMatchObject([{ firedAt: 41, recoveredAt: 48 }])
  })

  test('says nothing of an account that used nothing before', () => {
    expect(judge(silence, weeks([0, 0, 0, 0, 0, 0])).fires).toBe(false)
  })
})

test('the risk says how it is made, and nothing where there is too little to say', () => {
  expect(riskOf(compare(weeks([10, 10, 10, 10, 10])))).toEqual({ score: 0, level: 'low', reasons: [] })
  expect(riskOf(compare(weeks([10, 10, 10, 10, 5])))).toMatchObject({ score: 25, reasons: ['use down 50 %'] })
  expect(riskOf(compare(weeks([10, 10, 10, 10, 0])))).toMatchObject({ score: 67, level: 'high' })
  expect(riskOf(compare(weeks([0, 0, 0, 0, 1]))).level).toBe('unknown')
})
