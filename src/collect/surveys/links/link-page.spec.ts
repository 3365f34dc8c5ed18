import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listSurveys } from '#collect/surveys/contract.ts'
import { changeSurveyLink, createSurveyLink, type SurveyLink } from '#collect/surveys/links/contract.ts'
import { listResponses } from '#collect/surveys/responses/contract.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { axeFindings } from '#platform/testing/axe.ts'
import { describeInBrowser, openBrowser } from '#platform/testing/browser.ts'

describeInBrowser('a link of a survey, in a browser', () => {
  let t: TestApp
  let ws: TestWorkspace
  let browser: Browser
  let base: string
  let link: SurveyLink
  const at = (url: string | null, query = '') => base + new URL(url!).pathname + query

  beforeAll(async () => {
    t = await testApp()
    base = await t.listen()
    browser = await openBrowser()
    ws = await t.workspace('Larkfield')
    const surveyId = (await ws.owner.call(listSurveys, {})).data[0]!.id
    link = await ws.owner.call(createSurveyLink, { surveyId, name: 'Sign in the hall', hasKiosk: true })
  })
  afterAll(() => browser?.close())

  async function page(width = 390, javaScriptEnabled = false): Promise<Page> {
    const context = await browser.newContext({ javaScriptEnabled, viewport: { width, height: 844 } })
    return context.newPage()
  }
  const shoot = async (one: Page, name: string) => {
    if (process.env.HEARBACK_SHOTS)
      await one.screenshot({ path: join(process.env.HEARBACK_SHOTS, `${name}.png`) })
  }
  /** From the first press on, over the page that asks for the reason, to the one that asks for words and who they are. */
  const sendToWords = async (one: Page | FrameLocator) => {
    await one.locator('button.send').click()
    await one.locator('input[name=reason]').first().waitFor()
    await one.locator('button.send').click()
    await one.locator('textarea').waitFor()
  }
  /** axe needs JavaScript, so it looks at the same address in a context of its own. */
  const expectSoundAt = async (url: string) => {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, bypassCSP: true })
    const one = await context.newPage()
    await one.goto(url)
    expect(await axeFindings(one)).toEqual([])
    const isWide = await one.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    )
    expect([url, isWide]).toEqual([url, false])
    await context.close()
  }

  test('without JavaScript a stranger goes from the first press to thanks, at 390 px and from right to left', async () => {
    for (const language of ['en', 'ar']) {
      const one = await page()
      await one.goto(at(link.url, `?lang=${language}`))
      await shoot(one, `link-${language}`)
      await expectSoundAt(one.url())
      await one.locator('input[name=score][value="3"]').check()
      await sendToWords(one)
      await shoot(one, `link-details-${language}`)
      await expectSoundAt(one.url())
      await one.locator('textarea').fill('Too many steps')
      await one.locator('input[name=contact-email]').fill(`nora.${language}@quill.example`)
      await one.locator('button.send').click()
      await shoot(one, `link-thanks-${language}`)
      expect(await one.locator('html').getAttribute('dir')).toBe(language === 'ar' ? 'rtl' : 'ltr')
      expect(await one.locator('ol.wire').count()).toBe(1)
      await expectSoundAt(one.url())
      await one.context().close()
    }
    expect(
      (await ws.owner.call(listResponses, { link: link.id })).data.map((one) => one.contactName),
    ).toEqual(['nora.ar@quill.example', 'nora.en@quill.example'])
  })

  test('a kiosk thanks and is at its start again by itself, with nothing chosen', async () => {
    const one = await page(1024)
    await one.goto(at(link.kioskUrl))
    await shoot(one, 'kiosk')
    const box = (await one.locator('.cells label').first().boundingBox())!
    expect(Math.min(box.width, box.height)).toBeGreaterThan(48)
    await one.locator('input[name=score][value="9"]').check()
    await sendToWords(one)
    await one.locator('button.send').click()
    await shoot(one, 'kiosk-thanks')
    await expectSoundAt(one.url())
    await one.waitForURL(at(link.kioskUrl), { timeout: 30_000 })
    expect(await one.locator('input:checked').count()).toBe(0)
    await expectSoundAt(one.url())
    await one.context().close()
  })

  test('a kiosk begins again after the last touch or key, not in the middle of what somebody types', async () => {
    const context = await browser.newContext({ viewport: { width: 1024, height: 844 }, hasTouch: true })
    const one = await context.newPage()
    const complaints: string[] = []
    one.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    await one.clock.install({ time: new Date('2037-11-09T10:00:00Z') })
    const { surveyId } = link
    const desk = await ws.owner.call(createSurveyLink, { surveyId, name: 'Sign at the desk', hasKiosk: true })
    await one.goto(at(desk.kioskUrl))
    await one.locator('input[name=score][value="4"]').check()
    await sendToWords(one)
    const begun = one.url()
    for (const text of ['It takes', ' too many', ' steps']) {
      await one.clock.runFor(170_000)
      await one.locator('textarea').pressSequentially(text)
    }
    await one.clock.runFor(170_000)
    await one.locator('h1, h2').first().tap()
    await one.clock.runFor(170_000)
    expect(one.url()).toBe(begun)
    expect(await one.locator('textarea').inputValue()).toBe('It takes too many steps')
    await one.clock.runFor(11_000)
    await one.waitForURL(at(desk.kioskUrl))
    expect(await one.locator('input:checked').count()).toBe(0)
    // nothing of theirs is left to go back to
    await one.goBack()
    expect(one.url()).not.toBe(begun)
    expect(complaints).toEqual([])
    await context.close()
  })

  test('a site of the list shows it in a frame and it is answered there; another site cannot', async () => {
    const site = createServer((_, response) => {
      response.setHeader('content-type', 'text/html')
      response.end(
        `<title>Shop</title><iframe src="${at(link.url).replace('/q/', '/e/')}" title="How was it" width="390" height="500"></iframe>`,
      )
    }).listen(0)
    const shop = `http://localhost:${(site.address() as AddressInfo).port}`
    const other = shop.replace('localhost', '127.0.0.1')
    await ws.owner.call(changeSurveyLink, { linkId: link.id, frameOrigins: [shop] })
    const one = await page()
    await one.goto(shop)
    const frame = one.frameLocator('iframe')
    await frame.locator('input[name=score][value="5"]').check()
    await shoot(one, 'frame')
    await sendToWords(frame)
    expect((await ws.owner.call(listResponses, { link: link.id, provisional: 'true' })).data).toMatchObject([
      { channel: 'embed', score: 5 },
    ])
    await one.goto(other)
    await expect(frame.locator('button.send').waitFor({ timeout: 1000 })).rejects.toThrow()
    await one.context().close()
    site.close()
  })
})
