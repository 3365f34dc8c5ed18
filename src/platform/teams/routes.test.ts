import { describe, expect, it } from 'vitest'
import { createAccount, getAccount, putAccountCalendar } from '#customers/accounts/contract.ts'
import { CalendarSetting } from '#platform/calendar/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { changeMember, listMembers, removeMember } from '#platform/identity/contract.ts'
import { encodeId } from '#platform/ids.ts'
import { type ApiError, testApp } from '#platform/testing/app.ts'
import { changeTeam, createTeam, listTeams, removeTeam } from './contract.ts'

const t = await testApp()
const ws = await t.workspace()
const ida = encodeId('mem', (await ws.as('agent', 'Ida Moreau')).memberId!)
const ben = encodeId('mem', (await ws.as('agent', 'Ben Okafor')).memberId!)
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: ApiError) => ({ code: error.code, text: error.message, details: error.details }),
  )
const newYork = CalendarSetting.parse({ zone: 'America/New_York' })

describe('a team', () => {
  it('has a key made from its name, members, areas and hours of its own', async () => {
    const made = await ws.owner.call(createTeam, {
      name: 'Customer care, São Paulo',
      areas: ['implementation', 'implementation'],
      memberIds: [ida, ben],
      calendar: { zone: 'America/Sao_Paulo' },
    })
    expect(made).toMatchObject({ key: 'customer-care-sao-paulo', areas: ['implementation'] })
    expect(made.members.map((one) => one.name)).toEqual(['Ben Okafor', 'Ida Moreau'])
    expect(made.calendar?.hours.mon).toEqual([['09:00', '17:30']])
  })

  it('changes in what is given, and every change is an event', async () => {
    const team = (await ws.owner.call(listTeams, {})).data[0]!
    await ws.owner.call(changeTeam, { teamId: team.id, name: 'Care', memberIds: [ida], calendar: null })
    const after = (await ws.owner.call(listTeams, {})).data[0]!
    expect(after).toMatchObject({ key: team.key, name: 'Care', areas: ['implementation'], calendar: null })
    expect(after.members.map((one) => one.id)).toEqual([ida])
    const events = await ws.run((ctx) =>
      ctx.db.many<{ type: string; payload: object }>(
        sql`select type, payload from events where workspace_id = ${ctx.workspaceId} and type like 'team.%' order by id`,
      ),
    )
    expect(events).toEqual([
      { type: 'team.created', payload: { key: team.key } },
      { type: 'team.changed', payload: { key: team.key, fields: ['name', 'memberIds', 'calendar'] } },
    ])
  })

  it('a word that means a position, a team or somebody else in playbooks is refused as its key', async () => {
    await ws.owner.call(changeMember, { id: ben, positions: ['support-lead'] })
    for (const key of ['support-lead', 'lead', 'customer-care-sao-paulo'])
      expect((await refusal(ws.owner.call(createTeam, { name: 'X', key })))?.code).toBe('team.key_taken')
    expect((await refusal(ws.owner.call(createTeam, { name: '東京' })))?.code).toBe('team.key_missing')
    expect(
      (await refusal(ws.owner.call(changeMember, { id: ben, positions: ['customer-care-sao-paulo'] })))?.code,
    ).toBe('member.position_is_team')
  })

  it('is for people who are here, and only who manages members changes it', async () => {
    const team = (await ws.owner.call(listTeams, {})).data[0]!
    const gone = encodeId('mem', (await ws.as('agent', 'Gone')).memberId!)
    await ws.owner.call(changeTeam, { teamId: team.id, memberIds: [gone] })
    await ws.owner.call(removeMember, { id: gone })
    expect((await ws.owner.call(listTeams, {})).data[0]?.members).toEqual([])
    expect((await refusal(ws.owner.call(changeTeam, { teamId: team.id, memberIds: [gone] })))?.code).toBe(
      'member.not_found',
    )
    const agent = await ws.as('agent')
    expect((await refusal(agent.call(createTeam, { name: 'Mine' })))?.code).toBe('role.too_low')
    await ws.owner.call(removeTeam, { teamId: team.id })
    expect((await ws.owner.call(listTeams, {})).data).toEqual([])
  })
})

describe('zones, hours and holidays of people and customers', () => {
  it('a member has skills and hours of their own', async () => {
    await ws.owner.call(changeMember, { id: ida, skills: ['marketing'], calendar: newYork })
    const member = (await ws.owner.call(listMembers, {})).data.find((one) => one.id === ida)
    expect(member).toMatchObject({ skills: ['marketing'], positions: [], calendar: newYork })
    await ws.owner.call(changeMember, { id: ida, calendar: null })
    expect((await ws.owner.call(listMembers, {})).data.find((one) => one.id === ida)).toMatchObject({
      skills: ['marketing'],
      calendar: null,
    })
  })

  it('an account has a calendar of its own', async () => {
    const { id } = await ws.owner.call(createAccount, { name: 'Quillmere Academy' })
    await ws.owner.call(putAccountCalendar, { accountId: id, calendar: newYork })
    expect((await ws.owner.call(getAccount, { accountId: id })).calendar).toEqual(newYork)
    await ws.owner.call(putAccountCalendar, { accountId: id, calendar: null })
    expect((await ws.owner.call(getAccount, { accountId: id })).calendar).toBeNull()
  })

  it('a zone that does not exist is refused with the nearest names', async () => {
    for (const [zone, near] of [
      ['New York', 'America/New_York'],
      ['Europe/Berln', 'Europe/Berlin'],
    ] as const) {
      const refused = await refusal(ws.owner.call(changeMember, { id: ida, calendar: { ...newYork, zone } }))
      expect(refused).toMatchObject({ code: 'calendar.zone' })
      expect(refused?.text).toContain(`Did you mean ${near}`)
      expect(refused?.details).toMatchObject({ fields: [{ field: 'calendar.zone' }] })
    }
    const far = await refusal(ws.owner.call(changeMember, { id: ida, calendar: { zone: 'Xqzvwkjy' } }))
    expect(far?.text).toContain('Use a name such as Europe/Berlin')
  })

  it('days off that leave no day to work are refused', async () => {
    const hours = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [['09:00', '12:00']] }
    const first = Date.parse(t.clock.now().toISOString().slice(0, 10))
    const closed = Array.from({ length: 380 }, (_, i) => ({
      on: new Date(first + (i - 2) * 86_400_000).toISOString().slice(0, 10),
      name: 'closed',
    }))
    const calendar = { zone: 'UTC', hours, closed } as never
    expect((await refusal(ws.owner.call(changeMember, { id: ida, calendar })))?.code).toBe('calendar.closed')
  })
})
