import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sampleOf, standardisedDifference } from '#platform/statistics/differences.ts'
import { normalTails, student95, studentTails } from '#platform/statistics/distributions.ts'
import { canCompare, riskRatio } from '#platform/statistics/risk-ratio.ts'

// Methods against answers that were published; docs/methods.md names each.

describe('distributions', () => {
  test('the normal distribution at the points every table has', () => {
    expect(normalTails(1.959963984540054)).toBeCloseTo(0.05, 12)
    expect(normalTails(1)).toBeCloseTo(0.3173105078629141, 12)
    expect(normalTails(-6) * 1e9).toBeCloseTo(1.973175290075396, 9)
    expect(normalTails(0)).toBe(1)
  })

  test.each([
    [1, 12.7062],
    [2, 4.3027],
    [4, 2.7764],
    [10, 2.2281],
    [30, 2.0423],
    [120, 1.9799],
  ])('Student’s t with %i degrees of freedom has its 97.5 %% point at %f', (freedom, point) => {
    expect(student95(freedom)).toBeCloseTo(point, 4)
    expect(studentTails(student95(freedom), freedom)).toBeCloseTo(0.05, 7)
  })
})

describe('the risk ratio', () => {
  test('Koopman’s own example, 36 of 40 against 16 of 80, is 4.5 from 2.94 to 7.15', () => {
    const found = riskRatio({ n: 36, of: 40 }, { n: 16, of: 80 })
    expect(found.ratio).toBeCloseTo(4.5, 10)
    // a little wider by the factor N/(N − 1)
    expect(found.low).toBeGreaterThan(2.93)
    expect(found.low).toBeLessThan(2.94)
    expect(found.high!).toBeGreaterThan(7.152)
    expect(found.high!).toBeLessThan(7.18)
  })

  test('the Physicians’ Health Study, 104 of 11,037 against 189 of 11,034, is 0.55 from 0.43 to 0.70', () => {
    const { ratio, low, high } = riskRatio({ n: 104, of: 11037 }, { n: 189, of: 11034 })
    expect([ratio!, low, high!].map((one) => one.toFixed(2))).toEqual(['0.55', '0.43', '0.70'])
  })

  test('empty cells have an end where there is one', () => {
    expect(riskRatio({ n: 0, of: 10 }, { n: 5, of: 10 })).toMatchObject({ ratio: 0, low: 0 })
    expect(riskRatio({ n: 5, of: 10 }, { n: 0, of: 10 })).toMatchObject({ ratio: null, high: null })
    expect(riskRatio({ n: 10, of: 10 }, { n: 10, of: 10 })).toMatchObject({ ratio: 1, chance: 1 })
  })

  test('the interval leaves one out just when chance is below 5 %', () => {
    const size = fc.integer({ min: 5, max: 400 })
    fc.assert(
      fc.property(
        size,
        size,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (a, b, p, q) => {
          const found = riskRatio({ n: Math.round(p * a), of: a }, { n: Math.round(q * b), of: b })
          const leavesOut = found.low > 1 || (found.high !== null && found.high < 1)
          if (Math.abs(found.chance - 0.05) > 1e-6) expect(leavesOut).toBe(found.chance < 0.05)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('there is enough to compare with five of each and one expected in each cell', () => {
    expect(canCompare({ n: 3, of: 10 }, { n: 2, of: 90 }, 5)).toBe(false)
    expect(canCompare({ n: 3, of: 30 }, { n: 2, of: 70 }, 5)).toBe(true)
    expect(canCompare({ n: 3, of: 4 }, { n: 9, of: 90 }, 5)).toBe(false)
    expect(canCompare({ n: 30, of: 30 }, { n: 70, of: 70 }, 5)).toBe(false)
  })
})

describe('the difference in differences', () => {
  test('one stratum with one spread is the two-sample t: sleep of Student’s ten patients (1908) differs by 1.58 h', () => {
    const drug1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    const drug2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    const found = standardisedDifference([{ changed: sampleOf(drug2), others: sampleOf(drug1) }])!
    // as R prints it: t.test(extra ~ group, sleep)
    expect(found.points).toBeCloseTo(1.58, 10)
    expect(found.low).toBeCloseTo(-0.2054832, 5)
    expect(found.high).toBeCloseTo(3.3654832, 5)
    expect(found.chance).toBeCloseTo(0.07939, 4)
  })

  test('strata count by how many of the changed are in them', () => {
    const found = standardisedDifference([
      { changed: sampleOf([1, 3]), others: sampleOf([0, 0, 0]) },
      { changed: sampleOf([9, 10, 11, 10, 10, 10]), others: sampleOf([10]) },
    ])!
    expect(found.points).toBeCloseTo((2 * 2 + 6 * 0) / 8, 10)
  })

  test('without any spread to reckon with nothing is said', () => {
    expect(standardisedDifference([{ changed: sampleOf([1]), others: sampleOf([0]) }])).toBeUndefined()
    expect(standardisedDifference([])).toBeUndefined()
  })
})
