import { beforeEach, expect, it } from 'vitest'
import { announced, customer, request, said, ship } from '#close/ledger/test-loops.ts'
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

describeInBrowser('The loop ledger', () => {
  let app: TestApp
  let ws: TestWorkspace
  let base: string
  let desktop: Window
  let items: string[]

  beforeEach(async () => {
    buildTeamApp()
    app = await testApp()
    ws = await app.workspace('Larkfield')
    const [ana, bo] = [await customer(ws, 'Ana Abara', 420_000), await customer(ws, 'Bo Berg', 90_000)]
    items = [await said(ws, ana), await said(ws, bo), await said(ws, ana, 'Where do I find the invoices?')]
    for (const feedbackId of items.slice(0, 2))
      await ws.owner.call(triageFeedback, { feedbackId, change: { type: 'feature_request' } })
    const requestId = await request(ws, 'Export a whole cycle', items.slice(0, 2))
    await ship(ws, requestId)
    await announced(ws, requestId, ana.id)
    app.clock.advance({ minutes: 3 })
    await app.settle()
    base = await app.listen()
    desktop = await openWindow({ size: 'desktop' })
    await signInAs(desktop, base, ws.owner)
  }, 120_000)

  it('from the unclosed loops to the item, and to what closes its missing link', async () => {
    const { page } = desktop
    await page.goto(`${base}/w/${ws.slug}/loops`)
    await page
      .getByText('3 Unclosed')
      .or(page.getByRole('link', { name: /Unclosed/ }))
      .first()
      .waitFor()
    await page.getByRole('link', { name: /Not told/ }).click()
    await page.getByText('They are asked again').waitFor({ state: 'detached' })
    await page.getByText('The customer was not told.').waitFor()
    expect(await page.getByRole('listbox').or(page.getByLabel('Loops')).first().innerText()).toContain(
      'Bo Berg',
    )
    await expectSound(desktop, 'loops')
    await page.goto(`${base}/w/${ws.slug}/inbox/${items[1]}`)
    const loop = page.getByRole('region', { name: 'The loop' })
    await loop.getByText('The customer was not told.').waitFor()
    await expectSound(desktop, 'item-loop')
    await loop.getByRole('link', { name: 'Tell those behind the request' }).click()
    await page.getByRole('dialog', { name: 'Tell who asked' }).waitFor()
  })
})
