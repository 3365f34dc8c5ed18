import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bandOf,
  ces,
  csat,
  lastQuarters,
  nps,
  npsChange,
  npsGroup,
  pairedChange,
  quantile,
  quarterName,
  responseRate,
  roundedRatio,
  share,
  shareChange,
} from '#measure/metrics/rules.ts'

const counts = fc.record({
  promoters: fc.integer({ min: 0, max: 2_000_000 }),
  passives: fc.integer({ min: 0, max: 2_000_000 }),
  detractors: fc.integer({ min: 0, max: 2_000_000 }),
})

/** The definition in whole numbers only: 100·(p − d)/n, half away from zero. */
function exactNps(p: bigint, d: bigint, n: bigint): bigint {
  const top = 100n * (p - d)
  const sign = top < 0n ? -1n : 1n
  const size = top < 0n ? -top : top
  return sign * ((2n * size + n) / (2n * n))
}

describe('net promoter score', () => {
  it.each([
    [0, 'detractor'],
    [6, 'detractor'],
    [7, 'passive'],
    [8, 'passive'],
    [9, 'promoter'],
    [10, 'promoter'],
  ] as const)('counts a %i as %s', (score, group) => {
    expect(npsGroup(score)).toBe(group)
  })

  it('gives 50 for 60 promoters, 30 passives and 10 detractors of 100', () => {
    expect(nps({ promoters: 60, passives: 30, detractors: 10 })).toMatchObject({
      n: 100,
      score: 50,
      isEnough: true,
    })
  })

  it('equals exact rational arithmetic, rounded once at the end', () => {
    fc.assert(
      fc.property(counts, (c) => {
        const n = c.promoters + c.passives + c.detractors
        fc.pre(n > 0)
        expect(BigInt(nps(c).score!)).toBe(exactNps(BigInt(c.promoters), BigInt(c.detractors), BigInt(n)))
      }),
      { numRuns: 2000 },
    )
  })

  it('differs from rounding the two shares first', () => {
    expect(nps({ promoters: 1, passives: 4, detractors: 2 }).score).toBe(-14)
    expect(Math.round(100 / 7) - Math.round(200 / 7)).toBe(-15)
  })

  it('is not enough under five answers', () => {
    expect(nps({ promoters: 4, passives: 0, detractors: 0 }).isEnough).toBe(false)
    expect(nps({ promoters: 5, passives: 0, detractors: 0 }).isEnough).toBe(true)
    expect(nps({ promoters: 0, passives: 0, detractors: 0 }).score).toBeNull()
  })

  it('has an interval around the score that stays within −100 and 100', () => {
    fc.assert(
      fc.property(counts, (c) => {
        const n = c.promoters + c.passives + c.detractors
        fc.pre(n >= 2)
        const { score, low, high, margin } = nps(c)
        expect(low).toBeGreaterThanOrEqual(-100)
        expect(high).toBeLessThanOrEqual(100)
        expect(low!).toBeLessThanOrEqual(score!)
        expect(high!).toBeGreaterThanOrEqual(score!)
        expect(margin).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('has the interval of the mean of +100, 0 and −100', () => {
    // 412 answers, 52 % promoters and 18 % detractors: 34 ± 7.4
    const { margin, low, high } = nps({ promoters: 214, passives: 124, detractors: 74 })
    const draws = [...Array(214).fill(100), ...Array(124).fill(0), ...Array(74).fill(-100)] as number[]
    const mean = draws.reduce((a, b) => a + b) / 412
    const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 411
    expect(margin).toBeCloseTo(1.96 * Math.sqrt(variance / 412), 1)
    expect([low, high]).toEqual([27, 41])
  })

  it('keeps a width when everybody says the same', () => {
    expect(nps({ promoters: 10, passives: 0, detractors: 0 })).toMatchObject({
      score: 100,
      low: 70,
      high: 100,
    })
  })

  it('calls a change that could be chance by its name', () => {
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
})

describe('bands', () => {
  it.each([
    [100, 'world-class'],
    [71, 'world-class'],
    [70, 'good'],
    [50, 'good'],
    [49, 'average'],
    [30, 'average'],
    [29, 'poor'],
    [-100, 'poor'],
  ])('calls %i %s', (score, name) => {
    expect(bandOf(score).name).toBe(name)
  })
})

describe('shares, rates and times', () => {
  it('rounds a ratio exactly, half away from zero', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        (a, b) => {
          const size = BigInt(Math.abs(a))
          const exact = (2n * size + BigInt(b)) / (2n * BigInt(b))
          expect(BigInt(Math.abs(roundedRatio(a, b)))).toBe(exact)
        },
      ),
    )
  })

  it('counts the response rate by what was delivered', () => {
    expect(responseRate(412, 1310)).toBe(31)
    expect(responseRate(0, 0)).toBeNull()
  })

  it('counts satisfaction as the share of 4 and 5, and effort as a mean', () => {
    expect(csat([1, 0, 2, 4, 3])).toEqual({ n: 10, percent: 70 })
    expect(ces([0, 0, 0, 1, 1, 1, 0])).toEqual({ n: 3, mean: 5 })
    expect(csat([])).toEqual({ n: 0, percent: null })
  })

  it('gives a share an interval that holds it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 0, max: 5000 }), (of, part) => {
        fc.pre(part <= of)
        const s = share(part, of)!
        expect(s.low).toBeLessThanOrEqual(s.share)
        expect(s.high).toBeGreaterThanOrEqual(s.share)
      }),
    )
  })

  it('takes a median and a nine-of-ten that occurred, as sorting all values would', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 200 }),
        fc.constantFrom(0.5, 0.9, 1),
        (values, q) => {
          const sorted = [...values].sort((a, b) => a - b)
          const tally = [...new Set(sorted)].map(
            (value) => [value, sorted.filter((v) => v === value).length] as const,
          )
          expect(quantile(tally, q)).toBe(sorted[Math.ceil(q * sorted.length) - 1])
        },
      ),
    )
    expect(quantile([], 0.5)).toBeUndefined()
  })
})

describe('quarters', () => {
  it('ends with the quarter that holds today', () => {
    expect(lastQuarters(new Date('2026-11-19T10:00:00Z'), 5)).toEqual([
      '2025-10-01',
      '2026-01-01',
      '2026-04-01',
      '2026-07-01',
      '2026-10-01',
    ])
    expect(quarterName('2026-07-01')).toBe('Q3 26')
  })
})

describe('change', () => {
  it('of a share has the interval of Newcombe’s published example: 56 of 70 against 48 of 80', () => {
    const change = shareChange(share(48, 80)!, share(56, 70)!)
    expect(change.difference).toBeCloseTo(0.2, 4)
    expect(change.low).toBeCloseTo(0.0524, 4)
    expect(change.high).toBeCloseTo(0.3339, 4)
    expect(change.couldBeChance).toBe(false)
  })

  it('of a share from nobody to nobody could be chance', () => {
    expect(shareChange(share(0, 10)!, share(0, 10)!)).toMatchObject({ difference: 0, couldBeChance: true })
  })

  it('of the same customers is the mean of their differences with Student’s interval', () => {
    const after = [60, 70, 50, 90, 80, 75, 65, 85, 95, 55]
    const pairs = after.map((value, i) => ({ before: 40 + i, after: value }))
    const change = pairedChange(pairs)!
    expect(change).toMatchObject({ n: 10, before: 44.5, after: 72.5, points: 28, couldBeChance: false })
    // t(9) = 2.26216; the standard deviation of these differences is 14.60593
    expect(change.high - change.points).toBeCloseTo((2.26216 * 14.60593) / Math.sqrt(10), 1)
  })

  it('of fewer than five customers is not said', () => {
    expect(pairedChange(Array(4).fill({ before: 10, after: 90 }))).toBeUndefined()
  })
})
