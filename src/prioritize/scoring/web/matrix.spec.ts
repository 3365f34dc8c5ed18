import { beforeEach, expect, it } from 'vitest'
import { createAccount } from '#customers/accounts/contract.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import {
  buildTeamApp,
  describeInBrowser,
  expectReflow,
  expectSound,
  openWindow,
  picture,
  signInAs,
  sizes,
} from '#platform/testing/browser.ts'
import {
  changeRequest,
  createRequest,
  decideRequest,
  listRequests,
  recordEvidence,
} from '#prioritize/requests/contract.ts'
import { createModel, getMatrix, listModels, putScoring, rateRequest } from '#prioritize/scoring/contract.ts'

describeInBrowser('Requests by impact and effort', () => {
  let app: TestApp
  let ws: TestWorkspace
  let base: string
  beforeEach(async () => {
    buildTeamApp()
    app = await testApp()
    ws = await app.workspace('Larkfield')
    base = await app.listen()
    const { owner } = ws
    const wanted = [
      ['Company sign-in', 8, 3, 9, 6],
      ['Pause a payment plan', 7, 1, 2, 9],
      ['Rename Export to Download', 2, 0.5, 1, 3],
      ['White-label mobile app', 3, 14, 30, 1],
      ['Partial refunds', 4, 2, 4, 4],
      ['Dark mode', undefined, undefined, undefined, 2],
    ] as const
    for (const [title, impact, low, high, accounts] of wanted) {
      const request = await owner.call(createRequest, {
        title,
        ...(low && { effort: { low, high: high!, confidence: 70 } }),
      })
      if (impact)
        await owner.call(rateRequest, {
          requestId: request.id,
          values: [{ factor: 'impact', value: impact }],
        })
      for (let i = 0; i < accounts; i++) {
        const { id } = await owner.call(createAccount, {
          ...{ name: `${title} ${i}`, mrrCents: 90_000 - accounts * 5_000, lifecycle: 'active' as const },
          segment: 'Schools',
        })
        await owner.call(recordEvidence, {
          ...{ requestId: request.id, verbatim: `Please: ${title}`, channel: 'email', accountId: id },
        })
      }
    }
    await app.settle()
  })

  it('are dragged and moved by keys, undone, ranked with reasons, and weighed otherwise', async () => {
    const { owner } = ws
    const window = await openWindow()
    const { page, complaints, ready } = window
    await signInAs(window, base, owner)
    await page.goto(`${base}/w/${ws.slug}/matrix`)
    await ready()
    const aside = page.getByRole('button', { name: /^Dark mode/ })
    await aside.waitFor()
    await expectSound(window, 'matrix')
    // from aside into the quadrant at the upper left
    const field = (await page.locator('.field-of').boundingBox())!
    const from = (await aside.boundingBox())!
    await page.mouse.move(from.x + 20, from.y + 10)
    await page.mouse.down()
    await page.mouse.move(field.x + 120, field.y + 140, { steps: 6 })
    await page.mouse.up()
    await page.getByText(/Dark mode: Do first, impact/).waitFor()
    const placed = async () =>
      (await owner.call(getMatrix, {})).placed.find((one) => one.title === 'Dark mode')
    expect(await placed()).toMatchObject({ quadrant: 'do_first' })
    await picture(page, 'matrix-dropped')
    await page.keyboard.press('Control+z')
    await page.getByRole('heading', { name: 'Not placed yet' }).waitFor()
    expect(await placed()).toBeUndefined()
    // without a mouse: by keys, and by fields
    const dot = page.getByRole('button', { name: /^Partial refunds: Quick wins/ })
    await dot.focus()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowUp')
    await page.getByText(/Partial refunds: Do first, impact 5/).waitFor()
    const chosen = page.getByRole('region', { name: 'The chosen request' })
    await chosen.getByLabel('Impact').fill('9')
    await chosen.getByRole('button', { name: 'Place' }).click()
    await page.getByRole('button', { name: /^Partial refunds: Do first, impact 9/ }).waitFor()
    await page.setViewportSize(sizes.phone)
    await expectSound(window, 'matrix', { colours: 'none' })
    await expectReflow(page)
    await page.setViewportSize(sizes.desktop)

    await page.goto(`${base}/w/${ws.slug}/requests?order=score`)
    await ready()
    await page.getByRole('button', { name: 'why Partial refunds' }).click()
    await page.getByText('9 of 10').waitFor()
    await expectSound(window, 'requests-by-score')

    const model = await owner.call(createModel, {
      name: 'Growth',
      terms: [
        { factor: 'impact', weight: 2 },
        { factor: 'mrr', weight: 1 },
        { factor: 'effort', weight: 1, lowerIsBetter: true },
      ],
    })
    await owner.call(putScoring, { modelId: model.id })
    await page.goto(`${base}/w/${ws.slug}/weights`)
    await ready()
    await page.getByRole('region', { name: 'Which ranks survive other weights' }).waitFor()
    await page.getByRole('spinbutton', { name: /^MRR behind it/ }).fill('9')
    const moves = page.getByRole('region', { name: 'If these weights counted' })
    await moves.getByText(/ranks? of 6 change/).waitFor()
    await expectSound(window, 'weights')
    await page.getByLabel('Why').fill('Revenue first.')
    await page.getByRole('button', { name: 'Save as version 2' }).click()
    await page.getByText('Revenue first.').waitFor()
    await page.getByRole('button', { name: 'Compare', exact: true }).click()
    await page.getByRole('region', { name: 'From version 1 to version 2' }).waitFor()
    // how much a segment matters
    await page.getByLabel('Schools').fill('9')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).waitFor({ state: 'detached' })
    expect((await owner.call(listModels, {})).segments).toEqual({ schools: 9 })
    await picture(page, 'weights-settings')
    // what effort is estimated in
    await page.getByLabel('Effort is estimated in').fill('days')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Effort is high above, in days').waitFor()
    // the model that counts is renamed; it stays, and another one retires
    await page.getByRole('button', { name: 'Names' }).click()
    const names = page.getByRole('dialog', { name: 'Names' })
    await names.getByText('Requests are scored by it').waitFor()
    await names.getByLabel('Name').fill('Growth first')
    await names.getByRole('button', { name: 'Rename' }).click()
    await page.locator('a', { hasText: 'Growth first' }).waitFor()
    await expectSound(window, 'score-names')
    await page.keyboard.press('Escape')
    const { id } = await owner.call(createModel, { name: 'Old', terms: [{ factor: 'impact', weight: 1 }] })
    await page.goto(`${base}/w/${ws.slug}/weights?model=${id}`)
    await page.getByRole('button', { name: 'Names' }).click()
    await names.getByRole('button', { name: 'Retire Old' }).click()
    await page.locator('a', { hasText: /^Old$/ }).waitFor({ state: 'detached' })
    await page.goto(`${base}/w/${ws.slug}/weights?from=1`)
    await page.getByRole('region', { name: 'From version 1 to version 2' }).waitFor()
    await page.setViewportSize(sizes.phone)
    await expectSound(window, 'weights', { colours: 'none' })

    // what was decided stands on the roadmap, and a date that moved says so
    await page.setViewportSize(sizes.desktop)
    const [first, second] = (await owner.call(listRequests, {})).data
    const day = (inDays: number) =>
      new Date(app.clock.now().getTime() + inDays * 86_400_000).toISOString().slice(0, 10)
    await owner.call(decideRequest, { requestId: first!.id, status: 'planned', targetOn: day(20) })
    await owner.call(changeRequest, { requestId: first!.id, targetOn: day(120) })
    await owner.call(decideRequest, { requestId: second!.id, status: 'in_progress' })
    await page.goto(`${base}/w/${ws.slug}/roadmap`)
    await ready()
    await page.getByText('3 months later than first said').waitFor()
    await expectSound(window, 'roadmap')
    await page.setViewportSize(sizes.phone)
    await expectSound(window, 'roadmap', { colours: 'none' })
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: 'Score' }).waitFor()
    expect(complaints).toEqual([])
  }, 240_000)
})
