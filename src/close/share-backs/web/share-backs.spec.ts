import { beforeEach, expect, it } from 'vitest'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { triageFeedback } from '#organize/inbox/contract.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import {
  buildTeamApp,
  describeInBrowser,
  expectSound,
  openWindow,
  picture,
  signInAs,
  type Window,
} from '#platform/testing/browser.ts'
import { createRequest, decideRequest } from '#prioritize/requests/contract.ts'

describeInBrowser('Share-backs', () => {
  let app: TestApp
  let ws: TestWorkspace
  let base: string
  let desktop: Window

  beforeEach(async () => {
    buildTeamApp()
    app = await testApp()
    ws = await app.workspace('Larkfield')
    const verbatim = 'The new timetable saves us an hour each morning. Thank you!'
    const said = await ws.owner.call(submitFeedback, { verbatim, channel: 'email' })
    await ws.owner.call(triageFeedback, { feedbackId: said.id, change: { type: 'praise' } })
    const wish = await ws.owner.call(createRequest, { title: 'Dark mode' })
    await ws.owner.call(decideRequest, { requestId: wish.id, status: 'declined', reason: 'Few asked' })
    await app.settle()
    app.clock.advance({ minutes: 1 })
    base = await app.listen()
    desktop = await openWindow({ size: 'desktop' })
    await signInAs(desktop, base, ws.owner)
  }, 120_000)

  it('is switched on, gets a webhook whose secret is shown once, is previewed, and sent now', async () => {
    const { page } = desktop
    await page.goto(`${base}/w/${ws.slug}/share-backs`)
    await page.getByText('None was made yet').waitFor()
    await page.getByRole('link', { name: 'Settings', exact: true }).last().click()
    await page.getByRole('switch', { name: 'Make a share-back each week' }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText(/The next is made .* for 1 member/).waitFor()
    await page.getByLabel('Address').fill('https://hooks.example.com/services/T0/B0')
    await page.getByRole('button', { name: 'Set the webhook' }).click()
    expect(await page.getByLabel('Secret').inputValue()).toMatch(/^whsec_/)
    await page.getByText('Set: hooks.example.com, as JSON.').waitFor()
    await expectSound(desktop, 'share-back-settings')
    await page.getByRole('link', { name: 'Send a test from the preview' }).click()
    await page.getByText('Dark mode: declined. Few asked.').waitFor()
    await page.getByRole('link', { name: 'Share-backs', exact: true }).last().click()
    await page.getByRole('button', { name: 'Send now' }).click()
    await page.getByText('Mailed to 1 member.').waitFor()
    await page.getByText('The webhook is called now.').waitFor()
    await expectSound(desktop, 'share-back')
    const phone = await openWindow({ size: 'phone' })
    await signInAs(phone, base, ws.owner)
    await phone.page.goto(page.url())
    await phone.page.getByText('Mailed to 1 member.').waitFor()
    await picture(phone.page, 'share-back-phone')
    await phone.page.goto(`${base}/w/${ws.slug}/share-backs`)
    await phone.page.getByRole('button', { name: 'Send now' }).waitFor()
    await expectSound(phone, 'share-backs-phone', { colours: 'none' })
    await picture(phone.page, 'share-backs-phone')
  })
})
