import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sql } from '#platform/db/sql.ts'
import * as contract from '#platform/sms/contract.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import {
  callBack,
  providerAt,
  type TestSmsProvider,
  testSmsProvider,
  twilioSignature,
} from '#platform/testing/sms-provider.ts'

let t: TestApp
let provider: TestSmsProvider
let ws: TestWorkspace
beforeAll(async () => {
  t = await testApp({ HEARBACK_ALLOW_HOSTS: '127.0.0.1' })
  provider = await testSmsProvider()
  ws = await t.workspace('Larkfield')
  await ws.owner.call(contract.setSmsProvider, providerAt(provider))
})
beforeEach(() => {
  provider.answer = undefined
  provider.taken.length = 0
  provider.calls = 0
})

const number = '+4915112345678'
async function sendTest(to = number) {
  const { smsId } = await ws.owner.call(contract.sendTestSms, { to })
  await t.settle()
  return ws.owner.call(contract.getSms, { smsId })
}
const again = async (smsId: string) => {
  await t.settle()
  return ws.owner.call(contract.getSms, { smsId })
}

describe('the provider is set by admins, and its token never comes out', () => {
  test('every lower role and a key without the scope is refused', async () => {
    for (const client of [await ws.as('manager'), await ws.key(['mail:write'])]) {
      await expect(client.call(contract.getSmsSettings, {})).rejects.toMatchObject({ status: 403 })
      await expect(client.call(contract.setSmsProvider, providerAt(provider))).rejects.toMatchObject({
        status: 403,
      })
      await expect(client.call(contract.sendTestSms, { to: number })).rejects.toMatchObject({ status: 403 })
    }
    await expect((await ws.as('viewer')).call(contract.listSms, {})).rejects.toMatchObject({ status: 403 })
  })

  test('the token is sealed at rest, absent from answers and events, and kept for its own account only', async () => {
    const settings = await ws.owner.call(contract.getSmsSettings, {})
    expect(settings.provider).toMatchObject({ hasToken: true, sender: '+15005550006' })
    const { all } = await ws.run((ctx) =>
      ctx.db.one<{ all: string }>(sql`
        select (select string_agg(value::text, '') from settings where workspace_id = ${ws.id})
          || (select string_agg(payload::text, '') from events where workspace_id = ${ws.id}) as all`),
    )
    expect(JSON.stringify(settings) + all).not.toContain(provider.token)
    const { token: _, ...rest } = providerAt(provider)
    expect(
      (await ws.owner.call(contract.setSmsProvider, { ...rest, perMinute: 600 })).provider,
    ).toMatchObject({
      hasToken: true,
      perMinute: 600,
    })
    await expect(
      ws.owner.call(contract.setSmsProvider, { ...rest, account: 'ACother' }),
    ).rejects.toMatchObject({ code: 'sms.no_token' })
  })

  test('the connection is tried without sending anything, and a wrong token is named', async () => {
    const { account, address, token } = providerAt(provider)
    expect(await ws.owner.call(contract.testSmsProvider, { account, address })).toMatchObject({
      worked: true,
    })
    expect(await ws.owner.call(contract.testSmsProvider, { account, address, token: 'wrong' })).toMatchObject(
      { worked: false, finding: expect.stringContaining('does not accept') },
    )
    expect(
      await ws.owner.call(contract.testSmsProvider, { account, address: 'http://10.0.0.1', token }),
    ).toMatchObject({ worked: false, finding: expect.stringContaining('Use https') })
    expect(provider.calls).toBe(0)
    expect(token).toBe(provider.token)
  })

  test('a sender or recipient that is no number is refused with what to write', async () => {
    await expect(
      ws.owner.call(contract.setSmsProvider, { ...providerAt(provider), sender: '0151 123' }),
    ).rejects.toMatchObject({ status: 400, code: 'sms.bad_number' })
    await expect(ws.owner.call(contract.sendTestSms, { to: '0151 12345678' })).rejects.toMatchObject({
      status: 400,
      details: { fields: [{ field: 'to', message: expect.stringContaining('with its country') }] },
    })
  })
})

describe('a message is handed over once, and what became of it is kept', () => {
  test('it goes to the provider in its form, with the count of its places', async () => {
    const sent = await sendTest('+49 (0)151 12345678')
    expect(sent).toMatchObject({
      state: 'accepted',
      to: number,
      standing: { state: 'Sent', why: null },
      encoding: 'gsm7',
      segments: 1,
      characters: sent.text.length,
      providerId: provider.taken[0]!.sid,
    })
    expect(provider.taken).toEqual([
      expect.objectContaining({
        to: number,
        from: '+15005550006',
        service: null,
        body: sent.text,
        callback: expect.stringMatching(new RegExp(`/hooks/sms/ws_\\w+/status/${sent.id}$`)),
      }),
    ])
  })

  test('a pool of senders is named as such', async () => {
    await ws.owner.call(contract.setSmsProvider, { ...providerAt(provider), sender: 'MGpool' })
    await sendTest()
    expect(provider.taken[0]).toMatchObject({ from: null, service: 'MGpool' })
    await ws.owner.call(contract.setSmsProvider, providerAt(provider))
  })

  test.each([
    ['a pace that is too fast', { status: 429, code: 20429, message: 'Too many requests' }, 'too_fast'],
    ['a service that is down', { status: 503, code: 20503, message: 'Service unavailable' }, 'put_off'],
    ['an error inside', { status: 500, code: 20500, message: 'Internal server error' }, 'put_off'],
    ['a wrong token', { status: 401, code: 20003, message: 'Authenticate' }, 'sign_in'],
  ])('%s puts it off, and it goes out later', async (_, answer, reason) => {
    provider.answer = () => answer
    const put = await sendTest()
    expect(put).toMatchObject({ state: 'deferred', reason, providerCode: answer.code })
    provider.answer = undefined
    t.clock.advance({ minutes: 2 })
    expect(await again(put.id)).toMatchObject({ state: 'accepted', attempts: 2 })
    expect(provider.taken).toHaveLength(1)
  })

  test('tries are bounded: after three days it is given up', async () => {
    provider.answer = () => ({ status: 503, code: 20503, message: 'Service unavailable' })
    const put = await sendTest()
    for (let i = 0; i < 9; i++) {
      t.clock.advance({ hours: 25 })
      await t.settle()
    }
    expect(await again(put.id)).toMatchObject({ state: 'failed', reason: 'gave_up', attempts: 10 })
    expect(provider.calls).toBe(10)
  })

  test('a connection that breaks after the message is there leaves it uncertain, and nothing sends it again by itself', async () => {
    provider.answer = () => (response) => void response.socket?.destroy()
    const lost = await sendTest()
    expect(lost).toMatchObject({ state: 'uncertain', reason: 'no_answer', canRetry: true })
    t.clock.advance({ days: 1 })
    await t.settle()
    expect(provider.calls).toBe(1)
    provider.answer = undefined
    await ws.owner.call(contract.retrySms, { smsId: lost.id })
    expect(await again(lost.id)).toMatchObject({ state: 'accepted' })
  })

  test('an answer of something between us and the provider is uncertain, too', async () => {
    provider.answer = () => (response) => void response.writeHead(502).end('<html>Bad gateway</html>')
    expect(await sendTest()).toMatchObject({ state: 'uncertain' })
  })

  test('a provider that cannot be reached has got nothing: it is tried again', async () => {
    await ws.owner.call(contract.setSmsProvider, {
      ...providerAt(provider),
      address: 'http://127.0.0.1:1024',
    })
    const put = await sendTest()
    expect(put).toMatchObject({ state: 'deferred', reason: 'no_connection' })
    await ws.owner.call(contract.setSmsProvider, providerAt(provider))
    t.clock.advance({ minutes: 2 })
    expect(await again(put.id)).toMatchObject({ state: 'accepted' })
  })

  test('a crash while it is handed over leaves it uncertain; a report of the provider says that it arrived', async () => {
    const { smsId } = await ws.owner.call(contract.sendTestSms, { to: number })
    await ws.run((ctx) =>
      ctx.db.run(sql`
        update sms_messages set state = 'handing_over', lease_until = ${ctx.now()}, fence = 1, attempts = 1
        where workspace_id = ${ws.id} and state = 'queued'`),
    )
    t.clock.advance({ minutes: 6 })
    expect(await again(smsId)).toMatchObject({ state: 'uncertain', reason: 'crashed' })
    expect(provider.calls).toBe(0)
    const address = (await ws.owner.call(contract.getSmsSettings, {})).webhook.address
    const callback = address.replace(/in$/, `status/${smsId}`)
    await callBack(t, provider.token, callback, { MessageSid: 'SMlate', MessageStatus: 'delivered' })
    expect(await again(smsId)).toMatchObject({ state: 'accepted', standing: { state: 'Delivered' } })
  })

  test('a number that cannot be texted fails for good, with the provider’s code', async () => {
    provider.answer = () => ({ status: 400, code: 21614, message: 'not a mobile number' })
    expect(await sendTest()).toMatchObject({
      state: 'failed',
      reason: 'number',
      providerCode: 21614,
      standing: { why: 'The provider says that this number cannot be texted.' },
    })
  })

  test('a number that the provider says has stopped is kept as stopped: nothing goes there any more', async () => {
    provider.answer = () => ({ status: 400, code: 21610, message: 'unsubscribed recipient' })
    expect(await sendTest('+4915100000001')).toMatchObject({ state: 'failed', reason: 'stopped' })
    provider.answer = undefined
    expect(await sendTest('+4915100000001')).toMatchObject({ state: 'suppressed', reason: 'stopped' })
    expect(provider.calls).toBe(1)
  })
})

describe('what the provider reports is signed', () => {
  test('delivered and not delivered are kept with why; an older or repeated report changes nothing', async () => {
    const sent = await sendTest()
    const { callback, sid } = provider.taken[0]!
    const tell = (MessageStatus: string, more = {}) =>
      callBack(t, provider.token, callback!, { MessageSid: sid, MessageStatus, ...more })
    expect((await tell('sent')).status).toBe(204)
    expect(await again(sent.id)).toMatchObject({ standing: { state: 'Sent' } })
    await tell('undelivered', { ErrorCode: '30003' })
    await tell('delivered')
    await tell('sent')
    expect(await again(sent.id)).toMatchObject({
      standing: { state: 'Not delivered', why: 'The telephone was off or out of reach.' },
      deliveredAt: null,
    })
    expect(
      (await ws.owner.call(contract.listSms, { state: 'undelivered' })).data.map(({ id }) => id),
    ).toEqual([sent.id])
    expect((await ws.owner.call(contract.getSmsSettings, {})).health).toMatchObject({
      undelivered: 1,
      lastTrouble: { why: expect.stringContaining('off or out of reach') },
    })
  })

  test('a wrong signature, an unknown workspace and one without a provider are answered 403, and nothing is written', async () => {
    const sent = await sendTest()
    const { callback, sid } = provider.taken[0]!
    const fields = { MessageSid: sid, MessageStatus: 'delivered' }
    expect((await callBack(t, 'another token', callback!, fields)).status).toBe(403)
    const bare = await t.workspace()
    const { webhook } = await bare.owner.call(contract.getSmsSettings, {})
    const elsewhere = webhook.address.replace(/in$/, `status/${sent.id}`)
    expect((await callBack(t, provider.token, elsewhere, fields)).status).toBe(403)
    // Signed for another address: a call that was listened to cannot be used for another message.
    const other = await t.anonymous.fetch(`/${new URL(callback!).pathname.replace(/.$/, '0')}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': twilioSignature(provider.token, callback!, fields),
      },
      body: new URLSearchParams(fields).toString(),
    })
    expect(other.status).toBe(403)
    expect(await again(sent.id)).toMatchObject({ standing: { state: 'Sent' }, deliveredAt: null })
  })
})

test('without a provider messages wait, and go out once one is set', async () => {
  const quiet = await t.workspace()
  const { smsId } = await quiet.owner.call(contract.sendTestSms, { to: number })
  await t.settle()
  expect(await quiet.owner.call(contract.getSms, { smsId })).toMatchObject({
    hold: 'no_provider',
    standing: { state: 'Waiting for a provider' },
  })
  await quiet.owner.call(contract.setSmsProvider, providerAt(provider))
  await t.settle()
  expect(await quiet.owner.call(contract.getSms, { smsId })).toMatchObject({ state: 'accepted' })
  await quiet.owner.call(contract.removeSmsProvider, {})
  expect((await quiet.owner.call(contract.getSmsSettings, {})).provider).toBeNull()
})

test('a message that has not left can be taken back; one that has cannot', async () => {
  const quiet = await t.workspace()
  const { smsId } = await quiet.owner.call(contract.sendTestSms, { to: number })
  expect(await quiet.owner.call(contract.cancelSms, { smsId })).toMatchObject({
    state: 'suppressed',
    reason: 'cancelled',
  })
  await expect(quiet.owner.call(contract.cancelSms, { smsId })).rejects.toMatchObject({
    code: 'sms.not_cancellable',
  })
})

test('nothing of a demo workspace leaves', async () => {
  const demo = await t.workspace('Demo')
  await demo.run((ctx) => ctx.db.run(sql`update workspaces set is_demo = true where id = ${ctx.workspaceId}`))
  await demo.owner.call(contract.setSmsProvider, providerAt(provider))
  const { smsId } = await demo.owner.call(contract.sendTestSms, { to: number })
  await t.settle()
  expect(await demo.owner.call(contract.getSms, { smsId })).toMatchObject({
    state: 'suppressed',
    reason: 'demo',
  })
  expect(provider.calls).toBe(0)
})
