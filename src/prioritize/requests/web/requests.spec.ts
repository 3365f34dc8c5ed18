import { beforeEach, expect, it } from 'vitest'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { createAccount } from '#customers/accounts/contract.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { encodeId } from '#platform/ids.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import {
  buildTeamApp,
  describeInBrowser,
  expectReflow,
  expectSound,
  openWindow,
  picture,
  signInAs,
  sizes,
} from '#platform/testing/browser.ts'
import { changeRequest, createRequest, getRequest, listRequests } from '#prioritize/requests/contract.ts'

const words =
  'Thank you for the quick help. Every August our families are away, and we have to stop each plan by hand. Please let us pause a payment plan for a month.'

describeInBrowser('A request from the words of customers to a decision', () => {
  let app: TestApp
  let ws: TestWorkspace
  let base: string
  let itemId: string
  let alikeId: string
  beforeEach(async () => {
    buildTeamApp()
    app = await testApp()
    ws = await app.workspace('Larkfield')
    base = await app.listen()
    const { owner } = ws
    const account = async (name: string, mrrCents: number, lifecycle: 'active' | 'prospect' = 'active') =>
      (await owner.call(createAccount, { name, mrrCents, lifecycle, segment: 'Schools' })).id
    const elm = await account('Elm School', 120_000)
    for (let i = 0; i < 30; i++) await account(`Account ${i}`, 30_000)
    itemId = (await owner.call(submitFeedback, { verbatim: words, channel: 'email', accountId: elm })).id
    alikeId = (
      await owner.call(submitFeedback, {
        verbatim: 'We would sign if payment plans could be paused in summer.',
        channel: 'chat',
        accountId: await account('Harbour Park', 240_000, 'prospect'),
      })
    ).id
    const said = await owner.call(submitFeedback, { verbatim: 'Dark mode?', channel: 'chat', accountId: elm })
    const dark = await owner.call(createRequest, {
      title: 'Dark mode',
      feedbackId: said.id,
      quote: 'Dark mode?',
      competitors: ['Rival One'],
      effort: { low: 2, high: 4, confidence: 70 },
    })
    expect(dark.demand.accounts).toBe(1)
    await owner.call(createContact, { name: 'Fay Fox', email: 'fay@elm.example' })
    await app.settle()
  })

  it('is made of selected words by one key, gets a second item, is found, weighed and decided', async () => {
    const window = await openWindow()
    const { page, complaints, ready } = window
    await signInAs(window, base, ws.owner)
    await page.goto(`${base}/w/${ws.slug}/inbox/${itemId}`)
    await ready()
    await page.getByRole('button', { name: /^Request/ }).waitFor()
    // the words of the wish are selected as a mouse selects them
    await page.evaluate((wish) => {
      const box = document.querySelector('.verbatim')!
      const from = box.textContent!.indexOf(wish)
      // parts of the text may be marked: the place is counted over its nodes
      const place = (at: number): [Node, number] => {
        const walk = document.createTreeWalker(box, NodeFilter.SHOW_TEXT)
        for (let node = walk.nextNode(), left = at; node; node = walk.nextNode()) {
          if (left <= node.textContent!.length) return [node, left]
          left -= node.textContent!.length
        }
        return [box, 0]
      }
      document.getSelection()!.setBaseAndExtent(...place(from), ...place(from + wish.length))
    }, 'Please let us pause a payment plan for a month.')
    await page.getByRole('button', { name: 'Request from the selection' }).waitFor()
    await page.keyboard.press('w')
    const panel = page.getByRole('dialog')
    // what is seen of a radio, once the panel stands still
    const choose = (name: string) =>
      panel.locator('label', { has: page.getByRole('radio', { name }) }).click()
    await panel
      .locator('blockquote', { hasText: /^Please let us pause a payment plan for a month\.$/ })
      .waitFor()
    await panel.getByLabel('What they want').fill('Pause a payment plan')
    await choose('2')
    await picture(page, 'request-from-item')
    await panel.getByLabel('What they want').press('Enter')
    await page
      .getByRole('region', { name: 'Requests' })
      .getByRole('link', { name: 'Pause a payment plan' })
      .waitFor()

    // on the second item it is offered, and linked by a press
    await page.goto(`${base}/w/${ws.slug}/inbox/${alikeId}`)
    await ready()
    await page.getByRole('button', { name: /^Request/ }).waitFor()
    await page.keyboard.press('w')
    await panel.locator('blockquote').waitFor()
    await choose('3')
    await panel.getByLabel('What they want').fill('Pausing payment plans')
    await panel.getByRole('button', { name: 'Link Pause a payment plan' }).click()
    await page.getByRole('button', { name: 'Open the request' }).click()
    await page.getByRole('heading', { level: 1, name: 'Pause a payment plan' }).waitFor()
    await page.getByText('1 prospect waits for it: $2,400 a month would come.').waitFor()
    await expectSound(window, 'request-page')
    await page.setViewportSize(sizes.phone)
    await expectSound(window, 'request-page', { colours: 'none' })
    await expectReflow(page)

    // a number opens its records
    await page.getByRole('link', { name: '$1,200' }).click()
    await panel.getByRole('link', { name: 'Elm School' }).waitFor()
    await picture(page, 'request-records')
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })

    // recorded for a customer from a call
    await page.keyboard.press('c')
    await panel.getByLabel('What they said').fill('My board asks why we cannot pause.')
    await panel.getByLabel('Their company').fill('Quillmere')
    await panel.getByRole('button', { name: 'Record and link' }).click()
    await page.getByText('My board asks why we cannot pause.').waitFor()
    await panel.waitFor({ state: 'detached' })
    await picture(page, 'request')

    // of two who write at once neither takes back what the other wrote
    const { id: requestId } = (await ws.owner.call(listRequests, { q: 'pause a payment' })).data[0]!
    await page.keyboard.press('u')
    await panel.getByLabel('Title').waitFor()
    const ownerId = encodeId('mem', ws.owner.memberId!)
    await ws.owner.call(changeRequest, {
      ...{ requestId, ownerId, effort: { low: 2, high: 5 }, competitors: ['Rival Two'] },
      links: [{ url: 'https://tracker.example/browse/LARK-7', label: 'The epic' }],
    })
    await panel.getByLabel('Business value').fill('Schools ask before they renew.')
    await panel.getByRole('button', { name: 'Save' }).click()
    await panel.waitFor({ state: 'detached' })
    await page.getByText('Schools ask before they renew.').waitFor()
    await page.getByText('The epic').waitFor()

    // a contact who asked on the telephone follows it
    await page.getByRole('link', { name: '0 contacts' }).click()
    await panel.getByRole('button', { name: 'Add' }).click()
    await page.getByRole('combobox', { name: 'A contact' }).fill('Fay')
    await page.getByRole('option', { name: /Fay Fox/ }).click()
    await panel.getByText('noted by a member').waitFor()
    await expectSound(window, 'request-followers')
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
    await page.getByRole('link', { name: '1 contact' }).waitFor()
    // and is found among those who may be written to alone
    await page.keyboard.press('t')
    await panel.getByRole('button', { name: 'To: everybody who asked or follows' }).click()
    await page.getByRole('combobox', { name: 'Who gets it' }).fill('fay')
    await page.getByRole('listbox').getByRole('option', { name: 'Fay Fox' }).click()
    await panel.getByRole('button', { name: 'To: Fay Fox' }).waitFor()
    await panel.getByText('1 person of 1.').waitFor()
    await picture(page, 'announce-to-one')
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })

    // no without a reason is not possible; planned with a date is
    await page.keyboard.press('e')
    await panel.getByRole('radio', { name: 'Declined' }).check({ force: true })
    expect(await panel.getByRole('button', { name: 'Decide' }).isDisabled()).toBe(true)
    await panel.getByRole('radio', { name: 'Planned' }).check({ force: true })
    const day = new Date(app.clock.now().getTime() + 60 * 86_400_000).toISOString().slice(0, 10)
    await panel.getByLabel('Target date').fill(day)
    await panel.getByLabel('Why').fill('Asked for before every summer.')
    await picture(page, 'request-decide')
    await panel.getByRole('button', { name: 'Decide' }).click()
    await page.getByText('Open to planned').waitFor()

    await page.goto(`${base}/w/${ws.slug}/requests?view=all`)
    await ready()
    await page.getByRole('link', { name: 'Pause a payment plan', exact: true }).waitFor()
    await expectSound(window, 'requests-list')
    await page.setViewportSize(sizes.phone)
    await expectSound(window, 'requests-list', { colours: 'none' })
    await page.setViewportSize(sizes.desktop)
    await page.keyboard.press('n')
    await panel.getByLabel('Title').fill('Payment plans that pause')
    await panel.getByRole('region', { name: 'Asks for the same' }).getByText('Pause a payment plan').waitFor()
    await picture(page, 'request-new')
    await panel.getByLabel('Title').fill('Night theme')
    await panel.getByRole('button', { name: 'Write down' }).click()
    await page.getByRole('heading', { level: 1, name: 'Night theme' }).waitFor()

    // merged into the other one, from where the old address leads on
    await page.keyboard.press('m')
    await panel.getByLabel('Find another request').fill('dark')
    await panel.getByRole('radio', { name: /Dark mode/ }).check({ force: true })
    await panel.getByRole('button', { name: 'Merge', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Dark mode' }).waitFor()
    await page.getByText('Merged into it').waitFor()

    const rows = (await ws.owner.call(listRequests, {})).data
    expect(rows.map((row) => [row.title, row.status, row.demand.accounts])).toEqual([
      ['Pause a payment plan', 'planned', 3],
      ['Dark mode', 'open', 1],
    ])
    const whole = await ws.owner.call(getRequest, { requestId: rows[0]!.id })
    expect(whole).toMatchObject({ targetOn: day, demand: { blocked: 1, blockedCents: 240_000 } })
    expect(whole).toMatchObject({
      ...{ owner: { name: 'Olive Owner' }, effort: { low: 2, high: 5 }, competitors: ['Rival Two'] },
      contactFollowers: 1,
    })
    expect(whole.moves[0]!.reason).toBe('Asked for before every summer.')
    expect(complaints).toEqual([])
  }, 240_000)
})
