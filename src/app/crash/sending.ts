import { setTimeout as sleep } from 'node:timers/promises'
import { serverAt, type TestMailServer } from '#platform/testing/smtp.ts'
import { type Product, pause, until } from './product.ts'

export interface SendingOutcome {
  kills: number
  people: number
  /** Kills that found mails under way: the others prove nothing. */
  hits: number
  /** Addresses that the mail server took more than one mail for. */
  twice: string[]
  /** Mails by state at the end. */
  states: Record<string, number>
  /** People for whom there is not exactly one mail. */
  uncounted: number
  /** Mails that the server took and the product believes never left. */
  denied: string[]
}

/**
 * A survey goes out to many people over a real mail server while the running product is killed again and again. Nobody may
 * get it twice; a mail whose fate a kill made unknowable stays `uncertain` and is not sent again.
 */
export async function sendThroughKills(
  product: Product,
  smtp: TestMailServer,
  kills: number,
  people: number,
): Promise<SendingOutcome> {
  await prepareSending(product, smtp, people, { connections: 4, milliseconds: 120 })
  const surveys = (await product.must('GET', '/api/v1/surveys')).data as { id: string; key: string }[]
  const nps = surveys.find((one) => one.key === 'nps')!
  await product.must('POST', `/api/v1/surveys/${nps.id}/waves`, { name: 'Crash', audience: {} })
  return throughKills(product, smtp, kills, people)
}

/** So many contacts, and a mail server that takes its time for each mail. */
export async function prepareSending(
  product: Product,
  smtp: TestMailServer,
  people: number,
  { connections, milliseconds }: { connections: number; milliseconds: number },
): Promise<void> {
  const rows = Array.from(
    { length: people },
    (_, n) => `Person ${n},person${n}@customer.example,Firm ${n % 20}`,
  )
  const { id } = await product.must(
    'POST',
    '/api/v1/imports?kind=contacts&name=people.csv',
    `name,email,account\n${rows.join('\n')}\n`,
  )
  await product.must('POST', `/api/v1/imports/${id}/start`, {})
  await until(
    'the contacts are there',
    60,
    async () => (await product.must('GET', `/api/v1/imports/${id}`)).state === 'done',
  )
  await product.must('PUT', '/api/v1/mail/server', {
    ...serverAt(smtp.port),
    perMinute: 60_000,
    concurrency: connections,
  })
  smtp.onDot = () => sleep(milliseconds)
}

/** Kills and starts the product while so many mails leave, until each has an end. `restarted` is told of each new start. */
export async function throughKills(
  product: Product,
  smtp: TestMailServer,
  kills: number,
  people: number,
  restarted?: () => Promise<void>,
): Promise<SendingOutcome> {
  let hits = 0
  let killedAt = new Date()
  for (let kill = 1; kill <= kills; kill++) {
    const before = smtp.received.length
    await until(
      'mails leave',
      60,
      async () => smtp.received.length > before + 3 || (await isQuiet(product, people)),
    )
    await pause(Math.random() * 120)
    await product.kill(kill % 3 === 0)
    killedAt = new Date()
    await product.start()
    const [underWay] = await product.query<{ count: number }>(
      `select count(*)::int as count from mails where state in ('claimed', 'handing_over') and claimed_at <= $1`,
      [killedAt],
    )
    if (underWay!.count > 0) hits += 1
    await letLeaseEnd(product, killedAt)
    await restarted?.()
  }
  await until('every mail has an end', 240, async () => {
    await letLeaseEnd(product, killedAt)
    await pause(500)
    return isQuiet(product, people)
  })
  return { ...(await outcome(product, smtp, kills, people)), hits }
}

async function isQuiet(product: Product, people: number): Promise<boolean> {
  const [row] = await product.query<{ open: number; all: number }>(
    `select count(*) filter (where state in ('queued', 'claimed', 'handing_over', 'deferred'))::int as open,
      count(*)::int as all from mails where to_address like '%@customer.example'`,
  )
  return row!.all === people && row!.open === 0
}

/**
 * As if its lease had ended, after which a mail that the dead process held is looked at again. What the running one has in
 * hand at this moment is not waited for: a statement that locks many in no order could meet its own in a circle.
 */
async function letLeaseEnd(product: Product, killedAt: Date): Promise<void> {
  await product.query(
    `update mails set lease_until = now() - interval '1 second' where (workspace_id, id) in (
       select workspace_id, id from mails where state in ('claimed', 'handing_over') and claimed_at <= $1
       for update skip locked)`,
    [killedAt],
  )
  await product.query(`select graphile_worker.add_job('mail.sweep', '{}')`)
}

async function outcome(
  product: Product,
  smtp: TestMailServer,
  kills: number,
  people: number,
): Promise<Omit<SendingOutcome, 'hits'>> {
  const got = new Map<string, number>()
  for (const { envelope } of smtp.received) for (const to of envelope.to) got.set(to, (got.get(to) ?? 0) + 1)
  const mails = await product.query<{ address: string; state: string; mails: number }>(
    `select to_address as address, min(state) as state, count(*)::int as mails from mails where to_address like '%@customer.example' group by to_address`,
  )
  const states: Record<string, number> = {}
  for (const { state } of mails) states[state] = (states[state] ?? 0) + 1
  const left = new Set(
    mails.filter(({ state }) => state === 'accepted' || state === 'uncertain').map(({ address }) => address),
  )
  return {
    kills,
    people,
    twice: [...got].filter(([, times]) => times > 1).map(([address]) => address),
    states,
    uncounted: people - mails.filter((one) => one.mails === 1).length,
    denied: [...got.keys()].filter((address) => !left.has(address)),
  }
}
