import type { Command } from 'commander'
import { checkLoops } from '#close/ledger/positions.ts'
import type { InWorkspace } from '#collect/imports/cli.ts'
import { checkMetrics } from '#measure/metrics/check.ts'
import { checkQuality } from '#measure/quality/doctor.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

/** What is kept and follows from other records: each check counts it afresh and says how much differs. */
const examinations: readonly {
  name: string
  examine: (ctx: Ctx, options: { repair?: boolean }) => Promise<{ looked: number; wrong: number }>
}[] = [
  {
    name: 'metrics',
    examine: async (ctx, options) => {
      const { facts, wrongFacts, wrongSums } = await checkMetrics(ctx, options)
      return { looked: facts, wrong: wrongFacts + wrongSums }
    },
  },
  {
    name: 'loops',
    examine: async (ctx, options) => {
      const { loops, wrong } = await checkLoops(ctx, options)
      return { looked: loops, wrong }
    },
  },
  {
    name: 'quality',
    examine: async (ctx, options) => {
      const { occurrences, wrong, wrongSums } = await checkQuality(ctx, options)
      return { looked: occurrences, wrong: wrong + wrongSums }
    },
  },
]

/** `hearback doctor`: proves that what is kept equals counting again; exit code 1 when it does not. */
export function addDoctorCommand(hearback: Command, inWorkspace: InWorkspace): void {
  hearback
    .command('doctor')
    .description('count again what is kept (metrics, loops, quality checks) and compare')
    .option('--workspace <slug>', 'the workspace, if there are several')
    .option('--repair', 'write anew what differs')
    .option('--json', 'print JSON')
    .action(
      async ({ workspace, repair = false, json }: { workspace?: string; repair?: boolean; json?: boolean }) =>
        inWorkspace(workspace, async (door, workspaceId) => {
          const found = []
          for (const { name, examine } of examinations) {
            const began = performance.now()
            const result = await door.inWorkspace(
              workspaceId,
              { kind: 'job', name: 'hearback doctor' },
              async (ctx) => {
                // counting all of a large workspace takes longer than any request may
                await ctx.db.run(sql`set local statement_timeout = '1h'`)
                return examine(ctx, { repair })
              },
            )
            found.push({ name, ...result, seconds: (performance.now() - began) / 1000 })
          }
          const lines = found.map(
            ({ name, looked, wrong, seconds }) =>
              `${name}\t${looked} counted again in ${seconds.toFixed(1)} s, ${wrong === 0 ? 'all equal' : `${wrong} differ${repair ? ', written anew' : ''}`}`,
          )
          process.stdout.write(`${json ? JSON.stringify(found) : lines.join('\n')}\n`)
          if (!repair && found.some((one) => one.wrong > 0)) process.exitCode = 1
        }),
    )
}
