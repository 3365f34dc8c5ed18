import { defineConfig } from 'vitest/config'

// npm run test:long: minutes, not seconds. The crash tests start what they need by themselves; the walks through the
// playbooks (HEARBACK_TEST_WALKS of them) and the votes (HEARBACK_TEST_VOTES) share the server of the run.
export default defineConfig({
  test: {
    globalSetup: ['src/platform/testing/cluster.ts'],
    setupFiles: ['src/platform/testing/each-file.ts'],
    include: [
      'src/**/*.long.test.ts',
      'src/act/cases/paths.test.ts',
      'src/prioritize/requests/votes.test.ts',
    ],
    env: {
      HEARBACK_TEST_WALKS: process.env.HEARBACK_TEST_WALKS ?? '300',
      HEARBACK_TEST_VOTES: process.env.HEARBACK_TEST_VOTES ?? '100000',
    },
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 30 * 60_000,
    hookTimeout: 120_000,
  },
})
