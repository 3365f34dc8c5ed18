import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { startProgram } from '#platform/testing/program.ts'
import { processorTime } from './cpu.ts'
import { atLeast, atMost, type Part, say } from './figure.ts'
import { caller, type Lab, type Product, root } from './lab.ts'

const connections = 10

/** A survey to many contacts: until all is prepared, and how fast it is handed to a mail server beside nodemailer alone. */
export async function measureWave(lab: Lab, contacts: number): Promise<Part> {
  const product = await lab.product('wave')
  const smtp = await openSink()
  await seed(product, contacts)
  const call = caller(product)
  const nps = (await call('GET', '/surveys')).data.find((one) => one.key === 'nps')!

  const started = performance.now()
  await call('POST', `/surveys/${nps.id}/waves`, { name: 'Bench', audience: {} })
  const prepared = async () => {
    const { rows } = await product.owner.query<{ state: string }>('select state from waves')
    return rows[0]!.state === 'sent'
  }
  while (!(await prepared())) await new Promise((done) => setTimeout(done, 200))
  const preparing = (performance.now() - started) / 1000
  const { rows: sums } = await product.owner.query<{ invited: number; left_out: number; mails: number }>(`
    select (select count(*) from invitations)::int as invited, (select count(*) from wave_exclusions)::int as left_out,
      (select count(*) from mails)::int as mails`)
  const { invited, left_out, mails } = sums[0]!
  if (invited + left_out !== contacts || mails !== invited)
    throw new Error(`${invited} invited and ${left_out} left out of ${contacts}, with ${mails} mails`)
  say(`wave: ${invited} invited, ${left_out} left out in ${preparing.toFixed(1)} s`)

  // Nobody has set a mail server so far: all of it waits for one.
  const before = [processorTime(product.program.pid), processorTime(lab.serverPid)] as const
  const set = performance.now()
  await call('PUT', '/mail/server', {
    ...{ host: '127.0.0.1', port: smtp.port, security: 'none', fromAddress: 'hello@larkfield.example' },
    ...{ concurrency: connections, perMinute: 600_000 },
  })
  const floors: number[] = []
  const open = async () => {
    const { rows } = await product.owner.query<{ open: number }>(
      `select count(*)::int as open from mails where state in ('queued', 'claimed', 'handing_over', 'deferred')`,
    )
    return rows[0]!.open
  }
  for (let left = await open(); left > 0; left = await open()) {
    say(`wave: ${left} mails left after ${((performance.now() - set) / 1000).toFixed(0)} s`)
    await new Promise((done) => setTimeout(done, Math.min(5000, 200 + left / 4)))
  }
  const seconds = (performance.now() - set) / 1000
  const spent = [
    processorTime(product.program.pid) - before[0],
    processorTime(lab.serverPid) - before[1],
  ].map((time) => Math.round(time / invited))
  const { rows: ends } = await product.owner.query<{ state: string; count: number }>(
    'select state, count(*)::int as count from mails group by state',
  )
  const accepted = ends.find((row) => row.state === 'accepted')?.count ?? 0
  if (accepted !== invited || smtp.dots !== invited || smtp.recipients.size !== invited)
    throw new Error(
      `${JSON.stringify(ends)}; the server took ${smtp.dots} for ${smtp.recipients.size} people`,
    )
  const speed = invited / seconds
  await product.stop()
  for (let round = 0; round < 3; round++) floors.push(await floor(smtp, Math.min(invited, 20_000)))
  const alone = Math.max(...floors)
  say(`wave: ${speed.toFixed(0)} mails/s against ${floors.map((one) => one.toFixed(0)).join(', ')}/s`)
  await smtp.close()
  return {
    figures: [
      atMost(`A wave to ${contacts.toLocaleString('en')} contacts, prepared`, preparing, 60, 's'),
      atLeast(
        `Its mails handed to a local SMTP server over ${connections} connections, share of nodemailer alone`,
        speed / alone,
        0.35,
      ),
    ],
    notes: [
      `${invited.toLocaleString('en')} invited, ${left_out.toLocaleString('en')} left out with a reason; each got one mail. ${speed.toFixed(0)} mails a second against ${alone.toFixed(0)} of nodemailer's pool, the fastest of three rounds, sending one composed mail to the same server without a database.`,
      `Processor time of one mail: ${spent[0]} µs in node and ${spent[1]} µs in PostgreSQL.`,
    ],
  }
}

interface Sink {
  port: number
  dots: number
  recipients: Set<string>
  mail: Buffer
  close(): Promise<void>
}

/** A mail server that takes everything, counts, and keeps one mail as a pattern. */
async function openSink(): Promise<Sink> {
  const sink: Sink = {
    ...{ port: 0, dots: 0, recipients: new Set<string>(), mail: Buffer.alloc(0) },
    close: () => new Promise((done) => server.close(() => done())),
  }
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        sink.dots += 1
        sink.mail = Buffer.concat(chunks)
        for (const { address } of session.envelope.rcptTo) sink.recipients.add(address)
        done()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  sink.port = (server.server.address() as { port: number }).port
  return sink
}

/** Mails a second that nodemailer alone hands to the same server. */
async function floor(smtp: Sink, count: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'hearback-bench-mail-'))
  const file = join(folder, 'mail.eml')
  writeFileSync(file, smtp.mail)
  const program = startProgram(join(root, '.cache/bench/mail-floor.mjs'), [
    ...[String(smtp.port), String(connections), String(count), file],
  ])
  const [, seconds] = await program.line(/seconds ([\d.]+)/)
  await program.ended
  rmSync(folder, { recursive: true, force: true })
  return count / Number(seconds)
}

/** Of a hundred contacts three have unsubscribed, one has bounced and one is one of us. */
async function seed({ owner, workspaceId }: Product, contacts: number): Promise<void> {
  await owner.query(
    `insert into contacts (workspace_id, id, name, email, email_state, unsubscribed_at, is_internal, created_at, updated_at)
     select $1, gen_random_uuid(), 'Person ' || n, 'person' || n || '@customer.example',
       case when n % 100 = 3 then 'bounced' else 'ok' end, case when n % 100 in (0, 1, 2) then now() end, n % 100 = 4, now(), now()
     from generate_series(1, $2::int) n`,
    [workspaceId, contacts],
  )
  await owner.query('vacuum analyze contacts')
}
