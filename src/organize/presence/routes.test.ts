import { beforeAll, expect, test } from 'vitest'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { getFeedback } from '#organize/inbox/contract.ts'
import { listPresences, showPresence, showWriting } from '#organize/presence/contract.ts'
import { type Client, type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'

let t: TestApp
let ws: TestWorkspace
let ana: Client
let feedbackId: string
beforeAll(async () => {
  t = await testApp()
  ws = await t.workspace()
  ana = await ws.as('agent', 'Ana Ruiz')
  feedbackId = (await ws.owner.call(submitFeedback, { verbatim: 'Where is the refund?', channel: 'chat' })).id
})

const seenBy = async (client: Client) =>
  (await client.call(listPresences, {})).data.map((one) => [one.feedbackId, one.member.name])

test('the others see who is writing a reply, whoever writes does not, and it ends when they say so', async () => {
  await ana.call(showPresence, { feedbackId, isReplying: true })
  expect(await seenBy(ws.owner)).toEqual([[feedbackId, 'Ana Ruiz']])
  expect(await seenBy(await ws.as('viewer'))).toEqual([[feedbackId, 'Ana Ruiz']])
  expect(await seenBy(ana)).toEqual([])
  await ana.call(showPresence, { feedbackId, isReplying: false })
  expect(await seenBy(ws.owner)).toEqual([])
})

test('a sign that is not repeated runs out by itself; a repeated one holds', async () => {
  await ana.call(showPresence, { feedbackId, isReplying: true })
  t.clock.advance({ seconds: 20 })
  await ana.call(showPresence, { feedbackId, isReplying: true })
  t.clock.advance({ seconds: 20 })
  expect(await seenBy(ws.owner)).toEqual([[feedbackId, 'Ana Ruiz']])
  t.clock.advance({ seconds: 20 })
  expect(await seenBy(ws.owner)).toEqual([])
})

test('another workspace sees nothing of it, and cannot write to an item here', async () => {
  const other = await t.workspace()
  await ana.call(showPresence, { feedbackId, isReplying: true })
  expect(await seenBy(other.owner)).toEqual([])
  await expect(other.owner.call(showPresence, { feedbackId, isReplying: true })).rejects.toMatchObject({
    status: 404,
    code: 'feedback.not_found',
  })
})

test('whoever writes to a customer is seen by the others, from a case as from an item', async () => {
  t.clock.advance({ seconds: 60 })
  const item = await ws.owner.call(submitFeedback, {
    verbatim: 'Where is it?',
    channel: 'chat',
    contact: { email: 'petra@quillmere.example' },
  })
  const contactId = (await ws.owner.call(getFeedback, { feedbackId: item.id })).contact!.id
  const seen = async () =>
    (await ws.owner.call(listPresences, {})).data.map((one) => [one.contactId, one.feedbackId])
  await ana.call(showWriting, { contactId, isWriting: true })
  await ana.call(showWriting, { contactId, isWriting: true })
  expect(await seen()).toEqual([[contactId, null]])
  await ana.call(showWriting, { contactId, isWriting: false })
  await ana.call(showPresence, { feedbackId: item.id, isReplying: true })
  expect(await seen()).toEqual([[contactId, item.id]])
})
