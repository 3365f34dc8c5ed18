import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { sql } from '#platform/db/sql.ts'
import { linkMark } from '#platform/mail/blocks.ts'
import * as contract from '#platform/mail/contract.ts'
import { sweepMail } from '#platform/mail/jobs.ts'
import { mails } from '#platform/mail/outbox.ts'
import { type OutgoingMail, queueMail, queueMails } from '#platform/mail/queue.ts'
import { Line } from '#platform/mail/smtp.ts'
import { beginClaim, renewClaims, takeDue } from '#platform/outbox/claim.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { bundleProgram, startProgram } from '#platform/testing/program.ts'
import { serverAt, testMailServer } from '#platform/testing/smtp.ts'

const t = await testApp()
const server = await testMailServer()
const program = await bundleProgram('src/platform/testing/programs/mail-sender.ts')
afterAll(() => program.remove())

let count = 0
const mail = (more: Partial<OutgoingMail> = {}): OutgoingMail => ({
  to: { name: 'Petra Lund', address: 'petra@quillmere.example' },
  subject: 'One question',
  text: 'Hello',
  topic: 'case',
  dedupeKey: `mail ${++count}`,
  ...more,
})

const sweep = () => sweepMail.run({}, t.house.door, new AbortController().signal)
const subjects = () => server.received.map((one) => one.parsed.subject)
const stateOf = (ws: TestWorkspace, mailId: string) =>
  ws.run((ctx) =>
    ctx.db.one<{ state: string; reason: string | null; hold: string | null; attempts: number }>(sql`
      select state, reason, hold, attempts from mails where workspace_id = ${ws.id} and id = ${mailId}`),
  )

async function withServer(): Promise<TestWorkspace> {
  const ws = await t.workspace()
  await ws.owner.call(contract.setMailServer, serverAt(server.port))
  return ws
}

beforeEach(() => {
  server.received.length = 0
  server.dots = 0
  server.afterDot = 'accept'
  server.refuseRecipient = undefined
  server.onDot = undefined
})

describe('every mail leaves through the outbox', () => {
  test('a queued mail is handed over once, to the intended person only, and is then “sent”', async () => {
    const ws = await withServer()
    const id = await ws.run((ctx) =>
      queueMail(ctx, mail({ html: '<p>Hello</p>', replyTo: { address: 'lena@larkfield.example' } })),
    )
    await t.settle()
    expect(await stateOf(ws, id)).toMatchObject({ state: 'accepted', reason: null })
    expect(server.received).toHaveLength(1)
    expect(server.received[0]!.envelope).toEqual({
      from: 'hello@larkfield.example',
      to: ['petra@quillmere.example'],
    })
    expect(server.received[0]!.parsed.replyTo?.value[0]?.address).toBe('lena@larkfield.example')
    await sweep()
    expect(server.received).toHaveLength(1)
  })

  test('queued twice under one key, a mail exists and leaves once', async () => {
    const ws = await withServer()
    const same = mail()
    const [one, two] = await Promise.all([
      ws.run((ctx) => queueMail(ctx, same)),
      ws.run((ctx) => queueMail(ctx, same)),
    ])
    expect(two).toBe(one)
    await t.settle()
    expect(server.received).toHaveLength(1)
  })

  test('a mail of a transaction that was rolled back does not exist', async () => {
    const ws = await withServer()
    await expect(
      ws.run(async (ctx) => {
        await queueMail(ctx, mail())
        throw new Error('changed my mind')
      }),
    ).rejects.toThrow('changed my mind')
    await t.settle()
    expect(server.dots).toBe(0)
  })

  test('a mail that is not due yet waits for its time', async () => {
    const ws = await withServer()
    const id = await ws.run((ctx) =>
      queueMail(ctx, mail({ notBefore: new Date(t.clock.now().getTime() + 120_000) })),
    )
    await sweep()
    expect((await stateOf(ws, id)).state).toBe('queued')
    t.clock.advance({ minutes: 3 })
    await sweep()
    expect((await stateOf(ws, id)).state).toBe('accepted')
  })

  test('nothing of a demo workspace ever leaves', async () => {
    const ws = await withServer()
    await ws.run((ctx) => ctx.db.run(sql`update workspaces set is_demo = true where id = ${ws.id}`))
    const id = await ws.run((ctx) => queueMail(ctx, mail()))
    await t.settle()
    expect(await stateOf(ws, id)).toMatchObject({ state: 'suppressed', reason: 'demo' })
    expect(server.dots).toBe(0)
  })

  test('a mail to something that is no address stays, with the reason', async () => {
    const ws = await withServer()
    const id = await ws.run((ctx) =>
      queueMail(ctx, mail({ to: { address: 'petra@quillmere.example\r\nBcc: x@y.example' } })),
    )
    await t.settle()
    expect(await stateOf(ws, id)).toMatchObject({ state: 'suppressed', reason: 'address' })
    expect(server.dots).toBe(0)
  })

  test('the rate of a minute holds, and the rest goes out in the next', async () => {
    const ws = await t.workspace()
    await ws.owner.call(contract.setMailServer, { ...serverAt(server.port), perMinute: 3 })
    await ws.run((ctx) =>
      queueMails(
        ctx,
        Array.from({ length: 5 }, () => mail()),
      ),
    )
    await t.settle()
    expect(server.received).toHaveLength(3)
    t.clock.advance({ minutes: 1, seconds: 1 })
    await sweep()
    expect(server.received).toHaveLength(5)
  })
})

describe('without a mail server nothing is lost', () => {
  test('mail is readable in the outbox as waiting, and goes out once a server is set', async () => {
    const ws = await t.workspace()
    const id = await ws.run((ctx) => queueMail(ctx, mail({ text: 'Readable words' })))
    await t.settle()
    const [row] = (await ws.owner.call(contract.listMails, { state: 'waiting' })).data
    expect(row).toMatchObject({ standing: { state: 'Waiting for a mail server' } })
    expect((await ws.owner.call(contract.getMail, { mailId: row!.id })).text).toBe('Readable words')
    expect(await ws.owner.call(contract.setMailServer, serverAt(server.port))).toMatchObject({
      released: 1,
      old: 0,
    })
    await t.settle()
    expect((await stateOf(ws, id)).state).toBe('accepted')
  })

  test('a mail that was written while a server was just being set leaves all the same', async () => {
    const ws = await t.workspace()
    const id = await ws.run(async (ctx) => {
      const id = await queueMail(ctx, mail())
      await ws.owner.call(contract.setMailServer, serverAt(server.port))
      return id
    })
    await t.settle()
    expect((await stateOf(ws, id)).state).toBe('accepted')
  })

  test('what waited more than three days goes out only when a person says so', async () => {
    const ws = await t.workspace()
    const old = await ws.run((ctx) => queueMail(ctx, mail()))
    await t.settle()
    t.clock.advance({ days: 3, hours: 1 })
    const recent = await ws.run((ctx) => queueMail(ctx, mail()))
    await ws.owner.call(contract.setMailServer, serverAt(server.port))
    await t.settle()
    expect(await stateOf(ws, old)).toMatchObject({ state: 'queued', hold: 'old' })
    expect((await stateOf(ws, recent)).state).toBe('accepted')
    expect(await ws.owner.call(contract.decideOldMails, { decision: 'send' })).toEqual({ count: 1 })
    await t.settle()
    expect((await stateOf(ws, old)).state).toBe('accepted')
  })
})

describe('what the mail server answers decides', () => {
  test('a 4xx puts the mail off and it is tried again, further and further apart', async () => {
    const ws = await withServer()
    server.refuseRecipient = () => '450 4.2.1 Greylisted'
    const id = await ws.run((ctx) => queueMail(ctx, mail()))
    await t.settle()
    expect(await stateOf(ws, id)).toMatchObject({ state: 'deferred', reason: 'put_off', attempts: 1 })
    await sweep()
    expect((await stateOf(ws, id)).attempts).toBe(1)
    server.refuseRecipient = undefined
    t.clock.advance({ minutes: 1, seconds: 1 })
    await sweep()
    expect(await stateOf(ws, id)).toMatchObject({ state: 'accepted', attempts: 2 })
  })

  test('after about three days of 4xx it gives up and says so', async () => {
    const ws = await withServer()
    server.refuseRecipient = () => '450 4.2.1 Full'
    const id = await ws.run((ctx) => queueMail(ctx, mail()))
    for (let i = 0; i < 12; i++) {
      await sweep()
      t.clock.advance({ days: 1, minutes: 1 })
    }
    expect(await stateOf(ws, id)).toMatchObject({ state: 'failed', reason: 'gave_up' })
  })

  test('a 5xx is final, is shown with the server’s words, and a person may try again', async () => {
    const ws = await withServer()
    server.refuseRecipient = () => '550 5.1.1 No such user'
    const id = await ws.run((ctx) => queueMail(ctx, mail()))
    await t.settle()
    const [row] = (await ws.owner.call(contract.listMails, { state: 'failed' })).data
    const shown = await ws.owner.call(contract.getMail, { mailId: row!.id })
    expect(shown).toMatchObject({ reason: 'refused', canRetry: true, canCancel: false })
    expect(shown.smtpReply).toContain('No such user')
    server.refuseRecipient = undefined
    await ws.owner.call(contract.retryMail, { mailId: row!.id })
    await t.settle()
    expect((await stateOf(ws, id)).state).toBe('accepted')
  })

  test.each(['451 4.3.0 Try later', '554 5.7.1 Spam'] as const)(
    'an answer of %s to the whole message is believed',
    async (answer) => {
      const ws = await withServer()
      server.afterDot = answer
      const id = await ws.run((ctx) => queueMail(ctx, mail()))
      await t.settle()
      expect((await stateOf(ws, id)).state).toBe(answer.startsWith('4') ? 'deferred' : 'failed')
    },
  )

  test('a connection that drops after the final dot leaves the mail uncertain, and nothing resends it by itself', async () => {
    const ws = await withServer()
    server.afterDot = 'drop'
    const id = await ws.run((ctx) => queueMail(ctx, mail({ subject: 'Dropped after the dot' })))
    await t.settle()
    expect(await stateOf(ws, id)).toMatchObject({ state: 'uncertain', reason: 'no_answer' })
    server.afterDot = 'accept'
    for (let i = 0; i < 5; i++) {
      t.clock.advance({ days: 1 })
      await sweep()
    }
    expect(subjects()).not.toContain('Dropped after the dot')
    const mailId = (await ws.owner.call(contract.listMails, { state: 'uncertain' })).data[0]!.id
    await ws.owner.call(contract.retryMail, { mailId })
    await t.settle()
    expect((await stateOf(ws, id)).state).toBe('accepted')
  })

  test('silence after the final dot means that nobody knows', async () => {
    server.afterDot = 'silence'
    const smtp = { host: '127.0.0.1', port: server.port, security: 'none' as const, user: '', password: '' }
    const outcome = await new Line(smtp, '127.0.0.1', 'localhost', 300).handOver({
      envelope: { from: 'a@b.example', to: 'c@d.example' },
      message: async () => Buffer.from('Subject: x\r\n\r\nx\r\n'),
      beforeDot: async () => true,
    })
    expect(outcome).toMatchObject({ verdict: 'lose', reason: 'no_answer' })
    expect(server.dots).toBe(1)
  })

  test('a sender that lost its claim never sends the final dot', async () => {
    const smtp = { host: '127.0.0.1', port: server.port, security: 'none' as const, user: '', password: '' }
    const outcome = await new Line(smtp, '127.0.0.1', 'localhost').handOver({
      envelope: { from: 'a@b.example', to: 'c@d.example' },
      message: async () => Buffer.from('Subject: x\r\n\r\nx\r\n'),
      beforeDot: async () => false,
    })
    expect(outcome).toEqual({ verdict: 'dropped' })
    expect(server.dots).toBe(0)
  })

  test('a mail server that cannot be reached puts the mail off', async () => {
    const ws = await t.workspace()
    await ws.owner.call(contract.setMailServer, serverAt(1))
    const id = await ws.run((ctx) => queueMail(ctx, mail()))
    await t.settle()
    expect(await stateOf(ws, id)).toMatchObject({ state: 'deferred', reason: 'no_connection' })
  })
})

describe('a sender that is killed', () => {
  const drainElsewhere = (ws: TestWorkspace) =>
    startProgram(program.file, [ws.id], { env: { ...t.env, HEARBACK_TEST_NOW: t.clock.now().toISOString() } })

  test('while the message is handed over: the mail is uncertain, and is not sent a second time', async () => {
    const ws = await withServer()
    const id = await ws.run((ctx) => queueMail(ctx, mail({ subject: 'Killed after the dot' })))
    server.afterDot = 'silence'
    const dot = new Promise<void>((resolve) => {
      server.onDot = resolve
    })
    const child = drainElsewhere(ws)
    await Promise.race([
      dot,
      child.ended.then((code) => Promise.reject(new Error(`ended with ${code}: ${child.output}`))),
    ])
    child.kill('SIGKILL')
    await child.ended
    expect((await stateOf(ws, id)).state).toBe('handing_over')
    server.afterDot = 'accept'
    t.clock.advance({ minutes: 4 })
    await sweep()
    expect((await stateOf(ws, id)).state).toBe('handing_over')
    t.clock.advance({ minutes: 6 })
    await sweep()
    expect(await stateOf(ws, id)).toMatchObject({ state: 'uncertain', reason: 'crashed' })
    expect(subjects()).not.toContain('Killed after the dot')
  })

  test('before the message is handed over: the mail goes back and is sent once', async () => {
    const ws = await withServer()
    const id = await ws.run((ctx) => queueMail(ctx, mail()))
    const asked = new Promise<void>((resolve) => {
      server.refuseRecipient = () => {
        resolve()
        return new Promise(() => {}) // no answer to RCPT TO: the child waits until it is dead
      }
    })
    const child = drainElsewhere(ws)
    await Promise.race([
      asked,
      child.ended.then((code) => Promise.reject(new Error(`ended with ${code}: ${child.output}`))),
    ])
    child.kill('SIGKILL')
    await child.ended
    server.refuseRecipient = undefined
    expect((await stateOf(ws, id)).state).toBe('claimed')
    t.clock.advance({ minutes: 1, seconds: 1 })
    await sweep()
    expect((await stateOf(ws, id)).state).toBe('accepted')
    expect(server.dots).toBe(1)
  })
})

test('a claim holds for as long as its sender renews it, and goes back a minute after', async () => {
  const ws = await t.workspace()
  const notBefore = new Date(t.clock.now().getTime() + 1000)
  const id = await ws.run((ctx) => queueMail(ctx, mail({ notBefore })))
  t.clock.advance({ seconds: 1 })
  const taken = await ws.run((ctx) =>
    takeDue<{ id: string; fence: number }>(ctx, mails, 1, sql`m.id, m.fence`),
  )
  for (let i = 0; i < 3; i++) {
    t.clock.advance({ seconds: 50 })
    await ws.run((ctx) => renewClaims(ctx, mails, taken))
  }
  await ws.run((ctx) => beginClaim(ctx, mails))
  expect((await stateOf(ws, id)).state).toBe('claimed')
  t.clock.advance({ seconds: 61 })
  await ws.run((ctx) => renewClaims(ctx, mails, taken))
  await ws.run((ctx) => beginClaim(ctx, mails))
  expect((await stateOf(ws, id)).state).toBe('queued')
})

describe('who unsubscribed gets no more', () => {
  test('the one-click POST of the mail program and the choice on the page do; opening it, or sending anything else, changes nothing', async () => {
    const ws = await withServer()
    const { contactId } = await ws.run(async (ctx) => {
      const contactId = '0192f0c0-0000-7000-8000-000000000001'
      await ctx.db.run(sql`
        insert into contacts (workspace_id, id, name, email, created_at, updated_at)
        values (${ws.id}, ${contactId}, 'Petra', 'petra@quillmere.example', ${ctx.now()}, ${ctx.now()})`)
      await queueMail(ctx, mail({ topic: 'surveys', contactId, text: `Stop: ${linkMark('unsubscribe')}` }))
      return { contactId }
    })
    await t.settle()
    const received = server.received[0]!
    const link = /List-Unsubscribe: <([^>]+)>/.exec(received.raw)![1]!
    expect(received.parsed.text).toContain(link)
    const path = `/${new URL(link).pathname}`
    const topics = () =>
      ws.run((ctx) =>
        ctx.db.one<{ unsubscribed_topics: string[] }>(sql`
          select unsubscribed_topics from contacts where workspace_id = ${ws.id} and id = ${contactId}`),
      )
    for (let i = 0; i < 3; i++) expect((await t.anonymous.fetch(path)).status).toBe(200)
    expect((await topics()).unsubscribed_topics).toEqual([])
    const post = async (body: BodyInit) => {
      const form = typeof body === 'string' && { 'content-type': 'application/x-www-form-urlencoded' }
      return (await t.anonymous.fetch(path, { method: 'POST', headers: { ...form }, body })).status
    }
    // programs that send whatever they find: as it is, filled in, or with another word
    for (const body of ['', 'website=', 'choice=stop&website=x', 'choice=on', 'List-Unsubscribe=yes'])
      expect(await post(body)).toBe(400)
    expect(await post('choice=keep')).toBe(200)
    expect((await topics()).unsubscribed_topics).toEqual([])
    expect(await post('List-Unsubscribe=One-Click')).toBe(200)
    expect((await topics()).unsubscribed_topics).toEqual(['surveys'])
    const parts = new FormData()
    parts.set('List-Unsubscribe', 'One-Click')
    for (const wish of [parts, 'choice=stop&website=']) {
      await ws.run((ctx) =>
        ctx.db.run(sql`
          update contacts set unsubscribed_topics = '{}' where workspace_id = ${ws.id} and id = ${contactId}`),
      )
      expect(await post(wish)).toBe(200)
      expect((await topics()).unsubscribed_topics).toEqual(['surveys'])
    }
    const next = await ws.run((ctx) => queueMail(ctx, mail({ topic: 'surveys', contactId })))
    expect(await stateOf(ws, next)).toMatchObject({ state: 'suppressed', reason: 'unsubscribed' })
    const reply = await ws.run((ctx) => queueMail(ctx, mail({ topic: 'case', contactId })))
    await t.settle()
    expect((await stateOf(ws, reply)).state).toBe('accepted')
  })

  test('an edited link explains itself and changes nothing', async () => {
    const answer = await t.anonymous.fetch('//u/hb_nonsense')
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('This link does not work')
    expect((await t.anonymous.fetch('//u/hb_nonsense', { method: 'POST' })).status).toBe(404)
  })
})
