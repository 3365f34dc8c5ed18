import { beforeEach, expect, it } from 'vitest'
import { findThemes, listThemes } from '#analyze/themes/contract.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import {
  buildTeamApp,
  describeInBrowser,
  expectReflow,
  expectSound,
  openWindow,
  signInAs,
} from '#platform/testing/browser.ts'
import { completion, testModel } from '#platform/testing/model.ts'

const answers = [
  [
    'You name',
    {
      name: 'Export to Excel fails',
      summary: 'The weekly export stops without a word.',
      because: 'Most quotes tell of it',
      confidence: 0.86,
    },
  ],
  [
    'You sum up',
    {
      sentences: [
        { text: 'The export fails every week.', quotes: [1, 2] },
        { text: 'Columns are missing.', quotes: [3] },
        { text: 'All will leave.', quotes: [77] },
      ],
      because: 'Nearly the same words',
      confidence: 0.7,
    },
  ],
  [
    'You translate',
    { translation: 'The export has been failing for days and nobody answers. Regards, [person]' },
  ],
] as const

describeInBrowser('A model outside', () => {
  let app: TestApp
  let ws: TestWorkspace
  let base: string
  let address: string
  beforeEach(async () => {
    buildTeamApp()
    app = await testApp({ HEARBACK_ALLOW_HOSTS: '127.0.0.1' })
    ws = await app.workspace('Larkfield')
    base = await app.listen()
    const model = await testModel((response, { text }) => {
      const [, answer] = answers.find(([task]) => text.includes(task)) ?? ['', 'ready']
      response.end(completion(answer, { prompt_tokens: 812, completion_tokens: 64 }))
    })
    address = model.address
    for (let i = 0; i < 10; i++) {
      const verbatim = `The export to Excel fails again, number ${i}, write to ana@hazelwick.example`
      await ws.owner.call(submitFeedback, { verbatim, channel: 'email' })
      await ws.owner.call(submitFeedback, {
        verbatim: `The login screen shows no code, try ${i}`,
        channel: 'email',
      })
    }
    await app.settle()
    await ws.owner.call(findThemes, {})
    await app.settle()
  })
  it('is set and tried, names a theme that a person accepts, sums it up, translates an item, and tells what was sent', async () => {
    const window = await openWindow()
    const phone = await openWindow({ size: 'phone' })
    const { page, ready } = window
    for (const one of [window, phone]) await signInAs(one, base, ws.owner)
    const at = (path: string) => `${base}/w/${ws.slug}/${path}`
    const sound = async (path: string, name: string) => {
      await expectSound(window, name)
      await expectReflow(page)
      await phone.page.goto(at(path))
      await phone.ready()
      await expectSound(phone, name, { colours: 'none' })
    }

    await page.goto(at('settings/analysis'))
    await page.getByText('Off. Nothing is sent anywhere.').waitFor()
    await page.getByLabel('Address').fill(address)
    await page.getByLabel('Model', { exact: true }).fill('small-1')
    await page.getByLabel('API key').fill('sk-secret')
    await page.getByLabel('Per million tokens in').fill('0.15')
    await page.getByLabel('Per million tokens out').fill('0.6')
    await page.getByRole('button', { name: 'Try it' }).click()
    await page.getByText('It said “ready” for $0.0002').waitFor()
    // what is typed afterwards, here half a currency, changes nothing about the trial
    await page.getByLabel('Currency').fill('U')
    await page.getByText('It said “ready” for $0.0002').waitFor()
    await page.getByLabel('Currency').fill('USD')
    for (const use of ['Names of themes', 'Summaries of themes', 'Translations of items'])
      await page.getByLabel(use).check()
    await page.getByRole('button', { name: 'Set the outside model' }).click()
    await page.getByText('in 1 call').waitFor()

    const { data } = await ws.owner.call(listThemes, {})
    const theme = `themes/${data.find((one) => one.phrases.join(' ').includes('export'))!.id}`
    await page.goto(at(theme))
    await page.getByRole('button', { name: 'Suggest a name' }).click()
    await page.getByText('Asking small-1').waitFor()
    await page.getByRole('button', { name: 'Sum it up' }).click()
    await page.getByText('Asking small-1').nth(1).waitFor()
    await app.settle()
    await page.getByText('Export to Excel fails', { exact: true }).waitFor()
    await page.getByText('One sentence was left out').waitFor()
    await ready()
    await sound(theme, 'outside-theme')
    await page.keyboard.press('y')
    await page.getByRole('heading', { level: 1, name: 'Export to Excel fails' }).waitFor()

    const item = await ws.owner.call(submitFeedback, {
      verbatim: 'Der Export schlägt seit Tagen fehl und niemand antwortet. Grüße, Olive Owner',
      channel: 'email',
      language: 'de',
    })
    await page.goto(at(`inbox/${item.id}`))
    await page.getByRole('button', { name: 'Translate into English' }).click()
    await page.getByText('Asking small-1').waitFor()
    await app.settle()
    await page.getByRole('heading', { name: 'English, translated by a machine' }).waitFor()
    await page.getByText('nobody answers. Regards, [person]').waitFor()
    await ready()
    await sound(`inbox/${item.id}`, 'outside-item')

    await page.goto(at('settings/analysis'))
    await page.getByText('in 4 calls').waitFor()
    await page.getByText('Name of a theme').click()
    await page
      .getByRole('paragraph')
      .filter({ hasText: /taken out: .*\[email\]/ })
      .waitFor()
    const sent = await page.locator('details[open] pre').innerText()
    expect(sent).toContain('write to [email]')
    expect(sent).not.toContain('@')
    await ready()
    await sound('settings/analysis', 'outside-settings')
  })
})
