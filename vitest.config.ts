import { defineConfig } from 'vitest/config'

const each = {
  pool: 'forks',
  // Far above what a test takes: a busy machine is no fault of the product.
  testTimeout: 180_000,
  hookTimeout: 180_000,
} as const

// One cluster per run (src/platform/testing/cluster.ts), one database per test file.
export default defineConfig({
  test: {
    globalSetup: ['src/platform/testing/cluster.ts'],
    reporters: process.env.TEST_RESULTS
      ? ['default', ['json', { outputFile: process.env.TEST_RESULTS }]]
      : ['default'],
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...each,
          name: 'node',
          include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'scripts/**/*.test.ts'],
          exclude: [
            '**/*.long.test.ts',
            // Run on the embedded server only: killing processes and filling a whole year take minutes, and their statements
            // are those of the modules, which run on both.
            ...(process.env.HEARBACK_TEST_POSTGRES
              ? ['src/app/crash/**', 'src/collect/imports/resume.test.ts', 'src/app/demo/install.test.ts']
              : []),
          ],
          // Files share the loaded modules, as requests share them in the product: loading them took longer than the tests.
          isolate: false,
        },
      },
      {
        test: {
          ...each,
          name: 'browser',
          include: ['src/**/*.spec.ts'],
          // One Chromium and one set of loaded modules for all files of a worker; their windows close after each.
          isolate: false,
          setupFiles: ['src/platform/testing/windows.ts'],
          // A browser on a busy machine may miss a moment; what is wrong stays wrong.
          retry: process.env.CI ? 2 : 0,
        },
      },
    ],
  },
})
