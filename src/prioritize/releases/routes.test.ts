import { beforeAll, expect, test } from 'vitest'
import { sql } from '#platform/db/sql.ts'
import { decodeId } from '#platform/ids.ts'
import { type Client, type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import * as contract from '#prioritize/releases/contract.ts'
import { addToRelease } from '#prioritize/releases/ship.ts'
import { createRequest, decideRequest, getRequest, mergeRequest } from '#prioritize/requests/contract.ts'

let t: TestApp
let ws: TestWorkspace
let owner: Client

beforeAll(async () => {
  t = await testApp()
  t.clock.set('2037-03-02T09:00:00Z')
  ws = await t.workspace()
  owner = ws.owner
})

const ask = (title: string) => owner.call(createRequest, { title })
const status = async (requestId: string) => (await owner.call(getRequest, { requestId })).status

test('a release ships its requests with itself as the reason, all or none, and taken back they are in progress again', async () => {
  const [plans, dark, gone, twin] = [
    await ask('Pause a payment plan'),
    await ask('Dark mode'),
    await ask('Fax'),
    await ask('Night theme'),
  ]
  await owner.call(decideRequest, { requestId: gone.id, status: 'declined', reason: 'Nobody has one.' })
  const made = await owner.call(contract.createRelease, {
    name: 'Spring',
    isPublic: true,
    plannedOn: '2037-03-20',
    requestIds: [plans.id, dark.id, gone.id],
  })
  expect(made).toMatchObject({ state: 'coming', shippedAt: null, publishedAt: null })
  expect(made.requests.filter((one) => one.bar).map((one) => one.title)).toEqual(['Fax'])
  const { id: releaseId } = made
  await expect(owner.call(contract.shipRelease, { releaseId })).rejects.toMatchObject({
    code: 'release.barred',
    message: expect.stringContaining('“Fax”'),
  })
  expect(await status(plans.id)).toBe('open')
  await owner.call(contract.takeFromRelease, { releaseId, requestId: gone.id })
  // merged requests are one, and one that shipped by itself before stays so
  await owner.call(mergeRequest, { requestId: dark.id, intoId: twin.id })
  const own = await ask('Own way')
  await owner.call(decideRequest, { requestId: own.id, status: 'shipped' })
  await owner.call(contract.addToRelease, { releaseId, requestIds: [own.id] })
  await expect(
    owner.call(contract.shipRelease, { releaseId, shippedAt: '2037-03-03T09:00:00Z' }),
  ).rejects.toMatchObject({ code: 'release.not_yet' })
  const shipped = await owner.call(contract.shipRelease, { releaseId, shippedAt: '2037-03-01T18:00:00Z' })
  expect(shipped).toMatchObject({
    state: 'shipped',
    shippedAt: '2037-03-01T18:00:00.000Z',
    publishedAt: '2037-03-02T09:00:00.000Z',
  })
  expect(shipped.requests.map((one) => [one.title, one.status]).sort()).toEqual([
    ['Night theme', 'shipped'],
    ['Own way', 'shipped'],
    ['Pause a payment plan', 'shipped'],
  ])
  expect((await owner.call(getRequest, { requestId: plans.id })).moves[0]).toMatchObject({
    to: 'shipped',
    reason: 'Shipped with Spring',
  })
  expect((await owner.call(contract.getRequestRelease, { requestId: twin.id })).release?.name).toBe('Spring')
  const events = await ws.run((ctx) =>
    ctx.db.many<{ payload: { requestIds: string[] } }>(
      sql`select payload from events where workspace_id = ${ws.id} and type = 'release.shipped'`,
    ),
  )
  expect(events.map((one) => one.payload.requestIds.length)).toEqual([3])
  await expect(owner.call(contract.removeRelease, { releaseId })).rejects.toMatchObject({
    code: 'release.shipped',
  })
  const late = await ask('Late one')
  await owner.call(contract.addToRelease, { releaseId, requestIds: [late.id] })
  expect(await status(late.id)).toBe('shipped')
  const back = await owner.call(contract.takeBackRelease, { releaseId, reason: 'It lost plans.' })
  expect(back).toMatchObject({ state: 'coming', publishedAt: null })
  expect(await status(plans.id)).toBe('in_progress')
  expect(await status(own.id)).toBe('shipped')
  await owner.call(contract.removeRelease, { releaseId })
  expect((await owner.call(contract.listReleases, {})).data).toEqual([])
})

test('a request ships once: it moves to another release that comes, and stays with one that shipped', async () => {
  const request = await ask('One file per patient')
  const [first, second] = [
    await owner.call(contract.createRelease, {
      name: '4.1',
      plannedOn: '2037-05-01',
      requestIds: [request.id],
    }),
    await owner.call(contract.createRelease, { name: '4.2' }),
  ]
  await owner.call(contract.addToRelease, { releaseId: second.id, requestIds: [request.id] })
  expect((await owner.call(contract.getRelease, { releaseId: first.id })).requests).toEqual([])
  expect((await owner.call(contract.listReleases, { limit: 1 })).data.map((one) => one.name)).toEqual(['4.1'])
  const { data } = await owner.call(contract.listReleases, {})
  expect(data.map((one) => [one.name, one.requests, one.titles])).toEqual([
    ['4.1', 0, []],
    ['4.2', 1, ['One file per patient']],
  ])
  await owner.call(contract.shipRelease, { releaseId: second.id })
  await expect(
    owner.call(contract.addToRelease, { releaseId: first.id, requestIds: [request.id] }),
  ).rejects.toMatchObject({ code: 'release.request_shipped' })
  expect((await owner.call(contract.listReleases, { state: 'shipped' })).data).toHaveLength(1)
  const viewer = await ws.as('viewer')
  await expect(viewer.call(contract.shipRelease, { releaseId: first.id })).rejects.toMatchObject({
    status: 403,
  })
})

test('a request that is moved to another release while its own ships is left out', async () => {
  const [moves, stays] = [await ask('It moves'), await ask('It stays')]
  const { id: releaseId } = await owner.call(contract.createRelease, {
    name: '5.0',
    requestIds: [moves.id, stays.id],
  })
  const next = await owner.call(contract.createRelease, { name: '5.1' })
  const shipping = await ws.run(async (ctx) => {
    const requestIds = [decodeId('req', moves.id)!]
    await addToRelease(ctx, { releaseId: decodeId('rel', next.id)!, requestIds })
    const shipped = owner.call(contract.shipRelease, { releaseId })
    // the move is not committed before shipping waits for it
    while (!(await ctx.db.maybe(sql`select 1 from pg_locks where not granted limit 1`)));
    return { shipped }
  })
  expect((await shipping.shipped).requests.map((one) => one.title)).toEqual(['It stays'])
  expect(await status(moves.id)).toBe('open')
})
