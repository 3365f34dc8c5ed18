import { beforeAll, describe, expect, test } from 'vitest'
import { updateWidgetKey } from '#collect/widget/contract.ts'
import { origin, widgetScene } from '#collect/widget/widget-scene.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId } from '#platform/ids.ts'

const visitor = 'd41d8cd98f00b204e9800998ecf8427e'
let scene: Awaited<ReturnType<typeof widgetScene>>
beforeAll(async () => {
  scene = await widgetScene()
})

describe('what a widget sends', () => {
  test('a bug report becomes a feedback item of its product and kind, and the answer names it', async () => {
    const key = await scene.newKey()
    const answer = await scene.say(key.publicId, {
      message: 'Autopay sent two reminders',
      context: {
        url: 'https://app.larkfield.example/bills',
        viewport: { width: 1440, height: 900 },
        errors: [{ at: '2026-11-22T08:00:00Z', text: 'TypeError: x' }],
      },
      metadata: { plan: 'Clinic', seats: 4 },
    })
    expect(answer.status).toBe(201)
    const body = (await answer.json()) as { reference: string }
    expect(body).toEqual({
      reference: expect.stringMatching(/^fb_/),
      kind: 'bug',
      acknowledgement: null,
      canAnswer: false,
    })
    const row = await scene.item(body.reference)
    expect(row).toMatchObject({ kind: 'bug', channel: 'widget', product: 'Larkfield Pay', is_history: false })
    expect(row.context).toMatchObject({
      identity: 'anonymous',
      page: { url: 'https://app.larkfield.example/bills' },
      metadata: { plan: 'Clinic', seats: 4 },
    })
  })

  test('asked twice under one Idempotency-Key, it is recorded once and answered alike', async () => {
    const key = await scene.newKey()
    const before = await scene.feedbackCount()
    const body = { kind: 'feature', message: 'Dark mode', visitor }
    const answers = await Promise.all(
      [1, 2, 3].map(() => scene.post(key.publicId, 'feedback', body, { 'idempotency-key': 'same-one' })),
    )
    const texts = await Promise.all(answers.map((answer) => answer.text()))
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201])
    expect(new Set(texts).size).toBe(1)
    expect(await scene.feedbackCount()).toBe(before + 1)
    const other = await scene.post(
      key.publicId,
      'feedback',
      { ...body, message: 'Something else' },
      { 'idempotency-key': 'same-one' },
    )
    expect(other.status).toBe(409)
  })

  test('an answer that waited offline keeps when it was said, and starts its clock on arrival', async () => {
    const key = await scene.newKey()
    const saidAt = new Date(scene.t.clock.now().getTime() - 9 * 86_400_000).toISOString()
    const body = (await (await scene.say(key.publicId, { saidAt })).json()) as { reference: string }
    const row = await scene.item(body.reference)
    expect(row.occurred_at.toISOString()).toBe(saidAt)
    expect(row.is_history).toBe(false)
  })

  test('bugs go to support, requests to product, praise to the success team', async () => {
    const key = await scene.newKey()
    const queue = async (body: Record<string, unknown>) => {
      const { reference } = (await (await scene.say(key.publicId, body)).json()) as { reference: string }
      const row = await scene.ws.run((ctx) =>
        ctx.db.maybe<{ queue: string }>(
          sql`select queue from inbox_items where workspace_id = ${scene.ws.id} and id = ${decodeId('fb', reference)!}`,
        ),
      )
      return row?.queue
    }
    expect(await queue({ kind: 'bug' })).toBe('support')
    expect(await queue({ kind: 'feature' })).toBe('product')
    expect(await queue({ kind: 'general', rating: 5 })).toBe('success')
    expect(await queue({ kind: 'general', rating: 2 })).not.toBe('success')
  })

  test('the acknowledgement of the key is shown and is no first response', async () => {
    const key = await scene.newKey({ acknowledgement: 'Thanks. Ines reads every report.' })
    const body = (await (await scene.say(key.publicId)).json()) as {
      reference: string
      acknowledgement: string
    }
    expect(body.acknowledgement).toBe('Thanks. Ines reads every report.')
    const row = await scene.ws.run((ctx) =>
      ctx.db.one<{ first_response_at: Date | null }>(
        sql`select first_response_at from inbox_items where workspace_id = ${scene.ws.id} and id = ${decodeId('fb', body.reference)!}`,
      ),
    )
    expect(row.first_response_at).toBeNull()
  })

  test.each([
    ['an unknown field', { admin: true }, 400],
    ['an empty message', { message: '  ' }, 400],
    ['a message of 10,001 characters', { message: 'x'.repeat(10_001) }, 400],
    ['an unknown kind', { kind: 'praise' }, 400],
    ['a rating of 6', { kind: 'general', rating: 6 }, 400],
    ['an address that is none', { email: 'dana at copperline' }, 400],
    [
      '21 entries of metadata',
      { metadata: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`k${i}`, i])) },
      400,
    ],
    ['a NUL in the message', { message: 'a\u0000b' }, 400],
    ['a NUL in the metadata', { metadata: { a: 'x\u0000' } }, 400],
    ['a picture nobody uploaded', { screenshot: 'hb_nothing' }, 400],
    ['a body above 128 kB', { message: 'x'.repeat(140_000) }, 413],
  ])('%s is refused as problem+json and nothing is recorded', async (_name, body, status) => {
    const key = await scene.newKey()
    const before = await scene.feedbackCount()
    const answer = await scene.say(key.publicId, body)
    expect(answer.status).toBe(status)
    expect((await scene.problemOf(answer)).title).not.toBe('')
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin)
    expect(await scene.feedbackCount()).toBe(before)
  })

  test('a body that is cut off, not JSON, or holds __proto__ is refused', async () => {
    const key = await scene.newKey()
    expect((await scene.post(key.publicId, 'feedback', '{"kind":"bug","mess')).status).toBe(400)
    expect(
      (
        await scene.post(key.publicId, 'feedback', 'kind=bug', {
          'content-type': 'application/x-www-form-urlencoded',
        })
      ).status,
    ).toBe(415)
    expect(
      (
        await scene.post(
          key.publicId,
          'feedback',
          '{"kind":"bug","message":"a","visitor":"v","metadata":{"__proto__":{"a":1}}}',
        )
      ).status,
    ).toBe(400)
  })

  test('the 31st message of one address in a minute is refused with the time to wait', async () => {
    const key = await scene.newKey()
    for (let i = 0; i < 30; i++) expect((await scene.say(key.publicId)).status).toBe(201)
    const refused = await scene.say(key.publicId)
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    scene.t.clock.advance({ minutes: 2 })
    expect((await scene.say(key.publicId)).status).toBe(201)
  })
})

describe('which pages may call', () => {
  test('a listed origin is allowed by name, without credentials', async () => {
    const key = await scene.newKey()
    const answer = await scene.t.anonymous.fetch(`//widget/v1/${key.publicId}/feedback`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    })
    expect(answer.status).toBe(204)
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin)
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull()
    expect(answer.headers.get('vary')).toBe('Origin')
  })

  test.each([
    'https://evil.example',
    'https://app.larkfield.example.evil.example',
    'null',
    'http://app.larkfield.example',
  ])('a page of %s can neither send nor read', async (foreign) => {
    const key = await scene.newKey()
    const before = await scene.feedbackCount()
    for (const method of ['OPTIONS', 'POST', 'GET']) {
      const path = method === 'GET' ? 'config' : 'feedback'
      const answer = await scene.t.anonymous.fetch(`//widget/v1/${key.publicId}/${path}`, {
        method,
        headers: { origin: foreign, 'content-type': 'application/json' },
        ...(method === 'POST' && { body: JSON.stringify({ kind: 'bug', message: 'hello', visitor }) }),
      })
      expect(answer.status).toBe(403)
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
      expect((await scene.problemOf(answer)).code).toBe('widget.origin_not_allowed')
    }
    expect(await scene.feedbackCount()).toBe(before)
  })

  test('a server without an origin is sent to the API', async () => {
    const key = await scene.newKey()
    const answer = await scene.t.anonymous.fetch(`//widget/v1/${key.publicId}/feedback`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    })
    expect((await scene.problemOf(answer)).code).toBe('widget.origin_missing')
  })

  test('an unknown key and one that is switched off are answered alike', async () => {
    const key = await scene.newKey()
    await scene.ws.owner.call(updateWidgetKey, { keyId: key.id, isActive: false })
    const off = await scene.say(key.publicId)
    const unknown = await scene.say(`${key.publicId.slice(0, -4)}AAAA`)
    const malformed = await scene.say('hbw_x')
    for (const answer of [off, unknown, malformed]) {
      expect(answer.status).toBe(404)
      expect((await scene.problemOf(answer)).code).toBe('widget.key_unknown')
    }
  })

  test('the configuration tells what a stranger may know and nothing else', async () => {
    const key = await scene.newKey({ brandColor: '#7a1fa2' })
    const answer = await scene.t.anonymous.fetch(`//widget/v1/${key.publicId}/config`, {
      headers: { origin },
    })
    expect(await answer.json()).toEqual({
      product: 'Larkfield Pay',
      brandColor: '#7a1fa2',
      position: 'end',
      anonymousAllowed: true,
      verifiedOnly: false,
      acknowledgement: null,
      asksSurveys: false,
    })
    expect(answer.headers.get('set-cookie')).toBeNull()
  })
})
