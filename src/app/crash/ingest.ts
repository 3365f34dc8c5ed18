import { randomUUID } from 'node:crypto'
import { type Product, pause, until } from './product.ts'

interface Sent {
  externalId: string
  idempotencyKey: string
  acknowledged: boolean
}

/** What became of the feedback that was sent while the product was killed. */
export interface IngestOutcome {
  kills: number
  sent: number
  acknowledged: number
  /** Acknowledged, and not there afterwards. */
  lost: string[]
  /** Stored more than once, or without its event or its line in the inbox. */
  broken: string[]
  /** Never acknowledged, sent again with the same key after the crash, and not answered with success. */
  unrepeatable: string[]
}

const clients = 8

/**
 * Eight clients post feedback without pause; again and again, after at least `posts` were acknowledged, the running
 * product is killed with -9 in the middle, every third time together with the database, and started again. Whatever
 * got no answer is repeated with the same key.
 */
export async function ingestThroughKills(
  product: Product,
  kills: number,
  posts: number,
): Promise<IngestOutcome> {
  const sent: Sent[] = []
  for (let kill = 1; kill <= kills; kill++) {
    let isOver = false
    let answered = 0
    const work = Array.from({ length: clients }, async () => {
      while (!isOver) {
        const one: Sent = { externalId: randomUUID(), idempotencyKey: randomUUID(), acknowledged: false }
        sent.push(one)
        one.acknowledged = await post(product, one)
        if (!one.acknowledged) return
        answered += 1
      }
    })
    // A kill before the first answers would prove nothing, however busy the machine is.
    await until(`${posts} posts are acknowledged`, 120, async () => {
      await pause(5)
      return answered >= posts
    })
    await pause(Math.random() * 300)
    await product.kill(kill % 3 === 0)
    isOver = true
    await Promise.all(work)
    await product.start()
  }
  const acknowledged = sent.filter((one) => one.acknowledged)
  const before = await stored(product)
  const lost = acknowledged.filter((one) => !before.has(one.externalId)).map((one) => one.externalId)
  const unrepeatable: string[] = []
  for (const one of sent)
    if (!one.acknowledged && !(await post(product, one))) unrepeatable.push(one.externalId)
  await until('every consumer has heard every event', 60, async () => {
    const behind = await product.query(
      `select * from undelivered(array(select distinct consumer from consumer_cursors))`,
    )
    return behind.length === 0
  })
  const after = await stored(product)
  const broken = sent
    .filter((one) => {
      const found = after.get(one.externalId)
      return found?.items !== 1 || found.events !== 1 || found.lines !== 1
    })
    .map((one) => `${one.externalId} ${JSON.stringify(after.get(one.externalId))}`)
  return { kills, sent: sent.length, acknowledged: acknowledged.length, lost, broken, unrepeatable }
}

async function post(product: Product, one: Sent): Promise<boolean> {
  try {
    const { status } = await product.call(
      'POST',
      '/api/v1/feedback',
      {
        verbatim: `It broke while I was writing ${one.externalId}`,
        channel: 'email',
        externalId: one.externalId,
      },
      { 'idempotency-key': one.idempotencyKey },
    )
    return status === 201 || status === 200
  } catch {
    return false
  }
}

/** By external id: how many items, events and lines in the inbox there are. */
async function stored(product: Product) {
  const rows = await product.query<{ external_id: string; items: number; events: number; lines: number }>(`
    select f.external_id, count(distinct f.id)::int as items, count(distinct e.id)::int as events, count(distinct i.id)::int as lines
    from feedback_items f
    left join events e on e.workspace_id = f.workspace_id and e.subject_id = f.id and e.type = 'feedback.received'
    left join inbox_items i on i.workspace_id = f.workspace_id and i.id = f.id
    where f.verbatim like 'It broke while%'
    group by f.external_id`)
  return new Map(rows.map(({ external_id, ...counts }) => [external_id, counts]))
}
