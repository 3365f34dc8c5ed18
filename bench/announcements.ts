import { processorTime } from './cpu.ts'
import { atMost, type Part, say } from './figure.ts'
import { caller, type Lab, type Product } from './lab.ts'

const few = 1000

/**
 * A shipped notice to everybody who follows a request: until all of it is prepared, beside writing the same mails alone,
 * and what one notice costs among many beside one among a few.
 */
export async function measureAnnouncements(lab: Lab, followers: number): Promise<Part> {
  const product = await lab.product('announcements')
  const call = caller(product)
  await seed(product, followers)
  await call('PUT', '/announcements/settings', { recallOneMinutes: 0, recallManyMinutes: 0 })
  // The first one warms up.
  await announce(lab, product, few)
  const small = await announce(lab, product, few)
  const large = await announce(lab, product, followers)
  const alone = await floor(product, large.id)
  say(`announcements: ${large.told} told in ${large.seconds.toFixed(1)} s, alone ${alone.toFixed(1)} s`)
  await product.stop()
  const all = (spent: readonly number[]) => spent[0]! + spent[1]!
  const [many, size] = [followers.toLocaleString('en'), few.toLocaleString('en')]
  return {
    figures: [
      atMost(`A shipped notice to ${many} followers, prepared`, large.seconds, 30, 's'),
      atMost(
        `Processor time of one notice among ${many} to one among ${size}`,
        all(large.spent) / all(small.spent),
        1.25,
      ),
    ],
    notes: [
      `${large.told.toLocaleString('en')} told once each and ${large.leftOut.toLocaleString('en')} left out with a reason; the preview of who gets it took ${Math.round(large.looking)} ms. Writing the same rows of mails in the same batches by SQL alone took ${alone.toFixed(1)} s.`,
      `Processor time of one notice: ${large.spent[0]} µs in node and ${large.spent[1]} µs in PostgreSQL; among ${size} ${small.spent[0]} µs and ${small.spent[1]} µs.`,
    ],
  }
}

/** One announcement to so many followers of a new request, from the press until it is prepared. */
async function announce(lab: Lab, product: Product, followers: number) {
  const { owner } = product
  const call = caller(product)
  const request = await call('POST', '/requests', { title: `Pause ${followers} payment plans` })
  await owner.query(
    `insert into request_contact_followers (workspace_id, request_id, contact_id, via, since)
     select c.workspace_id, (select id from requests order by id desc limit 1), c.id, 'portal', now() from contacts c
     order by c.created_at, c.email limit $1`,
    [followers],
  )
  await owner.query('vacuum analyze request_contact_followers')
  const about = {
    requestId: request.id,
    kind: 'shipped',
    texts: { en: { what: 'Pausing a payment plan', how: 'Open a plan and press Pause.' } },
  }
  const asked = performance.now()
  const { people } = await call<{ people: number }>('POST', '/announcements/preview', about)
  const looking = performance.now() - asked
  const pids = [product.program.pid, lab.serverPid] as const
  const before = pids.map(processorTime)
  const started = performance.now()
  await call('POST', '/announcements', { ...about, people })
  const newest = async () =>
    (
      await owner.query<{ id: string; state: string }>(
        'select id, state from announcements order by id desc limit 1',
      )
    ).rows[0]!
  while ((await newest()).state !== 'sent') await new Promise((done) => setTimeout(done, 100))
  const seconds = (performance.now() - started) / 1000
  const spent = pids.map((pid, i) => Math.round((processorTime(pid) - before[i]!) / followers))
  const { id } = await newest()
  const { rows } = await owner.query<{ mails: number; told: number; left_out: number }>(
    `select (select count(distinct mail_id) from updates where announcement_id = $1)::int as mails,
      (select count(distinct contact_id) from updates where announcement_id = $1 and state = 'sent')::int as told,
      (select count(*) from announcement_people where announcement_id = $1 and reason is not null)::int as left_out`,
    [id],
  )
  const { mails, told, left_out: leftOut } = rows[0]!
  if (mails !== people || told !== mails || told + leftOut !== followers)
    throw new Error(
      `${told} told by ${mails} mails and ${leftOut} left out of ${followers}; ${people} seen before`,
    )
  return { id, told, leftOut, looking, seconds, spent }
}

/** Seconds to write the mails of an announcement with their indexes, 250 to a transaction, by nothing but SQL. */
async function floor({ owner }: Product, announcementId: string): Promise<number> {
  await owner.query('create table mails_alone (like mails including defaults including indexes)')
  const { rows } = await owner.query<{ id: string }>(
    'select mail_id as id from updates where announcement_id = $1 order by mail_id',
    [announcementId],
  )
  const started = performance.now()
  for (let i = 0; i < rows.length; i += 250) {
    const [first, last] = [rows[i]!.id, rows[Math.min(i + 250, rows.length) - 1]!.id]
    await owner.query('insert into mails_alone select * from mails where id between $1 and $2', [first, last])
  }
  return (performance.now() - started) / 1000
}

/** People in three languages; of a hundred three have unsubscribed, one has bounced and one is one of us. */
async function seed({ owner, workspaceId }: Product, people: number): Promise<void> {
  await owner.query(
    `insert into contacts (workspace_id, id, name, email, locale, email_state, unsubscribed_at, is_internal, created_at, updated_at)
     select $1, gen_random_uuid(), 'Person ' || n, 'person' || n || '@customer.example', (array['en', 'de', 'fr'])[1 + n % 3],
       case when n % 100 = 3 then 'bounced' else 'ok' end, case when n % 100 in (0, 1, 2) then now() end, n % 100 = 4, now(), now()
     from generate_series(1, $2::int) n`,
    [workspaceId, people],
  )
  await owner.query('vacuum analyze contacts')
}
