import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import pg from 'pg'
import { atLeast, atMost, median, type Part, say } from './figure.ts'
import { type Lab, type Product, untilHeard } from './lab.ts'
import { sentence } from './words.ts'

/**
 * `rows` rows of 300 characters in `rounds` parts, each imported through the API and copied by the server itself into
 * a table with the same columns and indexes, turn about, until both tables hold them all.
 */
export async function measureImport(lab: Lab, rounds: number, rows: number): Promise<Part> {
  const product = await lab.product('import')
  await product.owner.query('create table copied (like feedback_items including all)')
  const superuser = new pg.Client({ connectionString: lab.superuserUrl('bench_import') })
  await superuser.connect()
  const share = Math.ceil(rows / rounds)
  const ratios: number[] = []
  const speeds: string[] = []
  for (let round = 0; round < rounds; round++) {
    const files = await writeFiles(lab.dataDir, product.workspaceId, round * share, share)
    const copyStarted = performance.now()
    await superuser.query(
      `copy copied (workspace_id, id, channel, external_id, verbatim, occurred_at, received_at, is_history) from '${files.copy}' with (format csv)`,
    )
    const copied = share / ((performance.now() - copyStarted) / 1000)
    const imported = share / (await importFile(product, files.product))
    ratios.push(imported / copied)
    speeds.push(`${imported.toFixed(0)} against ${copied.toFixed(0)}`)
    say(`import ${round + 1}/${rounds}: ${speeds.at(-1)} rows/s`)
  }
  const lagStarted = performance.now()
  await untilHeard(product)
  const lag = (performance.now() - lagStarted) / 1000
  const { rows: counted } = await product.owner.query<{ items: number }>(
    'select count(*)::int as items from feedback_items',
  )
  if (counted[0]!.items !== share * rounds)
    throw new Error(`Imported ${counted[0]!.items} of ${share * rounds} rows.`)
  const memory = product.peakMegabytes()
  await superuser.end()
  await product.stop()
  const size = (share * rounds).toLocaleString('en')
  return {
    figures: [
      atLeast(
        `Import of ${size} rows of 300 characters, share of COPY into the same table`,
        median(ratios),
        0.25,
      ),
      atMost(`Import of ${size} rows, largest memory of our process`, memory, 300, 'MB'),
    ],
    notes: [
      `Import, rows/s against COPY: ${speeds.join('; ')}. Events heard by every consumer ${lag.toFixed(1)} s after the last row.`,
    ],
  }
}

/** The same rows twice: as a person would have them, and as COPY wants them. */
async function writeFiles(folder: string, workspaceId: string, from: number, count: number) {
  const files = { product: join(folder, `import-${from}.csv`), copy: join(folder, `copy-${from}.csv`) }
  const product = createWriteStream(files.product)
  const copy = createWriteStream(files.copy, { mode: 0o644 })
  product.write('id,channel,date,verbatim\n')
  for (let n = from; n < from + count; n++) {
    const day = new Date(1_760_000_000_000 + n * 20_000).toISOString()
    const words = sentence(n, 300)
    const id = `${n.toString(16).padStart(8, '0')}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
    const isFull = !product.write(`ext-${n},email,${day},"${words}"\n`)
    if (!copy.write(`${workspaceId},${id},email,ext-${n},"${words}",${day},${day},true\n`))
      await once(copy, 'drain')
    if (isFull) await once(product, 'drain')
  }
  await Promise.all([new Promise((done) => product.end(done)), new Promise((done) => copy.end(done))])
  return files
}

/** Uploads and imports a file; the seconds from the start of the import until all its rows are committed. */
async function importFile(product: Product, file: string): Promise<number> {
  const call = async (method: string, path: string, body?: ReadableStream) => {
    const response = await fetch(`http://127.0.0.1:${product.port}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${product.key}`,
        ...(body ? { 'content-type': 'text/csv' } : { 'content-type': 'application/json' }),
      },
      body: body ?? (method === 'POST' ? '{}' : undefined),
      ...(body ? { duplex: 'half' } : {}),
    } as RequestInit)
    const answer = (await response.json()) as { id: string; state: string }
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`)
    return answer
  }
  const name = file.split('/').at(-1)!
  const { id } = await call(
    'POST',
    `/imports?name=${name}`,
    Readable.toWeb(createReadStream(file)) as ReadableStream,
  )
  const started = performance.now()
  await call('POST', `/imports/${id}/start`)
  for (;;) {
    await new Promise((done) => setTimeout(done, 100))
    const { state } = await call('GET', `/imports/${id}`)
    if (state === 'done') return (performance.now() - started) / 1000
    if (state === 'failed')
      throw new Error(`The import failed: ${JSON.stringify(await call('GET', `/imports/${id}`))}`)
  }
}
