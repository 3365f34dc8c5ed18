import { beforeAll, expect, test } from 'vitest'
import {
  changeAccount,
  createAccount,
  getAccount,
  listAccounts,
  upsertAccounts,
} from '#customers/accounts/contract.ts'
import { createSegment, deleteSegment, listSegments } from '#customers/segments/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId, encodeId, newId } from '#platform/ids.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'

let t: TestApp
let ws: TestWorkspace
beforeAll(async () => {
  t = await testApp()
  ws = await t.workspace()
})

test('an account keeps what it is given and says where its MRR stood over time', async () => {
  const made = await ws.owner.call(createAccount, {
    name: 'Quillmere Academy',
    domain: 'https://www.Quillmere.example/home',
    segment: 'School',
    mrrCents: 90_000,
    currency: 'eur',
    goLiveOn: '2026-02-02',
    renewalOn: '2027-02-01',
    keys: [{ source: 'hubspot', key: '42' }],
  })
  expect(made).toMatchObject({
    domain: 'quillmere.example',
    segment: 'school',
    currency: 'EUR',
    lifecycle: 'active',
    contactCount: 0,
  })
  const changed = await ws.owner.call(changeAccount, {
    accountId: made.id,
    mrrCents: 115_000,
    ownerId: encodeId('mem', ws.owner.memberId!),
  })
  expect(changed.history.map((h) => h.mrrCents)).toEqual([90_000, 115_000])
  expect(changed).toMatchObject({
    ownerName: 'Olive Owner',
    goLiveOn: '2026-02-02',
    keys: [{ source: 'hubspot', key: '42' }],
  })
  const emptied = await ws.owner.call(changeAccount, { accountId: made.id, renewalOn: null })
  expect(emptied.renewalOn).toBeNull()
  expect((await ws.owner.call(listSegments, {})).data).toMatchObject([
    { key: 'school', name: 'School', accountCount: 1 },
  ])
})

test('a churned account remembers the day and forgets it when it comes back', async () => {
  const made = await ws.owner.call(createAccount, { name: 'Harrow and Finch' })
  const gone = await ws.owner.call(changeAccount, { accountId: made.id, lifecycle: 'churned' })
  expect(gone.churnedOn).toBe(t.clock.now().toISOString().slice(0, 10))
  expect(
    (await ws.owner.call(changeAccount, { accountId: made.id, lifecycle: 'active' })).churnedOn,
  ).toBeNull()
})

test.each([
  [{ name: '' }, 400],
  [{ name: 'X', domain: 'not a domain' }, 400],
  [{ name: 'X', mrrCents: -1 }, 400],
  [{ name: 'X', mrrCents: 1.5 }, 400],
  [{ name: 'X', currency: 'EURO' }, 400],
  [{ name: 'X', lifecycle: 'gone' }, 400],
  [{ name: 'X', renewalOn: '2026-02-30' }, 400],
  [{ name: 'X', __proto__x: 1 }, 400],
  [{ name: 'X', ownerId: encodeId('mem', newId()) }, 404],
  [{ name: 'X', parentId: encodeId('acct', newId()) }, 404],
])('the account %j is refused with %i', async (body, status) => {
  const response = await ws.owner.fetch('/accounts', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(response.status).toBe(status)
})

test('a parent may not stand below its child', async () => {
  const top = await ws.owner.call(createAccount, { name: 'Top' })
  const below = await ws.owner.call(createAccount, { name: 'Below', parentId: top.id })
  await expect(ws.owner.call(changeAccount, { accountId: top.id, parentId: below.id })).rejects.toMatchObject(
    { code: 'account.parent_loop' },
  )
  expect((await ws.owner.call(getAccount, { accountId: top.id })).children).toMatchObject([{ name: 'Below' }])
})

test('an external id belongs to one account', async () => {
  await ws.owner.call(createAccount, { name: 'First', keys: [{ source: 'crm', key: '7' }] })
  await expect(
    ws.owner.call(createAccount, { name: 'Second', keys: [{ source: 'crm', key: '7' }] }),
  ).rejects.toMatchObject({
    status: 409,
    code: 'account.key_taken',
  })
})

test('a viewer reads and does not write; another workspace sees nothing', async () => {
  const made = await ws.owner.call(createAccount, { name: 'Private' })
  const viewer = await ws.as('viewer')
  expect((await viewer.call(getAccount, { accountId: made.id })).name).toBe('Private')
  await expect(viewer.call(changeAccount, { accountId: made.id, name: 'Taken' })).rejects.toMatchObject({
    status: 403,
  })
  const other = await t.workspace()
  await expect(other.owner.call(getAccount, { accountId: made.id })).rejects.toMatchObject({ status: 404 })
  await expect(other.owner.call(changeAccount, { accountId: made.id, name: 'Taken' })).rejects.toMatchObject({
    status: 404,
  })
})

test('a segment that accounts are in cannot be deleted', async () => {
  const own = await t.workspace()
  const segment = await own.owner.call(createSegment, { name: 'Clinic' })
  const account = await own.owner.call(createAccount, { name: 'Elmhurst Clinic', segment: 'Clinic' })
  await expect(own.owner.call(deleteSegment, { segmentId: segment.id })).rejects.toMatchObject({
    code: 'segment.in_use',
  })
  await own.owner.call(changeAccount, { accountId: account.id, segment: null })
  await own.owner.call(deleteSegment, { segmentId: segment.id })
  expect((await own.owner.call(listSegments, {})).data).toEqual([])
})

test('every order of the list goes through all accounts once, and filters hold', async () => {
  const own = await t.workspace()
  await own.owner.call(upsertAccounts, {
    accounts: Array.from({ length: 57 }, (_, i) => ({
      name: `Account ${String((i * 37) % 57).padStart(2, '0')}`,
      segment: i % 3 === 0 ? 'School' : 'Clinic',
      mrrCents: i % 4 === 0 ? null : (i % 10) * 1000,
      renewalOn: i % 5 === 0 ? null : `2027-0${(i % 9) + 1}-11`,
      lifecycle: i % 6 === 0 ? ('churned' as const) : ('active' as const),
    })),
  })
  for (const sort of ['name', 'mrr', 'renewal', 'seen', 'created'] as const) {
    for (const order of ['asc', 'desc'] as const) {
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await own.owner.call(listAccounts, { sort, order, limit: 10, cursor })
        seen.push(...page.data.map((account) => account.id))
        cursor = page.nextCursor ?? undefined
      } while (cursor)
      expect(seen.length, `${sort} ${order}`).toBe(57)
      expect(new Set(seen).size).toBe(57)
    }
  }
  const names = (await own.owner.call(listAccounts, { limit: 100 })).data.map((account) => account.name)
  expect(names).toEqual([...names].sort())
  const schools = await own.owner.call(listAccounts, { segment: 'school', lifecycle: 'churned', limit: 100 })
  expect(schools.data.length).toBe(10)
  expect(
    schools.data.every((account) => account.segment === 'school' && account.lifecycle === 'churned'),
  ).toBe(true)
  await expect(own.owner.call(listAccounts, { cursor: 'edited' })).rejects.toMatchObject({
    code: 'cursor.invalid',
  })
})

test('search finds parts of names and domains, without accents, and never another workspace', async () => {
  const own = await t.workspace()
  const other = await t.workspace()
  for (const place of [own, other]) {
    await place.owner.call(createAccount, { name: 'Bäckerei Östermann', domain: 'oestermann.example' })
    await place.owner.call(createAccount, { name: '100% Pure_Foods' })
  }
  const find = async (search: string) =>
    (await own.owner.call(listAccounts, { search })).data.map((account) => account.name)
  expect(await find('backerei')).toEqual(['Bäckerei Östermann'])
  expect(await find('STERMANN.exa')).toEqual(['Bäckerei Östermann'])
  expect(await find('ba')).toEqual(['Bäckerei Östermann'])
  expect(await find('0% pure_')).toEqual(['100% Pure_Foods'])
  expect(await find('%%%')).toEqual([])
  expect(await find("'; drop table accounts; --")).toEqual([])
})

test('an import finds accounts by id, domain and name, and the second time changes nothing', async () => {
  const own = await t.workspace()
  const by = await own.owner.call(createAccount, {
    name: 'Millbrook Dental Ltd',
    domain: 'millbrook.example',
  })
  const rows = [
    { name: 'Millbrook Dental Group', domain: 'millbrook.example', mrrCents: 5000, externalId: 'A1' },
    { name: 'The Cedar House, Inc.', externalId: 'A2', ownerEmail: own.ownerEmail },
    { name: 'Cedar House', externalId: 'A3' },
    { name: 'Orphan', ownerEmail: 'nobody@hearback.example' },
    { name: 'Bad', domain: 'no domain' },
    { name: 'Branch', parentName: 'Millbrook Dental Group' },
  ]
  const first = await own.owner.call(upsertAccounts, { source: 'csv', accounts: rows })
  expect(first).toMatchObject({ created: 3, updated: 1, errors: 2 })
  expect(first.results[0]).toMatchObject({ outcome: 'updated', id: by.id })
  expect(first.results[3]!.message).toContain('nobody@hearback.example')
  const branch = await own.owner.call(getAccount, { accountId: first.results[5]!.id! })
  expect(branch.parentName).toBe('Millbrook Dental Group')
  const again = await own.owner.call(upsertAccounts, { source: 'csv', accounts: rows })
  expect(again).toMatchObject({ created: 0, updated: 0, unchanged: 4, errors: 2 })
  const eventTypes = await own.run((ctx) =>
    ctx.db.many<{ n: number }>(
      sql`select count(*) as n from events where workspace_id = ${own.id} and type = 'account.upserted'`,
    ),
  )
  expect(eventTypes[0]!.n).toBe(1)
})

test('eight imports of the same rows at once make each account once', async () => {
  const own = await t.workspace()
  const accounts = Array.from({ length: 50 }, (_, i) => ({ name: `Parallel ${i}`, externalId: `P${i}` }))
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, i) =>
      own.owner.call(upsertAccounts, { source: 'csv', accounts: i % 2 ? accounts : [...accounts].reverse() }),
    ),
  )
  expect(answers.reduce((sum, answer) => sum + answer.created, 0)).toBe(50)
  expect((await own.owner.call(listAccounts, { limit: 100 })).data.length).toBe(50)
})

test('the search function uses the words index as the application’s role', async () => {
  const own = await t.workspace()
  await own.run(async (ctx) => {
    const found = await ctx.db.many(sql`select id from search_account_ids('anything at all', 10)`)
    expect(found).toEqual([])
  })
  expect(decodeId('acct', encodeId('acct', own.id))).toBe(own.id)
})
