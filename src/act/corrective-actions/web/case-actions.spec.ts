import { beforeEach, expect, it } from 'vitest'
import * as cases from '#act/cases/contract.ts'
import { seedPerson } from '#act/cases/test-seeds.ts'
import { listActions } from '#act/corrective-actions/contract.ts'
import { encodeId } from '#platform/ids.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import {
  buildTeamApp,
  describeInBrowser,
  expectSound,
  openWindow,
  picture,
  signInAs,
  type Window,
} from '#platform/testing/browser.ts'

describeInBrowser('Corrective actions of a case', () => {
  let app: TestApp
  let ws: TestWorkspace
  let window: Window
  let base: string
  let one: cases.Case

  beforeEach(async () => {
    buildTeamApp()
    app = await testApp()
    ws = await app.workspace()
    const petra = await seedPerson(ws, { name: 'Petra Lindqvist', account: 'Quillmere', mrrCents: 100 })
    one = await ws.owner.call(cases.openCase, {
      playbook: 'post-implementation-negative',
      contactId: encodeId('ct', petra.contactId),
    })
    const stepOf = (key: string) => ({
      caseId: one.id,
      stepId: one.steps.find((step) => step.key === key)!.id,
    })
    const touchpoint = { kind: 'call', summary: 'They told it all.' } as const
    await ws.owner.call(cases.completeStep, { ...stepOf('acknowledge'), touchpoint })
    for (const key of ['investigate', 'internal-call', 'customer-call'])
      await ws.owner.call(cases.decideStep, { ...stepOf(key), decision: 'skip', reason: 'Known already' })
    base = await app.listen()
    window = await openWindow({ size: 'desktop' })
    await signInAs(window, base, ws.owner)
  }, 120_000)

  it('are logged with l, done on their page and checked there, and complete the step that waits for them', async () => {
    const { page, ready } = window
    page.setDefaultTimeout(15_000)
    const openTheCase = async () => {
      await page.goto(`${base}/w/${ws.slug}/cases/${one.id}`)
      await ready()
    }
    await openTheCase()
    await page.getByText('“Put it right” is done when every action is.').waitFor()
    await page.keyboard.press('l')
    await page.getByLabel('Finding').fill('The second training was never booked')
    await page.getByLabel('Kind').selectOption('compensation')
    await page.getByLabel('Why did it happen?').fill('Nobody had it on a list')
    await page.getByLabel('And why that?').fill('The plan ends before it')
    await page.getByLabel('Cost').fill('86')
    await expectSound(window, 'log an action')
    await page.getByRole('button', { name: 'Log', exact: true }).click()
    await page.getByText('“Put it right” is done when every action is: 1 open.').waitFor()
    await page.getByRole('link', { name: 'CAPA 1' }).click()
    await page.getByRole('button', { name: 'Complete' }).waitFor()
    await page.keyboard.press('e')
    await page.getByLabel('Correction').fill('Pizza and a new date')
    await expectSound(window, 'complete an action')
    await page.getByRole('dialog').getByRole('button', { name: 'Complete' }).click()
    await page.getByRole('button', { name: 'Check' }).waitFor()
    const [action] = (await ws.owner.call(listActions, { state: 'done' })).data
    expect(action).toMatchObject({ number: 1, costCents: 8600, case: { id: one.id } })

    await openTheCase()
    await page.getByText('Gesture, $86').waitFor()
    await picture(page, 'case-actions')
    await page.getByRole('button', { name: 'Complete “Put it right”' }).click()
    await expect
      .poll(async () => {
        const { steps } = await ws.owner.call(cases.getCase, { caseId: one.id })
        return steps.find((step) => step.key === 'corrective-action')?.state
      })
      .toBe('done')

    await page.goto(`${base}/w/${ws.slug}/actions/${action!.id}`)
    await ready()
    await page.keyboard.press('e')
    await page.getByLabel('It did not help').check()
    await page.getByLabel('What it shows in').fill('They have no date yet')
    await page.getByRole('button', { name: 'Keep the check' }).click()
    await page.getByText('It did not help. They have no date yet').waitFor()
    expect((await ws.owner.call(listActions, {})).data).toMatchObject([{ state: 'open', reopenedCount: 1 }])
  }, 180_000)
})
