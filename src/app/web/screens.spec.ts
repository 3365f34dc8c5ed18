import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { listCases } from '#act/cases/contract.ts'
import { listActions } from '#act/corrective-actions/contract.ts'
import { listQuestions } from '#analyze/questions/contract.ts'
import { listThemes } from '#analyze/themes/contract.ts'
import { screens, settingsPages } from '#app/web/routes.tsx'
import { listShareBacks } from '#close/share-backs/contract.ts'
import { listCheckIns } from '#collect/check-ins/contract.ts'
import { checkImport, type ImportRun } from '#collect/imports/contract.ts'
import { listProgrammes } from '#collect/programmes/contract.ts'
import { createSession } from '#collect/sessions/contract.ts'
import { listCalls } from '#collect/surveys/calls/contract.ts'
import { listSurveys } from '#collect/surveys/contract.ts'
import { createSurveyLink } from '#collect/surveys/links/contract.ts'
import { listWaves, sendSurvey } from '#collect/surveys/waves/contract.ts'
import { createAccount, getAccount, listAccounts } from '#customers/accounts/contract.ts'
import { changeContact, listContacts } from '#customers/contacts/contract.ts'
import { getHealth } from '#measure/dashboards/contract.ts'
import { listImpacts } from '#measure/impact/contract.ts'
import { getMetric } from '#measure/metrics/contract.ts'
import { listReports } from '#measure/reports/contract.ts'
import { listFeedback } from '#organize/inbox/contract.ts'
import { listMails } from '#platform/mail/contract.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import {
  buildTeamApp,
  describeInBrowser,
  expectAccessible,
  expectReflow,
  expectSound,
  goWithin,
  openWindow,
  picture,
  signInAs,
  type Window,
} from '#platform/testing/browser.ts'
import { listReleases } from '#prioritize/releases/contract.ts'
import { listRequests } from '#prioritize/requests/contract.ts'
import { listReviews, startReview } from '#prioritize/reviews/contract.ts'

const patterns = [
  ...screens.map((screen) => screen.path),
  ...settingsPages.map((page) => `settings/${page.path}`),
  'team?view=late',
  'team?view=late&sort=stake',
  'inbox?item=$feedbackId',
  'inbox?view=everything',
  'inbox?view=everything&negative=true&language=en',
  'health?period=year&segment=school',
  'correlations?outcome=drivers',
  'explorer?metric=volume&by=channel&and=type',
  'explorer?metric=response_time&by=segment&period=12m',
  'explorer/records?metric=nps&part=detractor',
  'segments?by=mrr&period=12m&weight=base',
  'explorer?metric=nps&weight=segment',
  'segments?by=product',
  'teams/records?what=late_steps&part=hit',
  'outcomes?survey=nps&playbook=nps-detractor',
  'cases?view=resolved&scored=better&onTime=true&resolvedFrom=2020-01-01&resolvedTo=2099-01-01',
  'accounts?segment=school&sort=mrr&lifecycle=active',
  'outbox?mail=$mailId',
  'programmes/$programmeId?tab=runs',
  'programmes/$programmeId?tab=occasions',
  'contacts/$contactId?tab=reached',
  'waves/$waveId?show=silent',
  'surveys/$surveyId?segment=school',
  'surveys/$surveyId/results',
  'themes?by=accounts&segment=school',
  'questions?view=all',
  'questions/$openId',
  'requests?view=all',
  'requests?order=score',
  'reviews?view=over',
  'reviews?view=actions',
  'reviews/$minutesId',
  'promises?view=score',
  'share-backs/preview',
  'actions?view=all&kind=process',
  'actions/$effectiveId',
  'check-ins?view=calendar&who=all',
  'check-ins/note?account=$accountId',
  'check-ins/$heldId',
]

describeInBrowser('Every screen of a workspace that is a year old', () => {
  let app: TestApp
  let ws: TestWorkspace
  let base: string
  let desktop: Window
  let phone: Window
  const ids: Record<string, string> = { key: 'nps-detractor', checkKey: 'categorised' }

  beforeAll(async () => {
    buildTeamApp()
    app = await testApp()
    ws = await app.workspace('Larkfield', 'demo')
    const upload = await ws.owner.fetch('/imports?name=reviews.csv&kind=feedback', {
      method: 'POST',
      body: 'id,date,stars,text\nr1,15/01/2016,5,Works well\nr2,31/02/2016,2,Crashes when I open it\n',
      headers: { 'content-type': 'application/octet-stream' },
    })
    ids.importId = ((await upload.json()) as ImportRun).id
    await ws.owner.call(checkImport, { importId: ids.importId })
    await app.settle()
    const { owner } = ws
    ids.feedbackId = (await owner.call(listFeedback, { limit: 1 })).data[0]!.id
    ids.caseId = (await owner.call(listCases, {})).data[0]!.id
    ids.accountId = (await owner.call(listAccounts, { sort: 'seen', lifecycle: 'active' })).data[0]!.id
    ids.contactId = (await owner.call(listContacts, { account: ids.accountId })).data[0]!.id
    ids.surveyId = (await owner.call(listSurveys, {})).data[0]!.id
    await owner.call(createSurveyLink, {
      surveyId: ids.surveyId,
      name: 'Sign in the hall',
      hasKiosk: true,
      frameOrigins: ['https://www.larkfield.example'],
    })
    await owner.call(changeContact, { contactId: ids.contactId, phone: '+44 20 7946 0123' })
    await owner.call(sendSurvey, {
      surveyId: ids.surveyId,
      channel: 'phone',
      audience: { contactIds: [ids.contactId] },
      overrideReason: 'a critical ticket',
    })
    await app.settle()
    ids.callId = (await owner.call(listCalls, {})).data[0]!.id
    ids.programmeId = (await owner.call(listProgrammes, {})).data[0]!.id
    ids.waveId = (await owner.call(listWaves, {})).data[0]!.id
    ids.mailId = (await owner.call(listMails, {})).data[0]!.id
    ids.themeId = (await owner.call(listThemes, {})).data[0]!.id
    ids.questionId = (await owner.call(listQuestions, { answered: 'true' })).data[0]!.id
    ids.requestId = (await owner.call(listRequests, {})).data[0]!.id
    ids.reviewId = (await owner.call(listReviews, { state: 'open', kind: 'product' })).data[0]!.id
    await owner.call(startReview, { reviewId: ids.reviewId })
    ids.minutesId = (await owner.call(listReviews, { state: 'held' })).data[0]!.id
    ids.releaseId = (await owner.call(listReleases, { state: 'shipped' })).data[0]!.id
    ids.shareBackId = (await owner.call(listShareBacks, {})).data[0]!.id
    ids.impactId = (await owner.call(listImpacts, {})).data[0]!.id
    ids.reportId = (await owner.call(listReports, {})).data[0]!.id
    ids.openId = (await owner.call(listQuestions, { answered: 'false' })).data[0]!.id
    ids.actionId = (await owner.call(listActions, { overdue: 'true' })).data[0]!.id
    ids.effectiveId = (await owner.call(listActions, { state: 'effective' })).data[0]!.id
    ids.checkInId = (await owner.call(listCheckIns, { state: 'due' })).data[0]!.id
    ids.heldId = (await owner.call(listCheckIns, { state: 'held' })).data[0]!.id
    ids.sessionId = (
      await owner.call(createSession, {
        kind: 'interview',
        title: 'How invoices are sent',
        guide: ['How do you send one today?'],
        contactIds: [ids.contactId],
      })
    ).id
    base = await app.listen()
    desktop = await openWindow({ size: 'desktop' })
    phone = await openWindow({ size: 'phone' })
    for (const window of [desktop, phone]) await signInAs(window, base, owner)
    await desktop.page.goto(`${base}/w/${ws.slug}/today`)
    await desktop.ready()
  }, 300_000)

  const addressOf = (pattern: string) =>
    `/w/${ws.slug}/${pattern.replace(/\$(\w+)/g, (_, name: string) => ids[name] ?? `no ${name} in the demo`)}`

  it.each(patterns)(
    '%s is sound on desktop and phone, at 200 percent and at 320 px',
    async (pattern) => {
      // the desktop goes from screen to screen as people do, the phone opens each address as a link in a mail does
      await goWithin(desktop, addressOf(pattern))
      await expectSound(desktop, pattern)
      await expectReflow(desktop.page)
      // with another filter it is the same screen, laid out alike
      if (/\?[^$]*$/.test(pattern)) return
      await phone.page.goto(base + addressOf(pattern))
      await phone.ready()
      // a phone places things otherwise; its colours are the same
      await expectSound(phone, pattern, { colours: 'none' })
    },
    120_000,
  )

  describe('accounts and health', () => {
    async function open(path: string) {
      const window = await openWindow()
      await signInAs(window, base, ws.owner)
      await window.page.goto(`${base}/w/${ws.slug}/${path}`)
      await window.page.getByRole('heading', { level: 1 }).waitFor()
      return window
    }

    it('the numbers of the health page open lists of as many records', async () => {
      const health = await ws.owner.call(getHealth, {})
      const { page, context } = await open('health')
      const widget = health.volume.channels.find((channel) => channel.channel === 'widget')!
      await page
        .getByRole('link', { name: String(widget.items), exact: true })
        .first()
        .click()
      await page.waitForURL(/explorer\/records/)
      await page.getByText(`${widget.items} records`).first().waitFor()
      await page.goBack()
      await page
        .getByRole('link', { name: new RegExp(`^${health.answers.all.late}$`) })
        .first()
        .click()
      await page.getByText(`${health.answers.all.late} records`).first().waitFor()
      await context.close()
    }, 60_000)

    it('the Explorer narrows to one group, opens as many records as it says, and saves its chart', async () => {
      const { page, context } = await open('explorer?metric=volume&by=channel')
      await page.getByRole('button', { name: 'Widget', exact: true }).click()
      await page.waitForURL(/channel=widget/)
      const { figure } = await ws.owner.call(getMetric, { key: 'volume', channel: 'widget' })
      await page.locator('.fig .sub a', { hasText: new RegExp(`^${figure.n}$`) }).click()
      await page.waitForURL(/explorer\/records.*channelName=Widget/)
      await page.getByText(`${figure.n} records`).waitFor()
      await page.goBack()
      await page.getByRole('button', { name: 'Save as' }).click()
      const file = page.waitForEvent('download')
      await page.getByRole('menuitem', { name: 'Chart (SVG)' }).click()
      const text = readFileSync(await (await file).path(), 'utf8')
      expect(text).toContain('Feedback volume')
      expect(text).not.toMatch(/var\(--|<a /)
      await context.close()
    }, 60_000)

    it('an account is created, edited, merged with preview and taken back by the toast', async () => {
      const other = await ws.owner.call(createAccount, {
        name: 'Quillmere Duplicate',
        domain: 'quillmere-duplicate.example',
      })
      const { page, context } = await open('accounts')
      await page.getByRole('button', { name: 'New account' }).click()
      await page.getByLabel('Name', { exact: true }).fill('Quillmere Original')
      await page.getByLabel('MRR').fill('1,150')
      await page.getByRole('button', { name: 'Create account' }).click()
      await page.getByRole('heading', { level: 1, name: 'Quillmere Original' }).waitFor()
      await page.getByText('$1,150').first().waitFor()

      await page.getByRole('button', { name: 'Edit' }).click()
      await page.getByLabel('Domain').fill('not a domain')
      await page.getByRole('button', { name: 'Save account' }).click()
      await page.getByText('Write it like example.com').waitFor()
      await page.getByLabel('Domain').fill('')
      await page.getByRole('button', { name: 'Save account' }).click()
      await page.getByText('was saved').waitFor()

      await page.getByRole('button', { name: 'More' }).click()
      await page.getByRole('menuitem', { name: 'Merge with another account' }).click()
      await page.getByRole('button', { name: 'Choose the other account' }).click()
      await page.keyboard.type('quillmere dup')
      await page.getByRole('option', { name: /Quillmere Duplicate/ }).click()
      await page.getByText('filled').waitFor()
      await picture(page, 'merge')
      await expectAccessible(page)
      await page.getByRole('button', { name: 'Merge', exact: true }).click()
      await page.getByText('Quillmere Duplicate was merged into Quillmere Original.').waitFor()
      expect((await ws.owner.call(getAccount, { accountId: other.id })).name).toBe('Quillmere Original')
      await page
        .getByRole('button', { name: /^Undo Ctrl z|^Undo$/ })
        .first()
        .click()
      await expect
        .poll(async () => (await ws.owner.call(getAccount, { accountId: other.id })).name)
        .toBe('Quillmere Duplicate')
      await context.close()
    }, 60_000)

    it('the list of accounts keeps search, filter and order in the address', async () => {
      const { page, context } = await open('accounts')
      await page.getByRole('button', { name: 'MRR' }).click()
      await page.waitForURL(/sort=mrr/)
      await page.getByLabel('Search name or domain').fill('academy')
      await page.waitForURL(/q=academy/)
      const links = page.locator('.tb tbody tr td:first-child a')
      // The address changes before its rows arrive.
      await expect
        .poll(async () => {
          const names = await links.allTextContents()
          return names.length > 0 && names.every((name) => /academy/i.test(name))
        })
        .toBe(true)
      const names = await links.allTextContents()
      await page.getByRole('link', { name: names[0]! }).first().click()
      await page.getByRole('heading', { level: 1, name: names[0]! }).waitFor()
      await page.goBack()
      await page.waitForURL(/q=academy/)
      await context.close()
    }, 60_000)
  })
})
