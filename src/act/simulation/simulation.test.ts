import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { completeStep, getCase, listCases } from '#act/cases/contract.ts'
import { seedAnswer, seedPerson } from '#act/cases/test-seeds.ts'
import { savePlaybook } from '#act/playbooks/contract.ts'
import { shippedPlaybooks } from '#act/playbooks/library.ts'
import { addSimulateCommand } from '#act/simulation/cli.ts'
import { type Simulation, simulatePlaybook } from '#act/simulation/contract.ts'
import { simulate } from '#act/simulation/simulate.ts'
import { CalendarSetting } from '#platform/calendar/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { changeMember } from '#platform/identity/contract.ts'
import { encodeId, newId } from '#platform/ids.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { bundleProgram, startProgram } from '#platform/testing/program.ts'

const day = 86_400_000
const t = await testApp()
const program = await bundleProgram('src/app/main.ts')
const folder = mkdtempSync(join(tmpdir(), 'simulation-'))
afterAll(() => {
  program.remove()
  rmSync(folder, { recursive: true, force: true })
})

let ws: TestWorkspace
const key = 'nps-detractor'
const text = shippedPlaybooks().get(key)!.text
/** A changed procedure: passives are called too, and the first word is owed within four working hours. */
const changed = text
  .replace('score <= 6', 'score <= 8')
  .replace('latest: 24 hours', 'latest: 4 business hours')

const file = (name: string, content: string) => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

/** `hearback playbook simulate …` in a process of its own. */
async function inProcess(...args: string[]) {
  const one = startProgram(program.file, ['playbook', 'simulate', ...args, '--workspace', ws.slug], {
    env: { ...t.env, HEARBACK_LOG: 'silent' },
  })
  return { code: await one.ended, output: one.output }
}

/** The same command in this process, which is quicker. */
async function run(...args: string[]): Promise<string> {
  const playbook = new Command('playbook').exitOverride()
  addSimulateCommand(playbook, (_slug, work) => work(t.house.door, ws.id))
  let said = ''
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text)
    return true
  })
  try {
    await playbook.parseAsync(['simulate', ...args], { from: 'user' })
  } finally {
    out.mockRestore()
  }
  return said
}
const json = async (...args: string[]): Promise<Simulation> => JSON.parse(await run(...args, '--json'))

/** Everything of a workspace that a simulation could have changed. */
const rows = () =>
  ws.run((ctx) =>
    ctx.db.one<{ text: string }>(sql`
      select (select count(*) from events where workspace_id = ${ctx.workspaceId}) || ' '
        || (select count(*) from cases where workspace_id = ${ctx.workspaceId}) || ' '
        || (select count(*) from case_steps where workspace_id = ${ctx.workspaceId}) || ' '
        || (select count(*) from notices where workspace_id = ${ctx.workspaceId}) as text`),
  )

beforeAll(async () => {
  ws = await t.workspace()
  const me = ws.owner.memberId!
  await ws.owner.call(changeMember, {
    id: encodeId('mem', me),
    positions: ['customer-success-manager', 'support-lead'],
  })
  // Five months of answers: each month a detractor, a passive and a promoter; the account was worth more then.
  const people = [
    await seedPerson(ws, { name: 'Petra Lind', account: 'Quillmere', mrrCents: 20_000, ownerMemberId: me }),
    await seedPerson(ws, { name: 'Omar Haddad', account: 'Larkbooks', mrrCents: 20_000 }),
    await seedPerson(ws, { name: 'Iva Novak' }),
  ]
  for (const [i, person] of people.entries())
    for (let month = 1; month <= 5; month++) {
      const id = await seedAnswer(ws, person, [3, 8, 10][i]!)
      // on a Wednesday or just before, whatever day the test runs on
      const at = new Date(t.clock.now().getTime() - month * 30 * day)
      at.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 4) % 7) - i)
      at.setUTCHours(10, 0, 0, 0)
      await ws.run((ctx) =>
        ctx.db.run(sql`
          update responses set submitted_at = ${at} where workspace_id = ${ctx.workspaceId} and id = ${id}`),
      )
    }
  await ws.run((ctx) =>
    ctx.db.run(sql`
      insert into account_history (workspace_id, id, account_id, mrr_cents, currency, lifecycle, segment, valid_at)
      values (${ctx.workspaceId}, ${newId()}, ${people[0]!.accountId}, 800000, 'USD', 'active', null, ${new Date(t.clock.now().getTime() - 400 * day)}),
        (${ctx.workspaceId}, ${newId()}, ${people[0]!.accountId}, 20000, 'USD', 'active', null, ${new Date(t.clock.now().getTime() - 100 * day)})`),
  )
  await t.settle()
  // The real case that today's answers opened: its follow-up was answered, and said no.
  const [one] = (await ws.owner.call(listCases, {})).data
  for (const step of ['outreach', 'action-plan', 'monthly-follow-up']) {
    const found = (await ws.owner.call(getCase, { caseId: one!.id })).steps.find((row) => row.key === step)!
    await ws.owner.call(completeStep, {
      caseId: one!.id,
      stepId: found.id,
      evidence: step === 'action-plan' ? { plan: 'We mend the export.' } : {},
      results: step === 'monthly-follow-up' ? { satisfied: false } : {},
      ...(step !== 'action-plan' && {
        touchpoint: { kind: 'call' as const, summary: 'Talked about it', durationMinutes: 25 },
      }),
    })
  }
}, 120_000)

describe('hearback playbook simulate', () => {
  it('replays the answers of past months through the version in effect and a changed file, and writes nothing', async () => {
    const untouched = await rows()
    const result = await json(key, '--against', file('changed.yaml', changed), '--months', '6')
    expect(result.causes).toEqual({ read: 15, fitting: 10, isWhole: true })
    expect(result.changes).toEqual(['Playbook: Version 1 → changed.yaml'])
    // The detractor's case is open to this day, so all their answers join it; the passive's is ended after 90 days.
    expect([result.before.cases.opened, result.before.cases.joined]).toEqual([1, 4])
    expect([result.after.cases.opened, result.after.cases.joined]).toEqual([3, 7])
    expect(result.before.leads).toEqual([{ lead: 'account.owner', cases: 1 }])
    expect(result.after.leads).toEqual([
      { lead: 'customer-success-manager', cases: 2 },
      { lead: 'account.owner', cases: 1 },
    ])
    // 8,000 a month then, 200 today: an executive called then.
    expect(result.before.steps.find((one) => one.step === 'executive-call')).toMatchObject({
      opened: 1,
      skipped: 0,
    })
    const [first] = result.cases
    expect(first).toMatchObject({ account: 'Larkbooks', before: null, isDifferent: true })
    expect(first!.after!.steps.map((one) => one.step).slice(0, 3)).toEqual([
      'outreach',
      'executive-call',
      'action-plan',
    ])
    expect(await rows()).toEqual(untouched)
  })

  it('says the same for the same seed, in a table with both sides, the weeks of each position and what is assumed', async () => {
    const args = [key, '--against', file('changed.yaml', changed), '--seed', '7']
    const output = await run(...args)
    const other = await inProcess(...args)
    expect(other).toEqual({ code: 0, output: output.trimEnd() })
    expect(output).toMatch(/before: Version 1 +after: changed\.yaml/)
    expect(output).toMatch(/^Cases +1 +3$/m)
    expect(output).toMatch(/^ {2}Reach out in person +1 → 3/m)
    expect(output).toMatch(/^account\.owner: people 1, hours a week 42\.5/m)
    expect(output).toMatch(/^ {2}\d{4}-\d\d-\d\d +[\d.]+ +/m)
    expect(output).toContain('Assumed minutes of work, because fewer than 5 are recorded: ')
  })

  it('takes a calendar and staff as they are changed: nobody at the desk means every step is late', async () => {
    const calendar = file('night.yaml', 'zone: UTC\nhours: { sun: [["09:00", "10:00"]] }\n')
    const slow = await json(key, '--calendar', calendar)
    expect(slow.changes).toEqual(['Calendar: the workspace’s → the one given'])
    expect(slow.after.late).toBeGreaterThan(slow.before.late)
    const vacant = await json(
      key,
      '--staff',
      'account.owner=0',
      '--staff',
      'customer-success-manager=0',
      '--staff',
      'management=0',
    )
    expect(vacant.after.leads).toEqual([{ lead: 'nobody', cases: 1 }])
    expect([vacant.after.hours, vacant.after.opened, vacant.after.late]).toEqual([0, 1, 1])
    const half = await json(key, '--staff-now', 'account.owner=2x10', '--staff', 'account.owner=3')
    expect(half.changes).toEqual(['account.owner: 2 people with 10 hours a week → 3 people'])
    expect(half.before.positions[0]).toMatchObject({ position: 'account.owner', people: 2, capacity: 20 })
  })

  it('a file alone is compared with what is in effect, and a version with another', async () => {
    const alone = await json(file('changed.yaml', changed))
    expect([alone.before.label, alone.after.label]).toEqual(['Version 1', 'changed.yaml'])
    await ws.owner.call(savePlaybook, { key, text: changed, basedOn: 1 })
    const versions = await json(key, '--against', '1')
    expect([versions.before.label, versions.after.label]).toEqual(['Version 2', 'Version 1'])
    expect([versions.before.cases.opened, versions.after.cases.opened]).toEqual([3, 1])
    await ws.owner.call(savePlaybook, { key, text, basedOn: 2 })
  })

  it('looks at the days it is given', async () => {
    const on = (days: number) => new Date(t.clock.now().getTime() - days * day).toISOString().slice(0, 10)
    const some = await json(key, '--from', on(75), '--to', on(25))
    expect(some.causes).toMatchObject({ read: 6, fitting: 2 })
  })

  const refused: [string, () => string[], number, RegExp][] = [
    ['a playbook that is not there', () => ['nothing-here'], 4, /There is no file “nothing-here”/],
    ['a version that is not there', () => [key, '--against', '99'], 4, /has no version 99/],
    [
      'a file with faults',
      () => [file('bad.yaml', text.replace('who: management', 'who: managment'))],
      2,
      /bad\.yaml has faults\. line 29: nobody can be “managment”; write management/,
    ],
    [
      'a file that is not there',
      () => [key, '--against', '/nowhere.yaml'],
      4,
      /There is no file “\/nowhere\.yaml”/,
    ],
    ['a position that nobody asks for', () => [key, '--staff', 'acount.owner=2'], 2, /Write account\.owner/],
    [
      'staff that is no number',
      () => [key, '--staff', 'management=many'],
      2,
      /is no staffing\. Write --staff position=2/,
    ],
    ['too many months', () => [key, '--months', '99'], 2, /from 1 to 24/],
    ['a day that is none', () => [key, '--from', '2026-02-31'], 2, /is not a date/],
    [
      'an end before the beginning',
      () => [key, '--from', '2026-05-02', '--to', '2026-05-01'],
      2,
      /Nothing lies between/,
    ],
    ['a time too long ago', () => [key, '--from', '1999-01-01'], 2, /at most 24 months/],
    ['a seed that is none', () => [key, '--seed', 'luck'], 2, /whole number/],
    [
      'a calendar that never opens',
      () => [key, '--calendar', file('never.yaml', 'zone: UTC\nhours: {}')],
      2,
      /no time to work/,
    ],
  ]
  it('refuses what it cannot replay, with what to write instead', async () => {
    for (const [what, args, , message] of refused)
      await expect(run(...args()), what).rejects.toMatchObject({ message: expect.stringMatching(message) })
    for (const [what, args, code, message] of refused.slice(1, 3))
      expect(await inProcess(...args()), what).toEqual({ code, output: expect.stringMatching(message) })
  })
})

describe('POST /playbooks/:key/simulate', () => {
  it('answers with both sides for a draft, other hours and other staff', async () => {
    const setting = CalendarSetting.parse({ zone: 'UTC', hours: { sat: [['09:00', '12:00']] } })
    const result = await ws.owner.call(simulatePlaybook, {
      key,
      text: changed,
      months: 6,
      calendar: setting,
      staff: [{ position: 'management', people: 3 }],
    })
    expect(result).toMatchObject({
      before: { label: 'Version 3', cases: { opened: 1, joined: 4 } },
      after: { label: 'The draft', cases: { opened: 3, joined: 7 } },
      changes: [
        'Playbook: Version 3 → The draft',
        'Calendar: the workspace’s → the one given',
        'management: 1 person → 3 people',
      ],
    })
    expect(result.after.positions.map((one) => one.weeks.length)).toEqual(
      result.after.positions.map(() => result.weeks.length),
    )
  })

  it('refuses a draft with faults, a playbook or version that is not there, and hours that leave no day', async () => {
    const call = (input: object) => ws.owner.call(simulatePlaybook, { key, ...input })
    await expect(call({ text: 'playbook: x' })).rejects.toMatchObject({
      status: 400,
      code: 'playbook.faulty',
    })
    await expect(call({ key: 'nothing-here' })).rejects.toMatchObject({
      status: 404,
      code: 'playbook.not_found',
    })
    await expect(call({ version: 77 })).rejects.toMatchObject({ code: 'playbook.version_not_found' })
    const closed = { mon: [], tue: [], wed: [], thu: [], fri: [] }
    await expect(call({ calendar: { hours: closed } })).rejects.toMatchObject({ status: 400 })
    await expect(call({ staff: [{ position: 'nobody-here', people: 1 }] })).rejects.toMatchObject({
      code: 'simulation.unknown_position',
    })
  })

  it('is stopped when the caller goes', async () => {
    const leaving = new AbortController()
    leaving.abort()
    const { playbook } = shippedPlaybooks().get(key)!
    const wanted = {
      before: { playbook, label: 'now' },
      after: { playbook, label: 'then' },
      staff: [],
      staffNow: [],
      from: new Date(t.clock.now().getTime() - 300 * day),
      until: t.clock.now(),
      seed: 1,
      mostCases: 10,
    }
    const asking = { door: t.house.door, workspaceId: ws.id, actor: { kind: 'job', name: 'test' } as const }
    await expect(simulate({ ...asking, signal: leaving.signal }, wanted)).rejects.toMatchObject({
      code: 'simulation.stopped',
    })
  })
})
