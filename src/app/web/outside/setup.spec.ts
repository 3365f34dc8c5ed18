import { beforeAll, expect, it } from 'vitest'
import { createSetupLink } from '#platform/identity/setup.ts'
import { testApp } from '#platform/testing/app.ts'
import {
  buildTeamApp,
  describeInBrowser,
  expectAccessible,
  expectNoSidewaysScroll,
  openWindow,
  picture,
  sizes,
} from '#platform/testing/browser.ts'

describeInBrowser('The first run', () => {
  let base: string
  let app: Awaited<ReturnType<typeof testApp>>
  let token: string
  beforeAll(async () => {
    buildTeamApp()
    app = await testApp()
    base = await app.listen()
    token = new URL((await createSetupLink(app.house.door))!).searchParams.get('token')!
  })

  /** A window with the session of the owner, or of somebody else. */
  async function signedIn(
    options: Parameters<typeof openWindow>[0] = {},
    who = { email: 'ines@larkfield.example', password: 'correct horse battery' },
  ) {
    const window = await openWindow(options)
    const answer = await window.context.request.post(`${base}/api/v1/session`, {
      data: who,
      headers: { origin: base },
    })
    expect(answer.status()).toBe(200)
    return window
  }

  /** A colleague who came in by a join link. */
  async function agent() {
    const owner = await signedIn()
    const link = await owner.context.request.post(`${base}/w/larkfield/api/v1/join-links`, {
      data: { role: 'agent' },
      headers: { origin: base },
    })
    const who = { email: 'priya@larkfield.example', password: 'one more horse battery' }
    const { url } = (await link.json()) as { url: string }
    const joined = await (await openWindow()).context.request.post(`${base}/api/v1/join`, {
      data: { token: new URL(url).searchParams.get('token'), name: 'Priya Nair', ...who },
      headers: { origin: base },
    })
    expect(joined.status()).toBe(201)
    return who
  }

  it('without the link says where the link stands', async () => {
    const { page } = await openWindow()
    await page.goto(`${base}/`)
    await page.getByRole('heading', { name: 'The set-up link is missing' }).waitFor()
    await expectAccessible(page)
  })

  it('makes the owner and the workspace by keyboard alone, without a mail server', async () => {
    const { page, complaints } = await openWindow()
    await page.goto(`${base}/setup?token=${token}`)
    await page.getByRole('heading', { name: 'Who are you?' }).waitFor()
    await expectAccessible(page)
    await picture(page, 'setup-desktop-light')
    // the first field has the focus: type, Tab, type
    await page.keyboard.type('Ines Okafor')
    await page.keyboard.press('Tab')
    await page.keyboard.type('ines@larkfield.example')
    await page.keyboard.press('Tab')
    await page.keyboard.type('correct horse battery')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'What is your company called?' }).waitFor()
    await page.keyboard.type('Larkfield')
    await expectAccessible(page)
    await picture(page, 'setup-workspace-desktop-light')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/w\/larkfield\/setup\/hours/)
    expect(complaints).toEqual([])
  })

  it('shows what the hours and the holidays of a place make of due times, and keeps them', async () => {
    const { page, complaints } = await signedIn()
    await page.goto(`${base}/w/larkfield/setup`)
    await page.waitForURL(/setup\/hours/)
    await page.getByLabel('Time zone').fill('America/Los_Angeles')
    await page.getByLabel('Public holidays').selectOption({ label: 'United States of America' })
    await page.getByLabel('State or region').selectOption({ label: 'California' })
    const monday = page.getByRole('textbox', { name: 'Monday' })
    await monday.fill('8:30-12, 13-17:30')
    await page.getByRole('button', { name: 'Monday’s hours until Friday' }).click()
    expect(await page.getByRole('textbox', { name: 'Friday' }).inputValue()).toBe('08:30–12:00, 13:00–17:30')
    const examples = page.getByRole('region', { name: 'So this is what happens' })
    await examples.getByText('24 hours by the clock').waitFor()
    await examples.getByText(/5 business days, .*skipped/).waitFor()
    const before = await examples.innerText()
    // the box lives: an office that closes earlier closes its days earlier
    await monday.fill('9-12')
    await page.getByRole('button', { name: 'Monday’s hours until Friday' }).click()
    await expect.poll(() => examples.innerText()).not.toBe(before)
    await monday.fill('17-9')
    await examples.getByText('shown when it is right').waitFor()
    await page.getByRole('button', { name: 'Save and go on' }).click()
    await page.getByText('Monday: ends before it begins').waitFor()
    await monday.fill('8:30-12, 13-17:30')
    await monday.press('Enter')
    await page.getByRole('heading', { name: 'Where does feedback arrive?' }).waitFor()
    await page.getByRole('button', { name: 'Back' }).click()
    await page.getByRole('heading', { name: 'When do you work?' }).waitFor()
    expect(await page.getByLabel('Time zone').inputValue()).toBe('America/Los_Angeles')
    expect(await monday.inputValue()).toBe('08:30–12:00, 13:00–17:30')
    // the refusal that was asked for is all the page complained about
    expect(complaints.filter((one) => !/status of 400/.test(one))).toEqual([])
  })

  it('gives the widget its pages, and an API key whose command records the first item', async () => {
    const { page, complaints } = await signedIn()
    await page.goto(`${base}/w/larkfield/setup/channels`)
    await page.getByLabel('Add an origin').fill('portal.larkfield.example')
    await page.keyboard.press('Enter')
    await page.getByText('Write scheme and host').waitFor()
    await page.getByLabel('Add an origin').fill('https://portal.larkfield.example')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Remove https://portal.larkfield.example' }).waitFor()
    expect(await page.getByLabel('Script tag').inputValue()).toMatch(/<script async src=".*" data-key="hbw_/)
    await page.getByRole('button', { name: 'A program, by API' }).click()
    await page.getByRole('button', { name: 'Make the key' }).click()
    const command = await page.getByLabel('Command', { exact: true }).inputValue()
    const [, url, authorization, type, body] =
      /^curl (\S+) -H 'Authorization: ([^']+)' -H 'Content-Type: ([^']+)' -d '([^']+)'$/.exec(command)!
    const answer = await fetch(url!.replace(/^https?:\/\/[^/]+/, base), {
      method: 'POST',
      headers: { authorization: authorization!, 'content-type': type! },
      body: body!,
    })
    expect(answer.status).toBe(201)
    await page.getByRole('button', { name: 'A file' }).click()
    await page.getByRole('button', { name: 'Choose a file' }).waitFor()
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByRole('heading', { name: 'Who answers?' }).waitFor()
    expect(complaints).toEqual([])
  })

  it('is left and come back to, and ends in a working inbox', async () => {
    const { page, complaints } = await signedIn()
    await page.goto(`${base}/w/larkfield/setup/people`)
    await page.getByRole('link', { name: 'leave and come back' }).click()
    await page.waitForURL(/larkfield\/inbox/)
    const entry = page.getByRole('link', { name: /Finish setting up/ })
    await entry.getByText('2').waitFor()
    await entry.click()
    await page.getByRole('heading', { name: 'Who answers?' }).waitFor()
    await page.getByRole('button', { name: 'Make a join link' }).click()
    expect(await page.getByLabel('Join link', { exact: true }).inputValue()).toContain('/join?token=')
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByRole('heading', { name: 'The first survey' }).waitFor()
    await page.getByText('No mail server is set yet').waitFor()
    await page.getByRole('button', { name: 'Skip' }).click()
    await page.waitForURL(/larkfield\/inbox/)
    await page.getByText('The export takes too long').first().waitFor()
    await page.getByRole('button', { name: 'Do not show the set-up again' }).click()
    await entry.waitFor({ state: 'detached' })
    await page.reload()
    await page.getByText('The export takes too long').first().waitFor()
    expect(await entry.count()).toBe(0)
    expect(complaints).toEqual([])
  })

  for (const theme of ['light', 'dark'] as const)
    it(`every step is accessible and fits a phone, in ${theme}`, async () => {
      const { page } = await signedIn({ theme })
      await page.goto(`${base}/w/larkfield/setup/workspace`)
      for (const title of [
        'Workspace',
        'When you work',
        'Where feedback arrives',
        'Who answers',
        'First survey',
      ]) {
        const step = page.getByRole('listitem').filter({ hasText: title })
        if (title !== 'Workspace') await step.getByRole('link').click()
        await step.and(page.locator('[aria-current=step]')).waitFor()
        await page.waitForLoadState('networkidle')
        await expectAccessible(page)
        await picture(page, `setup-${title}-desktop-${theme}`)
        await page.setViewportSize(sizes.phone)
        await expectNoSidewaysScroll(page)
        await picture(page, `setup-${title}-phone-${theme}`)
        await page.setViewportSize(sizes.desktop)
      }
    }, 300_000)

  it('only an admin or owner sets up', async () => {
    const { page } = await signedIn({}, await agent())
    await page.goto(`${base}/w/larkfield/setup`)
    await page.getByRole('heading', { name: 'An admin sets this workspace up' }).waitFor()
    await page.getByRole('link', { name: 'Open the inbox' }).click()
    await page.waitForURL(/larkfield\/inbox/)
    expect(await page.getByRole('link', { name: /Finish setting up/ }).count()).toBe(0)
  })

  it('a second use of the link finds the house set up', async () => {
    const { page } = await openWindow()
    await page.goto(`${base}/setup?token=${token}`)
    await page.getByRole('heading', { name: 'This Hearback is set up' }).waitFor()
    await expectAccessible(page)
  })

  it('a page asked for without a session comes back after signing in, and a wrong password keeps the address typed', async () => {
    const { page } = await openWindow({ size: 'phone', theme: 'dark' })
    await page.goto(`${base}/w/larkfield/settings/members`)
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
    await picture(page, 'sign-in-phone-dark')
    await page.getByLabel('E-mail address').fill('ines@larkfield.example')
    await page.getByLabel('Password').fill('wrong horse battery')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    expect(await page.getByLabel('E-mail address').inputValue()).toBe('ines@larkfield.example')
    await page.getByLabel('Password').fill('correct horse battery')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/w\/larkfield\/settings\/members/)
    await page.getByText('(you)').waitFor()
  })

  it('a colleague comes in by a join link, once', async () => {
    const owner = await openWindow()
    await owner.page.goto(`${base}/sign-in?next=/w/larkfield/settings/members`)
    await owner.page.getByLabel('E-mail address').fill('ines@larkfield.example')
    await owner.page.getByLabel('Password').fill('correct horse battery')
    await owner.page.keyboard.press('Enter')
    await owner.page.getByRole('button', { name: 'Make a join link' }).click()
    const link = new URL(await owner.page.getByLabel('Join link', { exact: true }).inputValue())

    const { page } = await openWindow()
    await page.goto(base + link.pathname + link.search)
    await page.getByRole('heading', { name: 'Join Larkfield' }).waitFor()
    await expectAccessible(page)
    await page.getByLabel('Your name').fill('Tomasz Brandt')
    await page.getByLabel('E-mail address').fill('tomasz@larkfield.example')
    await page.getByLabel('Password').fill('another horse battery')
    await page.getByRole('button', { name: 'Join' }).click()
    await page.waitForURL(/\/w\/larkfield\/inbox/)

    const late = await openWindow()
    await late.page.goto(base + link.pathname + link.search)
    await late.page.getByRole('heading', { name: 'This link does not work' }).waitFor()
  })
})

describeInBrowser('The first run with a demo', () => {
  it('goes on while the demo is being written, shows how far it is, and ends in a full inbox', async () => {
    buildTeamApp()
    const app = await testApp()
    const base = await app.listen()
    const token = new URL((await createSetupLink(app.house.door))!).searchParams.get('token')!
    const { page, complaints } = await openWindow()
    await page.goto(`${base}/setup?token=${token}`)
    await page.getByLabel('Your name').fill('Ines Okafor')
    await page.getByLabel('E-mail address').fill('ines@larkfield.example')
    await page.getByLabel('Password').fill('correct horse battery')
    await page.keyboard.press('Enter')
    await page.getByLabel('Name of the workspace').fill('Larkfield')
    await page.getByRole('radio', { name: 'With demo data' }).check()
    await page.getByRole('button', { name: 'Make the workspace' }).click()
    await page.getByRole('heading', { name: 'When do you work?' }).waitFor()
    await page.getByText('Inventing a year').waitFor()
    await expectAccessible(page)
    await picture(page, 'setup-demo-desktop-light')
    await page.getByRole('link', { name: 'leave and come back' }).click()
    await page.getByText('Demo workspace.').waitFor()
    await page.getByText('Inventing a year').waitFor()
    await expectAccessible(page)
    await picture(page, 'demo-being-written-desktop-light')
    const worker = await app.house.startWorker()
    await page.getByText('nothing leaves the outbox').waitFor({ timeout: 120_000 })
    await page.getByRole('main').getByRole('listitem').nth(10).waitFor()
    await worker.stop()
    expect(complaints).toEqual([])
  }, 300_000)
})
