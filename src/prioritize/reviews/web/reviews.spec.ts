import { beforeEach, expect, it } from 'vitest'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { createAccount } from '#customers/accounts/contract.ts'
import { triageFeedback } from '#organize/inbox/contract.ts'
import { changeMember } from '#platform/identity/contract.ts'
import { encodeId } from '#platform/ids.ts'
import { type Client, type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
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
import { createRequest, decideRequest, mergeRequest } from '#prioritize/requests/contract.ts'
import { addReviewItem, getReview, planReview, startReview } from '#prioritize/reviews/contract.ts'

describeInBrowser('A weekly product review of two people', () => {
  let app: TestApp
  let ws: TestWorkspace
  let base: string
  let ana: Client
  let reviewId: string
  let twin: string
  const requests: Record<string, string> = {}
  beforeEach(async () => {
    buildTeamApp()
    app = await testApp()
    ws = await app.workspace('Larkfield')
    base = await app.listen()
    const { owner } = ws
    ana = await ws.as('manager', 'Ana Ruiz')
    const hold = (client: Client, position: string) =>
      owner.call(changeMember, { id: encodeId('mem', client.memberId!), positions: [position] })
    await hold(owner, 'product-manager')
    await hold(ana, 'customer-success-manager')
    for (const [title, words, mrrCents] of [
      ['Pause a payment plan', 'Please let us pause a payment plan for a month.', 240_000],
      ['Partial refunds', 'We cannot refund a part of an invoice.', 120_000],
      ['Dark mode', 'The screen is too bright at night.', 60_000],
    ] as const) {
      const account = await owner.call(createAccount, { name: `${title} Ltd`, mrrCents, lifecycle: 'active' })
      const said = await owner.call(submitFeedback, {
        verbatim: words,
        channel: 'email',
        accountId: account.id,
      })
      await owner.call(triageFeedback, {
        feedbackId: said.id,
        change: { type: title === 'Dark mode' ? 'usability_issue' : 'feature_request', priority: 'low' },
      })
      const { id } = await owner.call(createRequest, {
        title,
        feedbackId: said.id,
        quote: words,
        importance: 2,
      })
      await owner.call(decideRequest, { requestId: id, status: 'under_review' })
      requests[title] = id
    }
    twin = (await owner.call(createRequest, { title: 'Refund a part' })).id
    reviewId = (await owner.call(planReview, { kind: 'product', startsAt: app.clock.now().toISOString() })).id
    await app.settle()
  })

  const inDays = (n: number) =>
    new Date(app.clock.now().getTime() + n * 86_400_000).toISOString().slice(0, 10)
  const open = async (client: Client) => {
    const window = await openWindow()
    await signInAs(window, base, client)
    await window.page.goto(`${base}/w/${ws.slug}/reviews/${reviewId}`)
    await window.page.getByRole('heading', { level: 1, name: 'Weekly product review' }).waitFor()
    return window
  }

  it('who decides second sees what the first decided, a merge is followed, and the minutes stay', async () => {
    const olive = await open(ws.owner)
    const second = await open(ana)
    await olive.page.getByRole('button', { name: 'Begin' }).click()
    await olive.page.getByRole('timer').waitFor()
    // the other browser sees that it began, and both have the same request before them
    await second.page.getByRole('timer').waitFor()
    await second.page.getByRole('button', { name: 'I am here' }).click()
    await olive.page.getByText('2 of 2', { exact: true }).waitFor()

    const table = (page: typeof olive.page) => page.getByRole('article', { name: 'Pause a payment plan' })
    await table(second.page).getByRole('radio', { name: 'Declined' }).check({ force: true })
    await table(second.page).getByLabel('Why').fill('Too few ask.')
    await table(olive.page).getByRole('radio', { name: 'Planned' }).check({ force: true })
    await picture(olive.page, 'review-room')
    await table(olive.page).getByRole('button', { name: 'Decide', exact: true }).click()
    await olive.page.getByRole('region', { name: 'Decided' }).getByText('by Olive Owner').waitFor()
    // customers are written to without leaving the room
    await olive.page
      .getByRole('region', { name: 'Decided' })
      .getByRole('button', { name: 'Tell the customers' })
      .click()
    await olive.page.getByRole('dialog', { name: 'Tell who asked' }).getByLabel('What it says').waitFor()
    await olive.ready()
    await picture(olive.page, 'review-tell')
    await olive.page.getByRole('button', { name: 'Close' }).click()
    await olive.page
      .getByRole('region', { name: 'Customer communication' })
      .getByText('Customers were not told yet')
      .waitFor()
    // what the second typed is there still, beside what was decided meanwhile
    await table(second.page)
      .getByRole('alert')
      .getByText('Somebody decided meanwhile: it is planned, by Olive Owner. Nothing was overwritten.')
      .waitFor()
    expect(await table(second.page).getByLabel('Why').inputValue()).toBe('Too few ask.')
    expect(await table(second.page).getByRole('button', { name: 'Decide', exact: true }).isDisabled()).toBe(
      true,
    )
    await picture(second.page, 'review-decided-meanwhile')

    // the next one is merged into another one while somebody is about to decide on it
    await second.page.getByRole('button', { name: /^Partial refunds/ }).click()
    await second.page.getByRole('article', { name: 'Partial refunds' }).waitFor()
    await ws.owner.call(mergeRequest, { requestId: requests['Partial refunds']!, intoId: twin })
    const kept = second.page.getByRole('article', { name: 'Refund a part' })
    await second.page.getByRole('button', { name: /^Refund a part/ }).click()
    // the form of the merged one, which says that it was, has given way to that of the kept one
    await kept.getByRole('alert').waitFor({ state: 'detached' })
    await kept.getByText('“Partial refunds” was merged into it: decide here for both.').waitFor()
    await kept.getByRole('radio', { name: 'Parked' }).check({ force: true })
    await kept.getByLabel('Why').fill('Look at it each quarter.')
    await kept.getByRole('button', { name: 'Decide', exact: true }).click()
    await olive.page.getByRole('button', { name: /^Refund a part Parked/ }).waitFor()

    const form = olive.page.getByRole('form', { name: 'Add an action item' })
    await form.getByLabel('What is to be done').fill('Call both schools')
    await form.getByLabel('By when').fill(inDays(3))
    await form.getByRole('button', { name: 'Agree' }).click()
    await second.page.getByText('Call both schools').waitFor()
    await olive.page.keyboard.press('Escape')
    await olive.ready()
    await expectSound(olive, 'review-running')
    await expectReflow(olive.page)
    await olive.page.setViewportSize(sizes.phone)
    await expectSound(olive, 'review-running', { colours: 'none' })
    await picture(olive.page, 'review-room-phone')
    await olive.page.setViewportSize(sizes.desktop)

    // pressed one after the other they are done in that order, however slow the first one is
    await olive.page.route(/\/next$/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 300))
      await route.continue()
    })
    await olive.page.getByRole('button', { name: 'Next part' }).click()
    await olive.page.getByRole('button', { name: 'End review' }).click()
    // the address of the room is that of its minutes
    for (const { page } of [olive, second]) await page.getByText('Minutes: Weekly product review').waitFor()
    await picture(olive.page, 'review-minutes')
    const { minutes } = await ws.owner.call(getReview, { reviewId })
    expect(minutes!.decisions.map((one) => [one.title, one.to])).toEqual([
      ['Pause a payment plan', 'planned'],
      ['Refund a part', 'parked'],
    ])
    // the monthly room says how each ranks; a status stays with another date
    const monthly = await ws.owner.call(planReview, {
      kind: 'prioritization',
      startsAt: app.clock.now().toISOString(),
    })
    await ws.owner.call(startReview, { reviewId: monthly.id })
    await ws.owner.call(addReviewItem, {
      reviewId: monthly.id,
      requestId: requests['Pause a payment plan']!,
    })
    await olive.page.goto(`${base}/w/${ws.slug}/reviews/${monthly.id}`)
    await olive.page
      .getByRole('article', { name: 'Dark mode' })
      .getByRole('region', { name: 'Score' })
      .waitFor()
    await olive.page.getByRole('button', { name: /^Pause a payment plan/ }).click()
    await table(olive.page).getByRole('region', { name: 'Score' }).waitFor()
    await table(olive.page).getByRole('radio', { name: 'Stays planned' }).check({ force: true })
    await table(olive.page).getByLabel('Target date').fill(inDays(90))
    await picture(olive.page, 'review-monthly')
    await table(olive.page).getByRole('button', { name: 'Decide', exact: true }).click()
    await olive.page
      .getByRole('region', { name: 'Decided' })
      .getByText(/^Stays planned for /)
      .waitFor()
    await olive.page.goto(`${base}/w/${ws.slug}/today`)
    await olive.page.getByRole('region', { name: 'From reviews' }).getByText('Call both schools').waitFor()
    expect([...olive.complaints, ...second.complaints]).toEqual([])
  }, 180_000)
})
