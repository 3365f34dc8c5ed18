import { Parser } from 'htmlparser2'
import type { Browser, Page } from 'playwright-core'

/** A survey mail as a program finds it, and the server that its links lead to. */
export interface Find {
  html: string
  text: string
  /** of the header List-Unsubscribe */
  unsubscribe: string
  base: string
  browser: Browser
  /** A browser looks at four of the eleven scores only, of which each costs it seconds. */
  isShort?: boolean
}

export type Act = (find: Find) => Promise<void>

const agents = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36',
  'Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; Trident/5.0)',
  'Mozilla/4.0 (compatible; ms-office; MSOffice 16)',
  'python-requests/2.32',
]

/** Every address of the mail, in its order, on the server that runs. */
export function linksOf({ html, text, unsubscribe, base }: Find): string[] {
  const found = [
    ...[...html.matchAll(/href="([^"]+)"/g)].map((one) => one[1]!.replaceAll('&amp;', '&')),
    ...(text.match(/https?:\/\/\S+/g) ?? []),
    unsubscribe,
  ].filter((one) => /^https?:/.test(one))
  return [...new Set(found.map((one) => base + new URL(one).pathname + new URL(one).search))]
}

/** Those that a browser opens. */
function openedLinks(find: Find): string[] {
  const links = linksOf(find)
  const isLeftOut = (link: string) => /score=([1-5]|8|9)$/.test(link)
  return find.isShort ? links.filter((link) => !isLeftOut(link)) : links
}

interface Field {
  name: string
  type: string
  value: string
  isChecked: boolean
}
interface Form {
  action: string
  fields: Field[]
}

/** What a program that reads HTML sees of a page: its links and forms. */
function read(html: string, url: string): { links: string[]; forms: Form[] } {
  const [links, forms]: [string[], Form[]] = [[], []]
  const parser = new Parser({
    onopentag(tag, { href, action, name, type, value, checked }) {
      if (tag === 'a' && href) links.push(new URL(href, url).href)
      if (tag === 'form') forms.push({ action: new URL(action ?? url, url).href, fields: [] })
      if ((tag === 'input' || tag === 'textarea') && name)
        forms.at(-1)?.fields.push({
          name,
          type: type ?? 'text',
          value: value ?? '',
          isChecked: checked !== undefined,
        })
    },
  })
  parser.end(html)
  return { links, forms }
}

/** Who looks into mails does so from many addresses, so that no limit of requests hides what would count. */
const fromSomewhere = () => ({
  'x-forwarded-for': `198.18.${Math.floor(Math.random() * 256)}.${Math.floor(Math.random() * 256)}`,
})

const get = (url: string, agent = agents[0]!, method = 'GET') =>
  fetch(url, { method, headers: { ...fromSomewhere(), 'user-agent': agent } })

const post = (url: string, form: [string, string][]) =>
  fetch(url, {
    method: 'POST',
    headers: {
      ...fromSomewhere(),
      'user-agent': agents[0]!,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(form).toString(),
  })

/** Posts the forms of a page and those of what follows, three pages deep. */
async function postForms(
  url: string,
  valuesOf: (form: Form) => [string, string][],
  depth = 3,
): Promise<void> {
  const response = await get(url)
  let pages = [{ url: response.url, html: await response.text() }]
  for (let left = depth; left > 0; left--) {
    const next: typeof pages = []
    for (const page of pages)
      for (const form of read(page.html, page.url).forms) {
        const answer = await post(form.action, valuesOf(form))
        if (answer.ok) next.push({ url: answer.url, html: await answer.text() })
      }
    pages = next
  }
}

const asTheyAre = ({ fields }: Form) =>
  fields
    .filter((one) => !['radio', 'checkbox'].includes(one.type) || one.isChecked)
    .map((one): [string, string] => [one.name, one.value])

/** Every field filled: words everywhere, every box ticked, the last of each group. */
const filled = ({ fields }: Form) =>
  fields.map((one): [string, string] => [
    one.name,
    ['radio', 'checkbox', 'hidden'].includes(one.type) ? one.value : `test-${one.name}@example.com`,
  ])

/** Works in a window of its own, whose page and address say what stood in the way. */
export async function inBrowser(
  { browser }: Find,
  work: (page: Page) => Promise<void>,
  options: { javaScriptEnabled?: boolean } = {},
): Promise<void> {
  const context = await browser.newContext({ ...options, userAgent: agents[0]! })
  context.setDefaultTimeout(30_000)
  await context.route('**/*', (route) =>
    route.continue({ headers: { ...route.request().headers(), ...fromSomewhere() } }),
  )
  const page = await context.newPage()
  try {
    await work(page)
  } catch (error) {
    throw new Error(`at ${page.url()}: ${await page.innerText('body').catch(() => 'no body')}`, {
      cause: error,
    })
  } finally {
    await context.close()
  }
}

/** Ticks, fills and presses what there is, whether it can be seen or not; each button from the page as it came. */
async function pressEverything(page: Page, url: string, depth = 2): Promise<void> {
  if (depth === 0) return
  await page.goto(url)
  const buttons = await page.locator('button, input[type=submit]').count()
  for (let at = 0; at < buttons; at++) {
    if (at > 0) await page.goto(url)
    await page.evaluate(() => {
      for (const input of document.querySelectorAll<HTMLInputElement>('input, textarea')) {
        if (input.type === 'hidden') continue
        if (input.type === 'radio' || input.type === 'checkbox') input.click()
        else input.value = 'test'
      }
    })
    // a button that leads nowhere is one that the browser held back
    const went = page.waitForEvent('load', { timeout: 5000 }).catch(() => {})
    await page.evaluate((n) => {
      document.querySelectorAll<HTMLElement>('button, input[type=submit]')[n]?.click()
    }, at)
    await went
    if (page.url() !== url) await pressEverything(page, page.url(), depth - 1)
  }
}

/** Presses the one button that can be seen, on this page and the next. */
export async function pressSeen(page: Page, url: string, waitMs = 0): Promise<void> {
  await page.goto(url)
  for (let i = 0; i < 2; i++) {
    await page.waitForTimeout(waitMs)
    const send = page.locator('button.send:visible')
    if ((await send.count()) === 0) return
    await send.first().click()
    await page.waitForLoadState()
  }
}

async function each(links: readonly string[], work: (link: string) => Promise<unknown>): Promise<void> {
  for (const link of links) await work(link)
}

/** Programs that look into mails, each as far as it goes. */
export const bots = {
  'prefetcher, HEAD and GET of every link, four user agents at once, twice': async (find) => {
    for (let round = 0; round < 2; round++)
      await Promise.all(
        linksOf(find).flatMap((link) =>
          agents.flatMap((agent) =>
            ['HEAD', 'GET'].map(async (method) => (await get(link, agent, method)).arrayBuffer()),
          ),
        ),
      )
  },
  'crawler, GET of every link, and of all that those pages link to': async (find) => {
    const seen = new Set<string>()
    const queue = linksOf(find)
    while (queue.length > 0 && seen.size < 100) {
      const url = queue.shift()!
      if (seen.has(url)) continue
      seen.add(url)
      const page = read(await (await get(url)).text(), url)
      queue.push(
        ...[...page.links, ...page.forms.map((form) => form.action)].filter((one) =>
          one.startsWith(find.base),
        ),
      )
    }
  },
  'POST of nothing to every link': (find) =>
    each(linksOf(find), async (link) => (await post(link, [])).arrayBuffer()),
  'POST of every form as it is': (find) => each(linksOf(find), (link) => postForms(link, asTheyAre)),
  'POST of every form, filled in': (find) => each(linksOf(find), (link) => postForms(link, filled)),
  'browser, opens every link and waits': (find) =>
    inBrowser(find, (page) =>
      each(openedLinks(find), async (link) => {
        await page.goto(link)
        await page.waitForTimeout(300)
      }),
    ),
  'browser, clicks every link of every page': (find) =>
    inBrowser(find, (page) =>
      each(openedLinks(find), async (link) => {
        await page.goto(link)
        for (const href of await page
          .locator('a[href]')
          .evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href))) {
          await page.goto(link)
          await page
            .locator('a[href]')
            .and(page.locator(`[href="${new URL(href).pathname + new URL(href).search}"], [href="${href}"]`))
            .first()
            .click()
          await page.waitForLoadState()
        }
      }),
    ),
  'browser, ticks, fills and presses everything on every page': (find) =>
    inBrowser(find, (page) => each(openedLinks(find), (link) => pressEverything(page, link))),
  'the same, of one link alone': (find) =>
    inBrowser(find, (page) => pressEverything(page, linksOf(find)[3]!)),
  'browser, presses Send on every link, one after the other': (find) =>
    inBrowser(find, (page) =>
      each(
        openedLinks(find).filter((link) => link.includes('/s/')),
        (link) => pressSeen(page, link, 200),
      ),
    ),
  'browsers, press Send on every link, all at once': async (find) => {
    const links = openedLinks(find).filter((link) => link.includes('score='))
    await Promise.all(links.map((link) => inBrowser(find, (page) => pressSeen(page, link))))
  },
} satisfies Record<string, Act>
