import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, describe, expect } from 'vitest'

const path = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const root = join(import.meta.dirname, '../../..')

/** Why tests in a browser cannot run here, or undefined. Where CI=true nothing may be skipped: it fails instead. */
export const noBrowser = existsSync(path)
  ? undefined
  : `no Chromium at ${path}; install it, or set CHROMIUM_PATH`
if (noBrowser && process.env.CI === 'true') throw new Error(`Browser tests cannot run: ${noBrowser}.`)
if (noBrowser) console.warn(`Browser tests are skipped: ${noBrowser}.`)

/** Journeys in a real browser. */
export const describeInBrowser = describe.skipIf(noBrowser)

/** A Chromium that talks to nobody but the pages it is sent to. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: path,
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      '--no-first-run',
    ],
  })
}

/** What people look at: the desktop of the mock-ups and a phone. */
export const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const

export interface Window {
  page: Page
  context: BrowserContext
  /** Everything the page complained about: exceptions, errors on the console, refused styles and scripts. */
  complaints: string[]
}

let shared: Promise<Browser> | undefined

/** A fresh window with nothing remembered; all of them close after the file. */
export async function openWindow(
  options: { size?: keyof typeof sizes; theme?: 'light' | 'dark' } = {},
): Promise<Window> {
  if (!shared) {
    shared = openBrowser()
    afterAll(async () => (await shared)?.close())
  }
  const context = await (await shared).newContext({
    viewport: sizes[options.size ?? 'desktop'],
    colorScheme: options.theme ?? 'light',
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    ...(options.size === 'phone' && { hasTouch: true, isMobile: true, deviceScaleFactor: 2 }),
  })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`))
  page.on('console', (message) => {
    // a 401 that leads to the sign-in page is how the app learns of it
    if (message.type() === 'error' && !/status of 401/.test(message.text())) complaints.push(message.text())
  })
  return { page, context, complaints }
}

/** Builds the team app when its sources changed: the journeys use what people get. */
export function buildTeamApp() {
  execFileSync(process.execPath, [join(root, 'scripts/build.mjs'), '--if-needed'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

/** Signs a window in as the client of a test workspace. */
export async function signInAs(window: Window, base: string, client: { headers: Record<string, string> }) {
  const cookies = (client.headers.cookie ?? '').split('; ').map((pair) => {
    const at = pair.indexOf('=')
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: base }
  })
  await window.context.addCookies(cookies)
}

/** What axe finds on a page, one line each. Expect it to be empty. */
export async function axeFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
  )
}

/** Fails with every axe finding of the page. */
export async function expectAccessible(page: Page) {
  expect(await axeFindings(page), `axe at ${page.url()}`).toEqual([])
}

/** Nothing may stick out to the side: a page that scrolls sideways is broken on a phone. */
export async function expectNoSidewaysScroll(page: Page) {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
  expect(content, `width of ${page.url()}`).toBeLessThanOrEqual(window!)
}

/** A picture into the git-ignored folder screenshots/, to be looked at beside the mock-ups. */
export async function picture(page: Page, name: string) {
  mkdirSync(join(root, 'screenshots'), { recursive: true })
  await page.screenshot({ path: join(root, 'screenshots', `${name}.png`) })
}
