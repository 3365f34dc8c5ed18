import { prepareSending, type SendingOutcome, throughKills } from '#app/crash/sending.ts'
import type { TestMailServer } from '#platform/testing/smtp.ts'
import { type Product, until } from './product.ts'

/** Of so many people one has unsubscribed. */
const refusing = 20

export interface AnnouncingOutcome extends SendingOutcome {
  /** Kills that found the announcement in the middle of being prepared. */
  preparingHits: number
  /** What the announcement says of itself, and what is found when people and mails are counted. */
  said: Sums
  counted: Sums
}

interface Sums {
  state: string
  told: number
  excluded: number
  mails: { waiting: number; accepted: number; failed: number; keptBack: number }
}

/**
 * A shipped notice goes out to everybody who follows a request over a real mail server while the running product is killed
 * again and again, first while it is prepared and its first mails leave, then while the rest leave.
 */
export async function announceThroughKills(
  product: Product,
  smtp: TestMailServer,
  kills: number,
  people: number,
): Promise<AnnouncingOutcome> {
  await prepareSending(product, smtp, people, { connections: 8, milliseconds: 40 })
  const { title, id: requestId } = await product.must('POST', '/api/v1/requests', { title: 'Pause a plan' })
  await product.query(
    `insert into request_contact_followers (workspace_id, request_id, contact_id, via, since)
     select c.workspace_id, r.id, c.id, 'portal', now() from contacts c join requests r on r.workspace_id = c.workspace_id and r.title = $1`,
    [title],
  )
  const excluded = Math.floor(people / refusing)
  await product.query(
    `update contacts set unsubscribed_at = now() where email = any(select 'person' || n * $1::int || '@customer.example' from generate_series(0, $2::int - 1) n)`,
    [refusing, excluded],
  )
  await product.must('PUT', '/api/v1/announcements/settings', { recallOneMinutes: 0, recallManyMinutes: 0 })
  const { id } = await product.must('POST', '/api/v1/announcements', {
    requestId,
    kind: 'shipped',
    texts: { en: { what: 'Pausing a plan', how: 'Open a plan and press Pause.' } },
    people: people - excluded,
  })
  let preparingHits = 0
  const outcome = await throughKills(product, smtp, kills, people - excluded, async () => {
    const [row] = await product.query<{ state: string }>('select state from announcements')
    if (row!.state === 'sending') preparingHits += 1
    // as its clock does each minute
    await product.query(`select graphile_worker.add_job('announcements.sweep', '{}')`)
  })
  // Who was told is settled by a consumer of the last mail's end.
  await until('the announcement has no mail that waits', 60, async () => (await sums()).mails.waiting === 0)
  async function sums(): Promise<Sums> {
    const { state, told, excluded, mails } = await product.must('GET', `/api/v1/announcements/${id}`)
    return { state, told, excluded, mails }
  }
  const [found] = await product.query<Omit<Sums, 'mails' | 'state'> & Sums['mails']>(`
    select count(distinct u.contact_id)::int as told,
      (select count(*) from announcement_people where reason is not null)::int as excluded,
      count(*) filter (where m.state in ('queued', 'claimed', 'handing_over', 'deferred'))::int as waiting,
      count(*) filter (where m.state = 'accepted')::int as accepted,
      count(*) filter (where m.state in ('failed', 'uncertain'))::int as failed,
      count(*) filter (where m.state = 'suppressed')::int as "keptBack"
    from updates u join mails m on m.id = u.mail_id`)
  const { told, excluded: out, ...mails } = found!
  return {
    ...outcome,
    preparingHits,
    said: await sums(),
    counted: { state: 'sent', told, excluded: out, mails },
  }
}
