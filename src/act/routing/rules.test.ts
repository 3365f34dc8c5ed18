import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Candidate, route } from './rules.ts'

const now = Date.parse('2037-11-23T15:00:00Z')
const hours = (n: number) => now + n * 3_600_000
const one = (id: string, more: Partial<Candidate> = {}): Candidate => ({
  id,
  knows: [],
  opensAt: now,
  load: 0,
  lastGivenAt: undefined,
  ...more,
})

describe('who of several takes a case', () => {
  it('nobody is chosen of nobody, and one alone without a reason', () => {
    expect(route([], [], now, 'cases')).toBeUndefined()
    expect(route([one('ida')], ['implementation'], now, 'cases')).toEqual({ id: 'ida' })
  })
  it('knowing what it is about comes before everything', () => {
    const ida = one('ida', { knows: ['implementation'], opensAt: hours(14), load: 9 })
    expect(route([one('ben'), ida, one('kim')], ['implementation'], now, 'cases')).toEqual({
      id: 'ida',
      because: 'the only one of 3 who knows implementation',
    })
  })
  it('knowing more of it comes before knowing less', () => {
    const both = one('both', { knows: ['marketing', 'implementation'], load: 5 })
    const half = one('half', { knows: ['marketing'] })
    expect(route([half, both], ['implementation', 'marketing'], now, 'cases')).toEqual({
      id: 'both',
      because: 'the only one of 2 who knows implementation and marketing',
    })
  })
  it('what nobody knows keeps nobody out', () => {
    expect(route([one('ida', { load: 1 }), one('ben')], ['billing'], now, 'cases')).toEqual({
      id: 'ben',
      because: 'fewest open cases of 2',
    })
  })
  it('whoever is at work now comes before whoever comes tomorrow, however little they have', () => {
    const list = [one('away', { opensAt: hours(14) }), one('a', { load: 7 }), one('b', { load: 8 })]
    expect(route(list, [], now, 'steps')).toEqual({
      id: 'a',
      because: 'fewest open steps of 2 who are at work now',
    })
  })
  it('at night whoever begins first, within the hour, comes first', () => {
    const list = [
      one('nine', { opensAt: hours(3), load: 2 }),
      one('half-past', { opensAt: hours(3.5), load: 1 }),
      one('noon', { opensAt: hours(6) }),
    ]
    expect(route(list, [], now, 'cases')).toEqual({
      id: 'half-past',
      because: 'fewest open cases of 2 who are at work next',
    })
  })
  it('among equals it is the turn of whoever was given one longest ago', () => {
    const list = [one('b', { lastGivenAt: hours(-1) }), one('a', { lastGivenAt: hours(-2) }), one('c')]
    expect(route(list, [], now, 'cases')).toEqual({ id: 'c', because: 'next in turn of 3' })
    expect(route(list.slice(0, 2), [], now, 'cases')?.id).toBe('a')
  })
})

const areas = ['implementation', 'marketing', 'billing'] as const
const candidate = fc.record({
  knows: fc.subarray([...areas]),
  opensAt: fc.option(fc.integer({ min: -2, max: 40 }).map(hours), { nil: undefined }),
  load: fc.integer({ min: 0, max: 6 }),
  lastGivenAt: fc.option(fc.integer({ min: -40, max: 0 }).map(hours), { nil: undefined }),
})
const team = fc
  .array(candidate, { minLength: 1, maxLength: 7 })
  .map((list) => list.map((each, i): Candidate => ({ ...each, id: `m${i}` })))

describe('for any team and any case', () => {
  it('nobody who knows less of it is chosen while somebody knows more', () => {
    fc.assert(
      fc.property(team, fc.subarray([...areas]), (list, about) => {
        const chosen = route(list, about, now, 'cases')!
        const known = (each: Candidate) => about.filter((area) => each.knows.includes(area)).length
        const best = Math.max(...list.map(known))
        expect(known(list.find((each) => each.id === chosen.id)!)).toBe(best)
      }),
    )
  })

  it('the answer does not depend on the order of the names', () => {
    fc.assert(
      fc.property(team, fc.subarray([...areas]), (list, about) => {
        expect(route(list.toReversed(), about, now, 'cases')).toEqual(route(list, about, now, 'cases'))
      }),
    )
  })

  it('the loads of equals differ by at most one, and equals take turns', () => {
    const about = fc.array(fc.subarray([...areas]), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(team, about, (list, cases) => {
        // Equals: at work alike, and nothing given so far.
        const people = list.map((each) => ({ ...each, opensAt: now, load: 0, lastGivenAt: undefined }))
        const given = new Map<string, number[]>()
        cases.forEach((area, n) => {
          const chosen = people.find((each) => each.id === route(people, area, now, 'cases')?.id)!
          Object.assign(chosen, { load: chosen.load + 1, lastGivenAt: hours(n) })
          given.set(chosen.id, [...(given.get(chosen.id) ?? []), n])
        })
        for (const a of people)
          for (const b of people)
            if (a.knows.join() === b.knows.join()) expect(Math.abs(a.load - b.load)).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('whoever ends each case at once is not given the next one while an equal waits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 30 }), (size, count) => {
        const people = Array.from({ length: size }, (_, i) => one(`m${i}`))
        const order = Array.from({ length: count }, (_, n) => {
          const chosen = people.find((each) => each.id === route(people, [], now, 'cases')?.id)!
          chosen.lastGivenAt = hours(n)
          return chosen.id
        })
        expect(order).toEqual(order.map((_, n) => `m${n % size}`))
      }),
    )
  })
})
