import { beforeAll, it } from 'vitest'
import { answerIdea, changePortal, putPublicFace } from '#close/portal/contract.ts'
import { textsOf } from '#close/portal/texts.ts'
import { createAccount } from '#customers/accounts/contract.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId, newId } from '#platform/ids.ts'
import { type TestApp, testApp } from '#platform/testing/app.ts'
import {
  describeInBrowser,
  expectReflow,
  expectSound,
  openWindow,
  picture,
  type Window,
} from '#platform/testing/browser.ts'
import { mintToken } from '#platform/tokens/tokens.ts'
import { createRequest, decideRequest, recordEvidence } from '#prioritize/requests/contract.ts'

const ideas = [
  [
    'Export a whole statement cycle',
    'One file for all accounts of a cycle, instead of one by one.',
    'planned',
    'early 2038',
  ],
  ['Sign in with the company account', 'Use our own directory for people who join or leave.', 'under_review'],
  ['No more double reminders', 'One reminder a family, whatever they owe.', 'in_progress', 'November'],
  ['Print a receipt on one page', null, 'shipped'],
  ['Partial refunds', 'Give back a part of a payment.', undefined],
] as const

describeInBrowser('The portal as customers see it', () => {
  let app: TestApp
  let base: string
  let at: string
  let session: string
  const windows: Window[] = []

  beforeAll(async () => {
    app = await testApp()
    base = await app.listen()
    const ws = await app.workspace('Larkfield')
    at = `${base}/p/${ws.slug}`
    const { owner } = ws
    await owner.call(changePortal, {
      access: 'public',
      anonymousVotes: true,
      intro: 'Tell us what you miss, and vote for what others miss too.',
    })
    const accountId = (await owner.call(createAccount, { name: 'Quillmere Academy', lifecycle: 'active' })).id
    const contactId = (
      await owner.call(createContact, { name: 'Petra Lund', email: 'petra@quillmere.example', accountId })
    ).id
    for (const [title, text, status, when] of ideas) {
      const { id } = await owner.call(createRequest, { title })
      await owner.call(putPublicFace, { requestId: id, isPublic: true, title, text, when })
      if (status) await owner.call(decideRequest, { requestId: id, status })
      if (title === 'Export a whole statement cycle') {
        await owner.call(answerIdea, { requestId: id, text: 'We begin in January.' })
        await owner.call(recordEvidence, {
          requestId: id,
          contactId,
          channel: 'phone',
          verbatim: 'I export forty accounts by hand.',
        })
      }
    }
    await ws.run(async (ctx) => {
      await ctx.db.run(sql`
        insert into releases (workspace_id, id, name, notes, shipped_at, is_public, published_at, actor_kind, created_at, updated_at)
        values (${ws.id}, ${newId()}, 'New receipt layout', 'Larger amounts, **one page**.', ${ctx.now()}, true, ${ctx.now()}, 'job', ${ctx.now()}, ${ctx.now()})`)
      session = await mintToken(ctx, 'portal-session', decodeId('ct', contactId)!, {
        expiresAt: new Date(ctx.now().getTime() + 86_400_000),
      })
    })
    await app.settle()
    for (const size of ['desktop', 'phone'] as const)
      windows.push(await openWindow({ size, bypassCSP: true }))
  }, 300_000)

  const look = async (name: string, path: string) => {
    for (const window of windows) {
      await window.page.goto(at + path)
      await expectSound(window, `portal-${name}`, { colours: window === windows[0] ? 'both' : 'none' })
    }
    await expectReflow(windows[0]!.page)
  }

  it('is sound in both themes on desktop and phone, also right to left', async () => {
    await look('ideas', '')
    await look('ideas-arabic', '?lang=ar')
    await look('search', '?q=statement&lang=en')
    await look('suggest', '/suggest?title=export+of+statements')
    await look('roadmap', '/roadmap')
    await look('changes', '/changes')
    await look('sign-in', '/sign-in')
  }, 300_000)

  it('without a script, a customer finds an idea on a phone, votes and comments', async () => {
    const { page, context } = await openWindow({ size: 'phone', hasScripts: false })
    await context.addCookies([{ name: 'hb_portal', value: session, url: at }])
    await page.goto(at)
    await page.getByRole('button', { name: /Sign in with the company/ }).click()
    await page
      .getByRole('button', { name: /You want this.*Sign in with the company/, pressed: true })
      .waitFor()
    await page.getByRole('link', { name: 'Sign in with the company account' }).first().click()
    await page.getByLabel(textsOf('en').write).fill('With our directory')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('With our directory').waitFor()
    await picture(page, 'portal-phone-said')
  }, 60_000)

  it('a visitor votes on a list, and a customer sees what became of what they said', async () => {
    const { page } = windows[0]!
    await page.goto(at)
    await page.getByRole('button', { name: /Partial refunds/ }).click()
    await page.getByRole('button', { name: /You want this.*Partial refunds/, pressed: true }).waitFor()
    for (const window of windows)
      await window.page.context().addCookies([{ name: 'hb_portal', value: session, url: at }])
    await look('mine', '/mine')
    await page.goto(at)
    await page.getByRole('link', { name: 'Export a whole statement cycle' }).first().click()
    await page.getByText('We begin in January.').waitFor()
    await expectSound(windows[0]!, 'portal-idea', { colours: 'both' })
    await page.getByLabel(textsOf('en').write).fill('Yes, please')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('status').waitFor()
    await picture(page, 'portal-said')
  }, 120_000)
})
