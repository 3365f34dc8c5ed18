import { beforeAll, expect, it } from 'vitest'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { buildTeamApp, describeInBrowser, openWindow, signInAs } from '#platform/testing/browser.ts'

describeInBrowser('Hands stay on the keys', () => {
  let app: TestApp
  let ws: TestWorkspace
  let base: string
  beforeAll(async () => {
    buildTeamApp()
    app = await testApp()
    ws = await app.workspace('Larkfield')
    base = await app.listen()
    for (const verbatim of ['First of three', 'Second of three', 'Third of three']) {
      await ws.owner.call(submitFeedback, {
        verbatim,
        channel: 'chat',
        contact: { name: 'Dana Whitlock', email: 'dana@copperline.example' },
      })
      app.clock.advance({ seconds: 1 })
    }
    await app.settle()
  })

  const open = async (path: string) => {
    const window = await openWindow()
    await signInAs(window, base, ws.owner)
    await window.page.goto(`${base}/w/${ws.slug}/${path}`)
    await window.ready()
    return window
  }

  it('j k move, x and Shift x select a range, s snoozes, Esc lets go', async () => {
    const { page } = await open('inbox')
    await page.locator('li.item').nth(2).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    await page.locator('li.item[aria-current=true]', { hasText: 'First' }).waitFor()
    await page.keyboard.press('x')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('Shift+X')
    await page.getByRole('toolbar', { name: '3 selected' }).waitFor()
    await page.keyboard.press('s')
    await page.getByRole('combobox', { name: /Snooze/ }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('combobox', { name: /Snooze/ }).waitFor({ state: 'detached' })
    await page.getByRole('toolbar', { name: '3 selected' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('toolbar').waitFor({ state: 'detached' })
  })

  it('Enter opens, r replies at once, Esc closes and gives the row its focus back', async () => {
    const { page } = await open('inbox')
    await page.locator('li.item').nth(2).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    const panel = page.getByRole('complementary', { name: 'Feedback item' })
    await panel.getByRole('button', { name: /^Reply/ }).waitFor()
    await page.keyboard.press('r')
    await panel.getByRole('region', { name: 'Reply' }).getByRole('button', { name: 'Close' }).waitFor()
    await panel.getByRole('region', { name: 'Reply' }).getByRole('button', { name: 'Close' }).click()
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
    await page.locator('li.item:focus').waitFor()
  })

  it('/ searches, Ctrl k finds and does, ? lists the keys, g and a letter goes', async () => {
    const { page } = await open('inbox')
    await page.locator('li.item').nth(2).waitFor()
    const finds = async (key: string) => {
      await page.keyboard.press(key)
      await page.getByRole('dialog', { name: 'Search or do' }).waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
    await finds('Control+k')
    await page.keyboard.press('/')
    await page.locator('#inbox-search:focus').waitFor()
    await page.locator('li.item').first().focus()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    for (const [letter, title] of [
      ['t', 'Today'],
      ['c', 'Cases'],
      ['h', 'Feedback health'],
      ['i', 'Inbox'],
    ] as const) {
      await page.keyboard.press('g')
      await page.keyboard.press(letter)
      await page.getByRole('heading', { level: 1, name: title }).waitFor()
      if (title === 'Feedback health') await finds('/') // a page that has no search of its own
    }
  })

  it('Shift d makes rows dense, Shift t shows figures as tables', async () => {
    const { page } = await open('inbox')
    await page.locator('li.item').nth(2).waitFor()
    await page.keyboard.press('Shift+D')
    await page.locator('html[data-density=compact]').waitFor()
    await page.keyboard.press('Shift+D')
    await page.locator('html[data-density=comfortable]').waitFor()
    await page.goto(`${base}/w/${ws.slug}/health`)
    await page.locator('.fig h2').first().waitFor()
    const tables = await page.getByRole('table').count()
    await page.keyboard.press('Shift+T')
    await expect.poll(() => page.getByRole('table').count()).toBeGreaterThan(tables)
  })

  it('single keys can be switched off; Ctrl k and Esc always act', async () => {
    const { page } = await open('settings/appearance')
    await page.getByRole('switch', { name: /Single keys/ }).click()
    await page.keyboard.press('g')
    await page.keyboard.press('i')
    await page.keyboard.press('?')
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog', { name: 'Search or do' }).waitFor()
    expect(await page.getByRole('dialog').count()).toBe(1)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(page.url()).toContain('settings/appearance')
  })
})
