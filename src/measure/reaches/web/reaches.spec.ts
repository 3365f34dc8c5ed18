import { beforeEach, expect, test } from 'vitest'
import { changeProgramme, createProgramme } from '#collect/programmes/contract.ts'
import { listSurveys } from '#collect/surveys/contract.ts'
import { sendSurvey } from '#collect/surveys/waves/contract.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { decodeId } from '#platform/ids.ts'
import { queueMail } from '#platform/mail/queue.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { buildTeamApp, describeInBrowser, openWindow, picture, signInAs } from '#platform/testing/browser.ts'

describeInBrowser('limits, and what reached a person, in a browser', () => {
  let t: TestApp
  let ws: TestWorkspace
  let base: string

  beforeEach(async () => {
    buildTeamApp()
    t = await testApp()
    t.clock.set('2037-11-09T22:00:00Z')
    base = await t.listen()
    ws = await t.workspace('Larkfield')
  })

  test('quiet hours and our mail domains are set, and the page of a contact says why somebody was not asked', async () => {
    const window = await openWindow()
    const { page } = window
    await signInAs(window, base, ws.owner)
    await page.goto(`${base}/w/${ws.slug}/settings/reach`)
    await page.getByLabel('Our mail domains').fill('quillmere.example')
    await page.getByLabel('No mail to customers at night').check()
    await picture(page, 'reach-limits')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('The limits are set.').waitFor()

    const surveyId = (await ws.owner.call(listSurveys, {})).data[0]!.id
    const { id: programmeId } = await ws.owner.call(createProgramme, {
      name: 'Releases',
      surveyId,
      trigger: 'event',
    })
    await ws.owner.call(changeProgramme, { programmeId, isOn: true })
    const petra = await ws.owner.call(createContact, { name: 'Petra Lund', email: 'petra@quillmere.example' })
    await ws.owner.call(createContact, { name: 'Owen Reed', email: 'owen@northfield.example' })
    await ws.owner.call(sendSurvey, { surveyId, people: 1 })
    await ws.run((ctx) =>
      queueMail(ctx, {
        to: { address: petra.email! },
        subject: 'About your case',
        text: 'Hello',
        topic: 'case',
        contactId: decodeId('ct', petra.id)!,
        dedupeKey: 'case',
      }),
    )
    await t.settle()
    await page.goto(`${base}/w/${ws.slug}/contacts/${petra.id}?tab=reached`)
    const list = page.getByRole('table', { name: 'What reached them, newest first' })
    await list.getByText('Address of our own company').waitFor()
    await list.getByText('It is in their quiet hours: it goes out when these end.').waitFor()
    await picture(page, 'reaches')

    // what an occasion would do to them is said before
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Ask for feedback after …' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Which').fill('Release 12')
    await dialog.getByText('is not asked: Address of our own company.').waitFor()
    expect(await dialog.getByRole('button', { name: 'Ask 0 people' }).isDisabled()).toBe(true)
    await picture(page, 'ask-after')
    await page.setViewportSize({ width: 390, height: 844 })
    await picture(page, 'ask-after-phone')
    await window.context.close()
  }, 60_000)
})
