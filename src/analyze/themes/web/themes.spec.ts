import { beforeAll, expect, it } from 'vitest'
import { findThemes, listThemes } from '#analyze/themes/contract.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { buildTeamApp, describeInBrowser, openWindow, picture, signInAs } from '#platform/testing/browser.ts'

const things = {
  export: ['csv export', 'export to excel', 'export of columns'],
  login: ['login screen', 'login code', 'login page'],
}

describeInBrowser('Themes by keys alone', () => {
  let app: TestApp
  let ws: TestWorkspace
  let base: string
  beforeAll(async () => {
    buildTeamApp()
    app = await testApp()
    ws = await app.workspace('Larkfield')
    base = await app.listen()
    for (const [subject, names] of Object.entries(things))
      for (let i = 0; i < (subject === 'export' ? 9 : 6); i++)
        await ws.owner.call(submitFeedback, {
          verbatim: `The ${names[i % 3]} fails again, number ${i} of the ${names[(i + 1) % 3]}`,
          channel: 'email',
        })
    await app.settle()
    await ws.owner.call(findThemes, {})
    await app.settle()
  })

  it('a theme is opened, named, tried for a split, merged and taken back without a mouse', async () => {
    const window = await openWindow()
    const { page, complaints, ready } = window
    await signInAs(window, base, ws.owner)
    await page.goto(`${base}/w/${ws.slug}/themes`)
    await ready()
    await page.keyboard.press('j')
    await page.locator('tr[aria-current=true]', { hasText: /export/i }).waitFor()
    await page.keyboard.press('p')
    await page.getByText('stays at the top').waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: /export/i }).waitFor()
    await ready()

    await page.keyboard.press('r')
    await page.getByLabel('Name', { exact: true }).fill('Exports')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Exports' }).waitFor()

    await page.keyboard.press('s')
    await page.getByText('nothing has changed yet').waitFor()
    await picture(page, 'theme-split')
    await page.keyboard.press('Escape')

    await page.keyboard.press('m')
    await page.getByRole('option', { name: /login/i }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('Nothing has changed yet').waitFor()
    await picture(page, 'theme-merge')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: /login/i }).waitFor()
    await page.getByText('“Exports” is merged into it').waitFor()
    await page.getByRole('button', { name: 'Take the merge back' }).press('Enter')
    await page.getByText('“Exports” is merged into it').waitFor({ state: 'detached' })
    const { data } = await ws.owner.call(listThemes, {})
    expect(data[0]).toMatchObject({ name: 'Exports', isPinned: true, mentions: 9 })
    expect(complaints).toEqual([])
  }, 180_000)
})
