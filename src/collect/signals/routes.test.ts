import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { getAccountSignals, sendSignals } from '#collect/signals/contract.ts'
import { addDays, dayOf } from '#collect/signals/rules.ts'
import { createAccount, getAccount } from '#customers/accounts/contract.ts'
import { createContact, getContact } from '#customers/contacts/contract.ts'
import { mergeCustomers } from '#customers/merges/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { type Client, type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'

let t: TestApp
let ws: TestWorkspace
let key: Client & { secret: string }
beforeAll(async () => {
  t = await testApp({ HEARBACK_RATE_LIMIT: '1000000' })
  t.clock.set('2037-11-26T09:30:00Z')
  ws = await t.workspace()
  key = await ws.key(['signals:write', 'signals:read'])
})

const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
  const response = await key.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, body: JSON.parse(await response.text()) }
}
const account = async (name: string, externalId: string) =>
  (await ws.owner.call(createAccount, { name, keys: [{ source: 'crm', key: externalId }] })).id
const use = (accountId: string) => ws.owner.call(getAccountSignals, { accountId })

describe('taking signals in', () => {
  test('a feature and an account are enough, and the account shows it today', async () => {
    const id = await account('Copperline', 'c-1')
    const taken = await key.call(sendSignals, {
      signals: [{ feature: 'Reports', account: { externalId: 'c-1' } }],
    })
    expect(taken).toMatchObject({ counted: 1, repeated: 0, refused: 0, unknown: 0 })
    const found = await use(id)
    expect(found.days.at(-1)).toBe(1)
    expect(found).toMatchObject({ lastOn: '2037-11-26', people: 0 })
    expect(found.features.map((one) => one.name)).toEqual(['Reports'])
  })

  test('the same id is counted once, in one batch, in the next and in ten at the same moment', async () => {
    const id = await account('Once', 'once')
    const one = { id: 'e-1', feature: 'Export', account: { externalId: 'once' } }
    expect(await key.call(sendSignals, { signals: [one, one] })).toMatchObject({ counted: 1, repeated: 1 })
    expect(await key.call(sendSignals, { signals: [one] })).toMatchObject({ counted: 0, repeated: 1 })
    const two = { ...one, id: 'e-2' }
    const ten = await Promise.all(
      Array.from({ length: 10 }, () => key.call(sendSignals, { signals: [two, one] })),
    )
    expect(ten.reduce((sum, taken) => sum + taken.counted, 0)).toBe(1)
    expect((await use(id)).days.at(-1)).toBe(2)
  })

  test('an event without an id is told from its repetition by what it says and when', async () => {
    const id = await account('No id', 'no-id')
    const one = { feature: 'Export', account: { externalId: 'no-id' }, at: '2037-11-26T08:00:00Z' }
    await key.call(sendSignals, { signals: [one, { ...one, at: '2037-11-26T08:00:01Z' }] })
    expect(await key.call(sendSignals, { signals: [one] })).toMatchObject({ counted: 0, repeated: 1 })
    expect((await use(id)).days.at(-1)).toBe(2)
  })

  test('what cannot be counted is answered one by one with what to do, and the rest is counted', async () => {
    const party = { account: { externalId: 'c-1' } }
    const wrong: [unknown, string, RegExp][] = [
      [{ feature: 'A', ...party, at: '2037-11-26T09:36:00Z' }, 'signal.in_future', /clock/],
      [{ feature: 'A', ...party, at: '2037-10-21T23:59:59Z' }, 'signal.too_old', /35 days/],
      [{ feature: 'A', ...party, at: 'yesterday' }, 'signal.invalid', /zone/],
      [{ feature: '', ...party }, 'signal.invalid', /feature: is empty/],
      [{ feature: 'x'.repeat(121), ...party }, 'signal.invalid', /longer than 120/],
      [{ feature: 'A' }, 'signal.invalid', /name the account/],
      [{ feature: 'A\u0000', ...party }, 'signal.invalid', /cannot be stored/],
      [{ feature: 'A', ...party, seconds: -1 }, 'signal.invalid', /seconds/],
      [{ feature: 'A', ...party, surely: 1 }, 'signal.invalid', /surely/],
      [{ feature: 'A', account: { externalId: 'a', source: 'id' } }, 'signal.invalid', /word of our own/],
      ['text', 'signal.invalid', /not an object/],
      [null, 'signal.invalid', /not an object/],
      [{ type: 'alias', userId: 'u' }, 'signal.invalid', /alias is not counted/],
      [{ type: 'track', anonymousId: 'a', event: 'A' }, 'signal.nobody', /signed-in/],
      [{ event_type: 'A', user_id: { a: 1 } }, 'signal.invalid', /user_id/],
    ]
    const good = { feature: 'A', ...party, at: '2037-11-26T09:35:00Z' }
    const taken = await key.call(sendSignals, { signals: [...wrong.map(([event]) => event), good] })
    expect(taken).toMatchObject({ counted: 1, refused: wrong.length })
    for (const [index, [event, code, words]] of wrong.entries()) {
      expect([event, taken.results[index]!.error?.code]).toEqual([event, code])
      expect(taken.results[index]!.error!.message).toMatch(words)
    }
    // a refused event may be sent again once it is right
    const again = await key.call(sendSignals, {
      signals: [{ id: 'r', feature: 'A', ...party, at: '2037-11-27T09:30:00Z' }],
    })
    expect(again.refused).toBe(1)
    expect(await key.call(sendSignals, { signals: [{ id: 'r', feature: 'A', ...party }] })).toMatchObject({
      counted: 1,
    })
  })

  test('names without end are refused before they fill the list of features', async () => {
    const other = await t.workspace()
    const signals = Array.from({ length: 501 }, (_, n) => ({
      feature: `Page ${n}`,
      account: { externalId: 'x' },
    }))
    const taken = await other.owner.call(sendSignals, { signals })
    expect(taken).toMatchObject({ counted: 500, refused: 1 })
    expect(taken.results.find(({ error }) => error)?.error?.code).toBe('signal.too_many_features')
  })
})

describe('as other products send it', () => {
  test('Segment: track, identify, group and batch, with its key as the user name', async () => {
    const id = await account('Segment Co', 'seg-1')
    const headers = { authorization: `Basic ${btoa(`${key.secret}:`)}` }
    const about = { userId: 'u-1', timestamp: '2037-11-25T10:00:00Z' }
    const first = await post(
      '/track',
      { ...about, messageId: 'm1', event: 'Report Run', properties: { duration: 60 } },
      headers,
    )
    expect(first).toMatchObject({ status: 200, body: { counted: 1, unknown: 1 } })
    expect(
      (await post('/group', { ...about, groupId: 'seg-1', traits: { name: 'Segment Co' } }, headers)).status,
    ).toBe(200)
    expect(
      (await post('/identify', { ...about, traits: { email: 'Una@seg.example' } }, headers)).status,
    ).toBe(200)
    const sent = await post(
      '/batch',
      {
        batch: [
          { ...about, type: 'track', messageId: 'm1', event: 'Report Run' },
          {
            ...about,
            type: 'track',
            messageId: 'm2',
            event: 'Report Failed',
            properties: { feature: 'Report Run', error: 'E_TIMEOUT' },
          },
          { ...about, type: 'page', messageId: 'm3', name: 'Home', context: { groupId: 'seg-1' } },
        ],
        sentAt: '2037-11-25T10:00:01Z',
      },
      headers,
    )
    expect(sent).toMatchObject({ status: 200, body: { counted: 2, repeated: 1, refused: 0, unknown: 0 } })
    const found = await use(id)
    expect(found).toMatchObject({ people: 1, seconds: 60, use: { now: 3, errorsNow: 1 } })
    expect(found.features.map((one) => [one.name, one.now, one.errorsNow])).toEqual([
      ['Report Run', 2, 1],
      ['Home', 1, 0],
    ])
    expect((await post('/track', { event: 'A' })).body.code).toBe('signal.nobody')
    expect(
      (await post('/track', { ...about, event: 'A', timestamp: '2038-01-01T00:00:00Z' })).body.code,
    ).toBe('signal.in_future')
    expect((await post('/batch', '{"batch": [')).body.code).toBe('body.broken_json')
    expect(
      (await key.fetch('/track', { method: 'POST', headers: { authorization: 'Basic aGI6' } })).status,
    ).toBe(401)
    // only where other products post to
    expect((await key.fetch('/signals/rules')).status).toBe(200)
    expect((await key.fetch('/signals/rules', { headers })).status).toBe(401)
  })

  test('Mixpanel: an array or a line each, times in seconds or milliseconds', async () => {
    const id = await account('Mix Co', 'mix-1')
    const at = Date.parse('2037-11-25T10:00:00Z')
    const event = (insertId: string, time: number, more = {}) => ({
      event: 'Played Song',
      properties: {
        time,
        distinct_id: 'm-1',
        $insert_id: insertId,
        company_id: 'mix-1',
        $duration: 30,
        ...more,
      },
    })
    expect((await post('/import?strict=1', [event('a', at), event('b', at / 1000)])).body).toMatchObject({
      counted: 2,
    })
    const lines = [event('b', at), event('c', at, { distinct_id: '$device:1' })]
      .map((one) => JSON.stringify(one))
      .join('\n')
    expect((await post('/import', lines)).body).toMatchObject({ counted: 1, repeated: 1 })
    expect(await use(id)).toMatchObject({ people: 2, seconds: 90, use: { now: 3 } })
  })

  test('Amplitude: events with user_id, groups and insert_id', async () => {
    const id = await account('Amp Co', 'amp-1')
    const event = {
      user_id: 'amp-user-1',
      event_type: 'watch_tutorial',
      time: Date.parse('2037-11-25T10:00:00Z'),
      insert_id: 'i-1',
      groups: { company: ['amp-1'] },
      user_properties: { email: 'ann@amp.example' },
    }
    const sent = await post('/batch', {
      api_key: 'x',
      events: [event, { ...event, event_type: '$identify', insert_id: 'i-2' }],
    })
    expect(sent.body).toMatchObject({ counted: 2, unknown: 0 })
    expect(await use(id)).toMatchObject({ people: 1, use: { now: 1 } })
  })
})

describe('who it was', () => {
  test('use of an account that is not known is kept aside, and is its own as soon as it appears', async () => {
    const event = { feature: 'Reports', account: { externalId: 'late-1', source: 'hubspot' } }
    expect(await key.call(sendSignals, { signals: [event] })).toMatchObject({ counted: 1, unknown: 1 })
    const { id } = await ws.owner.call(createAccount, {
      name: 'Late',
      keys: [{ source: 'hubspot', key: 'late-1' }],
    })
    await t.settle()
    expect((await use(id)).days.at(-1)).toBe(1)
  })

  test('a person counts for the account of the contact, whenever one learns who they are', async () => {
    const accountId = await account('Person Co', 'person-co')
    await post('/track', { userId: 'p-9', event: 'Reports', timestamp: '2037-11-26T09:00:00Z' })
    await post('/identify', { userId: 'p-9', traits: { email: 'paul@person.example' } })
    expect((await use(accountId)).days.at(-1)).toBe(0)
    const contact = await ws.owner.call(createContact, {
      name: 'Paul',
      email: 'paul@person.example',
      accountId,
    })
    await t.settle()
    expect(await use(accountId)).toMatchObject({ people: 1, use: { now: 1 } })
    expect((await ws.owner.call(getAccount, { accountId })).lastSeenAt).toBe('2037-11-26T09:00:00.000Z')
    await post('/track', { userId: 'p-9', event: 'Reports', timestamp: '2037-11-26T09:20:00Z' })
    expect((await ws.owner.call(getContact, { contactId: contact.id })).lastSeenAt).toBe(
      '2037-11-26T09:20:00.000Z',
    )
    expect((await ws.owner.call(getAccount, { accountId })).lastSeenAt).toBe('2037-11-26T09:20:00.000Z')
  })

  test('an id without its system is matched only where one account has it', async () => {
    await account('Twin A', 'twin')
    await ws.owner.call(createAccount, { name: 'Twin B', keys: [{ source: 'other', key: 'twin' }] })
    const send = (source?: string) =>
      key.call(sendSignals, { signals: [{ feature: 'A', account: { externalId: 'twin', source } }] })
    expect(await send()).toMatchObject({ counted: 1, unknown: 1 })
    expect(await send('other')).toMatchObject({ counted: 1, unknown: 0 })
  })

  test('what a merged account did is shown by the one it stands behind', async () => {
    const [a, b] = [await account('Merge A', 'm-a'), await account('Merge B', 'm-b')]
    await key.call(sendSignals, {
      signals: ['m-a', 'm-b'].map((externalId) => ({
        feature: 'A',
        account: { externalId },
        contact: { externalId: 'same-person' },
      })),
    })
    await ws.owner.call(mergeCustomers, { kind: 'account', survivorId: a, loserId: b })
    const found = await use(a)
    expect(found).toMatchObject({ people: 1, use: { now: 2 } })
    expect(await use(b)).toEqual(found)
  })

  test('nothing of one workspace shows in another', async () => {
    const other = await t.workspace()
    const id = await account('Mine', 'mine')
    await other.owner.call(sendSignals, { signals: [{ feature: 'A', account: { externalId: 'mine' } }] })
    expect((await use(id)).features).toEqual([])
  })
})

test('any order, grouping and repetition of batches gives the aggregates that a count of the events gives', async () => {
  const event = fc.record({
    feature: fc.constantFrom('Reports', 'Export', 'Search'),
    account: fc.constantFrom(undefined, 'o-1', 'o-2'),
    person: fc.constantFrom('p-1', 'p-2', 'p-3'),
    day: fc.integer({ min: 0, max: 3 }),
    seconds: fc.integer({ min: 0, max: 100 }),
    isError: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(event, { minLength: 1, maxLength: 30 }),
      fc.array(fc.array(fc.nat({ max: 29 }), { minLength: 1, maxLength: 12 }), { maxLength: 6 }),
      async (events, picks) => {
        const one = await t.workspace()
        const today = dayOf(t.clock.now())
        const signals = events.map(({ account, person, day, ...rest }, n) => ({
          ...rest,
          id: `e${n}`,
          at: `${addDays(today, -day)}T08:00:00Z`,
          ...(account && { account: { externalId: account } }),
          contact: { externalId: person },
        }))
        const batches = [
          ...picks.map((pick) => pick.map((n) => signals[n % signals.length]!)),
          [...signals].reverse(),
        ]
        await Promise.all(batches.slice(0, 2).map((list) => one.owner.call(sendSignals, { signals: list })))
        for (const list of batches.slice(2)) await one.owner.call(sendSignals, { signals: list })
        if (batches.length <= 2) await one.owner.call(sendSignals, { signals })

        const stored = await one.run((ctx) =>
          ctx.db.many<Record<string, unknown>>(sql`
            select s.key as subject, f.name as feature, d.day, d.events, d.people, d.seconds, d.errors
            from signal_days d join signal_subjects s on s.workspace_id = d.workspace_id and s.id = d.subject_id
            join signal_features f on f.workspace_id = d.workspace_id and f.id = d.feature_id
            where d.workspace_id = ${one.id}`),
        )
        const expected = new Map<string, Record<string, unknown> & { who: Set<string> }>()
        for (const { account, person, feature, day, seconds, isError } of events) {
          const subject = account ?? person
          const on = addDays(today, -day)
          const row = (expected.get(`${subject} ${feature} ${on}`) ?? {
            ...{ subject, feature, day: on, events: 0, seconds: 0, errors: 0, who: new Set() },
          }) as Record<string, number> & { who: Set<string> }
          row.events! += 1
          row.seconds! += seconds
          row.errors! += isError ? 1 : 0
          row.who.add(person)
          expected.set(`${subject} ${feature} ${on}`, row)
        }
        const sorted = (rows: Record<string, unknown>[]) =>
          rows.map((row) => JSON.stringify(row, Object.keys(row).sort())).sort()
        expect(sorted(stored)).toEqual(
          sorted([...expected.values()].map(({ who, ...row }) => ({ ...row, people: who.size }))),
        )
      },
    ),
    { numRuns: 8 },
  )
})

test('ids are forgotten once an event of their day would be refused', async () => {
  const signal = { id: 'old-1', feature: 'A', account: { externalId: 'c-1' }, at: '2037-11-26T08:00:00Z' }
  await key.call(sendSignals, { signals: [signal] })
  const ids = async () =>
    (
      await ws.run((ctx) =>
        ctx.db.one<{ n: number }>(sql`select count(*) as n from signal_ids where workspace_id = ${ws.id}`),
      )
    ).n
  const before = await ids()
  const { tidySignals } = await import('#collect/signals/jobs.ts')
  await tidySignals.run({}, t.house.door, new AbortController().signal)
  expect(await ids()).toBe(before)
  t.clock.advance({ days: 37 })
  await tidySignals.run({}, t.house.door, new AbortController().signal)
  expect(await ids()).toBe(0)
  expect(await key.call(sendSignals, { signals: [signal] })).toMatchObject({ refused: 1 })
})
