import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listSurveys } from '#collect/surveys/contract.ts'
import type { Card } from '#collect/surveys/in-app/contract.ts'
import { changeSurveyLink, createSurveyLink, type SurveyLink } from '#collect/surveys/links/contract.ts'
import { listResponses } from '#collect/surveys/responses/contract.ts'
import { getSurveyResults } from '#collect/surveys/results/contract.ts'
import { sendSurvey as sendSurveyCommand } from '#collect/surveys/waves/commands.ts'
import {
  getWave,
  listExclusions,
  listInvitations,
  listWaves,
  previewRecipients,
  sendSurvey,
  stopWave,
} from '#collect/surveys/waves/contract.ts'
import { origin, widgetScene } from '#collect/widget/widget-scene.ts'
import { changeConsent, changeContact } from '#customers/contacts/contract.ts'
import { decodeId, newId } from '#platform/ids.ts'

const { t, ws, newKey, post, token } = await widgetScene()
let key: Awaited<ReturnType<typeof newKey>>
let link: SurveyLink
let count = 0

interface Person {
  session: string
  contactId: string
}

async function person(): Promise<Person> {
  const id = `u-${++count}`
  const answer = await post(key.publicId, 'identify', {
    token: await token({ id, email: `${id}@school.example`, name: `Ines ${count}` }, key.secret),
  })
  const { session } = (await answer.json()) as { session: string }
  const { data } = await ws.owner.call((await import('#customers/contacts/contract.ts')).listContacts, {
    search: `${id}@school.example`,
  })
  return { session, contactId: data[0]!.id }
}
const ask = async (who: Pick<Person, 'session'>, path = '/invoices/1', language = 'en') => {
  const answer = await post(key.publicId, 'survey', { path, language }, { 'hearback-session': who.session })
  expect(answer.status).toBe(200)
  return ((await answer.json()) as { card: Card | null }).card
}
const say = (who: Person, card: Card, asked: string[], given: Record<string, unknown>) =>
  post(
    key.publicId,
    'survey/answer',
    { invitation: card.invitation, asked, given },
    { 'hearback-session': who.session },
  )
const reasons = async (who: Person) =>
  (await ws.owner.call(listExclusions, { contact: who.contactId })).data.map((one) => one.reason)

beforeAll(async () => {
  t.clock.set('2037-03-02T09:00:00Z')
  key = await newKey()
  const surveyId = (await ws.owner.call(listSurveys, {})).data[0]!.id
  link = await ws.owner.call(createSurveyLink, {
    surveyId,
    name: 'After an invoice',
    isInApp: true,
    inAppPaths: ['/invoices'],
  })
})
beforeEach(() => t.clock.advance({ minutes: 2 }))

describe('a survey on a page of the product', () => {
  test('waits for a person the widget knows on pages of its path, takes the number, then asks why', async () => {
    const ines = await person()
    expect(await ask(ines, '/settings')).toBeNull()
    const card = (await ask(ines))!
    expect(card.questions.map((one) => one.key)).toEqual(['score'])
    expect(card.questions[0]!.points).toHaveLength(11)
    const next = (await (await say(ines, card, ['score'], { score: 3 })).json()) as { card: Card }
    expect(next.card.questions.map((one) => one.key)).toEqual(['reason', 'words', 'contact'])
    const done = (await (
      await say(ines, card, ['reason', 'words', 'contact'], { reason: ['price'], words: 'Too dear' })
    ).json()) as { card: Card }
    expect(done.card.questions).toEqual([])
    expect((await ws.owner.call(listResponses, { contact: ines.contactId })).data).toMatchObject([
      { score: 3, words: 'Too dear', channel: 'in_app', isProvisional: false },
    ])
    const [wave] = (await ws.owner.call(listWaves, {})).data
    expect(wave).toMatchObject({ name: 'After an invoice, 2037-03' })
    expect(await ws.owner.call(getWave, { waveId: wave!.id })).toMatchObject({ delivered: 1, answered: 1 })
    expect(await ask(ines)).toBeNull()
  })

  test('comes again until it is answered or closed; closed, it rests, and the reason is kept', async () => {
    const ann = await person()
    const card = (await ask(ann))!
    expect((await ask(ann))!.invitation).toBe(card.invitation)
    const closed = await post(
      key.publicId,
      'survey/dismiss',
      { invitation: card.invitation },
      { 'hearback-session': ann.session },
    )
    expect(closed.status).toBe(200)
    expect(await ask(ann)).toBeNull()
    expect(await reasons(ann)).toEqual(['asked_recently'])
    expect(await ask(ann)).toBeNull()
    expect(await reasons(ann)).toHaveLength(1)
    t.clock.advance({ days: 40 })
    const again = { session: (await sessionAgain(ann)).session }
    expect(await ask(again)).toBeNull()
    t.clock.advance({ days: 60 })
    expect(await ask(await sessionAgain(ann))).not.toBeNull()
  })

  const sessionAgain = async (who: Person) => {
    const { data } = await ws.owner.call((await import('#customers/contacts/contract.ts')).listContacts, {
      limit: 100,
    })
    const email = data.find((one) => one.id === who.contactId)!.email!
    const answer = await post(key.publicId, 'identify', {
      token: await token({ id: email.split('@')[0], email }, key.secret),
    })
    return (await answer.json()) as { session: string }
  }

  test('a person of our own is not asked, and the link says why', async () => {
    const own = await person()
    await ws.owner.call(changeContact, { contactId: own.contactId, isInternal: true })
    expect(await ask(own)).toBeNull()
    expect(await reasons(own)).toEqual(['internal'])
  })

  test('two pages at once ask once', async () => {
    const bo = await person()
    const cards = await Promise.all([ask(bo), ask(bo), ask(bo)])
    expect(new Set(cards.filter(Boolean).map((card) => card!.invitation)).size).toBe(1)
  })

  test('strangers, other people and other pages cannot answer for somebody', async () => {
    const [one, other] = [await person(), await person()]
    const card = (await ask(one))!
    expect((await say(other, card, ['score'], { score: 0 })).status).toBe(404)
    expect((await post(key.publicId, 'survey', { path: '/' })).status).toBe(401)
    expect(
      (await post(key.publicId, 'survey', { path: '/' }, { origin: 'https://evil.example' })).status,
    ).toBe(403)
    expect((await say(one, card, ['score'], { score: 99 })).status).toBe(400)
    expect((await say(one, card, ['__proto__'], {})).status).toBe(400)
    expect((await say(one, { ...card, invitation: 'inv_x' }, ['score'], { score: 1 })).status).toBe(400)
  })

  test('speaks the language of the page', async () => {
    expect(await ask(await person(), '/invoices', 'ar')).toMatchObject({ language: 'ar', direction: 'rtl' })
  })

  test('whoever saw it counts as reached, once a month, also where its rest is over before the month is', async () => {
    t.clock.set('2037-10-01T09:00:00Z')
    const surveyId = link.surveyId
    const short = await ws.owner.call(createSurveyLink, {
      surveyId,
      name: 'Short rest',
      isInApp: true,
      inAppPaths: ['/short'],
      inAppRestDays: 30,
    })
    const eva = await person()
    const card = (await ask(eva, '/short'))!
    await post(
      key.publicId,
      'survey/dismiss',
      { invitation: card.invitation },
      { 'hearback-session': eva.session },
    )
    t.clock.set('2037-10-31T10:00:00Z')
    expect(await ask(await sessionAgain(eva), '/short')).toBeNull()
    const wave = (await ws.owner.call(listWaves, {})).data.find((one) => one.name === 'Short rest, 2037-10')!
    expect(wave.invited).toBe(1)
    await t.settle()
    expect((await ws.owner.call(getSurveyResults, { surveyId, wave: wave.id })).channels).toEqual([
      { channel: 'in_app', answers: 0, delivered: 1, answered: 0, rate: null },
    ])
    await ws.owner.call(changeSurveyLink, { linkId: short.id, isOpen: false })
  })

  test('the widget asks who somebody is only where a survey may wait', async () => {
    const asks = async () =>
      (
        (await (
          await t.anonymous.fetch(`//widget/v1/${key.publicId}/config`, { headers: { origin } })
        ).json()) as {
          asksSurveys: boolean
        }
      ).asksSurveys
    expect(await asks()).toBe(true)
    expect(await ask(await person(), '/elsewhere')).toBeNull()
    await ws.owner.call(changeSurveyLink, { linkId: link.id, isOpen: false })
    expect(await ask(await person())).toBeNull()
    await ws.owner.call(changeSurveyLink, { linkId: link.id, isOpen: true })
  })

  test('a survey sent into the product waits for each, is shown on any page, counts as delivered then, and a stop takes it away', async () => {
    await ws.owner.call(changeSurveyLink, { linkId: link.id, isOpen: false })
    const [ann, bo] = [await person(), await person()]
    const audience = { contactIds: [ann.contactId, bo.contactId] }
    const counts = await ws.owner.call(previewRecipients, {
      surveyId: link.surveyId,
      contacts: audience.contactIds,
      channel: 'in_app',
    })
    expect(counts).toMatchObject({ people: 2, inApp: 2, byMail: 0, bySms: 0 })
    const wave = await ws.owner.call(sendSurvey, {
      surveyId: link.surveyId,
      audience,
      channel: 'in_app',
      people: 2,
    })
    await t.settle()
    expect(await ws.owner.call(getWave, { waveId: wave.id })).toMatchObject({ invited: 2, delivered: 0 })
    const card = (await ask(ann, '/anywhere'))!
    expect(card.questions.map(({ key }) => key)).toEqual(['score'])
    await ask(ann, '/anywhere')
    await say(ann, card, ['score'], { score: 9 })
    await t.settle()
    expect(
      (await ws.owner.call(getSurveyResults, { surveyId: link.surveyId, wave: wave.id })).channels,
    ).toEqual([{ channel: 'in_app', answers: 1, delivered: 1, answered: 1, rate: null }])
    expect((await ws.owner.call(listResponses, { contact: ann.contactId })).data).toMatchObject([
      { score: 9, channel: 'in_app', waveId: wave.id },
    ])
    await ws.owner.call(stopWave, { waveId: wave.id })
    expect(await ask(bo, '/anywhere')).toBeNull()
  })

  test('a card counts for the month once it was shown, not while it waits; one that waits stays back when something else asked', async () => {
    await ws.owner.call(changeSurveyLink, { linkId: link.id, isOpen: false })
    const [ann, bo, cy] = [await person(), await person(), await person()]
    const contactIds = [ann, bo, cy].map((one) => one.contactId)
    const send = async (more: object) => {
      await ws.owner.call(sendSurvey, { surveyId: link.surveyId, audience: { contactIds }, ...more })
      await t.settle()
    }
    const reached = (channel: 'mail' | 'in_app') =>
      ws.owner.call(previewRecipients, { surveyId: link.surveyId, contacts: contactIds, channel })
    await send({ channel: 'in_app' })
    // made again, it does not show twice
    await send({ channel: 'in_app' })
    t.clock.advance({ days: 3 })
    const card = (await ask(await sessionAgain(ann)))!
    expect(card).not.toBeNull()
    // Ann saw it; nobody knows whether the others will
    for (const channel of ['mail', 'in_app'] as const)
      expect(await reached(channel)).toMatchObject({
        people: 2,
        reasons: [{ reason: 'asked_recently', people: 1 }],
      })
    await send({ audience: { contactIds: [bo.contactId] } })
    expect(await ask(await sessionAgain(bo))).toBeNull()
    // shown once, it comes again until it is closed; the second one that waits stays back
    t.clock.advance({ days: 2 })
    const session = await sessionAgain(ann)
    expect((await ask(session))!.invitation).toBe(card.invitation)
    const headers = { 'hearback-session': session.session }
    await post(key.publicId, 'survey/dismiss', { invitation: card.invitation }, headers)
    expect(await ask(session)).toBeNull()
    // it counts from the day on which it was shown
    t.clock.advance({ days: 26 })
    expect(await reached('mail')).toMatchObject({ people: 1 })
    t.clock.advance({ days: 3 })
    expect(await reached('mail')).toMatchObject({ people: 3 })
  })

  test('whoever refuses after the planning is shown no card, also not again, and the reason stands', async () => {
    const [ann, bo, cy] = [await person(), await person(), await person()]
    const wave = await ws.owner.call(sendSurvey, {
      surveyId: link.surveyId,
      audience: { contactIds: [ann.contactId, bo.contactId, cy.contactId] },
      channel: 'in_app',
    })
    await t.settle()
    expect(await ask(cy, '/anywhere')).not.toBeNull()
    const consent = { topic: 'surveys', state: 'unsubscribed' } as const
    await ws.owner.call(changeConsent, { contactId: ann.contactId, ...consent })
    await ws.owner.call(changeConsent, { contactId: bo.contactId, channel: 'in_app', ...consent })
    await ws.owner.call(changeConsent, { contactId: cy.contactId, ...consent })
    for (const who of [ann, bo, cy]) expect(await ask(who, '/anywhere')).toBeNull()
    await t.settle()
    const people = (await ws.owner.call(listInvitations, { wave: wave.id })).data
    expect(people.map(({ mail }) => [mail!.state, mail!.why])).toEqual([
      ['Not sent', 'Unsubscribed from surveys'],
      ['Not sent', 'Unsubscribed from surveys'],
      ['Shown', null],
    ])
  })

  test('an answer to a follow-up does not keep the next card away', async () => {
    const dan = await person()
    await ws.run((ctx) =>
      sendSurveyCommand(
        ctx,
        {
          surveyId: decodeId('srv', link.surveyId)!,
          audience: { contactIds: [decodeId('ct', dan.contactId)!] },
          channel: 'in_app',
          overrideReason: 'asks whether a case is solved',
        },
        { follows: { kind: 'case', id: newId() } },
      ),
    )
    await t.settle()
    const followUp = (await ask(dan))!
    await say(dan, followUp, ['score'], { score: 9 })
    await ws.owner.call(changeSurveyLink, { linkId: link.id, isOpen: true })
    expect((await ask(dan))!.invitation).not.toBe(followUp.invitation)
  })
})
