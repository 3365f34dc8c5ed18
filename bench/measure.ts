import { recount } from '#measure/metrics/kept.ts'
import { decodeId } from '#platform/ids.ts'
import { measured } from './cases.ts'
import { processorTime } from './cpu.ts'
import { atMost, median, type Part, percentile, say } from './figure.ts'
import { caller, command, type Lab, openDoor, type Product, untilHeard } from './lab.ts'
import { request } from './load.ts'
import { seedYear } from './year-seed.ts'

const requestsPerRound = 40
const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)

/**
 * Health, scorecard, weekly report, explorer and lists of loops of a year with `large` items, as many answers and a tenth as
 * many cases, against those of 10,000; and counting all of it again.
 */
export async function measureMeasure(lab: Lab, rounds: number, large: number): Promise<Part> {
  const products = { small: await lab.product('small'), large: await lab.product('large') }
  const sizes = { small: 10_000, large }
  const notes: string[] = []
  const figures: Part['figures'] = []
  const size = large.toLocaleString('en')
  for (const name of ['small', 'large'] as const) {
    say(`measure: writing a year with ${sizes[name].toLocaleString('en')} items`)
    const product = products[name]
    await seedYear(lab.superuserUrl(`bench_${name}`), product.workspaceId, {
      items: sizes[name],
      answers: sizes[name],
      cases: sizes[name] / 10,
    })
    const seconds = recounted(product)
    await product.owner.query(
      'vacuum analyze metric_facts, metric_sums, loop_positions, loop_days, quality_occurrences, quality_sums',
    )
    if (name === 'large')
      for (const [kept, [took, looked]] of Object.entries(seconds)) {
        say(`measure: ${kept} counted anew in ${took.toFixed(1)} s (${looked})`)
        notes.push(
          `hearback doctor --repair, ${kept}: ${looked.toLocaleString('en')} in ${took.toFixed(1)} s.`,
        )
      }
    if (name === 'large')
      figures.push(
        atMost(`metrics of ${size} items and ${size} answers counted anew`, seconds.metrics![0], 60, 's'),
      )
  }

  const reports = {
    small: await weekly(products.small, notes),
    large: await weekly(products.large, notes),
  }
  const paths = {
    health: () => '/metrics/health?period=13w',
    'health of a segment': () => '/metrics/health?period=13w&segment=segment-2',
    scorecard: () => '/quality',
    'weekly report': (name: 'small' | 'large') => `/reports/${reports[name]}`,
  }
  const twoDimensions = {
    'volume by channel and segment, 13 weeks': `/metrics/volume?by=channel&and=segment&from=${day(91)}`,
    'volume by type and segment, a year': `/metrics/volume?by=type&and=segment&from=${day(364)}`,
    'NPS by segment and MRR, 13 weeks': `/metrics/nps?by=segment&and=mrr&from=${day(91)}`,
    'time to first response by channel and segment, 13 weeks': `/metrics/response_time?by=channel&and=segment&from=${day(91)}`,
  }
  const loops = {
    'loops, oldest first': '/loops?limit=50',
    'loops, by value': '/loops?limit=50&sort=value',
    'loops, counted': '/loops/counts',
    'closure rates': '/loops/closure',
  }
  const ask = async (name: 'small' | 'large', path: string, count: number) => {
    const { port, key } = products[name]
    const bytes = request('GET', `/api/v1${path}`, { authorization: `Bearer ${key}` })
    return percentile(await measured(port, `GET ${path}`, bytes, count), 0.95)
  }
  for (const [label, path] of Object.entries(paths)) {
    await ask('small', path('small'), 10)
    await ask('large', path('large'), 10)
    const [small, big]: [number[], number[]] = [[], []]
    for (let round = 0; round < rounds; round++) {
      small.push(await ask('small', path('small'), requestsPerRound))
      big.push(await ask('large', path('large'), requestsPerRound))
    }
    const ratio = median(big.map((ms, i) => ms / small[i]!))
    say(`measure, ${label}: p95 ${median(big).toFixed(1)} ms, ${ratio.toFixed(2)} times that of 10,000`)
    figures.push(atMost(`GET ${label} of ${size} items, p95`, median(big), 80, 'ms'))
    figures.push(atMost(`GET ${label} of ${size} items against 10,000, p95`, ratio, 2))
  }
  for (const [label, path] of Object.entries({ ...twoDimensions, ...loops })) {
    await ask('large', path, 5)
    const times: number[] = []
    for (let round = 0; round < rounds; round++) times.push(await ask('large', path, 10))
    say(`measure, ${label}: p95 ${median(times).toFixed(1)} ms`)
    figures.push(atMost(`GET ${label} of ${size} items, p95`, median(times), label in loops ? 80 : 300, 'ms'))
  }
  const share = await rollupShare(lab, products.small)
  say(`measure: rollups ${(100 * share).toFixed(1)} % of ingest`)
  figures.push(atMost('Rollups of metrics, of the processor time of taking items in', 100 * share, 20, '%'))
  await products.small.stop()
  await products.large.stop()
  return { figures, notes }
}

const batches = 20
const batchSize = 500

/**
 * The processor time of counting items into the metrics, of all that taking them in by batches costs until every consumer
 * has heard of them. They are counted once more by our own process, as the consumer does, after their facts were taken out.
 */
async function rollupShare(lab: Lab, product: Product): Promise<number> {
  await untilHeard(product)
  const spent = () => processorTime(product.program.pid) + processorTime(lab.serverPid)
  const call = caller(product)
  const before = spent()
  const ids: string[][] = []
  for (let n = 0; n < batches; n++) {
    const { data } = await call('POST', '/feedback/batch', {
      items: Array.from({ length: batchSize }, (_, i) => ({
        verbatim: `The export is slow since the update ${n} ${i}. We use it every morning with the whole team.`,
        channel: ['email', 'widget', 'chat'][i % 3],
      })),
    })
    ids.push(data.map(({ id }) => decodeId('fb', id)!))
  }
  await untilHeard(product)
  const all = spent() - before
  await product.owner.query('delete from metric_facts where id = any($1::uuid[])', [ids.flat()])
  const { door, end } = openDoor(lab, product)
  const own = () => processorTime(process.pid) + processorTime(lab.serverPid)
  const began = own()
  for (const some of ids)
    await door.inWorkspace(product.workspaceId, { kind: 'job', name: 'bench' }, (ctx) =>
      recount(ctx, 'items', some),
    )
  const rollups = own() - began
  await end()
  return rollups / all
}

/** Counts everything of a product anew by its own command: seconds and how many were counted, of each kind. */
function recounted({ env }: Product): Record<string, [seconds: number, looked: number]> {
  const found: Record<string, [number, number]> = {}
  const printed = JSON.parse(command(env, ['doctor', '--repair', '--json'])) as {
    name: string
    looked: number
    seconds: number
  }[]
  for (const { name, looked, seconds } of printed) found[name] = [seconds, looked]
  return found
}

/** Makes the report of last week; its id. */
async function weekly(product: Product, notes: string[]): Promise<string> {
  const call = caller(product)
  const before = processorTime(product.program.pid)
  const began = performance.now()
  const { id } = await call('POST', '/reports', { kind: 'weekly' })
  const wall = performance.now() - began
  notes.push(
    `POST /reports, weekly: ${wall.toFixed(0)} ms, ${((processorTime(product.program.pid) - before) / 1000).toFixed(0)} ms of node.`,
  )
  return id
}
