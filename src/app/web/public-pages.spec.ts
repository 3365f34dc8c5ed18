import { beforeAll, it } from 'vitest'
import { listSurveys } from '#collect/surveys/contract.ts'
import { sendSurvey } from '#collect/surveys/waves/contract.ts'
import { createAccount } from '#customers/accounts/contract.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { createJoinLink, createResetLink } from '#platform/identity/contract.ts'
import { createSetupLink } from '#platform/identity/setup.ts'
import { encodeId } from '#platform/ids.ts'
import { setMailServer } from '#platform/mail/contract.ts'
import { type TestApp, testApp } from '#platform/testing/app.ts'
import {
  buildTeamApp,
  describeInBrowser,
  expectNoSidewaysScroll,
  expectReflow,
  expectSound,
  openWindow,
  type Window,
} from '#platform/testing/browser.ts'
import { serverAt, testMailServer } from '#platform/testing/smtp.ts'

describeInBrowser('Every page that needs no signing in', () => {
  let app: TestApp
  let base: string
  let desktop: Window
  let phone: Window
  const address: Record<string, string> = {
    'sign-in': '/sign-in',
    'set up already': '/setup?token=used',
    'an edited survey link': '/s/hb_edited',
    'an edited unsubscribe link': '/u/hb_edited',
    'an edited join link': '/join?token=hb_edited',
    'the widget demo': '/widget/demo',
  }

  beforeAll(async () => {
    buildTeamApp()
    app = await testApp()
    base = await app.listen()
    desktop = await openWindow({ size: 'desktop', bypassCSP: true })
    phone = await openWindow({ size: 'phone', bypassCSP: true })
    await expectSetup(new URL((await createSetupLink(app.house.door))!))

    const ws = await app.workspace('Larkfield')
    const mails = await testMailServer()
    await ws.owner.call(setMailServer, serverAt(mails.port))
    const path = (url: string) => new URL(url).pathname + new URL(url).search
    const member = await ws.as('agent')
    address.join = path((await ws.owner.call(createJoinLink, { role: 'agent' })).url)
    address['a new password'] = path(
      (await ws.owner.call(createResetLink, { id: encodeId('mem', member.memberId!) })).url,
    )
    const accountId = (await ws.owner.call(createAccount, { name: 'Quillmere Academy', lifecycle: 'active' }))
      .id
    const surveyId = (await ws.owner.call(listSurveys, {})).data[0]!.id
    await ws.owner.call(createContact, { name: 'Petra Lund', email: 'petra@quillmere.example', accountId })
    await ws.owner.call(sendSurvey, { surveyId })
    await app.settle()
    const text = mails.received[0]!.parsed.text ?? ''
    address['a survey'] = /\/s\/hb_[\w-]+/.exec(text)![0]
    address['a survey with a number from the mail'] = `${address['a survey']}?score=6`
    address.unsubscribe = /\/u\/hb_[\w-]+/.exec(text)![0]
  }, 300_000)

  /** What is gone or wrong is answered with its status: the console says so. */
  const forgetRefusals = ({ complaints }: Window) =>
    complaints.splice(0, Number.POSITIVE_INFINITY, ...complaints.filter((one) => !/status of 4/.test(one)))
  const look = async (name: string, at: string) => {
    for (const window of [desktop, phone]) {
      await window.page.goto(base + at)
      await window.ready()
      forgetRefusals(window)
      // a phone places things otherwise; its colours are the same
      await expectSound(window, `public-${name}`, { colours: window === desktop ? 'both' : 'none' })
    }
    await expectReflow(desktop.page)
  }
  const expectSetup = async (link: URL) => {
    await look('set-up', link.pathname + link.search)
    await look('set-up without its link', '/setup')
  }

  it.each([
    'sign-in',
    'set up already',
    'join',
    'an edited join link',
    'a new password',
    'a survey',
    'a survey with a number from the mail',
    'an edited survey link',
    'unsubscribe',
    'an edited unsubscribe link',
    'the widget demo',
  ])(
    '%s is sound in both themes, on desktop and phone, at 200 percent and at 320 px',
    async (name) => {
      await look(name, address[name]!)
    },
    300_000,
  )

  it('the reference of the API is sound in both themes, on desktop and phone, at 200 percent and at 320 px', async () => {
    const name = 'public-the reference of the API'
    for (const window of [desktop, phone]) {
      await window.page.goto(`${base}/api/docs`)
      await window.ready()
      forgetRefusals(window)
      await expectNoSidewaysScroll(window.page)
      if (window === desktop) {
        await expectSound(window, name, { colours: 'light' })
        await expectReflow(window.page)
      }
      // hundreds of operations in the same parts: axe looked at all of them once
      await window.page.evaluate(() => {
        for (const one of [...document.querySelectorAll('article')].slice(20)) one.remove()
      })
      await expectSound(window, name, { colours: window === desktop ? 'both' : 'none' })
    }
  })

  it('a survey from the number to thanks, and the word after unsubscribing', async () => {
    const { page } = phone
    await page.goto(`${base}${address['a survey']}?score=6`)
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('status').waitFor()
    await expectSound(phone, 'public-reason')
    await page.getByRole('button', { name: 'Send answer' }).click()
    await page.getByRole('heading', { level: 1, name: /Thank you/ }).waitFor()
    await expectSound(phone, 'public-thanks')
    await page.goto(base + address.unsubscribe)
    await page.getByLabel(/^Stop/).check()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { level: 1, name: /^Done/ }).waitFor()
    await expectSound(phone, 'public-unsubscribed')
  })
})
