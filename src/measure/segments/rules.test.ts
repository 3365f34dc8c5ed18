import { describe, expect, it } from 'vitest'
import { figureOf } from '#measure/metrics/figures.ts'
import { chanceOf, claimsOf, compareGroups, compareVolumes, dispersion } from '#measure/segments/rules.ts'
import { weigh } from '#measure/segments/weights.ts'

const answers = (scores: Record<number, number>) =>
  Object.entries(scores).map(([value, n]) => ({ value: Number(value), flag: false, n, late: 0 }))

describe('groups side by side', () => {
  it('compares each with all others together, by the metric’s own formula', () => {
    const cells = compareGroups(
      { as: 'nps' },
      new Map([
        ['school', answers({ 9: 60, 8: 30, 3: 10 })],
        ['clinic', answers({ 9: 10, 8: 10, 3: 30 })],
        ['club', answers({ 9: 2, 3: 2 })],
      ]),
    )
    const school = cells.get('school')!
    expect(school.figure).toMatchObject({ n: 100, value: 50 })
    // against clinic and club: 12 promoters, 10 passives, 32 detractors of 54 are −37
    expect(school.difference!.value).toBe(87)
    expect(school.difference!.chance).toBeLessThan(1e-6)
    expect(cells.get('club')).toMatchObject({ figure: { n: 4, value: null }, difference: null })
  })

  it('reads the chance of a difference from its interval: 5 % where that just reaches zero', () => {
    expect(chanceOf({ value: 10, low: 0, high: 20 })).toBeCloseTo(0.05, 10)
    expect(chanceOf({ value: -10, low: -90, high: 0 })).toBeCloseTo(0.05, 10)
    expect(chanceOf({ value: 10, low: 5, high: 40 })).toBeCloseTo(0.000089, 6)
    expect(chanceOf({ value: 0, low: -1, high: 1 })).toBe(1)
    expect(chanceOf({ value: 3, low: 3, high: 3 })).toBe(0)
  })

  it('says “perhaps” of what would hold alone but not among all that is looked at', () => {
    expect(claimsOf([0.001, 0.04, 0.3, 0.6])).toEqual(['holds', 'perhaps', 'chance', 'chance'])
    expect(claimsOf([0.04])).toEqual(['holds'])
  })
})

describe('volume per 100 accounts', () => {
  const volume = (items: number, accounts: number, squares = items) => ({
    ...{ items, accounts, squares, ofAccounts: items },
  })

  it('is items over the accounts of the time, with the interval of a count', () => {
    const { all, groups } = compareVolumes(
      new Map([
        ['school', volume(40, 80)],
        ['club', volume(4, 10)],
      ]),
    )
    expect(all!.value).toBeCloseTo(48.9, 1)
    const school = groups.get('school')!.ranged!
    expect(school.value).toBe(50)
    // the score interval of a Poisson count of 40 is 29.4 to 54.5
    expect(school.low).toBeCloseTo(36.7, 1)
    expect(school.high).toBeCloseTo(68.1, 1)
    expect(groups.get('club')).toEqual({ ranged: null, difference: null })
  })

  it('is less sure when one account says most of it', () => {
    // 40 items: one each, or 31 of one account and one each of nine
    const [each, one] = [volume(40, 80), volume(40, 80, 31 ** 2 + 9)]
    expect(dispersion([each])).toBe(1)
    // (970 − 40²/80) / (40/80) / 79
    expect(dispersion([one])).toBeCloseTo(24.05, 2)
    const wide = compareVolumes(new Map([['school', one]])).all!
    expect(wide.high - wide.low).toBeGreaterThan(4 * 31.4)
    expect(wide.low).toBeGreaterThan(0)
  })

  it('has no number for a group in which nobody was', () => {
    const { groups, all } = compareVolumes(
      new Map([
        ['', volume(30, 0)],
        ['school', volume(20, 40)],
      ]),
    )
    expect(groups.get('')!.ranged).toBeNull()
    expect(all!.value).toBe(50)
  })
})

describe('weighted to the customer base', () => {
  // 80 schools that are glad and 20 clinics that are not; half of our accounts are clinics
  const both = new Map([
    ['school', answers({ 9: 60, 8: 20 })],
    ['clinic', answers({ 8: 10, 3: 10 })],
  ])

  it('counts each answer by the share of its group in the base over its share in the answers', () => {
    const found = weigh(
      both,
      new Map([
        ['school', 30],
        ['clinic', 30],
      ]),
    )!
    expect(found.strata.map(({ key, weight }) => [key, weight])).toEqual([
      ['school', 0.5 / 0.8],
      ['clinic', 2.5],
    ])
    // (100)² / (80 · 0.625² + 20 · 2.5²)
    expect(found.effective).toBeCloseTo(64, 10)
    // half of +75 and half of −50
    const figure = figureOf({ as: 'nps' }, found.rows)
    expect(figure.value).toBe(13)
    expect(figure.n).toBeCloseTo(64, 10)
    const plain = figureOf({ as: 'nps' }, [...both.values()].flat())
    expect(plain.value).toBe(50)
    // fewer answers than were given are less sure
    expect(figure.high! - figure.low!).toBeGreaterThan(plain.high! - plain.low!)
  })

  it('changes nothing where answers come as the accounts are', () => {
    const found = weigh(
      both,
      new Map([
        ['school', 4],
        ['clinic', 1],
      ]),
    )!
    expect(found.effective).toBeCloseTo(100, 10)
    expect(figureOf({ as: 'nps' }, found.rows)).toMatchObject({ value: 50 })
  })

  it('speaks for the groups that answered, and leaves out who is in none and who is no customer', () => {
    const more = new Map([...both, ['', answers({ 3: 7 })], ['gone', answers({ 3: 3 })]])
    const found = weigh(
      more,
      new Map([
        ['school', 30],
        ['clinic', 30],
        ['club', 40],
      ]),
    )!
    expect([found.n, found.leftOut, found.covered]).toEqual([100, 10, 0.6])
    expect(found.strata.find(({ key }) => key === 'club')).toMatchObject({ n: 0, ofBase: 0.4, weight: null })
    expect(figureOf({ as: 'nps' }, found.rows).value).toBe(13)
    expect(weigh(new Map(), new Map([['school', 3]]))).toBeNull()
  })
})
