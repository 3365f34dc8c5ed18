import { openCases, seedCases } from './cases-seed.ts'
import { atMost, median, type Part, percentile, say } from './figure.ts'
import type { Lab, Product } from './lab.ts'
import { request, runLoad } from './load.ts'
import { checked } from './post.ts'

const dueAtOnce = 1_000
const requestsPerRound = 100

/**
 * 10,000 open cases with 60,000 steps: a thousand clocks that run out in one minute, the day of the busiest member, and
 * the list of cases beside `large` closed ones against 10,000.
 */
export async function measureCases(lab: Lab, rounds: number, large: number): Promise<Part> {
  const products = { small: await lab.product('small'), large: await lab.product('large') }
  const closed = { small: 10_000, large }
  for (const name of ['small', 'large'] as const) {
    say(
      `cases: writing ${openCases.toLocaleString('en')} open and ${closed[name].toLocaleString('en')} closed ones`,
    )
    await seedCases(lab.superuserUrl(`bench_${name}`), products[name].workspaceId, closed[name])
  }
  const lists = await measureLists(products, rounds)
  const days: number[] = []
  const day = await dayOf(products.large)
  await measured(products.large.port, 'GET /today', day, 20)
  for (let round = 0; round < rounds; round++)
    days.push(percentile(await measured(products.large.port, 'GET /today', day, requestsPerRound), 0.95))
  say(`cases, my day: p95 ${days.map((ms) => ms.toFixed(1)).join(' ')} ms`)
  const fired = await measureClocks(products.large)
  await products.small.stop()
  await products.large.stop()
  const size = large.toLocaleString('en')
  return {
    figures: [
      atMost(
        `${dueAtOnce.toLocaleString('en')} clocks that run out in one minute, until the last event`,
        fired,
        10,
        's',
      ),
      atMost('GET /today of a member with 500 open cases among 10,000, p95', median(days), 50, 'ms'),
      atMost(`GET /cases with ${size} closed cases against 10,000, median, slowest list`, lists.middle, 2),
      atMost(`GET /cases with ${size} closed cases against 10,000, p95, slowest list`, lists.high, 2),
    ],
    notes: lists.notes,
  }
}

const lists = {
  'open, by due': '',
  late: '&late=true',
  'the newest closed': '&status=resolved',
  all: '&status=all',
  'one playbook': '&status=all&playbook=nps-detractor',
}

async function measureLists(products: Record<'small' | 'large', Product>, rounds: number) {
  const notes: string[] = []
  const worst = { middle: 0, high: 0 }
  for (const [label, query] of Object.entries(lists)) {
    const ask = async (name: 'small' | 'large', count: number) => {
      const { port, key } = products[name]
      const bytes = request('GET', `/api/v1/cases?limit=20${query}`, { authorization: `Bearer ${key}` })
      const latencies = await measured(port, `GET /cases, ${label}`, bytes, count)
      return { middle: median(latencies), high: percentile(latencies, 0.95) }
    }
    await ask('small', 20)
    await ask('large', 20)
    const ratios = { middle: [] as number[], high: [] as number[] }
    const seen: string[] = []
    for (let round = 0; round < rounds; round++) {
      const small = await ask('small', requestsPerRound)
      const big = await ask('large', requestsPerRound)
      ratios.middle.push(big.middle / small.middle)
      ratios.high.push(big.high / small.high)
      seen.push(`${big.middle.toFixed(1)}/${small.middle.toFixed(1)}`)
    }
    const [middle, high] = [median(ratios.middle), median(ratios.high)]
    worst.middle = Math.max(worst.middle, middle)
    worst.high = Math.max(worst.high, high)
    say(`cases, ${label}: median ${middle.toFixed(2)}, p95 ${high.toFixed(2)} (ms ${seen.join(' ')})`)
    notes.push(
      `GET /cases, ${label}: median ${middle.toFixed(2)} times, p95 ${high.toFixed(2)} times that beside 10,000 closed cases.`,
    )
  }
  return { ...worst, notes }
}

export async function measured(port: number, name: string, bytes: Buffer, count: number): Promise<number[]> {
  let left = count
  const next = () => (left-- > 0 ? bytes : undefined)
  return (await checked(name, runLoad({ port, connections: 1, seconds: 600, next }))).latencies
}

/** The day of the owner, as their browser asks for it. */
export async function dayOf({ port }: Product): Promise<Buffer> {
  const answer = await fetch(`http://localhost:${port}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: `http://localhost:${port}` },
    body: JSON.stringify({ email: 'owner@bench.example', password: 'a long bench password' }),
  })
  if (!answer.ok) throw new Error(`Signing in was answered with ${answer.status}: ${await answer.text()}`)
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  return request('GET', '/w/bench/api/v1/today', { cookie })
}

/** A thousand steps whose time runs out at one moment: seconds from then to the last of their events. */
async function measureClocks({ owner, workspaceId }: Product): Promise<number> {
  const { rows } = await owner.query<{ at: Date }>(
    "select date_trunc('second', now()) + interval '20 seconds' as at",
  )
  const at = rows[0]!.at
  const { rows: steps } = await owner.query<{ id: string }>(
    `update case_steps s set latest_at = $2, counted_from_at = $2::timestamptz - interval '24 hours', next_rung = 1, next_rung_at = $2
     from (select id from case_steps where workspace_id = $1 and state = 'open' order by id limit $3) few
     where s.workspace_id = $1 and s.id = few.id returning s.id`,
    [workspaceId, at, dueAtOnce],
  )
  await owner.query(
    `insert into case_step_rungs (workspace_id, step_id, rung, label, fired_at)
     select $1, id, 0, '75%', $2::timestamptz - interval '6 hours' from unnest($3::uuid[]) as id`,
    [workspaceId, at, steps.map(({ id }) => id)],
  )
  await owner.query('select graphile_worker.enqueue_jobs($1)', [
    JSON.stringify([
      { task: 'cases.clock', payload: { workspaceId }, queue: `clocks ${workspaceId}`, runAt: at },
    ]),
  ])
  const fired = async () =>
    (
      await owner.query<{ count: number; seconds: number }>(
        `select count(*)::int as count, extract(epoch from max(at) - $2)::float8 as seconds
         from events where workspace_id = $1 and type = 'case.overdue' and at >= $2`,
        [workspaceId, at],
      )
    ).rows[0]!
  for (let tries = 0; tries < 600; tries++) {
    const { count, seconds } = await fired()
    if (count >= dueAtOnce) {
      say(`cases: ${count} clocks, the last event after ${seconds.toFixed(1)} s`)
      return seconds
    }
    await new Promise((done) => setTimeout(done, 500))
  }
  throw new Error(`Only ${(await fired()).count} of ${dueAtOnce} clocks were heard within five minutes.`)
}
