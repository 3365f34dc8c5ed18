import { describe, expect, test } from 'vitest'
import { driverText } from '#measure/correlations/driver-text.ts'
import { correlate, correlationText, type Exposure } from '#measure/correlations/rules.ts'

const theme = (label: string, accounts: number, hits: number): Exposure => ({
  kind: 'theme',
  key: label,
  label,
  accounts,
  hits,
})

describe('what goes with churn', () => {
  test('30 % of those that left had mentioned it, against 12 % of those that stayed', () => {
    const [one] = correlate([theme('exports', 150, 30)], { accounts: 1100, hits: 100 })
    expect(one!.holds).toBe(true)
    expect(correlationText(one!, 'churn')).toBe(
      '30 % of those that left had mentioned exports, against 12 % of those that stayed. That is 2.7 times as likely to leave (95 % interval 1.8 to 4.0 times).',
    )
  })

  test('below five that left nothing is compared, and the text says so', () => {
    const [one] = correlate([theme('exports', 40, 3)], { accounts: 100, hits: 4 })
    expect(one!.ratio).toBeUndefined()
    expect(correlationText(one!, 'churn')).toBe(
      '40 accounts had mentioned exports, 3 of them left: not enough data to compare.',
    )
  })

  test('among many rows one that would stand alone may be chance', () => {
    const alone = correlate([theme('exports', 40, 10)], { accounts: 400, hits: 50 })
    expect(alone[0]!.ratio!.chance).toBeLessThan(0.05)
    expect(alone[0]!.holds).toBe(true)
    const others = Array.from({ length: 30 }, (_, i) => theme(`other ${i}`, 80, 10))
    const among = correlate([theme('exports', 40, 10), ...others], { accounts: 400, hits: 50 })
    const one = among.find(({ label }) => label === 'exports')!
    expect(one.holds).toBe(false)
    expect(correlationText(one, 'churn')).toContain('Perhaps chance among so many rows.')
  })

  test('no account at all, or all of them alike, is not enough data', () => {
    expect(correlate([], { accounts: 0, hits: 0 })).toEqual([])
    const [all] = correlate([theme('exports', 50, 50)], { accounts: 50, hits: 50 })
    expect(all!.ratio).toBeUndefined()
    expect(all!.amongOther).toBeNull()
  })
})

test('what a theme costs is said in points of the NPS, with its interval', () => {
  const driver = {
    themeId: 'th_0',
    label: 'exports',
    with: { promoters: 20, passives: 30, detractors: 50 },
    without: { promoters: 400, passives: 300, detractors: 200 },
    nps: -30,
    difference: { points: -52.2, low: -68.4, high: -36, chance: 0, holds: true },
    cost: { points: 5.22, low: 3.6, high: 6.8 },
  }
  expect(driverText(driver)).toBe(
    'Answers that speak of exports score 52 points lower than the others (NPS −30; 95 % interval of the difference −68 to −36). It costs 5.2 points of the NPS, if those answers were else like the others.',
  )
})
