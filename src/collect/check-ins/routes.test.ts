import { beforeAll, describe, expect, it } from 'vitest'
import { endAbsence, enterAbsence } from '#act/absences/contract.ts'
import * as contract from '#collect/check-ins/contract.ts'
import { checkInSweep } from '#collect/check-ins/jobs.ts'
import { changeAccount, createAccount } from '#customers/accounts/contract.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { listFeedback } from '#organize/inbox/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { removeMember } from '#platform/identity/contract.ts'
import { encodeId } from '#platform/ids.ts'
import { listNotices } from '#platform/notices/contract.ts'
import { type Client, type TestWorkspace, testApp } from '#platform/testing/app.ts'

const t = await testApp()
const start = '2037-03-02T09:00:00Z' // Monday

const days = (n: number) => t.clock.advance({ days: n })
const sweep = () => checkInSweep.run({}, t.house.door, new AbortController().signal)
const due = async (client: Client) => (await client.call(contract.listCheckIns, { who: 'me' })).data
const mem = (client: Client) => encodeId('mem', client.memberId!)

async function office(): Promise<TestWorkspace> {
  t.clock.set(start)
  return t.workspace()
}

async function account(ws: TestWorkspace, name: string, more: object = {}) {
  const made = await ws.owner.call(createAccount, { name, ownerId: mem(ws.owner), ...more })
  await t.settle()
  await sweep()
  return made.id
}

describe('the schedule of an account', () => {
  let ws: TestWorkspace
  beforeAll(async () => {
    ws = await office()
  })

  it('is weekly from go-live for 90 days and monthly after', async () => {
    const accountId = await account(ws, 'Larch Logistics', { goLiveOn: '2037-03-02' })
    expect(await due(ws.owner)).toMatchObject([
      { account: { name: 'Larch Logistics' }, opensOn: '2037-03-02', dueOn: '2037-03-08' },
    ])
    expect(await ws.owner.call(contract.getCheckInPlan, { accountId })).toMatchObject({
      startOn: '2037-03-02',
      rhythm: 'weekly',
      isEarly: true,
      nextOn: '2037-03-09',
      why: null,
    })
    await ws.owner.call(contract.holdCheckIn, { accountId, how: 'call' })
    await sweep()
    expect(await due(ws.owner)).toEqual([])
    days(7)
    await sweep()
    expect(await due(ws.owner)).toMatchObject([{ opensOn: '2037-03-09', dueOn: '2037-03-15' }])
    await ws.owner.call(contract.holdCheckIn, { accountId, how: 'call' })
    days(91)
    await sweep()
    expect(await due(ws.owner)).toMatchObject([{ opensOn: '2037-06-01', dueOn: '2037-06-30' }])
  })

  it('begins when the account was made where there is no go-live, and with the next period where it is older', async () => {
    ws = await office()
    const accountId = await account(ws, 'Elder Estates', { goLiveOn: '2036-12-20' })
    expect(await due(ws.owner)).toEqual([])
    expect(await ws.owner.call(contract.getCheckInPlan, { accountId })).toMatchObject({
      nextOn: '2037-03-07',
    })
    await account(ws, 'Hazel Homes')
    expect(await due(ws.owner)).toMatchObject([{ account: { name: 'Hazel Homes' }, opensOn: '2037-03-02' }])
  })

  it('a check-in that nobody held within its period is missed: its holder is told, and the next one is due', async () => {
    ws = await office()
    const csm = await ws.as('agent', 'Cleo Success')
    await account(ws, 'Larch Logistics', { ownerId: mem(csm), goLiveOn: '2037-03-02' })
    days(7)
    await sweep()
    await sweep()
    expect(await due(csm)).toMatchObject([{ opensOn: '2037-03-09' }])
    const missed = await ws.owner.call(contract.listCheckIns, { state: 'missed' })
    expect(missed.data).toMatchObject([{ opensOn: '2037-03-02', holder: { name: 'Cleo Success' } }])
    expect(await csm.call(contract.countCheckIns, { who: 'me' })).toMatchObject({
      due: 1,
      week: 1,
      missed: 1,
    })
    const told = (await csm.call(listNotices, {})).data.filter((one) => one.kind === 'check-in.missed')
    expect(told).toMatchObject([{ text: 'A check-in was not held in its time.' }])
  })

  it('follows a go-live that is entered later, a new owner, and an account that churns', async () => {
    ws = await office()
    const csm = await ws.as('agent', 'Cleo Success')
    const accountId = await account(ws, 'Larch Logistics')
    days(100)
    await sweep()
    days(1)
    await sweep()
    await ws.owner.call(changeAccount, {
      accountId,
      goLiveOn: t.clock.now().toISOString().slice(0, 10),
      ownerId: mem(csm),
    })
    await t.settle()
    expect(await due(ws.owner)).toEqual([])
    const [one] = await due(csm)
    expect(one).toMatchObject({ dueOn: '2037-06-17' })
    await ws.owner.call(changeAccount, { accountId, lifecycle: 'churned' })
    await t.settle()
    expect(await due(csm)).toEqual([])
    expect(await ws.owner.call(contract.getCheckIn, { checkInId: one!.id })).toMatchObject({
      state: 'skipped',
      reason: 'Check-ins are held with active accounts only.',
    })
  })

  it('of an account may be its own, paused until a day, or off; the workspace may change it for all', async () => {
    ws = await office()
    const accountId = await account(ws, 'Larch Logistics', { goLiveOn: '2037-03-02' })
    const plan = (more: object) => ws.owner.call(contract.putCheckInPlan, { accountId, ...more })
    expect(await plan({ early: 'biweekly' })).toMatchObject({ rhythm: 'biweekly', nextOn: '2037-03-16' })
    expect(await due(ws.owner)).toMatchObject([{ dueOn: '2037-03-15' }])
    expect(await plan({ state: 'paused', pausedUntil: '2037-04-01' })).toMatchObject({ nextOn: '2037-04-06' })
    expect(await due(ws.owner)).toEqual([])
    expect(await plan({ state: 'off' })).toMatchObject({
      nextOn: null,
      why: 'Check-ins with this account are switched off.',
    })
    await expect(plan({ state: 'paused', pausedUntil: '2037-03-01' })).rejects.toMatchObject({
      code: 'check_in.day_past',
    })
    await expect(plan({ pausedUntil: '2037-05-01' })).rejects.toMatchObject({ code: 'input.invalid' })
    await plan({})
    await ws.owner.call(contract.putCheckInSettings, {
      isOn: true,
      early: 'monthly',
      earlyDays: 90,
      ongoing: 'quarterly',
    })
    await t.settle()
    expect(await ws.owner.call(contract.getCheckInPlan, { accountId })).toMatchObject({
      rhythm: 'monthly',
      nextOn: '2037-03-02',
    })
    await sweep()
    expect(await due(ws.owner)).toMatchObject([{ opensOn: '2037-03-02', dueOn: '2037-04-01' }])
  })

  it('takes in who came while it was switched off, and every account that was there before it', async () => {
    ws = await office()
    const rhythm = { early: 'weekly', earlyDays: 90, ongoing: 'monthly' } as const
    await ws.owner.call(contract.putCheckInSettings, { isOn: false, ...rhythm })
    const accountId = await account(ws, 'Larch Logistics')
    expect(await ws.owner.call(contract.getCheckInPlan, { accountId })).toMatchObject({ nextOn: null })
    await ws.owner.call(contract.putCheckInSettings, { isOn: true, ...rhythm })
    await t.settle()
    expect(await ws.owner.call(contract.getCheckInPlan, { accountId })).toMatchObject({
      nextOn: '2037-03-02',
    })
    const old = await office()
    await old.owner.call(createAccount, { name: 'Elder Estates' })
    await t.settle()
    // as before there were check-ins: nothing was told of it
    await old.run((ctx) =>
      ctx.db.run(
        sql`update accounts set owner_member_id = ${old.owner.memberId} where workspace_id = ${old.id}`,
      ),
    )
    await sweep()
    await t.settle()
    await sweep()
    expect(await due(old.owner)).toMatchObject([{ account: { name: 'Elder Estates' } }])
  })

  it('names who nobody owns, and shows the month by day with what will open', async () => {
    ws = await office()
    const accountId = await account(ws, 'Larch Logistics', { goLiveOn: '2037-03-02' })
    const ownerless = await account(ws, 'Nobody’s Nursery', { ownerId: null })
    expect(await ws.owner.call(contract.countCheckIns, {})).toMatchObject({ unowned: 1 })
    expect(await ws.owner.call(contract.getCheckInPlan, { accountId: ownerless })).toMatchObject({
      why: 'Nobody owns this account. Give it an owner, who will hold them.',
    })
    await ws.owner.call(contract.holdCheckIn, { accountId, how: 'video' })
    const { data } = await ws.owner.call(contract.checkInCalendar, { month: '2037-03' })
    expect(data.map((one) => [one.on, one.state])).toEqual([
      ['2037-03-02', 'held'],
      ['2037-03-09', 'ahead'],
      ['2037-03-16', 'ahead'],
      ['2037-03-23', 'ahead'],
      ['2037-03-30', 'ahead'],
    ])
  })
})

describe('a check-in that is held', () => {
  let ws: TestWorkspace
  let accountId: string
  let contactId: string
  beforeAll(async () => {
    ws = await office()
    accountId = await account(ws, 'Larch Logistics', { goLiveOn: '2037-03-02' })
    contactId = (await ws.owner.call(createContact, { name: 'Petra Lindqvist', accountId })).id
  })

  it('is prepared, noted with who was there, mood and promises, and each highlight becomes an item like any other', async () => {
    const [{ id: checkInId }] = (await due(ws.owner)) as [contract.CheckInRow]
    await ws.owner.call(contract.changeCheckIn, {
      checkInId,
      agenda: 'First invoices',
      plannedAt: '2037-03-04T10:00:00Z',
    })
    const held = await ws.owner.call(contract.holdCheckIn, {
      accountId,
      how: 'in_person',
      notes: 'They are happy with the start.',
      mood: 'good',
      contactIds: [contactId],
      memberIds: [mem(ws.owner)],
      promises: [{ words: 'Send the import template', dueOn: '2037-03-05' }],
      highlights: [
        { verbatim: 'The invoice export crashes when I choose March', kind: 'bug', contactId },
        { verbatim: 'We would love a dark mode' },
      ],
    })
    expect(held).toMatchObject({
      id: checkInId,
      state: 'held',
      agenda: 'First invoices',
      how: 'in_person',
      mood: 'good',
      contacts: [{ id: contactId, name: 'Petra Lindqvist' }],
      members: [{ name: 'Olive Owner' }],
      promises: [{ words: 'Send the import template', owner: { name: 'Olive Owner' }, isLate: false }],
      highlights: [
        { kind: 'bug', contact: { name: 'Petra Lindqvist' } },
        { verbatim: 'We would love a dark mode', contact: null },
      ],
    })
    await t.settle()
    const items = await ws.owner.call(listFeedback, { account: accountId })
    expect(items.data).toHaveLength(2)
    expect(items.data).toMatchObject([{ channel: 'check_in' }, { channel: 'check_in' }])
    // It went the way of every item: it has its suggestion.
    expect(items.data.map((one) => one.id).sort()).toEqual(
      held.highlights.map((one) => one.feedbackId).sort(),
    )
  })

  it('takes a second talk in the same period as one outside the schedule', async () => {
    const again = await ws.owner.call(contract.holdCheckIn, {
      accountId,
      how: 'call',
      notes: 'A short one',
      promises: [{ words: 'Half a letter: \ud800', dueOn: '2037-05-01' }],
    })
    const [{ id: promiseId, words }] = again.promises as [contract.Promised]
    expect(words).toBe('Half a letter: \ufffd')
    await ws.owner.call(contract.keepPromise, { promiseId, isKept: true })
    expect(again).toMatchObject({
      opensOn: null,
      state: 'held',
      before: { notes: 'They are happy with the start.' },
    })
    const more = await ws.owner.call(contract.addHighlights, {
      checkInId: again.id,
      highlights: [{ verbatim: 'The menu is hard to find' }],
    })
    expect(more.highlights).toHaveLength(1)
    await ws.owner.call(contract.changeCheckIn, { checkInId: again.id, notes: 'A short one, corrected' })
    const list = await ws.owner.call(contract.listAccountCheckIns, { accountId })
    expect(list.data.map((one) => one.state)).toEqual(['held', 'held'])
  })

  it('keeps promises in sight until they are kept, late ones as late', async () => {
    days(4)
    const [promise] = (await ws.owner.call(contract.listPromises, { who: 'me' })).data
    expect(promise).toMatchObject({ words: 'Send the import template', isLate: true })
    expect(await ws.owner.call(contract.countCheckIns, { who: 'me' })).toMatchObject({
      promises: 1,
      latePromises: 1,
    })
    const kept = await ws.owner.call(contract.keepPromise, { promiseId: promise!.id, isKept: true })
    expect(kept.keptAt).not.toBeNull()
    expect((await ws.owner.call(contract.listPromises, {})).data).toEqual([])
  })

  it.each([
    [{ heldAt: '2037-03-09T09:00:00Z' }, 'check_in.ahead'],
    [{ heldAt: '2035-03-09T09:00:00Z' }, 'check_in.long_ago'],
    [{ how: 'telepathy' }, 'input.invalid'],
    [{ highlights: [{ verbatim: 'nul\u0000' }] }, 'input.invalid'],
    [{ highlights: [{ verbatim: '  ' }] }, 'input.invalid'],
    [
      { highlights: [{ verbatim: 'x', contactId: encodeId('ct', '0190d3c8-0000-7000-8000-00000000dead') }] },
      'contact.not_found',
    ],
    [{ contactIds: [encodeId('ct', '0190d3c8-0000-7000-8000-00000000dead')] }, 'check_in.person_unknown'],
    [{ promises: [{ words: 'x', dueOn: '2099-01-01' }] }, 'check_in.promise_far'],
    [{ accountId: encodeId('acct', '0190d3c8-0000-7000-8000-00000000dead') }, 'account.not_found'],
  ])('refuses %j and keeps nothing of it', async (more, code) => {
    const before = await ws.owner.call(contract.listAccountCheckIns, { accountId })
    await expect(
      ws.owner.call(contract.holdCheckIn, { accountId, how: 'call', ...more } as never),
    ).rejects.toMatchObject({ code })
    expect(await ws.owner.call(contract.listAccountCheckIns, { accountId })).toEqual(before)
  })

  it('is not noted twice, and one that is over is neither prepared nor skipped', async () => {
    days(7)
    await sweep()
    const [{ id: checkInId }] = (await due(ws.owner)) as [contract.CheckInRow]
    await expect(
      ws.owner.call(contract.changeCheckIn, { checkInId, notes: 'Not yet' }),
    ).rejects.toMatchObject({ code: 'check_in.not_held' })
    const skipped = await ws.owner.call(contract.skipCheckIn, { checkInId, reason: 'They are on holiday' })
    expect(skipped).toMatchObject({
      state: 'skipped',
      reason: 'They are on holiday',
      by: { name: 'Olive Owner' },
    })
    for (const again of [
      () => ws.owner.call(contract.skipCheckIn, { checkInId, reason: 'again' }),
      () => ws.owner.call(contract.changeCheckIn, { checkInId, agenda: 'late' }),
    ])
      await expect(again()).rejects.toMatchObject({ code: 'check_in.over' })
    const viewer = await ws.as('viewer')
    await expect(viewer.call(contract.holdCheckIn, { accountId, how: 'call' })).rejects.toMatchObject({
      code: 'role.too_low',
    })
  })
})

describe('when the holder is not there', () => {
  it('what ends before an absence does goes to the cover, with what opens meanwhile, and comes back', async () => {
    const ws = await office()
    const csm = await ws.as('agent', 'Cleo Success')
    const cover = await ws.as('agent', 'Cora Cover')
    const accountId = await account(ws, 'Larch Logistics', { ownerId: mem(csm), goLiveOn: '2037-03-02' })
    const absence = await csm.call(enterAbsence, {
      from: '2037-03-02',
      until: '2037-03-20',
      coverId: mem(cover),
    })
    expect(await due(cover)).toMatchObject([{ dueOn: '2037-03-08', standsInFor: { name: 'Cleo Success' } }])
    await cover.call(contract.holdCheckIn, { accountId, how: 'call' })
    days(14)
    await sweep()
    await csm.call(endAbsence, { absenceId: absence.id })
    expect(await due(cover)).toEqual([])
    expect(await due(csm)).toMatchObject([{ opensOn: '2037-03-16', standsInFor: null }])
  })

  it('who leaves hands what is due, and the promises, to the successor', async () => {
    const ws = await office()
    const csm = await ws.as('agent', 'Cleo Success')
    const next = await ws.as('agent', 'Nora Next')
    const accountId = await account(ws, 'Larch Logistics', { ownerId: mem(csm), goLiveOn: '2037-03-02' })
    await csm.call(contract.holdCheckIn, {
      accountId,
      how: 'call',
      promises: [{ words: 'Book the training', dueOn: '2037-04-01' }],
    })
    days(7)
    await sweep()
    await ws.owner.call(removeMember, { id: mem(csm), to: mem(next) })
    await t.settle()
    expect(await due(next)).toMatchObject([{ opensOn: '2037-03-09' }])
    expect((await next.call(contract.listPromises, { who: 'me' })).data).toMatchObject([
      { words: 'Book the training' },
    ])
  })
})
