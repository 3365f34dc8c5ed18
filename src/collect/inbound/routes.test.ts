import { createHmac } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  changeHook,
  createHook,
  type Hook,
  listHooks,
  listRefusals,
  previewHook,
} from '#collect/inbound/contract.ts'
import { isSigned, momentOf, pointerAt } from '#collect/inbound/mapping.ts'
import { listFeedback } from '#organize/inbox/contract.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'

const t = await testApp()
let ws: TestWorkspace
let hook: Hook
let secret: string

const mapping = {
  only: { pointer: '/type', equals: 'message' },
  at: {
    text: '/message/text',
    author: '/user/name',
    authorId: '/user/id',
    email: '/user/email',
    time: '/ts',
    externalId: '/message/id',
    channel: '/network',
    url: '/message/link',
  },
}
const said = (more: object = {}) => ({
  type: 'message',
  network: 'social',
  ts: Math.floor(Date.parse('2037-03-01T10:00:00Z') / 1000),
  user: { id: 'u7', name: 'Ann', email: 'ann@shop.example' },
  message: { id: 'm1', text: 'The new colours are hard to read', link: 'https://chat.example/m1' },
  ...more,
})
const sign = (body: string, key = secret) => `sha256=${createHmac('sha256', key).update(body).digest('hex')}`
const post = async (value: unknown, signature?: string, at = hook.url) => {
  const body = typeof value === 'string' ? value : JSON.stringify(value)
  const answer = await t.house.http.fetch(
    new Request(`http://localhost${new URL(at).pathname}`, {
      method: 'POST',
      body,
      headers: { 'x-signature-256': signature ?? sign(body) },
    }),
  )
  const told = (await answer.json()) as { refused?: unknown; code?: string }
  return { status: answer.status, ...told }
}
const items = async () => (await ws.owner.call(listFeedback, {})).data

beforeAll(async () => {
  t.clock.set('2037-03-02T09:00:00Z')
  ws = await t.workspace()
  const made = await ws.owner.call(createHook, { name: 'Chat', mapping })
  hook = made.hook
  secret = made.secret
})

describe('a webhook that takes feedback in', () => {
  it('maps what another system posts to an item, and the same id again changes nothing', async () => {
    expect(await post(said())).toMatchObject({ status: 200, created: 1, existing: 0, refused: [] })
    expect(
      await post(said({ network: 'somewhere', message: { id: 'm0', text: 'Where do I find an invoice?' } })),
    ).toMatchObject({ created: 1 })
    expect(await post(said())).toMatchObject({ created: 0, existing: 1 })
    await t.settle()
    const list = await items()
    expect(list.map((one) => one.channel).sort()).toEqual(['chat', 'social'])
    expect(list[0]).toMatchObject({ contact: { name: 'Ann' } })
  })

  it('ignores what is something else, refuses what has no words, time or id, and lists that with why', async () => {
    const before = (await items()).length
    expect(await post(said({ type: 'typing' }))).toMatchObject({ created: 0, ignored: 1, refused: [] })
    for (const [value, reason] of [
      [said({ message: { id: 'm2' } }), 'There are no words at /message/text.'],
      [said({ ts: 'yesterday' }), 'What stands at /ts is no time'],
      [said({ message: { text: 'Without an id' } }), 'There is no id at /message/id.'],
      [
        said({ user: { email: 'nobody' }, message: { id: 'm3', text: 'x' } }),
        'contact.email: is not an e-mail address',
      ],
      [said({ message: { id: 'm4', text: 'x', link: 'javascript:alert(1)' } }), 'sourceUrl: is not an http'],
      [said({ ts: 1, message: { id: 'm5', text: 'Long ago' } }), 'occurredAt'],
      ['{"type":"message"', 'This is not complete, valid JSON.'],
      ['null', '/type is not'],
    ] as const) {
      const answer = await post(value)
      expect(answer.status).toBe(200)
      if (value !== 'null')
        expect(answer.refused).toMatchObject([{ index: 0, reason: expect.stringContaining(reason) }])
    }
    expect((await items()).length).toBe(before)
    const { data } = await ws.owner.call(listRefusals, { hookId: hook.id })
    expect(data).toHaveLength(7)
    expect(data[0]).toMatchObject({
      reason: expect.stringContaining('valid JSON'),
      body: '{"type":"message"',
    })
  })

  it('takes a list, each alone: one that is wrong stops none of the others', async () => {
    const { hook: lists, secret: key } = await ws.owner.call(createHook, {
      name: 'Listening',
      channel: 'social',
      mapping: { items: '/data', at: { text: '/body' } },
    })
    const body = JSON.stringify({ data: [{ body: 'First' }, { body: ' ' }, { body: 'Third' }, 7] })
    const answer = await post(body, sign(body, key), lists.url)
    expect(answer).toMatchObject({ created: 2, refused: [{ index: 1 }, { index: 3 }] })
    // without ids of theirs the same body again is known by its words
    expect(await post(body, sign(body, key), lists.url)).toMatchObject({ created: 0, existing: 2 })
    const none = JSON.stringify({ data: 'none' })
    expect(await post(none, sign(none, key), lists.url)).toMatchObject({
      refused: [{ reason: 'There is no list at /data. Check the pointer of the list.' }],
    })
    const many = JSON.stringify({ data: Array.from({ length: 101 }, () => ({ body: 'x' })) })
    expect(await post(many, sign(many, key), lists.url)).toMatchObject({
      created: 0,
      refused: [{ index: 0 }],
    })
  })

  it.each([
    ['nothing', ''],
    ['another secret', sign('{}', 'another')],
    ['words', 'sha256=hello'],
    ['half of it', 'sha256=abcd'],
  ])('refuses a call signed with %s, keeps nothing of it, and counts it', async (_, signature) => {
    const before = (await ws.owner.call(listHooks, {})).data.find((one) => one.id === hook.id)!.unsignedCount
    expect(await post(said({ message: { id: 'forged', text: 'Forged' } }), signature)).toMatchObject({
      status: 401,
      code: 'inbound_hook.signature_wrong',
    })
    const after = (await ws.owner.call(listHooks, {})).data.find((one) => one.id === hook.id)!.unsignedCount
    expect(after).toBe(before + 1)
    expect((await items()).some((one) => one.summary === 'Forged')).toBe(false)
  })

  it('counts at most sixty wrong signatures a minute, and takes what is signed all the same', async () => {
    t.clock.advance({ minutes: 2 })
    const count = async () => (await ws.owner.call(listHooks, {})).data.find((one) => one.id === hook.id)!
    const before = (await count()).unsignedCount
    let last = { status: 0 }
    for (let i = 0; i < 65; i++) last = await post({}, 'sha256=wrong')
    expect(last).toMatchObject({ status: 429, code: 'rate.limited' })
    expect((await count()).unsignedCount).toBe(before + 60)
    expect(await post(said({ message: { id: 'signed', text: 'Signed amid the noise' } }))).toMatchObject({
      status: 200,
      created: 1,
    })
  })

  it('reads a signature in hex and base64, and a header of the other system', () => {
    const raw = createHmac('sha256', 'k').update('body').digest()
    for (const text of [
      raw.toString('hex'),
      `sha256=${raw.toString('hex')}`,
      raw.toString('base64'),
      `v1=${raw.toString('hex')}`,
    ])
      expect(isSigned('body', 'k', text)).toBe(true)
    expect(isSigned('other', 'k', raw.toString('hex'))).toBe(false)
    expect(isSigned('body', 'k', undefined)).toBe(false)
  })

  it('shows on a sample what it would take, and stores nothing', async () => {
    const before = (await items()).length
    const sample = JSON.stringify(said())
    const { results } = await ws.owner.call(previewHook, { mapping, sample })
    expect(results).toMatchObject([
      {
        kind: 'item',
        item: { text: 'The new colours are hard to read', author: 'Ann', at: '2037-03-01T10:00:00.000Z' },
      },
    ])
    await expect(ws.owner.call(previewHook, { mapping, sample: 'no json' })).rejects.toMatchObject({
      code: 'body.broken_json',
    })
    expect((await items()).length).toBe(before)
  })

  it('switched off, or with an address that never was, it answers as unknown; a wrong mapping is not kept', async () => {
    await expect(
      ws.owner.call(createHook, { name: 'Wrong', mapping: { at: { text: 'message.text' } } }),
    ).rejects.toMatchObject({ code: 'input.invalid' })
    await expect(
      ws.owner.call(createHook, { name: 'Wrong', channel: 'no_such', mapping: { at: { text: '/a' } } }),
    ).rejects.toMatchObject({ code: 'channel.unknown' })
    await ws.owner.call(changeHook, { hookId: hook.id, isOn: false })
    for (const at of [hook.url, 'http://localhost/hooks/in/hbi_edited'])
      expect(await post(said(), undefined, at)).toMatchObject({ status: 404, code: 'inbound_hook.unknown' })
    const agent = await ws.as('agent')
    await expect(agent.call(listHooks, {})).rejects.toMatchObject({ code: 'role.too_low' })
  })
})

describe('a JSON pointer', () => {
  const value = { a: [{ 'b/c': 1, 'd~e': 2, '': 3 }], __proto__: { x: 1 } }
  it.each([
    ['', value],
    ['/a/0/b~1c', 1],
    ['/a/0/d~0e', 2],
    ['/a/0/', 3],
    ['/a/1', undefined],
    ['/a/length', undefined],
    ['/constructor/name', undefined],
    ['/x', undefined],
  ])('%j', (pointer, found) => {
    expect(pointerAt(value, pointer)).toEqual(found)
  })

  it.each([
    [1_772_000_000, '2026-02-25T06:13:20.000Z'],
    [1_772_000_000_000, '2026-02-25T06:13:20.000Z'],
    ['1772000000.123', '2026-02-25T06:13:20.123Z'],
    ['2026-02-25T06:13:20+02:00', '2026-02-25T04:13:20.000Z'],
    ['2026-02-25', undefined],
    ['soon', undefined],
    [Number.NaN, undefined],
    [null, undefined],
  ])('the moment %j is %s', (given, at) => {
    expect(momentOf(given)?.toISOString()).toBe(at)
  })
})
