import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { openCase } from '#act/cases/contract.ts'
import { type Person, seedPerson } from '#act/cases/test-seeds.ts'
import * as contract from '#act/corrective-actions/contract.ts'
import { actionSweep } from '#act/corrective-actions/jobs.ts'
import { type ActionState, stateAfter } from '#act/corrective-actions/rules.ts'
import { listTouchpoints } from '#act/touchpoints/contract.ts'
import { createTheme } from '#analyze/themes/contract.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { putCalendar } from '#platform/calendar/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId, encodeId } from '#platform/ids.ts'
import { listNotices } from '#platform/notices/contract.ts'
import { type Client, type TestWorkspace, testApp } from '#platform/testing/app.ts'

const t = await testApp()
const start = '2037-11-09T20:00:00Z' // Monday

const days = (n: number) => t.clock.advance({ days: n })
const inDays = (n: number) => new Date(t.clock.now().getTime() + n * 86_400_000).toISOString().slice(0, 10)
const sweep = () => actionSweep.run({}, t.house.door, new AbortController().signal)
const told = async (client: Client) =>
  (await client.call(listNotices, {})).data.filter((one) => one.kind.startsWith('action.'))

async function office(): Promise<TestWorkspace> {
  t.clock.set(start)
  const ws = await t.workspace()
  await ws.owner.call(putCalendar, { zone: 'America/New_York' })
  return ws
}

/** Says the same n times, each on another of the days before now. */
async function say(ws: TestWorkspace, verbatim: string, times: number, over: number) {
  for (let i = 0; i < times; i++)
    await ws.owner.call(submitFeedback, {
      channel: 'email',
      verbatim: `${verbatim} (${t.clock.now().getTime()} ${i})`,
      occurredAt: new Date(t.clock.now().getTime() - (1 + (i * over) / times) * 86_400_000).toISOString(),
    })
  await t.settle()
}

const log = (client: Client, more: object = {}) =>
  client.call(contract.logAction, {
    kind: 'process',
    finding: 'The second training was never booked',
    dueOn: inDays(10),
    ...more,
  })

describe('the log of corrective actions', () => {
  let ws: TestWorkspace
  let petra: Person
  beforeAll(async () => {
    ws = await office()
    petra = await seedPerson(ws, { name: 'Petra Lindqvist', account: 'Quillmere', mrrCents: 300_100 })
  })

  it('holds finding, five whys, cause, correction, prevention, owner and due date, and tells the owner', async () => {
    const agent = await ws.as('agent', 'Tess Transition')
    const action = await log(ws.owner, {
      whys: ['Nobody knew of it', 'It stands in no plan', 'The plan is written by heart'],
      cause: 'There is no checklist',
      correction: 'Both trainings are booked at kick-off',
      prevention: 'One checklist per kind of customer',
      ownerId: encodeId('mem', agent.memberId!),
    })
    expect(action).toMatchObject({
      number: 1,
      state: 'open',
      owner: { name: 'Tess Transition' },
      whys: ['Nobody knew of it', 'It stands in no plan', 'The plan is written by heart'],
      isOverdue: false,
      weeks: [],
      entries: [{ kind: 'logged', by: 'Olive Owner' }],
    })
    expect(await told(agent)).toMatchObject([{ kind: 'action.given' }])
    expect(await ws.owner.call(contract.getAction, { actionId: action.id })).toEqual(action)
  })

  it.each([
    [{ whys: ['1', '2', '3', '4', '5', '6'] }, 'input.invalid'],
    [{ kind: 'magic' }, 'input.invalid'],
    [{ finding: '  ' }, 'input.invalid'],
    [{ costCents: 100 }, 'input.invalid'],
    [{ dueOn: '2037-11-08' }, 'action.day_past'],
    [{ dueOn: '2099-01-01' }, 'action.day_far'],
    [{ caseId: encodeId('case', '0190d3c8-0000-7000-8000-00000000dead') }, 'case.not_found'],
    [{ feedbackId: encodeId('fb', '0190d3c8-0000-7000-8000-00000000dead') }, 'feedback.not_found'],
    [{ themeId: encodeId('th', '0190d3c8-0000-7000-8000-00000000dead') }, 'theme.not_found'],
    [{ ownerId: encodeId('mem', '0190d3c8-0000-7000-8000-00000000dead') }, 'member.not_found'],
  ])('refuses %j', async (more, code) => {
    await expect(log(ws.owner, more)).rejects.toMatchObject({ code })
  })

  it('numbers them one after another, also when two are logged at once', async () => {
    const both = await Promise.all([log(ws.owner), log(ws.owner), log(ws.owner)])
    const numbers = both.map((one) => one.number).sort()
    expect(numbers).toEqual([numbers[0], numbers[0]! + 1, numbers[0]! + 2])
  })

  it('is changed with what was changed noted, and done only with what was put right', async () => {
    const { id: actionId } = await log(ws.owner)
    await expect(ws.owner.call(contract.completeAction, { actionId })).rejects.toMatchObject({
      code: 'action.nothing_done',
    })
    const changed = await ws.owner.call(contract.changeAction, {
      actionId,
      cause: 'No checklist',
      correction: 'Booked both',
      kind: 'training',
    })
    expect(changed).toMatchObject({ kind: 'training', cause: 'No checklist', correction: 'Booked both' })
    expect(changed.entries[0]).toMatchObject({ kind: 'changed', fields: ['kind', 'cause', 'correction'] })
    await expect(
      ws.owner.call(contract.changeAction, { actionId, checkOn: inDays(30) }),
    ).rejects.toMatchObject({ code: 'action.not_done' })
    await expect(
      ws.owner.call(contract.completeAction, { actionId, checkOn: inDays(3) }),
    ).rejects.toMatchObject({ code: 'action.day_past' })
    const done = await ws.owner.call(contract.completeAction, { actionId, note: 'Both took part' })
    expect(done).toMatchObject({ state: 'done', checkOn: inDays(56), isToCheck: false })
    await expect(ws.owner.call(contract.changeAction, { actionId, correction: null })).rejects.toMatchObject({
      code: 'action.nothing_done',
    })
    await expect(ws.owner.call(contract.completeAction, { actionId })).rejects.toMatchObject({
      code: 'action.ended',
    })
  })

  it('a compensation of a case is a gesture among its touchpoints, with its cost, once', async () => {
    const { id: caseId } = await ws.owner.call(openCase, {
      playbook: 'nps-detractor',
      contactId: encodeId('ct', petra.contactId),
    })
    const { id: actionId, ...action } = await log(ws.owner, {
      kind: 'compensation',
      correction: 'Pizza for the office',
      caseId,
      costCents: 8600,
      currency: 'USD',
    })
    expect(action.case).toMatchObject({ id: caseId })
    const gestures = async () => {
      const { data } = await ws.owner.call(listTouchpoints, { case: caseId })
      return data.filter((one) => one.kind === 'gesture')
    }
    expect(await gestures()).toEqual([])
    await ws.owner.call(contract.completeAction, { actionId })
    await ws.owner.call(contract.reopenAction, { actionId, reason: 'It never arrived' })
    await ws.owner.call(contract.completeAction, { actionId })
    expect(await gestures()).toMatchObject([
      {
        summary: 'Pizza for the office',
        costCents: 8600,
        currency: 'USD',
        contact: { name: 'Petra Lindqvist' },
      },
    ])
    expect((await ws.owner.call(contract.listActions, { case: caseId, state: 'all' })).data).toHaveLength(1)
  })

  it('lists open ones by due date and others newest first, page by page', async () => {
    const other = await office()
    for (const due of [9, 3, 3, 12])
      await log(other.owner, { dueOn: inDays(due), kind: due > 9 ? 'tool' : 'product' })
    const list = async (query: object) => {
      const numbers: number[] = []
      for (let cursor = ''; ; ) {
        const page = await other.owner.call(contract.listActions, {
          ...query,
          limit: 1,
          ...(cursor && { cursor }),
        })
        numbers.push(...page.data.map((one) => one.number))
        if (!page.nextCursor) return numbers
        cursor = page.nextCursor
      }
    }
    expect(await list({})).toEqual([2, 3, 1, 4])
    expect(await list({ state: 'all' })).toEqual([4, 3, 2, 1])
    expect(await list({ kind: 'tool' })).toEqual([4])
    expect(await list({ owner: 'none' })).toEqual([])
    expect(await list({ owner: 'me' })).toEqual([2, 3, 1, 4])
    days(4)
    expect(await list({ overdue: 'true' })).toEqual([2, 3])
    expect(await list({ overdue: 'false' })).toEqual([1, 4])
    expect(await other.owner.call(contract.countActions, {})).toEqual({
      open: 4,
      overdue: 2,
      mine: 4,
      mineOverdue: 2,
      toCheck: 0,
    })
  })
})

describe('by the clock', () => {
  it('the owner is told once that it is overdue, on the day after it was due where they work', async () => {
    const ws = await office()
    const agent = await ws.as('agent')
    await log(ws.owner, { ownerId: encodeId('mem', agent.memberId!), dueOn: '2037-11-12' })
    t.clock.set('2037-11-13T04:30:00Z') // still the 12th in New York
    await sweep()
    expect((await told(agent)).map((one) => one.kind)).toEqual(['action.given'])
    t.clock.set('2037-11-13T05:30:00Z')
    await sweep()
    await sweep()
    expect((await told(agent)).map((one) => one.kind)).toEqual(['action.overdue', 'action.given'])
  })

  it('without a theme a person says whether it helped; they are reminded on the day', async () => {
    const ws = await office()
    const agent = await ws.as('agent')
    const { id: actionId } = await log(ws.owner, {
      ownerId: encodeId('mem', agent.memberId!),
      correction: 'Booked',
    })
    const check = (result: 'effective' | 'ineffective') =>
      agent.call(contract.checkAction, { actionId, result, note: 'Two customers were asked' })
    await expect(check('effective')).rejects.toMatchObject({ code: 'action.not_done' })
    await agent.call(contract.completeAction, { actionId, checkOn: inDays(21) })
    days(20)
    await sweep()
    expect((await told(agent)).map((one) => one.kind)).toEqual(['action.given'])
    days(1)
    await sweep()
    expect((await told(agent))[0]).toMatchObject({ kind: 'action.to_check' })
    expect((await ws.owner.call(contract.listActions, { state: 'done', toCheck: 'true' })).data).toHaveLength(
      1,
    )
    // it did not help: it opens again by itself, due in two weeks
    expect(await check('ineffective')).toMatchObject({
      state: 'open',
      reopenedCount: 1,
      dueOn: inDays(14),
      checkOn: null,
      entries: [
        { kind: 'reopened', note: 'It did not help. Two customers were asked' },
        { kind: 'checked', result: 'ineffective' },
        { kind: 'done' },
        { kind: 'logged' },
      ],
    })
    await agent.call(contract.completeAction, { actionId })
    expect(await check('effective')).toMatchObject({ state: 'effective', watchUntil: null })
    await expect(agent.call(contract.changeAction, { actionId, finding: 'Else' })).rejects.toMatchObject({
      code: 'action.ended',
    })
  })

  const themed = async (said: { before: number; after: number }) => {
    const ws = await office()
    const agent = await ws.as('agent')
    const theme = await ws.owner.call(createTheme, { name: 'Imports fail', rules: ['import fails'] })
    await say(ws, 'The import fails', said.before, 50)
    const { id: actionId } = await log(ws.owner, {
      kind: 'product',
      correction: 'Row errors are shown',
      themeId: theme.id,
      ownerId: encodeId('mem', agent.memberId!),
    })
    const get = () => ws.owner.call(contract.getAction, { actionId })
    expect((await get()).weeks).toHaveLength(12)
    await ws.owner.call(contract.completeAction, { actionId })
    days(56)
    await say(ws, 'The import fails', said.after, 50)
    await sweep()
    return { ws, agent, actionId, get, themeId: theme.id }
  }

  it('with a theme it is checked by itself: far fewer mentions than before are effective', async () => {
    const { get, agent } = await themed({ before: 12, after: 2 })
    expect(await get()).toMatchObject({
      state: 'effective',
      watchUntil: inDays(182),
      entries: [
        {
          kind: 'checked',
          by: null,
          result: 'effective',
          before: { mentions: 12, days: 56 },
          after: { mentions: 2, days: 55 },
          note: '1.5 mentions a week before, 0.3 after: fewer than chance would have.',
        },
        { kind: 'done' },
        { kind: 'logged' },
      ],
    })
    const { weeks } = await get()
    expect(weeks.filter((week) => week.isAfter)).toHaveLength(8)
    expect(weeks.filter((week) => !week.isAfter).reduce((sum, week) => sum + week.mentions, 0)).toBe(12)
    expect((await told(agent)).map((one) => one.kind)).toEqual(['action.given'])
  })

  it('as many mentions as before are not: it opens again and its owner is told why', async () => {
    const { get, agent } = await themed({ before: 6, after: 6 })
    expect(await get()).toMatchObject({ state: 'open', reopenedCount: 1, dueOn: inDays(14) })
    expect((await told(agent))[0]).toMatchObject({
      kind: 'action.reopened',
      text: 'CAPA 1 is open again: It did not help. 0.8 mentions a week before, 0.8 after: the theme is still there.',
    })
  })

  it('too few mentions to tell are left to a person, with the figures', async () => {
    const { get, agent } = await themed({ before: 2, after: 0 })
    expect(await get()).toMatchObject({
      state: 'done',
      isToCheck: true,
      entries: [{ kind: 'checked', result: 'unclear' }, {}, {}],
    })
    expect((await told(agent))[0]).toMatchObject({ kind: 'action.to_check' })
    await sweep()
    expect((await get()).entries).toHaveLength(3)
  })

  it('an effective one opens again when its theme comes back, within half a year', async () => {
    const { ws, get, agent, themeId } = await themed({ before: 12, after: 0 })
    days(70)
    await say(ws, 'Again the import fails', 1, 1)
    await sweep()
    expect(await get()).toMatchObject({ state: 'effective' })
    days(2)
    await say(ws, 'Again the import fails', 5, 5)
    await sweep()
    expect(await get()).toMatchObject({
      state: 'open',
      reopenedCount: 1,
      entries: [
        { kind: 'reopened', by: null, note: expect.stringContaining('Its theme came back: 6 mentions') },
        {},
        {},
        {},
      ],
    })
    expect((await told(agent))[0]).toMatchObject({ kind: 'action.reopened' })
    // the theme stays as long as an action rests on it
    const { is_kept } = await ws.run((ctx) =>
      ctx.db.one<{ is_kept: boolean }>(
        sql`select is_kept from themes where workspace_id = ${ws.id} and id = ${decodeId('th', themeId)!}`,
      ),
    )
    expect(is_kept).toBe(true)
  })

  it('after half a year nobody looks any more', async () => {
    const { ws, get } = await themed({ before: 12, after: 0 })
    days(182)
    await sweep()
    days(1)
    await say(ws, 'Again the import fails', 6, 5)
    await sweep()
    expect(await get()).toMatchObject({ state: 'effective' })
  })
})

it('goes only where its state allows, whatever is asked of it, and every step is written down', async () => {
  const ws = await office()
  const ways = {
    complete: (actionId: string) => ws.owner.call(contract.completeAction, { actionId, correction: 'Done' }),
    confirm: (actionId: string) =>
      ws.owner.call(contract.checkAction, { actionId, result: 'effective', note: 'Asked' }),
    reopen: (actionId: string) => ws.owner.call(contract.reopenAction, { actionId, reason: 'Again' }),
    cancel: (actionId: string) => ws.owner.call(contract.cancelAction, { actionId, reason: 'Not ours' }),
  } as const
  const names = Object.keys(ways) as (keyof typeof ways)[]
  const moves = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(moves, async (plan) => {
      const { id } = await log(ws.owner)
      let state: ActionState = 'open'
      let written = 1
      for (const move of plan) {
        const next = stateAfter(state, move)
        if (next === undefined) await expect(ways[move](id)).rejects.toMatchObject({ status: 409 })
        else {
          expect(await ways[move](id)).toMatchObject({ state: next })
          state = next
          written++
        }
      }
      const { entries, ...action } = await ws.owner.call(contract.getAction, { actionId: id })
      expect(action.state).toBe(state)
      expect(entries).toHaveLength(written)
      expect(action.reopenedCount).toBe(entries.filter((entry) => entry.kind === 'reopened').length)
    }),
    { numRuns: 20 },
  )
  const kinds = await ws.run((ctx) =>
    ctx.db.many<{ entries: number; events: number }>(sql`
      select (select count(*) from corrective_action_entries where workspace_id = ${ws.id}) as entries,
        (select count(*) from events where workspace_id = ${ws.id} and type like 'action.%') as events`),
  )
  expect(kinds[0]!.events).toBe(kinds[0]!.entries)
})
