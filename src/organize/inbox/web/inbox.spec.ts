import { beforeAll, expect, it } from 'vitest'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { getFeedback, listFeedback } from '#organize/inbox/contract.ts'
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

const words = [
  {
    verbatim: 'Autopay does not work: error 500 for every customer since Monday.',
    channel: 'email',
    title: 'Autopay fails',
    hours: 26,
  },
  {
    verbatim: 'I cannot find where to pause a payment plan.',
    channel: 'widget',
    title: 'Pausing a plan',
    hours: 25,
  },
  {
    verbatim: 'Could you please add an export of the whole cycle?',
    channel: 'email',
    title: 'Export a cycle',
    hours: 3,
  },
  {
    verbatim: 'Love the new receipt layout, thank you.',
    channel: 'chat',
    title: 'Receipts are lovely',
    hours: 2,
  },
  { verbatim: 'The portal logs me out on my phone.', channel: 'phone', title: 'A phone row', hours: 0.5 },
  { verbatim: 'Where is the refund button?', channel: 'chat', title: 'Refund button', hours: 1 },
] as const

describeInBrowser('Triage in the inbox', () => {
  let app: TestApp
  let ws: TestWorkspace
  let base: string
  const byTitle: Record<string, string> = {}

  beforeAll(async () => {
    buildTeamApp()
    app = await testApp()
    ws = await app.workspace('Larkfield')
    base = await app.listen()
    const now = Date.now()
    for (const { hours, ...item } of words) {
      app.clock.set(new Date(now - hours * 3_600_000))
      const made = await ws.owner.call(submitFeedback, {
        ...item,
        contact: { name: 'Dana Whitlock', email: 'dana@copperline.example' },
      })
      byTitle[item.title] = made.id
    }
    app.clock.set(new Date(now))
    await app.settle()
  })

  const open = async (options: Parameters<typeof openWindow>[0] = {}, path = 'inbox') => {
    const window = await openWindow(options)
    await signInAs(window, base, ws.owner)
    await window.page.goto(`${base}/w/${ws.slug}/${path}`)
    return window
  }
  const row = (page: Awaited<ReturnType<typeof open>>['page'], title: string) =>
    page.locator('li.item', { hasText: title })

  it('the late ones stand first and are named as such', async () => {
    const { page, complaints } = await open()
    await page.getByRole('heading', { name: /Late for triage/ }).waitFor()
    const order = await page.locator('li.item .t').allTextContents()
    expect(order.slice(0, 2)).toEqual(['Autopay fails', 'Pausing a plan'])
    expect(await row(page, 'Autopay fails').locator('.clock').textContent()).toContain('late')
    await expectAccessible(page)
    await picture(page, 'inbox-desktop-light')
    expect(complaints).toEqual([])
  })

  it('an item is triaged by keyboard alone: type, priority, tag, assignee, note', async () => {
    const { page, complaints } = await open()
    await row(page, 'Export a cycle').waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page
      .getByRole('complementary', { name: 'Feedback item' })
      .getByText('an export of the whole cycle')
      .waitFor()
    await expectAccessible(page)
    await picture(page, 'item-panel-desktop-light')

    await page.keyboard.press('t')
    await page.getByRole('combobox', { name: 'Type' }).waitFor()
    await page.keyboard.type('feat')
    await page.keyboard.press('Enter')
    await page.getByText('Item set to Feature request').waitFor()
    await page.keyboard.press('p')
    await page.getByRole('combobox', { name: 'Priority' }).waitFor()
    await expectAccessible(page)
    await page.keyboard.type('high')
    await page.keyboard.press('Enter')
    await page.getByText('Item set to high priority').waitFor()
    await page.keyboard.press('l')
    await page.getByRole('combobox', { name: 'Tag' }).waitFor()
    await page.keyboard.type('statements')
    await page.keyboard.press('Enter')
    await page.getByText('Item tagged “statements”').waitFor()
    await page.keyboard.press('a')
    await page.getByRole('combobox', { name: 'Assign to' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('Item assigned to Olive Owner').waitFor()
    // The picker gives the focus back when it has closed; a person is slower than that.
    await page.getByRole('combobox', { name: 'Assign to' }).waitFor({ state: 'detached' })
    await page.waitForTimeout(300)
    await page.keyboard.press('n')
    await page.locator('textarea:focus').waitFor()
    await page.keyboard.type('Asked for by three clinics.')
    await page.keyboard.press('Control+Enter')
    await page.locator('section[aria-label="Notes"] li').getByText('Asked for by three clinics.').waitFor()

    const item = await ws.owner.call(getFeedback, { feedbackId: byTitle['Export a cycle']! })
    expect(item).toMatchObject({
      type: 'feature_request',
      priority: 'high',
      assignee: { name: 'Olive Owner' },
    })
    expect(item.tags.map((tag) => tag.name)).toEqual(['statements'])
    expect(item.notes.map((note) => note.text)).toEqual(['Asked for by three clinics.'])
    expect(complaints).toEqual([])
  })

  it('two are selected, done together, and brought back by Ctrl z', async () => {
    const { page } = await open()
    await row(page, 'Receipts are lovely').click({ modifiers: ['ControlOrMeta'] })
    await row(page, 'Refund button').click({ modifiers: ['ControlOrMeta'] })
    await page.getByRole('toolbar', { name: '2 selected' }).waitFor()
    await expectAccessible(page)
    await picture(page, 'inbox-bulk-desktop-light')
    await page.keyboard.press('t')
    await page.getByRole('combobox', { name: 'Type' }).waitFor()
    await page.keyboard.type('ques')
    await page.keyboard.press('Enter')
    await page.getByText('2 items set to General question').waitFor()
    await page.keyboard.press('e')
    await page.getByText('2 items done').waitFor()
    await row(page, 'Refund button').waitFor({ state: 'detached' })
    const statusOf = async () => {
      const { data } = await ws.owner.call(listFeedback, { limit: 20 })
      return Object.fromEntries(data.map((one) => [one.summary, one.status]))
    }
    expect(await statusOf()).toMatchObject({ 'Receipts are lovely': 'done', 'Refund button': 'done' })
    await page.keyboard.press('Control+z')
    await expect.poll(statusOf).toMatchObject({ 'Receipts are lovely': 'open', 'Refund button': 'open' })
  })

  it('an item without a type cannot be done: every item is categorised within 24 hours', async () => {
    const { page } = await open()
    await row(page, 'Pausing a plan').waitFor()
    await row(page, 'Pausing a plan').focus()
    await page.keyboard.press('e')
    await page.getByText('Give it a type first').waitFor()
    const item = await ws.owner.call(getFeedback, { feedbackId: byTitle['Pausing a plan']! })
    expect(item.status).toBe('open')
  })

  it('a filter stands in the address, can be turned around, saved as a view, and Back returns', async () => {
    const { page } = await open()
    await row(page, 'Autopay fails').waitFor()
    await page.keyboard.press('f')
    await page.getByRole('combobox', { name: 'Filter by' }).waitFor()
    await page.keyboard.type('chan')
    await page.keyboard.press('Enter')
    await page.getByRole('combobox', { name: 'Channel is' }).waitFor()
    await page.keyboard.type('chat')
    await page.keyboard.press('Enter')
    await page.waitForURL(/channel=chat/)
    await row(page, 'Autopay fails').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: /turn around/ }).click()
    await page.waitForURL(/channel=(!|%21)chat/)
    await row(page, 'Autopay fails').waitFor()

    await page.getByRole('button', { name: /This view/ }).click()
    await page.getByRole('menuitem', { name: 'Save these filters as a view' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Not from chat')
    await page.getByLabel('Pin to the sidebar').check()
    await expectAccessible(page)
    await page.keyboard.press('Enter')
    await page.getByRole('navigation', { name: 'Main', exact: true }).getByText('Not from chat').waitFor()
    await page.getByRole('navigation', { name: 'Views' }).getByText('Not from chat').waitFor()
    await page.goBack()
    await page.waitForURL((url) => !url.search.includes('view=view_'))
  })

  it('feedback is recorded on behalf of a customer and stands in the list', async () => {
    const { page } = await open()
    await row(page, 'Autopay fails').waitFor()
    await page.keyboard.press('c')
    await page.getByLabel('What they said').fill('The month-end report takes an hour.')
    await page.getByLabel('Their name').fill('Ray Mbeki')
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Record', exact: true }).click()
    await page.getByText('The feedback is in the inbox.').waitFor()
    await row(page, 'The month-end report takes an hour.').waitFor()
  })

  it('suggestions are accepted with one press and say why they were made', async () => {
    const { page } = await open({}, `inbox/${byTitle['Autopay fails']}`)
    await page.getByRole('heading', { name: 'Suggested' }).waitFor()
    expect(await page.locator('.sug .why').first().textContent()).toContain('“')
    await expectAccessible(page)
    await picture(page, 'item-page-desktop-light')
    await page.getByRole('button', { name: /^Accept \d/ }).click()
    await page.getByText(/suggestions? accepted/).waitFor()
    const item = await ws.owner.call(getFeedback, { feedbackId: byTitle['Autopay fails']! })
    expect(item.type).toBe('bug_report')
  })

  it('Enter accepts the suggestions of an item; what they taught is forgotten in the settings', async () => {
    const { id } = await ws.owner.call(submitFeedback, {
      channel: 'email',
      verbatim: 'The app crashes whenever I export the yearly plan',
    })
    await app.settle()
    const { page } = await open({}, `inbox/${id}`)
    await page.getByRole('heading', { name: 'Suggested' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByText(/suggestions? accepted/).waitFor()
    expect((await ws.owner.call(getFeedback, { feedbackId: id })).type).toBe('bug_report')
    await page.goto(`${base}/w/${ws.slug}/settings/analysis`)
    await page.getByRole('button', { name: 'Forget what was learned…' }).click()
    await page.getByRole('heading', { name: /^Forget \d+ decisions?$/ }).waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Forget', exact: true }).click()
    await page.getByText('Forgotten. Suggestions are made as on the first day.').waitFor()
    // what people set stays
    expect((await ws.owner.call(getFeedback, { feedbackId: id })).type).toBe('bug_report')
  })

  it('on a phone the item is a page of its own and Back returns to the list', async () => {
    const { page } = await open({ size: 'phone' })
    await row(page, 'Pausing a plan').waitFor()
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
    await picture(page, 'inbox-phone-light')
    await row(page, 'Pausing a plan').tap()
    await page
      .getByRole('complementary', { name: 'Feedback item' })
      .getByText('I cannot find')
      .first()
      .waitFor()
    expect(await row(page, 'A phone row').isVisible()).toBe(false)
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
    await picture(page, 'item-phone-light')
    await page.goBack()
    await row(page, 'A phone row').waitFor()
  })

  it('a viewer reads and is offered nothing that is not theirs', async () => {
    const viewer = await ws.as('viewer')
    const window = await openWindow()
    await signInAs(window, base, viewer)
    await window.page.goto(`${base}/w/${ws.slug}/inbox`)
    await row(window.page, 'Pausing a plan').waitFor()
    expect(await window.page.getByRole('button', { name: 'Record feedback' }).count()).toBe(0)
    expect(await window.page.getByRole('checkbox').count()).toBe(0)
    await window.page.keyboard.press('t')
    expect(await window.page.getByRole('combobox').count()).toBe(0)
  })
})
