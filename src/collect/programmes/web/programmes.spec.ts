import { beforeEach, expect, test } from 'vitest'
import { listProgrammes, raiseOccasion } from '#collect/programmes/contract.ts'
import { programmesSweep } from '#collect/programmes/jobs.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import {
  buildTeamApp,
  describeInBrowser,
  expectAccessible,
  openWindow,
  picture,
  signInAs,
} from '#platform/testing/browser.ts'

describeInBrowser('programmes in the team app', () => {
  let t: TestApp
  let ws: TestWorkspace
  let base: string

  beforeEach(async () => {
    buildTeamApp()
    t = await testApp()
    t.clock.set('2037-11-10T12:00:00Z')
    ws = await t.workspace('Larkfield')
    base = await t.listen()
  })

  test('one is made and turned on, previewed, and its wave seen with the call that was made', async () => {
    const contact = { phone: '+49 30 1234', roles: ['billing'], zone: 'Europe/Berlin' }
    const { id: contactId } = await ws.owner.call(createContact, { name: 'Petra Lund', ...contact })
    await ws.owner.call(createContact, { name: 'Olga Own', ...contact, isInternal: true })
    const window = await openWindow()
    const { page } = window
    await signInAs(window, base, ws.owner)
    const shots = async (name: string) => {
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 })
        await picture(page, `${name}-${width}`)
      }
      await page.setViewportSize({ width: 1440, height: 900 })
    }
    await page.goto(`${base}/w/${ws.slug}/programmes`)
    await page.getByRole('button', { name: 'New programme' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('Name').fill('After billing help')
    await form.getByLabel('Survey').selectOption({ label: 'NPS' })
    await form.getByLabel('Goes by').selectOption('phone')
    await form.getByLabel('When it leaves').selectOption('mornings')
    await form.getByText('Always within 24 hours').waitFor()
    await form.getByLabel('When it leaves').selectOption('at_once')
    await form.getByRole('button', { name: 'Only some roles' }).click()
    await page.getByRole('option', { name: 'billing' }).click()
    await page.keyboard.press('Escape')
    await form.getByRole('button', { name: 'Make it' }).click()
    await page.waitForURL(/programmes\/prg_/)
    await page.getByText('those marked billing').waitFor()
    await page.getByText('People of our own company').waitFor()
    await page.getByRole('switch').click()
    await page.getByText('asks about what happens from now on').waitFor()
    // saved again, the role stays
    await page.getByRole('button', { name: 'Change' }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('The programme was saved').waitFor()
    const made = (await ws.owner.call(listProgrammes, {})).data.at(-1)!
    expect(made).toMatchObject({ isOn: true, audience: { segments: null, roles: ['billing'] } })
    await ws.owner.call(raiseOccasion, { programmeId: made.id, key: 'ticket 1', contactId })
    await programmesSweep.run({}, t.house.door, new AbortController().signal)
    await t.settle()
    await page.goto(`${base}/w/${ws.slug}/calls`)
    await page.getByRole('link', { name: 'Petra Lund' }).waitFor()
    await shots('calls')
    await expectAccessible(page)
    await page.getByRole('link', { name: 'Petra Lund' }).click()
    await page.getByLabel('9', { exact: true }).check()
    await page.getByRole('button', { name: 'Keep their answers' }).click()
    await page.waitForURL(/today/)
    await t.settle()
    await page.goto(`${base}/w/${ws.slug}/programmes/${made.id}?tab=runs`)
    await page.getByRole('link', { name: /^After billing help, / }).click()
    await page.getByText('1 of 1 delivered').first().waitFor()
    await page.getByRole('button', { name: 'Stop the wave' }).waitFor()
    await shots('wave-of-calls')
    await page
      .getByRole('listitem')
      .filter({ hasText: 'answered' })
      .getByRole('link', { name: '1', exact: true })
      .click()
    await page.getByRole('row', { name: /Petra Lund/ }).waitFor()
    await page.context().close()
  })
})
