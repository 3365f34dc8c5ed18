import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Command } from 'commander'
import type { InWorkspace } from '#collect/imports/cli.ts'
import { evidenceFile } from '#measure/quality/evidence/file.ts'
import { AppError } from '#platform/errors.ts'

/** `hearback evidence --year 2036 --out FILE`: the evidence file of a year for an auditor. */
export function addEvidenceCommand(hearback: Command, inWorkspace: InWorkspace): void {
  hearback
    .command('evidence')
    .description('the quality evidence of a year for an auditor: a ZIP with PDF, data and checksums')
    .requiredOption('--year <year>', 'the year, such as 2036')
    .requiredOption('--out <file>', 'the file to write')
    .option('--workspace <slug>', 'the workspace, if there are several')
    .action(async ({ year, out, workspace }: { year: string; out: string; workspace?: string }) => {
      if (!/^2[01]\d\d$/.test(year))
        throw new AppError('invalid', 'evidence.year', `"${year}" is no year. Write it as 2036.`)
      await inWorkspace(workspace, async (door, workspaceId) => {
        // A half-written file never stands where a whole one is expected.
        const part = `${out}.part`
        try {
          await pipeline(
            Readable.from(
              evidenceFile(door, workspaceId, { kind: 'job', name: 'hearback evidence' }, Number(year)),
            ),
            createWriteStream(part),
          )
          await rename(part, out)
        } finally {
          await rm(part, { force: true })
        }
      })
      process.stdout.write(`${out}\n`)
    })
}
