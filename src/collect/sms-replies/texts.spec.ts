import { beforeAll, expect, it } from 'vitest'
import { listSurveys } from '#collect/surveys/contract.ts'
import { listWaves } from '#collect/surveys/waves/contract.ts'
import { changeConsent, createContact } from '#customers/contacts/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { getSmsSettings } from '#platform/sms/contract.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import {
  buildTeamApp,
  describeInBrowser,
  expectSound,
  openWindow,
  signInAs,
  type Window,
} from '#platform/testing/browser.ts'
import { callBack, type TestSmsProvider, testSmsProvider } from '#platform/testing/sms-provider.ts'

describeInBrowser('Text messages, on the screens', () => {
  let app: TestApp
  let ws: TestWorkspace
  let provider: TestSmsProvider
  let base: string
  let desktop: Window
  let phone: Window
  let address: string
  let petra: string
  const number = '+4915155510001'

  beforeAll(async () => {
    buildTeamApp()
    app = await testApp({ HEARBACK_ALLOW_HOSTS: '127.0.0.1' })
    app.clock.set('2037-11-10T09:00:00Z') // a Tuesday, ten in the morning in Berlin
    provider = await testSmsProvider()
    ws = await app.workspace('Larkfield')
    const person = async (name: string, more: Record<string, unknown>) => {
      const { id } = await ws.owner.call(createContact, { name, zone: 'Europe/Berlin', ...more })
      if (more.phone)
        await ws.owner.call(changeConsent, {
          contactId: id,
          channel: 'sms',
          topic: 'surveys',
          state: 'subscribed',
        })
      return id
    }
    petra = await person('Petra Lindqvist', { phone: number })
    await person('Bo Mailer', { email: 'bo@quillmere.example' })
    await person('Nora Nothing', {})
    base = await app.listen()
    desktop = await openWindow({ size: 'desktop' })
    phone = await openWindow({ size: 'phone' })
    for (const window of [desktop, phone]) await signInAs(window, base, ws.owner)
  }, 300_000)

  const open = async (window: Window, path: string) => {
    await window.page.goto(`${base}/w/${ws.slug}/${path}`)
    await window.ready()
  }

  it('an admin sets the provider after trying it, and sends a test to their own telephone', async () => {
    const { page } = desktop
    await open(desktop, 'settings/sms')
    await page.getByLabel('Account SID').fill(provider.account)
    await page.getByLabel('Auth token').fill('wrong')
    await page.getByLabel('Address of the service').fill(provider.address)
    await page.getByRole('button', { name: 'Try the connection' }).click()
    await page.getByText('does not accept this account and token').waitFor()
    await page.getByLabel('Auth token').fill(provider.token)
    await page.getByRole('button', { name: 'Try the connection' }).click()
    await page.getByText('the token is right').waitFor()
    await page.getByLabel('Number', { exact: true }).fill('0151 1234')
    await page.getByRole('button', { name: 'Set the provider' }).click()
    await page.getByText('This is no number that can be texted').waitFor()
    // the refusal, as the browser logs it
    expect(desktop.complaints.splice(0)).toEqual([expect.stringContaining('status of 400')])
    await page.getByLabel('Number', { exact: true }).fill('+15005550006')
    await page.getByRole('button', { name: 'Set the provider' }).click()
    await page.getByLabel('Your number').fill(number)
    await page.getByRole('button', { name: 'Send me a test message' }).click()
    await page.getByText('The test message is queued.').waitFor()
    await app.settle()
    expect(provider.taken).toHaveLength(1)
    await open(desktop, 'settings/sms')
    await expectSound(desktop, 'settings sms set')
    await open(phone, 'settings/sms')
    await expectSound(phone, 'settings sms set', { colours: 'none' })
    address = (await ws.owner.call(getSmsSettings, {})).webhook.address
  })

  it('a wave says how it goes, to how many by which way, and who has neither; the text stands there with its length', async () => {
    const { page } = desktop
    const surveyId = (await ws.owner.call(listSurveys, {})).data[0]!.id
    await open(desktop, `surveys/${surveyId}`)
    await page.getByText('Mail, else text').click()
    await page.getByText('1 by mail, 1 by text message').waitFor()
    await page.getByText(/characters, 2 messages/).waitFor()
    await expectSound(desktop, 'survey by either', { colours: 'light' })
    await open(phone, `surveys/${surveyId}`)
    await phone.page.getByText('Text message', { exact: true }).tap()
    await phone.page.getByText(/characters, 2 messages/).waitFor()
    await phone.page.getByText('Goes by').first().scrollIntoViewIfNeeded()
    await expectSound(phone, 'survey by sms', { colours: 'none' })
    await page.getByRole('button', { name: 'Send to 2 people' }).click()
    await page.getByText('1 gets one mail and 1 gets one text message now').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Send to 2 people' }).click()
    await page.waitForURL(/waves\/wave_/)
    await app.settle()
    expect(provider.taken.at(-1)).toMatchObject({ to: number })
  })

  it('replies are on the wave, in the list and on the contact', async () => {
    const say = (Body: string) =>
      callBack(app, provider.token, address, { MessageSid: `SM${Body}`, From: number, To: '', Body })
    await say('9')
    await say('The export loses my filters')
    await callBack(app, provider.token, address, {
      MessageSid: 'SMx',
      From: '+4915100000009',
      To: '',
      Body: '7',
    })
    await say('STOP')
    await app.settle()
    const waveId = (await ws.owner.call(listWaves, {})).data[0]!.id
    await open(desktop, `waves/${waveId}`)
    await desktop.page.getByRole('complementary').getByText('1 of 1 delivered').waitFor()
    await expectSound(desktop, 'wave by either', { colours: 'light' })
    await open(desktop, 'text-messages')
    await desktop.page.getByText('Petra Lindqvist').first().click()
    await desktop.page.getByText('Provider said').waitFor()
    await expectSound(desktop, 'text messages')
    await open(phone, 'text-messages')
    await expectSound(phone, 'text messages', { colours: 'none' })
    await open(desktop, 'text-messages?show=in')
    await desktop.page.getByText('nothing was asked that it could answer').waitFor()
    await expectSound(desktop, 'text replies')
    await open(phone, 'text-messages?show=in')
    await expectSound(phone, 'text replies', { colours: 'none' })
    await desktop.page.getByRole('button', { name: 'Put away' }).click()
    await desktop.page.getByText('The reply is put away.').waitFor()
    await open(desktop, `contacts/${petra}`)
    await desktop.page.getByText('Surveys by text message: refused').waitFor()
    await expectSound(desktop, 'contact who stopped', { colours: 'light' })
    await open(desktop, `contacts/${petra}?tab=reached`)
    await desktop.page.getByText('Survey, by text message').waitFor()
  })

  it('in a demo the texts and the outbox say that nothing leaves it, and ask for no provider', async () => {
    const demo = await app.workspace('Demo')
    await demo.run((ctx) =>
      ctx.db.run(sql`update workspaces set is_demo = true where id = ${ctx.workspaceId}`),
    )
    const { page } = desktop
    await signInAs(desktop, base, demo.owner)
    for (const [path, words] of [
      ['text-messages', 'This is a demo workspace: no text message leaves it'],
      ['outbox', 'This is a demo workspace: no mail leaves it'],
    ] as const) {
      await page.goto(`${base}/w/${demo.slug}/${path}`)
      await desktop.ready()
      await page.getByRole('status').filter({ hasText: words }).waitFor()
      expect(await page.getByText(/No provider|No mail server/).count()).toBe(0)
      await expectSound(desktop, `${path} of a demo`, { colours: 'none' })
    }
  })
})
