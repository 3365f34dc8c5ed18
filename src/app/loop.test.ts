import { beforeAll, describe, expect, test } from 'vitest'
import { completeStep, getCase, listCases, resolveCase } from '#act/cases/contract.ts'
import { sendAnnouncement } from '#close/announcements/contract.ts'
import { askAgain } from '#close/follow-ups/jobs.ts'
import { getClosure, getItemLoop, listLoops } from '#close/ledger/contract.ts'
import { getComposer, sendUpdate } from '#close/updates/contract.ts'
import { listSurveys } from '#collect/surveys/contract.ts'
import { listResponses } from '#collect/surveys/responses/contract.ts'
import { settleMinutes } from '#collect/surveys/rules.ts'
import { sendSurvey } from '#collect/surveys/waves/contract.ts'
import { createAccount } from '#customers/accounts/contract.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { getHealth } from '#measure/dashboards/contract.ts'
import { getFeedback, listFeedback, triageFeedback } from '#organize/inbox/contract.ts'
import { encodeId } from '#platform/ids.ts'
import { setMailServer } from '#platform/mail/contract.ts'
import { listNotices } from '#platform/notices/contract.ts'
import { type Client, type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { serverAt, type TestMailServer, testMailServer } from '#platform/testing/smtp.ts'
import { createRequest, decideRequest } from '#prioritize/requests/contract.ts'

/**
 * One story from a customer's words to the closed case, through the real doors: the API, a mail server, the answer
 * page. Read it first: each step is a stage of the loop.
 */
describe('the loop: a detractor is heard, understood, answered, and the case is closed', () => {
  let t: TestApp
  let ws: TestWorkspace
  let mailServer: TestMailServer
  let ana: Client
  let answerPage: string
  let feedbackId: string
  let caseId: string
  let requestId: string

  const mailTo = (name: string) => mailServer.received.filter(({ raw }) => raw.includes(name)).at(-1)!
  const press = (path: string, form: Record<string, string>) =>
    t.anonymous.fetch(path, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    })

  beforeAll(async () => {
    t = await testApp()
    mailServer = await testMailServer()
    t.clock.set('2037-11-09T16:00:00Z') // a Monday
    ws = await t.workspace('Larkfield')
    await ws.owner.call(setMailServer, serverAt(mailServer.port))
    ana = await ws.as('agent', 'Ana Agent')
  })

  test('collect: the NPS survey goes to a contact, and looking at it counts nothing', async () => {
    const accountId = (
      await ws.owner.call(createAccount, {
        name: 'Quillmere Academy',
        mrrCents: 115_000,
        currency: 'USD',
        ownerId: encodeId('mem', ana.memberId!),
      })
    ).id
    await ws.owner.call(createContact, {
      name: 'Petra Lindqvist',
      email: 'petra@quillmere.example',
      accountId,
    })
    const [nps] = (await ws.owner.call(listSurveys, {})).data
    await ws.owner.call(sendSurvey, { surveyId: nps!.id, people: 1 })
    await t.settle()

    const links = [...new Set(mailTo('Petra').parsed.text!.match(/http:\/\/localhost:\d+\/s\/\S+/g))]
    expect(links.length).toBeGreaterThanOrEqual(11)
    answerPage = `/${new URL(links[0]!).pathname}`
    for (const link of links) await t.anonymous.fetch(`/${new URL(link).pathname}${new URL(link).search}`)
    expect((await ws.owner.call(listResponses, {})).data).toEqual([])
  })

  test('collect: the score counts once it is sent, and the reason becomes a feedback item', async () => {
    t.clock.advance({ minutes: 5 })
    await press(answerPage, { score: '3' })
    t.clock.advance({ minutes: 1 })
    await press(answerPage, {
      asked: 'score reason words contact',
      score: '3',
      reason: 'hard_to_use',
      words: 'The import is confusing and support was slow.',
    })
    t.clock.advance({ minutes: settleMinutes })
    await t.settle()
    expect((await ws.owner.call(listResponses, {})).data).toMatchObject([{ score: 3, group: 'detractor' }])
    const items = (await ana.call(listFeedback, {})).data
    expect(items).toMatchObject([{ channel: 'survey' }])
    feedbackId = items[0]!.id
  })

  test('organize: the item is understood when a person gives it a type', async () => {
    await ana.call(triageFeedback, { feedbackId, change: { type: 'usability_issue', priority: 'high' } })
    expect(await ana.call(getFeedback, { feedbackId })).toMatchObject({
      type: 'usability_issue',
      priority: 'high',
    })
  })

  test('act: a case is open at once, due within 24 hours, and its lead is told', async () => {
    const [found] = (await ana.call(listCases, {})).data
    caseId = found!.id
    expect(found!.nextStep).toMatchObject({ key: 'outreach', rule: '24 hours after the answer' })
    expect((await ana.call(listNotices, {})).data.map((notice) => notice.kind)).toContain('case.opened')
  })

  test('close: the contact gets the answer once, and the case knows', async () => {
    const stepId = (await ana.call(getCase, { caseId })).nextStep!.id
    const composer = await ana.call(getComposer, { caseId, stepId })
    await ana.call(sendUpdate, {
      caseId,
      stepId,
      template: composer.template!,
      slots: { understood: 'the import was mapped twice', next: 'I call you on Wednesday' },
    })
    t.clock.advance({ minutes: 2 })
    await t.settle()
    await t.settle()
    const mails = mailServer.received.filter(({ parsed }) =>
      parsed.text?.includes('the import was mapped twice'),
    )
    expect(mails.map(({ envelope }) => envelope.to)).toEqual([['petra@quillmere.example']])
    const whole = await ana.call(getCase, { caseId })
    expect(whole.steps.find((step) => step.key === 'outreach')).toMatchObject({
      state: 'done',
      isLate: false,
    })
  })

  test('act: the plan is written down, the follow-up asks, and the case is resolved', async () => {
    t.clock.advance({ days: 1 })
    const plan = (await ana.call(getCase, { caseId })).nextStep!
    expect(plan.key).toBe('action-plan')
    await ana.call(completeStep, {
      caseId,
      stepId: plan.id,
      evidence: { plan: 'A new import, and training on Friday.' },
    })
    t.clock.advance({ days: 28 })
    expect((await ana.call(getCase, { caseId })).nextStep!.key).toBe('monthly-follow-up')
    await ana.call(resolveCase, { caseId, resolution: 'The import works and Petra is content.' })
    expect(await ana.call(getCase, { caseId })).toMatchObject({ status: 'resolved' })
    expect((await ana.call(listCases, { status: 'open' })).data).toEqual([])
  })

  test('measure: the health page counts the answer inside 24 hours, and shows no score from one voice', async () => {
    await t.settle()
    const health = await ws.owner.call(getHealth, {})
    expect(health.nps.latest).toBeNull()
    expect(health.now).toMatchObject({ openCases: 0, lateCases: 0 })
    expect(health.volume.items).toBe(1)
    expect(health.answers.all).toMatchObject({ answered: 1, inside: 1 })
  })

  test('prioritize: what she said stands behind a request; it is decided, and ships', async () => {
    const stands = async () => (await ana.call(getItemLoop, { feedbackId })).loop!.missing
    expect(await stands()).toBeNull() // her case is resolved, and she was told
    const made = await ana.call(createRequest, {
      title: 'An import that explains itself',
      feedbackId,
      quote: 'The import is confusing',
    })
    requestId = made.id
    expect(await stands()).toBe('decided')
    await ws.owner.call(decideRequest, { requestId, status: 'planned' })
    expect(await stands()).toBe('acted')
    t.clock.advance({ days: 30 })
    await ws.owner.call(decideRequest, { requestId, status: 'shipped' })
    expect(await stands()).toBe('told')
  })

  test('close: she is told that it is there, asked again a week later, and her answer closes the loop', async () => {
    t.clock.advance({ minutes: 5 })
    await ws.owner.call(sendAnnouncement, {
      requestId,
      kind: 'shipped',
      texts: { en: { what: 'An import that explains itself', how: 'It shows what it would change' } },
      people: 1,
    })
    t.clock.advance({ minutes: 11 })
    await t.settle()
    await t.settle()
    expect(mailTo('Petra').parsed.text).toContain('what it would change')
    const link = async () => (await ana.call(getItemLoop, { feedbackId })).loop!.links.at(-1)
    expect(await link()).toMatchObject({ key: 'confirmed', state: 'missing', by: 'They are asked again' })
    t.clock.advance({ days: 7 })
    await askAgain.run({}, t.house.door, new AbortController().signal)
    await t.settle()
    const asked = /http:\/\/localhost:\d+(\/s\/hb_[\w-]+)/.exec(mailTo('Petra').parsed.text!)![1]!
    await press(`/${asked}`, { asked: 'score', score: '5' })
    t.clock.advance({ minutes: settleMinutes })
    await t.settle()
    expect(await link()).toMatchObject({ state: 'done', by: 'by their answer' })
    const closed = (await ws.owner.call(listLoops, { state: 'closed' })).data
    expect(closed).toMatchObject([{ feedbackId, missing: null }])
    expect((await ws.owner.call(getClosure, {})).channels).toMatchObject([{ key: 'survey', closed: 1, n: 1 }])
  })

  test('the whole history of the item tells the story', async () => {
    const { history } = await ana.call(getFeedback, { feedbackId })
    expect(history.map((entry) => entry.type)).toEqual(
      expect.arrayContaining(['feedback.received', 'feedback.triaged']),
    )
  })
})
