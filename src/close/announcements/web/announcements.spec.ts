import { beforeEach, expect, it } from 'vitest'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { listMails } from '#platform/mail/contract.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import {
  buildTeamApp,
  describeInBrowser,
  expectReflow,
  expectSound,
  openWindow,
  picture,
  signInAs,
  sizes,
} from '#platform/testing/browser.ts'
import { createRelease } from '#prioritize/releases/contract.ts'
import { createRequest, linkEvidence } from '#prioritize/requests/contract.ts'

describeInBrowser('From a release that ships to the mail that says so', () => {
  let app: TestApp
  let ws: TestWorkspace
  let base: string
  let releaseId: string
  beforeEach(async () => {
    buildTeamApp()
    app = await testApp()
    ws = await app.workspace('Larkfield')
    base = await app.listen()
    const request = await ws.owner.call(createRequest, { title: 'Pause a payment plan' })
    for (const name of ['Anna Roth', 'Bert Okafor', 'Cora Lind']) {
      const verbatim = 'Please let us pause a plan.'
      const email = `${name.split(' ')[0]!.toLowerCase()}@elm.example`
      const { id } = await ws.owner.call(submitFeedback, {
        verbatim,
        channel: 'email',
        contact: { name, email },
      })
      await ws.owner.call(linkEvidence, { requestId: request.id, feedbackId: id, quote: verbatim })
    }
    const release = await ws.owner.call(createRelease, {
      name: 'Larkfield 9',
      notes: 'Payment plans can be paused.',
      requestIds: [request.id],
    })
    releaseId = release.id
    await app.settle()
  })

  it('is shipped, announced with a preview of who gets what, recalled, and sent', async () => {
    const window = await openWindow()
    const { page, complaints, ready } = window
    await signInAs(window, base, ws.owner)
    await page.goto(`${base}/w/${ws.slug}/releases/${releaseId}`)
    await ready()
    await page.getByText('3 contacts behind it').waitFor()
    await page.keyboard.press('s')
    const panel = page.getByRole('dialog')
    await panel.getByText('1 request becomes shipped.').waitFor()
    await panel.getByRole('button', { name: 'Ship' }).click()
    await page.getByText('It was decided, and nobody who asked has heard of it yet.').waitFor()
    await expectSound(window, 'release')
    await picture(page, 'release')

    await page.keyboard.press('t')
    await panel.getByText('3 people of 3.').waitFor()
    expect(await panel.getByRole('button', { name: 'Send to 3 people' }).isDisabled()).toBe(true)
    await panel.getByLabel('How to use it').fill('Open a plan and press Pause.')
    // in the mail that is shown, not in the field
    await panel
      .getByRole('article')
      .getByText(/Open a plan and press Pause\.[\s\S]*Pause a payment plan/)
      .waitFor()
    await panel.getByRole('button', { name: 'Everybody who gets it' }).click()
    await panel.getByLabel('Find a name or an address').fill('cora@')
    await panel.getByRole('button', { name: 'Anna Roth' }).waitFor({ state: 'detached' })
    await panel.getByRole('button', { name: 'Cora Lind' }).click()
    await panel.getByText('The mail to Cora Lind').waitFor()
    await expectSound(window, 'announce')
    await picture(page, 'announce')
    await page.setViewportSize(sizes.phone)
    await expectReflow(page)
    await page.setViewportSize(sizes.desktop)
    await panel.getByRole('button', { name: 'Send to 3 people' }).click()
    await page.getByText('Held until').waitFor()
    await page.getByRole('button', { name: 'Recall', exact: true }).click()
    await page.getByText('Recalled, nobody got it').waitFor()

    await page.keyboard.press('t')
    await panel.getByLabel('How to use it').fill('Open a plan and press Pause.')
    // left and opened again, it stands there still
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
    await page.keyboard.press('t')
    await panel.getByText('A draft; Olive Owner wrote on it').waitFor()
    expect(await panel.getByLabel('How to use it').inputValue()).toBe('Open a plan and press Pause.')
    await picture(page, 'announce-draft')
    await panel.getByRole('button', { name: 'Send to 3 people' }).click()
    await page.getByText('Held until').waitFor()
    app.clock.advance({ minutes: 11 })
    await app.settle()
    await page.getByText('3 people told').waitFor()
    await page.getByRole('button', { name: /^People of/ }).click()
    await panel.getByText('Anna Roth').waitFor()
    await picture(page, 'announced-people')
    await page.keyboard.press('Escape')
    // no mail server is set: all of them wait, and can be stopped
    await page.getByRole('button', { name: /^Stop/ }).click()
    await page.getByText('Stopped. Nobody told: 3 kept back').waitFor()
    const { data } = await ws.owner.call(listMails, { topic: 'updates' })
    expect(data.map((mail) => mail.subject)).toEqual(Array(3).fill('It is there: Larkfield 9'))
    await page.goto(`${base}/w/${ws.slug}/releases`)
    await ready()
    await page.getByText('No release is here').waitFor()
    await page.goto(`${base}/w/${ws.slug}/promises`)
    await ready()
    await page.getByText('No promise is here').waitFor()
    expect(complaints).toEqual([])
  }, 240_000)
})
