import { beforeAll, expect, it } from 'vitest'
import { getToneChecklist, putToneChecklist, type ToneMark } from '#close/tone/contract.ts'
import { defaultPoints } from '#close/tone/rules.ts'
import * as updates from '#close/updates/contract.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'

const t = await testApp()
let ws: TestWorkspace
let feedbackId: string
beforeAll(async () => {
  t.clock.set('2037-11-09T16:02:00Z')
  ws = await t.workspace()
  const item = await ws.owner.call(submitFeedback, {
    verbatim: 'One file per patient would help.',
    channel: 'widget',
    contact: { email: 'dana@customer.example', name: 'Dana Whitlock' },
  })
  feedbackId = item.id
  await t.settle()
})

const good = 'Hello Dana,\n\nThank you for telling us. I call you on Thursday.\n\nBest regards\nOlive'
const send = (body: string, ticked: string[] = []) =>
  ws.owner.call(updates.sendUpdate, { feedbackId, subject: 'Your feedback', body, ticked })
const by = (marks: ToneMark[] | null) => Object.fromEntries(marks!.map((mark) => [mark.key, mark.by]))

it('the points that a text shows tick themselves with its words, the writer ticks the rest, and both are kept', async () => {
  const sent = await send(good, ['understood', 'no-such-point'])
  expect(by(sent.tone)).toEqual({
    name: 'text',
    thanks: 'text',
    understood: 'writer',
    blame: 'text',
    solution: null,
    next: 'text',
    kept: null,
    calm: 'text',
    length: 'text',
    slots: 'text',
  })
  expect(sent.tone!.find(({ key }) => key === 'next')).toMatchObject({ because: '“Thursday”' })
  t.clock.advance({ minutes: 3 })
  await t.settle()
  const [kept] = (await ws.owner.call(updates.listUpdates, { feedback: feedbackId })).data
  expect(kept).toMatchObject({ state: 'sent', tone: sent.tone })
})

it('a list that is not whole keeps nothing back unless the workspace says so', async () => {
  expect(await send('You should have read the guide, it is in the mail!!')).toMatchObject({ state: 'held' })
})

it('where the list must be whole, what is left is named and nothing leaves; a writer may tick what the text did not show', async () => {
  await ws.owner.call(putToneChecklist, { points: [...defaultPoints.slice(0, 3)], mustBeWhole: true })
  await expect(send('We look at it.', ['understood'])).rejects.toMatchObject({
    code: 'tone.not_whole',
    details: { points: ['name', 'thanks'] },
    message: expect.stringContaining('Names the customer; Thanks, or'),
  })
  const sent = await send('We look at it.', ['understood', 'name', 'thanks'])
  expect(by(sent.tone)).toEqual({ name: 'writer', thanks: 'writer', understood: 'writer' })
})

it('an update keeps the points as they were when the list changes', async () => {
  const before = (await ws.owner.call(updates.listUpdates, { feedback: feedbackId })).data[0]!
  const points = [{ key: 'signed', text: 'Is signed by name', sees: null }]
  await ws.owner.call(putToneChecklist, { points, mustBeWhole: false })
  const after = (await ws.owner.call(updates.listUpdates, { feedback: feedbackId })).data[0]!
  expect(after.tone).toEqual(before.tone)
  const { tone } = await ws.owner.call(updates.getComposer, { feedbackId })
  expect(tone).toEqual({ points, mustBeWhole: false })
})

it('a draft keeps what its writer ticked', async () => {
  const about = { feedbackId, subject: 'Hello', body: 'Half of it' }
  await ws.owner.call(updates.saveDraft, { ...about, ticked: ['signed'] })
  const { draft } = await ws.owner.call(updates.getComposer, { feedbackId })
  expect(by(draft!.tone)).toEqual({ signed: 'writer' })
})

it('the list is read by whoever reads updates and set by who keeps the settings', async () => {
  const agent = await ws.as('agent')
  expect((await agent.call(getToneChecklist, {})).points).toHaveLength(1)
  const list = { points: [...defaultPoints], mustBeWhole: false }
  await expect(agent.call(putToneChecklist, list)).rejects.toMatchObject({ status: 403 })
})

it('a list that names a point twice, or a sign that nobody can see, is refused', async () => {
  const point = { key: 'a', text: 'Is kind', sees: null }
  for (const points of [
    [point, point],
    [{ ...point, sees: 'kindness' as 'calm' }],
    [{ ...point, text: ' ' }],
  ])
    await expect(ws.owner.call(putToneChecklist, { points, mustBeWhole: false })).rejects.toMatchObject({
      status: 400,
    })
})
