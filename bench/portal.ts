import { join } from 'node:path'
import { encodeId } from '#platform/ids.ts'
import { startProgram } from '#platform/testing/program.ts'
import { processorTime } from './cpu.ts'
import { atMost, median, type Part, percentile, say } from './figure.ts'
import { type Lab, type Product, root } from './lab.ts'
import { request, runLoad } from './load.ts'
import { seedPortal } from './portal-seed.ts'
import { checked } from './post.ts'

const requestsPerRound = 200
const atOnce = 8
const ideas = 200
const questions = 60

/**
 * The pages of a portal of many requests and votes, as a browser that has voted opens them, beside a bare page of one row:
 * one at a time and some at once. No more than a light load: what is measured is how long a visitor waits.
 */
export async function measurePortal(lab: Lab, rounds: number, size: number): Promise<Part> {
  const product = await lab.product('portal', { HEARBACK_TRUSTED_PROXIES: '1' })
  await seedPortal(product, size, size * 10)
  const raw = startProgram(join(root, '.cache/bench/raw-page.mjs'), [product.ownerUrl, product.workspaceId])
  const [, rawPort] = await raw.line(/port (\d+)/)
  const { paths, uuids } = await pathsOf(product)
  const cookie = await vote(product, paths.request[0]!)

  const ways: Record<string, { port: number; pid: number; paths: string[] }> = {
    ...Object.fromEntries(
      Object.entries(paths).map(([name, some]) => [
        name,
        { port: product.port, pid: product.program.pid, paths: some },
      ]),
    ),
    floor: { port: Number(rawPort), pid: raw.pid, paths: uuids.map((id) => `/${id}`) },
  }
  let visits = 0
  const measure = async (name: string, connections: number) => {
    const { port, pid, paths } = ways[name]!
    let left = requestsPerRound
    const pids = [pid, lab.serverPid]
    const before = pids.map(processorTime)
    const next = () => {
      if (left-- <= 0) return
      // Few come from one address: what one may open in a minute is limited.
      const address = `203.0.113.${Math.floor(++visits / 300) % 250}`
      return request('GET', paths[visits % paths.length]!, { cookie, 'x-forwarded-for': address })
    }
    const { latencies } = await checked(name, runLoad({ port, connections, seconds: 600, next }))
    return { latencies, spent: pids.map((one, i) => (processorTime(one) - before[i]!) / requestsPerRound) }
  }
  const times: Record<string, { alone: number[]; together: number[]; spent: number[][]; middle: number[] }> =
    {}
  for (const name of Object.keys(ways)) {
    await measure(name, atOnce)
    times[name] = { alone: [], together: [], spent: [], middle: [] }
  }
  for (let round = 0; round < rounds; round++) {
    for (const [name, into] of Object.entries(times)) {
      const alone = await measure(name, 1)
      into.alone.push(percentile(alone.latencies, 0.95))
      into.middle.push(median(alone.latencies))
      into.spent.push(alone.spent)
      into.together.push(percentile((await measure(name, atOnce)).latencies, 0.95))
    }
  }
  raw.kill('SIGTERM')
  const sizes = await sizesOf(product, paths, cookie)
  await product.stop()
  for (const [name, { alone, together }] of Object.entries(times))
    say(
      `portal, ${name}: p95 ${median(alone).toFixed(1)} ms alone, ${median(together).toFixed(1)} ms of ${atOnce}`,
    )

  const many = size.toLocaleString('en')
  const pages = Object.keys(paths)
  return {
    figures: [
      ...pages.map((name) =>
        atMost(
          `The ${name} page among ${many} requests with ten votes each, p95`,
          median(times[name]!.alone),
          30,
          'ms',
        ),
      ),
      atMost(
        'The largest page, with all that it names, without compression',
        Math.max(...Object.values(sizes)) / 1000,
        60,
        'kB',
      ),
    ],
    notes: [
      `The bare page of one row: p95 ${median(times.floor!.alone).toFixed(1)} ms. One visit at a time; with ${atOnce} at once, without a pause, p95: ${[...pages, 'floor'].map((name) => `${name} ${median(times[name]!.together).toFixed(1)} ms`).join(', ')}.`,
      `Median of one at a time: ${[...pages, 'floor'].map((name) => `${name} ${median(times[name]!.middle).toFixed(1)} ms`).join(', ')}.`,
      `Processor time of one visit: ${[...pages, 'floor']
        .map((name) => {
          const [node, server] = [0, 1].map((i) =>
            Math.round(median(times[name]!.spent.map((one) => one[i]!))),
          )
          return `${name} ${node} µs in node and ${server} µs in PostgreSQL`
        })
        .join('; ')}.`,
      `With all that it names: ${Object.entries(sizes)
        .map(([name, bytes]) => `${name} ${(bytes / 1000).toFixed(1)} kB`)
        .join(', ')}.`,
    ],
  }
}

/** The pages that are opened: request pages of every number of votes, and titles that say it a little otherwise. */
async function pathsOf({ owner, workspaceId }: Product) {
  const { rows } = await owner.query<{ id: string; title: string }>(
    `select id, public_title as title from (
       select id, public_title, row_number() over (order by voters desc, id) - 1 as place, count(*) over () as all from requests where workspace_id = $1) r
     where place % (r.all / $2) = 0 order by place`,
    [workspaceId, ideas],
  )
  const { rows: slugs } = await owner.query<{ slug: string }>('select slug from workspaces')
  const base = `/p/${slugs[0]!.slug}`
  const asked = rows.slice(0, questions).map(({ title }) => title.split(' ').filter((_, at) => at % 3 !== 1))
  return {
    uuids: rows.map(({ id }) => id),
    paths: {
      list: [base],
      'search before posting': asked.map(
        (words) => `${base}/suggest?title=${encodeURIComponent(words.join(' '))}`,
      ),
      request: rows.map(({ id }) => `${base}/ideas/${encodeId('req', id)}`),
      roadmap: [`${base}/roadmap`],
      changelog: [`${base}/changes`],
      feed: [`${base}/changes.atom`],
    },
  }
}

/** Votes as a browser does; what it is known by from then on. */
async function vote({ port }: Product, path: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    body: new URLSearchParams({ do: 'vote', importance: '2' }),
    headers: { 'sec-fetch-site': 'same-origin' },
    redirect: 'manual',
  })
  const [cookie] = response.headers.getSetCookie()
  if (response.status !== 303 || !cookie) throw new Error(`The vote was answered with ${response.status}.`)
  return cookie.split(';')[0]!
}

/** Bytes of each page and of the styles, scripts and images it names. */
async function sizesOf({ port }: Product, paths: Record<string, string[]>, cookie: string) {
  const read = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      headers: { cookie, 'x-forwarded-for': '203.0.113.251', 'accept-encoding': 'identity' },
    })
    if (!response.ok) throw new Error(`${path}: ${response.status}`)
    return Buffer.from(await response.arrayBuffer())
  }
  const sizes: Record<string, number> = {}
  for (const [name, [path]] of Object.entries(paths)) {
    const page = await read(path!)
    let bytes = page.length
    const named = page
      .toString()
      .matchAll(/<(?:img|script)[^>]* src="(\/[^"]+)"|<link[^>]* rel="(?:stylesheet|icon)" href="(\/[^"]+)"/g)
    for (const [, source, link] of named) bytes += (await read((source ?? link)!)).length
    sizes[name] = bytes
  }
  return sizes
}
