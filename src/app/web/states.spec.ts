import { beforeAll, describe, expect, it } from 'vitest'
import { screens, settingsPages } from '#app/web/routes.tsx'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { type Client, type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import {
  buildTeamApp,
  describeInBrowser,
  expectReflow,
  expectSound,
  openWindow,
  signInAs,
  type Window,
} from '#platform/testing/browser.ts'

const lists = screens.map((screen) => screen.path).filter((path) => !path.includes('$'))

describeInBrowser('What a screen says when there is little to say', () => {
  let app: TestApp
  let ws: TestWorkspace
  let empty: TestWorkspace
  let viewer: Client
  let base: string
  let desktop: Window
  let phone: Window

  beforeAll(async () => {
    buildTeamApp()
    app = await testApp()
    ws = await app.workspace('Larkfield')
    empty = await app.workspace('Empty')
    viewer = await ws.as('viewer')
    for (const verbatim of ['The export fails for every customer.', 'Where is the refund button?'])
      await ws.owner.call(submitFeedback, {
        verbatim,
        channel: 'chat',
        contact: { name: 'Dana Whitlock', email: 'dana@copperline.example' },
      })
    await app.settle()
    base = await app.listen()
    desktop = await openWindow({ size: 'desktop' })
    phone = await openWindow({ size: 'phone' })
  })

  const open = async (window: Window, who: Client, address: string) => {
    await window.context.clearCookies()
    await signInAs(window, base, who)
    await window.page.goto(base + address)
    await window.ready()
  }

  it.each(lists)('an empty workspace: %s says what is so and what to do', async (path) => {
    for (const window of [desktop, phone]) {
      await open(window, empty.owner, `/w/${empty.slug}/${path}`)
      await expectSound(window, `empty-${path}`)
    }
    await expectReflow(desktop.page)
  })

  it.each([...lists, ...settingsPages.map((page) => `settings/${page.path}`)])(
    'a viewer: %s offers nothing that is not theirs, and says who gives a right',
    async (path) => {
      await open(desktop, viewer, `/w/${ws.slug}/${path}`)
      // what a role may not read is refused by the server: the console says so
      desktop.complaints.splice(
        0,
        Number.POSITIVE_INFINITY,
        ...desktop.complaints.filter((one) => !/403/.test(one)),
      )
      await expectSound(desktop, `viewer-${path}`)
    },
  )

  it.each(['today', 'inbox', 'cases', 'health', 'accounts', 'surveys', 'outbox', 'imports'])(
    'a server that fails: %s says what failed and offers to try again',
    async (path) => {
      await open(desktop, ws.owner, `/w/${ws.slug}/settings/appearance`)
      await desktop.page.route(/\/w\/[^/]+\/api\/v1\/(?!members|calendar|notices|me)/, (route) =>
        route.fulfill({
          status: 500,
          contentType: 'application/problem+json',
          body: JSON.stringify({
            title: 'Something went wrong on our side.',
            code: 'internal.error',
            requestId: 'r1',
          }),
        }),
      )
      await desktop.page.goto(`${base}/w/${ws.slug}/${path}`)
      await desktop.page.getByRole('button', { name: 'Try again' }).first().waitFor()
      await desktop.page.getByText('request r1').first().waitFor()
      desktop.complaints.splice(0)
      await expectSound(desktop, `failed-${path}`)
      await desktop.page.unrouteAll()
    },
  )

  it('without a line the page can still be read, and says so', async () => {
    await open(desktop, ws.owner, `/w/${ws.slug}/inbox`)
    await desktop.context.setOffline(true)
    await desktop.page.getByText('You are offline.').waitFor()
    await desktop.page.getByText('Where is the refund button?').waitFor()
    await expectSound(desktop, 'offline')
    await desktop.context.setOffline(false)
    await desktop.page.getByText('You are offline.').waitFor({ state: 'detached' })
    desktop.complaints.splice(0)
  })

  it.each(['/w/larkfield/nothing-here', '/w/nowhere/inbox'])('there is no page at %s', async (address) => {
    await open(desktop, ws.owner, address)
    await desktop.page.getByRole('heading', { name: 'There is no page at this address' }).waitFor()
    desktop.complaints.splice(0)
    await expectSound(desktop, `none${address}`)
  })

  describe('what opens over a screen', () => {
    it.each([
      ['palette', 'Control+k', 'Search or do'],
      ['help', '?', 'All keys'],
      ['record', 'c', 'Record feedback'],
    ])('%s', async (name, key, title) => {
      for (const window of [desktop, phone]) {
        await open(window, ws.owner, `/w/${ws.slug}/inbox`)
        await window.page.locator('li.item').first().waitFor()
        await window.page.keyboard.press(key)
        await window.page.getByRole('dialog', { name: title }).waitFor()
        await window.ready()
        await expectSound(window, name)
        await window.page.keyboard.press('Escape')
        await window.page.getByRole('dialog', { name: title }).waitFor({ state: 'detached' })
      }
    })

    it('palette with what it found', async () => {
      await open(desktop, ws.owner, `/w/${ws.slug}/inbox`)
      await desktop.page.keyboard.press('Control+k')
      await desktop.page.keyboard.type('dana')
      await desktop.page
        .getByRole('option', { name: /Dana Whitlock/ })
        .first()
        .waitFor()
      await expectSound(desktop, 'palette-found')
      expect(await desktop.page.getByRole('dialog').count()).toBe(1)
    })
  })
})
