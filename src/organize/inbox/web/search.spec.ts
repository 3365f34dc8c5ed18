import { beforeAll, expect, it } from 'vitest'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import {
  buildTeamApp,
  describeInBrowser,
  expectAccessible,
  expectNoSidewaysScroll,
  openWindow,
  picture,
  signInAs,
} from '#platform/testing/browser.ts'

const said = [
  { verbatim: '請求書の検索が遅いです。' },
  {
    verbatim:
      'We spend every first of the month in your statements page, and by the time somebody from finance asks for the numbers we still have to export them by hand, one account after the other, because the export stops at a thousand rows.',
  },
  { title: 'Export to Excel', verbatim: 'Could the report keep its columns?', channel: 'widget' },
  {
    verbatim: 'Exporting on iOS/Android ends in a blank page since the last update.',
    channel: 'app_store',
    rating: 2,
  },
  { verbatim: 'The café menu on the receipts prints twice.' },
  { verbatim: 'Love the new receipt layout, thank you.', channel: 'chat' },
  { verbatim: 'The exported file has the wrong currency for our branch in Oslo.', channel: 'support' },
] as const

describeInBrowser('Search', () => {
  let app: TestApp
  let ws: TestWorkspace
  let base: string

  beforeAll(async () => {
    buildTeamApp()
    app = await testApp()
    ws = await app.workspace('Larkfield')
    for (const item of said) {
      app.clock.advance({ minutes: 7 })
      await ws.owner.call(submitFeedback, {
        channel: 'email',
        contact: { name: 'Dana Whitlock', email: 'dana@copperline.example' },
        account: { name: 'Copperline' },
        ...item,
      })
    }
    await app.settle()
    base = await app.listen()
  })

  const open = async (options: Parameters<typeof openWindow>[0] = {}, path = 'inbox?view=everything') => {
    app.clock.advance({ minutes: 1 })
    const window = await openWindow(options)
    await signInAs(window, base, ws.owner)
    await window.page.goto(`${base}/w/${ws.slug}/${path}`)
    await window.page.getByLabel('Search feedback').waitFor()
    return window
  }

  it('/ goes to the field; what is typed is found and marked, best match first, and Enter hands the keys to the list', async () => {
    const { page, complaints } = await open()
    await page.locator('li.item').first().waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('export')
    await page.locator('li.item mark').first().waitFor()
    expect(await page.getByRole('radio', { name: 'Best match' }).isChecked()).toBe(true)
    for (const text of await page.locator('li.item mark').allTextContents()) expect(text).toMatch(/^export/i)
    await page.keyboard.press('Enter')
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('complementary', { name: 'Feedback item' }).locator('mark').first().waitFor()
    await expectAccessible(page)
    await picture(page, 'search-desktop-light')
    await page.keyboard.press('Escape')
    await page.getByText('Newest', { exact: true }).click()
    await page.waitForURL(/sort=newest/)
    expect(complaints).toEqual([])
  })

  it('a misspelt word is replaced and said, and searched exactly on demand', async () => {
    const { page, complaints } = await open({ theme: 'dark' })
    await page.keyboard.press('/')
    await page.keyboard.type('exprot')
    await page.getByText('No item says “exprot”; showing').waitFor()
    await page.locator('li.item mark').first().waitFor()
    await expectAccessible(page)
    await picture(page, 'search-misspelt-desktop-dark')
    await page.getByRole('button', { name: 'Search exactly' }).click()
    await page.getByText('No item says “"exprot"”').waitFor()
    await expectAccessible(page)
    await picture(page, 'search-empty-desktop-dark')
    await page.getByRole('button', { name: 'Search without quotes' }).click()
    await page.locator('li.item mark').first().waitFor()
    expect(complaints).toEqual([])
  })

  it('inside a view the search says so and leads out of it', async () => {
    const { page, complaints } = await open({}, 'inbox?view=snoozed&q=export')
    await page.getByText('says “export”').waitFor()
    await page.getByRole('button', { name: 'Search everything' }).first().click()
    await page.locator('li.item mark').first().waitFor()
    expect(complaints).toEqual([])
  })

  it.each(['light', 'dark'] as const)('it works on a phone, %s', async (theme) => {
    const { page, complaints } = await open({ size: 'phone', theme }, 'inbox?view=everything&q=exprot')
    await page.locator('li.item mark').first().waitFor()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
    await picture(page, `search-phone-${theme}`)
    await page.locator('li.item').first().click()
    await page.getByRole('complementary', { name: 'Feedback item' }).locator('mark').first().waitFor()
    await picture(page, `search-item-phone-${theme}`)
    expect(complaints).toEqual([])
  })

  it('the palette marks what it found and leads to all of it', async () => {
    const { page, complaints } = await open()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search or do' }).waitFor()
    await page.keyboard.type('検索')
    await page.getByRole('option').filter({ hasText: '請求書の検索が遅い' }).locator('mark').waitFor()
    await picture(page, 'search-palette-desktop-light')
    await expectAccessible(page)
    await page.getByRole('option', { name: 'All feedback that says “検索”' }).click()
    await page.waitForURL(/inbox\?.*q=/)
    await page.locator('li.item mark').first().waitFor()
    expect(complaints).toEqual([])
  })
})
