import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ActionState, comesBack, perWeek, stateAfter, verdictOf, verdictText } from './rules.ts'

const weeks8 = (mentions: number) => ({ mentions, days: 56 })

describe('whether an action helped, by the mentions of its theme in eight weeks before and after', () => {
  test.each([
    [40, 0, 'effective'],
    [40, 20, 'effective'],
    [5, 0, 'effective'],
    [40, 35, 'ineffective'],
    [40, 60, 'ineffective'],
    [3, 3, 'ineffective'],
    [0, 2, 'ineffective'],
    [4, 1, 'unclear'],
    [3, 0, 'unclear'],
    [0, 0, 'unclear'],
  ])('%i before and %i after is %s', (before, after, result) => {
    expect(verdictOf(weeks8(before), weeks8(after)).result).toBe(result)
  })

  test('unequal times are compared by the week', () => {
    expect(verdictOf(weeks8(16), { mentions: 2, days: 7 }).result).toBe('ineffective')
    expect(verdictOf(weeks8(64), { mentions: 2, days: 7 }).result).toBe('effective')
    expect(perWeek({ mentions: 3, days: 56 })).toBe(0.4)
  })

  test('more mentions afterwards never make a better result', () => {
    const rank = { effective: 0, unclear: 1, ineffective: 2 }
    const some = fc.integer({ min: 0, max: 300 })
    fc.assert(
      fc.property(some, some, fc.integer({ min: 1, max: 56 }), (before, after, days) => {
        const of = (mentions: number) => rank[verdictOf(weeks8(before), { mentions, days }).result]
        expect(of(after + 1)).toBeGreaterThanOrEqual(of(after))
      }),
    )
  })

  test('the result is said with its figures', () => {
    const said = (before: number, after: number) =>
      verdictText(weeks8(before), weeks8(after), verdictOf(weeks8(before), weeks8(after)))
    expect(said(40, 8)).toBe('5 mentions a week before, 1 after: fewer than chance would have.')
    expect(said(40, 36)).toBe('5 mentions a week before, 4.5 after: the theme is still there.')
    expect(said(4, 1)).toBe('0.5 mentions a week before, 0.1 after: too few to tell from chance (19 in 100).')
    expect(said(0, 0)).toBe('0 mentions a week before, 0 after: nobody said it, so nothing can be told.')
  })
})

test('a theme comes back with a week that stands out, not with a single mention', () => {
  expect(comesBack([0, 0, 0, 0, 0, 0, 0, 0, 1])).toBe(false)
  expect(comesBack([1, 0, 1, 0, 0, 1, 0, 0, 6])).toBe(true)
  expect(comesBack([6, 0, 1, 0, 0, 1, 0, 0, 0])).toBe(false)
})

test('only what is open is done or dropped, only what is done is confirmed, and all but open ones are reopened', () => {
  const from = (move: Parameters<typeof stateAfter>[1]) =>
    (['open', 'done', 'effective', 'cancelled'] satisfies ActionState[]).filter(
      (state) => stateAfter(state, move) !== undefined,
    )
  expect([from('complete'), from('cancel'), from('confirm'), from('reopen')]).toEqual([
    ['open'],
    ['open'],
    ['done'],
    ['done', 'effective', 'cancelled'],
  ])
})
