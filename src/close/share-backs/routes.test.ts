import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import * as contract from '#close/share-backs/contract.ts'
import { tasks } from '#close/share-backs/jobs.ts'
import { signatureOf } from '#close/share-backs/webhook.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { triageFeedback } from '#organize/inbox/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { listMails } from '#platform/mail/contract.ts'
import { type Client, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { createRequest, decideRequest } from '#prioritize/requests/contract.ts'

const t = await testApp({ HEARBACK_ALLOW_HOSTS: '127.0.0.1' })
let ws: TestWorkspace
let owner: Client

// the other side: takes what it is asked to take
const calls: { headers: IncomingHttpHeaders; body: string }[] = []
let status = 200
let url = ''
const server = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  calls.push({ headers: request.headers, body })
  response.writeHead(status)
  response.end(status === 200 ? 'ok' : 'not now')
})
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook/T0/secret-path`
})
afterAll(() => {
  server.close()
})

beforeEach(async () => {
  t.clock.set('2037-03-04T09:00:00Z') // a Wednesday
  calls.length = 0
  status = 200
  ws = await t.workspace()
  owner = ws.owner
})

const everyMonday = { isOn: true, weekday: 1, hour: 9, roles: ['owner' as const, 'manager' as const] }
const tick = () => tasks[0]!.run({}, t.house.door, new AbortController().signal)
const list = async () => (await owner.call(contract.listShareBacks, {})).data
const mails = async () =>
  (await owner.call(listMails, {})).data.filter(({ subject }) => subject.includes('learned and changed'))

async function aWeek() {
  const said = await owner.call(submitFeedback, {
    verbatim: 'The new timetable saves us an hour each morning. Thank you!',
    channel: 'email',
    contact: { email: 'anna@elm.example', name: 'Anna Roth' },
  })
  await owner.call(triageFeedback, { feedbackId: said.id, change: { type: 'praise' } })
  const wish = await owner.call(createRequest, { title: 'Dark mode' })
  await owner.call(decideRequest, { requestId: wish.id, status: 'declined', reason: 'Few asked for it' })
  const built = await owner.call(createRequest, { title: 'Print the timetable' })
  await owner.call(decideRequest, { requestId: built.id, status: 'shipped' })
  await t.settle()
  t.clock.advance({ minutes: 1 })
  return said.id
}

test('each week one is made, however often or late the clock strikes, and what was due before it was on is not', async () => {
  await ws.as('manager', 'Mara Roth')
  await ws.as('viewer')
  await owner.call(contract.putShareBackSettings, everyMonday)
  await aWeek()
  await tick()
  expect(await list()).toEqual([]) // last Monday's was due before
  t.clock.set('2037-03-09T11:40:00Z') // nobody was there at nine
  await Promise.all([tick(), tick()])
  t.clock.advance({ days: 3 })
  await tick()
  const [one, ...others] = await list()
  expect(others).toEqual([])
  expect(one).toMatchObject({ weekOn: '2037-03-09', mailed: 2, isEmpty: false, webhook: null })
  expect(Date.parse(one!.to) - Date.parse(one!.from)).toBe(7 * 86_400_000)
  expect(new Date(one!.to).getUTCDay()).toBe(1)
  expect(await mails()).toHaveLength(2)
  // the week after says that nothing happened, and is not sent
  t.clock.advance({ days: 7 })
  await tick()
  expect((await list())[0]).toMatchObject({ weekOn: '2037-03-16', mailed: 0, isEmpty: true })
  expect(await mails()).toHaveLength(2)
})

test('it holds what was said, decided and shipped, stays as it was, and loses only words that were erased', async () => {
  const feedbackId = await aWeek()
  // longer than a quote, and not to be cut within a sign
  const cheer = await owner.call(submitFeedback, { verbatim: '🎉'.repeat(200), channel: 'email' })
  await owner.call(triageFeedback, { feedbackId: cheer.id, change: { type: 'praise' } })
  await t.settle()
  t.clock.advance({ minutes: 1 })
  const preview = await owner.call(contract.previewShareBack, {})
  const made = await owner.call(contract.sendShareBack, {})
  expect(made).toMatchObject({ figures: preview.figures, quotes: preview.quotes, mailed: 1 })
  expect(made.figures).toMatchObject({
    decided: { n: 1, rows: [{ title: 'Dark mode', status: 'declined', reason: 'Few asked for it' }] },
    shipped: { n: 1, rows: [{ title: 'Print the timetable', kind: 'request' }] },
  })
  expect(made.quotes).toEqual([
    { feedbackId: cheer.id, quote: `${'🎉'.repeat(139)}…` },
    { feedbackId, quote: expect.stringContaining('saves us an hour') },
  ])
  await expect(owner.call(contract.sendShareBack, {})).rejects.toMatchObject({ code: 'share_back.made' })
  const again = await owner.call(createRequest, { title: 'Later' })
  await owner.call(decideRequest, { requestId: again.id, status: 'shipped' })
  await ws.run((ctx) =>
    ctx.db.run(sql`
      select erase_feedback(array(select feedback_id from share_back_quotes where workspace_id = ${ctx.workspaceId}))`),
  )
  expect(await owner.call(contract.getShareBack, { shareBackId: made.id })).toEqual({ ...made, quotes: [] })
})

test('the webhook is called with a signature, tried again while it fails, and its last answer is kept', async () => {
  const { secret, settings } = await owner.call(contract.putShareBackWebhook, { url, format: 'json' })
  expect(JSON.stringify(settings)).not.toContain('secret-path')
  await aWeek()
  status = 503
  const { id } = await owner.call(contract.sendShareBack, {})
  await t.settle()
  const webhook = async () => (await owner.call(contract.getShareBack, { shareBackId: id })).webhook
  expect(await webhook()).toMatchObject({ state: 'waiting', attempts: 1, answer: '503: not now' })
  status = 200
  t.clock.advance({ hours: 1 })
  await t.settle()
  expect(await webhook()).toMatchObject({ state: 'taken', attempts: 2, answer: '200: ok' })
  const { headers, body } = calls[1]!
  expect(headers['x-hearback-signature']).toBe(
    signatureOf(secret, String(headers['x-hearback-timestamp']), body),
  )
  expect(headers['x-hearback-delivery']).toBe(id)
  expect(JSON.parse(body)).toMatchObject({
    type: 'share_back',
    id,
    isTest: false,
    figures: { shipped: { n: 1 } },
  })
  // refused for good is not tried again until a person says so
  status = 410
  await owner.call(contract.retryShareBack, { shareBackId: id })
  await t.settle()
  t.clock.advance({ days: 1 })
  await t.settle()
  expect(await webhook()).toMatchObject({ state: 'failed', attempts: 1 })
  expect(calls).toHaveLength(3)
})

test('a test goes to oneself and the webhook and keeps nothing; Slack gets its text', async () => {
  await owner.call(contract.putShareBackWebhook, { url, format: 'slack' })
  const { mailedTo, webhook } = await owner.call(contract.testShareBack, {})
  expect([mailedTo, webhook]).toEqual([ws.ownerEmail, { worked: true, answer: '200: ok' }])
  expect(Object.keys(JSON.parse(calls[0]!.body))).toEqual(['text'])
  expect(await list()).toEqual([])
  expect((await mails())[0]!.subject).toMatch(/^Test: /)
})

test('an empty week is not sent by hand, and a webhook in a private network or without encryption is refused', async () => {
  await expect(owner.call(contract.sendShareBack, {})).rejects.toMatchObject({ code: 'share_back.empty' })
  expect(await list()).toEqual([])
  await expect(
    owner.call(contract.putShareBackWebhook, { url: 'http://hooks.example/x', format: 'json' }),
  ).rejects.toMatchObject({ code: 'share_back.bad_address' })
  await owner.call(contract.putShareBackWebhook, { url: 'https://10.1.2.3/x', format: 'json' })
  const { webhook } = await owner.call(contract.testShareBack, {})
  expect(webhook).toMatchObject({
    worked: false,
    answer: expect.stringContaining('not on the public internet'),
  })
  const agent = await ws.as('agent')
  await expect(agent.call(contract.sendShareBack, {})).rejects.toMatchObject({ status: 403 })
})
