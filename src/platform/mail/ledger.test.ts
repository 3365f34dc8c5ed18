import { expect, test } from 'vitest'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { Ledger } from '#platform/mail/ledger.ts'
import { queueMails } from '#platform/mail/queue.ts'
import { testApp } from '#platform/testing/app.ts'

const t = await testApp()

/** Claimed mails of a new workspace, and a ledger of so many connections whose transactions are counted. */
async function ledgerOf(connections: number, mails: number) {
  const ws = await t.workspace()
  const held = await ws.run(async (ctx) => {
    const ids = await queueMails(
      ctx,
      Array.from({ length: mails }, (_, i) => ({
        to: { address: `person${i}@quillmere.example` },
        ...{ subject: 'Hello', text: 'Hello', topic: 'case' as const, dedupeKey: `ledger ${i}` },
      })),
    )
    await ctx.db.run(sql`
      update mails set state = 'claimed', fence = 1, lease_until = ${new Date(ctx.now().getTime() + 60_000)}
      where workspace_id = ${ws.id} and id = any(${ids})`)
    return ids.map((id) => ({ id, fence: 1, topic: 'case' }))
  })
  const counted = { transactions: 0 }
  const ledger = new Ledger(connections, <T>(work: (ctx: Ctx) => Promise<T>) => {
    counted.transactions += 1
    return ws.run(work)
  })
  const states = () =>
    ws.run(async (ctx) => {
      const rows = await ctx.db.many<{ id: string; state: string }>(
        sql`select id, state from mails where workspace_id = ${ws.id}`,
      )
      return held.map(({ id }) => rows.find((row) => row.id === id)!.state)
    })
  return { ws, held, ledger, counted, states }
}

test('a group leaves when half the connections wait for it, in one transaction with all that were taken and one event of these', async () => {
  const { ws, held, ledger, counted, states } = await ledgerOf(4, 4)
  expect(await Promise.all([ledger.handOver(held[0]!), ledger.handOver(held[1]!)])).toEqual([true, true])
  expect(await states()).toEqual(['handing_over', 'handing_over', 'claimed', 'claimed'])
  await Promise.all([
    ledger.accepted(held[0]!, '250 OK'),
    ledger.accepted(held[1]!, '250 OK'),
    ledger.handOver(held[2]!),
    ledger.handOver(held[3]!),
  ])
  expect(await states()).toEqual(['accepted', 'accepted', 'handing_over', 'handing_over'])
  expect(counted.transactions).toBe(2)
  const told = await ws.run((ctx) =>
    ctx.db.many<{ payload: { mailIds: string[] } }>(
      sql`select payload from events where workspace_id = ${ws.id} and type = 'mail.settled'`,
    ),
  )
  expect(told.map(({ payload }) => [...payload.mailIds].sort())).toEqual([[held[0]!.id, held[1]!.id].sort()])
})

test('a connection that is slow holds up neither the others nor the answers', async () => {
  const { held, ledger, states } = await ledgerOf(3, 2)
  await Promise.all([ledger.handOver(held[0]!), ledger.handOver(held[1]!)])
  await ledger.accepted(held[0]!, '250 OK')
  expect(await states()).toEqual(['accepted', 'handing_over'])
})

test('once a connection has carried its last mail no group waits for it', async () => {
  const { held, ledger, counted } = await ledgerOf(2, 2)
  ledger.leave()
  await ledger.handOver(held[0]!)
  const isKept = ledger.accepted(held[0]!, '250 OK')
  ledger.leave()
  await isKept
  expect(counted.transactions).toBe(2)
})

test('what was claimed by another since is not handed over, and does not keep the others of its group', async () => {
  const { held, ledger } = await ledgerOf(2, 2)
  expect(await Promise.all([ledger.handOver({ ...held[0]!, fence: 0 }), ledger.handOver(held[1]!)])).toEqual([
    false,
    true,
  ])
})
