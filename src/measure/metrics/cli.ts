import type { Command } from 'commander'
import type { InWorkspace } from '#collect/imports/cli.ts'
import { checkFigures } from '#measure/dashboards/doctor.ts'
import { checkMetrics } from '#measure/metrics/check.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

const doctor = { kind: 'job' as const, name: 'measure/doctor' }

/** `hearback doctor`: counts every kept figure again and compares. */
export function addDoctorCommand(program: Command, inWorkspace: InWorkspace): void {
  program
    .command('doctor')
    .description('count every kept figure again and compare; 1 means that some differ')
    .option('--workspace <slug>', 'the workspace, if there are several')
    .option('--repair', 'write those that differ anew')
    .action(({ workspace, repair = false }: { workspace?: string; repair?: boolean }) =>
      inWorkspace(workspace, async (door, workspaceId) => {
        const check = <T>(work: (ctx: Ctx) => Promise<T>) =>
          door.inWorkspace(workspaceId, doctor, async (ctx) => {
            // Counting all of a large workspace takes longer than any request may.
            await ctx.db.run(sql`set local statement_timeout = '1h'`)
            return work(ctx)
          })
        const health = await check((ctx) => checkFigures(ctx, { repair }))
        const metrics = await check((ctx) => checkMetrics(ctx, { repair }))
        process.stdout.write(
          `health: ${health.items} items, ${health.wrongItems} counted wrongly, ${health.wrongSums} sums differ\n` +
            `metrics: ${metrics.facts} facts, ${metrics.wrongFacts} counted wrongly, ${metrics.wrongSums} sums differ\n`,
        )
        const isWrong = health.wrongItems + health.wrongSums + metrics.wrongFacts + metrics.wrongSums > 0
        if (isWrong && !repair) process.exitCode = 1
      }),
    )
}
