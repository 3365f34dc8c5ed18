import { defineConfig } from 'vitest/config'

// One cluster per run (src/platform/testing/cluster.ts), one database per test file.
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'src/**/*.spec.ts', 'scripts/**/*.test.ts'],
    exclude: ['**/*.long.test.ts', 'node_modules/**', 'dist/**'],
    globalSetup: ['src/platform/testing/cluster.ts'],
    reporters: process.env.TEST_RESULTS
      ? ['default', ['json', { outputFile: process.env.TEST_RESULTS }]]
      : ['default'],
    pool: 'forks',
    maxWorkers: 2,
    // A browser on a busy machine may miss a moment; what is wrong stays wrong.
    retry: process.env.CI ? 2 : 0,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
