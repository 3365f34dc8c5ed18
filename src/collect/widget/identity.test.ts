import { createHmac } from 'node:crypto'
import { base64url } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { createWidgetKey } from '#collect/widget/contract.ts'
import { origin, widgetScene } from '#collect/widget/widget-scene.ts'

let scene: Awaited<ReturnType<typeof widgetScene>>
beforeAll(async () => {
  scene = await widgetScene()
})

describe('who somebody is', () => {
  const person = {
    id: 'u-17',
    email: 'dana.whitlock@copperline.example',
    name: 'Dana Whitlock',
    companies: [{ id: 'c-3', name: 'Copperline Clinics', monthlySpend: 4200, created: '2024-03-01' }],
  }

  test('a JWT with Canny’s claims makes contact and account, and the session submits as them', async () => {
    const key = await scene.newKey({ verifiedOnly: true })
    const answer = await scene.post(key.publicId, 'identify', {
      token: await scene.token(person, key.secret),
    })
    expect(answer.status).toBe(200)
    const identified = (await answer.json()) as { session: string }
    expect(Object.keys(identified).sort()).toEqual(['expiresAt', 'name', 'session'])
    const { reference, canAnswer } = (await (
      await scene.say(key.publicId, {}, { 'hearback-session': identified.session })
    ).json()) as { reference: string; canAnswer: boolean }
    expect(canAnswer).toBe(true)
    expect(await scene.item(reference)).toMatchObject({
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
        `${base64url.encode('{"alg":"none"}')}.${base64url.encode(JSON.stringify({ id: 'u-1', exp: scene.inSeconds(60) }))}.`,
      'widget.wrong_algorithm',
    ],
    ['HS512', (secret) => scene.token({ id: 'u-1' }, secret, 'HS512'), 'widget.wrong_algorithm'],
    [
      'another secret',
      () => scene.token({ id: 'u-1' }, 'hbws_not_the_secret_of_this_key_at_all'),
      'widget.wrong_signature',
    ],
    ['the public key as secret', () => scene.token({ id: 'u-1' }, 'hbw_public'), 'widget.wrong_signature'],
    [
      'an edited payload',
      async (secret) => {
        const [head, , signature] = (await scene.token({ id: 'u-1' }, secret)).split('.')
        return `${head}.${base64url.encode(JSON.stringify({ id: 'u-2', exp: scene.inSeconds(60) }))}.${signature}`
      },
      'widget.wrong_signature',
    ],
    [
      'an expiry in the past',
      (secret) => scene.token({ id: 'u-1', exp: scene.inSeconds(-60) }, secret),
      'widget.token_expired',
    ],
    ['no expiry', (secret) => scene.token({ id: 'u-1', exp: undefined }, secret), 'widget.bad_claim'],
    [
      'an expiry in a year',
      (secret) => scene.token({ id: 'u-1', exp: scene.inSeconds(365 * 86_400) }, secret),
      'widget.token_too_long',
    ],
    [
      'a start that lies ahead',
      (secret) => scene.token({ id: 'u-1', nbf: scene.inSeconds(600) }, secret),
      'widget.bad_claim',
    ],
    ['nobody in it', (secret) => scene.token({ name: 'Dana' }, secret), 'widget.bad_claim'],
    [
      'an address that is none',
      (secret) => scene.token({ id: 'u-1', email: 'dana' }, secret),
      'widget.bad_claim',
    ],
    [
      'a NUL in the name',
      (secret) => scene.token({ id: 'u-1', name: 'a\u0000' }, secret),
      'widget.bad_claim',
    ],
    ['no JWT at all', () => 'hello', 'widget.token_malformed'],
  ]
  test.each(forged)('a token with %s is refused', async (_name, make, code) => {
    const key = await scene.newKey()
    const answer = await scene.post(key.publicId, 'identify', { token: await make(key.secret) })
    expect(answer.status).toBe(401)
    expect((await scene.problemOf(answer)).code).toBe(code)
  })

  test('a token for one key is nothing at another', async () => {
    const [one, other] = [await scene.newKey(), await scene.newKey()]
    expect(
      (await scene.post(other.publicId, 'identify', { token: await scene.token(person, one.secret) })).status,
    ).toBe(401)
  })

  test('an HMAC proves the id and nothing more', async () => {
    const key = await scene.newKey({ verifiedOnly: true })
    const hash = createHmac('sha256', key.secret).update('u-99').digest('hex')
    const answer = await scene.post(key.publicId, 'identify', { id: 'u-99', hash, name: 'Joel Abara' })
    expect(answer.status).toBe(200)
    expect((await scene.post(key.publicId, 'identify', { id: 'u-98', hash })).status).toBe(401)
    expect(
      (await scene.post(key.publicId, 'identify', { id: 'u-99', hash, email: person.email })).status,
    ).toBe(400)
    const { session } = (await answer.json()) as { session: string }
    const { reference, canAnswer } = (await (
      await scene.say(key.publicId, {}, { 'hearback-session': session })
    ).json()) as { reference: string; canAnswer: boolean }
    expect(await scene.item(reference)).toMatchObject({
      name: 'Joel Abara',
      email: null,
      context: { identity: 'verified' },
    })
    expect(canAnswer).toBe(false)
  })

  test('what a browser sent before it was known joins the person who signs in there', async () => {
    const key = await scene.newKey()
    const mine = 'a'.repeat(32)
    const { reference } = (await (await scene.say(key.publicId, { visitor: mine })).json()) as {
      reference: string
    }
    expect(await scene.item(reference)).toMatchObject({ email: null, name: null })
    const robin = { id: 'u-robin', email: 'robin.vale@copperline.example', name: 'Robin Vale' }
    await scene.post(key.publicId, 'identify', { token: await scene.token(robin, key.secret), visitor: mine })
    expect(await scene.item(reference)).toMatchObject({
      email: robin.email,
      name: robin.name,
      context: { identity: 'anonymous' },
    })
    // The next person at that browser does not take it over.
    await scene.post(key.publicId, 'identify', {
      token: await scene.token(
        { id: 'u-next', email: 'next@copperline.example', name: 'Nia Next' },
        key.secret,
      ),
      visitor: mine,
    })
    expect(await scene.item(reference)).toMatchObject({ email: robin.email })
  })

  test('a claimed address leads to its contact, says so, and changes nothing about it', async () => {
    const key = await scene.newKey()
    const known = { id: 'u-known', email: 'iva@stonebridge.example', name: 'Iva Horvat' }
    await scene.post(key.publicId, 'identify', { token: await scene.token(known, key.secret) })
    const { reference, canAnswer } = (await (
      await scene.say(key.publicId, {
        visitor: 'b'.repeat(32),
        claimed: { email: known.email, name: 'Somebody Else', id: 'u-17' },
      })
    ).json()) as { reference: string; canAnswer: boolean }
    expect(canAnswer).toBe(true)
    expect(await scene.item(reference)).toMatchObject({
      email: known.email,
      name: 'Iva Horvat',
      context: { identity: 'claimed' },
    })
  })

  test('a claimed address is not handed to the next person who signs in at that browser', async () => {
    const key = await scene.newKey()
    const browser = 'c'.repeat(32)
    const { reference } = (await (
      await scene.say(key.publicId, { visitor: browser, email: 'victim@stonebridge.example' })
    ).json()) as { reference: string }
    await scene.post(key.publicId, 'identify', {
      token: await scene.token({ id: 'u-eve', email: 'eve@elsewhere.example', name: 'Eve' }, key.secret),
      visitor: browser,
    })
    expect(await scene.item(reference)).toMatchObject({ email: 'victim@stonebridge.example' })
  })

  test('a key for verified people refuses everybody else, claims included', async () => {
    const key = await scene.newKey({ verifiedOnly: true })
    expect((await scene.problemOf(await scene.say(key.publicId))).code).toBe('widget.needs_identity')
    expect(
      (await scene.problemOf(await scene.say(key.publicId, { claimed: { email: person.email } }))).code,
    ).toBe('widget.needs_identity')
  })

  test('a key without anonymous feedback takes claims but no strangers', async () => {
    const key = await scene.newKey({ anonymousAllowed: false })
    expect(
      (await scene.problemOf(await scene.say(key.publicId, { email: 'typed@copperline.example' }))).code,
    ).toBe('widget.anonymous_refused')
    expect((await scene.say(key.publicId, { claimed: { id: 'u-5', name: 'Ray Mbeki' } })).status).toBe(201)
  })

  test('a session ends after 12 hours, and one of another workspace never begins', async () => {
    const key = await scene.newKey()
    const { session } = (await (
      await scene.post(key.publicId, 'identify', { token: await scene.token(person, key.secret) })
    ).json()) as { session: string }
    expect((await scene.say(key.publicId, {}, { 'hearback-session': session })).status).toBe(201)
    const elsewhere = await scene.t.workspace('Other')
    const made = await elsewhere.owner.call(createWidgetKey, { product: 'Other', origins: [origin] })
    expect((await scene.say(made.key.publicId, {}, { 'hearback-session': session })).status).toBe(401)
    const { secret } = await scene.ws.key(['feedback:write'])
    expect((await scene.say(key.publicId, {}, { 'hearback-session': secret })).status).toBe(401)
    scene.t.clock.advance({ hours: 12 })
    expect(
      (await scene.problemOf(await scene.say(key.publicId, {}, { 'hearback-session': session }))).code,
    ).toBe('widget.session_expired')
  })
})
