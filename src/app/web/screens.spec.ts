import { beforeAll, expect, it } from 'vitest'
import { installDemo } from '#app/demo/install.ts'
import { screens, settingsPages } from '#app/web/routes.tsx'
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

const paths = [
  ...screens.map((screen) => screen.path).filter((path) => !path.includes('$')),
  ...settingsPages.map((page) => `settings/${page.path}`),
]

describeInBrowser('Every screen', () => {
  let app: TestApp
  let ws: TestWorkspace
  let base: string
  beforeAll(async () => {
    buildTeamApp()
    app = await testApp()
    ws = await app.workspace('Larkfield')
    await installDemo(app.house.door, ws.id)
    await app.settle()
    base = await app.listen()
  }, 300_000)

  const look = async (size: 'desktop' | 'phone', theme: 'light' | 'dark', path: string) => {
    const window = await openWindow({ size, theme })
    await signInAs(window, base, ws.owner)
    await window.page.goto(`${base}/w/${ws.slug}/${path}`)
    await window.page.getByRole('heading', { level: 1 }).waitFor()
    await window.page.waitForLoadState('networkidle')
    await picture(window.page, `${path.replaceAll('/', '-')}-${size}-${theme}`)
    await expectAccessible(window.page)
    await expectNoSidewaysScroll(window.page)
    expect(await window.page.getByRole('heading', { level: 1 }).count(), `h1 on ${path}`).toBe(1)
    expect(window.complaints, path).toEqual([])
    await window.context.close()
  }

  it.each(paths)(
    '%s has no axe finding, light and dark, on desktop and phone',
    async (path) => {
      // Requests are limited a minute, and a test's clock stands still.
      app.clock.advance({ minutes: 1 })
      await look('desktop', 'light', path)
      await look('desktop', 'dark', path)
      await look('phone', 'light', path)
      await look('phone', 'dark', path)
    },
    240_000,
  )
})
