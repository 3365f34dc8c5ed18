import { beforeAll, expect, it } from 'vitest'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { getRetention } from '#measure/retention/contract.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import {
  buildTeamApp,
  describeInBrowser,
  expectSound,
  openWindow,
  signInAs,
  type Window,
} from '#platform/testing/browser.ts'

describeInBrowser('Retention', () => {
  let app: TestApp
  let ws: TestWorkspace
  let base: string
  let desktop: Window

  beforeAll(async () => {
    buildTeamApp()
    app = await testApp()
    app.clock.set('2037-11-09T10:00:00Z')
    ws = await app.workspace('Larkfield')
    const { id: contactId } = await ws.owner.call(createContact, {
      name: 'Ana Abara',
      email: 'ana@elm.example',
    })
    for (const verbatim of ['The first words', 'The second words'])
      await ws.owner.call(submitFeedback, { verbatim, channel: 'email', contactId })
    app.clock.set('2039-03-09T10:00:00Z')
    base = await app.listen()
    desktop = await openWindow({ size: 'desktop' })
    await signInAs(desktop, base, ws.owner)
  }, 120_000)

  it('a shorter period says what it takes before it is saved; a hold keeps it; the run stands in the log', async () => {
    const { page } = desktop
    await page.goto(`${base}/w/${ws.slug}/retention`)
    await page.getByRole('button', { name: 'Feedback: kept 24 months' }).click()
    await page.getByRole('spinbutton', { name: 'Months' }).fill('11')
    await page.getByText('Give whole months from 12 to 120.').waitFor()
    await page.getByRole('spinbutton', { name: 'Months' }).fill('12')
    await page.getByText('2 records would be anonymised').waitFor()
    await page.getByText('cannot be undone').first().waitFor()
    await page.getByRole('button', { name: 'Keep only 12 months' }).click()
    await page.getByRole('button', { name: 'Feedback: kept 12 months' }).waitFor()

    await page.getByRole('button', { name: 'Place a hold' }).click()
    await page.getByRole('button', { name: 'Choose' }).click()
    await page.getByRole('option', { name: 'Ana Abara' }).click()
    await page.getByLabel('Reason').fill('A lawsuit')
    await page.getByRole('button', { name: 'Place it' }).click()
    await page.getByText('A lawsuit').waitFor()
    await page.getByRole('button', { name: 'Dry run of Feedback' }).click()
    await page.getByText('2 kept by a legal hold.').waitFor()
    await page.getByRole('button', { name: 'Close' }).last().click()
    await page.getByRole('button', { name: 'Lift the hold on Ana Abara' }).click()
    await page.getByText('; lifted').waitFor()

    await page.getByRole('button', { name: 'Dry run of Feedback' }).click()
    await page.getByRole('button', { name: 'Anonymise 2 records now' }).click()
    await app.settle()
    await page.getByText('2 anonymised').waitFor()
    expect((await ws.owner.call(getRetention, {})).kinds[0]!.last).toMatchObject({
      state: 'done',
      anonymised: 2,
    })
    await expectSound(desktop, 'retention')
    await page.setViewportSize({ width: 390, height: 844 })
    await expectSound(desktop, 'retention-phone')
  })
})
