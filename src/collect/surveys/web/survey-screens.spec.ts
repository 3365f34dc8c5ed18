import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { createTheme } from '#analyze/themes/contract.ts'
import { addQuestion, createSurvey } from '#collect/surveys/builder/contract.ts'
import { listCalls, settleCall } from '#collect/surveys/calls/contract.ts'
import { getSurvey, listSurveys } from '#collect/surveys/contract.ts'
import { enterResponse } from '#collect/surveys/responses/contract.ts'
import { sendSurvey } from '#collect/surveys/waves/contract.ts'
import { createAccount } from '#customers/accounts/contract.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { buildTeamApp, describeInBrowser, openWindow, picture, signInAs } from '#platform/testing/browser.ts'
import { type TestMailServer, testMailServer } from '#platform/testing/smtp.ts'

// That axe finds nothing on these screens is seen in screens.spec.ts.
describeInBrowser('surveys, outbox and mail settings in the team app', () => {
  let t: TestApp
  let ws: TestWorkspace
  let base: string
  let server: TestMailServer

  beforeAll(async () => {
    buildTeamApp()
    t = await testApp()
    server = await testMailServer({ user: 'larkfield' })
    ws = await t.workspace('Larkfield')
    base = await t.listen()
    const accountId = (await ws.owner.call(createAccount, { name: 'Quillmere Academy', lifecycle: 'active' }))
      .id
    const gone = (await ws.owner.call(createAccount, { name: 'Old Harbour', lifecycle: 'churned' })).id
    for (const [name, account] of [
      ['Petra Lund', accountId],
      ['Ana Ruiz', accountId],
      ['Bo Stay', accountId],
      ['Carl Gone', gone],
    ] as const) {
      const email = `${name.toLowerCase().replace(' ', '.')}@quillmere.example`
      await ws.owner.call(createContact, { name, email, accountId: account })
    }
  })

  async function open(path: string): Promise<Page> {
    const window = await openWindow()
    await signInAs(window, base, ws.owner)
    await window.page.goto(`${base}/w/${ws.slug}/${path}`)
    await window.ready()
    return window.page
  }
  const surveyPath = async () => `surveys/${(await ws.owner.call(listSurveys, {})).data[0]!.id}`

  test('a manager sees who would get the survey and why others do not, and sends it to the number named', async () => {
    const page = await open(await surveyPath())
    await page.getByText('Their account has left').waitFor()
    await page.getByRole('button', { name: 'Send to 3 people' }).click()
    const dialog = page.getByRole('dialog')
    expect(await dialog.textContent()).toContain('to 3 people')
    await dialog.getByRole('button', { name: 'Send to 3 people' }).click()
    await page.waitForURL(/\/waves\//)
    await t.settle()
    await page.reload()
    await page.getByText('waiting for a mail server').waitFor()
    await page.context().close()
  })

  test('without a mail server every mail is readable in the outbox', async () => {
    const page = await open('outbox')
    await page.getByText('No mail server is set').waitFor()
    await page.getByText('One question about Larkfield, Petra').click()
    const frame = page.frameLocator('iframe')
    await frame.getByText('How likely are you to recommend Larkfield').last().waitFor()
    expect(await frame.getByRole('link', { name: /of 10$/ }).count()).toBe(11)
    await page.context().close()
  })

  test('the mail settings try the connection, show what was said without the password, and set the server', async () => {
    const page = await open('settings/mail')
    await page.getByLabel('Host').fill('127.0.0.1')
    await page.getByLabel('Encryption').selectOption('none')
    await page.getByLabel('Port').fill(String(server.port))
    await page.getByLabel(/^User name/).fill('larkfield')
    await page.getByLabel(/^Password/).fill('wrong-word')
    await page.getByRole('button', { name: 'Try the connection' }).click()
    await page.getByText('does not accept this user name or password').waitFor()
    expect(await page.locator('pre').textContent()).toContain('EHLO')
    await page.getByLabel(/^Password/).fill('secret')
    await page.getByRole('button', { name: 'Try the connection' }).click()
    await page.getByText(/Connected to 127\.0\.0\.1/).waitFor()
    await page.getByText('What the two sides said').click()
    const transcript = (await page.locator('pre').textContent())!
    expect(transcript).toContain('220')
    expect(transcript).not.toContain('secret')
    expect(transcript).not.toContain(Buffer.from('\0larkfield\0secret').toString('base64'))
    await page.getByLabel('Address').fill('hello@larkfield.example')
    await page.getByRole('button', { name: 'Set the mail server' }).click()
    await page.getByText('3 waiting mails go out now').waitFor()
    await t.settle()
    expect(server.received.map((mail) => mail.envelope.to[0]).sort()).toEqual([
      'ana.ruiz@quillmere.example',
      'bo.stay@quillmere.example',
      'petra.lund@quillmere.example',
    ])
    await page.context().close()
  })

  test('a language is added by wording every question; a survey put away is found among the archived ones', async () => {
    const { id: surveyId } = await ws.owner.call(createSurvey, { name: 'Onboarding' })
    await ws.owner.call(addQuestion, { surveyId, kind: 'text', wording: 'How was it?' })
    const page = await open(`surveys/${surveyId}`)
    await page.getByLabel('Language of the preview').selectOption('de')
    await page.getByText('Nobody is asked in German yet').waitFor()
    await page.getByRole('button', { name: /^How was it/ }).click()
    const form = page.getByRole('form', { name: 'Question text' })
    await form.getByLabel('The question, German').fill('Wie war es?')
    await form.getByRole('button', { name: /^Save as version/ }).click()
    await page.getByText('Nobody is asked in German yet').waitFor({ state: 'detached' })
    expect((await ws.owner.call(getSurvey, { surveyId })).languages).toEqual(['en', 'de'])
    await page.getByRole('button', { name: 'Archive' }).click()
    await page.getByText('The survey is archived').waitFor()
    await page.goto(`${base}/w/${ws.slug}/surveys?archived=true`)
    await page.getByRole('link', { name: 'Onboarding' }).click()
    await page.getByRole('button', { name: 'Restore' }).waitFor()
    await page.context().close()
  })

  test('whoever builds a survey goes through its pages in the preview, also back', async () => {
    const { data } = await ws.owner.call(listSurveys, {})
    const { id } = data.find(({ key }) => key === 'post-implementation')!
    const page = await open(`surveys/${id}`)
    const frame = page.frameLocator('iframe[title^="The answer page"]')
    const send = () => frame.locator('button.send').click()
    await frame.getByLabel('Disagree', { exact: true }).check()
    await send()
    await frame.getByText('Page 2 of 4').waitFor()
    const dates = frame.getByRole('group', { name: /kept to the dates/ })
    await dates.getByLabel('Agree', { exact: true }).check()
    await send()
    await frame.getByText('Page 3 of 4').waitFor()
    await picture(page, 'survey-preview')
    await frame.getByRole('button', { name: 'Back' }).click()
    expect(await dates.getByLabel('Agree', { exact: true }).isChecked()).toBe(true)
    await page.context().close()
  })

  test('an answer given by phone is recorded for the person', async () => {
    const page = await open('surveys')
    await page.getByRole('button', { name: 'Record an answer' }).click()
    await page.getByLabel('Who answered').fill('Ana')
    await page.getByRole('button', { name: /Ana Ruiz/ }).click()
    await page.getByLabel('4', { exact: true }).check()
    await page.getByLabel('Support').check()
    await page.getByLabel(/^What should we change or keep/).fill('Nobody called back for a week.')
    await page.getByRole('button', { name: 'Record the answer' }).click()
    await page.getByText('The answer of Ana Ruiz is recorded: 4, detractor.').waitFor()
    await page.context().close()
  })

  test('the results read the answers in words: a theme opens its answers, and an answer its item', async () => {
    const { id: surveyId } = await ws.owner.call(createSurvey, { name: 'Wishes' })
    await ws.owner.call(createTheme, { name: 'Export', rules: ['export'] })
    const { questions } = await ws.owner.call(addQuestion, {
      surveyId,
      kind: 'text',
      wording: 'What should we do better?',
    })
    for (const [i, words] of [
      'The export is terrible, it fails every day.',
      'I love the new export, it is wonderful.',
      'It happened on a Tuesday.',
    ].entries()) {
      const { id: contactId } = await ws.owner.call(createContact, { name: `Writer ${i}` })
      await ws.owner.call(enterResponse, { surveyId, contactId, answers: { [questions[0]!.key]: words } })
    }
    await t.settle()
    const page = await open(`surveys/${surveyId}/results`)
    const section = page.getByRole('region', { name: 'What should we do better?' })
    await section.getByRole('button', { name: '2 mentions of Export' }).click()
    const chosen = section.getByRole('list', { name: 'Answers chosen' })
    await chosen.getByText('The export is terrible').waitFor()
    expect(await chosen.getByRole('listitem').count()).toBe(2)
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 })
      await picture(page, `open-answers-${width}`)
    }
    await chosen.getByText('The export is terrible').click()
    await page.waitForURL(/inbox\/fb_/)
    await page.context().close()
  })

  test('a wave reads what was answered to it in words, of the NPS and of another survey', async () => {
    const { id: other } = await ws.owner.call(createSurvey, { name: 'By telephone' })
    const added = await ws.owner.call(addQuestion, { surveyId: other, kind: 'text', wording: 'How was it?' })
    const nps = (await ws.owner.call(listSurveys, {})).data.find((one) => one.key === 'nps')!.id
    for (const [surveyId, given] of [
      [other, { [added.questions[0]!.key]: 'The export fails every day.' }],
      [nps, { score: 3, words: 'The export fails every day.' }],
    ] as const) {
      const { id: contactId } = await ws.owner.call(createContact, {
        name: `Called about ${surveyId}`,
        phone: '+49 30 1234',
      })
      const audience = { contactIds: [contactId] }
      const wave = await ws.owner.call(sendSurvey, { surveyId, channel: 'phone', audience })
      await t.settle()
      const callId = (await ws.owner.call(listCalls, { wave: wave.id })).data[0]!.id
      await ws.owner.call(settleCall, { callId, outcome: 'answered', answers: given })
      await t.settle()
      const page = await open(`waves/${wave.id}`)
      await page.getByRole('button', { name: '1 mention of Export' }).click()
      await page
        .getByRole('list', { name: 'Answers chosen' })
        .getByText('The export fails every day.')
        .waitFor()
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 })
        await picture(page, `wave-words-${surveyId === nps ? 'nps' : 'other'}-${width}`)
      }
      await page.context().close()
    }
  })

  test('a survey goes by calls or into the product with the same preview', async () => {
    const { id: surveyId } = await ws.owner.call(createSurvey, { name: 'Talk to us' })
    await ws.owner.call(addQuestion, { surveyId, kind: 'text', wording: 'How was it?' })
    const accountId = (await ws.owner.call(createAccount, { name: 'New Mill', lifecycle: 'active' })).id
    await ws.owner.call(createContact, { name: 'Nina New', accountId, phone: '+49 30 1234' })
    const page = await open(`surveys/${surveyId}`)
    await page.locator('label', { hasText: 'In the product' }).click()
    await page.getByText('Waits on a page of your product').waitFor()
    await page.locator('label', { hasText: 'Calls' }).click()
    await page.getByLabel('Who calls').waitFor()
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 })
      await page.getByLabel('Who calls').scrollIntoViewIfNeeded()
      await picture(page, `goes-by-${width}`)
    }
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.getByRole('button', { name: /^Send to / }).click()
    const dialog = page.getByRole('dialog')
    expect(await dialog.textContent()).toContain('Each becomes a call to make')
    await dialog.getByRole('button', { name: /^Send to / }).click()
    await page.waitForURL(/\/waves\//)
    await t.settle()
    const { data } = await ws.owner.call(listCalls, { mine: 'true' })
    expect(data.map(({ name }) => name)).toContain('Nina New')
    await page.context().close()
  })
})
