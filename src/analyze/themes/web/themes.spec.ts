import { beforeAll, expect, it } from 'vitest'
import { findThemes, listThemes } from '#analyze/themes/contract.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { listInvitations, listWaves } from '#collect/surveys/waves/contract.ts'
import { createAccount } from '#customers/accounts/contract.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { buildTeamApp, describeInBrowser, openWindow, picture, signInAs } from '#platform/testing/browser.ts'

const things = {
  export: ['csv export', 'export to excel', 'export of columns'],
  login: ['login screen', 'login code', 'login page'],
}

describeInBrowser('Themes by keys alone', () => {
  let app: TestApp
  let ws: TestWorkspace
  let base: string
  beforeAll(async () => {
    buildTeamApp()
    app = await testApp()
    ws = await app.workspace('Larkfield')
    base = await app.listen()
    const accountOf = async (i: number, segment: string) =>
      (
        await ws.owner.call(createAccount, {
          name: `${segment} ${i}`,
          segment,
          lifecycle: 'active',
        })
      ).id
    const schools = await Promise.all(Array.from({ length: 9 }, (_, i) => accountOf(i, 'School')))
    const clinics = await Promise.all(Array.from({ length: 8 }, (_, i) => accountOf(i, 'Clinic')))
    await ws.owner.call(createContact, {
      name: 'Petra Lund',
      email: 'petra@clinic.example',
      accountId: clinics[0]!,
    })
    await ws.owner.call(createContact, {
      name: 'Ana Ruiz',
      email: 'ana@school.example',
      accountId: schools[0]!,
    })
    for (const [subject, names] of Object.entries(things))
      for (let i = 0; i < (subject === 'export' ? 9 : 6); i++)
        await ws.owner.call(submitFeedback, {
          verbatim: `The ${names[i % 3]} fails again, number ${i} of the ${names[(i + 1) % 3]}`,
          channel: 'email',
          accountId: schools[i]!,
        })
    await app.settle()
    await ws.owner.call(findThemes, {})
    await app.settle()
  })

  it('a theme is opened, named, tried for a split, merged and taken back without a mouse', async () => {
    const window = await openWindow()
    const { page, complaints, ready } = window
    await signInAs(window, base, ws.owner)
    await page.goto(`${base}/w/${ws.slug}/themes`)
    await ready()
    await page.keyboard.press('j')
    await page.locator('tr[aria-current=true]', { hasText: /export/i }).waitFor()
    await page.keyboard.press('p')
    await page.getByText('stays at the top').waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: /export/i }).waitFor()
    await ready()

    await page.keyboard.press('r')
    await page.getByLabel('Name', { exact: true }).fill('Exports')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Exports' }).waitFor()

    await page.keyboard.press('s')
    await page.getByText('nothing has changed yet').waitFor()
    await picture(page, 'theme-split')
    await page.keyboard.press('Escape')

    await page.keyboard.press('m')
    await page.getByRole('option', { name: /login/i }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('Nothing has changed yet').waitFor()
    await picture(page, 'theme-merge')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: /login/i }).waitFor()
    await page.getByText('“Exports” is merged into it').waitFor()
    await page.getByRole('button', { name: 'Take the merge back' }).press('Enter')
    await page.getByText('“Exports” is merged into it').waitFor({ state: 'detached' })
    const { data } = await ws.owner.call(listThemes, {})
    expect(data[0]).toMatchObject({ name: 'Exports', isPinned: true, mentions: 9 })
    expect(complaints).toEqual([])
  }, 180_000)

  it('a silent segment is asked: the chosen survey opens with it as the audience, and nothing is sent by itself', async () => {
    const window = await openWindow()
    const { page, complaints, ready } = window
    await signInAs(window, base, ws.owner)
    await page.goto(`${base}/w/${ws.slug}/themes`)
    await ready()
    const silent = page.getByRole('region', { name: 'Silent segments' })
    await silent.getByText('0 of 8 accounts spoke').waitFor()
    await picture(page, 'silent-segment')
    await silent.getByRole('button', { name: 'Ask them by survey: Clinic' }).press('Enter')
    await page.getByRole('option', { name: 'NPS' }).click()
    await page.getByRole('region', { name: 'Audience' }).getByText('Contacts of Clinic').waitFor()
    await page.getByRole('button', { name: 'Send to 1 person' }).waitFor()
    await picture(page, 'survey-audience')
    expect((await ws.owner.call(listWaves, {})).data).toEqual([])
    await page.getByRole('button', { name: 'Send to 1 person' }).press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Audience: contacts of Clinic.').waitFor()
    await dialog.getByRole('button', { name: 'Send to 1 person' }).press('Enter')
    await page.waitForURL(/\/waves\//)
    await page.getByText('contacts of Clinic').waitFor()
    expect((await ws.owner.call(listWaves, {})).data).toMatchObject([{ audience: { segments: ['clinic'] } }])
    await app.settle()
    expect((await ws.owner.call(listInvitations, {})).data.map((one) => one.name)).toEqual(['Petra Lund'])
    expect(complaints).toEqual([])
  }, 180_000)
})
