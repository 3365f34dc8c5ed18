import { beforeAll, describe, it } from 'vitest'
import { screens } from '#app/web/routes.tsx'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { type Client, type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import {
  buildTeamApp,
  describeInBrowser,
  expectReflow,
  expectSound,
  goWithin,
  openWindow,
  signInAs,
  type Window,
} from '#platform/testing/browser.ts'

const lists = screens.map((screen) => screen.path).filter((path) => !path.includes('$'))

const emptyTitles: Record<string, string> = {
  health: 'Nothing to measure yet',
  accounts: 'No accounts yet',
  contacts: 'No contacts yet',
  'accounts/duplicates': 'No accounts look alike',
}

describeInBrowser('What a screen says when there is little to say', () => {
  let app: TestApp
  let ws: TestWorkspace
  let empty: TestWorkspace
  let viewer: Client
  let base: string
  const windows: Record<string, Window> = {}

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
    for (const [name, size, client] of [
      ['owner', 'desktop', ws.owner],
      ['owner', 'phone', ws.owner],
      ['empty', 'desktop', empty.owner],
      ['viewer', 'desktop', viewer],
    ] as const) {
      const window = await openWindow({ size })
      await signInAs(window, base, client)
      windows[`${name} ${size}`] = window
    }
    await open('empty desktop', `/w/${empty.slug}/today`)
    await open('viewer desktop', `/w/${ws.slug}/today`)
  })

  const open = async (who: string, address: string) => {
    const window = windows[who]!
    await window.page.goto(base + address)
    await window.ready()
    return window
  }
  /** What was refused or failed on purpose is known; anything else counts. */
  const forget = ({ complaints }: Window, known: RegExp) =>
    complaints.splice(0, Number.POSITIVE_INFINITY, ...complaints.filter((one) => !known.test(one)))

  it.each(lists)('an empty workspace: %s says what is so and what to do', async (path) => {
    const window = windows['empty desktop']!
    await goWithin(window, `/w/${empty.slug}/${path}`)
    const title = emptyTitles[path]
    if (title) await window.page.getByRole('heading', { name: title }).waitFor()
    // every part an empty screen has was looked at in the dark on the full one
    await expectSound(window, `empty-${path}`, { colours: 'light' })
    await expectReflow(window.page)
  })

  it.each([...lists, 'settings/members', 'settings/api-keys', 'settings/account'])(
    'a viewer: %s offers nothing that is not theirs, and says who gives a right',
    async (path) => {
      const window = windows['viewer desktop']!
      await goWithin(window, `/w/${ws.slug}/${path}`)
      forget(window, /status of 403/)
      // a viewer sees fewer of the same parts
      await expectSound(window, `viewer-${path}`, { colours: 'none' })
    },
  )

  describe('a server that fails', () => {
    const paths = ['today', 'inbox', 'cases', 'health', 'accounts', 'surveys', 'outbox', 'imports']
    const failed: Record<string, Window> = {}
    // all at once, because each tries again for seconds before it says so
    beforeAll(async () => {
      await Promise.all(
        paths.map(async (path) => {
          const window = await openWindow()
          failed[path] = window
          await signInAs(window, base, ws.owner)
          await window.page.route(/\/w\/[^/]+\/api\/v1\/(?!members|calendar|notices)/, (route) =>
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
          await window.page.goto(`${base}/w/${ws.slug}/${path}`)
        }),
      )
    })

    it.each(paths)('%s says what failed and offers to try again', async (path) => {
      const window = failed[path]!
      await window.page.getByRole('button', { name: 'Try again' }).first().waitFor()
      await window.page.getByText('request r1').first().waitFor()
      await window.ready()
      forget(window, /status of 500/)
      // one panel on all of them: its colours are looked at once
      await expectSound(window, `failed-${path}`, { colours: path === 'today' ? 'both' : 'none' })
      await window.context.close()
    })
  })

  it('without a line the page can still be read, and says so', async () => {
    const window = await open('owner desktop', `/w/${ws.slug}/inbox`)
    await window.context.setOffline(true)
    await window.page.getByText('You are offline.').waitFor()
    await window.page.getByText('Where is the refund button?').waitFor()
    await expectSound(window, 'offline')
    await window.context.setOffline(false)
    await window.page.getByText('You are offline.').waitFor({ state: 'detached' })
    forget(window, /ERR_INTERNET_DISCONNECTED/)
  })

  it.each(['/w/larkfield/nothing-here', '/w/nowhere/inbox'])('there is no page at %s', async (address) => {
    const window = await open('owner desktop', address)
    await window.page.getByRole('heading', { name: 'There is no page at this address' }).waitFor()
    await expectSound(window, `none${address}`)
  })

  describe('what opens over a screen', () => {
    it.each([
      ['palette', 'Control+k', 'Search or do'],
      ['help', '?', 'Keys'],
      ['record', 'c', 'Record feedback'],
    ])('%s', async (name, key, title) => {
      for (const size of ['desktop', 'phone']) {
        const window = await open(`owner ${size}`, `/w/${ws.slug}/inbox`)
        const { page } = window
        await page.locator('li.item').first().waitFor()
        await page.keyboard.press(key)
        await page.getByRole('dialog', { name: title }).waitFor()
        await window.ready()
        await expectSound(window, name)
        await page.keyboard.press('Escape')
        await page.getByRole('dialog', { name: title }).waitFor({ state: 'detached' })
      }
    })

    it('palette with what it found', async () => {
      const window = await open('owner desktop', `/w/${ws.slug}/inbox`)
      await window.page.keyboard.press('Control+k')
      await window.page.getByRole('dialog', { name: 'Search or do' }).waitFor()
      await window.page.keyboard.type('refund')
      await window.page
        .getByRole('option', { name: /refund button/ })
        .first()
        .waitFor()
      await expectSound(window, 'palette-found')
    })
  })
})
