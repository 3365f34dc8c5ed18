import type { Page } from 'playwright-core'
import { type Act, bots, type Find, inBrowser, linksOf, pressSeen } from '#collect/surveys/test-bots.ts'

/** What no rule tells from a person: one link, and the one button that can be seen. */
export const deceives: Act = (find) => inBrowser(find, (page) => pressSeen(page, numberLink(find, 9), 1000))

const numberLink = (find: Find, score: number) =>
  linksOf(find).find((link) => link.endsWith(`?score=${score}`))!
const plainLink = (find: Find) => linksOf(find).find((link) => link.includes('/s/') && !link.includes('?'))!
const send = async (page: Page) => {
  await page.getByRole('button', { name: /^Send/ }).click()
  await page.waitForLoadState()
}
const answered = async (page: Page, find: Find, score: number) => {
  await page.goto(numberLink(find, score))
  await send(page)
}
const prefetch = bots['prefetcher, HEAD and GET of every link, four user agents at once, twice']

/** People, all of whom leave a 9. */
export const people = {
  'quick, both pages': (find) =>
    inBrowser(find, async (page) => {
      await answered(page, find, 9)
      await send(page)
    }),
  'without JavaScript, the first page only': (find) =>
    inBrowser(find, (page) => answered(page, find, 9), { javaScriptEnabled: false }),
  'by keyboard, from the link without a number': (find) =>
    inBrowser(find, async (page) => {
      await page.goto(plainLink(find))
      await page.keyboard.press('Tab')
      await page.keyboard.press('Space')
      for (let i = 0; i < 9; i++) await page.keyboard.press('ArrowRight')
      await page.keyboard.press('Enter')
      await page.getByRole('status').waitFor()
    }),
  'changes their mind on the second page': (find) =>
    inBrowser(find, async (page) => {
      await answered(page, find, 2)
      await page.getByRole('link', { name: 'Change it' }).click()
      await page.getByLabel('9', { exact: true }).check({ force: true })
      await send(page)
    }),
  'changes their mind three times with “Change it”': (find) =>
    inBrowser(find, async (page) => {
      await answered(page, find, 2)
      await send(page)
      for (const score of ['5', '3', '9']) {
        await page.getByRole('link', { name: 'Change it' }).click()
        await page.getByLabel(score, { exact: true }).check({ force: true })
        await send(page)
        await send(page)
      }
    }),
  'goes back in the browser and sends another number': (find) =>
    inBrowser(find, async (page) => {
      await answered(page, find, 4)
      await page.goBack()
      await page.getByLabel('9', { exact: true }).check({ force: true })
      await send(page)
    }),
  'goes back to the mail for another number': (find) =>
    inBrowser(find, async (page) => {
      await answered(page, find, 2)
      await page.goto(numberLink(find, 9))
      await send(page)
    }),
  'opens five links and sends one': (find) =>
    inBrowser(find, async (page) => {
      for (const score of [0, 10, 7, 5]) await page.goto(numberLink(find, score))
      await answered(page, find, 9)
    }),
  'opens and sends twice': (find) =>
    inBrowser(find, async (page) => {
      await answered(page, find, 9)
      await answered(page, find, 9)
    }),
  'own scanner fetches every link first': async (find) => {
    await prefetch(find)
    await people['quick, both pages'](find)
  },
  'hands the mail on to a colleague, whose scanner fetches and who looks': async (find) => {
    await people['quick, both pages'](find)
    await prefetch(find)
    await inBrowser(find, async (page) => void (await page.goto(numberLink(find, 1))))
  },
} satisfies Record<string, Act>

/** Two that act on one mail, the second when nothing of the first waits any more. */
export const pairs: Record<string, [Act, Act]> = {
  'a program pressed everything first, then the person': [
    bots['browser, ticks, fills and presses everything on every page'],
    people['quick, both pages'],
  ],
  'the person first, then a program presses everything': [
    people['quick, both pages'],
    bots['browser, ticks, fills and presses everything on every page'],
  ],
}
