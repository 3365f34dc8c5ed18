import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterFile } from '#platform/testing/after-file.ts'

/** An empty folder, which is gone after the file of tests. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hearback-folder-'))
  afterFile(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
