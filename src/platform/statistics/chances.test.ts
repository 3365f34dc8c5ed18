import { expect, test } from 'vitest'
import { atLeast, holding } from '#platform/statistics/chances.ts'

test.each([
  [5, 5, 0.5, 0.03125],
  [0, 7, 0.5, 1],
  [8, 7, 0.5, 0],
  [1, 10, 0.1, 1 - 0.9 ** 10],
])('at least %i of %i at %d each: %d', (hits, tries, share, chance) => {
  expect(atLeast(hits, tries, share)).toBeCloseTo(chance, 9)
})

test('the sum and its approximation for many tries meet', () => {
  expect(atLeast(1030, 2000, 0.5)).toBeCloseTo(atLeast(1031, 2001, 0.5), 1)
  expect(atLeast(40_000, 80_000, 0.5)).toBeCloseTo(0.5, 2)
})

test('among many findings a single unlikely change does not hold', () => {
  const many = Array.from({ length: 99 }, (_, i) => 0.05 + (i * 0.95) / 99)
  expect(holding([0.03, ...many])[0]).toBe(false)
  expect(holding([0.0001, ...many])[0]).toBe(true)
  expect(holding([0.03])).toEqual([true])
  expect(holding([])).toEqual([])
})
