import { beforeAll, expect, it } from 'vitest'
import { completeStep, getCase, listCases } from '#act/cases/contract.ts'
import { seedAnswer, seedPerson } from '#act/cases/test-seeds.ts'
import { completeAction, logAction } from '#act/corrective-actions/contract.ts'
import { getTeam } from '#act/loads/contract.ts'
import { getPlaybook } from '#act/playbooks/contract.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { putCalendar } from '#platform/calendar/contract.ts'
import { changeMember } from '#platform/identity/contract.ts'
import { encodeId } from '#platform/ids.ts'
import { getMail, listMails } from '#platform/mail/contract.ts'
import { type Client, type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import {
  buildTeamApp,
  describeInBrowser,
  expectSound,
  openWindow,
  picture,
  signInAs,
  type Window,
} from '#platform/testing/browser.ts'

describeInBrowser('Acting by the book', () => {
  let app: TestApp
  let ws: TestWorkspace
  let tess: Client
  let max: Client
  let base: string
  let caseId: string
  const steps = async () => (await ws.owner.call(getCase, { caseId })).steps
  const step = async (key: string) => (await steps()).find((one) => one.key === key)!
  const done = async (key: string, more: Record<string, unknown> = {}) =>
    tess.call(completeStep, { caseId, stepId: (await step(key)).id, ...more })
  const touchpoint = { kind: 'mail' as const, summary: 'We wrote to her.' }
  const open = async (client: Client, path: string, size: 'desktop' | 'phone' = 'desktop') => {
    const window = await openWindow({ size })
    await signInAs(window, base, client)
    await window.page.goto(`${base}/w/${ws.slug}/${path}`)
    await window.ready()
    return window
  }

  beforeAll(async () => {
    buildTeamApp()
    app = await testApp()
    app.clock.set('2037-11-20T15:00:00Z')
    ws = await app.workspace('Larkfield')
    await ws.owner.call(putCalendar, { zone: 'America/New_York', country: 'US' })
    const holder = async (role: 'agent' | 'manager', name: string, positions: string[]) => {
      const client = await ws.as(role, name)
      await ws.owner.call(changeMember, { id: encodeId('mem', client.memberId!), positions })
      return client
    }
    tess = await holder('manager', 'Tess Sorvik', ['transition-success-manager', 'customer-success-manager'])
    await holder('agent', 'Dan Brandt', ['director-of-implementations'])
    await holder('agent', 'Mia Okafor', ['marketing-specialist'])
    max = await holder('manager', 'Max Idris', ['management'])
    const petra = await seedPerson(ws, { name: 'Petra Lindqvist', account: 'Quillmere', mrrCents: 300_100 })
    await seedAnswer(ws, petra, 1, { survey: { key: 'post-implementation', kind: 'custom' } })
    await app.settle()
    caseId = (await ws.owner.call(listCases, {})).data[0]!.id
    base = await app.listen()
  }, 300_000)

  it('the case says whom to bring in once it is said what it is about, and waits for the customer', async () => {
    await done('acknowledge', { touchpoint })
    await done('investigate', { evidence: { findings: 'Training was cut short.' } })
    const window = await open(tess, `cases/${caseId}`)
    const { page } = window
    await page.getByText('Decide by hand: say first what the case is about.').waitFor()
    await page.getByRole('button', { name: 'Change' }).click()
    await page.getByRole('option', { name: 'marketing' }).click()
    await page.keyboard.press('Escape')
    await page.getByText('Invited: Mia Okafor (marketing specialist)').waitFor()
    await page
      .getByLabel('Summary of the issues')
      .fill('We promised two days of training and gave half a day.')
    await expectSound(window, 'case-invited', { colours: 'light' })
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Wait for the customer' }).click()
    await page.getByLabel('What you wait for').fill('their plan for the week')
    await page.getByRole('button', { name: 'Pause', exact: true }).click()
    await page.getByText('their plan for the week. Clocks in working time stand still.').waitFor()
    await expectSound(window, 'case-paused', { colours: 'light' })
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByRole('button', { name: 'Go on' }).waitFor({ state: 'detached' })
    await window.context.close()
  })

  it('management is asked before an escalation counts, and agrees by one press', async () => {
    await done('internal-call', { evidence: { 'summary of the issues': 'Promised too much.' } })
    await done('customer-call', {
      evidence: {
        'root cause as the customer sees it': 'Too little training',
        'promised timeline': 'Two weeks',
      },
      touchpoint: { ...touchpoint, kind: 'call' },
    })
    await done('follow-up', { results: { satisfied: false }, touchpoint })
    await done('escalate')
    expect(await step('escalate')).toMatchObject({ state: 'open', approvedAt: null })
    const window = await open(max, `cases/${caseId}`, 'phone')
    const { page } = window
    await page.getByText('Your agreement was asked for').waitFor()
    await expectSound(window, 'case-to-approve', { colours: 'light' })
    await page.getByRole('button', { name: 'Agree', exact: true }).click()
    await page.getByText('Now tell the customer.').waitFor()
    await window.context.close()
  })

  it('a new version waits for its approver; what differs is shown, and one press goes back', async () => {
    const writer = await open(tess, 'playbooks/nps-detractor')
    const change = async ({ page }: Window, from: string, to: string) => {
      await page.getByRole('button', { name: 'Edit' }).click()
      const source = page.getByRole('textbox', { name: 'nps-detractor.yaml' })
      await source.fill((await source.inputValue()).replace(from, to))
      await page.getByText('Nothing to mend.').waitFor()
      await page.getByRole('button', { name: /^Save version/ }).click()
    }
    await change(writer, 'review: every year', 'review: every year\napprover: management')
    await writer.page.getByText('Version 2 is in effect.').waitFor()
    await change(writer, '24 hours', '12 hours')
    await writer.page.getByText('Version 3 takes effect when management agrees.').waitFor()
    const boss = await open(max, 'playbooks/nps-detractor?version=3')
    await boss.page.getByRole('button', { name: 'What differs' }).click()
    await boss.page.getByText('due: { latest: 12 hours, after: answered }').waitFor()
    await expectSound(boss, 'playbook-difference', { colours: 'both' })
    await boss.page.getByRole('button', { name: 'Agree', exact: true }).click()
    await boss.page.getByText('Version 3 is in effect.').waitFor()
    await boss.page.goto(`${base}/w/${ws.slug}/playbooks/nps-detractor?version=2`)
    await boss.page.getByRole('button', { name: 'Go back to it' }).click()
    await boss.page.getByText('Version 4 is in effect.').waitFor()
    expect((await ws.owner.call(getPlaybook, { key: 'nps-detractor' })).text).toContain('24 hours')
    for (const { context } of [writer, boss]) await context.close()
  })

  it('a playbook is tried on an item before anybody relies on it', async () => {
    await ws.owner.call(submitFeedback, {
      channel: 'email',
      verbatim: 'Nobody here can sign in since this morning',
      contact: { email: 'bo@quillmere.example', name: 'Bo Quill' },
    })
    const window = await open(tess, 'playbooks/critical-bug')
    await window.page.getByRole('button', { name: 'Choose an item' }).click()
    await window.page.getByRole('option', { name: /Nobody here can sign in/ }).click()
    await window.page.getByText('It opens no case').waitFor()
    await window.page.getByRole('cell', { name: /File a P0 or P1 ticket/ }).waitFor()
    await window.page.getByRole('heading', { name: 'Try it on an item' }).scrollIntoViewIfNeeded()
    await picture(window.page, 'playbook-tried')
    await expectSound(window, 'playbook-tried', { colours: 'light' })
    await window.page.setViewportSize({ width: 390, height: 844 })
    await expectSound(window, 'playbook-tried', { colours: 'none' })
    await window.context.close()
  })

  it('a draft is simulated on the past before it is saved, down to the dates of a single case', async () => {
    app.clock.advance({ minutes: 5 })
    const window = await open(tess, 'playbooks/post-implementation-negative')
    const { page } = window
    await page.getByRole('button', { name: 'Edit' }).click()
    const source = page.getByRole('textbox', { name: 'post-implementation-negative.yaml' })
    await source.fill(
      (await source.inputValue()).replace('latest: 3 business days', 'latest: 5 business days'),
    )
    await page.getByText('Nothing to mend.').waitFor()
    await page.getByRole('button', { name: 'Simulate' }).click()
    await page.getByRole('heading', { name: '1 case, 0 steps late on both sides' }).waitFor()
    await page.getByLabel('transition success manager, people changed').fill('0')
    await page.getByText('Changed since the figures below.').waitFor()
    await page.getByRole('button', { name: 'Simulate' }).click()
    await page.getByRole('rowheader', { name: 'led by director of implementations' }).waitFor()
    await page.getByRole('button', { name: /from Petra Lindqvist, Quillmere/ }).click()
    const shown = page.getByRole('complementary', { name: 'A simulated case' })
    // Three business days after Friday the 20th; five, over Thanksgiving.
    await shown.getByText(/due Wed 25 Nov/).waitFor()
    await shown.getByText(/due Mon 30 Nov/).waitFor()
    await expectSound(window, 'playbook-simulated', { colours: 'both' })
    // Back, the draft is still there.
    await page.getByRole('link', { name: 'Negative answer to the post-implementation survey' }).click()
    expect(await source.inputValue()).toContain('latest: 5 business days')
    await window.context.close()
  })

  it('a step goes to a colleague by dragging on the team board, and by its menu on a phone', async () => {
    const kim = await seedPerson(ws, { name: 'Kim Reyes', account: 'Brightwater' })
    await seedAnswer(ws, kim, 3)
    await app.settle()
    const board = `team?person=${encodeId('mem', tess.memberId!)}`
    const window = await open(max, board)
    const step = window.page.getByText('Reach out in person: Kim Reyes')
    await step.dragTo(window.page.getByRole('button', { name: /Dan Brandt/ }))
    await window.page.getByText('1 step given to Dan Brandt.').waitFor()
    await step.waitFor({ state: 'detached' })
    await window.context.close()

    const dan = (await ws.owner.call(getTeam, {})).data.find((one) => one.member?.name === 'Dan Brandt')!
    const phone = await open(max, `team?person=${dan.member!.id}`, 'phone')
    await phone.page.getByRole('button', { name: 'Give Reach out in person to somebody' }).tap()
    await phone.page.getByRole('option', { name: /Mia Okafor/ }).waitFor()
    await expectSound(phone, 'team-given-on-phone', { colours: 'light' })
    await phone.page.getByRole('option', { name: /Mia Okafor/ }).tap()
    await phone.page.getByText('1 step given to Mia Okafor.').waitFor()
    expect(
      (await ws.owner.call(getTeam, {})).data.find((one) => one.member?.name === 'Mia Okafor'),
    ).toMatchObject({ late: 0, week: 1 })
    await phone.context.close()
  })

  it('@ in a note opens the colleagues, the arrow and Enter choose one, and they are told', async () => {
    const window = await open(tess, `cases/${caseId}`)
    const { page } = window
    await page.keyboard.press('n')
    const note = page.getByLabel('For us only; the customer never sees it')
    await note.pressSequentially('Look at this, @')
    await page.getByRole('listbox', { name: 'Mention' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    expect(await note.inputValue()).toMatch(/^Look at this, @\w+ \w+ $/)
    await page.getByText(/Stays inside\. \w+ \w+ will be told\./).waitFor()
    await window.context.close()
  })

  it('the customer is told of the escalation, what was learnt is written down, and the case ends', async () => {
    const window = await open(tess, `cases/${caseId}`)
    const { page } = window
    await page.getByText('Now tell the customer.').waitFor()
    for (const [slot, words] of [
      ['who has it', 'Max Idris of our management'],
      ['where it stands', 'The second training is booked for 2 December'],
      ['what happens next and by when', 'I call you on Thursday, 3 December, when it was held'],
    ] as const)
      await page.getByRole('textbox', { name: slot }).fill(words)
    await page.getByRole('button', { name: 'Send and log' }).click()
    await page.getByRole('button', { name: 'Recall' }).waitFor()
    app.clock.advance({ minutes: 3 })
    await app.settle()
    expect((await step('escalate')).state).toBe('done')
    const subject = 'Our management has taken up your concern'
    const mails = (await ws.owner.call(listMails, {})).data
    const { id: mailId } = mails.find((mail) => mail.subject === subject)!
    expect(await ws.owner.call(getMail, { mailId })).toMatchObject({
      subject,
      text: expect.stringContaining('Max Idris of our management has taken it up.'),
    })

    // How an action is logged and completed in the browser: case-actions.spec.ts.
    const { id: actionId } = await tess.call(logAction, {
      kind: 'training',
      finding: 'The second training was never booked',
      dueOn: '2037-12-18',
      caseId,
    })
    await tess.call(completeAction, { actionId, correction: 'Trained again' })
    await page.reload()
    await window.ready()
    await page.getByRole('button', { name: 'Complete “Put it right”' }).click()
    await page.getByRole('textbox', { name: 'Resolution' }).fill('Trained again, for two days.')
    await page
      .getByRole('textbox', { name: 'Learning' })
      .fill('Training is planned before the contract is signed.')
    for (const box of await page.getByRole('list', { name: 'Checklist' }).getByRole('checkbox').all())
      await box.check()
    await expectSound(window, 'case-documented', { colours: 'light' })
    await page.getByRole('button', { name: 'Complete step' }).click()
    await expect.poll(async () => (await ws.owner.call(getCase, { caseId })).status).toBe('resolved')
    await picture(page, 'case-resolved')
    await window.context.close()
  })
})
