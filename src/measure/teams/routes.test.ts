import { beforeAll, expect, test } from 'vitest'
import { endAbsence, enterAbsence } from '#act/absences/contract.ts'
import { type CaseRow, listCases, resolveCase } from '#act/cases/contract.ts'
import { seedAnswer, seedPerson } from '#act/cases/test-seeds.ts'
import { responseRecorded } from '#collect/surveys/events.ts'
import { getMetric } from '#measure/metrics/contract.ts'
import * as contract from '#measure/teams/contract.ts'
import { seesGroup, seesPerson } from '#measure/teams/rules.ts'
import type { Actor, Role } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId, encodeId, newId } from '#platform/ids.ts'
import { createTeam } from '#platform/teams/contract.ts'
import { type Client, type TestWorkspace, testApp } from '#platform/testing/app.ts'

const t = await testApp()
let ws: TestWorkspace
let manager: Client
let viewer: Client
const agents: Record<string, Client> = {}
const teams: Record<string, string> = {}
const span = { from: '2037-09-01', to: '2037-10-20' }
const id = (client: Client) => encodeId('mem', client.memberId!)

beforeAll(async () => {
  t.clock.set('2037-10-05T16:00:00Z')
  ws = await t.workspace()
  manager = await ws.as('manager', 'Bea Boss')
  viewer = await ws.as('viewer', 'Vic Viewer')
  for (const name of ['Tomasz Brandt', 'Lena Sorvik', 'Ada Pool', 'Otto Quill'])
    agents[name.split(' ')[0]!] = await ws.as('agent', name)
  const { Tomasz, Lena, Ada, Otto } = agents as Record<'Tomasz' | 'Lena' | 'Ada' | 'Otto', Client>
  const make = async (name: string, of: Client[]) => {
    teams[name] = (await ws.owner.call(createTeam, { name, memberIds: of.map(id) })).id
  }
  await make('Setup', [Otto])
  await make('Care', [Tomasz, Lena, Ada, viewer])
  // eight cases of Lena’s customers and two of Otto’s
  for (let i = 0; i < 10; i++) {
    const ownerMemberId = (i < 8 ? Lena : Otto).memberId!
    await seedAnswer(
      ws,
      await seedPerson(ws, { name: `Nps ${i}`, account: `Account ${i}`, ownerMemberId }),
      3,
    )
  }
  await t.settle()
  const cases = (await ws.owner.call(listCases, { limit: 50 })).data
  const caseOf = (i: number) => cases.find((row: CaseRow) => row.contact?.name === `Nps ${i}`)!.id
  const resolve = (i: number) =>
    ws.owner.call(resolveCase, { caseId: caseOf(i), resolution: 'Mended.', cause: 'Training' })
  for (const i of [0, 1, 2, 3]) await resolve(i)
  t.clock.advance({ hours: 30 })
  for (const i of [4, 8]) await resolve(i)
  // how it was handled, asked again and answered, as the follow-up writes it
  await ws.run(async (ctx) => {
    const ids = [5, 4, 4, 2, 5].map(() => newId())
    const caseIds = [0, 1, 2, 3, 4].map((i) => decodeId('case', caseOf(i))!)
    await ctx.db.run(sql`
      insert into responses (workspace_id, id, survey_id, survey_version, channel, score, is_negative, submitted_at)
      select ${ws.id}, n.id, s.id, 1, 'mail', n.score, n.score < 3, ${ctx.now()}
      from unnest(${ids}::uuid[], ${[5, 4, 4, 2, 5]}::int[]) n (id, score), surveys s
      where s.workspace_id = ${ws.id} and s.key = 'resolution-check'`)
    await ctx.db.run(sql`
      insert into case_confirmations (workspace_id, case_id, response_id, confirmation, noted_at)
      select ${ws.id}, n.case_id, n.id, 'survey', ${ctx.now()} from unnest(${caseIds}::uuid[], ${ids}::uuid[]) n (case_id, id)
      on conflict (workspace_id, case_id) do update set response_id = excluded.response_id, confirmation = excluded.confirmation`)
    await ctx.emit(responseRecorded, { subjectId: ids[0]!, payload: { responseIds: ids } })
  })
  await t.settle()
})

const performance = (client: Client) => client.call(contract.getTeamPerformance, span)

test('persons are for managers and up, and each sees their own; groups of fewer than three count as persons', () => {
  const member = (role: Role): Actor => ({ kind: 'member', id: 'me', userId: 'u', role })
  const all = (actor: Actor) => [
    seesPerson(actor, 'me'),
    seesPerson(actor, 'other'),
    seesGroup(actor, 2),
    seesGroup(actor, 3),
  ]
  for (const role of ['owner', 'admin', 'manager'] as const)
    expect(all(member(role)), role).toEqual([true, true, true, true])
  for (const role of ['agent', 'viewer'] as const)
    expect(all(member(role)), role).toEqual([true, false, false, true])
  expect(all({ kind: 'key', id: 'k', scopes: ['metrics:read', 'cases:read'] })).toEqual([
    false,
    false,
    false,
    true,
  ])
  expect(all({ kind: 'key', id: 'k', scopes: ['metrics:read', 'cases:manage'] })[1]).toBe(true)
})

test('teams stand by name with their load, what is late and what came of it; all together are the metric itself', async () => {
  const { teams: rows, persons, seesAll } = await performance(manager)
  expect(seesAll).toBe(true)
  expect(rows.map(({ name, people }) => [name, people])).toEqual([
    ['Everybody', 6],
    ['Care', 3],
    ['Setup', 1],
    ['In no team', 2],
  ])
  const [all, care, setup] = rows
  // three of Lena’s and one of Otto’s are open, and late by now
  expect(care!.load).toMatchObject({ openCases: 3, late: 3 })
  expect([care!.casesEach, setup!.load.openCases]).toEqual([1, 1])
  expect(care!.figures!.cases_on_time).toMatchObject({ n: 5, value: 80, parts: { hit: 4, miss: 1 } })
  expect(care!.figures!.handling_satisfaction).toMatchObject({ n: 5, value: 80 })
  expect(setup!.figures!.cases_on_time).toMatchObject({ n: 1, value: null })
  for (const key of ['late_steps', 'cases_on_time', 'handling_satisfaction', 'score_change'] as const)
    expect(all!.figures![key], key).toEqual((await manager.call(getMetric, { key, ...span })).figure)
  expect(persons.map(({ name }) => name)).toEqual([
    ...['Ada Pool', 'Bea Boss', 'Lena Sorvik', 'Olive Owner', 'Otto Quill', 'Tomasz Brandt'],
  ])
})

test('an agent sees teams and themselves, not what came of one colleague or of a team of one; a viewer teams alone', async () => {
  const lena = await performance(agents.Lena!)
  expect(lena.persons.map(({ name }) => name)).toEqual(['Lena Sorvik'])
  expect(lena.persons[0]!.figures!.cases_on_time).toMatchObject({ n: 5, value: 80 })
  const figures = (rows: typeof lena.teams) =>
    Object.fromEntries(rows.map(({ name, figures }) => [name, figures !== null]))
  expect(figures(lena.teams)).toEqual({ Everybody: true, Care: true, Setup: false, 'In no team': false })
  expect((await performance(viewer)).persons).toEqual([])
  const list = (client: Client, more: object) =>
    client.call(contract.listTeamRecords, { ...span, what: 'cases_on_time', ...more })
  const hers = await list(agents.Lena!, { member: id(agents.Lena!) })
  expect([hers.total, hers.of]).toEqual([5, 'Lena Sorvik'])
  await expect(list(agents.Tomasz!, { member: id(agents.Lena!) })).rejects.toMatchObject({
    status: 403,
    code: 'teams.not_yours',
  })
  await expect(list(viewer, { team: teams.Setup })).rejects.toMatchObject({ code: 'teams.too_few' })
  expect((await list(manager, { member: id(agents.Lena!), part: 'miss' })).total).toBe(1)
  const csv = await (await agents.Lena!.fetch('/metrics/teams/export?from=2037-09-01&to=2037-10-20')).text()
  expect(csv).toMatch(/\nperson,Lena Sorvik,/)
  expect(csv).not.toMatch(/Tomasz|Otto/)
  expect(csv).toMatch(/\nteam,Setup,2037-09-01,2037-10-20,1,0,0,1,1,1,1,1,,,,/)
})

test('every number opens as many cases and steps as it says', async () => {
  const { teams: rows } = await performance(manager)
  const care = rows.find(({ name }) => name === 'Care')!
  const total = async (more: object) =>
    (await manager.call(contract.listTeamRecords, { ...span, team: care.id, ...more } as never)).total
  expect(await total({ what: 'open_cases' })).toBe(care.load.openCases)
  expect(await total({ what: 'open_steps' })).toBe(care.load.openSteps)
  expect(await total({ what: 'open_steps', part: 'late' })).toBe(care.load.late)
  for (const [what, { n, parts }] of Object.entries(care.figures!)) {
    expect(await total({ what }), what).toBe(n)
    for (const [part, of] of Object.entries(parts)) expect(await total({ what, part }), part).toBe(of)
  }
  const first = await manager.call(contract.listTeamRecords, { ...span, what: 'late_steps', limit: 2 })
  expect(first.data[0]!.to).toMatch(/^cases\/case_/)
  const next = await manager.call(contract.listTeamRecords, {
    ...span,
    what: 'late_steps',
    limit: 100,
    cursor: first.nextCursor!,
  })
  expect(first.data.length + next.data.length).toBe(first.total)
})

test('who was away stands beside it: working days of the time, and the load is shared by those who are here', async () => {
  const { id: absenceId } = await agents.Ada!.call(enterAbsence, { from: '2037-10-06', until: '2037-10-14' })
  await t.settle()
  const careOf = async () => (await performance(manager)).teams.find(({ name }) => name === 'Care')!
  // Tuesday only: what lies ahead is not counted
  expect(await careOf()).toMatchObject({ people: 3, away: 1, daysAway: 1, casesEach: 1.5 })
  await agents.Ada!.call(endAbsence, { absenceId })
  expect(await careOf()).toMatchObject({ away: 0, casesEach: 1 })
})
