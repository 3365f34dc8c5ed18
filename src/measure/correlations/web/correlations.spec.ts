import { beforeAll, expect, test } from 'vitest'
import { seedLeaving } from '#measure/correlations/test-leaving.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { buildTeamApp, describeInBrowser, openWindow, picture, signInAs } from '#platform/testing/browser.ts'

describeInBrowser('what goes with churn, in a browser', () => {
  let t: TestApp
  let ws: TestWorkspace
  let base: string

  beforeAll(async () => {
    buildTeamApp()
    t = await testApp()
    t.clock.set('2037-01-05T10:00:00Z')
    base = await t.listen()
    ws = await t.workspace('Larkfield')
    await seedLeaving(t, ws)
  })

  test('a finding is drawn, said in words, and opens its accounts and their items', async () => {
    const window = await openWindow()
    const { page } = window
    await signInAs(window, base, ws.owner)
    await page.goto(`${base}/w/${ws.slug}/correlations?days=90`)
    const findings = page.getByRole('list', { name: 'Findings' })
    await findings.getByText('67 % of those that left had mentioned statement exports').waitFor()
    await picture(page, 'correlations')
    await page.emulateMedia({ colorScheme: 'dark' })
    await picture(page, 'correlations-dark')
    await page.setViewportSize({ width: 390, height: 844 })
    await picture(page, 'correlations-phone')
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.emulateMedia({ colorScheme: 'light' })
    await findings.getByRole('link', { name: '8', exact: true }).first().click()
    await page.getByRole('link', { name: 'Northgate School 00' }).waitFor()
    await picture(page, 'correlation-accounts')
    expect(await page.getByRole('row').count()).toBe(9)
    await page.getByRole('link', { name: '2', exact: true }).click()
    await page.getByText('Items of one account').waitFor()
    await window.context.close()
  }, 60_000)
})
