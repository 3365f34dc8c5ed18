import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { sql } from '#platform/db/sql.ts'
import { type Client, type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import {
  buildTeamApp,
  describeInBrowser,
  expectSound,
  openWindow,
  signInAs,
  type Window,
} from '#platform/testing/browser.ts'

const header = 'ref;opened_at;customer;contact_mail;subject;text;state'
const rows = Array.from({ length: 60 }, (_, i) => {
  const date = i % 20 === 7 ? '31/02/2025 10:00' : `${String((i % 28) + 1).padStart(2, '0')}/03/2025 16:05`
  return `HD-${i};${date};Almhof Kliniken;p${i % 3}@almhof.example;Plan ${i};Seit dem Umstieg können wir den Plan ${i} nicht mehr pausieren.;open`
})
const desk = Buffer.from([header, ...rows].join('\n'))

describeInBrowser('the import screens', () => {
  let t: TestApp
  let ws: TestWorkspace
  let base: string
  let desktop: Window
  let phone: Window

  beforeAll(async () => {
    buildTeamApp()
    t = await testApp()
    ws = await t.workspace('Larkfield')
    base = await t.listen()
    desktop = await openWindow()
    phone = await openWindow({ size: 'phone' })
    await signInAs(phone, base, ws.owner)
  })

  async function open(path: string, as: Client = ws.owner): Promise<Page> {
    await signInAs(desktop, base, as)
    await desktop.page.goto(`${base}/w/${ws.slug}/${path}`)
    await desktop.ready()
    return desktop.page
  }

  /** What a page shows once all jobs are done. */
  async function after<T>(look: () => Promise<T>): Promise<T> {
    await t.settle()
    return look()
  }

  /** The page as it stands is sound, here and on a phone. */
  async function look(name: string) {
    await desktop.ready()
    await expectSound(desktop, name)
    await phone.page.goto(desktop.page.url())
    await phone.ready()
    await expectSound(phone, name)
  }

  test('a file is chosen, its columns settled, tried out, imported and undone', async () => {
    const page = await open('imports')
    await page.getByText('Nothing imported yet').waitFor()
    await page.setInputFiles('input[type=file]', { name: 'old-desk.csv', mimeType: 'text/csv', buffer: desk })
    await page.getByRole('heading', { name: 'Import old-desk.csv' }).waitFor()
    await page.getByText('The import waits for a choice.').waitFor()
    const startButton = page.getByRole('button', { name: /^Import( [\d,]+)?$/ })
    expect(await startButton.isDisabled()).toBe(true)
    await look('import-open')

    await page.getByRole('button', { name: 'Account name' }).click()
    // Nothing more to choose: the dry run begins by itself.
    await page.getByText('Dry run', { exact: true }).first().waitFor()
    await expect
      .poll(() => after(() => page.getByText('57 of 60 rows would be new').count()), {
        timeout: 60_000,
      })
      .toBe(1)
    await page.getByText('3 rows cannot be read').waitFor()
    await page
      .getByText(/31\/02\/2025/)
      .first()
      .waitFor()
    await look('import-checked')
    expect(
      await ws.run((ctx) =>
        ctx.db.one(sql`select count(*) as n from feedback_items where workspace_id = ${ctx.workspaceId}`),
      ),
    ).toEqual({ n: 0 })

    await page.getByRole('button', { name: 'Import 57' }).click()
    await expect.poll(() => after(() => page.getByText('57 items in').count()), { timeout: 60_000 }).toBe(1)
    await look('import-done')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download them' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('old-desk-errors.csv')

    await page.getByRole('button', { name: 'Undo the import' }).click()
    await expect
      .poll(() => after(() => page.getByRole('heading', { name: 'Undone' }).count()), {
        timeout: 60_000,
      })
      .toBe(1)
    expect(
      await ws.run((ctx) =>
        ctx.db.one(sql`select count(*) as n from feedback_items where workspace_id = ${ctx.workspaceId}`),
      ),
    ).toEqual({ n: 0 })
    await open('imports')
    await look('imports')
  })

  test('a file in an unclear encoding is shown in each reading, to choose from', async () => {
    const page = await open('imports')
    const polish = Buffer.from(
      'id,text\n1,"Za\xbf\xf3\xb3\xe6 g\xea\x9cl\xb9 ja\x9f\xf1, dzi\xeakuj\xea bardzo"\n',
      'latin1',
    )
    await page.setInputFiles('input[type=file]', { name: 'polish.csv', mimeType: 'text/csv', buffer: polish })
    await page.getByText('How should the letters be read?').waitFor()
    await page.getByText('Zażółć gęślą jaźń, dziękuję bardzo').first().waitFor()
    await look('import-encoding')
    await page.getByRole('button', { name: 'windows-1250' }).click()
    await page.getByText('The file is read as windows-1250: as chosen.').waitFor()
  })

  test('a file that is none says so and stays out of the list', async () => {
    const page = await open('imports')
    await page.setInputFiles('input[type=file]', {
      name: 'report.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.7'),
    })
    await page.getByText(/report\.pdf was not taken\. The file is a PDF\./).waitFor()
    expect(await page.getByRole('link', { name: 'report.pdf' }).count()).toBe(0)
  })

  test('a viewer sees the imports and can start none', async () => {
    const page = await open('imports', await ws.as('viewer'))
    await page.getByRole('link', { name: 'polish.csv' }).click()
    await page.getByRole('heading', { name: 'Import polish.csv' }).waitFor()
    expect(await page.getByRole('button', { name: /^(Import|Dry run|Remove)/ }).count()).toBe(0)
  })
})
