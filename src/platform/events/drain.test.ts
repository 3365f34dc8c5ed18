import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readConfig } from '#platform/config.ts'
import { createPool } from '#platform/db/pool.ts'
import { sql } from '#platform/db/sql.ts'
import { createDoor, type Door } from '#platform/door.ts'
import { drainOnce } from '#platform/events/drain.ts'
import { consumer, event, projection } from '#platform/events/event.ts'
import { sweepTask } from '#platform/events/sweep.ts'
import { Waker, type WakeUp } from '#platform/events/wake.ts'
import { newId } from '#platform/ids.ts'
import { createTestDatabase, type TestDatabase } from '#platform/testing/cluster.ts'

const rang = event('bell.rang', z.object({ number: z.number() }))
const job = { kind: 'job', name: 'test' } as const

let database: TestDatabase
let pool: pg.Pool
let door: Door
let wakeUps: WakeUp[]
let projected: number[]

beforeAll(async () => {
  database = await createTestDatabase()
  pool = createPool(database.connections.app, { max: 6, name: 'test' })
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

const heardBy = (heard: number[], name = 'test/hears') =>
  consumer(name, {
    'bell.rang': async (_ctx, events) => {
      heard.push(...events.map((one) => one.payload.number))
    },
  })

function open(consumers = [heardBy([])]) {
  wakeUps = []
  projected = []
  door = createDoor({
    config: readConfig({}),
    pool,
    waker: new Waker(consumers, async (sent) => void wakeUps.push(...sent), 1),
    projections: [projection('bell.rang', (_ctx, one) => void projected.push(one.payload.number))],
  })
}

/** Hears until `enough`: a transaction open anywhere on the server, also of another test file, holds events back. */
async function hear(by: ReturnType<typeof consumer>, workspaceId: string, enough: () => boolean) {
  for (let tries = 0; tries < 500; tries++) {
    await drainOnce(door, by, workspaceId)
    if (enough()) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const ring = (workspaceId: string, number: number) =>
  door.inWorkspace(workspaceId, job, (ctx) => ctx.emit(rang, { subjectId: newId(), payload: { number } }))

describe('events', () => {
  test('an event exists exactly when its change was committed', async () => {
    open()
    const workspaceId = newId()
    const failing = door.inWorkspace(workspaceId, job, async (ctx) => {
      await ctx.emit(rang, { subjectId: newId(), payload: { number: 1 } })
      throw new Error('after the event')
    })
    await expect(failing).rejects.toThrow('after the event')
    await ring(workspaceId, 2)
    const heard: number[] = []
    await hear(heardBy(heard), workspaceId, () => heard.length > 0)
    expect(heard).toEqual([2])
  })

  test('a projection runs in the transaction of its event', async () => {
    open()
    await ring(newId(), 7)
    expect(projected).toEqual([7])
  })

  test('every consumer hears every event of its workspace once, in order, and none of another workspace', async () => {
    open()
    const [mine, other] = [newId(), newId()]
    for (const number of [1, 2, 3]) await ring(mine, number)
    await ring(other, 99)
    const [first, second]: [number[], number[]] = [[], []]
    await hear(heardBy(first, 'test/first'), mine, () => first.length >= 3)
    await drainOnce(door, heardBy(first, 'test/first'), mine)
    await hear(heardBy(second, 'test/second'), mine, () => second.length >= 3)
    expect([first, second]).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ])
  })

  test('a handler that fails hears the same events again', async () => {
    open()
    const workspaceId = newId()
    await ring(workspaceId, 5)
    let tries = 0
    const heard: number[] = []
    const shaky = consumer('test/shaky', {
      'bell.rang': async (_ctx, events) => {
        if (++tries === 1) throw new Error('not yet')
        heard.push(...events.map((one) => one.payload.number))
      },
    })
    await expect(hear(shaky, workspaceId, () => tries > 0)).rejects.toThrow('not yet')
    await hear(shaky, workspaceId, () => heard.length > 0)
    expect(heard).toEqual([5])
  })

  test('an event whose transaction commits late is not skipped', async () => {
    open()
    const workspaceId = newId()
    const heard: number[] = []
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    let begun = () => {}
    const hasBegun = new Promise<void>((resolve) => {
      begun = resolve
    })
    const slow = door.inWorkspace(workspaceId, job, async (ctx) => {
      await ctx.emit(rang, { subjectId: newId(), payload: { number: 1 } })
      await ctx.db.many(sql`select 1`)
      begun()
      await held
    })
    await hasBegun
    await ring(workspaceId, 2)
    await drainOnce(door, heardBy(heard), workspaceId)
    release()
    await slow
    await hear(heardBy(heard), workspaceId, () => heard.length >= 2)
    expect(heard).toEqual([1, 2])
  })

  test('a commit wakes the consumers that hear its events, once for many commits', async () => {
    open([heardBy([], 'test/hears')])
    const workspaceId = newId()
    await Promise.all([1, 2, 3].map((number) => ring(workspaceId, number)))
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(new Set(wakeUps.map((one) => `${one.consumer} ${one.workspaceId}`))).toEqual(
      new Set([`test/hears ${workspaceId}`]),
    )
    expect(wakeUps.length).toBeLessThanOrEqual(3)
  })

  test('the sweep moves on whoever hears nothing of what waits, and wakes the others', async () => {
    const heard: number[] = []
    const hearing = heardBy(heard)
    const deaf = consumer('test/hears-other', { 'bell.broke': async () => {} })
    open([hearing, deaf])
    const workspaceId = newId()
    await door.inWorkspace(workspaceId, job, (ctx) =>
      ctx.db.run(sql`
        insert into workspaces (id, slug, name, created_at)
        values (${workspaceId}, ${workspaceId.slice(-12)}, 'Bells', now())`),
    )
    await ring(workspaceId, 1)
    const passed = async () => {
      await sweepTask([hearing, deaf]).run({}, door, new AbortController().signal)
      const cursors = await door.inWorkspace(workspaceId, job, (ctx) =>
        ctx.db.many<{ consumer: string }>(sql`
          select consumer from consumer_cursors where workspace_id = ${workspaceId} and xid > '0'`),
      )
      return cursors.map((one) => one.consumer)
    }
    // a transaction open anywhere on the server leaves both to the drain
    await expect.poll(passed, { timeout: 10_000 }).toEqual(['test/hears-other'])
    expect(await drainOnce(door, hearing, workspaceId)).toBe(false)
    expect(heard).toEqual([1])
  })

  test('wakers write their jobs one after the other, and flushing waits for what is under way', async () => {
    const steps: string[] = []
    const waker = new Waker([heardBy([])], async ([wakeUp]) => {
      steps.push(`${wakeUp!.workspaceId} begins`)
      await new Promise((resolve) => setTimeout(resolve, 5))
      steps.push(`${wakeUp!.workspaceId} ends`)
    })
    waker.mark('one', new Set(['bell.rang']))
    void waker.flush()
    waker.mark('two', new Set(['bell.rang']))
    await waker.flush()
    expect(steps).toEqual(['one begins', 'one ends', 'two begins', 'two ends'])
  })

  test('the application may add events but neither change nor remove them', async () => {
    open()
    const workspaceId = newId()
    await ring(workspaceId, 1)
    for (const statement of [
      sql`update events set type = 'other' where workspace_id = ${workspaceId}`,
      sql`delete from events where workspace_id = ${workspaceId}`,
    ]) {
      await expect(door.inWorkspace(workspaceId, job, (ctx) => ctx.db.run(statement))).rejects.toMatchObject({
        code: '42501',
      })
    }
  })

  test('a query without a workspace is refused, not answered with nothing', async () => {
    open()
    await expect(door.outside((db) => db.many(sql`select * from events`))).rejects.toMatchObject({
      code: expect.stringMatching(/42704|22P02/),
    })
  })
})

test('events that name many things are heard a few at a time, small ones many, each once and in order', async () => {
  const pealed = event('bell.pealed', z.object({ number: z.number(), ids: z.array(z.string()) }))
  const heard: number[][] = []
  const hears = consumer('test/peals', {
    'bell.pealed': async (_ctx, events) => void heard.push(events.map((one) => one.payload.number)),
  })
  open([hears])
  const workspaceId = newId()
  for (let number = 0; number < 40; number++) {
    const ids = Array.from({ length: number < 8 ? 1000 : 1 }, () => newId())
    await door.inWorkspace(workspaceId, job, (ctx) =>
      ctx.emit(pealed, { subjectId: ids[0]!, payload: { number, ids } }),
    )
  }
  await hear(hears, workspaceId, () => heard.flat().length === 40)
  expect(heard.flat()).toEqual(Array.from({ length: 40 }, (_, i) => i))
  expect(
    Math.max(...heard.filter((some) => some[0]! < 8).map((some) => some.filter((n) => n < 8).length)),
  ).toBeLessThan(6)
  expect(heard.length).toBeLessThan(10)
})
