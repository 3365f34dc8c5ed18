import { describe, expect, test } from 'vitest'
import { intervalsOf, sensitivityOf } from '#prioritize/scoring/ranks.ts'
import {
  builtIn,
  effortAt,
  effortOf,
  type Factor,
  quadrantOf,
  quadrants,
  riceTerms,
  type Term,
  wrongTerms,
  wrongValue,
} from '#prioritize/scoring/rules.ts'
import {
  columnOf,
  type Facts,
  type Field,
  type Model,
  quantile,
  ranker,
  scoresOf,
} from '#prioritize/scoring/score.ts'
import { randomFrom } from '#text/train/random.ts'

const term = (factor: string, weight = 1, lowerIsBetter = false): Term => ({ factor, weight, lowerIsBetter })
const weighted = (...terms: Term[]): Model => ({ kind: 'weighted', terms })
const rice: Model = { kind: 'rice', terms: riceTerms }

type Given = Partial<Facts> & { said?: Record<string, number> }

function fieldOf(given: readonly Given[], own: readonly Factor[] = []): Field {
  const facts = given.map(({ said: _, ...one }, i) => ({
    ...{ id: `00000000-0000-7000-8000-${String(i * 7919 + 1).padStart(12, '0')}` },
    ...{
      accounts: 0,
      segments: 0,
      customers: 0,
      contacts: 0,
      mrr: 0,
      largest: 0,
      blocked: 0,
      blocked_mrr: 0,
    },
    ...{ effort_low: null, effort_high: null, effort_confidence: null, ...one },
  }))
  const at = new Map(facts.map((one, i) => [one.id, i]))
  const columns = [...builtIn, ...own].map((factor) => [
    factor.key,
    columnOf(
      factor,
      facts,
      (id) => given[at.get(id)!]!.said?.[factor.key],
      () => undefined,
    ),
  ])
  return {
    ids: facts.map((one) => one.id),
    columns: new Map(columns as [string, ReturnType<typeof columnOf>][]),
  }
}

/** Many requests by chance, the same for the same seed. */
function manyFields(seed: number, n: number): Field {
  const random = randomFrom(seed)
  const int = (most: number) => Math.floor(random() * (most + 1))
  return fieldOf(
    Array.from({ length: n }, () => {
      const accounts = int(30)
      const low = int(8)
      return {
        ...{ accounts, customers: accounts, mrr: accounts * 40_000, largest: accounts > 0 ? 90_000 : 0 },
        ...(random() < 0.9 && { effort_low: low, effort_high: low + int(6), effort_confidence: 1 + int(99) }),
        said: {
          ...(random() < 0.8 && { impact: int(10) }),
          ...(random() < 0.5 && { confidence: int(100) }),
          ...(random() < 0.5 && { strategic_fit: int(10) }),
        },
      }
    }),
  )
}

const allTerms = weighted(
  term('accounts', 2),
  term('mrr', 3),
  term('strategic_fit', 1),
  term('effort', 2, true),
)
const ranksOf = (field: Field, model: Model) => {
  const scores = scoresOf(field, model)
  const { rank } = ranker(scores)
  return Array.from(scores, (score) => (Number.isNaN(score) ? null : rank(score)))
}

describe('a score', () => {
  test('by RICE is reach times impact times confidence over effort; impact 10 counts 3', () => {
    const field = fieldOf([
      { accounts: 40, effort_low: 2, effort_high: 8, said: { impact: 10, confidence: 80 } },
      { accounts: 40, effort_low: 4, effort_high: 4, said: { impact: 5 } },
    ])
    expect(scoresOf(field, rice)[0]).toBeCloseTo((40 * 3 * 0.8) / 4, 6)
    // nobody said how sure: RICE's lowest confidence
    expect(scoresOf(field, rice)[1]).toBeCloseTo((40 * 1.5 * 0.5) / 4, 6)
  })

  test('by RICE is none without impact, without an estimate, and where effort is estimated at zero', () => {
    const field = fieldOf([
      { accounts: 4, effort_low: 1, effort_high: 1 },
      { accounts: 4, said: { impact: 5 } },
      { accounts: 4, effort_low: 0, effort_high: 0, said: { impact: 5 } },
      { accounts: 4, effort_low: 0, effort_high: 1, said: { impact: 5 } },
    ])
    expect(Array.from(scoresOf(field, rice), Number.isFinite)).toEqual([false, false, false, true])
  })

  test('by weights goes from 0 to 100: each factor gives its share of the whole weight, cost the less the more', () => {
    const field = fieldOf([
      { accounts: 10, effort_low: 2, effort_high: 2, said: { strategic_fit: 10 } },
      { accounts: 5, effort_low: 8, effort_high: 8, said: { strategic_fit: 5 } },
    ])
    const model = weighted(term('accounts', 1), term('strategic_fit', 2), term('effort', 1, true))
    const scores = scoresOf(field, model)
    expect(scores[0]).toBeCloseTo(25 + 50 + 25 * 0.75, 6)
    expect(scores[1]).toBeCloseTo(12.5 + 25 + 0, 6)
  })

  test('takes each kind of factor for what it is', () => {
    const own = (key: string, kind: Factor['kind'], fullAt: number | null = null): Factor => ({
      ...{ key, name: key, kind, measure: null, segment: null, fullAt },
    })
    const factors = [
      own('fib', 'fibonacci'),
      own('share', 'percentage'),
      own('yes', 'checkbox'),
      own('sum', 'money', 100_000),
    ]
    const field = fieldOf(
      [{ said: { fib: 21, share: 50, yes: 1, sum: 25_000 } }, { said: { sum: 900_000 } }],
      factors,
    )
    const score = (key: string, at = 0) => scoresOf(field, weighted(term(key)))[at]
    expect([score('fib'), score('share'), score('yes'), score('sum'), score('sum', 1)]).toEqual([
      100, 50, 100, 25, 100,
    ])
    expect(wrongValue(factors[0]!, 4)).toContain('one of 1, 2, 3, 5')
    expect(wrongValue(factors[1]!, 101)).toContain('from 0 to 100')
    expect(wrongValue(factors[2]!, 2)).toContain('0 (no) or 1 (yes)')
    expect(wrongValue(factors[3]!, 0.5)).toContain('cents')
    for (const one of builtIn.filter((one) => one.kind === 'demand'))
      expect(wrongValue(one, 3)).toContain('cannot be typed')
  })

  test('counts nothing for what nobody has said, also where less is better', () => {
    const field = fieldOf([{}, { effort_low: 2, effort_high: 2, said: { urgency: 10 } }])
    expect(scoresOf(field, weighted(term('urgency'), term('effort', 1, true)))[0]).toBe(0)
  })

  test('needs weights: none, only zeros, or a factor twice make no model', () => {
    expect(wrongTerms([term('mrr', 0), term('urgency', 0)])).toContain('sum to nothing')
    expect(wrongTerms([term('mrr'), term('mrr')])).toContain('twice')
    expect(wrongTerms([term('mrr'), term('urgency', 0)])).toBeUndefined()
  })
})

describe('ranks', () => {
  test('stay when all weights are multiplied by one number, and when what weighs nothing is added', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const field = manyFields(seed, 40)
      const by = randomFrom(seed)() * 9 + 0.1
      const scaled = weighted(
        ...allTerms.terms.map((one) => ({ ...one, weight: one.weight * by })),
        term('urgency', 0),
      )
      expect(ranksOf(field, scaled)).toEqual(ranksOf(field, allTerms))
    }
  })

  test('are shared by what is equal, and a better value never costs one', () => {
    expect(
      ranksOf(fieldOf([{ accounts: 2 }, { accounts: 9 }, { accounts: 2 }]), weighted(term('accounts'))),
    ).toEqual([2, 1, 2])
    for (let seed = 1; seed <= 20; seed++) {
      const field = manyFields(seed, 30)
      const before = ranksOf(field, allTerms)[0]!
      const fit = field.columns.get('strategic_fit')!
      fit.values[0] = 10
      expect(ranksOf(field, allTerms)[0]).toBeLessThanOrEqual(before)
    }
  })

  test('lie in their interval, which lies among all ranks and is the same each time', async () => {
    for (const model of [rice, allTerms])
      for (let seed = 1; seed <= 10; seed++) {
        const field = manyFields(seed, 40)
        const ranks = ranksOf(field, model)
        const places = ranks.flatMap((rank, i) => (rank === null ? [] : [i]))
        const sure = await intervalsOf(field, model, places)
        places.forEach((place, at) => {
          const { rankLow, rankHigh, scoreLow, scoreHigh } = sure[at]!
          const score = scoresOf(field, model)[place]!
          expect([rankLow <= ranks[place]!, ranks[place]! <= rankHigh]).toEqual([true, true])
          expect(rankLow).toBeGreaterThanOrEqual(1)
          expect(rankHigh).toBeLessThanOrEqual(places.length)
          expect([scoreLow <= score, score <= scoreHigh]).toEqual([true, true])
        })
        expect(await intervalsOf(field, model, places)).toEqual(sure)
      }
  })

  test('are as sure as what they rest on: said values leave no doubt, wide estimates and missing values do', async () => {
    const sure = fieldOf([{ said: { urgency: 9 } }, { said: { urgency: 5 } }, { said: { urgency: 1 } }])
    expect(
      (await intervalsOf(sure, weighted(term('urgency')), [0, 1, 2])).map((one) => [
        one.rankLow,
        one.rankHigh,
      ]),
    ).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ])
    const width = async (given: Given) => {
      const others = Array.from({ length: 20 }, (_, i) => ({
        effort_low: 1 + i,
        effort_high: 1 + i,
        effort_confidence: 99,
      }))
      const [one] = await intervalsOf(fieldOf([given, ...others]), weighted(term('effort', 1, true)), [0])
      return one!.rankHigh - one!.rankLow
    }
    expect(await width({ effort_low: 5, effort_high: 15, effort_confidence: 80 })).toBeGreaterThan(
      await width({ effort_low: 9, effort_high: 10, effort_confidence: 80 }),
    )
    expect(await width({ effort_low: 5, effort_high: 15, effort_confidence: 30 })).toBeGreaterThan(
      await width({ effort_low: 5, effort_high: 15, effort_confidence: 95 }),
    )
    expect(await width({})).toBeGreaterThan(14)
  })

  test('of demand are drawn as counts scatter: 80 % of the draws of 25 accounts lie between 19 and 32', async () => {
    const [one] = await intervalsOf(
      fieldOf([{ accounts: 25 }, { accounts: 100 }]),
      weighted(term('accounts')),
      [0],
    )
    expect(one!.scoreLow).toBeGreaterThan(17)
    expect(one!.scoreLow).toBeLessThan(21)
    expect(one!.scoreHigh).toBeGreaterThan(29)
    expect(one!.scoreHigh).toBeLessThan(34)
    // money of one large payer is as unsure as one account is
    const width = async (mrr: number, largest: number, customers: number) => {
      const field = fieldOf([
        { mrr, largest, customers },
        { mrr: 1e7, largest: 1e4, customers: 1000 },
      ])
      const [sure] = await intervalsOf(field, weighted(term('mrr')), [0])
      return sure!.scoreHigh - sure!.scoreLow
    }
    expect(await width(1_000_000, 950_000, 20)).toBeGreaterThan(2 * (await width(1_000_000, 60_000, 20)))
  })
})

test('ranks of many requests are reckoned in pieces, so that others are answered meanwhile', async () => {
  const field = manyFields(5, 20)
  for (const reckon of [
    () => intervalsOf(field, allTerms, [0]),
    () => sensitivityOf(field, allTerms, 5, 1),
  ]) {
    let turns = 0
    const other = () => {
      turns += 1
      next = setImmediate(other)
    }
    let next = setImmediate(other)
    await reckon()
    clearImmediate(next)
    expect(turns).toBeGreaterThan(10)
  }
})

describe('sensitivity', () => {
  test('says that one factor alone survives every weight, and that shares lie between 0 and 1', async () => {
    const field = manyFields(3, 40)
    const alone = await sensitivityOf(field, weighted(term('accounts')), 5, 1)
    expect(alone.topKept).toBe(1)
    expect(alone.rows.every((row) => row.inTop === 1 && row.sameRank === 1)).toBe(true)
    const { rows, topKept } = await sensitivityOf(field, allTerms, 5, 4)
    expect(topKept).toBeLessThan(1)
    for (const row of rows) {
      expect(row.inTop).toBeGreaterThanOrEqual(row.sameRank)
      expect(row.rankLow).toBeLessThanOrEqual(row.rank)
      expect(row.rankHigh).toBeGreaterThanOrEqual(row.rank)
    }
  })

  test('counts who leaves the top when one factor counts double', async () => {
    // 60 against 57.5 points; when urgency counts double, 43.3 against 53.3
    const field = fieldOf([
      { accounts: 10, said: { urgency: 2 } },
      { accounts: 4, said: { urgency: 7.5 } },
    ])
    const { doubled } = await sensitivityOf(field, weighted(term('accounts'), term('urgency')), 1, 1)
    expect(doubled).toEqual([
      { factor: 'accounts', leave: 0 },
      { factor: 'urgency', leave: 1 },
    ])
  })
})

describe('the matrix', () => {
  test('names its quadrants as the procedure does', () => {
    const at = (impact: number, effort: number) => quadrants[quadrantOf(impact, effort, 3)].name
    expect([at(8, 1), at(8, 9), at(2, 1), at(2, 9)]).toEqual([
      'Do first',
      'Strategic',
      'Quick wins',
      'Don’t do',
    ])
  })

  test('a drop keeps how wide an estimate is, and makes a rough one where there was none', () => {
    expect(effortAt(8, { low: 1, high: 4, confidence: 60 })).toEqual({ low: 4, high: 16, confidence: 60 })
    expect(effortAt(3, null)).toEqual({ low: 2, high: 4.5, confidence: null })
    expect(effortOf(2, 8, null)).toEqual({ middle: 4, low: 2, high: 8, sure: 0.8 })
    expect(effortOf(0, 0, null)).toBeNull()
    for (const middle of [0.1, 0.37, 2, 90]) {
      const { low, high } = effortAt(middle, null)
      expect([low <= high, Math.abs(effortOf(low, high, null)!.middle / middle - 1) < 0.4]).toEqual([
        true,
        true,
      ])
    }
  })
})

test('the normal quantile is the one of the tables', () => {
  expect(quantile(0.5)).toBe(0)
  expect(quantile(0.9)).toBeCloseTo(1.2815515655, 8)
  expect(quantile(0.01)).toBeCloseTo(-2.326347874, 8)
})
