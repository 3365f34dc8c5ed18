import { SignJWT } from 'jose'
import { beforeAll, expect, it } from 'vitest'
import { askAgain } from '#close/follow-ups/jobs.ts'
import { getClosure } from '#close/ledger/contract.ts'
import { changePortal, listPostedIdeas, publishIdea } from '#close/portal/contract.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { settleMinutes } from '#collect/surveys/rules.ts'
import { createWidgetKey } from '#collect/widget/contract.ts'
import { triageFeedback } from '#organize/inbox/contract.ts'
import { changeMember } from '#platform/identity/contract.ts'
import { encodeId } from '#platform/ids.ts'
import { setMailServer } from '#platform/mail/contract.ts'
import { type Client, type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import {
  buildTeamApp,
  describeInBrowser,
  expectReflow,
  expectSound,
  openWindow,
  picture,
  signInAs,
  type Window,
} from '#platform/testing/browser.ts'
import { serverAt, type TestMailServer, testMailServer } from '#platform/testing/smtp.ts'
import { createRequest, linkEvidence } from '#prioritize/requests/contract.ts'
import { addReviewItem, planReview, startReview } from '#prioritize/reviews/contract.ts'

const words = 'Please let us pause a payment plan.'
const people = ['petra@quillmere.example', 'noor@elmstead.example', 'dana@copperline.example']

/** `src/app/loop.test.ts` tells the story of one item by the API; this is that of a request, as people press it. */
describeInBrowser('A feature request, from three channels to a closed loop', () => {
  let app: TestApp
  let ws: TestWorkspace
  let base: string
  let post: TestMailServer
  let ana: Client
  let requestId: string
  let items: string[]
  let token: string
  let olive: Window

  beforeAll(async () => {
    buildTeamApp()
    app = await testApp()
    post = await testMailServer()
    ws = await app.workspace('Larkfield')
    base = await app.listen()
    const { owner } = ws
    ana = await ws.as('manager', 'Ana Ruiz')
    await owner.call(setMailServer, serverAt(post.port))
    for (const [client, position] of [
      [owner, 'product-manager'],
      [ana, 'customer-success-manager'],
    ] as const)
      await owner.call(changeMember, { id: encodeId('mem', client.memberId!), positions: [position] })
    const { key, secret } = await owner.call(createWidgetKey, { product: 'Larkfield Pay', origins: [base] })
    await owner.call(changePortal, { access: 'public', widgetKeyId: key.id })
    const expires = Math.floor(app.clock.now().getTime() / 1000) + 300
    const proof = (id: string, email: string) =>
      new SignJWT({ id, email, name: id, exp: expires, company: { id, name: `Office of ${id}`, mrr: 900 } })
        .setProtectedHeader({ alg: 'HS256' })
        .sign(new TextEncoder().encode(secret))
    token = await proof('Dana Whitlock', people[2]!)
    // by mail, and in the product
    const byMail = await owner.call(submitFeedback, {
      verbatim: words,
      channel: 'email',
      contact: { name: 'Petra Lindqvist', email: people[0]! },
    })
    const widget = async (verb: string, body: object, session = '') => {
      const answer = await app.anonymous.fetch(`//widget/v1/${key.publicId}/${verb}`, {
        method: 'POST',
        headers: {
          origin: base,
          'content-type': 'application/json',
          'idempotency-key': verb,
          ...(session && { 'hearback-session': session }),
        },
        body: JSON.stringify(body),
      })
      return (await answer.json()) as { session: string; reference: string }
    }
    const { session } = await widget('identify', { token: await proof('Noor Haddad', people[1]!) })
    const visitor = 'd41d8cd98f00b204e9800998ecf8427e'
    const inProduct = await widget('feedback', { kind: 'feature', message: words, visitor }, session)
    items = [byMail.id, inProduct.reference]
    const request = {
      title: 'Pause a payment plan',
      effort: { low: 3, high: 8 },
      feedbackId: items[0]!,
      quote: words,
    }
    requestId = (await owner.call(createRequest, request)).id
    await owner.call(linkEvidence, { requestId, feedbackId: items[1]!, quote: words })
    await app.settle()
    olive = await openWindow()
    await signInAs(olive, base, owner)
  })

  const at = (path: string) => `${base}/w/${ws.slug}/${path}`
  const go = async (window: Window, path: string) => {
    await window.page.goto(at(path))
    await window.ready()
  }
  const later = async (by: { days?: number; minutes?: number }) => {
    app.clock.advance(by)
    await app.settle()
    await app.settle()
  }

  it('is heard on the portal too, where the product says who it is', async () => {
    const { page } = await openWindow({ size: 'phone' })
    await page.goto(`${base}/p/${ws.slug}/sign-in?user=${token}`)
    await page.getByRole('button', { name: 'Go on as Dana W.' }).click()
    await page.goto(`${base}/p/${ws.slug}/suggest?title=${encodeURIComponent('Stop a plan for a month')}`)
    await page.getByRole('button', { name: 'Post the idea' }).click()
    await page.waitForURL(/\/mine\?said=held/)
    await picture(page, 'loop-portal')
    const [idea] = (await ws.owner.call(listPostedIdeas, {})).data
    await ws.owner.call(publishIdea, { ideaId: idea!.id, requestId })
    items.push(idea!.feedbackId)
    for (const feedbackId of items)
      await ws.owner.call(triageFeedback, {
        feedbackId,
        change: { type: 'feature_request', priority: 'medium' },
      })
    await app.settle()
  })

  it('is scored', async () => {
    const { page } = olive
    await go(olive, `requests/${requestId}`)
    const score = page.getByRole('region', { name: 'Score' })
    await score.getByLabel('Impact').fill('8')
    await score.getByRole('button', { name: 'Save' }).click()
    await score.getByText('Rank 1 of 1').waitFor()
    await picture(page, 'loop-scored')
  })

  it('is decided in a review by two at once: one decides, the other sees it', async () => {
    const { id: reviewId } = await ws.owner.call(planReview, {
      kind: 'product',
      startsAt: app.clock.now().toISOString(),
    })
    await ws.owner.call(startReview, { reviewId })
    await ws.owner.call(addReviewItem, { reviewId, requestId })
    const second = await openWindow()
    await signInAs(second, base, ana)
    const deciding = [olive, second].map(async (window) => {
      await go(window, `reviews/${reviewId}`)
      const table = window.page.getByRole('article', { name: 'Pause a payment plan' })
      await table.getByRole('radio', { name: 'Planned' }).check({ force: true })
      return table.getByRole('button', { name: 'Decide', exact: true })
    })
    const buttons = await Promise.all(deciding)
    await Promise.all(buttons.map((button) => button.click()))
    const decided = [olive, second].map(({ page }) => page.getByRole('region', { name: 'Decided' }))
    const meanwhile = [olive, second].map(({ page }) => page.getByText(/Somebody decided meanwhile/))
    await Promise.race(meanwhile.map((note) => note.waitFor()))
    const late = (await meanwhile[0]!.isVisible()) ? 0 : 1
    await decided[1 - late]!.getByText('Planned').waitFor()
    expect(await decided[late]!.count()).toBe(0)
    await picture([olive, second][late]!.page, 'loop-decided')
    // the answer to who came second: refused, and nothing is overwritten
    expect([...olive.complaints.splice(0), ...second.complaints]).toEqual([
      expect.stringContaining('409 (Conflict)'),
    ])
    await second.context.close()
  })

  it('is shipped, and everybody is told once', async () => {
    const { page } = olive
    await go(olive, `requests/${requestId}`)
    const panel = page.getByRole('dialog')
    await page.getByRole('button', { name: /^Decide/ }).click()
    await panel.getByRole('radio', { name: 'Shipped' }).check({ force: true })
    await panel.getByRole('button', { name: 'Decide' }).click()
    await page.getByText('It was decided, and nobody who asked has heard of it yet.').waitFor()
    await page.getByRole('button', { name: 'Tell who asked' }).click()
    await panel.getByText('3 people of 3.').waitFor()
    await panel.getByLabel('How to use it').fill('Open a plan and press Pause.')
    await panel.getByRole('button', { name: 'Send to 3 people' }).click()
    await page.getByText('Held until').waitFor()
    await later({ minutes: 11 })
    const told = post.received.filter(({ parsed }) => parsed.text?.includes('Open a plan and press Pause.'))
    expect(told.map(({ envelope }) => envelope.to[0]!).sort()).toEqual([...people].sort())
  })

  it('is asked about again, and every loop is closed', async () => {
    const { page } = olive
    await go(olive, `loops?missing=confirmed`)
    await page.getByText('They are asked again on').nth(2).waitFor()
    await later({ days: 7 })
    await askAgain.run({}, app.house.door, new AbortController().signal)
    await later({ minutes: 1 })
    const links = people.map((email) => {
      const mail = post.received.filter(({ envelope }) => envelope.to.includes(email)).at(-1)!
      return `/${/http:\/\/localhost:\d+(\/s\/hb_[\w-]+)/.exec(mail.parsed.text!)![1]!}`
    })
    for (const link of links)
      await app.anonymous.fetch(link, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ asked: 'score', score: '5' }).toString(),
      })
    await later({ minutes: settleMinutes })
    await go(olive, 'loops?state=closed')
    await page
      .getByText(/^Closed .+, in/)
      .nth(2)
      .waitFor()
    await expectSound(olive, 'loops-closed')
    await expectReflow(page)
    expect((await ws.owner.call(getClosure, {})).all).toMatchObject({ closed: 3, n: 3 })
    await go(olive, `inbox/${items[2]}`)
    const loop = page.getByRole('region', { name: 'The loop' })
    await loop.getByText('Closed in').waitFor()
    expect(await loop.getByRole('listitem').filter({ hasText: ', done' }).count()).toBe(6)
    await picture(page, 'loop-closed-item')
    expect(olive.complaints).toEqual([])
  })
})
