import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const tests = ['src/**/*.test.ts', 'src/**/*.test.tsx', 'scripts/**/*.test.ts']
const journeys = 'src/**/*.spec.ts'
// Run on the embedded server only. What takes minutes kills or starts processes, fills a whole year or knocks at every
// route: the statements are those of the modules, whose own tests run on both.
const embeddedOnly = [
  'src/app/crash/**',
  'src/app/demo/install.test.ts',
  'src/app/routes-inventory.test.ts',
  'src/collect/imports/cli.test.ts',
  'src/collect/imports/resume.test.ts',
  'src/collect/mailbox/cli.test.ts',
  'src/platform/mail/kills.test.ts',
]

/** What takes longest goes first, so that neither worker ends long before the other. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification) =>
      /\.spec\.ts$|\/crash\/|demo\/install|imports\/resume|embedded\/start/.test(moduleId)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

// One cluster per run (src/platform/testing/cluster.ts), one database per test file.
export default defineConfig({
  test: {
    globalSetup: ['src/platform/testing/cluster.ts'],
    setupFiles: ['src/platform/testing/each-file.ts'],
    reporters: process.env.TEST_RESULTS
      ? ['default', ['json', { outputFile: process.env.TEST_RESULTS }]]
      : ['default'],
    include: process.env.HEARBACK_TEST_POSTGRES ? tests : [...tests, journeys],
    exclude: ['**/*.long.test.ts', ...(process.env.HEARBACK_TEST_POSTGRES ? embeddedOnly : [])],
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // Files share the loaded modules, as requests share them in the product, and those of a worker one Chromium: loading
    // took longer than the tests.
    isolate: false,
    // Far above what a test takes: a busy machine is no fault of the product.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
})
