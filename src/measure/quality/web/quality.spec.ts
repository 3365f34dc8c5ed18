import { beforeAll, expect, it } from 'vitest'
import { customer, said } from '#close/ledger/test-loops.ts'
import { getQuality } from '#measure/quality/contract.ts'
import { missDue } from '#measure/quality/counting.ts'
import { triageFeedback } from '#organize/inbox/contract.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import {
  buildTeamApp,
  describeInBrowser,
  expectSound,
  openWindow,
  signInAs,
  type Window,
} from '#platform/testing/browser.ts'

describeInBrowser('The quality scorecard', () => {
  let app: TestApp
  let ws: TestWorkspace
  let base: string
  let desktop: Window
  let late: string

  beforeAll(async () => {
    buildTeamApp()
    app = await testApp()
    app.clock.set('2037-11-09T10:00:00Z')
    ws = await app.workspace('Larkfield')
    const ana = await customer(ws, 'Ana Abara', 420_000)
    for (let i = 0; i < 11; i++)
      await ws.owner.call(triageFeedback, { feedbackId: await said(ws, ana), change: { type: 'question' } })
    late = await said(ws, ana, 'Where do I find the invoices?', 'chat')
    await app.settle()
    app.clock.advance({ hours: 25 })
    await said(ws, ana, 'And where is the manual?', 'chat')
    await app.settle()
    await ws.run(missDue)
    expect((await ws.owner.call(getQuality, {})).checks.length).toBeGreaterThan(10)
    base = await app.listen()
    desktop = await openWindow({ size: 'desktop' })
    await signInAs(desktop, base, ws.owner)
  }, 120_000)

  it('from the scorecard to what failed, and a check of one’s own that was tried on the past', async () => {
    const { page } = desktop
    await page.goto(`${base}/w/${ws.slug}/quality`)
    const line = page.getByRole('listitem').filter({ hasText: 'Categorised within 24 hours' })
    await line.getByText('92 %').waitFor()
    await expectSound(desktop, 'quality')
    await page.setViewportSize({ width: 390, height: 844 })
    await expectSound(desktop, 'quality', { colours: 'light' })
    await page.setViewportSize({ width: 1440, height: 900 })
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Evidence' }).click()
    await page.getByRole('option', { name: '2037 so far' }).click()
    expect((await download).suggestedFilename()).toBe('evidence-2037.zip')
    await line.getByRole('link', { name: '1 missed' }).click()
    await page.getByRole('heading', { name: '92 % in time' }).waitFor()
    await page.getByText('Where do I find the invoices?').waitFor()
    await expectSound(desktop, 'quality-check')
    await page.getByText('Where do I find the invoices?').click()
    await page.waitForURL(`**/inbox/${late}`)

    await page.goto(`${base}/w/${ws.slug}/settings/quality`)
    await page.getByLabel('Name', { exact: true }).fill('Chats are answered in the morning')
    await page.getByLabel('Where').fill("item.chanel == 'chat'")
    await page.getByRole('button', { name: 'Try on the past' }).click()
    await page.getByText('write item.channel').waitFor()
    expect(desktop.complaints.splice(0)).toEqual([expect.stringContaining('status of 400')])
    await page.getByLabel('Where').fill("item.channel == 'chat'")
    await page.getByRole('button', { name: 'Try on the past' }).click()
    await page.getByText('It would have been met by 0 of 1').waitFor()
    await expectSound(desktop, 'settings-quality')
    await page.getByRole('button', { name: 'Make the check' }).click()
    await page.getByText('is being counted over everything').waitFor()
    await page.getByRole('link', { name: 'Chats are answered in the morning' }).waitFor()
  })
})
