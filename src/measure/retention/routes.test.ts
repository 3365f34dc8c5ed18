import { beforeEach, expect, test } from 'vitest'
import { upsertContacts } from '#customers/contacts/contract.ts'
import { mergeCustomers } from '#customers/merges/contract.ts'
import { heldContacts } from '#measure/retention/holds.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId, newId } from '#platform/ids.ts'
import { type Client, type TestWorkspace, testApp } from '#platform/testing/app.ts'

const t = await testApp()
let ws: TestWorkspace
let owner: Client

beforeEach(async () => {
  t.clock.set('2037-03-04T09:00:00Z') // a Wednesday
  ws = await t.workspace()
  owner = ws.owner
})

/** The ids of new contacts, each `name@company.example`. */
async function people(...emails: string[]): Promise<string[]> {
  const made = await owner.call(upsertContacts, {
    contacts: emails.map((email) => ({ email, accountName: email.split('@')[1]!.split('.')[0]! })),
  })
  return made.results.map((one) => one.id!)
}

test('a hold on a person keeps them under every name, one on an account everybody there, one on everything all', async () => {
  const [anna, annie, ben, cleo] = await people(
    'anna@elm.example',
    'annie@oak.example',
    'ben@oak.example',
    'cleo@fir.example',
  )
  await owner.call(mergeCustomers, { kind: 'contact', survivorId: anna!, loserId: annie! })
  const all = [anna, annie, ben, cleo].map((one) => decodeId('ct', one!)!)
  const held = async () => {
    const kept = await ws.run((ctx) => heldContacts(ctx, all))
    return all.map((one) => kept.has(one))
  }
  const hold = (column: 'contact_id' | 'account_id' | null, id: string | null) =>
    ws.run((ctx) =>
      ctx.db.run(sql`insert into legal_holds (workspace_id, id, account_id, contact_id, reason, placed_at)
        values (${ctx.workspaceId}, ${newId()}, ${column === 'account_id' ? id : null}, ${column === 'contact_id' ? id : null}, 'Lawsuit', ${ctx.now()})`),
    )
  expect(await held()).toEqual([false, false, false, false])
  await hold('contact_id', all[1]!)
  expect(await held()).toEqual([true, true, false, false])
  await ws.run((ctx) =>
    ctx.db.run(sql`update legal_holds set lifted_at = ${ctx.now()} where workspace_id = ${ctx.workspaceId}`),
  )
  const oak = await ws.run((ctx) =>
    ctx.db.one<{ account_id: string }>(
      sql`select account_id from contacts where workspace_id = ${ctx.workspaceId} and id = ${all[2]!}`,
    ),
  )
  await hold('account_id', oak.account_id)
  // Annie was at Oak before she was merged into Anna
  expect(await held()).toEqual([true, true, true, false])
  await hold(null, null)
  expect(await held()).toEqual([true, true, true, true])
})
