import { beforeAll, describe, expect, test } from 'vitest'
import {
  listChannels,
  putChannel,
  putIntake,
  submitFeedback,
  submitFeedbackBatch,
} from '#collect/feedback/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId } from '#platform/ids.ts'
import { ApiError, type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'

let t: TestApp
let ws: TestWorkspace
beforeAll(async () => {
  t = await testApp()
  ws = await t.workspace()
})

const countItems = () =>
  ws.run(
    async (ctx) =>
      (
        await ctx.db.one<{ n: number }>(
          sql`select count(*) as n from feedback_items where workspace_id = ${ws.id}`,
        )
      ).n,
  )

test('words and a channel are enough', async () => {
  const key = await ws.key(['feedback:write'])
  const response = await key.fetch('/feedback', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ verbatim: 'Exporting statements takes four clicks', channel: 'email' }),
  })
  expect(response.status).toBe(201)
  const item = (await response.json()) as {
    id: string
    isHistory: boolean
    receivedAt: string
    occurredAt: string
  }
  expect(item.id).toMatch(/^fb_/)
  expect(item.isHistory).toBe(false)
  expect(item.occurredAt).toBe(item.receivedAt)
  const events = await ws.run((ctx) =>
    ctx.db.many<{ type: string }>(sql`
      select type from events where workspace_id = ${ws.id} and subject_id = ${decodeId('fb', item.id)!}`),
  )
  expect(events.map((event) => event.type)).toEqual(['feedback.received'])
})

test('the same external id of the same channel is stored once and answered with 200 and the first item', async () => {
  const before = await countItems()
  const send = (body: object) =>
    ws.owner.fetch('/feedback', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const first = await send({ verbatim: 'Love it', channel: 'review', externalId: 'g2-1' })
  const again = await send({ verbatim: 'Love it, edited', channel: 'review', externalId: 'g2-1' })
  const elsewhere = await send({ verbatim: 'Love it', channel: 'social', externalId: 'g2-1' })
  expect([first.status, again.status, elsewhere.status]).toEqual([201, 200, 201])
  expect(await again.json()).toEqual(await first.json())
  expect(await countItems()).toBe(before + 2)
})

test('thirty-two callers with the same external id at once make one item', async () => {
  const answers = await Promise.all(
    Array.from({ length: 32 }, () =>
      ws.owner.call(submitFeedback, { verbatim: 'Crash on save', channel: 'support', externalId: 'T-7' }),
    ),
  )
  expect(new Set(answers.map((answer) => answer.id)).size).toBe(1)
})

test('what was said more than 7 days ago is history unless the sender says otherwise', async () => {
  const occurredAt = new Date(t.clock.now().getTime() - 8 * 86_400_000).toISOString()
  const send = (isHistory?: boolean) =>
    ws.owner.call(submitFeedback, { verbatim: 'Old words', channel: 'email', occurredAt, isHistory })
  expect((await send()).isHistory).toBe(true)
  expect((await send(false)).isHistory).toBe(false)
  expect(
    (await ws.owner.call(submitFeedback, { verbatim: 'New words', channel: 'email', isHistory: true }))
      .isHistory,
  ).toBe(true)
})

test('the person and the company are found or made', async () => {
  const contact = { email: 'Dana@Copperline.example', name: 'Dana Whitlock' }
  const one = await ws.owner.call(submitFeedback, {
    verbatim: 'One',
    channel: 'email',
    contact,
    account: { name: 'Copperline Clinics', mrrCents: 420000 },
  })
  const two = await ws.owner.call(submitFeedback, {
    verbatim: 'Two',
    channel: 'phone',
    contact: { email: 'dana@copperline.example' },
  })
  expect(one.contactId).toMatch(/^ct_/)
  expect(two.contactId).toBe(one.contactId)
  expect(two.accountId).toBe(one.accountId)
  const three = await ws.owner.call(submitFeedback, {
    verbatim: 'Three',
    channel: 'phone',
    contactId: one.contactId!,
  })
  expect(three.accountId).toBe(one.accountId)
})

test('bad input is refused with what to do, and nothing is stored', async () => {
  const before = await countItems()
  const cases: [object, RegExp][] = [
    [{ channel: 'email' }, /verbatim/],
    [{ verbatim: '   ', channel: 'email' }, /empty/],
    [{ verbatim: 'x' }, /channel/],
    [{ verbatim: 'x', channel: 'no_such_channel' }, /no channel/],
    [{ verbatim: 'x', channel: 'E-Mail' }, /channel/],
    [{ verbatim: 'x\u0000y', channel: 'email' }, /NUL/],
    [{ verbatim: 'x'.repeat(50_001), channel: 'email' }, /50,000/],
    [{ verbatim: 'x', channel: 'email', isAdmin: true }, /isAdmin/],
    [{ verbatim: 'x', channel: 'email', importRunId: '0190d3c8-0000-7000-8000-000000000000' }, /importRunId/],
    [{ verbatim: 'x', channel: 'email', occurredAt: 'yesterday' }, /time with a zone/],
    [{ verbatim: 'x', channel: 'email', occurredAt: '1066-10-14T00:00:00Z' }, /1990/],
    [{ verbatim: 'x', channel: 'email', occurredAt: '2999-01-01T00:00:00Z' }, /day ahead/],
    [{ verbatim: 'x', channel: 'email', rating: 8 }, /ratingMax/],
    [{ verbatim: 'x', channel: 'email', context: { a: 'b\u0000' } }, /NUL/],
    [{ verbatim: 'x', channel: 'email', context: [] }, /object/],
    [{ verbatim: 'x', channel: 'email', sourceUrl: 'javascript:alert(1)' }, /http/],
    [{ verbatim: 'x', channel: 'email', contact: { email: 'nobody' } }, /e-mail/],
    [{ verbatim: 'x', channel: 'email', contactId: 'ct_00000000000000000000000000' }, /no contact/],
    [{ verbatim: 'x', channel: 'email', accountId: 'acct_00000000000000000000000000' }, /no account/],
    [{ verbatim: 'x', channel: 'email', attachments: ['file_00000000000000000000000000'] }, /no file/],
  ]
  for (const [body, message] of cases) {
    const error = await ws.owner.call(submitFeedback, body as never).then(
      () => undefined,
      (failure) => failure as ApiError,
    )
    expect(error, JSON.stringify(body).slice(0, 100)).toBeInstanceOf(ApiError)
    expect(error!.status).toBe(400)
    expect(error!.message).toMatch(message)
  }
  expect(await countItems()).toBe(before)
})

test('50,000 characters of the widest kind are stored whole', async () => {
  const verbatim = '😀-'.repeat(12_500).padEnd(50_000, 'ж')
  const item = await ws.owner.call(submitFeedback, { verbatim, channel: 'email' })
  expect(item.verbatim).toBe(verbatim)
  const stored = await ws.run((ctx) =>
    ctx.db.one<{ verbatim: string }>(
      sql`select verbatim from feedback_items where workspace_id = ${ws.id} and id = ${decodeId('fb', item.id)!}`,
    ),
  )
  expect(stored.verbatim).toBe(verbatim)
})

test('half of a character is stored as the replacement sign, not refused', async () => {
  const item = await ws.owner.call(submitFeedback, { verbatim: 'cut off \ud83d', channel: 'widget' })
  expect(item.verbatim).toBe('cut off \ufffd')
})

test('a batch stores the valid items and says of each what became of it', async () => {
  await ws.owner.call(submitFeedback, { verbatim: 'First', channel: 'forum', externalId: 'post-1' })
  const before = await countItems()
  const answer = await ws.owner.call(submitFeedbackBatch, {
    items: [
      { verbatim: 'New', channel: 'forum', externalId: 'post-2' },
      { verbatim: 'Known', channel: 'forum', externalId: 'post-1' },
      { verbatim: 'Twice in one call', channel: 'forum', externalId: 'post-2' },
      { verbatim: '', channel: 'forum' },
      { verbatim: 'x', channel: 'forum', __proto__: null, nonsense: 1 },
      { verbatim: 'x', channel: 'nowhere' },
      'not an object',
      {
        verbatim: 'With a person',
        channel: 'forum',
        contact: { email: 'joel@fernhollow.example', name: 'Joel Abara' },
      },
    ],
  })
  expect(answer.results.map((result) => result.outcome)).toEqual([
    'created',
    'existing',
    'existing',
    'invalid',
    'invalid',
    'invalid',
    'invalid',
    'created',
  ])
  expect(answer.results[2]!.id).toBe(answer.results[0]!.id)
  expect(answer.results[3]!.error!.message).toMatch(/verbatim/)
  expect([answer.created, answer.existing, answer.invalid]).toEqual([2, 2, 4])
  expect(await countItems()).toBe(before + 2)
})

test('a batch sent again creates nothing, in any order and at the same time', async () => {
  const items = Array.from({ length: 200 }, (_, i) => ({
    verbatim: `Review ${i}`,
    channel: 'review',
    externalId: `r-${i}`,
  }))
  const before = await countItems()
  const answers = await Promise.all(
    [items, [...items].reverse(), items.slice(50)].map((some) =>
      ws.owner.call(submitFeedbackBatch, { items: some }),
    ),
  )
  expect(answers.reduce((sum, answer) => sum + answer.created, 0)).toBe(200)
  expect(await countItems()).toBe(before + 200)
})

test('more than 1,000 items at once are refused', async () => {
  const items = Array.from({ length: 1001 }, () => ({ verbatim: 'x', channel: 'api' }))
  await expect(ws.owner.call(submitFeedbackBatch, { items })).rejects.toThrow(/1,000/)
})

test('a workspace adds a channel of its own', async () => {
  await ws.owner.call(putChannel, { code: 'trade_fair', label: 'Trade fair' })
  const item = await ws.owner.call(submitFeedback, { verbatim: 'Met at the stand', channel: 'trade_fair' })
  expect(item.channel).toBe('trade_fair')
  const { data } = await ws.owner.call(listChannels, {})
  expect(data.find((channel) => channel.code === 'trade_fair')).toEqual({
    code: 'trade_fair',
    label: 'Trade fair',
    isBuiltIn: false,
  })
})

describe('card numbers', () => {
  const card = '4111 1111 1111 1111'
  const stored = (channel: string) =>
    ws.run((ctx) =>
      ctx.db.many<{ verbatim: string; title: string | null; context: object }>(sql`
        select verbatim, title, context from feedback_items
        where workspace_id = ${ws.id} and channel = ${channel} order by id desc limit 1`),
    )

  test('are hidden before they are stored, singly, in batches and in context', async () => {
    const answer = await ws.owner.call(submitFeedback, {
      verbatim: `My card ${card} was charged`,
      channel: 'phone',
      title: card,
      context: { note: [{ card: `paid with ${card}`, n: 7 }], order: '4111' },
    })
    expect(answer.verbatim).toBe('My card •••• •••• •••• 1111 was charged')
    expect(await stored('phone')).toEqual([
      {
        verbatim: 'My card •••• •••• •••• 1111 was charged',
        title: '•••• •••• •••• 1111',
        context: { note: [{ card: 'paid with •••• •••• •••• 1111', n: 7 }], order: '4111' },
      },
    ])
    await ws.owner.call(submitFeedbackBatch, { items: [{ verbatim: `Card ${card}`, channel: 'chat' }] })
    expect(await stored('chat')).toMatchObject([{ verbatim: 'Card •••• •••• •••• 1111' }])
  })

  test('are kept where the workspace says so', async () => {
    await ws.owner.call(putIntake, { masksCards: false })
    await ws.owner.call(submitFeedback, { verbatim: `My card ${card} was charged`, channel: 'phone' })
    expect(await stored('phone')).toMatchObject([{ verbatim: `My card ${card} was charged` }])
    await ws.owner.call(putIntake, { masksCards: true })
  })
})
