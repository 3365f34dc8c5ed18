import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { Command } from 'commander'
import { unzipSync } from 'fflate'
import { extractText, getDocumentProxy } from 'unpdf'
import { beforeAll, expect, test } from 'vitest'
import { getCase, openCase } from '#act/cases/contract.ts'
import { changePortal } from '#close/portal/contract.ts'
import { sendUpdate } from '#close/updates/contract.ts'
import { setMailbox } from '#collect/mailbox/contract.ts'
import { sendSurvey } from '#collect/surveys/waves/contract.ts'
import { changeContact, createContact } from '#customers/contacts/contract.ts'
import { addPersonCommands } from '#measure/personal-data/cli.ts'
import * as contract from '#measure/personal-data/contract.ts'
import {
  email,
  marks,
  placesLeft,
  second,
  writeThroughEveryDoor,
} from '#measure/personal-data/test-person.ts'
import { getFeedback } from '#organize/inbox/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId } from '#platform/ids.ts'
import { listMails, setMailServer } from '#platform/mail/contract.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { openPost } from '#platform/testing/mail-in.ts'
import { serverAt, testMailServer } from '#platform/testing/smtp.ts'
import { getRequest } from '#prioritize/requests/contract.ts'

const t = await testApp()
const post = await openPost(t)
const mails = await testMailServer()
let ws: TestWorkspace

beforeAll(async () => {
  t.clock.set('2037-03-02T09:00:00Z')
  ws = await t.workspace('Larkfield')
  await ws.owner.call(setMailServer, serverAt(mails.port))
  await ws.owner.call(setMailbox, { address: 'reply@in.larkfield.example' })
  await ws.owner.call(changePortal, { access: 'public', commentsHeld: 'first' })
})

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
  const { contactId, old, other, said, asked, idea, survey } = await writeThroughEveryDoor(t, ws, mails, post)
  expect((await placesLeft(t)).length).toBeGreaterThan(40)
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
  expect(await placesLeft(t)).toEqual([])
  expect(await facts()).toEqual(before)
  t.clock.advance({ days: 2 })
  await t.settle()
  expect(await placesLeft(t)).toEqual([])
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
  // nor does the command line, which otherwise says what would go
  const hearback = new Command().exitOverride()
  addPersonCommands(hearback, (_slug, work) => work(t.house.door, ws.id))
  const out = `${t.dataDir}/bo.zip`
  await hearback.parseAsync(['person', 'export', contactId, '--out', out], { from: 'user' })
  expect(Object.keys(unzipSync(new Uint8Array(readFileSync(out))))).toContain('profile/contacts.json')
  await expect(
    hearback.parseAsync(['person', 'erase', contactId, '--confirm', 'Bo Held'], { from: 'user' }),
  ).rejects.toThrow('A legal hold keeps')
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
