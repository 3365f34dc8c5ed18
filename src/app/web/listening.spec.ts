import { createHmac } from 'node:crypto'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { sendSignals } from '#collect/signals/contract.ts'
import { createAccount } from '#customers/accounts/contract.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { listFeedback } from '#organize/inbox/contract.ts'
import { createArea } from '#organize/tags/contract.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import {
  buildTeamApp,
  describeInBrowser,
  expectNoSidewaysScroll,
  openWindow,
  picture,
  signInAs,
  sizes,
  type Window,
} from '#platform/testing/browser.ts'

describeInBrowser('What customers say and do is taken down in the team app', () => {
  let t: TestApp
  let ws: TestWorkspace
  let base: string
  let window: Window
  let accountId: string

  beforeAll(async () => {
    buildTeamApp()
    t = await testApp()
    t.clock.set('2037-11-10T12:00:00Z')
    ws = await t.workspace('Larkfield')
    const account = { name: 'Quillmere Academy', lifecycle: 'active' } as const
    accountId = (await ws.owner.call(createAccount, account)).id
    await ws.owner.call(createContact, { name: 'Petra Lund', email: 'petra@quillmere.example', accountId })
    base = await t.listen()
    window = await openWindow()
    await signInAs(window, base, ws.owner)
  })
  beforeEach(() => window.page.setViewportSize(sizes.desktop))

  const go = async (path: string) => {
    await window.page.goto(`${base}/w/${ws.slug}/${path}`)
    await window.ready()
  }
  /** The same screen as it is on a phone, where nothing may stick out. */
  const seen = async (name: string) => {
    const { page } = window
    for (const size of [sizes.desktop, sizes.phone]) {
      await page.setViewportSize(size)
      await picture(page, `${name}-${size.width}`)
      await expectNoSidewaysScroll(page)
    }
    await page.setViewportSize(sizes.desktop)
    expect(window.complaints.splice(0)).toEqual([])
  }
  const said = async () => (await ws.owner.call(listFeedback, {})).data.map((one) => one.verbatim)

  test('a check-in is noted down with a highlight, which becomes an item', async () => {
    const { page } = window
    await go(`check-ins/note?account=${accountId}`)
    await page.getByLabel('Notes').fill('Went through the last month.')
    await page.getByLabel('Petra Lund').check()
    await page.getByLabel('Highlight 1', { exact: true }).fill('Reports take us a whole morning.')
    await page.getByLabel('Who said highlight 1').selectOption({ label: 'Petra Lund' })
    await seen('check-in-note')
    await page.getByRole('button', { name: 'Note down' }).click()
    await page.waitForURL(/check-ins\/chk_/)
    await page.getByRole('link', { name: '“Reports take us a whole morning.”' }).click()
    await page.waitForURL(/inbox\//)
    expect(await said()).toContain('Reports take us a whole morning.')
  })

  test('a session is planned, its participant agrees, and what they say becomes an item by name', async () => {
    const { page } = window
    await go('sessions')
    await page.getByRole('button', { name: 'Plan' }).click()
    await page.getByRole('dialog').getByLabel('Title').fill('How reports are made')
    await page.getByRole('dialog').getByRole('button', { name: 'Plan' }).click()
    await page.waitForURL(/sessions\/\w+_/)
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('option', { name: /Petra Lund/ }).click()
    await page.getByLabel('Consent of Petra Lund').selectOption('given')
    await page.getByText('written down by').waitFor()
    await page.getByRole('button', { name: 'It was held' }).click()
    await page.getByLabel('Highlight 1', { exact: true }).fill('I copy every figure by hand.')
    await page.getByLabel('Who said highlight 1').selectOption({ label: 'Petra Lund' })
    await seen('session')
    await page.getByRole('button', { name: 'Add to the inbox' }).click()
    await page.getByRole('link', { name: '“I copy every figure by hand.”' }).waitFor()
    expect(await said()).toContain('I copy every figure by hand.')
  })

  test('a signal rule is written with its preview beside it, and kept', async () => {
    const { page } = window
    const day = (back: number) => new Date(t.clock.now().getTime() - back * 86_400_000).toISOString()
    await ws.owner.call(sendSignals, {
      signals: Array.from({ length: 70 }, (_, i) => ({
        feature: 'Reports',
        at: day(70 - i),
        accountId,
        count: i < 55 ? 10 : 1,
      })),
    })
    await go('signals/rules')
    await page.getByRole('button', { name: 'New rule' }).click()
    const panel = page.getByRole('dialog')
    await panel.getByLabel('Name', { exact: true }).fill('Reports given up')
    await panel.getByText('It would have fired').waitFor()
    await panel.getByText('Quillmere Academy').first().waitFor()
    await panel.getByLabel('Per cent below').fill('95')
    await panel.getByText('It would not have fired').waitFor()
    await panel.getByLabel('Per cent below').fill('50')
    await panel.getByText('Quillmere Academy').first().waitFor()
    await seen('signal-rule')
    await panel.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Reports given up' }).waitFor()
    await page.getByText('a week of use 50 % below the four before').waitFor()
    await seen('signal-rules')
  })

  test('a web form is made for a product area; what its page is told arrives as an item of that area', async () => {
    const { page } = window
    await ws.owner.call(createArea, { code: 'REP', name: 'Reports' })
    await go('settings/forms')
    await page.getByRole('button', { name: 'Make a form' }).click()
    const panel = page.getByRole('dialog')
    await panel.getByLabel('Name', { exact: true }).fill('Sign at the counter')
    await panel.getByLabel('Product area').selectOption({ label: 'Reports' })
    await seen('form-panel')
    await panel.getByRole('button', { name: 'Make the form' }).click()
    const link = await page.getByLabel('Link of Sign at the counter').inputValue()
    await seen('forms')
    await page.goto(`${base}${new URL(link).pathname}`)
    await page.getByText('Reports', { exact: true }).waitFor()
    await page.getByLabel('What should we know?').fill('The figures of a month end a day early.')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('heading', { name: 'Thank you' }).waitFor()
    const items = (await ws.owner.call(listFeedback, {})).data
    expect(items.find((one) => one.verbatim === 'The figures of a month end a day early.')).toMatchObject({
      area: { path: ['Reports'] },
    })
  })

  test('a webhook is made with its mapping tried on a sample; a signed call to it arrives as an item', async () => {
    const { page } = window
    const body = JSON.stringify({ said: { text: 'Where do I see last year?', by: 'Ann', id: 'm1' } })
    await go('settings/inbound')
    await page.getByRole('button', { name: 'Make a webhook' }).click()
    const panel = page.getByRole('dialog')
    await panel.getByLabel('Name', { exact: true }).fill('Chat of the shop')
    await panel.getByLabel('Words', { exact: true }).fill('/said/text')
    await panel.getByLabel('Author (optional)', { exact: true }).fill('/said/by')
    await panel.getByLabel('Id of the message').fill('/said/id')
    await panel.getByLabel('Sample').fill(body)
    await panel.getByRole('button', { name: 'Try it' }).click()
    await panel.getByText('“Where do I see last year?”').waitFor()
    await seen('webhook-panel')
    await panel.getByRole('button', { name: 'Make the webhook' }).click()
    const secret = await panel.getByLabel('Secret').inputValue()
    await panel.getByRole('button', { name: 'Done' }).click()
    const address = await page.getByLabel('Address of Chat of the shop').inputValue()
    await seen('webhooks')
    const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
    const answer = await fetch(`${base}${new URL(address).pathname}`, {
      method: 'POST',
      body,
      headers: { 'x-signature-256': signature },
    })
    expect(await answer.json()).toMatchObject({ created: 1 })
    expect(await said()).toContain('Where do I see last year?')
  })
})
