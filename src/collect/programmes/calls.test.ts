import { beforeEach, expect, test } from 'vitest'
import { submitFeedback } from '#collect/feedback/contract.ts'
import * as contract from '#collect/programmes/contract.ts'
import { programmeHouse } from '#collect/programmes/test-house.ts'
import { listCalls } from '#collect/surveys/calls/contract.ts'
import { getWave, listExclusions, listInvitations, stopWave } from '#collect/surveys/waves/contract.ts'
import { triageFeedback } from '#organize/inbox/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { encodeId, newId } from '#platform/ids.ts'
import type { TestWorkspace } from '#platform/testing/app.ts'

const house = await programmeHouse()
const { phone, person, make, tick, at, asked, runs, occasions } = house
let ws: TestWorkspace
beforeEach(() => {
  ws = house.ws
})

test('a programme asks by calls of the member named, or by a card in the product, and its wave says so', async () => {
  const agent = await ws.as('agent')
  const callerId = encodeId('mem', agent.memberId!)
  const programme = await make('ticket_resolved', { channel: 'phone', callerId })
  expect(programme).toMatchObject({ channel: 'phone', callerId })
  const petra = await person('Petra Lund', { phone })
  await ws.owner.call(contract.raiseOccasion, { programmeId: programme.id, key: 't1', contactId: petra })
  await tick()
  expect(asked()).toEqual([])
  expect((await agent.call(listCalls, { mine: 'true', due: 'true' })).data).toMatchObject([
    { name: 'Petra Lund', contactId: petra },
  ])
  const [run] = await runs(programme.id)
  expect(await ws.owner.call(getWave, { waveId: run!.waveId })).toMatchObject({
    channel: 'phone',
    invited: 1,
  })
  const card = await make('ticket_resolved', { channel: 'in_app' })
  const bo = await person('Bo Stay')
  await ws.owner.call(contract.raiseOccasion, { programmeId: card.id, key: 't2', contactId: bo })
  await tick()
  expect(asked()).toEqual([])
  expect((await ws.owner.call(listInvitations, { contact: bo })).data).toMatchObject([
    { channel: 'in_app', deliveredAt: null, reminderAt: null },
  ])
  // a card can be stopped as a mail can
  const { waveId } = (await runs(card.id))[0]!
  expect(await ws.owner.call(getWave, { waveId })).toMatchObject({ state: 'open', pending: { cards: 1 } })
  expect(await ws.owner.call(stopWave, { waveId })).toMatchObject({ state: 'stopped', pending: { cards: 0 } })
  // whom it never reached was not asked, and the run says why
  const why = 'The wave was stopped before.'
  expect(await runs(card.id)).toMatchObject([
    { invited: 1, notSent: [{ channel: 'in_app', why, people: 1 }] },
  ])
  expect(await occasions(card.id)).toMatchObject([{ state: 'asked', why }])
  expect(await ws.owner.call(contract.getProgramme, { programmeId: card.id })).toMatchObject({ asked: 0 })
})

test('at most 500 calls a wave: a quarter leaves the others out with that reason, and others the next time', async () => {
  const programme = await make('quarterly', { channel: 'phone' })
  await ws.run((ctx) =>
    ctx.db.run(sql`
      insert into contacts (workspace_id, id, name, email, phone, email_state, created_at, updated_at)
      select ${ws.id}::uuid, gen_random_uuid(), 'Person ' || n, 'n' || n || '@quillmere.example', '+49 30 1234', 'ok', ${ctx.now()}, ${ctx.now()}
      from generate_series(1, 520) n`),
  )
  const before = await ws.owner.call(contract.previewProgramme, { programmeId: programme.id })
  expect(before).toMatchObject({
    people: 500,
    byPhone: 500,
    reasons: [{ reason: 'too_many_calls', people: 20, why: 'Beyond the 500 calls of a wave' }],
  })
  const leftOut = async (waveId: string) =>
    (await ws.owner.call(listExclusions, { wave: waveId, reason: 'too_many_calls', limit: 100 })).data
      .map((one) => one.contactId)
      .sort()
  const shown = await ws.owner.call(contract.listProgrammePeople, {
    programmeId: programme.id,
    reason: 'too_many_calls',
    limit: 100,
  })
  await at('2037-12-28T12:00:00Z')
  const [winter] = await runs(programme.id)
  expect(winter).toMatchObject({ invited: 500, excluded: 20 })
  const first = await leftOut(winter!.waveId!)
  expect(first).toEqual(shown.data.map((one) => one.contactId).sort())
  await at('2038-03-30T12:00:00Z')
  const [spring] = await runs(programme.id)
  expect(spring).toMatchObject({ invited: 500, excluded: 20 })
  expect(await leftOut(spring!.waveId!)).not.toEqual(first)
})

test('at most 500 calls a wave: single occasions of a month beyond it say so', async () => {
  const programme = await make('ticket_resolved', { channel: 'phone' })
  const phone = '+49 30 1234'
  const [first, second] = [await person('Ann One', { phone }), await person('Bo Two', { phone })]
  const raise = (key: string, contactId: string) =>
    ws.owner.call(contract.raiseOccasion, { programmeId: programme.id, key, contactId })
  await raise('t1', first)
  await tick()
  const [run] = await runs(programme.id)
  await ws.run((ctx) =>
    ctx.db.run(sql`
      with made as (
        insert into contacts (workspace_id, id, name, email_state, created_at, updated_at)
        select ${ws.id}::uuid, gen_random_uuid(), 'Person', 'ok', ${ctx.now()}, ${ctx.now()} from generate_series(1, 499) returning id
      ), asked as (
        insert into invitations (workspace_id, id, wave_id, survey_id, contact_id, channel, invited_at, expires_at)
        select i.workspace_id, gen_random_uuid(), i.wave_id, i.survey_id, made.id, 'phone', i.invited_at, i.expires_at
        from made, invitations i where i.workspace_id = ${ws.id} returning *
      )
      insert into survey_calls (workspace_id, id, wave_id, survey_id, invitation_id, contact_id, assignee_member_id, try_at, created_at)
      select workspace_id, gen_random_uuid(), wave_id, survey_id, id, contact_id, ${ws.owner.memberId!}, invited_at, invited_at from asked`),
  )
  await raise('t2', second)
  await tick()
  expect((await occasions(programme.id))[0]).toMatchObject({
    contactId: second,
    why: 'Beyond the 500 calls of a wave',
  })
  expect(await ws.owner.call(getWave, { waveId: run!.waveId! })).toMatchObject({ invited: 1, excluded: 1 })
})

test('a programme that calls names somebody who is here', async () => {
  await expect(make('event', { callerId: encodeId('mem', newId()) })).rejects.toMatchObject({
    code: 'survey_call.nobody_calls',
  })
  const programme = await make('ticket_resolved', { phoneFrom: 'critical' })
  expect(programme.callerId).toBe(encodeId('mem', ws.owner.memberId!))
})

test('phone follow-up for critical and high-priority tickets: these become calls, the others go by mail', async () => {
  const programme = await make('ticket_resolved', { phoneFrom: 'high' })
  expect(programme).toMatchObject({
    channel: 'mail',
    phoneFrom: 'high',
    callerId: expect.stringMatching(/^mem_/),
  })
  const raise = (key: string, contactId: string, more: Record<string, unknown> = {}) =>
    ws.owner.call(contract.raiseOccasion, { programmeId: programme.id, key, contactId, ...more })
  const people = await Promise.all(
    ['Ann Critical', 'Bo High', 'Cy Medium', 'Di None', 'Eva Item'].map((name) => person(name, { phone })),
  )
  await raise('t1', people[0]!, { priority: 'critical' })
  await raise('t2', people[1]!, { priority: 'high' })
  await raise('t3', people[2]!, { priority: 'medium' })
  await raise('t4', people[3]!)
  const item = await ws.owner.call(submitFeedback, {
    verbatim: 'All is down',
    channel: 'email',
    contactId: people[4]!,
  })
  await ws.owner.call(triageFeedback, { feedbackId: item.id, change: { priority: 'critical' } })
  expect(await raise('t5', people[4]!, { aboutFeedbackId: item.id })).toMatchObject({ priority: 'critical' })
  await tick()
  expect(asked()).toEqual(['Cy Medium', 'Di None'])
  const { data } = await ws.owner.call(listCalls, { mine: 'true', due: 'true' })
  expect(data.map(({ name }) => name).sort()).toEqual(['Ann Critical', 'Bo High', 'Eva Item'])
  const [run] = await runs(programme.id)
  expect(run).toMatchObject({ invited: 5, excluded: 0 })
  // From critical on, a high one goes by mail again.
  await ws.owner.call(contract.changeProgramme, { programmeId: programme.id, phoneFrom: 'critical' })
  await raise('t6', await person('Fay High'), { priority: 'high' })
  await tick()
  expect(asked()).toContain('Fay High')
})
