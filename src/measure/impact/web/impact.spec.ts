import { beforeAll, expect, test } from 'vitest'
import { createTheme } from '#analyze/themes/contract.ts'
import { upsertAccounts } from '#customers/accounts/contract.ts'
import { impactSweep } from '#measure/impact/jobs.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import {
  buildTeamApp,
  describeInBrowser,
  expectSound,
  openWindow,
  signInAs,
  sizes,
} from '#platform/testing/browser.ts'
import { createRelease, shipRelease } from '#prioritize/releases/contract.ts'
import { createRequest, recordEvidence } from '#prioritize/requests/contract.ts'

describeInBrowser('whether what shipped worked, in a browser', () => {
  let t: TestApp
  let ws: TestWorkspace
  let base: string
  let requestId: string
  let releaseId: string

  beforeAll(async () => {
    buildTeamApp()
    t = await testApp()
    t.clock.set('2037-01-05T10:00:00Z')
    base = await t.listen()
    ws = await t.workspace('Larkfield')
    await ws.owner.call(createTheme, { name: 'Statements', rules: ['all statements'] })
    const { results } = await ws.owner.call(upsertAccounts, {
      accounts: Array.from({ length: 16 }, (_, i) => ({ name: `Westbrook School ${i}`, segment: 'School' })),
    })
    requestId = (await ws.owner.call(createRequest, { title: 'Export in one file' })).id
    for (const { id } of results.slice(0, 6))
      await ws.owner.call(recordEvidence, {
        requestId,
        verbatim: 'One file for all statements',
        channel: 'phone',
        accountId: id!,
      })
    t.clock.set('2037-03-05T10:00:00Z')
    releaseId = (await ws.owner.call(createRelease, { name: 'Spring', requestIds: [requestId] })).id
    await ws.owner.call(shipRelease, { releaseId, shippedAt: '2037-03-05T10:00:00Z' })
    t.clock.set('2037-04-05T10:00:00Z')
    await t.settle()
    await impactSweep.run({}, t.house.door, new AbortController().signal)
  })

  test('the list leads to the request and the release, whose pages say it with their figures', async () => {
    const window = await openWindow()
    const { page } = window
    await signInAs(window, base, ws.owner)
    for (const [size, viewport] of Object.entries(sizes)) {
      const isFirst = size === 'desktop'
      await page.setViewportSize(viewport)
      await page.goto(`${base}/w/${ws.slug}/impacts`)
      await page.getByRole('link', { name: 'Spring' }).waitFor()
      await expectSound(window, `impacts ${size}`, { colours: isFirst ? 'light' : 'none' })
      await page.getByRole('link', { name: 'Export in one file' }).click()
      await page.getByText('6 accounts that asked before it shipped, against 10').waitFor()
      const table = page.getByRole('table', { name: 'Before and after, by measure' })
      expect(await table.getByRole('row').count()).toBe(5)
      await table.scrollIntoViewIfNeeded()
      await expectSound(window, `impact of a request ${size}`, { colours: isFirst ? 'both' : 'none' })
    }
    await page.goto(`${base}/w/${ws.slug}/releases/${releaseId}`)
    await page.getByText('Looked at before: day 30: no change visible.').waitFor()
    await window.context.close()
  }, 60_000)
})
