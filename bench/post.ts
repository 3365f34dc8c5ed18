import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { startProgram } from '#platform/testing/program.ts'
import { processorTime } from './cpu.ts'
import { atLeast, median, type Part, say } from './figure.ts'
import { type Lab, untilHeard } from './lab.ts'
import { type LoadResult, request, runLoad } from './load.ts'
import { sentence } from './words.ts'

const connections = 32
const batchSize = 1000

/** POST /feedback against a bare node:http + pg insert, and the batch endpoint against the single one. */
export async function measurePost(lab: Lab, rounds: number, seconds: number): Promise<Part> {
  const product = await lab.product('post')
  const raw = startProgram(join(process.env.HEARBACK_ROOT!, '.cache/bench/raw-server.mjs'), [
    product.ownerUrl,
    product.workspaceId,
  ])
  const [, rawPort] = await raw.line(/port (\d+)/)
  let seed = 0
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${product.key}` }
  const item = () => ({ verbatim: sentence(++seed, 300), channel: 'email' })
  const single = () =>
    request(
      'POST',
      '/api/v1/feedback',
      { ...headers, 'idempotency-key': randomUUID() },
      JSON.stringify(item()),
    )
  const batch = () =>
    request(
      'POST',
      '/api/v1/feedback/batch',
      { ...headers, 'idempotency-key': randomUUID() },
      JSON.stringify({ items: Array.from({ length: batchSize }, item) }),
    )
  const bare = () => request('POST', '/', { 'content-type': 'application/json' }, JSON.stringify(item()))

  const ours = () =>
    checked('POST /feedback', runLoad({ port: product.port, connections, seconds, next: single }))
  const theirs = () =>
    checked('node:http + pg', runLoad({ port: Number(rawPort), connections, seconds, next: bare }))
  const batches = () =>
    checked('POST /feedback/batch', runLoad({ port: product.port, connections: 4, seconds, next: batch }))
  const costs: string[] = []
  const costOf = async (name: string, pid: number, load: () => Promise<LoadResult>) => {
    const before = [processorTime(pid), processorTime(lab.serverPid)] as const
    const { requests } = await load()
    const spent = [processorTime(pid) - before[0], processorTime(lab.serverPid) - before[1]].map((time) =>
      Math.round(time / requests),
    )
    costs.push(`${name} ${spent[0]} µs in node and ${spent[1]} µs in PostgreSQL`)
  }
  await ours() // both warm before the first round counts
  await theirs()

  const result: Record<'ours' | 'theirs' | 'batch', number[]> = { ours: [], theirs: [], batch: [] }
  for (let round = 1; round <= rounds; round++) {
    result.theirs.push((await theirs()).perSecond)
    result.ours.push((await ours()).perSecond)
    await untilHeard(product)
    result.batch.push((await batches()).perSecond * batchSize)
    await untilHeard(product)
    say(
      `post ${round}/${rounds}: raw ${last(result.theirs)}/s, ours ${last(result.ours)}/s, batch ${last(result.batch)} items/s`,
    )
  }
  await untilHeard(product)
  await costOf('POST', product.program.pid, ours)
  await costOf('bare insert', raw.pid, theirs)
  raw.kill('SIGTERM')
  const ratios = (over: number[], under: number[]) => over.map((value, i) => value / under[i]!)
  const share = median(ratios(result.ours, result.theirs))
  const speedUp = median(ratios(result.batch, result.ours))
  const memory = product.peakMegabytes()
  await product.stop()
  return {
    figures: [
      atLeast(
        'POST /api/v1/feedback at 32 connections, share of a bare node:http + pg insert (aim 0.5)',
        share,
        0.4,
      ),
      atLeast('POST /api/v1/feedback/batch, items per second against the single endpoint', speedUp, 3),
    ],
    notes: [
      `POST ${median(result.ours).toFixed(0)} requests/s, bare insert ${median(result.theirs).toFixed(0)}/s, batch ${median(result.batch).toFixed(0)} items/s; our process at most ${memory.toFixed(0)} MB.`,
      `Processor time of one request: ${costs.join('; ')}.`,
    ],
  }
}

const last = (values: number[]) => values.at(-1)!.toFixed(0)

/** A figure from answers that were errors would be worth nothing. */
export async function checked(name: string, load: Promise<LoadResult>): Promise<LoadResult> {
  const result = await load
  if (result.failed > 0)
    throw new Error(
      `${name}: ${result.failed} of ${result.requests} requests failed, the first with:\n${result.firstFailure}`,
    )
  return result
}
