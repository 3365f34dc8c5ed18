import { afterAll, expect, test } from 'vitest'
import { sql } from '#platform/db/sql.ts'
import * as contract from '#platform/mail/contract.ts'
import { sweepMail } from '#platform/mail/jobs.ts'
import { queueMails } from '#platform/mail/queue.ts'
import { testApp } from '#platform/testing/app.ts'
import { bundleProgram, startProgram } from '#platform/testing/program.ts'
import { serverAt, testMailServer } from '#platform/testing/smtp.ts'

const t = await testApp()
const server = await testMailServer()
const program = await bundleProgram('src/platform/testing/programs/mail-sender.ts')
afterAll(() => program.remove())

const total = 40

test('senders killed in the middle: every mail is accounted for, nobody gets a second one, and what arrived is known', async () => {
  const ws = await t.workspace()
  await ws.owner.call(contract.setMailServer, { ...serverAt(server.port), perMinute: 6000, concurrency: 4 })
  await ws.run((ctx) =>
    queueMails(
      ctx,
      Array.from({ length: total }, (_, i) => ({
        to: { address: `person${i}@quillmere.example` },
        subject: `For ${i}`,
        text: 'Hello',
        topic: 'case' as const,
        dedupeKey: `kill ${i}`,
      })),
    ),
  )
  const states = () =>
    ws.run(async (ctx) => {
      const rows = await ctx.db.many<{ state: string; n: number }>(sql`
        select state, count(*) as n from mails where workspace_id = ${ws.id} group by state`)
      return Object.fromEntries(rows.map((row) => [row.state, row.n])) as Record<string, number | undefined>
    })
  const sum = (counts: Record<string, number | undefined>) =>
    Object.values(counts).reduce<number>((all, n) => all + (n ?? 0), 0)

  for (let round = 0; round < 5; round++) {
    const wanted = server.dots + 1 + (round % 3)
    let killed: (() => void) | undefined
    const reached = new Promise<void>((resolve) => {
      killed = resolve
    })
    // Killed while the server has whole messages it has not answered.
    server.onDot = () => {
      if (server.dots >= wanted) killed?.()
    }
    const child = startProgram(program.file, [ws.id], {
      env: { ...t.env, HEARBACK_TEST_NOW: t.clock.now().toISOString() },
    })
    await Promise.race([reached, child.ended])
    child.kill('SIGKILL')
    await child.ended
    expect(sum(await states())).toBe(total)
    t.clock.advance({ minutes: 6 })
  }
  server.onDot = undefined
  for (let i = 0; i < 3; i++) {
    await sweepMail.run({}, t.house.door, new AbortController().signal)
    t.clock.advance({ minutes: 6 })
  }
  const { accepted = 0, uncertain = 0, ...rest } = await states()
  expect(rest).toEqual({})
  expect(accepted + uncertain).toBe(total)
  const reached = server.received.map((mail) => mail.envelope.to[0])
  expect(new Set(reached).size).toBe(reached.length)
  // Whatever arrived is known as sent or as uncertain, and whatever is known as sent arrived.
  expect(reached.length).toBeGreaterThanOrEqual(accepted)
  expect(reached.length).toBeLessThanOrEqual(total)
  expect(uncertain).toBeGreaterThan(0)
})
