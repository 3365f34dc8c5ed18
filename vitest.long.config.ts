import { defineConfig } from 'vitest/config'

// npm run test:long: minutes, not seconds; every file starts what it needs by itself.
export default defineConfig({
  test: {
    include: ['src/**/*.long.test.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 30 * 60_000,
    hookTimeout: 120_000,
  },
})
