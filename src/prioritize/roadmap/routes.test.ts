import { beforeAll, describe, expect, test } from 'vitest'
import { sql } from '#platform/db/sql.ts'
import { encodeId, newId } from '#platform/ids.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { changeRequest, createRequest, decideRequest } from '#prioritize/requests/contract.ts'
import { getRoadmap } from '#prioritize/roadmap/contract.ts'
import { columnOf, columnsOf, movedWords, quarterOf } from '#prioritize/roadmap/rules.ts'

let t: TestApp
let ws: TestWorkspace

beforeAll(async () => {
  t = await testApp()
  t.clock.set('2037-03-02T09:00:00Z')
  ws = await t.workspace()
})

const planned = async (title: string, more: object = {}, status: 'planned' | 'in_progress' = 'planned') => {
  const { id } = await ws.owner.call(createRequest, { title, ...more })
  await ws.owner.call(decideRequest, { requestId: id, status })
  return id
}

describe('the roadmap', () => {
  test('shows what is planned, in progress and lately shipped by quarter, and nothing else', async () => {
    await planned('This quarter', { targetOn: '2037-03-20' }, 'in_progress')
    await planned('Next quarter', { targetOn: '2037-04-01' })
    await planned('Next year', { targetOn: '2038-05-01' })
    await planned('Some day')
    await ws.owner.call(createRequest, { title: 'Only asked for', targetOn: '2037-03-20' })
    const shipped = await planned('Shipped')
    await ws.owner.call(decideRequest, { requestId: shipped, status: 'shipped' })
    const { columns, data } = await ws.owner.call(getRoadmap, {})
    expect(columns.map((one) => one.label)).toEqual([
      ...['Shipped lately', 'Q1 2037', 'Q2 2037', 'Q3 2037', 'Later', 'No date yet'],
    ])
    expect(Object.fromEntries(data.map((one) => [one.title, one.column]))).toEqual({
      'This quarter': '2037-Q1',
      'Next quarter': '2037-Q2',
      'Next year': 'later',
      'Some day': 'none',
      Shipped: 'shipped',
    })
    // three months later it is news no more, and a day that passed is late in the quarter of today
    t.clock.set('2037-06-10T09:00:00Z')
    const later = await ws.owner.call(getRoadmap, {})
    expect(later.data.map((one) => one.title)).not.toContain('Shipped')
    expect(later.data.find((one) => one.title === 'This quarter')).toMatchObject({
      isLate: true,
      column: '2037-Q2',
    })
    t.clock.set('2037-03-02T09:00:00Z')
  })

  test('keeps each target date a request had, by whichever door it moved', async () => {
    const id = await planned('It moves', { targetOn: '2037-04-15' })
    await ws.owner.call(changeRequest, { requestId: id, targetOn: '2037-06-30' })
    await ws.owner.call(changeRequest, { requestId: id, businessValue: 'Much.' })
    await ws.owner.call(decideRequest, { requestId: id, status: 'in_progress', targetOn: '2037-07-15' })
    const entry = (await ws.owner.call(getRoadmap, {})).data.find((one) => one.id === id)!
    expect(entry.dates.map((one) => one.on)).toEqual(['2037-04-15', '2037-06-30', '2037-07-15'])
    expect(movedWords('2037-04-15', '2037-07-15')).toBe('3 months later than first said')
    expect(movedWords('2037-04-15', '2037-04-05')).toBe('10 days earlier than first said')
  })

  test('is filtered by owner and area, and reads releases: theirs is the day of what has none', async () => {
    const manager = await ws.as('manager')
    const mine = await planned('Mine', { ownerId: encodeId('mem', manager.memberId!) })
    expect((await manager.call(getRoadmap, { owner: 'me' })).data.map((one) => one.title)).toEqual(['Mine'])
    const area = await ws.run((ctx) =>
      ctx.db.one<{ id: string }>(sql`select id from product_areas where workspace_id = ${ws.id} limit 1`),
    )
    const areaId = encodeId('area', area.id)
    await ws.owner.call(changeRequest, { requestId: mine, areaId })
    expect((await ws.owner.call(getRoadmap, { area: areaId })).data.map((one) => one.title)).toEqual(['Mine'])
    const release = newId()
    await ws.run(async (ctx) => {
      await ctx.db.run(sql`
        insert into releases (workspace_id, id, name, planned_on, actor_kind, created_at, updated_at)
        values (${ws.id}, ${release}, '8.0', '2037-05-20', 'job', ${ctx.now()}, ${ctx.now()})`)
      await ctx.db.run(sql`
        insert into release_requests (workspace_id, request_id, release_id, added_at)
        select ${ws.id}, id, ${release}, ${ctx.now()} from requests where workspace_id = ${ws.id} and title = 'Mine'`)
    })
    const { data, columns } = await ws.owner.call(getRoadmap, { area: areaId })
    expect(data[0]).toMatchObject({ on: '2037-05-20', column: '2037-Q2', release: { name: '8.0' } })
    expect(columns.find((one) => one.key === '2037-Q2')!.releases).toMatchObject([
      { name: '8.0', requests: 1 },
    ])
  })
})

test('quarters are those of the calendar, and every date has one column', () => {
  expect(quarterOf('2037-12-31')).toMatchObject({ key: '2037-Q4', from: '2037-10-01', until: '2037-12-31' })
  expect(quarterOf('2037-12-31', 1)).toMatchObject({ key: '2038-Q1', until: '2038-03-31' })
  const keys = columnsOf('2037-11-15').map((one) => one.key)
  expect(keys).toEqual(['2037-Q4', '2038-Q1', '2038-Q2', 'later', 'none'])
  for (const date of [null, '2036-01-01', '2037-11-15', '2038-02-28', '2038-07-01', '2099-01-01'])
    expect(keys).toContain(columnOf(date, '2037-11-15'))
})
