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
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'How do you want to begin?' }).waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Make the workspace' }).press('Enter')
    await page.waitForURL(/\/w\/larkfield\/inbox/)
    await page.getByRole('heading', { name: 'Nothing has arrived yet' }).waitFor()
    await expectAccessible(page)
    await picture(page, 'first-inbox-desktop-light')
    expect(complaints).toEqual([])
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
