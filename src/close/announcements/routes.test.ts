import { beforeEach, describe, expect, test } from 'vitest'
import * as contract from '#close/announcements/contract.ts'
import { fillAnnouncement } from '#close/announcements/fill.ts'
import { listUpdates } from '#close/updates/contract.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { setMailbox } from '#collect/mailbox/contract.ts'
import { changeContact, createContact } from '#customers/contacts/contract.ts'
import { mergeCustomers } from '#customers/merges/contract.ts'
import { eraseContact } from '#measure/personal-data/contract.ts'
import { listReaches } from '#measure/reaches/contract.ts'
import { getFeedback } from '#organize/inbox/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId, encodeId } from '#platform/ids.ts'
import { getMail, listMails } from '#platform/mail/contract.ts'
import { listNotices } from '#platform/notices/contract.ts'
import { type Client, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { message, openPost } from '#platform/testing/mail-in.ts'
import { createRelease, shipRelease } from '#prioritize/releases/contract.ts'
import {
  changeRequest,
  createRequest,
  decideRequest,
  linkEvidence,
  mergeRequest,
  type Request,
} from '#prioritize/requests/contract.ts'

const t = await testApp()
const post = await openPost(t)
let ws: TestWorkspace
let owner: Client
beforeEach(async () => {
  t.clock.set('2037-03-02T09:00:00Z')
  ws = await t.workspace()
  owner = ws.owner
})

/** Somebody who asked for it in their own words. */
async function asks(request: Request, email: string, locale?: string): Promise<string> {
  const verbatim = `Please: ${request.title}`
  const { id } = await owner.call(submitFeedback, {
    verbatim,
    channel: 'email',
    contact: { email, name: `${email[0]!.toUpperCase()}${email.split('@')[0]!.slice(1)} Roth` },
  })
  await owner.call(linkEvidence, { requestId: request.id, feedbackId: id, quote: verbatim })
  const { contact } = await owner.call(getFeedback, { feedbackId: id })
  if (locale) await owner.call(changeContact, { contactId: contact!.id, locale })
  return contact!.id
}
const follow = (requestId: string, contactId: string) =>
  ws.run((ctx) =>
    ctx.db.run(sql`
      insert into request_contact_followers (workspace_id, request_id, contact_id, via, since)
      values (${ws.id}, ${decodeId('req', requestId)!}, ${decodeId('ct', contactId)!}, 'portal', ${ctx.now()})`),
  )
const make = (title: string) => owner.call(createRequest, { title })
const shipped = {
  kind: 'shipped' as const,
  texts: {
    en: { what: 'Pausing a plan', how: 'Press <b>Pause</b>' },
    de: { what: 'Pausieren', how: 'Drücken Sie Pause' },
  },
}
const mails = async () => (await owner.call(listMails, { topic: 'updates' })).data
const later = async (minutes: number) => {
  t.clock.advance({ minutes })
  await t.settle()
}

describe('what is told to everybody behind a request', () => {
  test('reaches each person once in their language, and says before who gets it and who does not and why', async () => {
    const request = await make('Pause a plan')
    const twin = await make('Stop a plan')
    const anna = await asks(request, 'anna@elm.example')
    await asks(twin, 'anna@elm.example')
    const bert = await asks(twin, 'bert@elm.example', 'de-CH')
    const cora = await asks(request, 'cora@elm.example')
    const dora = await asks(request, 'dora@elm.example')
    const emil = await asks(request, 'emil@elm.example')
    // the same person a second time, and a follower who said nothing
    const { id: fay } = await owner.call(createContact, { email: 'fay@elm.example', name: 'Fay' })
    await follow(twin.id, fay)
    await follow(request.id, anna)
    await owner.call(mergeRequest, { requestId: twin.id, intoId: request.id })
    await owner.call(changeContact, { contactId: emil, isInternal: true })
    await ws.run((ctx) =>
      ctx.db.run(sql`
        update contacts set unsubscribed_topics = '{updates}' where workspace_id = ${ws.id} and id = ${decodeId('ct', cora)!}`),
    )
    await ws.run((ctx) =>
      ctx.db.run(sql`
        update contacts set email_state = 'bounced' where workspace_id = ${ws.id} and id = ${decodeId('ct', dora)!}`),
    )
    await t.settle()
    const about = { requestId: request.id, ...shipped }
    const preview = await owner.call(contract.previewAnnouncement, { ...about, readerId: bert })
    expect(preview).toMatchObject({
      people: 3,
      considered: 6,
      faults: [],
      languages: [
        { language: 'en', people: 2 },
        { language: 'de', people: 1 },
      ],
      mail: { address: 'bert@elm.example', language: 'de', subject: 'Es ist da: Pausieren' },
    })
    // one of them is found by name or address, also a follower
    const search = (words: string) =>
      owner.call(contract.listAnnouncementRecipients, {
        ...{ requestId: request.id, kind: 'shipped', search: words },
      })
    expect((await search('FÁY')).data.map((one) => one.name)).toEqual(['Fay'])
    expect((await search('bert@elm')).data.map((one) => one.contactId)).toEqual([bert])
    expect((await search('nobody')).data).toEqual([])
    expect(preview.reasons.map((one) => [one.reason, one.people])).toEqual([
      ['internal', 1],
      ['bounced', 1],
      ['unsubscribed_topic', 1],
    ])
    const left = await owner.call(contract.listAnnouncementRecipients, {
      requestId: request.id,
      kind: 'shipped',
      reason: 'bounced',
    })
    expect(left.data.map((one) => one.contactId)).toEqual([dora])
    const found = async (search: string) =>
      (
        await owner.call(contract.listAnnouncementRecipients, {
          requestId: request.id,
          kind: 'shipped',
          search,
        })
      ).data.map((one) => one.name)
    expect([await found('ROTH'), await found('bert@'), await found('dora')]).toEqual([
      ['Anna Roth', 'Bert Roth'],
      ['Bert Roth'],
      [],
    ])
    await expect(owner.call(contract.sendAnnouncement, { ...about, people: 2 })).rejects.toMatchObject({
      code: 'announcement.people_changed',
    })
    await expect(
      owner.call(contract.sendAnnouncement, { ...about, texts: { en: { what: 'Pausing' } } }),
    ).rejects.toMatchObject({
      code: 'template.slot_empty',
      message: expect.stringContaining('How to use it'),
    })
    const agent = await ws.as('agent')
    await expect(agent.call(contract.sendAnnouncement, about)).rejects.toMatchObject({ status: 403 })

    const held = await owner.call(contract.sendAnnouncement, { ...about, people: 3 })
    expect(held).toMatchObject({ state: 'held', sendAt: '2037-03-02T09:10:00.000Z', people: 3 })
    await later(9)
    expect(await mails()).toEqual([])
    await later(1)
    const sent = await owner.call(contract.getAnnouncement, { announcementId: held.id })
    expect(sent).toMatchObject({ state: 'sent', told: 3, excluded: 3, mails: { waiting: 3 } })
    await expect(owner.call(contract.recallAnnouncement, { announcementId: held.id })).rejects.toMatchObject({
      code: 'announcement.not_held',
      message: expect.stringContaining('3 of 3'),
    })
    const left3 = await mails()
    expect(left3.map((one) => one.to.address).sort()).toEqual([
      'anna@elm.example',
      'bert@elm.example',
      'fay@elm.example',
    ])
    const mail = await owner.call(getMail, {
      mailId: left3.find((one) => one.to.address === 'anna@elm.example')!.id,
    })
    expect(mail.subject).toBe('It is there: Pausing a plan')
    expect(mail.text).toContain('Press <b>Pause</b>')
    expect(JSON.stringify(mail)).not.toContain('Press <b>Pause</b></p>')
    // told is a fact of the request and of the person
    expect((await owner.call(listUpdates, { request: request.id })).data).toHaveLength(3)
    expect((await owner.call(listUpdates, { contact: anna })).data[0]).toMatchObject({
      state: 'sent',
      requestId: request.id,
    })
    // told already: another one of the same kind reaches nobody, and one to come reaches who came since
    await asks(request, 'gus@elm.example')
    await t.settle()
    const again = await owner.call(contract.previewAnnouncement, about)
    expect(again.people).toBe(1)
    expect(again.reasons).toContainEqual(expect.objectContaining({ reason: 'told_already', people: 3 }))
  })

  test('recalled while it is held, nobody gets anything; one person alone is written to after two minutes', async () => {
    const request = await make('Dark mode')
    const anna = await asks(request, 'anna@elm.example')
    await asks(request, 'bert@elm.example')
    await t.settle()
    const held = await owner.call(contract.sendAnnouncement, { requestId: request.id, ...shipped })
    expect((await owner.call(contract.recallAnnouncement, { announcementId: held.id })).state).toBe(
      'recalled',
    )
    await later(20)
    expect(await mails()).toEqual([])
    const agent = await ws.as('agent')
    const one = await agent.call(contract.sendAnnouncement, {
      requestId: request.id,
      contactId: anna,
      kind: 'not_planned',
      texts: { en: { what: 'Dark mode', why: 'Few ask', workaround: 'Dim the screen' } },
      slots: { again: 'quarterly' },
    })
    expect(one).toMatchObject({ contactId: anna, people: 1, subject: 'Not planned for now: Dark mode' })
    await later(1)
    expect(await mails()).toEqual([])
    await later(1)
    expect((await mails()).map((mail) => mail.to.address)).toEqual(['anna@elm.example'])
    expect(one.sendAt).toBe('2037-03-02T09:22:00.000Z')
  })

  test('is planned anew and told anew; a person who was erased is passed over, and one who refuses meanwhile was not told', async () => {
    const request = await make('Fax')
    const anna = await asks(request, 'anna@elm.example')
    const { id: gone } = await owner.call(createContact, { email: 'gone@elm.example', name: 'Gone' })
    await follow(request.id, gone)
    await t.settle()
    const planned = {
      requestId: request.id,
      kind: 'planned' as const,
      texts: { en: { what: 'Fax' } },
      slots: { when: 'Q3' },
    }
    const decide = (status: 'planned' | 'under_review') =>
      owner.call(decideRequest, { requestId: request.id, status })
    await decide('planned')
    const first = await owner.call(contract.sendAnnouncement, planned)
    await ws.run((ctx) =>
      ctx.db.run(sql`
        update contacts set unsubscribed_at = ${ctx.now()} where workspace_id = ${ws.id} and id = ${decodeId('ct', anna)!}`),
    )
    await owner.call(eraseContact, { contactId: gone, confirm: 'Gone', ground: 'request' })
    await later(10)
    expect(await owner.call(contract.getAnnouncement, { announcementId: first.id })).toMatchObject({
      state: 'sent',
      told: 0,
      excluded: 1,
    })
    const out = await owner.call(contract.listAnnouncementPeople, {
      announcementId: first.id,
      reason: 'unsubscribed',
    })
    expect(out.data.map((one) => one.contactId)).toEqual([anna])
    await ws.run((ctx) =>
      ctx.db.run(sql`
        update contacts set unsubscribed_at = null where workspace_id = ${ws.id} and id = ${decodeId('ct', anna)!}`),
    )
    await owner.call(contract.sendAnnouncement, planned)
    await later(10)
    expect((await owner.call(contract.previewAnnouncement, planned)).people).toBe(0)
    await decide('under_review')
    t.clock.advance({ minutes: 1 })
    await decide('planned')
    expect((await owner.call(contract.previewAnnouncement, planned)).people).toBe(1)
  })

  test('is due after a decision, and again after another one or when its date moves; who was told knows', async () => {
    const request = await make('Fax')
    await asks(request, 'anna@elm.example')
    await asks(request, 'bert@elm.example')
    await t.settle()
    const about = { requestId: request.id }
    const due = async (of: { requestId: string } | { releaseId: string } = about) =>
      (await owner.call(contract.getAnnouncementDue, of)).because
    const tell = (kind: 'planned' | 'date_changed', when: string) => {
      t.clock.advance({ minutes: 1 })
      return owner.call(contract.sendAnnouncement, {
        ...about,
        kind,
        texts: { en: { what: 'Fax', why: 'Testing' } },
        slots: { when },
      })
    }
    expect(await due()).toBeNull()
    await owner.call(decideRequest, { ...about, status: 'planned', targetOn: '2037-06-30' })
    expect(await due()).toBe('decision')
    const recalled = await tell('planned', '2037-06-30')
    expect(await due()).toBeNull()
    await owner.call(contract.recallAnnouncement, { announcementId: recalled.id })
    expect(await due()).toBe('decision')
    await tell('planned', '2037-06-30')
    await later(20)
    await owner.call(changeRequest, { ...about, targetOn: '2037-09-30' })
    expect(await due()).toBe('date')
    expect((await owner.call(contract.composeAnnouncement, about)).kind).toBe('date_changed')
    await tell('date_changed', '2037-09-30')
    expect(await due()).toBeNull()
    await later(20)
    const release = await owner.call(createRelease, { name: 'Larkfield 9', requestIds: [request.id] })
    const whole = { releaseId: release.id }
    expect(await due(whole)).toBeNull()
    await owner.call(shipRelease, whole)
    expect([await due(), await due(whole)]).toEqual(['decision', 'decision'])
    t.clock.advance({ minutes: 1 })
    await owner.call(contract.sendAnnouncement, { ...whole, ...shipped })
    expect([await due(), await due(whole)]).toEqual([null, null])
  })

  test('prepared twice at once and stopped in between, nobody gets two', async () => {
    const request = await make('Export')
    const people = Array.from({ length: 600 }, (_, i) => `p${i}@many.example`)
    await ws.run(async (ctx) => {
      await ctx.db.run(sql`
        insert into contacts (workspace_id, id, name, email, created_at, updated_at)
        select ${ws.id}::uuid, gen_random_uuid(), 'Person', e, ${ctx.now()}, ${ctx.now()} from unnest(${people}::text[]) e`)
      await ctx.db.run(sql`
        insert into request_contact_followers (workspace_id, request_id, contact_id, via, since)
        select ${ws.id}::uuid, ${decodeId('req', request.id)!}::uuid, id, 'portal', ${ctx.now()} from contacts where workspace_id = ${ws.id}`)
    })
    const { id } = await owner.call(contract.sendAnnouncement, { requestId: request.id, ...shipped })
    t.clock.advance({ minutes: 10 })
    const announcementId = decodeId('ann', id)!
    const stopped = new AbortController()
    const run = (signal = new AbortController().signal) =>
      fillAnnouncement(t.house.door, ws.id, announcementId, signal)
    const first = run(stopped.signal)
    stopped.abort()
    await first
    // Beside one who is at it nobody waits.
    await ws.run(async (ctx) => {
      await ctx.db.run(sql`
        select 1 from announcements where workspace_id = ${ws.id} and id = ${announcementId} for no key update`)
      await run()
    })
    await Promise.all([run(), run()])
    await run()
    const { mails: queued, people: told } = await ws.run((ctx) =>
      ctx.db.one<{ mails: number; people: number }>(sql`
        select (select count(*) from mails where workspace_id = ${ws.id} and topic = 'updates') as mails,
          (select count(distinct contact_id) from updates where workspace_id = ${ws.id} and announcement_id = ${announcementId}) as people`),
    )
    expect([queued, told]).toEqual([600, 600])
    expect(await owner.call(contract.getAnnouncement, { announcementId: id })).toMatchObject({
      state: 'sent',
      told: 600,
    })
  })
})

test('a draft is one for all members, refused where others wrote since, and gone once it is sent', async () => {
  const request = await make('Pause a plan')
  await asks(request, 'anna@elm.example')
  await t.settle()
  const agent = await ws.as('agent', 'Ana Agent')
  const about = { requestId: request.id }
  const draftOf = async (who: Client) => (await who.call(contract.composeAnnouncement, about)).draft
  const keep = (who: Client, how: string, version: number | null) =>
    who.call(contract.putAnnouncementDraft, {
      ...about,
      kind: 'shipped',
      texts: { en: { what: 'Pausing', how } },
      version,
    })
  expect(await draftOf(owner)).toBeNull()
  expect(await keep(agent, 'Press P', null)).toEqual({ version: 1 })
  expect(await draftOf(owner)).toMatchObject({
    written: { kind: 'shipped', language: 'en', texts: { en: { how: 'Press P' } } },
    by: { name: 'Ana Agent' },
  })
  expect(await keep(owner, 'Press Pause', 1)).toEqual({ version: 2 })
  for (const version of [1, null])
    await expect(keep(agent, 'Press it', version)).rejects.toMatchObject({
      code: 'announcement.draft_changed',
    })
  expect((await draftOf(agent))!.written.texts.en!.how).toBe('Press Pause')
  await owner.call(contract.dropAnnouncementDraft, about)
  expect(await draftOf(agent)).toBeNull()
  await keep(owner, 'Press Pause', null)
  await owner.call(contract.sendAnnouncement, { ...about, ...shipped })
  expect(await draftOf(agent)).toBeNull()
})

test('a workspace says a kind in its own words in a language, with every slot of it, and may take that back', async () => {
  const request = await make('Pause a plan')
  await asks(request, 'anna@elm.example', 'de')
  await t.settle()
  const preview = async () =>
    (await owner.call(contract.previewAnnouncement, { requestId: request.id, ...shipped })).mail
  const which = { kind: 'shipped' as const, language: 'de' as const }
  const words = { ...which, subject: 'Fertig: {{what}}', body: 'Geschafft! So geht es: {{how}}' }
  const before = await preview()
  await expect(
    owner.call(contract.putAnnouncementTemplate, { ...words, body: 'Geschafft, {{whom}}!' }),
  ).rejects.toMatchObject({ code: 'template.wrong', message: expect.stringContaining('{{whom}}') })
  const agent = await ws.as('agent')
  await expect(agent.call(contract.putAnnouncementTemplate, words)).rejects.toMatchObject({ status: 403 })
  await owner.call(contract.putAnnouncementTemplate, words)
  expect(await preview()).toMatchObject({ subject: 'Fertig: Pausieren' })
  expect((await preview())!.text).toContain('Geschafft! So geht es: Drücken Sie Pause')
  await owner.call(contract.sendAnnouncement, { requestId: request.id, ...shipped })
  await later(10)
  expect((await mails()).map((mail) => mail.subject)).toEqual(['Fertig: Pausieren'])
  const templates = async () =>
    (await agent.call(contract.listAnnouncementTemplates, { language: 'de' })).data.filter((one) => one.isOwn)
  expect((await templates()).map((one) => [one.kind, one.slots])).toEqual([['shipped', ['what', 'how']]])
  await owner.call(contract.restoreAnnouncementTemplate, which)
  expect(await templates()).toEqual([])
  const { data } = await owner.call(contract.listAnnouncements, { request: request.id })
  expect(before!.subject).toBe('Es ist da: Pausieren')
  expect(data[0]!.subject).toBe('It is there: Pausing a plan')
})

test('stopped under way, what was handed over stays sent, and the rest is not sent, with the reason at each person', async () => {
  const request = await make('Pause a plan')
  const [anna, bert] = [await asks(request, 'anna@elm.example'), await asks(request, 'bert@elm.example')]
  await t.settle()
  const news = { requestId: request.id, kind: 'custom' as const }
  const send = (subject: string) =>
    owner.call(contract.sendAnnouncement, { ...news, texts: { en: { subject, words: subject } } })
  const stop = (announcementId: string, who = owner) =>
    who.call(contract.stopAnnouncement, { announcementId })
  const reaches = async (contactId: string) =>
    (await owner.call(listReaches, { contactId, outcome: 'kept_back' })).data.map((one) => [
      one.what,
      one.why,
    ])
  const first = await send('First')
  await expect(stop(first.id)).rejects.toMatchObject({ code: 'announcement.not_under_way' })
  await later(10)
  // both mails wait for a server; one of them has been handed over
  const annas = (await mails()).find((one) => one.to.address === 'anna@elm.example')!
  await ws.run((ctx) =>
    ctx.db.run(
      sql`update mails set state = 'accepted', settled_at = ${ctx.now()} where workspace_id = ${ws.id} and id = ${decodeId('mail', annas.id)!}`,
    ),
  )
  await expect(stop(first.id, await ws.as('agent'))).rejects.toMatchObject({ status: 403 })
  expect(await stop(first.id)).toMatchObject({
    state: 'stopped',
    told: 2,
    mails: { accepted: 1, keptBack: 1, waiting: 0 },
  })
  await t.settle()
  expect(await reaches(bert)).toEqual([['First', 'The announcement was stopped before it left.']])
  expect(await reaches(anna)).toEqual([])
  expect((await owner.call(listUpdates, { contact: bert })).data[0]).toMatchObject({ state: 'failed' })
  await expect(stop(first.id)).rejects.toMatchObject({ code: 'announcement.not_under_way' })

  // before anybody's mail was written
  const second = await send('Second')
  t.clock.advance({ minutes: 10 })
  const crashed = new AbortController()
  const begun = fillAnnouncement(t.house.door, ws.id, decodeId('ann', second.id)!, crashed.signal)
  crashed.abort()
  await begun
  expect(await stop(second.id)).toMatchObject({ state: 'stopped', told: 0, excluded: 2 })
  await t.settle()
  expect(await mails()).toHaveLength(2)
  const left = await owner.call(contract.listAnnouncementPeople, {
    announcementId: second.id,
    reason: 'stopped',
  })
  expect(left.data.map((one) => one.contactId).sort()).toEqual([anna, bert].sort())
  expect(await reaches(anna)).toEqual([
    ['In your own words: Pause a plan', 'It was stopped before it came to them.'],
  ])
})

test('who asked for several things of a release hears once, of what they asked for, and counts as told of each', async () => {
  const [pause, dark] = [await make('Pause a plan'), await make('Dark mode')]
  const anna = await asks(pause, 'anna@elm.example')
  await asks(dark, 'anna@elm.example')
  const other = await asks(dark, 'anne@other.example')
  await owner.call(mergeCustomers, { kind: 'contact', survivorId: anna, loserId: other })
  await t.settle()
  const release = await owner.call(createRelease, { name: 'Spring', requestIds: [pause.id, dark.id] })
  await owner.call(shipRelease, { releaseId: release.id })
  await owner.call(contract.sendAnnouncement, {
    releaseId: release.id,
    kind: 'shipped',
    texts: { en: { what: 'Spring', how: 'It is switched on for everybody.' } },
  })
  await later(10)
  const [mail, ...more] = await mails()
  expect(more).toEqual([])
  expect((await owner.call(getMail, { mailId: mail!.id })).text).toMatch(/• (Pause a plan|Dark mode)\n• /)
  for (const request of [pause, dark])
    expect((await owner.call(listUpdates, { request: request.id })).data).toHaveLength(1)
  expect((await owner.call(listUpdates, { contact: anna })).data).toHaveLength(1)
  expect((await owner.call(contract.listAnnouncements, { request: dark.id })).data).toHaveLength(1)
  expect((await owner.call(contract.previewAnnouncement, { requestId: dark.id, ...shipped })).people).toBe(0)
})

describe('an answer to what they were told', () => {
  test('is an item of the inbox that the request shows, and its owner is told', async () => {
    const address = `reply-${ws.slug}@in.larkfield.example`
    await owner.call(setMailbox, { address })
    const keeper = await ws.as('manager', 'Petra Roth')
    const request = await owner.call(createRequest, {
      title: 'Pause a plan',
      ownerId: encodeId('mem', keeper.memberId!),
    })
    await asks(request, 'anna@elm.example')
    await t.settle()
    await owner.call(contract.sendAnnouncement, { requestId: request.id, ...shipped })
    await later(10)
    const [mail] = await mails()
    const { replyTo } = await owner.call(getMail, { mailId: mail!.id })
    await post.send(
      message(
        { From: 'anna@elm.example', To: replyTo!.address, Subject: 'Re: It is there' },
        'Wonderful. Can we pause two plans at once?',
      ),
      { from: 'anna@elm.example', to: replyTo!.address },
    )
    await t.settle()
    const [reply] = (await owner.call(contract.listRequestReplies, { requestId: request.id })).data
    expect(reply).toMatchObject({ words: 'Wonderful. Can we pause two plans at once?' })
    const item = await owner.call(getFeedback, { feedbackId: reply!.feedbackId! })
    expect(item.verbatim).toContain('two plans at once')
    expect((await keeper.call(listNotices, {})).data.map((one) => one.kind)).toContain('request.replied')
  })
})
