import { afterAll } from 'vitest'
import { closeWindows } from '#platform/testing/browser.ts'

// Vitest runs this before each file of the browser project, whose files share their modules and one Chromium.
afterAll(closeWindows)
