import { beforeAll, describe, expect, test } from 'vitest'
import { sql } from '#platform/db/sql.ts'
import * as contract from '#platform/identity/contract.ts'
import { createSetupLink } from '#platform/identity/setup.ts'
import { ApiError, type TestApp, testApp } from '#platform/testing/app.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})

const cookieOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  t.anonymous.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

describe('setting up', () => {
  test('the first owner comes in by the one-time link, without any mail server, and the link works once', async () => {
    expect(await t.anonymous.call(contract.getSetup, {})).toEqual({ isNeeded: true })
    const older = await createSetupLink(t.house.door)
    const token = new URL((await createSetupLink(t.house.door))!).searchParams.get('token')!
    const input = {
      token,
      ownerName: 'Ines',
      email: 'Ines@Hearback.example',
      password: 'a long password',
      workspaceName: 'Lärk Field',
      zone: 'Europe/Berlin',
    }
    const outdated = await post('/setup', { ...input, token: new URL(older!).searchParams.get('token') })
    expect([outdated.status, (await outdated.json()).code]).toEqual([403, 'setup.link_unknown'])

    // What was refused does not use the link up, so that it can be put right without another start.
    await t.house.signIn.signUp({ name: 'Tom', email: 'tom@hearback.example', password: 'a known password' })
    const taken = await post('/setup', { ...input, email: 'tom@hearback.example' })
    expect([taken.status, (await taken.json()).code]).toEqual([409, 'setup.email_taken'])

    const pressed = await Promise.all([post('/setup', input), post('/setup', input)])
    const response = pressed.find(({ status }) => status === 201)!
    expect(pressed.map(({ status }) => status).sort()).toEqual([201, 403])
    expect(await response.json()).toMatchObject({
      slug: 'la-rk-field',
      name: 'Lärk Field',
      role: 'owner',
      isDemo: false,
    })
    const me = await t.anonymous.fetch('/me', { headers: { cookie: cookieOf(response) } })
    expect(await me.json()).toMatchObject({
      email: 'ines@hearback.example',
      workspaces: [{ slug: 'la-rk-field' }],
    })

    const calendar = await t.anonymous.fetch('//w/la-rk-field/api/v1/calendar', {
      headers: { cookie: cookieOf(response) },
    })
    expect(await calendar.json()).toMatchObject({ zone: 'Europe/Berlin' })
    const used = await post('/setup', input)
    expect([used.status, (await used.json()).code]).toEqual([403, 'setup.done'])
    expect(await createSetupLink(t.house.door)).toBeUndefined()
  })
})

describe('signing in', () => {
  test('a wrong password and an unknown address are answered alike', async () => {
    const ws = await t.workspace()
    const wrong = await post('/session', { email: ws.ownerEmail, password: 'not it at all' })
    const unknown = await post('/session', { email: 'nobody@hearback.example', password: 'not it at all' })
    expect([wrong.status, unknown.status]).toEqual([401, 401])
    expect((await wrong.json()).title).toBe((await unknown.json()).title)
  })

  test('signing out everywhere ends the sessions of every device', async () => {
    const ws = await t.workspace()
    const one = cookieOf(await post('/session', { email: ws.ownerEmail, password: ws.ownerPassword }))
    const two = cookieOf(await post('/session', { email: ws.ownerEmail, password: ws.ownerPassword }))
    const me = (cookie: string) => t.anonymous.fetch('/me', { headers: { cookie } })
    expect([(await me(one)).status, (await me(two)).status]).toEqual([200, 200])
    const out = await t.anonymous.fetch('/sessions', {
      method: 'DELETE',
      headers: { cookie: one, 'sec-fetch-site': 'same-origin' },
    })
    expect(out.status).toBe(204)
    expect([(await me(one)).status, (await me(two)).status]).toEqual([401, 401])
  })

  test('a session does not act for a page of another site', async () => {
    const ws = await t.workspace()
    const response = await ws.owner.fetch('/api-keys', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' },
      body: JSON.stringify({ name: 'x', scopes: ['feedback:read'] }),
    })
    expect(response.status).toBe(403)
    expect((await response.json()).code).toBe('origin.foreign')
  })
})

describe('people and keys', () => {
  test('a colleague comes in by a join link, which works once and for the address it names', async () => {
    const ws = await t.workspace()
    const link = await ws.owner.call(contract.createJoinLink, {
      role: 'agent',
      email: 'ana@hearback.example',
    })
    const token = new URL(link.url).searchParams.get('token')!
    expect(await t.anonymous.call(contract.findJoinLink, { token })).toMatchObject({
      role: 'agent',
      email: 'ana@hearback.example',
    })
    const person = { token, name: 'Ana', email: 'ana@hearback.example', password: 'a long password' }
    expect((await post('/join', { ...person, email: 'eve@hearback.example' })).status).toBe(403)
    expect((await post('/join', person)).status).toBe(201)
    expect((await post('/join', person)).status).toBe(404)
    const members = await ws.owner.call(contract.listMembers, {})
    expect(members.data.map((member) => member.role)).toEqual(['agent', 'owner'])
  })

  test('a join link of one workspace opens nothing as a reset link or as an API key', async () => {
    const ws = await t.workspace()
    const link = await ws.owner.call(contract.createJoinLink, { role: 'viewer' })
    const token = new URL(link.url).searchParams.get('token')!
    expect((await post('/password', { token, password: 'a long password' })).status).toBe(404)
    const asKey = await t.anonymous.fetch('/members', { headers: { authorization: `Bearer ${token}` } })
    expect(asKey.status).toBe(401)
  })

  test('the last owner stays an owner', async () => {
    const ws = await t.workspace()
    const { data } = await ws.owner.call(contract.listMembers, {})
    await expect(
      ws.owner.call(contract.changeMember, { id: data[0]!.id, role: 'admin' }),
    ).rejects.toMatchObject({ code: 'member.last_owner' })
  })

  test('an admin makes nobody an owner', async () => {
    const ws = await t.workspace()
    const admin = await ws.as('admin')
    const { data } = await admin.call(contract.listMembers, {})
    const self = data.find((member) => member.role === 'admin')!
    await expect(admin.call(contract.changeMember, { id: self.id, role: 'owner' })).rejects.toMatchObject({
      code: 'member.above_you',
    })
  })

  test('a removed member is outside at once, with the same session', async () => {
    const ws = await t.workspace()
    const agent = await ws.as('agent')
    const { data } = await ws.owner.call(contract.listMembers, {})
    await ws.owner.call(contract.removeMember, { id: data.find((member) => member.role === 'agent')!.id })
    await expect(agent.call(contract.listMembers, {})).rejects.toMatchObject({ status: 404 })
  })

  test('a reset link sets a new password once and ends every session', async () => {
    const ws = await t.workspace()
    const agent = await ws.as('agent')
    const { data } = await ws.owner.call(contract.listMembers, {})
    const member = data.find((one) => one.role === 'agent')!
    const { url } = await ws.owner.call(contract.createResetLink, { id: member.id })
    const token = new URL(url).searchParams.get('token')!
    expect((await post('/password', { token, password: 'quite another one' })).status).toBe(204)
    expect((await post('/password', { token, password: 'quite another one' })).status).toBe(404)
    expect((await post('/session', { email: member.email, password: 'quite another one' })).status).toBe(200)
    await expect(agent.call(contract.listMembers, {})).rejects.toMatchObject({ status: 401 })
  })

  test('an API key does what its scopes say, nothing more, and nothing once it is revoked', async () => {
    const ws = await t.workspace()
    await expect(
      ws.owner.call(contract.createApiKey, { name: 'x', scopes: ['everything'] }),
    ).rejects.toBeInstanceOf(ApiError)
    const made = await ws.owner.call(contract.createApiKey, { name: 'ingest', scopes: ['members:read'] })
    const call = (path: string) =>
      t.anonymous.fetch(path, { headers: { authorization: `Bearer ${made.secret}` } })
    expect((await call('/members')).status).toBe(200)
    expect((await call('/api-keys')).status).toBe(403)
    await ws.owner.call(contract.revokeApiKey, { id: made.id })
    expect((await call('/members')).status).toBe(401)
    const listed = await ws.owner.call(contract.listApiKeys, {})
    expect(JSON.stringify(listed)).not.toContain(made.secret)
  })

  test('another workspace and an absent one are answered alike', async () => {
    const [mine, other] = [await t.workspace(), await t.workspace()]
    const ask = (slug: string) =>
      t.anonymous.fetch(`//w/${slug}/api/v1/members`, { headers: { cookie: mine.owner.headers.cookie! } })
    const [foreign, absent] = [await ask(other.slug), await ask('no-such-place')]
    expect([foreign.status, absent.status]).toEqual([404, 404])
    expect((await foreign.json()).title).toBe((await absent.json()).title)
  })
})

describe('a forgotten password', () => {
  test('is replaced by the link in a mail; an unknown address is answered alike', async () => {
    const ws = await t.workspace()
    const answers = await Promise.all(
      [ws.ownerEmail, 'nobody@hearback.example'].map((email) => post('/password/forgot', { email })),
    )
    expect(answers.map((answer) => answer.status)).toEqual([204, 204])
    const mails = await ws.run((ctx) =>
      ctx.db.many<{ to_address: string }>(sql`select to_address from mails where workspace_id = ${ws.id}`),
    )
    expect(mails).toEqual([{ to_address: ws.ownerEmail }])
  })
})

test('whoever is signed in is counted as themselves, not with all who share their address', async () => {
  const ws = await t.workspace()
  const asked = await Promise.all(Array.from({ length: 70 }, () => ws.owner.fetch('//api/v1/me')))
  expect(new Set(asked.map((response) => response.status))).toEqual(new Set([200]))
  const strangers = await Promise.all(Array.from({ length: 70 }, () => t.anonymous.fetch('/setup')))
  expect(strangers.at(-1)!.status).toBe(429)
})
