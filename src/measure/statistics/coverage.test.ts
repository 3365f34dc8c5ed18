import { expect, test } from 'vitest'
import { coverage, trials } from '#measure/statistics/test-coverage.ts'

// 10,000 simulated sets in all for each method: few at each size, so that it takes seconds. The long test has 10,000 at each.

const small = [5, 8, 20, 60]
const large = [300]

test.each(Object.entries(trials))('%s holds the truth in 95 of 100 samples', (_, trial) => {
  for (const n of small) expect(coverage(trial, n, 2000), `n = ${n}`).toBeGreaterThanOrEqual(0.92)
  for (const n of large) {
    const held = coverage(trial, n, 2000)
    // two standard errors of 2,000 sets beside 94 to 96
    expect(held, `n = ${n}`).toBeGreaterThan(0.93)
    expect(held, `n = ${n}`).toBeLessThan(0.97)
  }
})
