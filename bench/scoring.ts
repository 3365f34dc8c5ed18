import { sql } from '#platform/db/sql.ts'
import { decodeId } from '#platform/ids.ts'
import { createModel } from '#prioritize/scoring/commands.ts'
import { compareModels } from '#prioritize/scoring/comparisons.ts'
import { getMatrix, rankRequests } from '#prioritize/scoring/queries.ts'
import { firstTerms } from '#prioritize/scoring/rules.ts'
import { processorTime } from './cpu.ts'
import { atMost, median, type Part, say } from './figure.ts'
import { type Lab, openDoor } from './lab.ts'

const requests = 10_000
/** Clocks of processes tick a hundred times a second. */
const inOneRound = 5
const actor = { kind: 'job', name: 'bench' } as const

/** Ranking all requests by a changed model, beside the floor: reading the same columns and sorting them by one. */
export async function measureScoring(lab: Lab, rounds: number): Promise<Part> {
  const product = await lab.product('scoring')
  const { owner, workspaceId } = product
  say('scoring: seeding')
  await owner.query(
    `with made as (
       insert into requests (workspace_id, id, title, search_text, accounts, customers, contacts, mrr_cents, largest_cents, blocked, blocked_cents,
         effort_low, effort_high, effort_confidence, currency, actor_kind, created_at, updated_at)
       select $1, gen_random_uuid(), 'Request ' || g, 'request ' || g, n, n, n, n * 20000, 30000, n % 3, (n % 3) * 10000, e, e * (1 + random() * 2), 70,
         'USD', 'job', now() - g * interval '1 minute', now()
       from (select g, floor(60 * random() ^ 3)::integer as n, 0.5 + random() * 12 as e from generate_series(1, ${requests}) g) x
       returning id
     ), moved as (insert into request_moves (workspace_id, request_id, number, status, actor_kind, at) select $1, id, 1, 'open', 'job', now() from made)
     insert into score_values (workspace_id, request_id, factor, value, actor_kind, at)
     select $1, id, f, case when f = 'confidence' then floor(random() * 101) else floor(random() * 11) end, 'job', now()
     from made, unnest(array['impact', 'confidence', 'strategic_fit', 'urgency']) f`,
    [workspaceId],
  )
  await owner.query('vacuum analyze requests, score_values')
  const { door, end } = openDoor(lab, product)
  const inside = <T>(work: Parameters<typeof door.inWorkspace<T>>[2]) =>
    door.inWorkspace(workspaceId, actor, work)
  const model = await inside((ctx) => createModel(ctx, { name: 'Bench', terms: [...firstTerms] }))
  const modelId = decodeId('smod', model.id)!
  // Processor time of node and of PostgreSQL: what else the machine does counts for little.
  const timed = async (into: number[], work: () => Promise<unknown>) => {
    const [server, own] = [processorTime(lab.serverPid), process.cpuUsage()]
    for (let i = 0; i < inOneRound; i++) await work()
    const { user, system } = process.cpuUsage(own)
    const all = (user + system + processorTime(lab.serverPid) - server) / 1000
    into.push(all / inOneRound)
  }
  const times = { rank: [] as number[], sure: [] as number[], matrix: [] as number[], floor: [] as number[] }
  for (let round = -1; round < rounds; round++) {
    const terms = firstTerms.map((one) => ({ ...one, weight: one.weight + 1 + Math.abs(round) * 0.1 }))
    const into = round < 0 ? { rank: [], sure: [], matrix: [], floor: [] } : times
    await timed(into.rank, () =>
      inside((ctx) => compareModels(ctx, { from: { modelId }, to: { terms }, top: 10, limit: 50 })),
    )
    await timed(into.floor, () =>
      inside(async (ctx) => {
        const rows = await ctx.db.many<{ score: number }>(sql`
          select id, accounts, mrr_cents as score, effort_low, effort_high from requests where workspace_id = ${workspaceId}
            and merged_into_id is null and status in ('open', 'under_review', 'planned', 'in_progress')`)
        return rows.sort((a, b) => b.score - a.score)
      }),
    )
    await timed(into.sure, () => inside((ctx) => rankRequests(ctx, { model: modelId, limit: 50 })))
    await timed(into.matrix, () => inside((ctx) => getMatrix(ctx, { limit: 100 })))
  }
  await end()
  await product.stop()
  const n = requests.toLocaleString('en')
  return {
    figures: [
      atMost(
        `Ranking ${n} requests by a changed model, with the moves against the one before, processor time`,
        median(times.rank),
        200,
        'ms',
      ),
      atMost(
        'the same ÷ reading the requests and sorting them by one column',
        median(times.rank) / median(times.floor),
        8,
      ),
    ],
    notes: [
      `Processor time of node and PostgreSQL together, from the database to the answer: ranking ${median(times.rank).toFixed(0)} ms, the floor ${median(times.floor).toFixed(0)} ms. Five factors, all values said.`,
      `The first 50 with the intervals of their ranks (100 draws of all ${n}): ${median(times.sure).toFixed(0)} ms; the matrix of the first 100 by RICE: ${median(times.matrix).toFixed(0)} ms.`,
    ],
  }
}
