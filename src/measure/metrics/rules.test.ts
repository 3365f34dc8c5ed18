import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bandOf,
  lastQuarters,
  pairedChange,
  quantile,
  quarterName,
  share,
  shareChange,
} from '#measure/metrics/rules.ts'

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
    expect(change.high - change.points).toBeCloseTo((2.26216 * 14.60593) / Math.sqrt(10), 4)
  })

  it('of fewer than five customers is not said', () => {
    expect(pairedChange(Array(4).fill({ before: 10, after: 90 }))).toBeUndefined()
  })
})
