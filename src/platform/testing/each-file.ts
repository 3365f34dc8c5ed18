import { afterAll } from 'vitest'
import { closeAll } from '#platform/testing/after-file.ts'

// Vitest runs this before each file (vitest.config.ts), although files share their modules.
afterAll(closeAll)
