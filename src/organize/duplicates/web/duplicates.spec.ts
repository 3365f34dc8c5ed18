import { beforeAll, expect, it } from 'vitest'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { listPairs } from '#organize/duplicates/contract.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import {
  buildTeamApp,
  describeInBrowser,
  expectAccessible,
  expectNoSidewaysScroll,
  openWindow,
  picture,
  signInAs,
} from '#platform/testing/browser.ts'

const said = [
  {
    verbatim:
      'Every month end I open each patient account, click Statements, pick the cycle, then Export. Four clicks, about 340 times. Let us export the whole cycle at once.',
    contact: { name: 'Dana Whitlock', email: 'dana@copperline.example' },
    account: { name: 'Copperline Clinics', mrrCents: 420_000, currency: 'USD' },
  },
  {
    verbatim:
      'Is there a way to export every statement of the cycle at once? Four clicks an account is too many.',
    channel: 'chat',
    contact: { name: 'Milo Castellane', email: 'milo@hartgrove.example' },
    account: { name: 'Hartgrove Dental', mrrCents: 190_000, currency: 'USD' },
  },
  {
    verbatim:
      'Autopay customers received two reminders on the same day, and the second names the wrong amount.',
    contact: { name: 'Piet Dekker', email: 'piet@vantry.example' },
    account: { name: 'Vantry Freight', mrrCents: 740_000, currency: 'USD' },
  },
  {
    verbatim: 'Two reminders on the same day to our autopay customers, one with a wrong amount',
    channel: 'phone',
    contact: { name: 'Rosa Brandt', email: 'rosa@vantry.example' },
    account: { name: 'Vantry Freight', mrrCents: 740_000, currency: 'USD' },
  },
  { verbatim: 'Where is the refund button', channel: 'widget' },
] as const

describeInBrowser('Possible duplicates', () => {
  let app: TestApp
  let ws: TestWorkspace
  let base: string

  beforeAll(async () => {
    buildTeamApp()
    app = await testApp()
    ws = await app.workspace('Larkfield')
    for (const item of said) {
      app.clock.advance({ hours: 3 })
      await ws.owner.call(submitFeedback, { channel: 'email', ...item })
      await app.settle()
    }
    expect((await ws.owner.call(listPairs, {})).data).toHaveLength(2)
    base = await app.listen()
  })

  const open = async (options: Parameters<typeof openWindow>[0], path: string) => {
    app.clock.advance({ minutes: 1 })
    const window = await openWindow(options)
    await signInAs(window, base, ws.owner)
    await window.page.goto(`${base}/w/${ws.slug}/${path}`)
    await window.ready()
    return window
  }

  it('on a phone a pair is a page of its own, and nothing is decided by looking', async () => {
    const { page, complaints } = await open({ size: 'phone' }, 'duplicates')
    await page.locator('li.item').nth(1).waitFor()
    await picture(page, 'duplicates-phone')
    await page.locator('li.item').first().click()
    await page.getByRole('heading', { name: 'Stays' }).waitFor()
    await page.getByRole('region', { name: 'What changes' }).waitFor()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
    await picture(page, 'duplicates-pair-phone')
    await page.getByRole('button', { name: 'Close panel' }).click()
    await page.locator('li.item').nth(1).waitFor()
    expect(complaints).toEqual([])
  })

  it('pairs are decided by one key each, taken back by Ctrl z, and the item shows its voices', async () => {
    const { page, complaints } = await open({}, 'duplicates')
    await page.getByRole('region', { name: 'What changes' }).waitFor()
    await expectAccessible(page)
    await picture(page, 'duplicates-desktop')
    await page.locator('li.item').first().focus()
    await page.keyboard.press('m')
    await page.getByText('has 2 voices now').waitFor()
    await page.locator('li.item').nth(1).waitFor({ state: 'detached' })
    await page.keyboard.press('Control+z')
    await page.locator('li.item').nth(1).waitFor()
    await page.locator('li.item').first().focus()
    await page.keyboard.press('m')
    await page.locator('li.item').nth(1).waitFor({ state: 'detached' })
    await page.keyboard.press('d')
    await page.getByRole('heading', { name: 'Nothing looks like something said before' }).waitFor()
    await expectAccessible(page)
    await picture(page, 'duplicates-empty-desktop')

    await page.getByRole('link', { name: /^Merged/ }).click()
    await page.getByRole('button', { name: 'Take apart' }).waitFor()
    await page.getByRole('region', { name: 'Merged' }).getByRole('link').click()
    await page.getByRole('region', { name: 'Also said by' }).waitFor()
    const [merged] = (await ws.owner.call(listPairs, { state: 'merged' })).data
    await page.waitForURL(new RegExp(merged!.sides[0].id))
    await expectAccessible(page)
    await picture(page, 'item-voices-desktop')
    await page.getByRole('button', { name: 'Take apart' }).click()
    await page.getByRole('region', { name: 'Also said by' }).waitFor({ state: 'detached' })
    await page.getByRole('region', { name: 'Possible duplicates' }).waitFor()
    expect(complaints).toEqual([])
  })

  it('what was said before is shown while feedback is recorded', async () => {
    const { page, complaints } = await open({}, 'inbox')
    await page.getByRole('button', { name: /Record feedback/ }).click()
    await page
      .getByLabel('What they said')
      .fill('On the phone: autopay customers get two reminders the same day, and a wrong amount')
    await page.getByRole('region', { name: 'Looks like these' }).getByRole('link').first().waitFor()
    await expectAccessible(page)
    await picture(page, 'similar-desktop')
    expect(complaints).toEqual([])
  })
})
