import { beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '#platform/config.ts'
import { sql } from '#platform/db/sql.ts'
import * as contract from '#platform/mail/contract.ts'
import { mailHostAddress } from '#platform/mail/host.ts'
import { queueMail } from '#platform/mail/queue.ts'
import { type TestApp, testApp } from '#platform/testing/app.ts'
import { serverAt, type TestMailServer, testMailServer } from '#platform/testing/smtp.ts'

let t: TestApp
let server: TestMailServer
beforeAll(async () => {
  t = await testApp()
  server = await testMailServer({ user: 'larkfield' })
})

const login = { user: 'larkfield', password: 'secret' }

describe('the mail server is set by admins, and its password never comes out', () => {
  test('every lower role and a key without the scope is refused', async () => {
    const ws = await t.workspace()
    for (const client of [
      await ws.as('viewer'),
      await ws.as('agent'),
      await ws.as('manager'),
      await ws.key(['mail:write']),
    ]) {
      await expect(client.call(contract.getMailServer, {})).rejects.toMatchObject({ status: 403 })
      await expect(client.call(contract.setMailServer, serverAt(1))).rejects.toMatchObject({ status: 403 })
      await expect(client.call(contract.testMailServer, serverAt(1))).rejects.toMatchObject({ status: 403 })
    }
    await expect((await ws.as('viewer')).call(contract.listMails, {})).rejects.toMatchObject({ status: 403 })
  })

  test('the password is sealed at rest, absent from answers and events, and kept for its own server only', async () => {
    const ws = await t.workspace()
    const set = await ws.owner.call(contract.setMailServer, { ...serverAt(server.port, login) })
    expect(set.server).toMatchObject({ hasPassword: true, user: 'larkfield' })
    expect(JSON.stringify([set, await ws.owner.call(contract.getMailServer, {})])).not.toContain('secret')
    const stored = await ws.run((ctx) =>
      ctx.db.one<{ all: string }>(sql`
        select (select string_agg(value::text, '') from settings where workspace_id = ${ws.id})
          || (select string_agg(payload::text, '') from events where workspace_id = ${ws.id}) as all`),
    )
    expect(stored.all).not.toContain('secret')
    const same = await ws.owner.call(contract.setMailServer, {
      ...serverAt(server.port, { user: 'larkfield' }),
      perMinute: 10,
    })
    expect(same.server.hasPassword).toBe(true)
    const elsewhere = await ws.owner.call(contract.setMailServer, {
      ...serverAt(server.port, { user: 'larkfield' }),
      host: 'localhost',
    })
    expect(elsewhere.server.hasPassword).toBe(false)
  })

  test('with user name and password mail is handed over', async () => {
    const ws = await t.workspace()
    await ws.owner.call(contract.setMailServer, serverAt(server.port, login))
    const { mailId } = await ws.owner.call(contract.sendTestMail, {})
    await t.settle()
    expect(await ws.owner.call(contract.getMail, { mailId })).toMatchObject({
      state: 'accepted',
      to: { address: ws.ownerEmail },
    })
  })

  test('a wrong password puts mail off, with the reason', async () => {
    const ws = await t.workspace()
    await ws.owner.call(
      contract.setMailServer,
      serverAt(server.port, { user: 'larkfield', password: 'wrong' }),
    )
    const { mailId } = await ws.owner.call(contract.sendTestMail, { to: 'petra@quillmere.example' })
    await t.settle()
    expect(await ws.owner.call(contract.getMail, { mailId })).toMatchObject({
      state: 'deferred',
      reason: 'sign_in',
    })
  })

  test('bad settings are refused with what to do', async () => {
    const ws = await t.workspace()
    for (const wrong of [
      { fromAddress: 'not an address' },
      { fromAddress: 'a@b.example\r\nBcc: c@d.example' },
      { host: 'bad host' },
      { host: 'smtp.example.com/x' },
      { port: 0 },
      { port: 70000 },
      { replyTo: 'x' },
      { perMinute: 0 },
    ]) {
      await expect(
        ws.owner.call(contract.setMailServer, { ...serverAt(25), ...wrong }),
      ).rejects.toMatchObject({ status: 400 })
    }
    expect((await ws.owner.call(contract.getMailServer, {})).server).toBeNull()
  })
})

describe('the connection test shows what was said, and is no way to look around inside', () => {
  test('the transcript has both sides and never the password', async () => {
    const ws = await t.workspace()
    const good = await ws.owner.call(contract.testMailServer, serverAt(server.port, login))
    expect(good.worked).toBe(true)
    expect(good.lines.some((line) => line.from === 'us' && line.text.startsWith('EHLO'))).toBe(true)
    expect(good.lines.some((line) => line.from === 'server' && line.text.startsWith('235'))).toBe(true)
    const bad = await ws.owner.call(
      contract.testMailServer,
      serverAt(server.port, { user: 'larkfield', password: 'not-this-one' }),
    )
    expect(bad).toMatchObject({ worked: false })
    expect(bad.finding).toContain('does not accept this user name or password')
    const all = JSON.stringify([good, bad])
    for (const word of ['secret', 'not-this-one']) {
      expect(all).not.toContain(word)
      expect(all).not.toContain(Buffer.from(word).toString('base64'))
      expect(all).not.toContain(Buffer.from(`\0larkfield\0${word}`).toString('base64'))
    }
  })

  test('what is not a mail server is not quoted', async () => {
    const ws = await t.workspace()
    const { createServer } = await import('node:net')
    const other = createServer((socket) => {
      socket.on('error', () => {})
      socket.end('HTTP/1.1 200 OK\r\n\r\ninternal words\r\n')
    })
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const answer = await ws.owner.call(
      contract.testMailServer,
      serverAt((other.address() as { port: number }).port),
    )
    other.close()
    expect(answer.worked).toBe(false)
    expect(JSON.stringify(answer)).not.toContain('internal words')
  })

  test('nothing answering says so; more than ten tries a minute are refused', async () => {
    const ws = await t.workspace()
    const answer = await ws.owner.call(contract.testMailServer, serverAt(1))
    expect(answer).toMatchObject({ worked: false })
    expect(answer.finding).toContain('Nothing answers at 127.0.0.1, port 1')
    const more = await Promise.allSettled(
      Array.from({ length: 12 }, () => ws.owner.call(contract.testMailServer, serverAt(1))),
    )
    expect(more.filter((one) => one.status === 'rejected')).toHaveLength(3)
  })

  test.each([
    ['127.0.0.1', 'http://localhost:3000', '', true],
    ['127.0.0.1', 'https://feedback.example.com', '', false],
    ['10.0.0.5', 'http://localhost:3000', '', false],
    ['10.0.0.5', 'https://feedback.example.com', '1', true],
    ['192.168.1.1', 'https://feedback.example.com', '', false],
    ['::1', 'https://feedback.example.com', '', false],
    ['::ffff:10.0.0.5', 'https://feedback.example.com', '', false],
    ['169.254.169.254', 'https://feedback.example.com', '1', false],
    ['0.0.0.0', 'https://feedback.example.com', '1', false],
    ['8.8.8.8', 'https://feedback.example.com', '', true],
  ])('%s from %s with HEARBACK_SMTP_ALLOW_PRIVATE=%j is allowed: %s', async (host, url, allow, isAllowed) => {
    const config = readConfig({ HEARBACK_URL: url, HEARBACK_SMTP_ALLOW_PRIVATE: allow })
    const asked = mailHostAddress(config, host)
    if (isAllowed) expect(await asked).toBe(host)
    else await expect(asked).rejects.toMatchObject({ code: 'mail.host_private' })
  })
})

describe('the outbox', () => {
  test('is read page by page, by state, and shows nothing of another workspace', async () => {
    const ws = await t.workspace()
    const other = await t.workspace()
    for (let i = 0; i < 5; i++) {
      await ws.run((ctx) =>
        queueMail(ctx, {
          to: { address: `p${i}@quillmere.example` },
          subject: `Mail ${i}`,
          text: 'x',
          topic: 'case',
          dedupeKey: String(i),
        }),
      )
    }
    const first = await ws.owner.call(contract.listMails, { limit: 2 })
    const second = await ws.owner.call(contract.listMails, { limit: 2, cursor: first.nextCursor! })
    const third = await ws.owner.call(contract.listMails, { limit: 2, cursor: second.nextCursor! })
    expect([...first.data, ...second.data, ...third.data].map((mail) => mail.subject)).toEqual([
      'Mail 4',
      'Mail 3',
      'Mail 2',
      'Mail 1',
      'Mail 0',
    ])
    expect(third.nextCursor).toBeNull()
    expect((await other.owner.call(contract.listMails, {})).data).toEqual([])
    const id = first.data[0]!.id
    await expect(other.owner.call(contract.getMail, { mailId: id })).rejects.toMatchObject({ status: 404 })
    await expect(other.owner.call(contract.cancelMail, { mailId: id })).rejects.toMatchObject({ status: 404 })
    expect(await ws.owner.call(contract.cancelMail, { mailId: id })).toMatchObject({
      state: 'suppressed',
      reason: 'cancelled',
      canRetry: false,
    })
    await expect(ws.owner.call(contract.cancelMail, { mailId: id })).rejects.toMatchObject({ status: 409 })
    expect((await ws.owner.call(contract.listMails, { state: 'suppressed' })).data).toHaveLength(1)
  })

  test('the HTML of a mail is a page that runs nothing and fetches nothing', async () => {
    const ws = await t.workspace()
    await ws.run((ctx) =>
      queueMail(ctx, {
        to: { address: 'petra@quillmere.example' },
        subject: 'x',
        text: 'x',
        html: '<p>Hello<script>alert(1)</script></p>',
        topic: 'case',
        dedupeKey: 'html',
      }),
    )
    const id = (await ws.owner.call(contract.listMails, {})).data[0]!.id
    const answer = await ws.owner.fetch(`/mails/${id}/html`)
    const policy = answer.headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain('sandbox')
    expect(policy).not.toContain('allow-scripts')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  })
})
