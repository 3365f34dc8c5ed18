import { processorTime } from './cpu.ts'
import { atLeast, median, type Part, say } from './figure.ts'
import type { Lab } from './lab.ts'
import { request, runLoad } from './load.ts'
import { checked } from './post.ts'

const batchSize = 1000
const accounts = 200
const people = 10
const features = ['Reports', 'Export', 'Search', 'Planner', 'Invoices', 'Sign in', 'Calendar', 'Import']

/** Events by the batch through the API against a bare multi-row insert of the same events, turn about. */
export async function measureSignals(lab: Lab, rounds: number, seconds: number): Promise<Part> {
  const product = await lab.product('signals')
  await product.owner.query(`create table bare_events (workspace_id uuid not null, id text not null, account text not null,
    person text not null, feature text not null, at timestamptz not null, seconds integer not null, is_error boolean not null,
    primary key (workspace_id, id))`)
  let made = 0
  const events = () =>
    Array.from({ length: batchSize }, () => {
      const n = ++made
      const account = n % accounts
      return {
        id: `event-${n}-${(n * 2_654_435_761) % 4_294_967_296}`,
        feature: features[n % features.length]!,
        at: new Date(Date.now() - (n % 3) * 86_400_000).toISOString(),
        account: { externalId: `company-${account}` },
        contact: { externalId: `person-${account}-${(n >> 4) % people}` },
        seconds: n % 90,
        isError: n % 50 === 0,
      }
    })
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${product.key}` }
  const next = () => request('POST', '/api/v1/signals', headers, JSON.stringify({ signals: events() }))
  const ours = async () =>
    (await checked('POST /signals', runLoad({ port: product.port, connections: 2, seconds, next })))
      .perSecond * batchSize
  const bare = async () => {
    const until = performance.now() + seconds * 1000
    const started = performance.now()
    let rows = 0
    const worker = async () => {
      while (performance.now() < until) {
        const list = events()
        const column = <T>(pick: (event: (typeof list)[number]) => T) => list.map(pick)
        await product.owner.query({
          name: 'bare',
          text: `insert into bare_events select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::text[],
            $6::timestamptz[], $7::integer[], $8::boolean[])`,
          values: [
            product.workspaceId,
            ...[column((one) => one.id), column((one) => one.account.externalId)],
            ...[column((one) => one.contact.externalId), column((one) => one.feature)],
            ...[column((one) => one.at), column((one) => one.seconds), column((one) => one.isError)],
          ],
        })
        rows += list.length
      }
    }
    await Promise.all([worker(), worker()])
    return rows / ((performance.now() - started) / 1000)
  }
  await ours() // both warm before the first round counts
  await bare()
  const shares: number[] = []
  const speeds: number[] = []
  for (let round = 1; round <= rounds; round++) {
    const under = await bare()
    const over = await ours()
    shares.push(over / under)
    speeds.push(over)
    say(`signals ${round}/${rounds}: ${over.toFixed(0)} events/s against ${under.toFixed(0)} rows/s`)
  }
  const costOf = async (work: () => Promise<number>) => {
    const before = [processorTime(product.program.pid), processorTime(lab.serverPid)] as const
    const events = (await work()) * seconds
    const spent = [
      processorTime(product.program.pid) - before[0],
      processorTime(lab.serverPid) - before[1],
    ] as const
    return spent.map((time) => (time / events).toFixed(1)) as [string, string]
  }
  const [node, database] = await costOf(ours)
  const [, floor] = await costOf(bare)
  const memory = product.peakMegabytes()
  await product.stop()
  return {
    figures: [
      atLeast(
        `POST /api/v1/signals by ${batchSize}, share of a bare multi-row insert of the same events`,
        median(shares),
        0.3,
      ),
    ],
    notes: [
      `Signals ${median(speeds).toFixed(0)} events/s (aim 10,000); our process at most ${memory.toFixed(0)} MB.`,
      `Processor time of one event: ${node} µs in node and ${database} µs in PostgreSQL; of one row of the bare insert ${floor} µs in PostgreSQL.`,
    ],
  }
}
