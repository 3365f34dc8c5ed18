import { beforeAll, describe, expect, test } from 'vitest'
import { listCases } from '#act/cases/contract.ts'
import { getPlaybook, savePlaybook } from '#act/playbooks/contract.ts'
import { addQuestion, createSurvey } from '#collect/surveys/builder/contract.ts'
import { listSurveys } from '#collect/surveys/contract.ts'
import { listResponses } from '#collect/surveys/responses/contract.ts'
import { settleMinutes } from '#collect/surveys/rules.ts'
import { sendSurvey } from '#collect/surveys/waves/contract.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { listFeedback } from '#organize/inbox/contract.ts'
import { setMailServer } from '#platform/mail/contract.ts'
import { listNotices } from '#platform/notices/contract.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { serverAt, type TestMailServer, testMailServer } from '#platform/testing/smtp.ts'

// Answers given on the real answer page, from the mail to the case they open.
describe('a negative answer to a shipped survey opens its case', () => {
  let t: TestApp
  let ws: TestWorkspace
  let server: TestMailServer
  beforeAll(async () => {
    t = await testApp()
    server = await testMailServer()
    t.clock.set('2037-11-09T10:00:00Z')
    ws = await t.workspace('Larkfield')
    await ws.owner.call(setMailServer, serverAt(server.port))
  })

  async function ask(survey: string, name: string, locale?: string) {
    const contactId = (
      await ws.owner.call(createContact, {
        name,
        email: `${name.split(' ')[0]!.toLowerCase()}@quillmere.example`,
        ...(locale && { locale }),
      })
    ).id
    const { id } = (await ws.owner.call(listSurveys, {})).data.find((one) => one.key === survey)!
    await ws.owner.call(sendSurvey, { surveyId: id, audience: { contactIds: [contactId] } })
    await t.settle()
    const mail = server.received.findLast(({ raw }) => raw.includes(name.split(' ')[0]!))!
    const link = new URL(/http:\/\/localhost:\d+\/s\/\S+/.exec(mail.parsed.text!)![0])
    return { contactId, mail, path: `/${link.pathname}` }
  }
  const open = async (path: string) => (await t.anonymous.fetch(path)).text()
  /** Sends a form, and nothing follows, so that it counts. */
  const press = async (path: string, form: Record<string, string>) => {
    await t.anonymous.fetch(path, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    })
    t.clock.advance({ minutes: settleMinutes })
    await t.settle()
  }
  const casesOf = async (contact: string) => {
    await t.settle()
    return (await ws.owner.call(listCases, { contact })).data
  }

  test('a 2 of 5 after support asks what could have been better and opens a post-support-negative case', async () => {
    const { contactId, path, mail } = await ask('post-support', 'Petra Lund')
    expect(mail.parsed.text).toMatch(/^1 \(Very dissatisfied\): .*\?score=1$/m)
    expect(mail.parsed.text).not.toMatch(/\?score=(0|6)$/m)
    await press(path, { asked: 'score', score: '2' })
    const page = await open(path)
    expect(page).toContain('What could we have done better?')
    await press(path, { asked: 'better words', better: 'Two replies contradicted each other.' })
    const last = await open(path)
    await press(path, { asked: 'role contact details', role: 'every_day' })
    expect(await open(path)).toContain('Your answer arrived')
    expect(await casesOf(contactId)).toMatchObject([{ playbook: 'post-support-negative' }])
    const [response] = (await ws.owner.call(listResponses, { contact: contactId })).data
    expect(response).toMatchObject({ score: 2, scoreMax: 5, isNegative: true, group: null })
    expect(response!.words).toBe('Two replies contradicted each other.')
    // who they are was asked, may be left out, and is no reason of theirs
    expect(last).toContain('What describes your work with it best?</h1><span class="note"> optional')
    expect(response!.answers).toContainEqual(
      expect.objectContaining({ question: 'role', said: 'I work in it every day' }),
    )
    expect(response!.reason).toBeNull()
  })

  test('a 4 of 5 asks no such thing and opens none', async () => {
    const { contactId, path } = await ask('post-support', 'Ana Ruiz')
    await press(path, { asked: 'score', score: '4' })
    expect(await open(path)).not.toContain('What could we have done better?')
    await press(path, { asked: 'score words role contact details', score: '4' })
    expect(await open(path)).toContain('Your answer arrived')
    expect(await casesOf(contactId)).toEqual([])
  })

  test('“Strongly disagree” after going live opens a post-implementation-negative case', async () => {
    const { contactId, path, mail } = await ask('post-implementation', 'Bo Stay')
    expect(mail.parsed.text).toMatch(/^Strongly disagree: .*\?score=1$/m)
    await press(path, { asked: 'score', score: '1' })
    expect(await casesOf(contactId)).toMatchObject([
      { playbook: 'post-implementation-negative', title: expect.stringMatching(/^Post-implementation 1/) },
    ])
  })

  test('“Not very helpful” to a later question does so too, though the first answer was good', async () => {
    const { contactId, path } = await ask('post-implementation', 'Ulf Holm')
    await press(path, { asked: 'score', score: '5' })
    expect(await casesOf(contactId)).toEqual([])
    await press(path, {
      asked: 'score dates promised team training words contact',
      score: '5',
      team: '2',
    })
    expect(await casesOf(contactId)).toMatchObject([{ playbook: 'post-implementation-negative' }])
    const [response] = (await ws.owner.call(listResponses, { contact: contactId })).data
    expect(response!.answers.filter((one) => one.isNegative)).toMatchObject([
      { question: 'team', said: 'Not very helpful' },
    ])
    const { data } = await ws.owner.call(listFeedback, { contact: contactId, negative: 'true' })
    expect(data).toMatchObject([{ channel: 'survey', isNegative: true }])
  })

  describe('where no playbook is made for the survey', () => {
    beforeAll(async () => {
      await ws.owner.call(createSurvey, { from: 'ces', key: 'ces' })
      const { id: surveyId } = await ws.owner.call(createSurvey, { name: 'Our own', key: 'our-own' })
      const add = (key: string, kind: 'agreement' | 'helpfulness' | 'choice', more = {}) =>
        ws.owner.call(addQuestion, { surveyId, key, kind, wording: `What about ${key}?`, ...more })
      await add('safe', 'agreement')
      await add('manual', 'helpfulness')
      const choices = [
        { key: 'stay', label: 'We stay' },
        { key: 'leave', label: 'We leave' },
      ]
      await add('next', 'choice', { choices, negativeChoices: ['leave'] })
    })

    test.each([
      ['ces', 'Cleo Ende', { asked: 'score', score: '2' }],
      ['resolution-check', 'Rune Sole', { asked: 'score solved', score: '5', solved: 'partly' }],
      ['our-own', 'Lika Ert', { asked: 'safe', safe: '2' }],
      ['our-own', 'Hel Pless', { asked: 'safe manual', safe: '5', manual: '1' }],
      ['our-own', 'Cho Iss', { asked: 'safe next', safe: '4', next: 'leave' }],
    ])('a negative answer to %s (%s) opens one case that a manager reviews', async (survey, name, form) => {
      const { contactId, path } = await ask(survey, name)
      await press(path, form as Record<string, string>)
      const cases = await casesOf(contactId)
      expect(cases).toMatchObject([{ playbook: 'negative-answer' }])
      const { data } = await ws.owner.call(listNotices, { limit: 100 })
      expect(data.some((notice) => notice.link === `cases/${cases[0]!.id}`)).toBe(true)
      // more of the same answer is the same case
      await press(path, {
        ...(form as Record<string, string>),
        asked: `${form.asked} words`,
        words: 'And so on',
      })
      expect(await casesOf(contactId)).toHaveLength(1)
    })

    test('an answer that a playbook of its own takes once it is changed stays one case', async () => {
      const { text } = await ws.owner.call(getPlaybook, { key: 'post-support-negative' })
      const own = text
        .replace('playbook: post-support-negative', 'playbook: our-own')
        .replace(/if: survey.key.*/, "if: survey.key == 'our-own' && response.score <= 1")
      await ws.owner.call(savePlaybook, { key: 'our-own', text: own, basedOn: 0 })
      const { contactId, path } = await ask('our-own', 'Wech Sel')
      await press(path, { asked: 'safe', safe: '2' })
      await press(path, { asked: 'safe', safe: '1' })
      expect(await casesOf(contactId)).toMatchObject([{ playbook: 'negative-answer' }])
      const other = await ask('our-own', 'Glei Ch')
      await press(other.path, { asked: 'safe', safe: '1' })
      expect(await casesOf(other.contactId)).toMatchObject([{ playbook: 'our-own' }])
    })

    test('a good one opens none', async () => {
      const { contactId, path } = await ask('our-own', 'Gu Tied')
      await press(path, { asked: 'safe manual next', safe: '4', manual: '3', next: 'stay' })
      expect(await casesOf(contactId)).toEqual([])
    })
  })

  test('everybody is asked in their language, right to left where it is written so', async () => {
    const { path, mail } = await ask('post-support', 'Samira Haddad', 'ar-EG')
    expect(mail.parsed.subject).toContain('كيف كان دعمنا')
    const page = await open(path)
    expect(page).toContain('<html lang="ar" dir="rtl">')
    expect(page).toContain('كيف تقيّم تجربتك مع الدعم؟')
    const german = await ask('post-support', 'Jan Brandt', 'de-AT')
    expect(await open(german.path)).toContain('Wie bewerten Sie unseren Support?')
    const polish = await ask('post-support', 'Ewa Nowak', 'pl')
    expect(await open(polish.path)).toContain('How would you rate your support experience?')
  })
})
