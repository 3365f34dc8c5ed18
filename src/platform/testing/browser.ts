import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { afterFile } from '#platform/testing/after-file.ts'
import { axeFindings } from '#platform/testing/axe.ts'

const path = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const root = join(import.meta.dirname, '../../..')

/** Why tests in a browser cannot run here, or undefined. Where CI=true nothing may be skipped: it fails instead. */
export const noBrowser = existsSync(path)
  ? undefined
  : `no Chromium at ${path}; install it, or set CHROMIUM_PATH`
if (noBrowser && process.env.CI === 'true') throw new Error(`Browser tests cannot run: ${noBrowser}.`)
if (noBrowser) console.warn(`Browser tests are skipped: ${noBrowser}.`)

/**
 * Journeys in a real browser. One that uses up what was made for it makes it in `beforeEach`, so that it can be tried
 * again.
 */
export function describeInBrowser(name: string, journeys: () => void | Promise<void>) {
  // A browser on a busy machine may miss a moment; what is wrong stays wrong.
  const retry = process.env.CI ? 2 : 0
  describe.skipIf(noBrowser)(name, { retry }, journeys)
}

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
  /** Waits until the page has its heading, everything it asked for has come, and nothing in it says that it is busy. */
  ready(): Promise<void>
}

let shared: Promise<Browser> | undefined

/** A fresh window with nothing remembered; it closes after the file, and the browser stays for the next. */
export async function openWindow(
  options: {
    size?: keyof typeof sizes
    theme?: 'light' | 'dark'
    /** Pages whose policy forbids every script: axe is one. */
    bypassCSP?: boolean
    hasScripts?: boolean
  } = {},
): Promise<Window> {
  shared ??= openBrowser()
  const context = await (await shared).newContext({
    viewport: sizes[options.size ?? 'desktop'],
    colorScheme: options.theme ?? 'light',
    reducedMotion: 'reduce',
    bypassCSP: options.bypassCSP ?? false,
    javaScriptEnabled: options.hasScripts ?? true,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    ...(options.size === 'phone' && { hasTouch: true, isMobile: true, deviceScaleFactor: 2 }),
  })
  afterFile(() => context.close())
  context.setDefaultTimeout(30_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`))
  page.on('console', (message) => {
    // a 401 that leads to the sign-in page is how the app learns of it
    // axe also looks into frames that may run no script
    if (message.type() === 'error' && !/status of 401|frame is sandboxed/.test(message.text()))
      complaints.push(`${message.text()} ${message.location().url}`)
  })
  return { page, context, complaints, ready: watchRequests(page) }
}

/** Playwright's `networkidle` waits half a second after the last byte; this knows as soon as the page does. */
function watchRequests(page: Page): () => Promise<void> {
  const open = new Set<unknown>()
  page.on('request', (request) => open.add(request))
  page.on('requestfinished', (request) => open.delete(request))
  page.on('requestfailed', (request) => open.delete(request))
  page.on('framenavigated', (frame) => frame === page.mainFrame() && open.clear())
  const isCalm = () =>
    page.evaluate(
      () =>
        new Promise<boolean>((done) => {
          const busy = document.querySelector('[aria-busy=true]') || !document.querySelector('h1')
          // two frames: what came has been drawn, and may have asked for more
          requestAnimationFrame(() => requestAnimationFrame(() => done(!busy)))
        }),
    )
  return async () => {
    const end = Date.now() + 30_000
    for (let calm = 0; calm < 2; calm = open.size === 0 && (await isCalm()) ? calm + 1 : 0) {
      if (Date.now() > end) throw new Error(`${page.url()} is still busy: ${await page.innerText('body')}`)
      if (open.size > 0) await new Promise((wake) => setTimeout(wake, 20))
    }
  }
}

/** Goes to another address of the app that the window shows, as a link in it does, and waits until it is there. */
export async function goWithin(window: Window, address: string) {
  await window.page.evaluate(async (href) => {
    const { __TSR_ROUTER__: router } = globalThis as unknown as {
      __TSR_ROUTER__: { navigate(to: { href: string }): Promise<void> }
    }
    await router.navigate({ href })
  }, address)
  expect(window.page.url()).toBe(new URL(address, window.page.url()).href)
  await window.ready()
}

let isBuilt = false

/** Builds the team app when its sources changed: the journeys use what people get. */
export function buildTeamApp() {
  if (isBuilt) return
  isBuilt = true
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

/** Fails with every axe finding of the page. */
export async function expectAccessible(page: Page) {
  expect(await axeFindings(page), `axe at ${page.url()}`).toEqual([])
}

/**
 * Nothing may stick out to the side, neither of the page nor of what scrolls or is cut off within it. Views in a row
 * (`.tabs`) and tables with a box of their own may scroll.
 */
export async function expectNoSidewaysScroll(page: Page) {
  const wide = await page.evaluate(() =>
    ['html', 'main', '.top', '.tools', ':is(.app, [role=dialog]) .scroll', '.rail', '.panel', '[role=dialog]']
      .flatMap((name) => [...document.querySelectorAll(name)].map((box) => ({ name, box })))
      .filter(({ box }) => box.scrollWidth > box.clientWidth + 1)
      .map(({ name, box }) => `${name} is ${box.scrollWidth} wide in ${box.clientWidth}`),
  )
  expect(wide, `width of ${page.url()}`).toEqual([])
}

/** With PICTURES=1: a picture into the git-ignored folder screenshots/, to be looked at beside the mock-ups. */
export async function picture(page: Page, name: string) {
  if (!process.env.PICTURES) return
  mkdirSync(join(root, 'screenshots'), { recursive: true })
  await page.screenshot({ path: join(root, 'screenshots', `${name}.png`) })
}

/**
 * What every page promises: nothing for axe, in the dark no colour that is hard to read, nothing that sticks out, one
 * h1, no complaint. The window stays open for the next page. `colours` says in which themes they are looked at, where
 * another test saw the same parts: nothing takes axe longer.
 */
export async function expectSound(
  { page, complaints }: Window,
  name: string,
  { colours = 'both' }: { colours?: 'both' | 'light' | 'none' } = {},
) {
  const file = `${name.replace(/[^\w]+/g, '-')}-${page.viewportSize()?.width}`
  await page.emulateMedia({ colorScheme: 'light' })
  await picture(page, `${file}-light`)
  expect(await axeFindings(page, colours === 'none' ? 'others' : 'all'), `axe at ${page.url()}`).toEqual([])
  expect(await page.locator('h1').count(), `h1 on ${page.url()}`).toBe(1)
  if (colours === 'both') {
    await page.emulateMedia({ colorScheme: 'dark' })
    await picture(page, `${file}-dark`)
    expect(await axeFindings(page, 'colours'), `axe at ${page.url()}, dark`).toEqual([])
    await page.emulateMedia({ colorScheme: 'light' })
  }
  await expectNoSidewaysScroll(page)
  expect(complaints.splice(0), page.url()).toEqual([])
}

/** Fits 320 px, and a desktop at 200 percent, without sideways scroll (WCAG 1.4.10, 1.4.4). */
export async function expectReflow(page: Page) {
  try {
    for (const size of [
      { width: 720, height: 450 },
      { width: 320, height: 700 },
    ]) {
      await page.setViewportSize(size)
      // what is drawn by its measured width is drawn again with the frame after
      await page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      )
      await expectNoSidewaysScroll(page)
    }
  } finally {
    await page.setViewportSize(sizes.desktop)
  }
}
