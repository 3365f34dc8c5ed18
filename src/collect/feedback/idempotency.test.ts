import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { sql } from '#platform/db/sql.ts'
import { newId } from '#platform/ids.ts'
import { type Client, type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'

// Asked twice, done once: whatever the order and however many at the same time.

let t: TestApp
let ws: TestWorkspace
let key: Client
beforeAll(async () => {
  t = await testApp()
  ws = await t.workspace()
  key = await ws.key(['feedback:write'])
})

const post = (path: string, body: object, idempotencyKey?: string) =>
  key.fetch(path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
    },
    body: JSON.stringify(body),
  })
const counts = () =>
  ws.run((ctx) =>
    ctx.db.one<{ items: number; events: number; rows: number }>(sql`
      select (select count(*) from feedback_items where workspace_id = ${ws.id}) as items,
        (select count(*) from events where workspace_id = ${ws.id} and type = 'feedback.received') as events,
        (select count(*) from inbox_items where workspace_id = ${ws.id}) as rows`),
  )

/** How often each of some requests is sent, and the order in which all of them leave, in waves of parallel ones. */
const retries = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 }).chain((times) => {
  const sends = times.flatMap((n, request) => Array<number>(n).fill(request))
  return fc.record({
    times: fc.constant(times),
    order: fc.shuffledSubarray(sends, { minLength: sends.length, maxLength: sends.length }),
    wave: fc.integer({ min: 1, max: 8 }),
  })
})

async function inWaves<T>(
  order: readonly number[],
  wave: number,
  send: (request: number) => Promise<T>,
): Promise<Map<number, T[]>> {
  const answers = new Map<number, T[]>()
  for (let i = 0; i < order.length; i += wave) {
    await Promise.all(
      order.slice(i, i + wave).map(async (request) => {
        const answer = await send(request)
        answers.set(request, [...(answers.get(request) ?? []), answer])
      }),
    )
  }
  return answers
}

test('an Idempotency-Key makes one item of any number of tries, and every try gets the first answer', async () => {
  await fc.assert(
    fc.asyncProperty(retries, async ({ times, order, wave }) => {
      const before = await counts()
      const keys = times.map(() => newId())
      const answers = await inWaves(order, wave, async (request) => {
        const response = await post(
          '/feedback',
          { verbatim: `Request ${request}`, channel: 'api' },
          keys[request],
        )
        return { status: response.status, body: await response.text() }
      })
      for (const tries of answers.values()) {
        expect(new Set(tries.map((one) => one.body)).size).toBe(1)
        expect(new Set(tries.map((one) => one.status))).toEqual(new Set([201]))
      }
      const after = await counts()
      expect(after.items - before.items).toBe(times.length)
      expect(after.events - before.events).toBe(times.length)
      expect(after.rows - before.rows).toBe(times.length)
    }),
    { numRuns: 12 },
  )
})

test('the same channel and external id make one item, sent singly and in batches, with and without keys', async () => {
  await fc.assert(
    fc.asyncProperty(retries, fc.boolean(), async ({ times, order, wave }, hasKeys) => {
      const before = await counts()
      const mark = newId()
      const item = (request: number) => ({
        verbatim: `Review ${request}`,
        channel: 'review',
        externalId: `${mark}-${request}`,
      })
      const answers = await inWaves(order, wave, async (request) => {
        // Every other one travels in a batch with its neighbours.
        if (order.indexOf(request) % 2 === 0) {
          const response = await post('/feedback', item(request), hasKeys ? newId() : undefined)
          expect([200, 201]).toContain(response.status)
          return ((await response.json()) as { id: string }).id
        }
        const all = times.map((_, i) => item((i + request) % times.length))
        const response = await post('/feedback/batch', { items: all }, hasKeys ? newId() : undefined)
        expect(response.status).toBe(200)
        return ((await response.json()) as { results: { id: string }[] }).results[0]!.id
      })
      const ids = [...answers.values()].map((tries) => new Set(tries))
      for (const tries of ids) expect(tries.size).toBe(1)
      const after = await counts()
      expect(after.items - before.items).toBe(times.length)
      expect(after.rows - before.rows).toBe(times.length)
    }),
    { numRuns: 12 },
  )
})

test('another body under the same key is refused, and another caller may use the same key', async () => {
  const other = await ws.key(['feedback:write'])
  const first = await post('/feedback', { verbatim: 'First', channel: 'api' }, 'same-key')
  expect(first.status).toBe(201)
  const changed = await post('/feedback', { verbatim: 'Second', channel: 'api' }, 'same-key')
  expect([changed.status, ((await changed.json()) as { code: string }).code]).toEqual([
    409,
    'idempotency.other_body',
  ])
  const theirs = await other.fetch('/feedback', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'same-key' },
    body: JSON.stringify({ verbatim: 'Theirs', channel: 'api' }),
  })
  expect(theirs.status).toBe(201)
})

test('a refused request leaves its key free for the corrected one', async () => {
  const refused = await post('/feedback', { verbatim: '', channel: 'api' }, 'try-again')
  expect(refused.status).toBe(400)
  expect((await post('/feedback', { verbatim: 'Corrected', channel: 'api' }, 'try-again')).status).toBe(201)
})
