import { beforeAll, expect, it } from 'vitest'
import { createMacro } from '#close/macros/contract.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { setMailServer } from '#platform/mail/contract.ts'
import { type Client, type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import {
  buildTeamApp,
  describeInBrowser,
  expectSound,
  openWindow,
  picture,
  signInAs,
  sizes,
} from '#platform/testing/browser.ts'
import { serverAt, testMailServer } from '#platform/testing/smtp.ts'

describeInBrowser('Two people in one inbox', () => {
  let app: TestApp
  let ws: TestWorkspace
  let base: string
  beforeAll(async () => {
    buildTeamApp()
    app = await testApp()
    ws = await app.workspace('Larkfield')
    base = await app.listen()
    await ws.owner.call(submitFeedback, {
      verbatim: 'Where is the refund button?',
      channel: 'chat',
      contact: { name: 'Dana Whitlock', email: 'dana@copperline.example' },
    })
    await app.settle()
  })

  const open = async (client: Client) => {
    const window = await openWindow()
    await signInAs(window, base, client)
    await window.page.goto(`${base}/w/${ws.slug}/inbox`)
    await window.page.locator('li.item', { hasText: 'refund button' }).waitFor()
    return window
  }

  it('while one writes a reply the other reads so on the row and in the panel, and it ends with the composer', async () => {
    const ana = await open(await ws.as('agent', 'Ana Ruiz'))
    await ana.page.locator('li.item').click()
    const shown = ana.page.waitForResponse(
      (response) => /\/replying$/.test(response.url()) && response.status() === 204,
    )
    await ana.page.getByRole('button', { name: /^Reply/ }).click()
    await shown

    const olive = await open(ws.owner)
    await olive.page.locator('li.item').getByText('Ana is replying').waitFor()
    await olive.page.locator('li.item').click()
    const panel = olive.page.getByRole('complementary', { name: 'Feedback item' })
    await panel.getByText('Ana is replying').waitFor()
    await picture(olive.page, 'presence')
    expect(await ana.page.getByText('is replying').count()).toBe(0)

    await ana.page.getByRole('button', { name: 'Close', exact: true }).click()
    await olive.page.getByText('Ana is replying').first().waitFor({ state: 'detached' })
    expect([...ana.complaints, ...olive.complaints]).toEqual([])
  }, 180_000)

  it('a reply begins with a macro, outlives its composer, is read by a colleague and then leaves', async () => {
    const server = await testMailServer()
    await ws.owner.call(setMailServer, serverAt(server.port))
    const body = 'The button moved to the billing page. Thank you for asking'
    await ws.owner.call(createMacro, { title: 'Where it moved', body, isShared: true })
    const lena = await open(await ws.as('agent', 'Lena Sorvik'))
    await lena.page.locator('li.item').click()
    await lena.page.getByRole('button', { name: /^Reply/ }).click()
    const slot = lena.page.getByRole('textbox', { name: 'what we understood' })
    await slot.press('/')
    await lena.page.getByRole('option', { name: /Where it moved/ }).click()
    await lena.page.getByRole('button', { name: 'Close', exact: true }).click()
    await slot.waitFor({ state: 'detached' })
    await lena.page.getByRole('button', { name: /^Reply/ }).click()
    expect(await slot.textContent()).toBe(body)
    await lena.page
      .getByRole('textbox', { name: 'what happens next and by when' })
      .fill('I write to you by Friday')
    // what the text shows is ticked by itself, with its words
    await lena.page.getByRole('checkbox', { name: /by when “by Friday”/, checked: true }).waitFor()
    await lena.page.getByRole('checkbox', { name: 'Promises only what we can keep' }).check()
    await lena.ready()
    await expectSound(lena, 'reply with its tone')
    await lena.page.getByRole('button', { name: 'Ask somebody to read it first' }).click()
    await lena.page.getByRole('option', { name: /Olive Owner/ }).click()
    await lena.page.getByText('Olive Owner reads it first.').waitFor()

    const olive = await openWindow()
    await signInAs(olive, base, ws.owner)
    await olive.page.goto(`${base}/w/${ws.slug}/today`)
    const toRead = olive.page.getByRole('region', { name: 'To read before it leaves' })
    await toRead.getByText('Lena Sorvik wrote it').waitFor()
    await olive.ready()
    await picture(olive.page, 'today-to-read')
    await toRead.getByRole('link').click()
    await olive.page.getByText('Lena Sorvik asked you to read this').waitFor()
    await olive.ready()
    await expectSound(olive, 'a reply to read')
    await olive.page.setViewportSize(sizes.phone)
    await expectSound(olive, 'a reply to read on a phone', { colours: 'none' })
    // members are told by mail as well
    const toDana = () =>
      server.received.filter((mail) => mail.envelope.to.includes('dana@copperline.example'))
    expect(toDana()).toEqual([])
    await olive.page.getByRole('button', { name: 'Agree and send' }).click()
    await olive.page.getByText('Agreed. It leaves in 2 min.').waitFor()
    app.clock.advance({ minutes: 3 })
    await app.settle()
    expect(toDana().map((mail) => mail.parsed.text?.includes(body))).toEqual([true])
    await lena.context.close()
    await olive.context.close()
  }, 180_000)
})
