import { createHmac } from 'node:crypto'
import { base64url, SignJWT } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  createWidgetKey,
  listWidgetKeys,
  rotateWidgetSecret,
  updateWidgetKey,
} from '#collect/widget/contract.ts'
import { sql } from '#platform/db/sql.ts'
import type { Call } from '#platform/endpoint.ts'
import { decodeId } from '#platform/ids.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'

const origin = 'https://app.larkfield.example'
const visitor = 'd41d8cd98f00b204e9800998ecf8427e'
let t: TestApp
let ws: TestWorkspace
beforeAll(async () => {
  t = await testApp()
  ws = await t.workspace('Larkfield')
})

async function newKey(input: Partial<Call<typeof createWidgetKey>> = {}) {
  const { key, secret } = await ws.owner.call(createWidgetKey, {
    product: 'Larkfield Pay',
    origins: [origin],
    ...input,
  })
  return { ...key, secret }
}

let count = 0
const post = (publicId: string, verb: string, body: unknown, headers: Record<string, string> = {}) =>
  t.anonymous.fetch(`//widget/v1/${publicId}/${verb}`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
const say = (publicId: string, body: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
  post(
    publicId,
    'feedback',
    { kind: 'bug', message: `The total is wrong ${++count}`, visitor, ...body },
    { 'idempotency-key': `key-${count}-${Math.random()}`, ...headers },
  )

const inSeconds = (seconds: number) => Math.floor(t.clock.now().getTime() / 1000) + seconds
const token = (claims: Record<string, unknown>, secret: string, alg = 'HS256') =>
  new SignJWT({ exp: inSeconds(300), ...claims })
    .setProtectedHeader({ alg })
    .sign(new TextEncoder().encode(secret))

const item = async (reference: string) => {
  const id = decodeId('fb', reference)!
  return ws.run((ctx) =>
    ctx.db.one<{
      kind: string
      channel: string
      product: string
      rating: number | null
      context: Record<string, unknown>
      occurred_at: Date
      is_history: boolean
      email: string | null
      name: string | null
      contact_id: string
      root_id: string
      account: string | null
      mrr_cents: number | null
    }>(sql`
      select f.kind, f.channel, f.product, f.rating, f.context, f.occurred_at, f.is_history, f.contact_id, r.id as root_id, r.email, r.name, a.name as account, a.mrr_cents
      from feedback_items f
      left join contacts c on c.workspace_id = ${ws.id} and c.id = f.contact_id
      left join contacts r on r.workspace_id = ${ws.id} and r.id = coalesce(c.merged_into_id, c.id)
      left join accounts a on a.workspace_id = ${ws.id} and a.id = coalesce(f.account_id, r.account_id)
      where f.workspace_id = ${ws.id} and f.id = ${id}`),
  )
}
const feedbackCount = () =>
  ws.run(
    async (ctx) =>
      (
        await ctx.db.one<{ n: number }>(
          sql`select count(*) as n from feedback_items where workspace_id = ${ws.id}`,
        )
      ).n,
  )
const problemOf = async (response: Response) => {
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  return (await response.json()) as { code: string; title: string }
}

describe('what a widget sends', () => {
  test('a bug report becomes a feedback item of its product and kind, and the answer names it', async () => {
    const key = await newKey()
    const answer = await say(key.publicId, {
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
    const row = await item(body.reference)
    expect(row).toMatchObject({ kind: 'bug', channel: 'widget', product: 'Larkfield Pay', is_history: false })
    expect(row.context).toMatchObject({
      identity: 'anonymous',
      page: { url: 'https://app.larkfield.example/bills' },
      metadata: { plan: 'Clinic', seats: 4 },
    })
  })

  test('asked twice under one Idempotency-Key, it is recorded once and answered alike', async () => {
    const key = await newKey()
    const before = await feedbackCount()
    const body = { kind: 'feature', message: 'Dark mode', visitor }
    const answers = await Promise.all(
      [1, 2, 3].map(() => post(key.publicId, 'feedback', body, { 'idempotency-key': 'same-one' })),
    )
    const texts = await Promise.all(answers.map((answer) => answer.text()))
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201])
    expect(new Set(texts).size).toBe(1)
    expect(await feedbackCount()).toBe(before + 1)
    const other = await post(
      key.publicId,
      'feedback',
      { ...body, message: 'Something else' },
      { 'idempotency-key': 'same-one' },
    )
    expect(other.status).toBe(409)
  })

  test('an answer that waited offline keeps when it was said, and starts its clock on arrival', async () => {
    const key = await newKey()
    const saidAt = new Date(t.clock.now().getTime() - 9 * 86_400_000).toISOString()
    const body = (await (await say(key.publicId, { saidAt })).json()) as { reference: string }
    const row = await item(body.reference)
    expect(row.occurred_at.toISOString()).toBe(saidAt)
    expect(row.is_history).toBe(false)
  })

  test('bugs go to support, requests to product, praise to the success team', async () => {
    const key = await newKey()
    const queue = async (body: Record<string, unknown>) => {
      const { reference } = (await (await say(key.publicId, body)).json()) as { reference: string }
      const row = await ws.run((ctx) =>
        ctx.db.maybe<{ queue: string }>(
          sql`select queue from inbox_items where workspace_id = ${ws.id} and id = ${decodeId('fb', reference)!}`,
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
    const key = await newKey({ acknowledgement: 'Thanks. Ines reads every report.' })
    const body = (await (await say(key.publicId)).json()) as { reference: string; acknowledgement: string }
    expect(body.acknowledgement).toBe('Thanks. Ines reads every report.')
    const row = await ws.run((ctx) =>
      ctx.db.one<{ first_response_at: Date | null }>(
        sql`select first_response_at from inbox_items where workspace_id = ${ws.id} and id = ${decodeId('fb', body.reference)!}`,
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
    ['a body above 64 kB', { message: 'x'.repeat(70_000) }, 413],
  ])('%s is refused as problem+json and nothing is recorded', async (_name, body, status) => {
    const key = await newKey()
    const before = await feedbackCount()
    const answer = await say(key.publicId, body)
    expect(answer.status).toBe(status)
    expect((await problemOf(answer)).title).not.toBe('')
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin)
    expect(await feedbackCount()).toBe(before)
  })

  test('a body that is cut off, not JSON, or holds __proto__ is refused', async () => {
    const key = await newKey()
    expect((await post(key.publicId, 'feedback', '{"kind":"bug","mess')).status).toBe(400)
    expect(
      (
        await post(key.publicId, 'feedback', 'kind=bug', {
          'content-type': 'application/x-www-form-urlencoded',
        })
      ).status,
    ).toBe(415)
    expect(
      (
        await post(
          key.publicId,
          'feedback',
          '{"kind":"bug","message":"a","visitor":"v","metadata":{"__proto__":{"a":1}}}',
        )
      ).status,
    ).toBe(400)
  })

  test('the 31st message of one address in a minute is refused with the time to wait', async () => {
    const key = await newKey()
    for (let i = 0; i < 30; i++) expect((await say(key.publicId)).status).toBe(201)
    const refused = await say(key.publicId)
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    t.clock.advance({ minutes: 2 })
    expect((await say(key.publicId)).status).toBe(201)
  })
})

describe('which pages may call', () => {
  test('a listed origin is allowed by name, without credentials', async () => {
    const key = await newKey()
    const answer = await t.anonymous.fetch(`//widget/v1/${key.publicId}/feedback`, {
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
    const key = await newKey()
    const before = await feedbackCount()
    for (const method of ['OPTIONS', 'POST', 'GET']) {
      const path = method === 'GET' ? 'config' : 'feedback'
      const answer = await t.anonymous.fetch(`//widget/v1/${key.publicId}/${path}`, {
        method,
        headers: { origin: foreign, 'content-type': 'application/json' },
        ...(method === 'POST' && { body: JSON.stringify({ kind: 'bug', message: 'hello', visitor }) }),
      })
      expect(answer.status).toBe(403)
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
      expect((await problemOf(answer)).code).toBe('widget.origin_not_allowed')
    }
    expect(await feedbackCount()).toBe(before)
  })

  test('a server without an origin is sent to the API', async () => {
    const key = await newKey()
    const answer = await t.anonymous.fetch(`//widget/v1/${key.publicId}/feedback`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    })
    expect((await problemOf(answer)).code).toBe('widget.origin_missing')
  })

  test('an unknown key and one that is switched off are answered alike', async () => {
    const key = await newKey()
    await ws.owner.call(updateWidgetKey, { keyId: key.id, isActive: false })
    const off = await say(key.publicId)
    const unknown = await say(`${key.publicId.slice(0, -4)}AAAA`)
    const malformed = await say('hbw_x')
    for (const answer of [off, unknown, malformed]) {
      expect(answer.status).toBe(404)
      expect((await problemOf(answer)).code).toBe('widget.key_unknown')
    }
  })

  test('the configuration tells what a stranger may know and nothing else', async () => {
    const key = await newKey({ brandColor: '#7a1fa2' })
    const answer = await t.anonymous.fetch(`//widget/v1/${key.publicId}/config`, { headers: { origin } })
    expect(await answer.json()).toEqual({
      product: 'Larkfield Pay',
      brandColor: '#7a1fa2',
      position: 'end',
      anonymousAllowed: true,
      verifiedOnly: false,
      acknowledgement: null,
    })
    expect(answer.headers.get('set-cookie')).toBeNull()
  })
})

describe('who somebody is', () => {
  const person = {
    id: 'u-17',
    email: 'dana.whitlock@copperline.example',
    name: 'Dana Whitlock',
    companies: [{ id: 'c-3', name: 'Copperline Clinics', monthlySpend: 4200, created: '2024-03-01' }],
  }

  test('a JWT with Canny’s claims makes contact and account, and the session submits as them', async () => {
    const key = await newKey({ verifiedOnly: true })
    const answer = await post(key.publicId, 'identify', { token: await token(person, key.secret) })
    expect(answer.status).toBe(200)
    const identified = (await answer.json()) as { session: string }
    expect(Object.keys(identified).sort()).toEqual(['expiresAt', 'name', 'session'])
    const { reference, canAnswer } = (await (
      await say(key.publicId, {}, { 'hearback-session': identified.session })
    ).json()) as { reference: string; canAnswer: boolean }
    expect(canAnswer).toBe(true)
    expect(await item(reference)).toMatchObject({
      email: person.email,
      name: person.name,
      account: 'Copperline Clinics',
      mrr_cents: 420_000,
      context: { identity: 'verified' },
    })
  })

  const forged: [string, (secret: string) => string | Promise<string>, string][] = [
    [
      'alg none',
      () =>
        `${base64url.encode('{"alg":"none"}')}.${base64url.encode(JSON.stringify({ id: 'u-1', exp: inSeconds(60) }))}.`,
      'widget.wrong_algorithm',
    ],
    ['HS512', (secret) => token({ id: 'u-1' }, secret, 'HS512'), 'widget.wrong_algorithm'],
    [
      'another secret',
      () => token({ id: 'u-1' }, 'hbws_not_the_secret_of_this_key_at_all'),
      'widget.wrong_signature',
    ],
    ['the public key as secret', () => token({ id: 'u-1' }, 'hbw_public'), 'widget.wrong_signature'],
    [
      'an edited payload',
      async (secret) => {
        const [head, , signature] = (await token({ id: 'u-1' }, secret)).split('.')
        return `${head}.${base64url.encode(JSON.stringify({ id: 'u-2', exp: inSeconds(60) }))}.${signature}`
      },
      'widget.wrong_signature',
    ],
    [
      'an expiry in the past',
      (secret) => token({ id: 'u-1', exp: inSeconds(-60) }, secret),
      'widget.token_expired',
    ],
    ['no expiry', (secret) => token({ id: 'u-1', exp: undefined }, secret), 'widget.bad_claim'],
    [
      'an expiry in a year',
      (secret) => token({ id: 'u-1', exp: inSeconds(365 * 86_400) }, secret),
      'widget.token_too_long',
    ],
    [
      'a start that lies ahead',
      (secret) => token({ id: 'u-1', nbf: inSeconds(600) }, secret),
      'widget.bad_claim',
    ],
    ['nobody in it', (secret) => token({ name: 'Dana' }, secret), 'widget.bad_claim'],
    ['an address that is none', (secret) => token({ id: 'u-1', email: 'dana' }, secret), 'widget.bad_claim'],
    ['a NUL in the name', (secret) => token({ id: 'u-1', name: 'a\u0000' }, secret), 'widget.bad_claim'],
    ['no JWT at all', () => 'hello', 'widget.token_malformed'],
  ]
  test.each(forged)('a token with %s is refused', async (_name, make, code) => {
    const key = await newKey()
    const answer = await post(key.publicId, 'identify', { token: await make(key.secret) })
    expect(answer.status).toBe(401)
    expect((await problemOf(answer)).code).toBe(code)
  })

  test('a token for one key is nothing at another', async () => {
    const [one, other] = [await newKey(), await newKey()]
    expect((await post(other.publicId, 'identify', { token: await token(person, one.secret) })).status).toBe(
      401,
    )
  })

  test('an HMAC proves the id and nothing more', async () => {
    const key = await newKey({ verifiedOnly: true })
    const hash = createHmac('sha256', key.secret).update('u-99').digest('hex')
    const answer = await post(key.publicId, 'identify', { id: 'u-99', hash, name: 'Joel Abara' })
    expect(answer.status).toBe(200)
    expect((await post(key.publicId, 'identify', { id: 'u-98', hash })).status).toBe(401)
    expect((await post(key.publicId, 'identify', { id: 'u-99', hash, email: person.email })).status).toBe(400)
    const { session } = (await answer.json()) as { session: string }
    const { reference, canAnswer } = (await (
      await say(key.publicId, {}, { 'hearback-session': session })
    ).json()) as { reference: string; canAnswer: boolean }
    expect(await item(reference)).toMatchObject({
      name: 'Joel Abara',
      email: null,
      context: { identity: 'verified' },
    })
    expect(canAnswer).toBe(false)
  })

  test('what a browser sent before it was known joins the person who signs in there', async () => {
    const key = await newKey()
    const mine = 'a'.repeat(32)
    const { reference } = (await (await say(key.publicId, { visitor: mine })).json()) as { reference: string }
    expect(await item(reference)).toMatchObject({ email: null, name: null })
    const robin = { id: 'u-robin', email: 'robin.vale@copperline.example', name: 'Robin Vale' }
    await post(key.publicId, 'identify', { token: await token(robin, key.secret), visitor: mine })
    expect(await item(reference)).toMatchObject({
      email: robin.email,
      name: robin.name,
      context: { identity: 'anonymous' },
    })
    // The next person at that browser does not take it over.
    await post(key.publicId, 'identify', {
      token: await token({ id: 'u-next', email: 'next@copperline.example', name: 'Nia Next' }, key.secret),
      visitor: mine,
    })
    expect(await item(reference)).toMatchObject({ email: robin.email })
  })

  test('a claimed address leads to its contact, says so, and changes nothing about it', async () => {
    const key = await newKey()
    const known = { id: 'u-known', email: 'iva@stonebridge.example', name: 'Iva Horvat' }
    await post(key.publicId, 'identify', { token: await token(known, key.secret) })
    const { reference, canAnswer } = (await (
      await say(key.publicId, {
        visitor: 'b'.repeat(32),
        claimed: { email: known.email, name: 'Somebody Else', id: 'u-17' },
      })
    ).json()) as { reference: string; canAnswer: boolean }
    expect(canAnswer).toBe(true)
    expect(await item(reference)).toMatchObject({
      email: known.email,
      name: 'Iva Horvat',
      context: { identity: 'claimed' },
    })
  })

  test('a claimed address is not handed to the next person who signs in at that browser', async () => {
    const key = await newKey()
    const browser = 'c'.repeat(32)
    const { reference } = (await (
      await say(key.publicId, { visitor: browser, email: 'victim@stonebridge.example' })
    ).json()) as { reference: string }
    await post(key.publicId, 'identify', {
      token: await token({ id: 'u-eve', email: 'eve@elsewhere.example', name: 'Eve' }, key.secret),
      visitor: browser,
    })
    expect(await item(reference)).toMatchObject({ email: 'victim@stonebridge.example' })
  })

  test('a key for verified people refuses everybody else, claims included', async () => {
    const key = await newKey({ verifiedOnly: true })
    expect((await problemOf(await say(key.publicId))).code).toBe('widget.needs_identity')
    expect((await problemOf(await say(key.publicId, { claimed: { email: person.email } }))).code).toBe(
      'widget.needs_identity',
    )
  })

  test('a key without anonymous feedback takes claims but no strangers', async () => {
    const key = await newKey({ anonymousAllowed: false })
    expect((await problemOf(await say(key.publicId, { email: 'typed@copperline.example' }))).code).toBe(
      'widget.anonymous_refused',
    )
    expect((await say(key.publicId, { claimed: { id: 'u-5', name: 'Ray Mbeki' } })).status).toBe(201)
  })

  test('a session ends after 12 hours, and one of another workspace never begins', async () => {
    const key = await newKey()
    const { session } = (await (
      await post(key.publicId, 'identify', { token: await token(person, key.secret) })
    ).json()) as { session: string }
    expect((await say(key.publicId, {}, { 'hearback-session': session })).status).toBe(201)
    const elsewhere = await t.workspace('Other')
    const made = await elsewhere.owner.call(createWidgetKey, { product: 'Other', origins: [origin] })
    expect((await say(made.key.publicId, {}, { 'hearback-session': session })).status).toBe(401)
    const { secret } = await ws.key(['feedback:write'])
    expect((await say(key.publicId, {}, { 'hearback-session': secret })).status).toBe(401)
    t.clock.advance({ hours: 12 })
    expect((await problemOf(await say(key.publicId, {}, { 'hearback-session': session }))).code).toBe(
      'widget.session_expired',
    )
  })
})

describe('keys', () => {
  test('the secret is shown once, sealed at rest, and never listed', async () => {
    const key = await newKey()
    const { data } = await ws.owner.call(listWidgetKeys, {})
    expect(JSON.stringify(data)).not.toContain(key.secret)
    const rows = await ws.run((ctx) =>
      ctx.db.many(sql`select * from widget_keys where workspace_id = ${ws.id}`),
    )
    expect(JSON.stringify(rows)).not.toContain(key.secret)
  })

  test('after a rotation the old secret holds for the hours given, and not longer', async () => {
    const key = await newKey()
    const rotated = await ws.owner.call(rotateWidgetSecret, { keyId: key.id, keepOldHours: 24 })
    const tries = async () =>
      Promise.all(
        [key.secret, rotated.secret].map(
          async (secret) =>
            (await post(key.publicId, 'identify', { token: await token({ id: 'u-1' }, secret) })).status,
        ),
      )
    expect(await tries()).toEqual([200, 200])
    t.clock.advance({ hours: 25 })
    expect(await tries()).toEqual([401, 200])
    const leaked = await ws.owner.call(rotateWidgetSecret, { keyId: key.id, keepOldHours: 0 })
    expect(await tries()).toEqual([401, 401])
    expect(leaked.key.oldSecretUntil).toBeNull()
  })

  test('only admins make keys; managers see them; agents do not', async () => {
    const [admin, manager, agent] = [await ws.as('admin'), await ws.as('manager'), await ws.as('agent')]
    await expect(admin.call(createWidgetKey, { product: 'A' })).resolves.toBeDefined()
    await expect(manager.call(createWidgetKey, { product: 'A' })).rejects.toMatchObject({ status: 403 })
    await expect(manager.call(listWidgetKeys, {})).resolves.toBeDefined()
    await expect(agent.call(listWidgetKeys, {})).rejects.toMatchObject({ status: 403 })
  })

  test.each(['app.example.com', 'https://app.example.com/path', '*', 'https://*.com', 'javascript:alert(1)'])(
    'the origin %s is refused',
    async (wrong) => {
      await expect(ws.owner.call(createWidgetKey, { product: 'A', origins: [wrong] })).rejects.toMatchObject({
        status: 400,
      })
    },
  )

  test('a new workspace has a key that works on the demo page and nowhere else', async () => {
    const fresh = await t.workspace('Fresh')
    const { data } = await fresh.owner.call(listWidgetKeys, {})
    expect(data).toMatchObject([{ product: 'Fresh', onDemoPage: true, origins: [] }])
    expect((await say(data[0]!.publicId)).status).toBe(403)
  })

  test('a key of another workspace is not found', async () => {
    const key = await newKey()
    const other = await t.workspace('Third')
    await expect(other.owner.call(updateWidgetKey, { keyId: key.id, product: 'X' })).rejects.toMatchObject({
      status: 404,
    })
    await expect(other.owner.call(rotateWidgetSecret, { keyId: key.id })).rejects.toMatchObject({
      status: 404,
    })
  })
})
