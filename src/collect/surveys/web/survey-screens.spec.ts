import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enterResponse, listSurveys, listWaves } from '#collect/surveys/contract.ts'
import { createAccount } from '#customers/accounts/contract.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { listMails } from '#platform/mail/contract.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { axeFindings, noBrowser, openBrowser } from '#platform/testing/browser.ts'
import { type TestMailServer, testMailServer } from '#platform/testing/smtp.ts'

describe.skipIf(noBrowser)('surveys, outbox and mail settings in the team app', () => {
  let t: TestApp
  let ws: TestWorkspace
  let browser: Browser
  let base: string
  let server: TestMailServer

  beforeAll(async () => {
    execFileSync('node', ['scripts/build.mjs', '--if-needed'], {
      cwd: join(import.meta.dirname, '../../../..'),
    })
    t = await testApp()
    server = await testMailServer({ user: 'larkfield' })
    ws = await t.workspace('Larkfield')
    base = await t.listen()
    browser = await openBrowser()
    const accountId = (await ws.owner.call(createAccount, { name: 'Quillmere Academy', lifecycle: 'active' }))
      .id
    const gone = (await ws.owner.call(createAccount, { name: 'Old Harbour', lifecycle: 'churned' })).id
    for (const [name, account] of [
      ['Petra Lund', accountId],
      ['Ana Ruiz', accountId],
      ['Bo Stay', accountId],
      ['Carl Gone', gone],
    ] as const) {
      const email = `${name.toLowerCase().replace(' ', '.')}@quillmere.example`
      await ws.owner.call(createContact, { name, email, accountId: account })
    }
  })
  afterAll(() => browser?.close())

  async function open(path: string): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
    })
    await context.addCookies(
      ws.owner.headers.cookie!.split('; ').map((pair) => {
        const [name, ...value] = pair.split('=')
        return { name: name!, value: value.join('='), url: base }
      }),
    )
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    await page.goto(`${base}/w/${ws.slug}/${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForLoadState('networkidle')
    return page
  }

  /** Nothing for axe in light and dark, on a desktop and a phone; pictures when HEARBACK_SHOTS names a folder. */
  async function look(name: string, path: string, widths = [1440, 390]) {
    const page = await open(path)
    for (const width of widths) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height: 900 })
        await page.emulateMedia({ colorScheme })
        if (process.env.HEARBACK_SHOTS) {
          await page.screenshot({
            path: join(process.env.HEARBACK_SHOTS, `${name}-${width}-${colorScheme}.png`),
          })
        }
        // A sandboxed frame runs no script, so axe cannot look into it; mails have their own test.
        await page.evaluate(() => {
          for (const frame of document.querySelectorAll('iframe')) frame.remove()
        })
        expect([name, width, colorScheme, await axeFindings(page)]).toEqual([name, width, colorScheme, []])
      }
    }
    await page.context().close()
  }
  const surveyPath = async () => `surveys/${(await ws.owner.call(listSurveys, {})).data[0]!.id}`

  test('a manager sees who would get the survey and why others do not, and sends it to the number named', async () => {
    const page = await open(await surveyPath())
    await page.getByText('Their account has left').waitFor()
    await page.getByRole('button', { name: 'Send to 3 people' }).click()
    const dialog = page.getByRole('dialog')
    expect(await dialog.textContent()).toContain('to 3 people')
    await dialog.getByRole('button', { name: 'Send to 3 people' }).click()
    await page.waitForURL(/\/waves\//)
    await t.settle()
    await page.reload()
    await page.getByText('waiting for a mail server').waitFor()
    await page.context().close()
  })

  test('without a mail server every mail is readable in the outbox', async () => {
    const page = await open('outbox')
    await page.getByText('No mail server is set').waitFor()
    await page.getByText('One question about Larkfield, Petra').click()
    const frame = page.frameLocator('iframe')
    await frame.getByText('How likely are you to recommend Larkfield').last().waitFor()
    expect(await frame.getByRole('link', { name: /of 10$/ }).count()).toBe(11)
    await page.context().close()
  })

  test('the mail settings try the connection, show what was said without the password, and set the server', async () => {
    const page = await open('settings/mail')
    await page.getByLabel('Host').fill('127.0.0.1')
    await page.getByLabel('Encryption').selectOption('none')
    await page.getByLabel('Port').fill(String(server.port))
    await page.getByLabel(/^User name/).fill('larkfield')
    await page.getByLabel(/^Password/).fill('wrong-word')
    await page.getByRole('button', { name: 'Try the connection' }).click()
    await page.getByText('does not accept this user name or password').waitFor()
    expect(await page.locator('pre').textContent()).toContain('EHLO')
    await page.getByLabel(/^Password/).fill('secret')
    await page.getByRole('button', { name: 'Try the connection' }).click()
    await page.getByText(/Connected to 127\.0\.0\.1/).waitFor()
    await page.getByText('What the two sides said').click()
    const transcript = (await page.locator('pre').textContent())!
    expect(transcript).toContain('220')
    expect(transcript).not.toContain('secret')
    expect(transcript).not.toContain(Buffer.from('\0larkfield\0secret').toString('base64'))
    await page.getByLabel('Address').fill('hello@larkfield.example')
    await page.getByRole('button', { name: 'Set the mail server' }).click()
    await page.getByText('3 waiting mails go out now').waitFor()
    await t.settle()
    expect(server.received.map((mail) => mail.envelope.to[0]).sort()).toEqual([
      'ana.ruiz@quillmere.example',
      'bo.stay@quillmere.example',
      'petra.lund@quillmere.example',
    ])
    await page.context().close()
  })

  test('an answer given by phone is recorded for the person', async () => {
    const page = await open('surveys')
    await page.getByRole('button', { name: 'Record an answer' }).click()
    await page.getByLabel('Who answered').fill('Ana')
    await page.getByRole('button', { name: /Ana Ruiz/ }).click()
    await page.getByLabel('4', { exact: true }).check()
    await page.getByLabel('Support').check()
    await page.getByLabel(/^What they said/).fill('Nobody called back for a week.')
    await page.getByRole('button', { name: 'Record the answer' }).click()
    await page.getByText('The answer of Ana Ruiz is recorded: 4, detractor.').waitFor()
    await page.context().close()
  })

  test('no screen has anything for axe to find, light and dark, on a desktop and a phone', async () => {
    const contacts = (
      await ws.owner.call(createContact, { name: 'Ida Extra', email: 'ida@quillmere.example' })
    ).id
    await ws.owner.call(enterResponse, {
      contactId: contacts,
      score: 10,
      words: 'It saves us a day a month.',
    })
    await t.settle()
    const survey = await surveyPath()
    const wave = (await ws.owner.call(listWaves, {})).data[0]!.id
    await look('surveys', 'surveys')
    await look('survey', survey)
    await look('survey-answers', `${survey}/answers`, [1440])
    await look('wave', `waves/${wave}`)
    await look('wave-silent', `waves/${wave}?show=silent`, [390])
    await look('outbox', 'outbox')
    const mail = (await ws.owner.call(listMails, {})).data[0]!.id
    await look('outbox-mail', `outbox?mail=${mail}`)
    await look('mail-settings', 'settings/mail')
  }, 300_000)
})
