import { beforeAll, expect, test } from 'vitest'
import { createWidgetKey } from '#collect/widget/contract.ts'
import { tasks } from '#collect/widget/jobs.ts'
import { sql } from '#platform/db/sql.ts'
import { sweepFiles } from '#platform/files/commands.ts'
import { decodeId, encodeId } from '#platform/ids.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'

const origin = 'https://app.larkfield.example'
const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(300, 1)])
let t: TestApp
let ws: TestWorkspace
let publicId: string
beforeAll(async () => {
  t = await testApp()
  ws = await t.workspace()
  publicId = (await ws.owner.call(createWidgetKey, { product: 'A1', origins: [origin] })).key.publicId
})

const upload = (body: Uint8Array, headers: Record<string, string> = {}) =>
  t.anonymous.fetch(`//widget/v1/${publicId}/screenshots`, {
    method: 'POST',
    headers: { origin, 'content-type': 'image/png', ...headers },
    body: new Uint8Array(body),
  })
const send = (screenshot: string) =>
  t.anonymous.fetch(`//widget/v1/${publicId}/feedback`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'bug', message: 'See the picture', visitor: 'v', screenshot }),
  })

test('a picture travels ahead of the words and is found at the item by members only', async () => {
  const answer = await upload(png)
  expect(answer.status).toBe(201)
  const { screenshot } = (await answer.json()) as { screenshot: string }
  const { reference } = (await (await send(screenshot)).json()) as { reference: string }
  const { file_id } = await ws.run((ctx) =>
    ctx.db.one<{ file_id: string }>(
      sql`select file_id from feedback_attachments where workspace_id = ${ws.id} and feedback_id = ${decodeId('fb', reference)!}`,
    ),
  )
  const path = `/files/${encodeId('file', file_id)}`
  expect(Buffer.from(await (await (await ws.as('viewer')).fetch(path)).arrayBuffer()).equals(png)).toBe(true)
  expect((await t.anonymous.fetch(path)).status).toBe(401)
  t.clock.advance({ days: 2 })
  await ws.run(sweepFiles)
  expect((await ws.owner.fetch(path)).status).toBe(200)
  // The token that attaches a picture does not open it.
  expect((await t.anonymous.fetch(path, { headers: { authorization: `Bearer ${screenshot}` } })).status).toBe(
    401,
  )
})

test.each([
  [
    'an SVG',
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    400,
    'file.markup_refused',
  ],
  ['a text that says it is a PNG', Buffer.from('hello, this is no picture'), 400, 'file.type_refused'],
  ['a picture above 5 MB', Buffer.concat([png, Buffer.alloc(5 * 1024 * 1024)]), 413, 'file.too_large'],
  ['nothing', Buffer.alloc(0), 400, 'file.empty'],
])('%s is refused with the reason', async (_name, body, status, code) => {
  const answer = await upload(body)
  expect(answer.status).toBe(status)
  expect(await answer.json()).toMatchObject({ code })
})

test('an upload asked twice is one file', async () => {
  const answers = [
    await upload(png, { 'idempotency-key': 'p1' }),
    await upload(png, { 'idempotency-key': 'p1' }),
  ]
  const [first, second] = await Promise.all(answers.map((answer) => answer.text()))
  expect(second).toBe(first)
})

test('expired picture tokens and sessions are taken away a day after, others stay', async () => {
  const count = () =>
    ws.run(
      async (ctx) =>
        (
          await ctx.db.one<{ n: number }>(
            sql`select count(*) as n from tokens where workspace_id = ${ws.id} and purpose = 'file'`,
          )
        ).n,
    )
  await upload(png)
  const before = await count()
  const tidy = tasks.find((one) => one.name === 'widget.tidy')!
  await tidy.run({}, t.house.door, new AbortController().signal)
  const fresh = await count()
  expect(fresh).toBeGreaterThan(0)
  expect(fresh).toBeLessThanOrEqual(before)
  t.clock.advance({ days: 2 })
  await tidy.run({}, t.house.door, new AbortController().signal)
  expect(await count()).toBe(0)
})

test('a picture whose words never come cannot be used a day later', async () => {
  const { screenshot } = (await (await upload(png)).json()) as { screenshot: string }
  t.clock.advance({ days: 1 })
  expect(await (await send(screenshot)).json()).toMatchObject({ code: 'widget.screenshot_unknown' })
})
