import { readFileSync } from 'node:fs'
import { unzipSync } from 'fflate'
import { beforeAll, expect, it } from 'vitest'
import { openCase } from '#act/cases/contract.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import {
  buildTeamApp,
  describeInBrowser,
  expectSound,
  openWindow,
  signInAs,
  type Window,
} from '#platform/testing/browser.ts'

describeInBrowser('A person who asks for erasure', () => {
  let app: TestApp
  let ws: TestWorkspace
  let base: string
  let desktop: Window
  let contactId: string

  beforeAll(async () => {
    buildTeamApp()
    app = await testApp()
    app.clock.set('2037-11-09T10:00:00Z')
    ws = await app.workspace('Larkfield')
    const contact = { name: 'Petra Lund', email: 'petra@quillmere.example', phone: '+49 30 555 0142' }
    contactId = (await ws.owner.call(createContact, contact)).id
    await ws.owner.call(submitFeedback, {
      verbatim: 'The export loses my rows each Monday morning.',
      channel: 'email',
      contactId,
    })
    await ws.owner.call(openCase, { playbook: 'post-support-negative', contactId })
    await app.settle()
    base = await app.listen()
    desktop = await openWindow({ size: 'desktop' })
    await signInAs(desktop, base, ws.owner)
  }, 120_000)

  it('gets their data, is erased after their name was typed, and a certificate stays', async () => {
    const { page } = desktop
    await page.goto(`${base}/w/${ws.slug}/contacts/${contactId}`)
    const more = page.getByRole('button', { name: 'More' })
    await more.click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Export data' }).click(),
    ])
    const zip = unzipSync(new Uint8Array(readFileSync(await download.path())))
    expect(Buffer.from(zip['feedback/feedback_items.json']!).toString()).toContain('loses my rows')

    await more.click()
    await page.getByRole('menuitem', { name: 'Erase this person …' }).click()
    const panel = page.getByRole('dialog', { name: 'Erase Petra Lund' })
    await panel.getByText('One open case is cancelled').waitFor()
    const erase = panel.getByRole('button', { name: 'Erase for good' })
    expect(await erase.isDisabled()).toBe(true)
    await panel.getByLabel('Your number for the request').fill('DSR-14')
    await panel.getByLabel('Type “Petra Lund” to confirm').fill('petra lund')
    await expectSound(desktop, 'erase-person')
    await page.setViewportSize({ width: 390, height: 844 })
    await expectSound(desktop, 'erase-person', { colours: 'none' })
    await page.setViewportSize({ width: 1440, height: 900 })
    await erase.click()
    await page.getByText('This person was erased on').waitFor()
    await page.getByRole('heading', { name: 'Erased person' }).waitFor()
    await expectSound(desktop, 'erased-person', { colours: 'light' })

    await page.getByRole('button', { name: 'Open' }).click()
    await page.getByRole('heading', { name: 'Certificate 1' }).waitFor()
    await page.getByText('What went, and the checksum').click()
    await page.getByText('SHA-256 of the JSON file').waitFor()
    expect(await page.getByRole('main').innerText()).not.toContain('Petra')
    await expectSound(desktop, 'erasures')
    await page.setViewportSize({ width: 390, height: 844 })
    await expectSound(desktop, 'erasures', { colours: 'none' })
    const [pdf] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'PDF' }).click(),
    ])
    expect(pdf.suggestedFilename()).toBe('erasure-1.pdf')
  })
})
