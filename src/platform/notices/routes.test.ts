import { beforeEach, describe, expect, it } from 'vitest'
import { getCalendar, putCalendar } from '#platform/calendar/contract.ts'
import { newId } from '#platform/ids.ts'
import { listMails } from '#platform/mail/contract.ts'
import { notify } from '#platform/notices/commands.ts'
import * as contract from '#platform/notices/contract.ts'
import { dailyDigests } from '#platform/notices/jobs.ts'
import { type Client, type TestWorkspace, testApp } from '#platform/testing/app.ts'

const t = await testApp()
let ws: TestWorkspace
let mara: Client
beforeEach(async () => {
  t.clock.set('2037-11-09T16:02:00Z') // 8:02 in Los Angeles
  ws = await t.workspace()
  await ws.owner.call(putCalendar, { zone: 'America/Los_Angeles' })
  mara = await ws.as('agent', 'Mara Agent')
})
const subjectId = newId()
const tell = (urgency: 'urgent' | 'normal', text = 'Something waits.', dedupeKey = text) =>
  ws.run((ctx) =>
    notify(ctx, {
      memberId: mara.memberId!,
      kind: 'test',
      subjectId,
      text,
      link: '/today',
      urgency,
      dedupeKey,
    }),
  )
const digests = async () =>
  (await ws.owner.call(listMails, { topic: 'digest' })).data.map((mail) => mail.subject)
const daily = () => dailyDigests.run({}, t.house.door, new AbortController().signal)

describe('the bell', () => {
  it('tells the same thing once, counts what is unread and forgets it when read', async () => {
    await tell('urgent')
    await tell('urgent')
    expect(await mara.call(contract.countNotices, {})).toEqual({ unread: 1, urgent: 1 })
    const { data } = await mara.call(contract.listNotices, {})
    expect(data).toMatchObject([{ text: 'Something waits.', link: 'today', readAt: null }])
    await mara.call(contract.readNotices, { ids: [data[0]!.id] })
    expect(await mara.call(contract.countNotices, {})).toEqual({ unread: 0, urgent: 0 })
  })

  it('is nobody else’s: another member neither sees nor marks it', async () => {
    await tell('urgent')
    const { data } = await mara.call(contract.listNotices, {})
    expect((await ws.owner.call(contract.listNotices, {})).data).toEqual([])
    expect(await ws.owner.call(contract.readNotices, { ids: [data[0]!.id] })).toEqual({ read: 0 })
  })
})

describe('the mail', () => {
  it('what is urgent comes at once, gathered for a minute into one mail', async () => {
    await tell('urgent', 'First.')
    await tell('urgent', 'Second.')
    await t.settle()
    expect(await digests()).toEqual([])
    t.clock.advance({ minutes: 1 })
    await t.settle()
    expect(await digests()).toEqual(['2 things wait for you'])
  })

  it('the rest comes once a day at the hour of the workspace, without what was read', async () => {
    t.clock.set('2037-11-09T15:30:00Z')
    await tell('normal', 'First.')
    await tell('normal', 'Second.')
    const { data } = await mara.call(contract.listNotices, {})
    await mara.call(contract.readNotices, { ids: [data[0]!.id] })
    await daily()
    expect(await digests()).toEqual([])
    t.clock.set('2037-11-09T16:00:00Z')
    await daily()
    await daily()
    expect(await digests()).toEqual(['First.'])
  })

  it('a member may want everything at once, or nothing', async () => {
    await mara.call(contract.putNoticePreferences, { urgent: 'never', normal: 'at_once', dailyMinute: 0 })
    await tell('urgent', 'Loud.')
    await tell('normal', 'Soft.')
    t.clock.advance({ minutes: 1 })
    await t.settle()
    await daily()
    expect(await digests()).toEqual(['Soft.'])
  })
})

describe('the calendar', () => {
  it('knows the public holidays of a country and the days of one’s own', async () => {
    const set = await ws.owner.call(putCalendar, {
      zone: 'Europe/Berlin',
      country: 'DE',
      state: 'BE',
      closed: [{ on: '2037-12-24', name: 'Office closed' }],
    })
    expect(set.nextClosed.slice(0, 3).map((day) => day.on)).toEqual([
      '2037-12-24',
      '2037-12-25',
      '2037-12-26',
    ])
    expect((await mara.call(getCalendar, {})).zone).toBe('Europe/Berlin')
  })

  it('refuses a zone, a country and hours that cannot be', async () => {
    await expect(ws.owner.call(putCalendar, { zone: 'Mars/Base' })).rejects.toMatchObject({
      code: 'calendar.zone',
    })
    await expect(ws.owner.call(putCalendar, { country: 'XX' })).rejects.toMatchObject({
      code: 'calendar.country',
    })
    await expect(ws.owner.call(putCalendar, { hours: { mon: [['17:00', '09:00']] } })).rejects.toMatchObject({
      status: 400,
    })
    const never = { mon: [], tue: [], wed: [], thu: [], fri: [] }
    await expect(ws.owner.call(putCalendar, { hours: never })).rejects.toMatchObject({ status: 400 })
    await expect(mara.call(putCalendar, { zone: 'UTC' })).rejects.toMatchObject({ status: 403 })
  })
})
