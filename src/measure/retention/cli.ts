import { type Command, Option } from 'commander'
import type { InWorkspace } from '#collect/imports/cli.ts'
import { dryRunRetention, getRetentionRun, lineOf } from '#measure/retention/queries.ts'
import { type KindKey, kindKeys, kindOf } from '#measure/retention/rules.ts'
import { beginRun, workOff } from '#measure/retention/runs.ts'
import { AppError } from '#platform/errors.ts'

const actor = { kind: 'job', name: 'hearback' } as const

/** Adds `hearback retention`: anonymises or deletes what has ended, or only counts it. */
export function addRetentionCommand(hearback: Command, inWorkspace: InWorkspace): void {
  hearback
    .command('retention')
    .description('anonymise or delete records whose period has ended; this cannot be undone')
    .addOption(new Option('--kind <kind>', 'only this kind of record').choices(kindKeys))
    .option('--dry-run', 'count what would go and what a hold keeps; write nothing')
    .option('--workspace <slug>', 'the workspace, if there are several')
    .option('--json', 'print JSON')
    .action(async ({ kind, dryRun, workspace, json }: Options) =>
      inWorkspace(workspace, async (door, workspaceId) => {
        const inIt = <T>(work: Parameters<typeof door.inWorkspace<T>>[2]) =>
          door.inWorkspace(workspaceId, actor, work)
        if (dryRun) {
          const { data } = await inIt((ctx) => dryRunRetention(ctx, { kind, months: undefined }))
          process.stdout.write(`${json ? JSON.stringify(data) : data.map(lineOf).join('\n')}\n`)
          return
        }
        const runs = []
        for (const key of kind ? [kind] : kindKeys) {
          const runId = await inIt((ctx) => beginRun(ctx, key, null))
          if (!runId)
            throw new AppError(
              'conflict',
              'retention.running',
              `${kindOf(key).name} are being gone through already. Wait for the end, or cancel that run.`,
            )
          while (await inIt((ctx) => workOff(ctx, runId)));
          runs.push(await inIt((ctx) => getRetentionRun(ctx, runId)))
        }
        const lines = runs.map(
          (run) =>
            `${kindOf(run.kind).name}\t${run.anonymised} anonymised\t${run.deleted} deleted\t${run.held} held\t${run.inUse} in use`,
        )
        process.stdout.write(`${json ? JSON.stringify(runs) : lines.join('\n')}\n`)
      }),
    )
}

interface Options {
  kind?: KindKey
  dryRun?: boolean
  workspace?: string
  json?: boolean
}
