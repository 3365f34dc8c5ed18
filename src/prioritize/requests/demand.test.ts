import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { eraseFeedback, submitFeedback } from '#collect/feedback/commands.ts'
import { changeAccount, createAccount } from '#customers/accounts/commands.ts'
import { createContact } from '#customers/contacts/edit.ts'
import { mergeCustomers, undoMerge } from '#customers/merges/commands.ts'
import { mergeFeedback, undoItemMerge } from '#organize/duplicates/commands.ts'
import { triageFeedback } from '#organize/inbox/commands.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { decodeId } from '#platform/ids.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { changeEvidence, linkEvidence, unlinkEvidence } from '#prioritize/requests/commands/evidence.ts'
import { mergeRequest, undoRequestMerge } from '#prioritize/requests/commands/merges.ts'
import { createRequest } from '#prioritize/requests/commands/requests.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})

const uuid = (prefix: string, id: string) => decodeId(prefix, id)!

/** Four accounts, eight contacts, twelve items and four requests, on which anything may happen. */
async function seed(ws: TestWorkspace) {
  return ws.run(async (ctx) => {
    const accounts: string[] = []
    const contacts: string[] = []
    const items: string[] = []
    const requests: string[] = []
    for (let i = 0; i < 4; i++) {
      const made = await createAccount(ctx, {
        name: `Account ${i}`,
        mrrCents: 1000 * 2 ** i,
        lifecycle: i === 3 ? 'prospect' : 'active',
        currency: i === 2 ? 'EUR' : 'USD',
      })
      accounts.push(uuid('acct', made.id))
    }
    for (let i = 0; i < 8; i++) {
      const made = await createContact(ctx, { name: `Contact ${i}`, accountId: accounts[i % 4]! })
      contacts.push(uuid('ct', made.id))
    }
    for (let i = 0; i < 12; i++) {
      const contactId = i < 8 ? contacts[i] : undefined
      const accountId = i < 10 ? accounts[i % 4] : undefined
      const made = await submitFeedback(ctx, {
        verbatim: `Words of item ${i}`,
        channel: 'email',
        contactId,
        accountId,
      })
      items.push(uuid('fb', made.id))
    }
    for (let i = 0; i < 4; i++) {
      const made = await createRequest(ctx, {
        title: `Request ${i}`,
        competitors: [],
        links: [],
        importance: 1,
      })
      requests.push(uuid('req', made.id))
    }
    return { accounts, contacts, items, requests }
  })
}

type Seeds = Awaited<ReturnType<typeof seed>>

const ops = [
  'link',
  'link',
  'link',
  'unlink',
  'importance',
  'mergeItems',
  'mergeItems',
  'undoItems',
  'mergeAccounts',
  'mergeContacts',
  'undoCustomers',
  'mergeRequests',
  'undoRequests',
  'spam',
  'money',
  'erase',
] as const

type Step = { op: (typeof ops)[number]; a: number; b: number; n: number }

const one = (list: readonly string[], at: number) => list[at % list.length]!

async function nth(
  ctx: Ctx,
  table: string,
  at: number,
  where = sql`true`,
): Promise<Record<string, string> | undefined> {
  const rows = await ctx.db.many<Record<string, string>>(
    sql`select * from ${sql.id(table)} where workspace_id = ${ctx.workspaceId} and ${where} order by id`,
  )
  return rows[at % Math.max(rows.length, 1)]
}

async function act(
  ctx: Ctx,
  { accounts, contacts, items, requests }: Seeds,
  { op, a, b, n }: Step,
): Promise<unknown> {
  const standing = sql`undone_at is null`
  switch (op) {
    case 'link':
      return linkEvidence(ctx, {
        requestId: one(requests, a),
        feedbackId: one(items, b),
        quote: `item ${b % items.length}`,
        importance: n % 4,
      })
    case 'unlink': {
      const piece = await nth(ctx, 'request_evidence', a)
      return piece && unlinkEvidence(ctx, { requestId: piece.request_id!, evidenceId: piece.id! })
    }
    case 'importance': {
      const piece = await nth(ctx, 'request_evidence', a)
      return (
        piece &&
        changeEvidence(ctx, { requestId: piece.request_id!, evidenceId: piece.id!, importance: n % 4 })
      )
    }
    case 'mergeItems':
      return mergeFeedback(ctx, { keptId: one(items, a), mergedId: one(items, b) })
    case 'undoItems': {
      const made = await nth(ctx, 'item_merges', a, standing)
      return made && undoItemMerge(ctx, { mergeId: made.id! })
    }
    case 'mergeAccounts':
      return mergeCustomers(ctx, { kind: 'account', survivorId: one(accounts, a), loserId: one(accounts, b) })
    case 'mergeContacts':
      return mergeCustomers(ctx, { kind: 'contact', survivorId: one(contacts, a), loserId: one(contacts, b) })
    case 'undoCustomers': {
      const made = await nth(ctx, 'customer_merges', a, standing)
      return made && undoMerge(ctx, { mergeId: made.id! })
    }
    case 'mergeRequests':
      return mergeRequest(ctx, { requestId: one(requests, a), intoId: one(requests, b) })
    case 'undoRequests': {
      const made = await nth(ctx, 'request_merges', a, standing)
      return made && undoRequestMerge(ctx, { mergeId: made.id! })
    }
    case 'spam':
      return triageFeedback(ctx, {
        feedbackId: one(items, a),
        change: { status: n % 2 === 0 ? 'spam' : 'open' },
      })
    case 'money':
      return changeAccount(ctx, {
        accountId: one(accounts, a),
        mrrCents: n * 100,
        lifecycle: (['active', 'prospect', 'churned'] as const)[n % 3]!,
      })
    case 'erase':
      return eraseFeedback(ctx, [one(items, a)], 'test')
  }
}

/** A row of any of the tables that demand is counted from. */
interface Line {
  id: string
  merged_into_id: string | null
  request_id: string
  feedback_id: string
  importance: number
  status: string
  account_id: string | null
  contact_id: string | null
  lifecycle: string
  currency: string
  mrr_cents: number | null
}

/** The demand worked out afresh in plain code from what is written down, whatever led there. */
function plain(all: Record<string, Line[]>, requestId: string) {
  const by = (table: string) => new Map(all[table]!.map((row) => [row.id, row]))
  const [items, accounts, contacts] = [by('inbox_items'), by('accounts'), by('contacts')]
  const rootOf = (of: Map<string, Line>, id: string | null) =>
    id === null ? null : (of.get(id)!.merged_into_id ?? id)
  const members = all.requests!.filter((row) => row.id === requestId || row.merged_into_id === requestId)
  const pieces = all.request_evidence!.filter((row) => members.some((one) => one.id === row.request_id))
  const importance = new Map<string, number>()
  const ofItem = new Map<string, number>()
  for (const piece of pieces) {
    const item = rootOf(items, piece.feedback_id)!
    if (items.get(item)!.status === 'spam') continue
    importance.set(piece.feedback_id, Math.max(importance.get(piece.feedback_id) ?? 0, piece.importance))
    ofItem.set(item, Math.max(ofItem.get(item) ?? 0, piece.importance))
  }
  const people = {
    account: new Map<string, [Set<string>, number]>(),
    contact: new Map<string, [Set<string>, number]>(),
  }
  for (const [id, row] of items) {
    const item = rootOf(items, id)!
    if (!ofItem.has(item)) continue
    const weight = importance.get(id) ?? ofItem.get(item)!
    for (const [kind, who] of [
      ['account', rootOf(accounts, row.account_id)],
      ['contact', rootOf(contacts, row.contact_id)],
    ] as const) {
      if (who === null) continue
      const [said, most] = people[kind].get(who) ?? [new Set<string>(), 0]
      people[kind].set(who, [said.add(item), Math.max(most, weight)])
    }
  }
  const currencies = [...accounts.values()].filter(
    (row) => row.merged_into_id === null && row.lifecycle === 'active',
  )
  const counted = new Map<string, number>()
  for (const { currency } of currencies) counted.set(currency, (counted.get(currency) ?? 0) + 1)
  const currency =
    [...counted].sort((x, y) => y[1] - x[1] || (x[0] < y[0] ? -1 : 1)).map(([code]) => code)[0] ?? 'USD'
  const mrr = (rows: Line[]) =>
    rows.filter((row) => row.currency === currency).map((row) => Number(row.mrr_cents ?? 0))
  const sum = (list: number[]) => list.reduce((x, y) => x + y, 0)
  const asking = [...people.account].map(([id, [, most]]) => ({ row: accounts.get(id)!, most }))
  const paying = asking.filter((one) => one.row.lifecycle === 'active').map((one) => one.row)
  const blocked = asking
    .filter((one) => one.row.lifecycle === 'prospect' && one.most === 3)
    .map((one) => one.row)
  const list = (of: Map<string, [Set<string>, number]>) =>
    [...of].map(([id, [said, most]]) => `${id} ${said.size} ${most}`).sort()
  return {
    items: ofItem.size,
    accounts: people.account.size,
    contacts: people.contact.size,
    customers: paying.length,
    mrr_cents: sum(mrr(paying)),
    largest_cents: Math.max(0, ...mrr(paying)),
    blocked: blocked.length,
    blocked_cents: sum(mrr(blocked)),
    accountList: list(people.account),
    contactList: list(people.contact),
  }
}

async function stored(ctx: Ctx, requestId: string) {
  const ws = ctx.workspaceId
  const row = await ctx.db.one<Record<string, unknown>>(sql`
    select items, accounts, contacts, customers, mrr_cents, largest_cents, blocked, blocked_cents from requests
    where workspace_id = ${ws} and id = ${requestId}`)
  const list = async (table: string, id: string) =>
    (
      await ctx.db.many<{ line: string }>(sql`
        select ${sql.id(id)}::text || ' ' || items || ' ' || importance as line from ${sql.id(table)}
        where workspace_id = ${ws} and request_id = ${requestId}`)
    )
      .map((one) => one.line)
      .sort()
  return {
    ...row,
    accountList: await list('request_accounts', 'account_id'),
    contactList: await list('request_contacts', 'contact_id'),
  }
}

const steps = fc.array(
  fc.record({ op: fc.constantFrom(...ops), a: fc.nat(11), b: fc.nat(11), n: fc.nat(30) }),
  { minLength: 15, maxLength: 30 },
)

test('whatever happens to items, people, accounts and requests, the demand kept is the demand counted afresh', async () => {
  let compared = 0
  await fc.assert(
    fc.asyncProperty(steps, async (list) => {
      const ws = await t.workspace()
      const seeds = await seed(ws)
      for (const [i, step] of list.entries()) {
        await ws
          .run((ctx) => act(ctx, seeds, step))
          .catch((error) => {
            if (!(error instanceof AppError)) throw error
          })
        if (i % 6 === 5) await t.settle()
      }
      await t.settle()
      await ws.run(async (ctx) => {
        const all: Record<string, Line[]> = {}
        for (const table of ['requests', 'request_evidence', 'inbox_items', 'accounts', 'contacts'])
          all[table] = await ctx.db.many(sql`select * from ${sql.id(table)} where workspace_id = ${ws.id}`)
        for (const request of all.requests!) {
          if (request.merged_into_id !== null) continue
          expect(await stored(ctx, request.id)).toEqual(plain(all, request.id))
          compared += all.request_evidence!.length > 0 ? 1 : 0
        }
      })
    }),
    { numRuns: 8, endOnFailure: true },
  )
  expect(compared).toBeGreaterThan(8)
}, 300_000)
