import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { unzipSync } from 'fflate'
import pg from 'pg'
import { extractText, getDocumentProxy } from 'unpdf'
import { beforeAll, expect, test } from 'vitest'
import { getCase, listCases, openCase, resolveCase } from '#act/cases/contract.ts'
import { logTouchpoint } from '#act/touchpoints/contract.ts'
import { changePortal, putPublicFace } from '#close/portal/contract.ts'
import { sendShareBack } from '#close/share-backs/contract.ts'
import { sendUpdate } from '#close/updates/contract.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { setMailbox } from '#collect/mailbox/contract.ts'
import { listSurveys } from '#collect/surveys/contract.ts'
import { settleMinutes } from '#collect/surveys/rules.ts'
import { sendSurvey } from '#collect/surveys/waves/contract.ts'
import { changeContact, createContact } from '#customers/contacts/contract.ts'
import { mergeCustomers } from '#customers/merges/contract.ts'
import * as contract from '#measure/personal-data/contract.ts'
import { makeReport } from '#measure/reports/contract.ts'
import { addNote, getFeedback, triageFeedback } from '#organize/inbox/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId } from '#platform/ids.ts'
import { listMails, setMailServer } from '#platform/mail/contract.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { message, openPost } from '#platform/testing/mail-in.ts'
import { serverAt, testMailServer } from '#platform/testing/smtp.ts'
import { createRequest, getRequest, linkEvidence } from '#prioritize/requests/contract.ts'

const t = await testApp()
const post = await openPost(t)
const mails = await testMailServer()
let ws: TestWorkspace

// Nobody else is called so, and nobody else says these words.
const email = 'quendolyn.vexthorpe@zyxwood.example'
const second = 'q.vexthorpe@oldpost.example'
const marks = /quendolyn|vexthorpe|zyxwood|oldpost|marzipane|555\s?0142/i

beforeAll(async () => {
  t.clock.set('2037-03-02T09:00:00Z')
  ws = await t.workspace('Larkfield')
  await ws.owner.call(setMailServer, serverAt(mails.port))
  await ws.owner.call(setMailbox, { address: 'reply@in.larkfield.example' })
  await ws.owner.call(changePortal, { access: 'public', commentsHeld: 'first' })
})

/** Every place of the database in which the person can still be read. */
async function left(): Promise<string[]> {
  const client = new pg.Client({ connectionString: t.env.DATABASE_OWNER_URL })
  await client.connect()
  try {
    const { rows: columns } = await client.query<{ s: string; r: string; c: string; type: string }>(`
      select n.nspname as s, c.relname as r, a.attname as c, format_type(a.atttypid, a.atttypmod) as type
      from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')`)
    const found: string[] = []
    for (const { s, r, c, type } of columns) {
      if (!/text|char|json|bytea|tsvector|citext/.test(type)) continue
      const value = type === 'bytea' ? `encode(${c}, 'escape')` : `"${c}"::text`
      const { rows } = await client.query<{ v: string }>(
        `select left(${value}, 300) as v from "${s}"."${r}" where ${value} ~* $1`,
        [marks.source],
      )
      found.push(...rows.map(({ v }) => `${s}.${r}.${c}: ${v}`))
    }
    return found
  } finally {
    await client.end()
  }
}

const facts = () =>
  ws.run((ctx) =>
    Promise.all([
      ctx.db.many(sql`select * from metric_facts where workspace_id = ${ws.id} order by fact, id, part`),
      ctx.db.many(
        sql`select * from metric_sums where workspace_id = ${ws.id} and n <> 0 order by fact, day, channel, type, priority, product, segment, mrr, part, value, flag, is_late`,
      ),
      ctx.db.many(
        sql`select * from result_sums where workspace_id = ${ws.id} and count <> 0 order by survey_id, cut, part, question_id, answer, month, wave_id`,
      ),
      ctx.db.many(sql`select * from quality_sums where workspace_id = ${ws.id} order by check_key, day`),
      ctx.db.many(
        sql`select request_id, items, importance from request_contacts where workspace_id = ${ws.id} order by request_id, contact_id`,
      ),
      ctx.db.many(
        sql`select id, items, accounts, contacts, voters from requests where workspace_id = ${ws.id} order by id`,
      ),
    ]),
  )

test('of an erased person nothing is left in any column of any table, and no figure moves', async () => {
  // Before: what they say and what is said about them, through every door.
  const { id: contactId } = await ws.owner.call(createContact, {
    name: 'Quendolyn Vexthorpe',
    email,
    phone: '+49 30 555 0142',
  })
  const old = await ws.owner.call(createContact, { name: 'Q. Vexthorpe', email: second })
  const other = await ws.owner.call(submitFeedback, {
    verbatim: 'The timetable is fine, thank you.',
    channel: 'email',
    contact: { email: 'anna@elm.example', name: 'Anna Roth' },
  })
  await ws.owner.call(submitFeedback, {
    verbatim: 'An older marzipane complaint of some length.',
    channel: 'email',
    contactId: old.id,
  })
  await ws.owner.call(mergeCustomers, { kind: 'contact', survivorId: contactId, loserId: old.id })
  const said = await ws.owner.call(submitFeedback, {
    verbatim: 'The marzipane exporter loses my rows each Monday morning. Please mend it soon!',
    title: 'Marzipane rows',
    channel: 'email',
    contact: { email, name: 'Quendolyn Vexthorpe' },
  })
  await ws.owner.call(triageFeedback, { feedbackId: said.id, change: { type: 'praise', priority: 'high' } })
  await ws.owner.call(addNote, { feedbackId: said.id, text: 'Quendolyn Vexthorpe called about it.' })
  // what became a request stays one: its title is the workspace's
  const idea = 'Export a whole statement cycle at once'
  await ws.owner.call(submitFeedback, { verbatim: idea, channel: 'email', contactId })
  const asked = await ws.owner.call(createRequest, { title: idea, problem: 'Said by Quendolyn Vexthorpe.' })
  const wish = await ws.owner.call(createRequest, {
    title: 'Export all rows',
    problem: `Asked by Quendolyn Vexthorpe, who writes from ${email}`,
  })
  await ws.owner.call(linkEvidence, {
    requestId: wish.id,
    feedbackId: said.id,
    quote: 'loses my rows each Monday',
  })
  await ws.owner.call(putPublicFace, {
    requestId: wish.id,
    isPublic: true,
    title: 'Export all rows',
    text: 'All.',
  })
  // a survey, by mail and the page it leads to
  const survey = (await ws.owner.call(listSurveys, {})).data.find((one) => one.key === 'post-support')!
  await ws.owner.call(sendSurvey, { surveyId: survey.id, audience: { contactIds: [contactId] } })
  await t.settle()
  const mail = mails.received.findLast(({ envelope }) => envelope.to.includes(email))!
  const path = `/${new URL(/http:\/\/localhost:\d+\/s\/\S+/.exec(mail.parsed.text!)![0]).pathname}`
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const press = async (fields: Record<string, string>) => {
    await t.anonymous.fetch(path, {
      method: 'POST',
      redirect: 'manual',
      headers: form,
      body: new URLSearchParams(fields).toString(),
    })
    t.clock.advance({ minutes: settleMinutes })
    await t.settle()
  }
  await press({ asked: 'score', score: '2' })
  await press({ asked: 'better words', better: 'Support never heard of marzipane.' })
  // a mail in, with an attachment
  await post.send(
    message(
      {
        From: `Quendolyn Vexthorpe <${email}>`,
        To: 'reply@in.larkfield.example',
        Subject: 'Marzipane again',
        'Message-ID': '<one@zyxwood.example>',
        'Content-Type': 'multipart/mixed; boundary=b1',
      },
      '--b1\nContent-Type: text/plain\n\nThe marzipane is still lost, says Vexthorpe.\n--b1\nContent-Type: image/png; name="vexthorpe.png"\nContent-Disposition: attachment; filename="vexthorpe.png"\nContent-Transfer-Encoding: base64\n\niVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==\n--b1--',
    ),
    { from: email, to: 'reply@in.larkfield.example' },
  )
  await t.settle()
  // the portal: a vote and a comment behind the link of a mail
  const cookies = new Map<string, string>()
  const visit = async (to: string, fields: Record<string, string>) => {
    const response = await t.house.http.fetch(
      new Request(`http://localhost${to}`, {
        method: 'POST',
        headers: {
          ...form,
          'sec-fetch-site': 'same-origin',
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        },
        body: new URLSearchParams(fields),
      }),
    )
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!
      cookies.set(name!, value!)
    }
    return response
  }
  await visit(`/p/${ws.slug}/sign-in`, { email, vote: wish.id, importance: '3' })
  await t.settle()
  const link = mails.received.filter((one) => one.envelope.to.includes(email)).at(-1)!
  await visit(new URL(/https?:\/\/\S+\/confirm\/\S+/.exec(link.parsed.text!)![0]).pathname, {})
  const comment = await visit(`/p/${ws.slug}/ideas/${wish.id}`, {
    do: 'comment',
    comment: 'Marzipane needs this most of all.',
  })
  expect(comment.status).toBe(303)
  // what we did: touchpoint, reply, resolution; what is made of it: report, share-back
  const opened = (await ws.owner.call(listCases, { contact: contactId })).data
  const kase =
    opened[0] ??
    (await ws.owner.call(openCase, { playbook: 'post-support-negative', contactId, title: 'Marzipane' }))
  await ws.owner.call(logTouchpoint, {
    kind: 'call',
    caseId: kase.id,
    contactId,
    summary: 'Quendolyn told us about the marzipane.',
  })
  await ws.owner.call(sendUpdate, {
    caseId: kase.id,
    subject: 'Your marzipane, Ms Vexthorpe',
    body: 'Dear Quendolyn, it is mended. Best regards, Olive',
  })
  t.clock.advance({ minutes: 5 })
  await t.settle()
  for (const one of opened.length ? opened : [kase])
    await ws.owner.call(resolveCase, { caseId: one.id, resolution: 'Told Quendolyn Vexthorpe.' })
  await t.settle()
  await ws.owner.call(sendShareBack, {})
  await ws.owner.call(makeReport, { kind: 'weekly', on: '2037-03-02' })
  t.clock.advance({ minutes: 5 })
  await t.settle()
  expect((await left()).length).toBeGreaterThan(40)
  const before = await facts()

  // Everything of them in one file, and nothing of anybody else.
  const zip = unzipSync(
    new Uint8Array(await (await ws.owner.fetch(`/contacts/${old.id}/personal-data/export`)).arrayBuffer()),
  )
  const text = Object.entries(zip)
    .filter(([name]) => /json|html/.test(name))
    .map(([, bytes]) => Buffer.from(bytes).toString())
    .join('\n')
  for (const words of [
    email,
    second,
    'An older marzipane complaint',
    'The marzipane exporter loses my rows',
    'Support never heard',
    'still lost',
    'needs this most',
    'told us about the marzipane',
    'it is mended',
  ])
    expect(text).toContain(words)
  expect(text).not.toMatch(/anna@elm|Anna Roth|timetable/)
  expect(
    Object.keys(zip)
      .filter((name) => name.startsWith('attachments/'))
      .map((name) => name.replace(/^\S+ /, ''))
      .sort(),
  ).toEqual(['mail.eml', 'vexthorpe.png'])
  expect(Object.keys(zip)).toContain('index.html')

  // The dry run says what would go, and changes nothing.
  const dry = await ws.owner.call(contract.getPersonalData, { contactId })
  expect(dry).toMatchObject({ openCases: 0, holds: [], erasureId: null })
  expect(dry.counts.find(({ kind }) => kind === 'Feedback')!.emptied).toBeGreaterThan(3)
  expect(await facts()).toEqual(before)
  const input = { contactId, ground: 'request' as const, requestedOn: '2037-03-01', reference: 'DSR-14' }
  await expect(ws.owner.call(contract.eraseContact, { ...input, confirm: 'Anna Roth' })).rejects.toThrow(
    'person.not_confirmed',
  )
  await expect(
    ws.owner.call(contract.eraseContact, { ...input, confirm: email, reference: email }),
  ).rejects.toThrow('person.named_in_reference')
  const agent = await ws.as('agent')
  await expect(agent.call(contract.eraseContact, { ...input, confirm: email })).rejects.toThrow('403')

  const done = await ws.owner.call(contract.eraseContact, { ...input, confirm: 'quendolyn  vexthorpe' })
  await t.settle()
  expect(done).toMatchObject({
    number: 1,
    contactId,
    mergedIds: [old.id],
    by: 'Olive Owner',
    addressesKeptOut: 3,
  })
  expect(await left()).toEqual([])
  expect(await facts()).toEqual(before)
  t.clock.advance({ days: 2 })
  await t.settle()
  expect(await left()).toEqual([])
  // the files lie on the disk no more
  const kept = await ws.run((ctx) =>
    ctx.db.many<{ id: string }>(sql`select id from files where workspace_id = ${ws.id}`),
  )
  const home = `${t.dataDir}/files/${ws.id}`
  expect(
    readdirSync(home)
      .flatMap((part) => readdirSync(`${home}/${part}`))
      .sort(),
  ).toEqual(kept.map(({ id }) => id).sort())
  // the words of others are as they were
  expect((await ws.owner.call(getFeedback, { feedbackId: other.id })).verbatim).toBe(
    'The timetable is fine, thank you.',
  )
  expect(await ws.owner.call(getFeedback, { feedbackId: said.id })).toMatchObject({
    verbatim: '',
    title: 'Words erased',
  })

  expect(await ws.owner.call(getRequest, { requestId: asked.id })).toMatchObject({
    title: idea,
    problem: 'Said by [erased].',
  })

  // The certificate: the checksum is of the file, the paper names it, and neither names anybody.
  const json = await (await ws.owner.fetch(`/erasures/${done.id}/certificate?format=json`)).text()
  expect(createHash('sha256').update(json).digest('hex')).toBe(done.sha256)
  const pdf = await (await ws.owner.fetch(`/erasures/${done.id}/certificate`)).arrayBuffer()
  const paper = (await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true })).text
  expect(paper).toContain(done.sha256)
  expect(paper).toContain('DSR-14')
  expect(`${json}${paper}`).not.toMatch(marks)
  expect((await ws.owner.call(contract.listErasures, {})).data).toEqual([done])
  await expect(ws.owner.call(contract.eraseContact, { ...input, confirm: 'Erased person' })).rejects.toThrow(
    'person.erased',
  )

  // Brought in anew, they are another contact who is never written to.
  const again = await ws.owner.call(createContact, { name: 'Quendolyn Vexthorpe', email })
  expect(again.id).not.toBe(contactId)
  const sent = mails.received.length
  await ws.owner.call(sendSurvey, { surveyId: survey.id, audience: { contactIds: [again.id] } })
  await t.settle()
  expect(mails.received).toHaveLength(sent)
  expect((await ws.owner.call(listMails, { contact: again.id } as never)).data[0]).toMatchObject({
    state: 'suppressed',
  })
})

test('a legal hold refuses with its reason; without one, open cases are cancelled and what waits is stopped', async () => {
  const { id: contactId } = await ws.owner.call(createContact, { name: 'Bo Held', email: 'bo@held.example' })
  const kase = await ws.owner.call(openCase, {
    playbook: 'post-support-negative',
    contactId,
    title: 'Bo is cross',
  })
  await ws.owner.call(sendUpdate, { caseId: kase.id, subject: 'Dear Bo', body: 'We are on it. Olive' })
  const hold = (lifted: boolean) =>
    ws.run((ctx) =>
      ctx.db.run(
        lifted
          ? sql`update legal_holds set lifted_at = ${ctx.now()} where workspace_id = ${ws.id}`
          : sql`insert into legal_holds (workspace_id, id, contact_id, reason, placed_at)
              values (${ws.id}, gen_random_uuid(), ${decodeId('ct', contactId)!}, 'Case 4711 before the court', ${ctx.now()})`,
      ),
    )
  await hold(false)
  const erase = () =>
    ws.owner.call(contract.eraseContact, { contactId, confirm: 'bo@held.example', ground: 'request' })
  expect((await ws.owner.call(contract.getPersonalData, { contactId })).holds).toEqual([
    'Case 4711 before the court',
  ])
  await expect(erase()).rejects.toThrow(/409 person\.held.*Case 4711 before the court/)
  // the database refuses too, whoever asks
  await expect(
    ws.run((ctx) =>
      ctx.db.run(sql`select erase_person(array[${decodeId('ct', contactId)!}]::uuid[], '{}', now())`),
    ),
  ).rejects.toThrow('a legal hold')
  await hold(true)
  expect(await ws.owner.call(contract.getPersonalData, { contactId })).toMatchObject({
    openCases: 1,
    holds: [],
  })
  expect(await erase()).toMatchObject({ number: 2, casesCancelled: 1 })
  t.clock.advance({ minutes: 10 })
  await t.settle()
  expect(mails.received.filter(({ envelope }) => envelope.to.includes('bo@held.example'))).toEqual([])
  expect(await ws.owner.call(getCase, { caseId: kase.id })).toMatchObject({
    status: 'cancelled',
    cancelReason: 'The person was erased.',
  })
  await expect(ws.owner.call(changeContact, { contactId, name: 'Bo Held' })).rejects.toThrow('contact.erased')
})
