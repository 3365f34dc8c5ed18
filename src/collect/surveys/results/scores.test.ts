import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { meanOf, npsEstimate, scoresOfKind, shareOf } from '#collect/surveys/results/scores.ts'

const numbers = (...list: number[]) =>
  [...new Set(list)].map((number) => ({ number, count: list.filter((one) => one === number).length }))

test('60 promoters, 30 passives and 10 detractors of 100 are an NPS of 50', () => {
  expect(npsEstimate(60, 10, 100)).toMatchObject({ value: 50, n: 100 })
})

test('NPS is what fractions give, and lies in its interval, for any counts', () => {
  const count = fc.integer({ min: 0, max: 100_000 })
  fc.assert(
    fc.property(count, count, count, (promoters, passives, detractors) => {
      const n = promoters + passives + detractors
      const found = npsEstimate(promoters, detractors, n)
      if (n === 0) return found === null
      // 100 (p − d) / n as a fraction: no rounding on the way
      const exact = Number((BigInt(promoters) - BigInt(detractors)) * 100_000_000n) / n / 1_000_000
      return (
        Math.abs(found!.value - exact) < 1e-6 &&
        found!.low <= found!.value + 1e-9 &&
        found!.high >= found!.value - 1e-9 &&
        found!.low >= -100 &&
        found!.high <= 100
      )
    }),
  )
})

test('a share has Wilson’s interval, which stays inside 0 and 100', () => {
  // Brown, Cai and DasGupta (2001): 0 of 10 is not 0 to 0
  expect(shareOf(0, 10)).toMatchObject({ value: 0, low: 0 })
  expect(shareOf(0, 10)!.high).toBeCloseTo(27.75, 1)
  const half = shareOf(5, 10)!
  expect([half.low, half.high].map((one) => Math.round(one * 10) / 10)).toEqual([23.7, 76.3])
  expect(shareOf(10, 10)!.high).toBeCloseTo(100, 6)
  expect(shareOf(0, 0)).toBeNull()
})

test('a mean has the interval of its own spread', () => {
  const mean = meanOf(numbers(4, 5, 6, 5))!
  expect(mean.value).toBe(5)
  expect(mean.high - mean.value).toBeCloseTo(1.959964 * Math.sqrt(2 / 3 / 4), 5)
  expect(meanOf(numbers(4))).toBeNull()
})

describe('each kind has its own score', () => {
  test.each([
    ['csat', [5, 4, 3, 2, 1], 40],
    ['stars', [5, 5, 4, 4, 3], 80],
    ['ces', [7, 6, 5, 4, 1], 60],
    ['agreement', [5, 4, 3, 2, 2], 40],
    ['helpfulness', [4, 3, 2, 1, 1], 40],
    ['rating', [10, 9, 8, 7, 1], 60],
  ] as const)('%s of %j: %i %% are good', (kind, given, share) => {
    expect(scoresOfKind(kind, numbers(...given)).share).toMatchObject({ value: share, n: 5 })
  })
  test('effort has its mean, too', () => {
    expect(scoresOfKind('ces', numbers(7, 6, 5, 4, 3)).mean?.value).toBe(5)
  })
  test('below 5 answers there is no score, and words have none', () => {
    expect(scoresOfKind('nps', numbers(10, 10, 10, 10))).toEqual({ nps: null, share: null, mean: null })
    expect(scoresOfKind('text', numbers(1, 1, 1, 1, 1)).mean).toBeNull()
  })
})
