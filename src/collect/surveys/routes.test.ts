import { parse } from 'csv-parse/sync'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeItem } from '#collect/surveys/answer-item.ts'
import * as contract from '#collect/surveys/contract.ts'
import { createAccount } from '#customers/accounts/contract.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { mergeCustomers } from '#customers/merges/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId } from '#platform/ids.ts'
import { listMails, setMailServer } from '#platform/mail/contract.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { serverAt, type TestMailServer, testMailServer } from '#platform/testing/smtp.ts'

let t: TestApp
let server: TestMailServer
beforeAll(async () => {
  t = await testApp()
  server = await testMailServer()
})
beforeEach(() => {
  server.received.length = 0
})

interface Setup {
  ws: TestWorkspace
  surveyId: string
  person(name: string, more?: Record<string, unknown>): Promise<string>
}

async function setup(): Promise<Setup> {
  const ws = await t.workspace('Larkfield')
  await ws.owner.call(setMailServer, serverAt(server.port))
  const surveyId = (await ws.owner.call(contract.listSurveys, {})).data[0]!.id
  let count = 0
  return {
    ws,
    surveyId,
    async person(name, more = {}) {
      const email =
        'email' in more
          ? {}
          : { email: `${name.split(' ')[0]!.toLowerCase().replace('=', '')}.${++count}@quillmere.example` }
      return (await ws.owner.call(createContact, { name, ...email, ...more })).id
    },
  }
}

/** The answer link of the last mail to a person, as a path. */
function linkTo(name: string): string {
  for (const { raw, parsed } of [...server.received].reverse()) {
    const link = /http:\/\/localhost:\d+(\/s\/hb_[\w-]+)/.exec(parsed.text ?? '')?.[1]
    if (link && raw.includes(name)) return `/${link}`
  }
  throw new Error(`no survey mail to ${name}`)
}

const open = (path: string) => t.anonymous.fetch(path)
const press = (path: string, form: Record<string, string>) =>
  t.anonymous.fetch(path, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  })
const eventsOf = (ws: TestWorkspace, type: string) =>
  ws.run((ctx) =>
    ctx.db.many<{ payload: Record<string, unknown> }>(sql`
      select payload from events where workspace_id = ${ws.id} and type = ${type} order by id`),
  )
const items = (ws: TestWorkspace) =>
  ws.run((ctx) =>
    ctx.db.many<{ verbatim: string; external_id: string; rating: number; channel: string }>(sql`
      select verbatim, external_id, rating, channel from feedback_items where workspace_id = ${ws.id} order by received_at, id`),
  )

async function asked(name = 'Petra Lund'): Promise<Setup & { path: string; contactId: string }> {
  const all = await setup()
  const contactId = await all.person(name)
  await all.ws.owner.call(contract.sendSurvey, { surveyId: all.surveyId, people: 1 })
  await t.settle()
  return { ...all, contactId, path: linkTo(name.split(' ')[0]!) }
}

describe('the NPS survey goes to all active contacts, and the preview says who gets it and who does not', () => {
  test('everyone left out has a reason, before sending and after', async () => {
    const { ws, surveyId, person } = await setup()
    const account = async (name: string, lifecycle: 'active' | 'churned' | 'prospect') =>
      (await ws.owner.call(createAccount, { name, lifecycle })).id
    const active = await account('Quillmere Academy', 'active')
    await person('Petra Lund', { accountId: active })
    await person('Bo Stay', { accountId: active })
    await person('Inge Inside', { isInternal: true })
    await person('Nora Noaddress', { email: null })
    await person('Carl Churned', { accountId: await account('Gone', 'churned') })
    await person('Pia Prospect', { accountId: await account('Maybe', 'prospect') })
    const out = await person('Ulf Unsubscribed')
    await ws.run((ctx) =>
      ctx.db.run(
        sql`update contacts set unsubscribed_topics = '{surveys}' where workspace_id = ${ws.id} and id = ${decodeId('ct', out)!}`,
      ),
    )
    const bounced = await person('Berta Bounced')
    await ws.run((ctx) =>
      ctx.db.run(
        sql`update contacts set email_state = 'bounced' where workspace_id = ${ws.id} and id = ${decodeId('ct', bounced)!}`,
      ),
    )
    const preview = await ws.owner.call(contract.previewRecipients, { surveyId })
    expect(preview).toMatchObject({ considered: 8, people: 2, accounts: 1, excluded: 6 })
    expect(preview.reasons.map((one) => [one.reason, one.people])).toEqual([
      ['internal', 1],
      ['no_address', 1],
      ['bounced', 1],
      ['unsubscribed', 1],
      ['account_churned', 1],
      ['account_prospect', 1],
    ])
    const people = await ws.owner.call(contract.listRecipients, { surveyId, reason: 'account_churned' })
    expect(people.data.map((one) => one.name)).toEqual(['Carl Churned'])
    const wave = await ws.owner.call(contract.sendSurvey, { surveyId, people: 2 })
    await t.settle()
    expect(server.received).toHaveLength(2)
    expect(await ws.owner.call(contract.getWave, { waveId: wave.id })).toMatchObject({
      state: 'sent',
      invited: 2,
      excluded: 6,
      delivered: 2,
      answered: 0,
      responseRate: 0,
    })
    const why = await ws.owner.call(contract.listExclusions, { contact: out })
    expect(why.data).toMatchObject([{ reason: 'unsubscribed', name: 'Ulf Unsubscribed' }])
  })

  test('a contact gets at most one survey in 30 days, unless a reason overrides it', async () => {
    const { ws, surveyId, person } = await setup()
    await person('Petra Lund')
    await ws.owner.call(contract.sendSurvey, { surveyId })
    await t.settle()
    expect(await ws.owner.call(contract.previewRecipients, { surveyId })).toMatchObject({
      people: 0,
      reasons: [{ reason: 'asked_recently', people: 1 }],
    })
    await expect(ws.owner.call(contract.sendSurvey, { surveyId })).rejects.toMatchObject({
      code: 'wave.nobody',
    })
    const wave = await ws.owner.call(contract.sendSurvey, {
      surveyId,
      people: 1,
      overrideReason: 'The billing change of November',
    })
    await t.settle()
    expect(wave.overrideReason).toBe('The billing change of November')
    expect(server.received).toHaveLength(2)
    t.clock.advance({ days: 31 })
    expect((await ws.owner.call(contract.previewRecipients, { surveyId })).people).toBe(1)
  })

  test('a wave may be for some segments only: the preview, the mails and the wave all say so', async () => {
    const { ws, surveyId, person } = await setup()
    const account = async (name: string, segment: string) =>
      (await ws.owner.call(createAccount, { name, segment, lifecycle: 'active' })).id
    const [clinic, school] = [await account('Birchwick', 'Clinic'), await account('Quillmere', 'School')]
    const lost = await account('Birch Wick', 'School')
    await person('Petra Lund', { accountId: clinic })
    await person('Ana Ruiz', { accountId: school })
    await person('Bo Stay', { accountId: lost })
    await person('Nobody Known')
    // whoever is in a merged account is in the segment of the one that stayed
    await ws.owner.call(mergeCustomers, { kind: 'account', survivorId: clinic, loserId: lost })
    const segments = ['clinic']
    expect(await ws.owner.call(contract.previewRecipients, { surveyId, segments })).toMatchObject({
      considered: 2,
      people: 2,
      accounts: 1,
    })
    const people = await ws.owner.call(contract.listRecipients, { surveyId, segments })
    expect(people.data.map((one) => one.name).sort()).toEqual(['Bo Stay', 'Petra Lund'])
    const wave = await ws.owner.call(contract.sendSurvey, { surveyId, people: 2, audience: { segments } })
    expect(wave.name).toMatch(/, Clinic, \d{4}-/)
    expect(wave.audience).toEqual({ segments, accounts: null, contacts: null })
    await t.settle()
    expect(server.received.map((mail) => mail.envelope.to[0]!.split('.')[0]).sort()).toEqual(['bo', 'petra'])
    await expect(
      ws.owner.call(contract.sendSurvey, { surveyId, audience: { segments: ['park'] } }),
    ).rejects.toMatchObject({ code: 'wave.nobody' })
  })

  test('somebody whose mail never left was not asked', async () => {
    const { ws, surveyId, person } = await setup()
    await person('Petra Lund')
    server.refuseRecipient = () => '550 5.1.1 No such user'
    const wave = await ws.owner.call(contract.sendSurvey, { surveyId })
    await t.settle()
    server.refuseRecipient = undefined
    expect((await ws.owner.call(contract.previewRecipients, { surveyId })).reasons).toMatchObject([
      { reason: 'bounced', people: 1 },
    ])
    await ws.run((ctx) =>
      ctx.db.run(sql`update contacts set email_state = 'ok' where workspace_id = ${ws.id}`),
    )
    expect(await ws.owner.call(contract.getWave, { waveId: wave.id })).toMatchObject({
      delivered: 0,
      responseRate: null,
      mails: { failed: 1 },
    })
    expect((await ws.owner.call(contract.previewRecipients, { surveyId })).people).toBe(1)
  })

  test('when the number of people is another than the one confirmed, nothing is sent', async () => {
    const { ws, surveyId, person } = await setup()
    await person('Petra Lund')
    await expect(ws.owner.call(contract.sendSurvey, { surveyId, people: 2 })).rejects.toMatchObject({
      status: 409,
      code: 'wave.people_changed',
    })
    await t.settle()
    expect(server.received).toHaveLength(0)
  })

  test('two sendings at once ask each person once', async () => {
    const { ws, surveyId, person } = await setup()
    for (const name of ['Petra Lund', 'Ana Ruiz', 'Bo Stay']) await person(name)
    await Promise.allSettled([1, 2].map(() => ws.owner.call(contract.sendSurvey, { surveyId })))
    await t.settle()
    expect(server.received.map((mail) => mail.envelope.to[0]).sort()).toHaveLength(3)
    expect(new Set(server.received.map((mail) => mail.envelope.to[0])).size).toBe(3)
  })

  test('a wave of 600 is written in batches, each person once, also when a job is run again', async () => {
    const { ws, surveyId } = await setup()
    await ws.run((ctx) =>
      ctx.db.run(sql`
        insert into contacts (workspace_id, id, name, email, created_at, updated_at)
        select ${ws.id}, gen_random_uuid(), 'Person ' || n, 'person' || n || '@quillmere.example', ${ctx.now()}, ${ctx.now()}
        from generate_series(1, 600) n`),
    )
    await ws.run((ctx) =>
      ctx.db.run(sql`update settings set value = '{}' where workspace_id = ${ws.id} and key = 'mail'`),
    )
    const wave = await ws.owner.call(contract.sendSurvey, { surveyId, people: 600 })
    await t.settle()
    const { mails, people } = await ws.run((ctx) =>
      ctx.db.one<{ mails: number; people: number }>(sql`
        select count(*) as mails, count(distinct contact_id) as people from mails where workspace_id = ${ws.id}`),
    )
    expect([mails, people]).toEqual([600, 600])
    const stopped = await ws.owner.call(contract.stopWave, { waveId: wave.id })
    expect(stopped).toMatchObject({ state: 'stopped', invited: 600, mails: { suppressed: 600 } })
  })

  test('nothing of a demo workspace leaves, and its invitations say so', async () => {
    const { ws, surveyId, person } = await setup()
    await person('Petra Lund')
    await ws.run((ctx) => ctx.db.run(sql`update workspaces set is_demo = true where id = ${ws.id}`))
    const wave = await ws.owner.call(contract.sendSurvey, { surveyId })
    await t.settle()
    expect(server.received).toHaveLength(0)
    const { data } = await ws.owner.call(contract.listInvitations, { wave: wave.id })
    expect(data[0]!.mail).toEqual({
      state: 'Not to be sent',
      why: 'This is a demo workspace: nothing leaves it.',
    })
  })
})

describe('the survey mail', () => {
  test('holds eleven plain links from 0 to 10, a text fallback and the way out', async () => {
    await asked()
    const { parsed, raw } = server.received[0]!
    const html = String(parsed.html)
    const links = [...html.matchAll(/href="([^"]+)"[^>]*>(\d+)</g)].map((match) => [match[2], match[1]])
    expect(links.map(([number]) => number)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10'])
    for (const [number, link] of links) expect(link).toMatch(new RegExp(`/s/hb_[\\w-]+\\?score=${number}$`))
    for (let score = 0; score <= 10; score++)
      expect(parsed.text).toMatch(new RegExp(`^${score}.*\\?score=${score}$`, 'm'))
    expect(html).not.toMatch(/<img|<script|src=/)
    expect(raw).toMatch(/List-Unsubscribe: <http:\/\/localhost:\d+\/u\/hb_[\w-]+>/)
    expect(raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
    expect(parsed.subject).toBe('One question about Larkfield, Petra')
    expect(parsed.from?.value[0]).toMatchObject({ name: 'Larkfield', address: 'hello@larkfield.example' })
  })

  test('personal links in the outbox are for those who manage mail; others see the words', async () => {
    const { ws } = await asked()
    const agent = await ws.as('agent')
    const id = (await agent.call(listMails, {})).data[0]!.id
    const shown = async (client: typeof agent) =>
      (await (await client.fetch(`/mails/${id}/html`)).text()) +
      (await (await client.fetch(`/mails/${id}`)).text())
    expect(await shown(agent)).not.toMatch(/hb_/)
    expect(await shown(ws.owner)).toMatch(/\/s\/hb_/)
    const stored = await ws.run((ctx) =>
      ctx.db.one<{ all: string }>(
        sql`select row_to_json(m)::text as all from mails m where workspace_id = ${ws.id} limit 1`,
      ),
    )
    expect(stored.all).not.toMatch(/\/s\/hb_/)
  })
})

describe('a score counts when the person presses Send, not when a link is opened', () => {
  test('opening every link, as mail scanners do, records nothing', async () => {
    const { ws, path } = await asked()
    for (let score = 0; score <= 10; score++) {
      const page = await open(`${path}?score=${score}`)
      expect(page.status).toBe(200)
      expect(await page.text()).toMatch(new RegExp(`value="${score}" required="" checked=""`))
    }
    expect(await eventsOf(ws, 'response.received')).toEqual([])
    expect((await ws.owner.call(contract.listResponses, {})).data).toEqual([])
  })

  test('nothing is chosen when no number was pressed', async () => {
    const { path } = await asked()
    const text = await (await open(path)).text()
    expect(text).not.toContain('checked=')
    expect(text).toContain('How likely are you to recommend Larkfield to a colleague')
    expect(text).toContain('Sent to Petra.')
  })

  test('Send counts the score, then the reason page, then thanks; words become one feedback item', async () => {
    const { ws, path, contactId } = await asked()
    const sent = await press(path, { asked: 'score', score: '6' })
    expect([sent.status, sent.headers.get('location')]).toEqual([303, path.slice(1)])
    expect(await eventsOf(ws, 'response.received')).toMatchObject([
      { payload: { surveyKey: 'nps', kind: 'nps', score: 6, isNegative: true } },
    ])
    expect(await items(ws)).toEqual([])
    expect(await (await open(path)).text()).toContain('What is the main reason for your score?')
    await press(path, {
      asked: 'score reason words contact',
      score: '6',
      reason: 'hard_to_use',
      words: 'The import asked me twice.',
      contact: 'yes',
    })
    const thanks = await (await open(path)).text()
    expect(thanks).toContain('Thank you, Petra. Your answer arrived.')
    expect(thanks).toContain('You answered 6 and said: Something is hard to use.')
    const [response] = (await ws.owner.call(contract.listResponses, { group: 'detractor' })).data
    expect(response).toMatchObject({
      contactId,
      score: 6,
      isNegative: true,
      reason: { key: 'hard_to_use' },
      words: 'The import asked me twice.',
      mayContact: true,
    })
    expect(await items(ws)).toEqual([
      { verbatim: 'The import asked me twice.', external_id: response!.id, rating: 6, channel: 'survey' },
    ])
    t.clock.advance({ minutes: 20 })
    await t.settle()
    expect(await items(ws)).toHaveLength(1)
  })

  test('the score can be changed until the window closes, and counts once', async () => {
    const { ws, path } = await asked()
    await press(path, { asked: 'score', score: '6' })
    t.clock.advance({ minutes: 1 })
    await press(path, { asked: 'score reason words contact', score: '9', reason: 'works_well', words: '' })
    expect(await eventsOf(ws, 'response.received')).toHaveLength(1)
    expect(await eventsOf(ws, 'response.changed')).toMatchObject([
      { payload: { from: 6, to: 9, wasNegative: true, isNegative: false } },
    ])
    expect((await ws.owner.call(contract.listResponses, {})).data).toMatchObject([
      { score: 9, group: 'promoter' },
    ])
    expect(await (await open(`${path}?change=1`)).text()).toContain('value="9" required="" checked=""')
    t.clock.advance({ days: 31 })
    const closed = await open(path)
    expect(closed.status).toBe(410)
    expect(await closed.text()).toContain('Your answer was counted.')
    expect((await press(path, { asked: 'score', score: '0' })).status).toBe(410)
    expect((await ws.owner.call(contract.listResponses, {})).data[0]!.score).toBe(9)
  })

  test('pressing twice, also at the same moment, is one answer', async () => {
    const { ws, path } = await asked()
    await Promise.all([1, 2, 3].map(() => press(path, { asked: 'score', score: '3' })))
    expect(await eventsOf(ws, 'response.received')).toHaveLength(1)
    expect((await ws.owner.call(contract.listResponses, {})).data).toHaveLength(1)
  })

  test('words changed after the item was made become a further item; unchanged ones do not', async () => {
    const { ws, path } = await asked()
    await press(path, { asked: 'score', score: '8' })
    await press(path, { asked: 'score reason words contact', score: '8', words: 'First words' })
    await press(path, { asked: 'score reason words contact', score: '8', words: 'First words' })
    t.clock.advance({ minutes: 1 })
    await press(path, { asked: 'score reason words contact', score: '8', words: 'Second words' })
    expect((await items(ws)).map((item) => item.verbatim)).toEqual(['First words', 'Second words'])
  })

  test('a detractor who gives no reason becomes an item after a quarter of an hour', async () => {
    const { ws, path } = await asked()
    await press(path, { asked: 'score', score: '2' })
    const [response] = (await ws.owner.call(contract.listResponses, {})).data
    await ws.run(async (ctx) => {
      await makeItem(ctx, decodeId('rsp', response!.id)!)
      await makeItem(ctx, decodeId('rsp', response!.id)!)
    })
    expect(await items(ws)).toMatchObject([{ verbatim: 'Gave 2 of 10 and no reason.', rating: 2 }])
  })

  test('a promoter without words counts and makes no item', async () => {
    const { ws, path } = await asked()
    await press(path, { asked: 'score', score: '10' })
    await press(path, { asked: 'score reason words contact', score: '10', words: '' })
    expect(await items(ws)).toEqual([])
    expect((await ws.owner.call(contract.listResponses, {})).data).toHaveLength(1)
  })

  test('Send without a number says what to do', async () => {
    const { ws, path } = await asked()
    for (const score of ['', '11', '-1', '7.5', 'x', '٧']) {
      const answer = await press(path, { asked: 'score', score })
      expect(answer.status).toBe(400)
      expect(await answer.text()).toContain('Choose an answer first.')
    }
    expect((await ws.owner.call(contract.listResponses, {})).data).toEqual([])
  })
})

describe('signs of a machine make an answer provisional: kept, not counted', () => {
  test('the field that people do not see', async () => {
    const { ws, path } = await asked()
    await press(path, { asked: 'score', score: '1', website: 'https://spam.example' })
    expect(await eventsOf(ws, 'response.received')).toEqual([])
    expect((await ws.owner.call(contract.listResponses, {})).data).toEqual([])
    const [kept] = (await ws.owner.call(contract.listResponses, { provisional: 'true' })).data
    expect(kept).toMatchObject({ isProvisional: true, provisionalReason: 'trap' })
    await ws.owner.call(contract.confirmResponse, { responseId: kept!.id })
    await ws.owner.call(contract.confirmResponse, { responseId: kept!.id })
    expect(await eventsOf(ws, 'response.received')).toHaveLength(1)
  })

  test('several scores within seconds; the person who then writes a reason counts', async () => {
    const { ws, path } = await asked()
    for (const score of ['0', '1', '2']) await press(path, { asked: 'score', score })
    expect((await ws.owner.call(contract.listResponses, { provisional: 'true' })).data).toMatchObject([
      { provisionalReason: 'several_scores' },
    ])
    t.clock.advance({ minutes: 2 })
    await press(path, { asked: 'score reason words contact', score: '2', words: 'It was me, sorry' })
    expect((await ws.owner.call(contract.listResponses, {})).data).toMatchObject([
      { score: 2, isProvisional: false },
    ])
    expect(await eventsOf(ws, 'response.received')).toHaveLength(1)
  })
})

describe('answers by other ways', () => {
  test('an answer given by phone is entered for the contact and closes the open invitation', async () => {
    const { ws, surveyId, contactId } = await asked()
    const made = await ws.owner.call(contract.enterResponse, {
      contactId,
      score: 4,
      words: 'Said on the phone',
      reason: 'support',
    })
    expect(made).toMatchObject({ entry: 'phone', score: 4, group: 'detractor', words: 'Said on the phone' })
    expect(made.waveId).not.toBeNull()
    expect((await items(ws)).map((item) => item.verbatim)).toEqual(['Said on the phone'])
    expect(await eventsOf(ws, 'response.received')).toHaveLength(1)
    expect(
      (await ws.owner.call(contract.listInvitations, { wave: made.waveId!, answered: 'false' })).data,
    ).toEqual([])
    expect((await ws.owner.call(contract.previewRecipients, { surveyId })).people).toBe(0)
  })

  test('an unknown reason or contact is refused and nothing is kept', async () => {
    const { ws, contactId } = await asked()
    await expect(
      ws.owner.call(contract.enterResponse, { contactId, score: 4, reason: 'nonsense' }),
    ).rejects.toMatchObject({ code: 'response.reason_unknown' })
    await expect(
      ws.owner.call(contract.enterResponse, { contactId: `ct_${'0'.repeat(26)}`, score: 4 }),
    ).rejects.toMatchObject({ status: 404 })
    await expect(ws.owner.call(contract.enterResponse, { contactId, score: 11 })).rejects.toMatchObject({
      status: 400,
    })
    expect((await ws.owner.call(contract.listResponses, {})).data).toEqual([])
  })

  test('the export has one row for each answer to a question, safe against formulas', async () => {
    const { ws, path } = await asked('=Petra Lund')
    await press(path, { asked: 'score', score: '7' })
    await press(path, {
      asked: 'score reason words contact',
      score: '7',
      reason: 'price',
      words: '=HYPERLINK("https://evil.example")',
    })
    const answer = await ws.owner.fetch('/responses/export')
    expect(answer.headers.get('content-type')).toContain('text/csv')
    const rows: Record<string, string>[] = parse(await answer.text(), { bom: true, columns: true })
    expect(rows.map((row) => [row.question, row.number, row.choice, row.words])).toEqual([
      ['score', '7', '', ''],
      ['reason', '', 'price', ''],
      ['words', '', '', `'=HYPERLINK("https://evil.example")`],
    ])
    expect(rows[0]).toMatchObject({ score: '7', group: 'passive', contact: "'=Petra Lund" })
  })

  test('a changed wording is a new version; answers keep theirs; faults are named', async () => {
    const { ws, surveyId, path } = await asked()
    await press(path, { asked: 'score', score: '9' })
    const changed = await ws.owner.call(contract.changeSurvey, {
      surveyId,
      brand: 'Larkfield Clinics',
      questions: [{ key: 'score', wording: 'Would you recommend {{brand.name}}?' }],
    })
    expect(changed).toMatchObject({ version: 2, brandShown: 'Larkfield Clinics' })
    expect((await ws.owner.call(contract.listResponses, {})).data[0]!.surveyVersion).toBe(1)
    await expect(
      ws.owner.call(contract.changeSurvey, { surveyId, mailIntro: 'Hello {{contact.name}}' }),
    ).rejects.toThrow('{{contact.name}}, which is not declared')
    expect((await ws.owner.call(contract.previewSurveyMail, { surveyId })).text).toContain(
      'Would you recommend Larkfield Clinics?',
    )
  })

  test('a test mail goes to oneself, and its links record nothing', async () => {
    const { ws, surveyId } = await setup()
    await ws.owner.call(contract.sendTestSurvey, { surveyId })
    await t.settle()
    const path = linkTo('Olive')
    expect(await (await open(`${path}?score=3`)).text()).toContain('This is a preview: nothing is recorded.')
    expect((await press(path, { asked: 'score', score: '3' })).status).toBe(200)
    expect(await (await press(path, { asked: 'score reason words contact', score: '3' })).text()).toContain(
      'Nothing was recorded',
    )
    expect((await ws.owner.call(contract.listResponses, {})).data).toEqual([])
  })
})

describe('a link opens what it was made for, and nothing else', () => {
  test('edited, foreign, of another kind: it explains itself and changes nothing', async () => {
    const { ws, path } = await asked()
    const other = await asked('Ana Ruiz')
    const token = path.split('/').at(-1)!
    const unsubscribe = /\/u\/(hb_[\w-]+)/.exec(server.received[0]!.raw)![1]!
    const key = (await ws.key(['surveys:write'])).secret
    // The workspace of one token with the secret of another.
    const mixed = `hb_${Buffer.concat([
      Buffer.from(other.path.split('/').at(-1)!.slice(3), 'base64url').subarray(0, 16),
      Buffer.from(token.slice(3), 'base64url').subarray(16),
    ]).toString('base64url')}`
    const flipped = token.slice(0, 30) + (token[30] === 'A' ? 'B' : 'A') + token.slice(31)
    for (const bad of [
      flipped,
      mixed,
      unsubscribe,
      key,
      token.slice(0, -1),
      `${token}x`,
      'x',
      '%00',
      'hb_',
    ]) {
      const opened = await open(`//s/${bad}`)
      expect([bad, opened.status]).toEqual([bad, 404])
      expect(await opened.text()).toContain('This link does not work')
      expect((await press(`//s/${bad}`, { asked: 'score', score: '0' })).status).toBe(404)
    }
    expect((await t.anonymous.fetch(`//u/${token}`)).status).toBe(404)
    expect((await t.anonymous.fetch(`//u/${token}`, { method: 'POST' })).status).toBe(404)
    const asKey = await t.anonymous.fetch('/responses', { headers: { authorization: `Bearer ${token}` } })
    expect(asKey.status).toBe(401)
    for (const one of [ws, other.ws])
      expect((await one.owner.call(contract.listResponses, {})).data).toEqual([])
    expect((await press(path, { asked: 'score', score: '5' })).status).toBe(303)
  })

  test('a page says nothing but the greeting: no address, no figures', async () => {
    const { path } = await asked()
    const text = await (await open(path)).text()
    expect(text).not.toMatch(/@quillmere|mrr/i)
  })
})

test('who may send a survey: managers and above', async () => {
  const { ws, surveyId, person } = await setup()
  await person('Petra Lund')
  await expect((await ws.as('agent')).call(contract.sendSurvey, { surveyId })).rejects.toMatchObject({
    status: 403,
  })
  await expect(
    (await ws.key(['surveys:write'])).call(contract.sendSurvey, { surveyId }),
  ).rejects.toMatchObject({ status: 403 })
  expect(await (await ws.as('manager')).call(contract.sendSurvey, { surveyId })).toMatchObject({
    state: 'filling',
  })
})
