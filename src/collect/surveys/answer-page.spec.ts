import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listSurveys } from '#collect/surveys/contract.ts'
import { listResponses } from '#collect/surveys/responses/contract.ts'
import { settleMinutes } from '#collect/surveys/rules.ts'
import { sendSurvey } from '#collect/surveys/waves/contract.ts'
import { createAccount } from '#customers/accounts/contract.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { darkTokens, lightTokens } from '#platform/http/public-style.ts'
import { setMailServer } from '#platform/mail/contract.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { axeFindings } from '#platform/testing/axe.ts'
import { describeInBrowser, openBrowser } from '#platform/testing/browser.ts'
import { serverAt, testMailServer } from '#platform/testing/smtp.ts'

test('the tokens of public pages are those of the team app', () => {
  const css = readFileSync(join(import.meta.dirname, '../../platform/web/tokens.css'), 'utf8')
  const [light, rest] = css.split('@media (prefers-color-scheme: dark)') as [string, string]
  for (const [tokens, text] of [
    [lightTokens, light],
    [darkTokens, rest],
  ] as const) {
    for (const [name, value] of Object.entries(tokens))
      expect(text).toMatch(new RegExp(`--${name}:\\s*${value};`))
  }
})

describeInBrowser('the answer page, in a browser without JavaScript', () => {
  let t: TestApp
  let ws: TestWorkspace
  let browser: Browser
  let base: string
  let linkOf: (name: string, key?: string) => Promise<string>

  beforeAll(async () => {
    t = await testApp()
    const server = await testMailServer()
    base = await t.listen()
    browser = await openBrowser()
    ws = await t.workspace('Larkfield')
    await ws.owner.call(setMailServer, serverAt(server.port))
    const surveys = (await ws.owner.call(listSurveys, {})).data
    const accountId = (await ws.owner.call(createAccount, { name: 'Quillmere Academy', lifecycle: 'active' }))
      .id
    linkOf = async (name, key = 'nps') => {
      const surveyId = surveys.find((one) => one.key === key)!.id
      const email = `${name.toLowerCase().replaceAll(' ', '.')}@quillmere.example`
      const { id } = await ws.owner.call(createContact, { name, email, accountId })
      await ws.owner.call(sendSurvey, { surveyId, audience: { contactIds: [id] } })
      await t.settle()
      const mail = server.received.findLast((one) => one.envelope.to[0] === email)
      return base + /\/s\/hb_[\w-]+/.exec(mail?.parsed.text ?? '')![0]
    }
  })
  afterAll(() => browser?.close())

  async function page(options: { dark?: boolean; width?: number; rtl?: boolean } = {}): Promise<Page> {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      colorScheme: options.dark ? 'dark' : 'light',
      viewport: { width: options.width ?? 390, height: 844 },
    })
    return context.newPage()
  }
  const shoot = async (one: Page, name: string) => {
    if (process.env.HEARBACK_SHOTS)
      await one.screenshot({ path: join(process.env.HEARBACK_SHOTS, `${name}.png`) })
  }
  /** axe needs JavaScript, so it looks at the same page in a context of its own. */
  const axe = async (url: string, dark: boolean) => {
    const context = await browser.newContext({
      colorScheme: dark ? 'dark' : 'light',
      viewport: { width: 390, height: 844 },
      bypassCSP: true,
    })
    const one = await context.newPage()
    await one.goto(url)
    const found = await axeFindings(one)
    await context.close()
    return found
  }

  test.each([false, true])(
    'from the number in the mail to thanks (dark: %s), nothing for axe to find on the way',
    async (dark) => {
      const link = await linkOf(dark ? 'Dana Dusk' : 'Petra Lund')
      const suffix = dark ? 'dark' : 'light'
      const one = await page({ dark })
      await one.goto(link)
      await shoot(one, `survey-${suffix}`)
      expect(await one.locator('input[name=score]:checked').count()).toBe(0)
      expect(await axe(link, dark)).toEqual([])
      await one.goto(`${link}?score=6`)
      await shoot(one, `survey-chosen-${suffix}`)
      expect(await one.locator('input[name=score]:checked').inputValue()).toBe('6')
      expect(await axe(`${link}?score=6`, dark)).toEqual([])
      await one.getByRole('button', { name: 'Send' }).click()
      await shoot(one, `survey-reason-${suffix}`)
      expect(await one.getByRole('status').textContent()).toContain('Your answer, 6, has arrived')
      expect(await axe(link, dark)).toEqual([])
      await one.getByLabel('Something is hard to use').check()
      await one.getByRole('textbox').fill('The import asked me to map the same columns twice.')
      await one.getByLabel('You may contact me').check()
      await one.getByRole('button', { name: 'Send answer' }).click()
      await shoot(one, `survey-thanks-${suffix}`)
      expect(await one.getByRole('heading', { level: 1 }).textContent()).toContain('Thank you')
      expect(await axe(link, dark)).toEqual([])
      await one.getByRole('link', { name: 'Change it' }).click()
      await one.getByRole('button', { name: 'Send' }).click()
      expect(await one.getByRole('textbox').inputValue()).toContain('same columns twice')
      t.clock.advance({ minutes: settleMinutes })
      await t.settle()
      const { data } = await ws.owner.call(listResponses, {})
      expect(data[0]).toMatchObject({
        score: 6,
        words: 'The import asked me to map the same columns twice.',
        mayContact: true,
      })
      await one.context().close()
    },
  )

  test('a longer survey is asked page by page: Back keeps what was given, branches hold, opening changes nothing', async () => {
    const link = await linkOf('Lena Live', 'post-implementation')
    const one = await page()
    const send = () => one.locator('button.send').click()
    const at = () => one.locator('main').innerText()
    await one.goto(link)
    await one.getByLabel('Disagree', { exact: true }).check()
    await send()
    expect(await at()).toContain('Change it · Page 2 of 4')
    const dates = one.getByRole('group', { name: /kept to the dates/ })
    await dates.getByLabel('Agree', { exact: true }).check()
    await send()
    expect(await at()).toContain('Back · Page 3 of 4')
    expect(await one.title()).toContain('Page 3 of 4')
    await one.getByRole('link', { name: 'Back' }).click()
    expect(await dates.getByLabel('Agree', { exact: true }).isChecked()).toBe(true)
    await dates.getByLabel('Strongly agree').check()
    await send()
    expect(await at()).toContain('Page 3 of 4')
    await one
      .getByRole('group', { name: /training/ })
      .getByLabel('Not very helpful')
      .check()
    await send()
    await one.getByLabel('What should have gone better?').fill('Two dates moved.')
    await send()
    expect(await one.getByRole('heading', { level: 1 }).textContent()).toContain('Thank you')
    t.clock.advance({ minutes: settleMinutes })
    await t.settle()
    const said = async () => {
      const [response] = (await ws.owner.call(listResponses, {})).data
      return response!.answers.map(({ question, said }) => `${question}: ${said}`)
    }
    expect(await said()).toEqual([
      'score: Disagree',
      'dates: Strongly agree',
      'training: Not very helpful',
      'better: Two dates moved.',
    ])
    await one.getByRole('link', { name: 'Change it' }).click()
    await one.getByLabel('Agree', { exact: true }).check()
    await send()
    for (const n of [2, 3, 4]) {
      expect(await at()).toContain(`Page ${n} of 4`)
      if (n < 4) await send()
    }
    expect(await at()).not.toContain('gone better')
    await send()
    t.clock.advance({ minutes: settleMinutes })
    await t.settle()
    expect(await said()).toEqual(['score: Agree', 'dates: Strongly agree', 'training: Not very helpful'])
    await one.context().close()
  })

  test('by keyboard alone: one tab stop for the score, arrows choose, Enter sends', async () => {
    const link = await linkOf('Kai Keys')
    const one = await page()
    await one.goto(link)
    await one.keyboard.press('Tab')
    await one.keyboard.press('Space')
    for (let i = 0; i < 3; i++) await one.keyboard.press('ArrowRight')
    await one.keyboard.press('Tab')
    expect(await one.evaluate(() => document.activeElement?.textContent)).toBe('Send')
    await one.keyboard.press('Enter')
    expect(await one.getByRole('status').textContent()).toContain('Your answer, 3, has arrived')
    await one.context().close()
  })

  test('it has no script, fits 320 px, and is under 15 kB', async () => {
    const link = await linkOf('Ines Small')
    const one = await page({ width: 320 })
    const requests: string[] = []
    one.on('request', (request) => requests.push(request.url()))
    const answer = await one.goto(`${link}?score=10`)
    const html = await answer!.text()
    // its icon is an empty one of its own, so that nothing is asked for
    expect(html).not.toMatch(/<script|<link(?! rel="icon" href="data:,")|<img|javascript:/)
    expect(requests).toEqual([`${link}?score=10`])
    expect(Buffer.byteLength(html)).toBeLessThan(15_000)
    expect(gzipSync(html).length).toBeLessThan(5_000)
    expect(answer!.headers()['content-security-policy']).toContain("default-src 'none'")
    expect(answer!.headers()['content-security-policy']).not.toContain('unsafe')
    const wide = await one
      .locator('body')
      .evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
    expect(wide).toBe(false)
    await one.context().close()
  })

  test('in a language written from right to left the scale is mirrored', async () => {
    const surveyId = (await ws.owner.call(listSurveys, {})).data[0]!.id
    const { changeSurvey } = await import('#collect/surveys/contract.ts')
    const link = await linkOf('Rana Right')
    await ws.owner.call(changeSurvey, { surveyId, language: 'ar' })
    const one = await page()
    await one.goto(link)
    const x = async (score: number) => (await one.locator(`input[value="${score}"]`).boundingBox())!.x
    expect(await x(0)).toBeGreaterThan(await x(10))
    await shoot(one, 'survey-rtl')
    await ws.owner.call(changeSurvey, { surveyId, language: 'en' })
    await one.context().close()
  })

  test('an edited and an expired link explain themselves, without anything for axe to find', async () => {
    const link = await linkOf('Eva Expired')
    expect(await axe(`${link.slice(0, -3)}AAA`, false)).toEqual([])
    t.clock.advance({ days: 40 })
    const one = await page()
    expect((await one.goto(link))!.status()).toBe(410)
    await shoot(one, 'survey-expired')
    expect(await one.getByRole('heading', { level: 1 }).textContent()).toContain('This survey closed on')
    expect(await axe(link, true)).toEqual([])
    await one.context().close()
  })
})
