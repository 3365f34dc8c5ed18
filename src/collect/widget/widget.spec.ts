import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listWidgetKeys } from '#collect/widget/contract.ts'
import { type TestApp, testApp, type TestWorkspace } from '#platform/testing/app.ts'

let t: TestApp
let ws: TestWorkspace
let browser: Browser
let base: string
beforeAll(async () => {
  t = await testApp()
  ws = await t.workspace('Larkfield')
  base = await t.listen()
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic', '--no-first-run'] })
})
afterAll(() => browser?.close())
test('look', async () => {
  for (const [width, height] of [[1440, 900], [390, 844]] as const)
    for (const theme of ['light', 'dark']) {
      const page = await browser.newPage({ viewport: { width, height } })
      page.on('console', (m) => console.log(m.type(), m.text()))
      page.setDefaultTimeout(8000); page.on('pageerror', (e) => console.log('ERR', e.message))
      await page.goto(`${base}/widget/demo?theme=${theme}`)
      const shot = (n: string) => page.screenshot({ path: `/tmp/shots/${n}-${width}-${theme}.png` })
      await page.getByRole('button', { name: 'Feedback', exact: true }).waitFor()
      await shot('demo')
      await page.getByRole('button', { name: 'Feedback', exact: true }).click()
      await page.getByRole('dialog').waitFor()
      await page.waitForTimeout(300)
      await shot('form')
      await page.getByRole('button', { name: 'Add a screenshot' }).click()
      await page.getByText('Cover what nobody').waitFor()
      await page.waitForTimeout(200)
      const area = (await page.locator('.stage canvas').boundingBox())!
      await page.mouse.move(area.x + area.width * 0.3, area.y + area.height * 0.3)
      await page.mouse.down()
      await page.mouse.move(area.x + area.width * 0.6, area.y + area.height * 0.5)
      await page.mouse.up()
      await shot('cover')
      await page.getByRole('button', { name: 'Use this picture' }).click()
      await page.getByText('What is included').click()
      await page.waitForTimeout(200)
      await shot('with')
      await page.getByLabel('What happened').fill('The order total shows NaN after I change the coupon.')
      await page.getByLabel('Your e-mail').fill('dana@copperline.example')
      await page.getByRole('button', { name: 'Send', exact: true }).click()
      await page.getByText('Thank you').waitFor()
      await shot('sent')
      await page.close()
    }
}, 120000)
