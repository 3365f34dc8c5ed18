import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { createAccount, getAccount, listAccounts } from '#customers/accounts/contract.ts'
import { upsertContact } from '#customers/contacts/commands.ts'
import { changeConsent, createContact, getContact } from '#customers/contacts/contract.ts'
import {
  dismissDuplicate,
  listDuplicates,
  mergeCustomers,
  previewMerge,
  undoMerge,
} from '#customers/merges/contract.ts'
import { rootsOf } from '#customers/merges/rules.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId, encodeId } from '#platform/ids.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'

let t: TestApp
let ws: TestWorkspace
beforeAll(async () => {
  t = await testApp()
  ws = await t.workspace()
})

const everything = (place: TestWorkspace) =>
  place.run((ctx) =>
    ctx.db.many(sql`
      select 'account' as kind, id, name, domain, segment, mrr_cents::text as mrr, merged_into_id, null as account_id, search_text,
        null::timestamptz as off, null::text[] as topics from accounts where workspace_id = ${place.id}
      union all
      select 'contact', id, name, email, title, phone, merged_into_id, account_id, search_text, unsubscribed_at, unsubscribed_topics
        from contacts where workspace_id = ${place.id} order by 1, 2`),
  )

test('a merge fills blanks, redirects, lets what follows follow, and is undone exactly', async () => {
  const a = await ws.owner.call(createAccount, { name: 'Quillmere Academy', mrrCents: 90_000 })
  const b = await ws.owner.call(createAccount, {
    name: 'Quillmere',
    domain: 'quillmere.example',
    mrrCents: 10_000,
    segment: 'School',
    keys: [{ source: 'crm', key: '5' }],
  })
  const contact = await ws.owner.call(createContact, {
    name: 'Petra',
    email: 'petra@quillmere.example',
    accountId: b.id,
  })
  const before = await everything(ws)

  const preview = await ws.owner.call(previewMerge, { kind: 'account', survivorId: a.id, loserId: b.id })
  expect(preview.fields.find((field) => field.field === 'domain')).toMatchObject({
    survivor: null,
    result: 'quillmere.example',
    filled: true,
  })
  expect(preview.fields.find((field) => field.field === 'mrr_cents')).toMatchObject({
    result: '90000',
    filled: false,
  })
  expect(preview.moves).toContainEqual({ what: 'contacts', count: 1 })

  const merge = await ws.owner.call(mergeCustomers, { kind: 'account', survivorId: a.id, loserId: b.id })
  const merged = await ws.owner.call(getAccount, { accountId: b.id })
  expect(merged).toMatchObject({
    id: a.id,
    domain: 'quillmere.example',
    segment: 'school',
    mrrCents: 90_000,
    contactCount: 1,
    keys: [{ source: 'crm', key: '5' }],
  })
  expect(merged.merged).toMatchObject([{ id: b.id, mergeId: merge.id, mergedBy: 'Olive Owner' }])
  expect((await ws.owner.call(getContact, { contactId: contact.id })).accountId).toBe(a.id)
  expect(
    (await ws.owner.call(listAccounts, { search: 'quillmere' })).data.map((account) => account.id),
  ).toEqual([a.id])
  const said = await ws.run((ctx) =>
    upsertContact(ctx, { email: 'new@quillmere.example', account: { externalId: '5' }, source: 'crm' }),
  )
  expect(encodeId('acct', said.accountId!)).toBe(a.id)
  await ws.run((ctx) =>
    ctx.db.run(
      sql`update contacts set merged_into_id = ${decodeId('ct', contact.id)!} where workspace_id = ${ws.id} and id = ${said.contactId}`,
    ),
  )

  await expect(
    ws.owner.call(mergeCustomers, { kind: 'account', survivorId: b.id, loserId: a.id }),
  ).rejects.toMatchObject({ code: 'merge.already_merged' })
  await ws.owner.call(undoMerge, { mergeId: merge.id })
  await ws.owner.call(undoMerge, { mergeId: merge.id })
  expect((await everything(ws)).filter((row) => (row as { id: string }).id !== said.contactId)).toEqual(
    before,
  )
})

test('a refusal of mail holds for the merged person and is undone with the merge', async () => {
  const a = await ws.owner.call(createContact, { name: 'Ines Okafor', email: 'ines@work.example' })
  const b = await ws.owner.call(createContact, { name: 'Ines Okafor', email: 'ines@home.example' })
  await ws.owner.call(changeConsent, { contactId: b.id, topic: 'all', state: 'unsubscribed' })
  await ws.owner.call(changeConsent, { contactId: b.id, topic: 'surveys', state: 'unsubscribed' })
  const merge = await ws.owner.call(mergeCustomers, { kind: 'contact', survivorId: a.id, loserId: b.id })
  const one = await ws.owner.call(getContact, { contactId: b.id })
  expect(one).toMatchObject({ id: a.id, email: 'ines@work.example', unsubscribedTopics: ['surveys'] })
  expect(one.unsubscribedAt).not.toBeNull()
  const mail = await ws.run((ctx) => upsertContact(ctx, { email: 'ines@home.example' }))
  expect(encodeId('ct', mail.contactId!)).toBe(a.id)
  await ws.owner.call(undoMerge, { mergeId: merge.id })
  expect(await ws.owner.call(getContact, { contactId: a.id })).toMatchObject({
    unsubscribedAt: null,
    unsubscribedTopics: [],
  })
  expect((await ws.owner.call(getContact, { contactId: b.id })).unsubscribedAt).not.toBeNull()
})

test('pairs that look like one customer are suggested once and not again after a no', async () => {
  const own = await t.workspace()
  const a = await own.owner.call(createAccount, { name: 'Millbrook Dental Ltd' })
  const b = await own.owner.call(createAccount, { name: 'Millbrook Dental' })
  const c = await own.owner.call(createAccount, { name: 'MD', domain: 'millbrook.example' })
  const d = await own.owner.call(createAccount, { name: 'Other', domain: 'millbrook.example' })
  const parent = await own.owner.call(createAccount, { name: 'Holding', domain: 'family.example' })
  await own.owner.call(createAccount, { name: 'Daughter', domain: 'family.example', parentId: parent.id })
  await own.owner.call(createContact, {
    name: 'Tomasz Brandt',
    email: 'tomasz@millbrook.example',
    accountId: c.id,
  })
  await own.owner.call(createContact, { name: 'Brandt, Tomasz', accountId: c.id })
  await own.owner.call(createContact, { name: 'Lena', email: 'lena@millbrook.example' })
  await own.owner.call(createContact, { email: 'lena+news@millbrook.example' })
  await t.settle()
  await t.settle()
  const pairs = async () => (await own.owner.call(listDuplicates, { kind: 'account' })).data
  const sides = (list: { sides: { id: string }[] }[]) =>
    list.map((pair) => pair.sides.map((side) => side.id).sort())
  expect(sides(await pairs()).sort()).toEqual([[a.id, b.id].sort(), [c.id, d.id].sort()].sort())
  expect(
    (await own.owner.call(listDuplicates, { kind: 'contact' })).data.map((pair) => pair.reason).sort(),
  ).toEqual(['email', 'name'])

  const domain = (await pairs()).find((pair) => pair.reason === 'domain')!
  await own.owner.call(dismissDuplicate, { duplicateId: domain.id })
  const merge = await own.owner.call(mergeCustomers, { kind: 'account', survivorId: a.id, loserId: b.id })
  await t.settle()
  expect(await pairs()).toEqual([])
  await own.owner.call(undoMerge, { mergeId: merge.id })
  await t.settle()
  expect(sides(await pairs())).toEqual([[a.id, b.id].sort()])
})

test('any order of merges and undos leaves each record where the standing merges lead', async () => {
  const own = await t.workspace()
  const accounts = await Promise.all(
    Array.from({ length: 6 }, (_, i) => own.owner.call(createAccount, { name: `Node ${i}` })),
  )
  const ids = accounts.map((account) => account.id)
  const roots = () =>
    own.run(
      async (ctx) =>
        new Map(
          (
            await ctx.db.many<{ id: string; root: string }>(
              sql`select id, coalesce(merged_into_id, id) as root from accounts where workspace_id = ${own.id}`,
            )
          ).map((row) => [encodeId('acct', row.id), encodeId('acct', row.root)]),
        ),
    )
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ merge: fc.boolean(), x: fc.nat(5), y: fc.nat(5) }), { maxLength: 12 }),
      async (steps) => {
        const standing: { id: string; loserId: string; survivorId: string }[] = []
        for (const step of steps) {
          const [survivorId, loserId] = [ids[step.x]!, ids[step.y]!]
          if (step.merge) {
            const gone = new Set(standing.map((merge) => merge.loserId))
            if (survivorId === loserId || gone.has(survivorId) || gone.has(loserId)) continue
            const merge = await own.owner.call(mergeCustomers, { kind: 'account', survivorId, loserId })
            standing.push({ id: merge.id, survivorId, loserId })
          } else if (standing.length > 0) {
            const [merge] = standing.splice(step.x % standing.length, 1)
            await own.owner.call(undoMerge, { mergeId: merge!.id })
          }
          const expected = rootsOf(standing)
          const actual = await roots()
          for (const id of ids) expect(actual.get(id)).toBe(expected.get(id) ?? id)
        }
        for (const merge of standing.splice(0)) await own.owner.call(undoMerge, { mergeId: merge.id })
        const apart = await roots()
        for (const id of ids) expect(apart.get(id)).toBe(id)
      },
    ),
    { numRuns: 15 },
  )
})

test('two merges against each other at once leave one standing', async () => {
  const own = await t.workspace()
  const a = await own.owner.call(createAccount, { name: 'Left' })
  const b = await own.owner.call(createAccount, { name: 'Right' })
  const outcomes = await Promise.allSettled([
    own.owner.call(mergeCustomers, { kind: 'account', survivorId: a.id, loserId: b.id }),
    own.owner.call(mergeCustomers, { kind: 'account', survivorId: b.id, loserId: a.id }),
  ])
  expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected'])
  expect((await own.owner.call(listAccounts, {})).data.length).toBe(1)
})
