import { beforeAll, expect, it } from 'vitest'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { type Client, type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { buildTeamApp, describeInBrowser, openWindow, picture, signInAs } from '#platform/testing/browser.ts'

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
})
