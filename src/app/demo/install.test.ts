import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { getCase } from '#act/cases/contract.ts'
import { listMeetings, moveMeeting } from '#act/meetings/contract.ts'
import { getDemo, removeDemo, resumeDemo } from '#app/demo/contract.ts'
import { Hours } from '#app/demo/hours.ts'
import { installDemo } from '#app/demo/install.ts'
import { listCheckIns } from '#collect/check-ins/contract.ts'
import { listSessions } from '#collect/sessions/contract.ts'
import { listAccountUse } from '#collect/signals/contract.ts'
import { listSmsReplies } from '#collect/sms-replies/contract.ts'
import { listCalls } from '#collect/surveys/calls/contract.ts'
import { listSurveys } from '#collect/surveys/contract.ts'
import { listSurveyLinks } from '#collect/surveys/links/contract.ts'
import { getHealth } from '#measure/dashboards/contract.ts'
import { checkQuality } from '#measure/quality/doctor.ts'
import { toCalendar } from '#platform/calendar/commands.ts'
import { CalendarSetting } from '#platform/calendar/contract.ts'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import { decideOldMails, listMails, retryMail, setMailServer } from '#platform/mail/contract.ts'
import { sweepMail } from '#platform/mail/jobs.ts'
import { listSms } from '#platform/sms/contract.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { serverAt, testMailServer } from '#platform/testing/smtp.ts'

let t: TestApp
let ws: TestWorkspace
beforeAll(async () => {
  t = await testApp()
  // The year differs with the moment it ends at; world.test.ts looks at all of them.
  t.clock.set('2037-11-26T09:30:00Z')
  ws = await t.workspace('Larkfield', 'demo')
  await t.settle()
})

const counts = (of = ws) =>
  of.run((ctx) =>
    ctx.db.one<Record<string, number>>(sql`
      select (select count(*) from accounts where workspace_id = ${of.id}) as accounts,
        (select count(*) from contacts where workspace_id = ${of.id}) as contacts,
        (select count(*) from feedback_items where workspace_id = ${of.id}) as items,
        (select count(*) from inbox_items where workspace_id = ${of.id} and type is not null) as typed,
        (select count(*) from inbox_items where workspace_id = ${of.id} and type is null) as untyped,
        (select count(*) from responses where workspace_id = ${of.id}) as responses,
        (select count(*) from touchpoints where workspace_id = ${of.id}) as touchpoints,
        (select count(*) from updates where workspace_id = ${of.id} and state = 'sent') as updates,
        (select count(*) from cases where workspace_id = ${of.id} and status = 'open') as open,
        (select count(*) from cases where workspace_id = ${of.id} and status = 'open' and next_due_at < ${t.clock.now()}) as late,
        (select count(*) from cases where workspace_id = ${of.id} and status = 'resolved') as resolved,
        (select count(*) from mails where workspace_id = ${of.id} and topic <> 'digest') as mails,
        (select count(*) from mails where workspace_id = ${of.id} and hold is not null) as held,
        (select count(*) from corrective_actions where workspace_id = ${of.id} and state = 'open') as "actionsOpen",
        (select count(*) from corrective_actions where workspace_id = ${of.id} and state = 'open' and due_on < ${t.clock.now()}::date) as "actionsOverdue",
        (select count(*) from corrective_actions where workspace_id = ${of.id} and state = 'open' and reopened_count > 0) as "actionsReopened",
        (select count(*) from corrective_actions where workspace_id = ${of.id} and state = 'effective') as "actionsEffective",
        (select count(*) from requests where workspace_id = ${of.id} and accounts > 0) as requests,
        (select count(distinct status) from requests where workspace_id = ${of.id}) as "requestStatuses",
        (select count(*) from request_evidence where workspace_id = ${of.id}) as quotes,
        (select count(*) from requests where workspace_id = ${of.id} and blocked > 0) as "requestsBlocked",
        (select count(*) from releases where workspace_id = ${of.id} and shipped_at is not null) as releases,
        (select count(distinct contact_id) from updates where workspace_id = ${of.id} and announcement_id is not null and state = 'sent') as told,
        (select count(*) from promises where workspace_id = ${of.id}) as promises,
        (select count(*) from share_backs where workspace_id = ${of.id} and not is_empty) as "shareBacks",
        (select count(*) from reports where workspace_id = ${of.id} and items > 0) as "reports",
        (select count(*) from import_runs where workspace_id = ${of.id} and state = 'done') as imports`),
  )

test('the demo holds a year in which every screen lives, and no mail of it leaves', async () => {
  const found = await counts()
  expect(found.accounts).toBeGreaterThan(90)
  expect(found.items).toBeGreaterThan(1400)
  expect(found.typed).toBeGreaterThan(1300)
  expect(found.untyped).toBeGreaterThan(4)
  expect(found.open).toBeGreaterThan(8)
  expect(found.late).toBeGreaterThan(1)
  expect(found.open! - found.late!).toBeGreaterThan(2)
  expect(found.resolved).toBeGreaterThan(10)
  expect(found.mails).toBeGreaterThan(90)
  expect(found.updates).toBeGreaterThan(40)
  expect(found.held).toBe(5)
  expect(found.imports).toBe(1)
  expect(found.requests).toBeGreaterThan(25)
  expect(found.releases).toBe(2)
  expect(found.told).toBeGreaterThan(5)
  expect(found.promises).toBeGreaterThan(3)
  expect(found.shareBacks).toBe(1)
  expect(found.reports).toBe(13)
  expect(found.requestStatuses).toBe(7)
  expect(found.quotes).toBeGreaterThan(60)
  expect(found).toMatchObject({
    actionsOpen: 4,
    actionsOverdue: 1,
    actionsReopened: 1,
    actionsEffective: 1,
  })
  // nobody is mailed about what they were told months ago, or about mail that is kept back on purpose
  const hourAgo = new Date(t.clock.now().getTime() - 3_600_000)
  const news = await ws.run((ctx) =>
    ctx.db.many(sql`
      select kind, text, created_at from notices where workspace_id = ${ws.id}
        and (kind = 'update.failed' or mailed_at is null and created_at < ${hourAgo})`),
  )
  expect(news).toEqual([])
  const { data } = await ws.owner.call(listMails, { limit: 100 })
  expect(data.map((mail) => mail.queuedAt)).toEqual(
    data
      .map((mail) => mail.queuedAt)
      .sort()
      .reverse(),
  )
})

test('no member of the demo works at night or at the weekend', async () => {
  const calendar = await toCalendar(CalendarSetting.parse({}), t.clock.now())
  const hours = new Hours(calendar, t.clock.now())
  const done = await ws.run((ctx) =>
    ctx.db.many<{ what: string; at: Date }>(sql`
      select type as what, at from events where workspace_id = ${ws.id} and actor_kind = 'member'
      union all select 'touchpoint ' || kind, at from touchpoints where workspace_id = ${ws.id} and by_member_id is not null
      union all select 'triage', triaged_at from inbox_items where workspace_id = ${ws.id} and triaged_at is not null
      union all select 'first answer', first_response_at from inbox_items where workspace_id = ${ws.id} and first_response_at is not null
      union all select 'talk', submitted_at from responses where workspace_id = ${ws.id} and channel = 'phone'
      union all select 'check-in', held_at from check_ins where workspace_id = ${ws.id} and held_at is not null`),
  )
  expect(done.length).toBeGreaterThan(3000)
  const wrong = done
    .filter(({ at }) => !hours.isOpen(at))
    .map(({ what, at }) => `${what} ${at.toISOString()}`)
  expect(wrong).toEqual([])
})

test('a case of the demo holds a mail that came in and an accepted call, and meetings are ahead for My day', async () => {
  const cases = await ws.run((ctx) =>
    ctx.db.one<{ answered: number; accepted: number }>(sql`
      select (select count(distinct case_id) from touchpoints
          where workspace_id = ${ws.id} and direction = 'in' and kind = 'mail' and inbound_mail_id is not null) as answered,
        (select count(*) from meetings m join meeting_invitees i on i.workspace_id = ${ws.id} and i.meeting_id = m.id
          where m.workspace_id = ${ws.id} and m.kind = 'customer' and i.contact_id is not null and i.answer = 'accepted') as accepted`),
  )
  expect(cases.answered).toBeGreaterThan(2)
  expect(cases.accepted).toBeGreaterThan(1)
  const { data } = await ws.owner.call(listMeetings, { who: 'me' })
  expect(data.length).toBeGreaterThan(3)
  expect(data.every((meeting) => !meeting.isOutsideHours)).toBe(true)
  const answers = new Set(data.flatMap((meeting) => meeting.invitees.map((one) => one.answer)))
  expect([...answers].sort()).toEqual(['accepted', 'declined', 'none', 'proposed', 'tentative'])
  const kinds = await ws.run((ctx) =>
    ctx.db.many<{ kind: string; state: string }>(
      sql`select distinct kind, state from meetings where workspace_id = ${ws.id} order by 1, 2`,
    ),
  )
  expect(kinds.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    'customer planned',
    'internal held',
    'internal planned',
  ])
})

test('mails that came in answered cases and items, became items, were automatic, and one waits for a person', async () => {
  const mails = await ws.run((ctx) =>
    ctx.db.many<{ state: string; reason: string | null; n: number; latest: Date }>(sql`
      select state, reason, count(*) as n, max(received_at) as latest from inbound_mails where workspace_id = ${ws.id} group by 1, 2`),
  )
  const of = (state: string, reason: string | null) =>
    mails.find((one) => one.state === state && one.reason === reason)?.n ?? 0
  expect(of('case', null)).toBeGreaterThan(6)
  expect(of('feedback', null)).toBe(4)
  expect(of('quiet', 'automatic')).toBeGreaterThan(0)
  expect(of('quiet', 'answer')).toBeGreaterThan(7)
  expect(of('held', 'empty')).toBe(1)
  expect(mails.every(({ latest }) => latest < t.clock.now())).toBe(true)
})

test('sessions, links, calls, text messages, check-ins and signals each have something to show', async () => {
  const { owner } = ws
  const sessions = (await owner.call(listSessions, {})).data
  expect(sessions.map((one) => one.state).sort()).toEqual(['cancelled', 'held', 'held', 'planned'])
  expect(sessions.filter((one) => one.highlightCount > 1)).toHaveLength(2)
  const survey = (await owner.call(listSurveys, {})).data.find((one) => one.key === 'post-support')!
  const links = (await owner.call(listSurveyLinks, { surveyId: survey.id })).data
  expect(links.map((link) => link.answers > 2)).toEqual([true, true])
  const calls = (await owner.call(listCalls, {})).data
  expect(new Set(calls.map((one) => one.state))).toEqual(
    new Set(['open', 'answered', 'refused', 'wrong_number']),
  )
  expect((await owner.call(listSms, {})).data.map((one) => one.state)).toEqual(Array(6).fill('suppressed'))
  expect((await owner.call(listSmsReplies, {})).data.map((one) => one.state).sort()).toEqual([
    'feedback',
    'feedback',
    'feedback',
    'held',
    'stop',
  ])
  for (const state of ['due', 'held', 'missed'] as const)
    expect((await owner.call(listCheckIns, { state })).data.length, state).toBeGreaterThan(0)
  expect((await owner.call(listAccountUse, {})).data.length).toBeGreaterThan(10)
})

test('its workspace is there at once, and says how far the writing is', async () => {
  const fresh = await t.workspace('Fresh', 'demo')
  expect(await fresh.owner.call(getDemo, {})).toMatchObject({
    state: 'writing',
    words: 'Inventing a year',
    share: 0,
  })
  await installDemo(stopsAt(fresh, 26), fresh.id).catch(() => {})
  const under = await (await fresh.as('viewer')).call(getDemo, {})
  expect(under.words).toMatch(/^Writing [A-Z][a-z]+: \d+ of 1,320 items$/)
  expect(under.share).toBeGreaterThan(0.05)
  await expect((await fresh.as('manager')).call(resumeDemo, {})).rejects.toMatchObject({ status: 403 })
  // taken away in the midst of it, nothing is left and nobody goes on
  await fresh.owner.call(removeDemo, {})
  await t.settle()
  expect(await fresh.owner.call(getDemo, {})).toMatchObject({ state: 'none' })
  expect(await counts(fresh)).toMatchObject({ accounts: 0, items: 0, mails: 0 })
  expect(await ws.owner.call(getDemo, {})).toMatchObject({ state: 'written', share: 1 })
})

test('killed again and again, and written by two at once, it is the same year in the end, each thing once', async () => {
  const other = await t.workspace('Other', 'demo')
  for (const n of [3, 10, 21, 40, 41, 30, Number.POSITIVE_INFINITY]) {
    const door = stopsAt(other, n)
    const ends = await Promise.allSettled([installDemo(door, other.id), installDemo(door, other.id)])
    const failed = ends.filter((end) => end.status === 'rejected').map((end) => String(end.reason))
    expect(failed, `killed in transaction ${n}`).toEqual(Number.isFinite(n) ? [died, died] : [])
  }
  await t.settle()
  expect(await counts(other)).toEqual(await counts())
}, 240_000)

const died = 'Error: killed'

/** A door whose process dies in the n-th transaction: before it, or with its work done and not committed. */
function stopsAt({ id }: TestWorkspace, n: number): Door {
  const { door } = t.house
  let count = 0
  return {
    ...door,
    inWorkspace: (workspaceId, actor, work) =>
      door.inWorkspace(workspaceId, actor, async (ctx) => {
        if (workspaceId === id && ++count > n) throw new Error('killed')
        const result = await work(ctx)
        if (workspaceId === id && count === n) throw new Error('killed')
        return result
      }),
  }
}

describe('no mail of a demo leaves', () => {
  test('not with a mail server, not when it is sent again, not when it is queued past every check', async () => {
    const server = await testMailServer()
    await ws.owner.call(setMailServer, serverAt(server.port))
    await ws.owner.call(decideOldMails, { decision: 'send' })
    const { data } = await ws.owner.call(listMails, { state: 'failed', limit: 1 })
    await ws.owner.call(retryMail, { mailId: data[0]!.id })
    await ws.run((ctx) =>
      ctx.db.run(sql`
        update mails set state = 'queued', hold = null, due_at = ${ctx.now()} where workspace_id = ${ws.id} and topic = 'surveys'`),
    )
    await sweepMail.run({}, t.house.door, new AbortController().signal)
    await t.settle()
    expect(server.dots).toBe(0)
    const left = await ws.run((ctx) =>
      ctx.db.many(sql`
        select state, count(*) from mails where workspace_id = ${ws.id} group by state`),
    )
    expect(left).toHaveLength(1)
    expect(left[0]).toMatchObject({ state: 'suppressed' })
  })

  test('and the table refuses that one is handed over', async () => {
    for (const state of ['handing_over', 'accepted'])
      await expect(
        ws.run((ctx) =>
          ctx.db.run(sql`
            update mails set state = ${state}, lease_until = ${ctx.now()} where workspace_id = ${ws.id}`),
        ),
      ).rejects.toMatchObject({ constraint: 'mails_demo_stays' })
  })
})

test('the figures of the demo are exact', async () => {
  expect(await ws.run((ctx) => checkQuality(ctx))).toMatchObject({ wrong: 0, wrongSums: 0 })
  const health = await ws.owner.call(getHealth, {})
  expect(health.hasAnything).toBe(true)
})

test('a late triage, an open and a late case are counted as their lists show them', async () => {
  const { now } = await ws.owner.call(getHealth, {})
  const all = async (path: string) => {
    let n = 0
    for (let cursor = ''; ; ) {
      const page = (await (
        await ws.owner.fetch(`${path}&limit=100${cursor && `&cursor=${cursor}`}`)
      ).json()) as { data: unknown[]; nextCursor: string | null }
      n += page.data.length
      if (!page.nextCursor) return n
      cursor = page.nextCursor
    }
  }
  expect(await all('/feedback?late=true&status=!spam')).toBe(now.lateTriage)
  expect(await all('/cases?status=open')).toBe(now.openCases)
  expect(await all('/cases?status=open&late=true')).toBe(now.lateCases)
})

/** Rows of every table of a tenant, but for what a member may have done meanwhile. */
async function rowsOf(of: TestWorkspace): Promise<Record<string, number>> {
  const own = ['events', 'consumer_cursors', 'settings', 'members']
  return of.run(async (ctx) => {
    const tables = await ctx.db.many<{ name: string }>(sql`
      select c.table_name as name from information_schema.columns c
      where c.table_schema = 'public' and c.column_name = 'workspace_id' and c.table_name <> all (${own}) order by 1`)
    const rows = await ctx.db.many<{ name: string; n: number }>(sql`
      select name, (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from public.%I', name), true, true, '')))[1]::text::int as n
      from unnest(${tables.map((table) => table.name)}::text[]) as name`)
    return Object.fromEntries(rows.map((row) => [row.name, row.n]))
  })
}

test('the time that a customer proposes for a call is one press away: the step of the call is open', async () => {
  const { data } = await ws.owner.call(listMeetings, { who: 'me' })
  const [meeting] = data.filter((one) => one.invitees.some(({ proposed }) => proposed !== null))
  const { proposed } = meeting!.invitees.find((one) => one.proposed !== null)!
  const { steps } = await ws.owner.call(getCase, { caseId: meeting!.caseId })
  expect(steps.find((one) => one.id === meeting!.stepId)).toMatchObject({ state: 'open', action: 'call' })
  const moved = await ws.owner.call(moveMeeting, {
    meetingId: meeting!.id,
    startsAt: proposed!.startsAt,
    minutes: (Date.parse(proposed!.endsAt) - Date.parse(proposed!.startsAt)) / 60_000,
    place: meeting!.place,
  })
  expect(moved).toMatchObject({ startsAt: proposed!.startsAt, state: 'planned', isOutsideHours: false })
})

test('one click takes the demo away and leaves an ordinary empty workspace with its members', async () => {
  const other = await t.workspace()
  await expect(other.owner.call(removeDemo, {})).rejects.toMatchObject({ status: 409, code: 'demo.not_one' })
  await expect((await ws.as('manager')).call(removeDemo, {})).rejects.toMatchObject({ status: 403 })
  const { removed } = await ws.owner.call(removeDemo, {})
  expect(removed).toBeGreaterThan(5000)
  await t.settle()
  await expect(readdir(join(t.dataDir, 'imports', ws.id))).resolves.toEqual([])
  const files = await readdir(join(t.dataDir, 'files', ws.id), { recursive: true, withFileTypes: true })
  expect(files.filter((file) => file.isFile())).toEqual([])
  expect(await rowsOf(ws)).toEqual(await rowsOf(other))
  const found = await counts()
  expect([found.accounts, found.contacts, found.items, found.responses, found.open, found.resolved]).toEqual([
    0, 0, 0, 0, 0, 0,
  ])
  const left = await ws.run((ctx) =>
    ctx.db.one<{ members: number; surveys: number; playbooks: number; is_demo: boolean }>(sql`
      select (select count(*) from members where workspace_id = ${ws.id}) as members,
        (select count(*) from surveys where workspace_id = ${ws.id}) as surveys,
        (select count(*) from playbooks where workspace_id = ${ws.id}) as playbooks,
        (select is_demo from workspaces where id = ${ws.id}) as is_demo`),
  )
  expect(left).toMatchObject({ members: 2, surveys: 4, is_demo: false })
  expect(left.playbooks).toBeGreaterThan(0)
  expect((await ws.owner.call(getHealth, {})).hasAnything).toBe(false)
  await expect(ws.owner.call(removeDemo, {})).rejects.toMatchObject({ code: 'demo.not_one' })
})
