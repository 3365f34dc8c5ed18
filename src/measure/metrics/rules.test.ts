import { describe, expect, it } from 'vitest'
import { bandOf, lastQuarters, quarterName } from '#measure/metrics/rules.ts'

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
