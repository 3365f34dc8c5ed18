import { beforeAll, expect, test } from 'vitest'
import { createAccount, getAccount } from '#customers/accounts/contract.ts'
import { setEmailState } from '#customers/consent/commands.ts'
import { upsertContact } from '#customers/contacts/commands.ts'
import {
  changeConsent,
  changeContact,
  createContact,
  getContact,
  listContacts,
  upsertContacts,
} from '#customers/contacts/contract.ts'
import { mailRefusal } from '#customers/contacts/rules.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId, encodeId } from '#platform/ids.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'

let t: TestApp
let ws: TestWorkspace
beforeAll(async () => {
  t = await testApp()
  ws = await t.workspace()
})

test('ingest makes contact and account once and finds them again without a write', async () => {
  const hint = {
    email: 'Petra@Quillmere.example',
    name: 'Petra Lindqvist',
    account: { name: 'Quillmere Academy', mrrCents: 90_000 },
  }
  const first = await ws.run((ctx) => upsertContact(ctx, hint))
  const versions = () =>
    ws.run((ctx) =>
      ctx.db.one<{ c: string; a: string }>(sql`
        select (select xmin::text from contacts where workspace_id = ${ws.id} and id = ${first.contactId}) as c,
          (select xmin::text from accounts where workspace_id = ${ws.id} and id = ${first.accountId}) as a`),
    )
  const before = await versions()
  t.clock.advance({ minutes: 5 })
  expect(await ws.run((ctx) => upsertContact(ctx, hint))).toEqual(first)
  expect(await ws.run((ctx) => upsertContact(ctx, { email: 'petra@quillmere.example' }))).toEqual(first)
  expect(await versions()).toEqual(before)
  t.clock.advance({ minutes: 30 })
  await ws.run((ctx) => upsertContact(ctx, hint))
  expect((await versions()).c).not.toBe(before.c)
  const contact = await ws.owner.call(getContact, { contactId: encodeId('ct', first.contactId!) })
  expect(contact).toMatchObject({
    email: 'petra@quillmere.example',
    name: 'Petra Lindqvist',
    accountName: 'Quillmere Academy',
  })
  expect(contact.lastSeenAt).toBe(t.clock.now().toISOString())
  const events = await ws.run((ctx) =>
    ctx.db.many<{ type: string }>(
      sql`select type from events where workspace_id = ${ws.id} and subject_id in (${first.contactId!}, ${first.accountId!}) order by id`,
    ),
  )
  expect(events.map((event) => event.type).sort()).toEqual(['account.created', 'contact.created'])
})

test('thirty-two items of one new person at once make one contact and one account', async () => {
  const answers = await Promise.all(
    Array.from({ length: 32 }, (_, i) =>
      ws.run((ctx) =>
        upsertContact(ctx, {
          email: 'ana@parallel.example',
          source: 'widget',
          ...(i % 2 ? { externalId: 'u-1' } : {}),
          account: { name: 'Parallel Ltd', externalId: 'co-1' },
        }),
      ),
    ),
  )
  expect(new Set(answers.map((answer) => answer.contactId)).size).toBe(1)
  expect(new Set(answers.map((answer) => answer.accountId)).size).toBe(1)
  const rows = await ws.run((ctx) =>
    ctx.db.one<{ contacts: number; accounts: number }>(sql`
      select (select count(*) from contacts where workspace_id = ${ws.id} and email = 'ana@parallel.example') as contacts,
        (select count(*) from accounts where workspace_id = ${ws.id} and name = 'Parallel Ltd') as accounts`),
  )
  expect(rows).toEqual({ contacts: 1, accounts: 1 })
})

test('a person is known by the id of a system, and by an address learned later', async () => {
  const byId = await ws.run((ctx) => upsertContact(ctx, { externalId: 'x-9', source: 'widget' }))
  const both = await ws.run((ctx) =>
    upsertContact(ctx, {
      externalId: 'x-9',
      source: 'widget',
      email: 'nine@later.example',
      name: 'Nine Later',
    }),
  )
  const byMail = await ws.run((ctx) => upsertContact(ctx, { email: 'nine@later.example' }))
  expect([both.contactId, byMail.contactId]).toEqual([byId.contactId, byId.contactId])
  const found = await ws.owner.call(listContacts, { search: 'nine lat' })
  expect(found.data).toMatchObject([{ name: 'Nine Later', email: 'nine@later.example' }])
})

test('an address of another contact is not taken over by an id', async () => {
  const owner = await ws.run((ctx) => upsertContact(ctx, { email: 'held@one.example' }))
  const other = await ws.run((ctx) => upsertContact(ctx, { externalId: 'z-1', source: 'widget' }))
  await ws.run((ctx) =>
    upsertContact(ctx, { externalId: 'z-1', source: 'widget', email: 'held@one.example' }),
  )
  const shown = await ws.owner.call(getContact, { contactId: encodeId('ct', other.contactId!) })
  expect(shown.email).toBeNull()
  expect((await ws.run((ctx) => upsertContact(ctx, { email: 'held@one.example' }))).contactId).toBe(
    owner.contactId,
  )
})

test('an address finds the account of its domain, but not for public mail services', async () => {
  const account = await ws.owner.call(createAccount, { name: 'Brightwater', domain: 'brightwater.example' })
  const gmail = await ws.owner.call(createAccount, { name: 'Mail service', domain: 'gmail.com' })
  const known = await ws.run((ctx) => upsertContact(ctx, { email: 'sam@brightwater.example' }))
  expect(encodeId('acct', known.accountId!)).toBe(account.id)
  expect((await ws.run((ctx) => upsertContact(ctx, { email: 'sam@gmail.com' }))).accountId).toBeNull()
  expect(gmail.id).toBeDefined()
})

test('two accounts of one name with ids of their own stay two', async () => {
  const a = await ws.run((ctx) =>
    upsertContact(ctx, { externalId: 't1', account: { name: 'Twin', externalId: 'tw-1' } }),
  )
  const b = await ws.run((ctx) =>
    upsertContact(ctx, { externalId: 't2', account: { name: 'Twin', externalId: 'tw-2' } }),
  )
  expect(a.accountId).not.toBe(b.accountId)
})

test('nothing to go by is anonymous', async () => {
  expect(await ws.run((ctx) => upsertContact(ctx, { name: 'Somebody', email: 'not an address' }))).toEqual({
    contactId: null,
    accountId: null,
  })
})

test('a new address is reachable again, the old one still finds the person, and one person has it', async () => {
  const made = await ws.owner.call(createContact, {
    name: 'Owen Brask',
    email: 'owen@old.example',
    roles: ['admin'],
    zone: 'Europe/Oslo',
    locale: 'nb',
  })
  await ws.run((ctx) => setEmailState(ctx, { email: 'OWEN@old.example', state: 'bounced' }))
  expect((await ws.owner.call(getContact, { contactId: made.id })).emailState).toBe('bounced')
  const changed = await ws.owner.call(changeContact, { contactId: made.id, email: 'owen@new.example' })
  expect(changed).toMatchObject({ emailState: 'ok', email: 'owen@new.example' })
  const old = await ws.run((ctx) => upsertContact(ctx, { email: 'owen@old.example' }))
  expect(encodeId('ct', old.contactId!)).toBe(made.id)
  await expect(ws.owner.call(createContact, { email: 'owen@new.example' })).rejects.toMatchObject({
    code: 'contact.email_taken',
  })
  await expect(ws.owner.call(createContact, {})).rejects.toMatchObject({ code: 'contact.nameless' })
  await expect(ws.owner.call(createContact, { name: 'Z', zone: 'Mars/Base' })).rejects.toMatchObject({
    status: 400,
  })
})

test('each change of consent is logged with who and why, once', async () => {
  const made = await ws.owner.call(createContact, { name: 'Mirela Toth', email: 'mirela@consent.example' })
  await ws.owner.call(changeConsent, {
    contactId: made.id,
    topic: 'surveys',
    state: 'unsubscribed',
    reason: 'said so in a call',
  })
  await ws.owner.call(changeConsent, { contactId: made.id, topic: 'surveys', state: 'unsubscribed' })
  const off = await ws.owner.call(changeConsent, { contactId: made.id, topic: 'all', state: 'unsubscribed' })
  expect(off.consents).toMatchObject([
    { topic: 'all', state: 'unsubscribed', via: 'member', changedBy: 'Olive Owner' },
    { topic: 'surveys', state: 'unsubscribed', reason: 'said so in a call' },
  ])
  expect(mailRefusal(off, 'surveys')).toBe('unsubscribed')
  expect(mailRefusal(off, 'case')).toBe('unsubscribed')
  expect(mailRefusal({ ...off, unsubscribedAt: null }, 'case')).toBeUndefined()
  const on = await ws.owner.call(changeConsent, { contactId: made.id, topic: 'all', state: 'subscribed' })
  expect(on).toMatchObject({ unsubscribedAt: null, unsubscribedTopics: [] })
  expect((await ws.owner.call(listContacts, { state: 'unsubscribed' })).data.map((c) => c.id)).not.toContain(
    made.id,
  )
})

test('an import of contacts makes accounts, changes nothing the second time, and only takes consent away', async () => {
  const own = await t.workspace()
  const contacts = [
    {
      email: 'a@rows.example',
      name: 'Ada Row',
      accountName: 'Rows Ltd',
      externalId: '1',
      roles: ['implementation-project-manager'],
    },
    {
      email: 'b@rows.example',
      name: 'Ben Row',
      accountName: 'Rows Limited',
      externalId: '2',
      unsubscribed: true,
    },
    { name: 'No address', accountName: 'Other', accountExternalId: 'O1', externalId: '3' },
    {},
  ]
  const first = await own.owner.call(upsertContacts, { source: 'csv', contacts })
  expect(first).toMatchObject({ created: 3, errors: 1 })
  const again = await own.owner.call(upsertContacts, {
    source: 'csv',
    contacts: contacts.map((c) => ({ ...c, unsubscribed: false })),
  })
  expect(again).toMatchObject({ created: 0, updated: 0, unchanged: 3, errors: 1 })
  const [ada, ben] = await Promise.all(
    [0, 1].map((i) => own.owner.call(getContact, { contactId: first.results[i]!.id! })),
  )
  expect(ada!.accountId).toBe(ben!.accountId)
  expect(ben!.unsubscribedAt).not.toBeNull()
  expect((await own.owner.call(getAccount, { accountId: ada!.accountId! })).contactCount).toBe(2)
  const managers = await own.owner.call(listContacts, { role: 'implementation-project-manager' })
  expect(managers.data.map((c) => c.name)).toEqual(['Ada Row'])
})

test('contacts of another workspace are never found', async () => {
  const other = await t.workspace()
  const known = await ws.run((ctx) => upsertContact(ctx, { email: 'only@here.example' }))
  const there = await other.run((ctx) => upsertContact(ctx, { email: 'only@here.example' }))
  expect(there.contactId).not.toBe(known.contactId)
  await expect(
    other.owner.call(getContact, { contactId: encodeId('ct', known.contactId!) }),
  ).rejects.toMatchObject({ status: 404 })
  expect((await other.owner.call(listContacts, { search: 'petra' })).data).toEqual([])
  expect(decodeId('ct', encodeId('ct', known.contactId!))).toBe(known.contactId)
})
