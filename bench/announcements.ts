import { processorTime } from './cpu.ts'
import { atMost, type Part, say } from './figure.ts'
import type { Lab, Product } from './lab.ts'

/** A shipped notice to everybody who follows a request: until all of it is prepared, beside writing the same mails alone. */
export async function measureAnnouncements(lab: Lab, followers: number): Promise<Part> {
  const product = await lab.product('announcements')
  const call = caller(product)
  const request = await call('POST', '/requests', { title: 'Pause a payment plan' })
  await seed(product, followers)
  await call('PUT', '/announcements/settings', { recallOneMinutes: 0, recallManyMinutes: 0 })
  const about = {
    requestId: request.id,
    kind: 'shipped',
    texts: { en: { what: 'Pausing a payment plan', how: 'Open a plan and press Pause.' } },
  }
  const asked = performance.now()
  const preview = await call('POST', '/announcements/preview', about)
  const looking = performance.now() - asked
  const pids = [product.program.pid, lab.serverPid] as const
  const before = pids.map(processorTime)
  const started = performance.now()
  await call('POST', '/announcements', { ...about, people: preview.people })
  const stateOf = async () =>
    (await product.owner.query<{ state: string }>('select state from announcements')).rows[0]!.state
  while ((await stateOf()) !== 'sent') await new Promise((done) => setTimeout(done, 200))
  const seconds = (performance.now() - started) / 1000
  const spent = pids.map((pid, i) => Math.round((processorTime(pid) - before[i]!) / followers))
  const { rows } = await product.owner.query<{ mails: number; told: number; left_out: number }>(`
    select (select count(*) from mails)::int as mails, (select count(distinct contact_id) from updates where state = 'sent')::int as told,
      (select count(*) from announcement_people where reason is not null)::int as left_out`)
  const { mails, told, left_out } = rows[0]!
  if (mails !== preview.people || told !== mails || told + left_out !== followers)
    throw new Error(
      `${told} told by ${mails} mails and ${left_out} left out of ${followers}; ${preview.people} seen before`,
    )
  const alone = await floor(product)
  say(`announcements: ${told} told in ${seconds.toFixed(1)} s, the mails alone ${alone.toFixed(1)} s`)
  await product.stop()
  return {
    figures: [
      atMost(`A shipped notice to ${followers.toLocaleString('en')} followers, prepared`, seconds, 30, 's'),
    ],
    notes: [
      `${told.toLocaleString('en')} told once each and ${left_out.toLocaleString('en')} left out with a reason; the preview of who gets it took ${Math.round(looking)} ms. Writing the same rows of mails in the same batches by SQL alone took ${alone.toFixed(1)} s.`,
      `Processor time of one notice: ${spent[0]} µs in node and ${spent[1]} µs in PostgreSQL.`,
    ],
  }
}

/** Seconds to write the same mails with their indexes, 250 to a transaction, by nothing but SQL. */
async function floor({ owner }: Product): Promise<number> {
  await owner.query('create table mails_alone (like mails including defaults including indexes)')
  const { rows } = await owner.query<{ id: string }>(
    `select id from (select id, row_number() over (order by id) as n from mails) m where n % 250 = 0 or n = (select count(*) from mails) order by id`,
  )
  const started = performance.now()
  let after = '00000000-0000-0000-0000-000000000000'
  for (const { id } of rows) {
    await owner.query('insert into mails_alone select * from mails where id > $1 and id <= $2', [after, id])
    after = id
  }
  return (performance.now() - started) / 1000
}

function caller({ port, key }: Product) {
  return async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as { id: string; people: number }
  }
}

/** Followers in three languages; of a hundred three have unsubscribed, one has bounced and one is one of us. */
async function seed({ owner, workspaceId }: Product, followers: number): Promise<void> {
  await owner.query(
    `insert into contacts (workspace_id, id, name, email, locale, email_state, unsubscribed_at, is_internal, created_at, updated_at)
     select $1, gen_random_uuid(), 'Person ' || n, 'person' || n || '@customer.example', (array['en', 'de', 'fr'])[1 + n % 3],
       case when n % 100 = 3 then 'bounced' else 'ok' end, case when n % 100 in (0, 1, 2) then now() end, n % 100 = 4, now(), now()
     from generate_series(1, $2::int) n`,
    [workspaceId, followers],
  )
  await owner.query(
    `insert into request_contact_followers (workspace_id, request_id, contact_id, via, since)
     select c.workspace_id, r.id, c.id, 'portal', now() from contacts c join requests r on r.workspace_id = c.workspace_id`,
  )
  await owner.query('vacuum analyze contacts')
  await owner.query('vacuum analyze request_contact_followers')
}
