import { beforeAll, describe, expect, test } from 'vitest'
import { changeProgramme, createProgramme, raiseOccasion } from '#collect/programmes/contract.ts'
import { listCalls, settleCall } from '#collect/surveys/calls/contract.ts'
import { listSurveys } from '#collect/surveys/contract.ts'
import type { Card } from '#collect/surveys/in-app/contract.ts'
import { listExclusions, listInvitations, sendSurvey, stopWave } from '#collect/surveys/waves/contract.ts'
import { widgetScene } from '#collect/widget/widget-scene.ts'
import { changeConsent, changeContact, createContact, listContacts } from '#customers/contacts/contract.ts'
import { listReaches } from '#measure/reaches/contract.ts'

const { t, ws, newKey, post, token } = await widgetScene()
let key: Awaited<ReturnType<typeof newKey>>
let surveyId: string
let ines: { session: string; contactId: string }

beforeAll(async () => {
  t.clock.set('2037-03-02T09:00:00Z')
  key = await newKey()
  surveyId = (await ws.owner.call(listSurveys, {})).data[0]!.id
  ines = await person('ines')
  await ws.owner.call(changeContact, { contactId: ines.contactId, phone: '+49 30 1234' })
})

async function person(name: string) {
  const answer = await post(key.publicId, 'identify', {
    token: await token({ id: name, email: `${name}@school.example` }, key.secret),
  })
  const { session } = (await answer.json()) as { session: string }
  const { data } = await ws.owner.call(listContacts, { search: `${name}@school.example` })
  return { session, contactId: data[0]!.id }
}
const verb = (name: string, body: object) =>
  post(key.publicId, `survey${name}`, body, { 'hearback-session': ines.session })
const ask = async () =>
  ((await (await verb('', { path: '/' })).json()) as { card: Card | null }).card?.invitation
const reaches = async (more: object = {}) =>
  (await ws.owner.call(listReaches, { contactId: ines.contactId, ...more })).data
async function send(channel: 'in_app' | 'phone') {
  const wave = await ws.owner.call(sendSurvey, {
    surveyId,
    channel,
    audience: { contactIds: [ines.contactId] },
    overrideReason: 'Their data centre moves',
  })
  await t.settle()
  return wave.id
}

describe('all that reaches a person', () => {
  test('a card waits for them, is shown, and is closed by them; one whose wave is stopped or that nobody saw was kept back', async () => {
    await send('in_app')
    expect(await reaches()).toMatchObject([
      {
        channel: 'in_app',
        outcome: 'waiting',
        standing: 'Waits for them',
        dueAt: '2037-03-02T09:00:00.000Z',
        overrideReason: 'Their data centre moves',
        exemptReason: null,
      },
    ])
    const invitation = await ask()
    expect(await reaches()).toMatchObject([{ outcome: 'reached', standing: 'Shown', dueAt: null }])
    await verb('/dismiss', { invitation })
    expect(await reaches()).toMatchObject([{ outcome: 'reached', standing: 'Shown, closed by them' }])
    await ws.owner.call(stopWave, { waveId: await send('in_app') })
    await send('in_app')
    t.clock.advance({ days: 60 })
    expect(await reaches({ outcome: 'kept_back' })).toMatchObject([
      { standing: 'Not shown', why: 'They were on no page of the product while the survey was open.' },
      { standing: 'Not sent', why: 'The wave was stopped before.' },
    ])
    expect(await reaches({ outcome: 'waiting' })).toEqual([])
  })

  test('a call waits, is tried, ends with what came of it, and stands so on the wave; the list goes on page by page', async () => {
    const standing = async () => (await reaches())[0]
    const settle = async (callId: string, outcome: 'no_answer' | 'refused' | 'wrong_number' | 'answered') =>
      ws.owner.call(settleCall, { callId, outcome, ...(outcome === 'answered' && { answers: { score: 9 } }) })
    for (const [outcome, expected] of [
      ['refused', { outcome: 'reached', standing: 'Called, did not want to answer' }],
      ['wrong_number', { outcome: 'kept_back', why: 'Wrong number: somebody else answered.' }],
      ['answered', { outcome: 'reached', standing: 'Answered', channel: 'phone' }],
    ] as const) {
      const waveId = await send('phone')
      const [call] = (await ws.owner.call(listCalls, { wave: waveId })).data
      expect(await standing()).toMatchObject({ standing: 'To be called', callId: call!.id, waveId })
      await settle(call!.id, 'no_answer')
      expect(await standing()).toMatchObject({ standing: 'Called, nobody answered', outcome: 'waiting' })
      await settle(call!.id, outcome)
      expect(await standing()).toMatchObject(expected)
      const [asked] = (await ws.owner.call(listInvitations, { wave: waveId })).data
      expect(asked).toMatchObject({ callId: call!.id, mail: { state: (await standing())!.standing } })
    }
    const pages = []
    for (let cursor: string | undefined | null; cursor !== null; ) {
      const page = await ws.owner.call(listReaches, {
        contactId: ines.contactId,
        limit: 2,
        ...(cursor && { cursor }),
      })
      pages.push(...page.data)
      cursor = page.nextCursor
    }
    expect(pages).toEqual(await reaches())
    expect(pages).toHaveLength(6)
  })

  test('reasons of text messages, tickets, days and follow-ups stand on the page of each person as on the wave', async () => {
    const many = async (name: string, more: object = {}) =>
      (await ws.owner.call(createContact, { name, email: `${name}@quillmere.example`, ...more })).id
    const yes = async (contactId: string, state: 'subscribed' | 'unsubscribed') =>
      ws.owner.call(changeConsent, { contactId, channel: 'sms', topic: 'surveys', state })
    const [good, twin, refused] = [
      await many('good', { phone: '+4930111111' }),
      await many('twin', { phone: '+4930111111' }),
      await many('refused', { phone: '+4930222222' }),
    ]
    const unasked = await many('unasked', { phone: '+4930333333' })
    const none = await many('none')
    for (const one of [good, twin, refused]) await yes(one, 'subscribed')
    await yes(refused, 'unsubscribed')
    const people = [good, twin, refused, unasked, none]
    await ws.owner.call(sendSurvey, { surveyId, channel: 'sms', audience: { contactIds: people } })
    await t.settle()
    const tell = async (trigger: 'ticket_resolved' | 'follow_up', events: object[]) => {
      const made = await ws.owner.call(createProgramme, {
        name: trigger,
        surveyId,
        trigger,
        timing: 'at_once',
      })
      await ws.owner.call(changeProgramme, { programmeId: made.id, isOn: true })
      for (const [i, event] of events.entries())
        await ws.owner.call(raiseOccasion, {
          programmeId: made.id,
          key: `${trigger} ${i}`,
          ...event,
        } as never)
      await t.settle()
    }
    await tell('ticket_resolved', [
      { contactId: none, isOpenedByUs: true },
      { contactId: good, overrideReason: 'An outage' },
      { contactId: unasked, overrideReason: 'An outage' },
    ])
    await tell('follow_up', [{ contactId: twin }])
    const skipped = (await ws.owner.call(listExclusions, { limit: 100 })).data
    expect(new Set(skipped.map((one) => one.reason))).toEqual(
      new Set(['same_number', 'sms_refused', 'sms_not_asked', 'no_number', 'opened_by_us', 'asked_today']),
    )
    for (const { contactId, waveId, why } of skipped)
      expect((await ws.owner.call(listReaches, { contactId, outcome: 'kept_back' })).data).toContainEqual(
        expect.objectContaining({ waveId, why, standing: 'Left out' }),
      )
    const asideOf = async (contactId: string) => {
      const [one] = (await ws.owner.call(listReaches, { contactId, outcome: 'waiting' })).data
      return [one!.overrideReason, one!.exemptReason]
    }
    expect(await asideOf(unasked)).toEqual(['An outage', null])
    expect(await asideOf(twin)).toEqual([null, 'follows a case, an action or a release'])
  })
})
