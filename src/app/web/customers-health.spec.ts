import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { createAccount, getAccount } from '#customers/accounts/contract.ts'
import { getHealth } from '#measure/dashboards/contract.ts'
import { getMetric } from '#measure/metrics/contract.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import {
  buildTeamApp,
  describeInBrowser,
  expectAccessible,
  openWindow,
  picture,
  signInAs,
} from '#platform/testing/browser.ts'

describeInBrowser('accounts and health in a browser', () => {
  let t: TestApp
  let ws: TestWorkspace
  let base: string

  beforeAll(async () => {
    buildTeamApp()
    t = await testApp()
    base = await t.listen()
    ws = await t.workspace('Larkfield', 'demo')
    await t.settle()
  }, 300_000)

  async function open(place: TestWorkspace, path: string, options: Parameters<typeof openWindow>[0] = {}) {
    const window = await openWindow(options)
    await signInAs(window, base, place.owner)
    await window.page.goto(`${base}/w/${place.slug}/${path}`)
    await window.page.getByRole('heading', { level: 1 }).waitFor()
    return window
  }

  test('the numbers of the health page open lists of as many records', async () => {
    const health = await ws.owner.call(getHealth, {})
    const { page, context } = await open(ws, 'health')
    const widget = health.volume.channels.find((channel) => channel.channel === 'widget')!
    await page
      .getByRole('link', { name: String(widget.items), exact: true })
      .first()
      .click()
    await page.waitForURL(/inbox/)
    expect(page.url()).toContain('channel=widget')
    await page.goBack()
    await page
      .getByRole('link', { name: new RegExp(`^${health.answers.all.late}$`) })
      .first()
      .click()
    await page.getByText(`${health.answers.all.late} items`).first().waitFor()
    await context.close()
  }, 60_000)

  test('the Explorer splits a metric, narrows to one group, opens as many records as it says, and saves its chart', async () => {
    const span = { from: '2000-01-01', to: '2000-01-01' }
    const { page, context } = await open(ws, 'explorer?metric=volume&by=channel')
    await page.getByRole('button', { name: 'Widget', exact: true }).click()
    await page.waitForURL(/channel=widget/)
    await page.getByText('Channel').first().waitFor()
    const address = new URL(page.url()).searchParams
    expect(address.get('by')).toBeNull()
    const door = page.locator('.fig .sub a').first()
    const n = (await door.textContent())!
    await door.click()
    await page.waitForURL(/explorer\/records/)
    for (const name of ['from', 'to'] as const) span[name] = new URL(page.url()).searchParams.get(name)!
    const { figure } = await ws.owner.call(getMetric, { key: 'volume', channel: 'widget', ...span })
    expect(n.replace(',', '')).toBe(String(figure.n))
    await page.getByText(`${n} records`).waitFor()
    await page.goBack()
    await page.getByRole('button', { name: 'Save as' }).click()
    const file = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: 'Chart (SVG)' }).click()
    const text = readFileSync(await (await file).path(), 'utf8')
    expect(text).toContain('Feedback volume')
    expect(text).not.toMatch(/var\(--|<a /)
    await context.close()
  }, 60_000)

  test('an account is created, edited, merged with preview and taken back by the toast', async () => {
    const other = await ws.owner.call(createAccount, {
      name: 'Quillmere Duplicate',
      domain: 'quillmere-duplicate.example',
    })
    const { page, context } = await open(ws, 'accounts')
    await page.getByRole('button', { name: 'New account' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Quillmere Original')
    await page.getByLabel('MRR').fill('1,150')
    await page.getByRole('button', { name: 'Create account' }).click()
    await page.getByRole('heading', { level: 1, name: 'Quillmere Original' }).waitFor()
    await page.getByText('$1,150').first().waitFor()

    await page.getByRole('button', { name: 'Edit' }).click()
    await page.getByLabel('Domain').fill('not a domain')
    await page.getByRole('button', { name: 'Save account' }).click()
    await page.getByText('Write it like example.com').waitFor()
    await page.getByLabel('Domain').fill('')
    await page.getByRole('button', { name: 'Save account' }).click()
    await page.getByText('was saved').waitFor()

    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Merge with another account' }).click()
    await page.getByRole('button', { name: 'Choose the other account' }).click()
    await page.keyboard.type('quillmere dup')
    await page.getByRole('option', { name: /Quillmere Duplicate/ }).click()
    await page.getByText('filled').waitFor()
    await picture(page, 'merge')
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Merge', exact: true }).click()
    await page.getByText('Quillmere Duplicate was merged into Quillmere Original.').waitFor()
    expect((await ws.owner.call(getAccount, { accountId: other.id })).name).toBe('Quillmere Original')
    await page
      .getByRole('button', { name: /^Undo Ctrl z|^Undo$/ })
      .first()
      .click()
    await expect
      .poll(async () => (await ws.owner.call(getAccount, { accountId: other.id })).name)
      .toBe('Quillmere Duplicate')
    await context.close()
  }, 60_000)

  test('the list of accounts keeps search, filter and order in the address', async () => {
    const { page, context } = await open(ws, 'accounts')
    await page.getByRole('button', { name: 'MRR' }).click()
    await page.waitForURL(/sort=mrr/)
    await page.getByLabel('Search name or domain').fill('academy')
    await page.waitForURL(/q=academy/)
    const links = page.locator('.tb tbody tr td:first-child a')
    // The address changes before its rows arrive.
    await expect
      .poll(async () => {
        const names = await links.allTextContents()
        return names.length > 0 && names.every((name) => /academy/i.test(name))
      })
      .toBe(true)
    const names = await links.allTextContents()
    await page.getByRole('link', { name: names[0]! }).first().click()
    await page.getByRole('heading', { level: 1, name: names[0]! }).waitFor()
    await page.goBack()
    await page.waitForURL(/q=academy/)
    await context.close()
  }, 60_000)
})
