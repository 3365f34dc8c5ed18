import { beforeAll, expect, it } from 'vitest'
import { getCase, listCases } from '#act/cases/contract.ts'
import { seedAnswer, seedPerson } from '#act/cases/test-seeds.ts'
import { submitFeedback } from '#collect/feedback/commands.ts'
import { putCalendar } from '#platform/calendar/contract.ts'
import { listMails } from '#platform/mail/contract.ts'
import { type Client, type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import {
  buildTeamApp,
  describeInBrowser,
  expectAccessible,
  openWindow,
  picture,
  signInAs,
} from '#platform/testing/browser.ts'

describeInBrowser('Answering a detractor', () => {
  let app: TestApp
  let ws: TestWorkspace
  let lena: Client
  let base: string
  let caseId: string
  beforeAll(async () => {
    buildTeamApp()
    app = await testApp()
    ws = await app.workspace('Larkfield')
    await ws.owner.call(putCalendar, { zone: 'America/Los_Angeles', country: 'US', state: 'CA' })
    lena = await ws.as('agent', 'Lena Sorvik')
    const petra = await seedPerson(ws, {
      name: 'Petra Lindqvist',
      account: 'Quillmere Academy',
      mrrCents: 115_000,
      ownerMemberId: lena.memberId,
    })
    const responseId = await seedAnswer(ws, petra, 3)
    await ws.run((ctx) =>
      submitFeedback(
        ctx,
        {
          verbatim:
            'The importer is confusing and support was slow to answer. We went live, but with half of our students missing.',
          channel: 'survey',
          externalId: responseId,
          contact: { email: petra.email },
        },
        { responseId },
      ),
    )
    await app.settle()
    caseId = (await ws.owner.call(listCases, {})).data[0]!.id
    base = await app.listen()
  }, 300_000)

  it('from the day’s list to a plan, with the mail held for two minutes and the words in sight', async () => {
    const window = await openWindow()
    await signInAs(window, base, lena)
    const { page } = window
    await page.goto(`${base}/w/${ws.slug}/today`)
    await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor()
    await page.getByText('Reach out in person: Petra Lindqvist').waitFor()
    await page.waitForLoadState('networkidle')
    await picture(page, 'today-one-case')
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Write', exact: true }).click()

    await page.getByRole('heading', { level: 1, name: /NPS 3 from Petra Lindqvist/ }).waitFor()
    await page.getByText('The importer is confusing').first().waitFor()
    await page.getByText('2 slots are empty: what we understood, what happens next and by when.').waitFor()
    await page.waitForLoadState('networkidle')
    await picture(page, 'case-new')
    await expectAccessible(page)
    // An empty slot blocks sending, by key and by button.
    await page.keyboard.press('Control+Enter')
    await page
      .getByRole('textbox', { name: 'what we understood' })
      .fill('the importer confuses and support was slow')
    await page
      .getByRole('textbox', { name: 'what happens next and by when' })
      .fill('I call you on Thursday at ten')
    await page.getByText('Leaves 2 minutes after you press Send').waitFor()
    expect((await ws.owner.call(listMails, { topic: 'case' })).data).toEqual([])
    await page.getByRole('button', { name: /Send and log/ }).click()
    await page
      .getByText(/Leaves in 1:|Leaves in 2:/)
      .first()
      .waitFor()
    await picture(page, 'case-held')

    app.clock.advance({ minutes: 3 })
    await app.settle()
    await page.reload()
    await page.getByText('Agree an action plan: Petra Lindqvist').first().waitFor()
    const mails = (await ws.owner.call(listMails, { topic: 'case' })).data
    expect(mails.map((mail) => mail.to.address)).toEqual(['petra.lindqvist@customer.example'])

    // The plan cannot be done before it is written down.
    await page.keyboard.press('e')
    await page.getByText('Missing: plan; write it down.').waitFor()
    await page
      .locator('textarea[data-evidence=plan]:visible')
      .fill('New import on 3 December, training on 5 December.')
    await page.getByRole('checkbox', { name: 'Name the cause' }).first().check()
    await page
      .getByRole('button', { name: /Complete step/ })
      .first()
      .click()
    await page.getByText('Follow up: Petra Lindqvist').first().waitFor()
    await page.waitForLoadState('networkidle')
    await picture(page, 'case-under-way')
    await expectAccessible(page)
    const whole = await ws.owner.call(getCase, { caseId })
    expect(whole.steps.map((step) => [step.key, step.state])).toEqual([
      ['outreach', 'done'],
      ['executive-call', 'skipped'],
      ['action-plan', 'done'],
      ['monthly-follow-up', 'open'],
    ])
    expect(window.complaints).toEqual([])
    await window.context.close()
  })

  it('the bell has told the lead, and leads to the case', async () => {
    const window = await openWindow()
    await signInAs(window, base, lena)
    const { page } = window
    await page.goto(`${base}/w/${ws.slug}/inbox`)
    await page.getByRole('button', { name: /Notices, \d+ unread/ }).click()
    await page.getByRole('button', { name: /NPS 3 from Petra Lindqvist/ }).waitFor()
    await picture(page, 'bell')
    await expectAccessible(page)
    await page.getByRole('button', { name: /NPS 3 from Petra Lindqvist/ }).click()
    await page.getByRole('heading', { level: 1, name: /NPS 3 from Petra/ }).waitFor()
    await page.getByRole('button', { name: 'Notices', exact: true }).waitFor()
    await window.context.close()
  })

  it('a manager corrects a playbook: the checker names the line, and a new version is saved', async () => {
    const window = await openWindow()
    await signInAs(window, base, ws.owner)
    const { page } = window
    await page.goto(`${base}/w/${ws.slug}/playbooks/nps-detractor`)
    await page.getByText('An answer comes in').waitFor()
    await picture(page, 'playbook-desktop-light')
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Edit' }).click()
    const source = page.getByRole('textbox', { name: 'nps-detractor.yaml' })
    const text = await source.inputValue()
    await source.fill(text.replace('latest: 24 hours', 'latest: one day'))
    await page.getByText('1 to mend').waitFor()
    await picture(page, 'playbook-faulty')
    await expectAccessible(page)
    await source.fill(text.replace('latest: 24 hours', 'latest: 12 hours'))
    await page.getByText('nothing to mend, 1 to look at').waitFor() // a position that nobody holds
    await page.getByRole('button', { name: 'Save version 2' }).click()
    await page.getByText('Version 2 is in effect. Running cases stay on theirs.').waitFor()
    await window.context.close()
  })
})
