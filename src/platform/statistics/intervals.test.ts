import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pairedChange } from '#platform/statistics/differences.ts'
import { countOf, medianOf, quantile, share, shareChange } from '#platform/statistics/intervals.ts'

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

  it('a count of none may be up to four on average; a median lies between values that occurred', () => {
    expect(countOf(0)).toMatchObject({ value: 0, low: 0 })
    expect(countOf(0).high).toBeCloseTo(3.84, 2)
    expect(medianOf(Array.from({ length: 101 }, (_, i) => [i, 1] as const))).toEqual({
      value: 50,
      low: 39,
      high: 61,
    })
    expect(medianOf([[7, 9]])).toEqual({ value: 7, low: 7, high: 7 })
    expect(medianOf([])).toBeUndefined()
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
    const change = pairedChange(pairs, 5)!
    expect(change).toMatchObject({ n: 10, before: 44.5, after: 72.5, points: 28, couldBeChance: false })
    // t(9) = 2.26216; the standard deviation of these differences is 14.60593
    expect(change.high - change.points).toBeCloseTo((2.262157 * 14.60593) / Math.sqrt(10), 4)
  })

  it('of fewer pairs than are enough is not said', () => {
    expect(pairedChange(Array(4).fill({ before: 10, after: 90 }), 5)).toBeUndefined()
  })
})
