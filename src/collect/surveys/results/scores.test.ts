import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { meanOf, nps, npsChange, points, scoresOfKind, shareOf } from '#collect/surveys/results/scores.ts'

const numbers = (...list: number[]) =>
  [...new Set(list)].map((number) => ({ number, count: list.filter((one) => one === number).length }))

test('60 promoters, 30 passives and 10 detractors of 100 are an NPS of 50', () => {
  expect(nps({ promoters: 60, passives: 30, detractors: 10 })).toMatchObject({ value: 50, n: 100 })
})

test('NPS is rounded once at the end, not by its two shares, half away from zero, and not said below 5 answers', () => {
  expect(nps({ promoters: 1, passives: 4, detractors: 2 })!.value).toBe(-14)
  expect(nps({ promoters: 0, passives: 199, detractors: 1 })!.value).toBe(-1)
  expect(nps({ promoters: 4, passives: 0, detractors: 0 })).toBeNull()
})

test('NPS of any counts, as pages show it and the API answers, equals rational arithmetic to the point', () => {
  const count = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 2_000_000 }))
  fc.assert(
    fc.property(count, count, count, count, (promoters, nines, passives, detractors) => {
      const n = promoters + nines + passives + detractors
      fc.pre(n >= 5)
      const { nps: found } = scoresOfKind('nps', [
        { number: 10, count: promoters },
        { number: 9, count: nines },
        { number: 7, count: passives },
        { number: 6, count: detractors },
      ])
      // 100 (p − d) / n in whole numbers only, half away from zero
      const top = 100n * (BigInt(promoters) + BigInt(nines) - BigInt(detractors))
      const size = (2n * (top < 0n ? -top : top) + BigInt(n)) / (2n * BigInt(n))
      const exact = top < 0n ? -size : size
      expect(BigInt(found!.value)).toBe(exact)
      expect(points(found!.value)).toBe(String(exact).replace('-', '−'))
      expect(found!.low).toBeLessThanOrEqual(found!.value)
      expect(found!.high).toBeGreaterThanOrEqual(found!.value)
      expect(Math.max(-found!.low, found!.high)).toBeLessThanOrEqual(100)
    }),
    { numRuns: 1000 },
  )
})

test('NPS has the interval of the mean of +100, 0 and −100, and keeps a width when everybody says the same', () => {
  // 412 answers, 52 % promoters and 18 % detractors: 34 ± 7.4
  expect(nps({ promoters: 214, passives: 124, detractors: 74 })).toMatchObject({ low: 27, high: 41 })
  expect(nps({ promoters: 10, passives: 0, detractors: 0 })).toMatchObject({ value: 100, low: 48, high: 100 })
  expect(nps({ promoters: 300, passives: 0, detractors: 0 })).toMatchObject({
    value: 100,
    low: 99,
    high: 100,
  })
})

test('a change that could be chance is called so', () => {
  const before = { promoters: 50, passives: 20, detractors: 30 }
  expect(npsChange(before, { promoters: 54, passives: 20, detractors: 26 })).toMatchObject({
    points: 8,
    couldBeChance: true,
  })
  expect(npsChange(before, { promoters: 90, passives: 5, detractors: 5 })).toMatchObject({
    points: 65,
    couldBeChance: false,
  })
  expect(npsChange({ promoters: 4, passives: 0, detractors: 0 }, before)).toBeUndefined()
})

test('what rounds to zero is shown as 0, what is less with a true minus', () => {
  expect([-0.4, 0, -0.5, 12.5].map(points)).toEqual(['0', '0', '−1', '13'])
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

test('a mean has the interval of its own spread, and few numbers that are all alike do not claim to be sure', () => {
  const scale = { min: 1, max: 7 }
  const many = meanOf(
    numbers(4, 5, 6, 5).map((one) => ({ ...one, count: one.count * 50 })),
    scale,
  )!
  expect(many.value).toBe(5)
  expect(many.high - many.value).toBeCloseTo(1.959964 * Math.sqrt(100 / 199 / 200), 5)
  const alike = meanOf(numbers(7, 7, 7, 7, 7), scale)!
  expect(alike.value).toBe(7)
  expect(alike.low).toBeLessThan(6)
  expect(meanOf(numbers(4), scale)).toBeNull()
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
