import { beforeEach, expect, it } from 'vitest'
import { getQuestion, listQuestions } from '#analyze/questions/contract.ts'
import { createTheme } from '#analyze/themes/contract.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { buildTeamApp, describeInBrowser, openWindow, picture, signInAs } from '#platform/testing/browser.ts'

const words =
  'We signed up with ten colleagues in mind. Nobody could tell us where to begin, so we stopped after a week.'

describeInBrowser('A question by keys alone', () => {
  let app: TestApp
  let ws: TestWorkspace
  let base: string
  let itemId: string
  let themeId: string
  beforeEach(async () => {
    buildTeamApp()
    app = await testApp()
    ws = await app.workspace('Larkfield')
    base = await app.listen()
    const { owner } = ws
    await owner.call(submitFeedback, { verbatim: words, channel: 'email' })
    itemId = (
      await owner.call(submitFeedback, {
        verbatim: 'I was up and running in ten minutes.',
        channel: 'chat',
      })
    ).id
    themeId = (await owner.call(createTheme, { name: 'Where to begin', rules: ['where to begin'] })).id
    await app.settle()
  })

  it('is asked, gets evidence from its page, an item and a theme, and is answered', async () => {
    const window = await openWindow()
    const { page, complaints, ready } = window
    await signInAs(window, base, ws.owner)
    await page.goto(`${base}/w/${ws.slug}/questions`)
    await ready()
    await page.keyboard.press('n')
    await page.getByLabel('Question', { exact: true }).fill('Why do trial accounts leave in the first month?')
    await page.getByLabel(/^Hypotheses/).fill('They do not know where to begin')
    await page.getByRole('dialog').getByRole('button', { name: 'Ask' }).press('Enter')
    await page.getByRole('heading', { level: 2, name: 'They do not know where to begin' }).waitFor()

    // an item is found while typing; some of its words are selected with Shift and the arrows
    await page.keyboard.press('j')
    await page.keyboard.press('e')
    await page.getByRole('combobox', { name: 'Words of an item' }).pressSequentially('colleagues')
    await ready()
    await page.getByRole('option', { name: /colleagues/ }).waitFor()
    await page.keyboard.press('Enter')
    const text = page.getByRole('textbox', { name: /^Anonymous/ })
    await text.focus()
    await page.keyboard.press('Control+Home')
    for (let i = 0; i < words.indexOf('Nobody'); i++) await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Shift+Control+End')
    await page
      .getByRole('dialog')
      .locator('blockquote', {
        hasText: /^Nobody could tell us where to begin, so we stopped after a week\.$/,
      })
      .waitFor()
    await picture(page, 'question-evidence')
    await page.getByRole('button', { name: 'Add evidence for', exact: true }).last().press('Enter')
    await page.getByText('Nothing speaks against it yet').waitFor()

    await page.goto(`${base}/w/${ws.slug}/inbox/${itemId}`)
    await ready()
    await page.getByRole('button', { name: 'Use as evidence' }).waitFor()
    await page.keyboard.press('q')
    await page.getByRole('dialog').locator('blockquote').waitFor()
    await page.getByRole('radio', { name: 'Against' }).check({ force: true })
    await picture(page, 'use-as-evidence')
    await page.getByRole('dialog').getByRole('button', { name: 'Add evidence against' }).press('Enter')
    await page.getByRole('region', { name: 'Evidence' }).getByText('against “They do not know').waitFor()

    await page.goto(`${base}/w/${ws.slug}/themes/${themeId}`)
    await ready()
    await page.getByRole('button', { name: 'Use as evidence' }).waitFor()
    await page.keyboard.press('q')
    await ready()
    await page.getByRole('dialog').getByRole('button', { name: 'Add evidence for' }).press('Enter')
    await page.getByRole('button', { name: 'Open the question' }).press('Enter')

    await page.getByRole('heading', { level: 1, name: /Why do trial accounts/ }).waitFor()
    // chosen once it is kept
    await page.getByRole('radio', { name: 'Supported', exact: true }).click({ force: true })
    await page
      .getByRole('radio', { name: 'Supported', exact: true, checked: true })
      .waitFor({ state: 'attached' })
    await page.getByText('2 for, 1 against').waitFor()
    await page.keyboard.press('w')
    await page.getByLabel('Answer', { exact: true }).fill('Nobody shows them the first step.')
    await page.getByRole('dialog').getByRole('button', { name: 'Answer' }).press('Enter')
    await page.getByText('Decided by Olive Owner').waitFor()

    const [row] = (await ws.owner.call(listQuestions, { answered: 'true' })).data
    expect(row).toMatchObject({
      answer: 'Nobody shows them the first step.',
      hypotheses: [{ state: 'supported', evidence: { for: 2, against: 1 } }],
    })
    const question = await ws.owner.call(getQuestion, { questionId: row!.id })
    expect(question.hypotheses[0]!.weight.for.items).toBe(1)
    expect(complaints).toEqual([])
  }, 180_000)
})
