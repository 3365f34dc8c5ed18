import { execFileSync } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { listSurveys } from '#collect/surveys/contract.ts'
import { changeSurveyLink, createSurveyLink } from '#collect/surveys/links/contract.ts'
import { listResponses } from '#collect/surveys/responses/contract.ts'
import { listWidgetKeys, updateWidgetKey } from '#collect/widget/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { axeFindings } from '#platform/testing/axe.ts'
import { describeInBrowser, openBrowser } from '#platform/testing/browser.ts'

interface Row {
  id: string
  kind: string
  verbatim: string
  context: { identity: string; page?: { url: string; errors: { text: string }[] } }
  email: string | null
}

describeInBrowser('the widget on a page', () => {
  let t: TestApp
  let ws: TestWorkspace
  let browser: Browser
  let base: string
  let keyId: string
  let publicId: string
  const pages: Page[] = []
  const complaints: string[] = []

  beforeAll(async () => {
    execFileSync('node', ['scripts/build-widget.mjs'], {
      cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    })
    t = await testApp()
    ws = await t.workspace('Larkfield')
    base = await t.listen()
    browser = await openBrowser()
    const { data } = await ws.owner.call(listWidgetKeys, {})
    ;({ id: keyId, publicId } = data[0]!)
  })
  afterAll(() => browser?.close())
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close()
    complaints.length = 0
  })

  async function open(path = '/widget/demo', options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 1400 }, ...options })
    const page = await context.newPage()
    page.setDefaultTimeout(10_000)
    page.on('console', (message) => complaints.push(message.text()))
    pages.push(page)
    await page.goto(path.startsWith('http') ? path : base + path)
    return page
  }
  const shoot = async (page: Page, name: string) => {
    if (process.env.HEARBACK_SHOTS)
      await page.screenshot({ path: `${process.env.HEARBACK_SHOTS}/${name}.png` })
  }
  const launcher = (page: Page) => page.getByRole('button', { name: 'Feedback', exact: true })
  async function openForm(page: Page) {
    await launcher(page).click()
    await page.getByRole('dialog').waitFor()
  }
  const sendButton = (page: Page) => page.getByRole('button', { name: 'Send', exact: true })
  const items = () =>
    ws.run((ctx) =>
      ctx.db.many<Row>(sql`
        select f.id, f.kind, f.verbatim, f.context, r.email from feedback_items f
        left join contacts c on c.workspace_id = ${ws.id} and c.id = f.contact_id
        left join contacts r on r.workspace_id = ${ws.id} and r.id = root_id(c.merged_into_id, c.id)
        where f.workspace_id = ${ws.id} order by f.received_at, f.id`),
    )
  const saying = async (words: string) => (await items()).filter((row) => row.verbatim === words)
  /** Red, green, blue of a spot of the picture in the editor, in shares of its width and height. */
  const spot = (page: Page, x: number, y: number) =>
    page.evaluate(
      ([x, y]) => {
        const canvas = document.querySelector('hearback-widget')!.shadowRoot!.querySelector('canvas')!
        return [
          ...canvas
            .getContext('2d')!
            .getImageData(x! * canvas.width, y! * canvas.height, 1, 1)
            .data.slice(0, 3),
        ]
      },
      [x, y],
    )

  test('a bug report with a covered screenshot and page details reaches the repository', async () => {
    const page = await open()
    await launcher(page).waitFor()
    await page.getByRole('button', { name: 'Cause an error' }).click()
    const card = (await page.getByLabel('Card number').boundingBox())!
    await openForm(page)
    await page.getByLabel('What happened').fill('The total is NaN after the coupon.')
    await page.getByRole('button', { name: 'Add a screenshot' }).click()
    await page.getByRole('heading', { name: 'Cover what nobody should see' }).waitFor()
    // The card number is covered before anybody draws; the banner above is not.
    expect(await spot(page, (card.x + card.width / 2) / 1440, (card.y + card.height / 2) / 1400)).toEqual([
      0, 0, 0,
    ])
    expect((await spot(page, 0.01, 0.005))[1]).toBeGreaterThan(60)

    const area = (await page.locator('.stage canvas').boundingBox())!
    await page.mouse.move(area.x + area.width * 0.1, area.y + 2)
    await page.mouse.down()
    await page.mouse.move(area.x + area.width * 0.5, area.y + area.height * 0.3, { steps: 4 })
    await page.mouse.up()
    await page.getByRole('button', { name: 'Use this picture' }).click()
    await page.getByRole('img', { name: 'Your screenshot' }).waitFor()
    await page.getByText('What is included').click()
    await page.getByText('Checkout total is not a number').waitFor()
    await page.getByLabel('Include details of this page').check()
    await sendButton(page).click()
    await page.getByRole('heading', { name: 'Thank you' }).waitFor()

    const [row] = await saying('The total is NaN after the coupon.')
    expect(row).toMatchObject({
      kind: 'bug',
      context: { identity: 'anonymous', page: { url: `${base}/widget/demo` } },
    })
    expect(row!.context.page!.errors[0]!.text).toContain('Checkout total is not a number')
    const file = await ws.run((ctx) =>
      ctx.db.one<{ id: string }>(
        sql`select file_id as id from feedback_attachments where workspace_id = ${ws.id} and feedback_id = ${row!.id}`,
      ),
    )
    const { openFile } = await import('#platform/files/commands.ts')
    const stored = await ws.run((ctx) => openFile(ctx, file.id))
    const bytes = Buffer.from(await new Response(stored.stream).arrayBuffer())
    const colours = await page.evaluate(
      async (url) => {
        const image = new Image()
        image.src = url
        await image.decode()
        const canvas = document.createElement('canvas')
        canvas.width = image.naturalWidth
        canvas.height = image.naturalHeight
        const paper = canvas.getContext('2d')!
        paper.drawImage(image, 0, 0)
        const at = (x: number, y: number) => [
          ...paper.getImageData(x * canvas.width, y * canvas.height, 1, 1).data.slice(0, 3),
        ]
        return { covered: at(0.3, 0.15), open: at(0.8, 0.15) }
      },
      `data:${stored.type};base64,${bytes.toString('base64')}`,
    )
    expect(Math.max(...colours.covered)).toBeLessThan(8)
    expect(Math.min(...colours.open)).toBeGreaterThan(200)
  })

  test('page details stay here unless the box is ticked', async () => {
    const page = await open()
    await openForm(page)
    await page.getByLabel('What happened').fill('No details, thank you.')
    await sendButton(page).click()
    await page.getByRole('heading', { name: 'Thank you' }).waitFor()
    expect((await saying('No details, thank you.'))[0]!.context).not.toHaveProperty('page')
  })

  test('nothing is stored in the browser before somebody sends, and never a cookie', async () => {
    const page = await open()
    await openForm(page)
    const stored = () =>
      page.evaluate(async () => ({
        local: localStorage.length,
        session: sessionStorage.length,
        databases: (await indexedDB.databases()).length,
      }))
    expect(await stored()).toEqual({ local: 0, session: 0, databases: 0 })
    await page.getByLabel('What happened').fill('First use')
    await sendButton(page).click()
    await page.getByRole('heading', { name: 'Thank you' }).waitFor()
    expect((await stored()).local).toBe(1)
    expect(await page.context().cookies()).toEqual([])
  })

  test('what is written offline is kept and sent once when the connection is back', async () => {
    const page = await open()
    await openForm(page)
    await page.context().setOffline(true)
    await page.getByLabel('What happened').fill('Written in a tunnel')
    await sendButton(page).click()
    await page.getByRole('heading', { name: 'Kept on this device' }).waitFor()
    expect(await saying('Written in a tunnel')).toHaveLength(0)
    await page.context().setOffline(false)
    await page.getByText('Sent. Reference fb_').waitFor()
    expect(await saying('Written in a tunnel')).toHaveLength(1)
    expect(await page.evaluate(() => localStorage.getItem('hearback.pending'))).toBeNull()
  })

  test('what was kept is sent by the next page, and an answer lost on the way counts once', async () => {
    const page = await open()
    await page.route('**/feedback', async (route) => {
      await route.fetch() // the server records it
      await route.abort() // and its answer never arrives
    })
    await openForm(page)
    await page.getByLabel('What happened').fill('Answer lost')
    await sendButton(page).click()
    await page.getByRole('heading', { name: 'Kept on this device' }).waitFor()
    expect(await saying('Answer lost')).toHaveLength(1)
    await page.unroute('**/feedback')
    await page.reload()
    await page.getByText('Sent. Reference fb_').waitFor()
    expect(await saying('Answer lost')).toHaveLength(1)
  })

  test('a picture that is refused or cannot be made does not hold up the words', async () => {
    const page = await open()
    await page.route('**/screenshots', (route) =>
      route.fulfill({ status: 400, contentType: 'application/problem+json', body: '{}' }),
    )
    await openForm(page)
    await page.getByLabel('What happened').fill('Words without picture')
    await page.getByRole('button', { name: 'Add a screenshot' }).click()
    await page.getByRole('button', { name: 'Use this picture' }).click()
    await sendButton(page).click()
    await page.getByText('The screenshot could not be sent; your words were.').waitFor()
    expect(await saying('Words without picture')).toHaveLength(1)

    const other = await open()
    await other.addScriptTag({ content: '' }).catch(() => {}) // inline scripts are refused by the page: its policy is on
    await other.route('**/capture-*.js', (route) => route.abort())
    await openForm(other)
    await other.getByLabel('What happened').fill('No camera at all')
    await other.getByRole('button', { name: 'Add a screenshot' }).click()
    await other.getByText('This page cannot be pictured').waitFor()
    await sendButton(other).click()
    await other.getByRole('heading', { name: 'Thank you' }).waitFor()
  })

  test('Esc closes only the innermost dialog, focus goes back, and what was typed is kept', async () => {
    const page = await open()
    await openForm(page)
    await page.getByLabel('What happened').fill('Half a sen')
    await page.getByRole('button', { name: 'Add a screenshot' }).click()
    await page.getByRole('heading', { name: 'Cover what nobody should see' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('heading', { name: 'Cover what nobody should see' }).waitFor({ state: 'hidden' })
    expect(await page.getByRole('dialog').count()).toBe(1)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    const active = () => page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.className)
    expect(await active()).toContain('launcher')
    await page.keyboard.press('Enter')
    expect(await page.getByLabel('What happened').inputValue()).toBe('Half a sen')
  })

  test('Tab goes round inside the form in both directions', async () => {
    const page = await open()
    await openForm(page)
    const active = () =>
      page.evaluate(() => {
        const element = document.activeElement?.shadowRoot?.activeElement
        return element?.closest('dialog')
          ? `${element.tagName} ${element.id || element.textContent}`
          : 'outside'
      })
    const forward: string[] = []
    for (let i = 0; i < 18; i++) {
      await page.keyboard.press('Tab')
      forward.push(await active())
    }
    expect(forward).not.toContain('outside')
    expect(new Set(forward).size).toBe(9 - 1) // close, kind, words, address, screenshot, consent, what is included, send
    const backward: string[] = []
    for (let i = 0; i < 18; i++) {
      await page.keyboard.press('Shift+Tab')
      backward.push(await active())
    }
    expect(backward).not.toContain('outside')
    expect(new Set(backward)).toEqual(new Set(forward))
  })

  test('a box can be drawn, moved, resized and removed with the keyboard alone', async () => {
    const page = await open()
    await openForm(page)
    await page.getByRole('button', { name: 'Add a screenshot' }).click()
    await page.getByRole('button', { name: 'Add a box' }).press('Enter')
    const box = page.getByRole('button', { name: 'Black box 1' })
    const before = (await box.boundingBox())!
    for (const key of ['ArrowRight', 'ArrowDown', 'Shift+ArrowRight']) await page.keyboard.press(key)
    const after = (await box.boundingBox())!
    expect(after.x).toBeGreaterThan(before.x)
    expect(after.y).toBeGreaterThan(before.y)
    expect(after.width).toBeGreaterThan(before.width)
    await page.keyboard.press('Delete')
    expect(await box.count()).toBe(0)
  })

  test('wrong input is said at the field, and nothing is sent', async () => {
    const page = await open()
    await openForm(page)
    await sendButton(page).click()
    await page.getByText('Write a few words first.').waitFor()
    expect(await page.getByLabel('What happened').getAttribute('aria-invalid')).toBe('true')
    await page.getByLabel('What happened').fill('Something')
    await page.getByLabel('Your e-mail address').fill('dana at copperline')
    await sendButton(page).click()
    await page.getByText('Check the address').waitFor()
    expect(await saying('Something')).toHaveLength(0)
  })

  test('a signed person sends under their name; signing out makes a stranger again', async () => {
    const page = await open()
    await launcher(page).waitFor()
    await page.getByRole('button', { name: 'Sign in as Robin Vale' }).click()
    await page.getByText('Signed in as Robin Vale (demo).').waitFor()
    await openForm(page)
    await page.getByText('Sent as Robin Vale (demo)').waitFor()
    expect(await page.getByLabel('Your e-mail address').count()).toBe(0)
    await page.getByText('Request a feature').last().click()
    await page.getByLabel('What do you need to do').fill('Pause a delivery')
    await sendButton(page).click()
    await page.getByText('A person answers within 24 hours.').waitFor()
    expect((await saying('Pause a delivery'))[0]).toMatchObject({
      kind: 'feature',
      email: 'robin.vale@copperline.example',
      context: { identity: 'verified' },
    })
    await page.getByRole('button', { name: 'Close' }).last().click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await openForm(page)
    await page.getByLabel('Your e-mail address').waitFor()
  })

  test('a function given to identify is asked only when the form opens', async () => {
    const page = await open()
    await launcher(page).waitFor()
    await page.evaluate(() => {
      const shared = window as unknown as { asked: number; hearback(verb: string, value: unknown): void }
      shared.asked = 0
      shared.hearback('identify', async () => {
        shared.asked++
        const key = document.documentElement.dataset.key
        return (await (await fetch(`/widget/demo/token?key=${key}`, { method: 'POST' })).json()).token
      })
    })
    const asked = () => page.evaluate(() => (window as unknown as { asked: number }).asked)
    await page.waitForTimeout(200)
    expect(await asked()).toBe(0)
    await openForm(page)
    await page.getByText('Sent as Robin Vale (demo)').waitFor()
    expect(await asked()).toBe(1)
  })

  test('a key for signed-in people says so to others and shows them no form', async () => {
    await ws.owner.call(updateWidgetKey, { keyId, verifiedOnly: true })
    try {
      const page = await open()
      await openForm(page)
      await page.getByText('Sign in first: Larkfield takes feedback from signed-in people only.').waitFor()
      expect(await page.getByRole('textbox', { name: 'What happened' }).count()).toBe(0)
      expect(await axeFindings(page)).toEqual([])
    } finally {
      await ws.owner.call(updateWidgetKey, { keyId, verifiedOnly: false })
    }
  })

  test('a single-page app may replace the whole body', async () => {
    const page = await open()
    await launcher(page).waitFor()
    await page.evaluate(() => {
      document.body = document.createElement('body')
    })
    await openForm(page)
  })

  test.each(['light', 'dark'] as const)(
    'axe finds nothing in the %s form, its answer and the picture editor',
    async (theme) => {
      const page = await open(`/widget/demo?theme=${theme}`)
      await launcher(page).waitFor()
      expect(await axeFindings(page)).toEqual([])
      await openForm(page)
      await page.getByText('What is included').click()
      await page.getByText('Give feedback').last().click()
      expect(await axeFindings(page)).toEqual([])
      await page.getByRole('button', { name: 'Add a screenshot' }).click()
      await page.getByRole('button', { name: 'Add a box' }).click()
      expect(await axeFindings(page)).toEqual([])
      await page.getByRole('button', { name: 'Use this picture' }).click()
      await sendButton(page).click()
      expect(await axeFindings(page)).toEqual([])
      await page.getByLabel('What should we know?').fill(`Axe ${theme}`)
      await sendButton(page).click()
      await page.getByRole('heading', { name: 'Thank you' }).waitFor()
      expect(await axeFindings(page)).toEqual([])
    },
  )

  test('on an Arabic page of a phone the form speaks Arabic, from right to left, and axe finds nothing', async () => {
    const page = await open('/widget/demo?locale=ar', { viewport: { width: 390, height: 844 } })
    await page.getByRole('button', { name: 'رأيك' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    expect(await dialog.getAttribute('dir')).toBe('rtl')
    expect(await dialog.getAttribute('lang')).toBe('ar')
    expect(await axeFindings(page)).toEqual([])
    const box = (await dialog.boundingBox())!
    expect(box.x).toBe(0)
    expect(box.width).toBe(390)
  })

  test('the demo page’s strict policy refuses nothing of the widget', async () => {
    const page = await open()
    await openForm(page)
    await page.getByRole('button', { name: 'Add a screenshot' }).click()
    await page.getByRole('button', { name: 'Use this picture' }).click()
    await page.getByRole('img', { name: 'Your screenshot' }).waitFor()
    expect(complaints.filter((text) => text.includes('Content Security Policy'))).toEqual([])
  })

  describe('on another origin', () => {
    let server: Server
    let origin: string
    beforeAll(async () => {
      server = createServer((_request, response) => {
        response.setHeader('content-type', 'text/html')
        response.end(`<!doctype html><title>Shop</title><style>*{display:none!important;color:red!important}html,body{display:block!important}</style>
          <script async src="${base}/widget/widget.js" data-key="${publicId}"></script><p>A page with rude styles</p>`)
      })
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
      origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    })
    afterAll(() => server.close())

    test('one script tag is enough where the origin is allowed, whatever the page’s styles', async () => {
      await ws.owner.call(updateWidgetKey, { keyId, origins: [origin] })
      const page = await open(origin)
      await page.addStyleTag({ content: 'hearback-widget{display:block!important}' })
      await openForm(page)
      await page.getByLabel('What happened').fill('From another origin')
      await sendButton(page).click()
      await page.getByRole('heading', { name: 'Thank you' }).waitFor()
      expect(await saying('From another origin')).toHaveLength(1)
    })

    test('elsewhere nothing appears and the console says what to change', async () => {
      await ws.owner.call(updateWidgetKey, { keyId, origins: ['https://app.larkfield.example'] })
      const page = await open(origin)
      await expect
        .poll(() =>
          complaints.some((text) => text.includes(`Check that ${origin} is among the key's origins`)),
        )
        .toBe(true)
      expect(await launcher(page).count()).toBe(0)
    })
  })

  test('a survey waits in the corner without taking the focus; one press, then why, then thanks', async () => {
    const surveyId = (await ws.owner.call(listSurveys, {})).data[0]!.id
    const link = await ws.owner.call(createSurveyLink, { surveyId, name: 'On the demo', isInApp: true })
    const page = await open('/widget/demo', { viewport: { width: 390, height: 844 } })
    await page
      .getByRole('button', { name: /sign in/i })
      .first()
      .click()
    const card = page.getByRole('dialog')
    await card.getByRole('button', { name: '3', exact: true }).waitFor()
    expect(await card.getAttribute('aria-modal')).toBe('false')
    expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('HEARBACK-WIDGET')
    await shoot(page, 'card')
    expect(await axeFindings(page)).toEqual([])
    await page.context().setOffline(true)
    await card.getByRole('button', { name: '3', exact: true }).click()
    await card.getByText('It was not sent. Check the connection and press again.').waitFor()
    await page.context().setOffline(false)
    await card.getByRole('button', { name: '3', exact: true }).click()
    await card.getByRole('textbox').fill('Too many steps')
    await shoot(page, 'card-why')
    expect(await axeFindings(page)).toEqual([])
    await card.getByRole('button', { name: 'Send answer' }).click()
    await card.getByRole('heading', { name: /Thank you/ }).waitFor()
    await page.keyboard.press('Escape')
    await card.waitFor({ state: 'detached' })
    const { data } = await ws.owner.call(listResponses, { channel: 'in_app' })
    expect(data).toMatchObject([{ score: 3, words: 'Too many steps' }])
    await ws.owner.call(changeSurveyLink, { linkId: link.id, isOpen: false })
  })
})
