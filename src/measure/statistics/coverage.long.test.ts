import { expect, test } from 'vitest'
import { coverage, trials } from '#measure/statistics/test-coverage.ts'

const sizes = [5, 6, 7, 8, 9, 10, 12, 15, 20, 30, 50, 99, 100, 150, 200, 300, 500, 1000]

test.each(Object.entries(trials))(
  '%s: 94 to 96 from 300 on, never under 92 from 5 on, over 10,000 sets each',
  (name, trial) => {
    const found = sizes.map((n) => [n, coverage(trial, n, 10_000)] as const)
    console.info(name, found.map(([n, held]) => `${n}: ${(100 * held).toFixed(1)}`).join(', '))
    for (const [n, held] of found) {
      expect(held, `n = ${n}`).toBeGreaterThanOrEqual(n < 300 ? 0.92 : 0.94)
      if (n >= 300) expect(held, `n = ${n}`).toBeLessThanOrEqual(0.96)
    }
  },
)
