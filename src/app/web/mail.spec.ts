import { beforeAll, expect, it } from 'vitest'
import { type Case, changeCase, decideStep, openCase } from '#act/cases/contract.ts'
import { listMeetings, planMeeting } from '#act/meetings/contract.ts'
import { meetingUid } from '#act/meetings/invite.ts'
import { listReplies } from '#act/replies/contract.ts'
import { replyAddress } from '#collect/mailbox/address.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { decodeId, encodeId } from '#platform/ids.ts'
import { setMailServer } from '#platform/mail/contract.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import {
  buildTeamApp,
  describeInBrowser,
  expectSound,
  openWindow,
  signInAs,
  type Window,
} from '#platform/testing/browser.ts'
import { message, openPost, type Post } from '#platform/testing/mail-in.ts'
import { serverAt, type TestMailServer, testMailServer } from '#platform/testing/smtp.ts'

describeInBrowser('Mail that comes in, on the screens', () => {
  let app: TestApp
  let ws: TestWorkspace
  let post: Post
  let server: TestMailServer
  let base: string
  let one: Case
  let desktop: Window
  let phone: Window
  const petra = 'petra@quillmere.example'

  beforeAll(async () => {
    buildTeamApp()
    app = await testApp()
    app.clock.set('2037-11-09T15:00:00Z') // a Monday: a call within five business days is in the next seven days
    post = await openPost(app)
    server = await testMailServer()
    ws = await app.workspace('Larkfield')
    const contact = await ws.owner.call(createContact, { name: 'Petra Lindqvist', email: petra })
    one = await ws.owner.call(openCase, { playbook: 'post-implementation-negative', contactId: contact.id })
    await ws.owner.call(changeCase, {
      caseId: one.id,
      leadId: encodeId('mem', ws.owner.memberId!),
      areas: ['implementation'],
    })
    base = await app.listen()
    desktop = await openWindow({ size: 'desktop' })
    phone = await openWindow({ size: 'phone' })
    for (const window of [desktop, phone]) await signInAs(window, base, ws.owner)
  }, 300_000)

  const open = async (window: Window, path: string) => {
    await window.page.goto(`${base}/w/${ws.slug}/${path}`)
    await window.ready()
  }
  const arrive = async (from: string, to: string, subject: string, body: string) => {
    await post.send(message({ From: `Petra Lindqvist <${from}>`, To: to, Subject: subject }, body), {
      from,
      to,
    })
    await app.settle()
  }

  it('an admin says where answers go', async () => {
    const { page } = desktop
    await open(desktop, 'settings/mail-in')
    await page.getByLabel('Address (optional)').fill('reply@in.larkfield.example')
    await page.getByLabel('Read a mailbox').check()
    await expectSound(desktop, 'mail-in settings with a mailbox')
    await page.getByLabel('Read a mailbox').uncheck()
    await page.getByRole('button', { name: 'Keep' }).click()
    await page.getByText('Answers go to reply@in.larkfield.example').waitFor()
    await open(phone, 'settings/mail-in')
    await expectSound(phone, 'mail-in settings', { colours: 'none' })
  }, 120_000)

  it('the answer is read on the case: own words first, the quotation folded, the stranger marked', async () => {
    const to = (await ws.run((ctx) => replyAddress(ctx, decodeId('case', one.id)!)))!
    const quoted =
      '\n\nOn Mon, 9 Nov 2037 at 17:04, Larkfield <hello@larkfield.example> wrote:\n> how did it go'
    await arrive(petra, to, 'Re: How it went', `The training was too short for us.${quoted}`)
    await arrive('office@quillmere.example', to, 'Re: How it went', 'I answer for Petra, who is travelling.')
    const { page } = desktop
    await open(desktop, `cases/${one.id}`)
    const answers = page.getByRole('region', { name: 'Answers by mail' })
    await answers.getByText('The training was too short for us.').first().click()
    expect(await answers.getByText('> how did it go').isVisible()).toBe(false)
    await answers.getByText('Show what was quoted').first().click()
    await expectSound(desktop, 'case with answers')
    await answers.getByRole('button', { name: 'Add to the contact' }).click()
    await page.getByText('office@quillmere.example belongs to the contact now.').waitFor()
    await open(phone, `cases/${one.id}`)
    await expectSound(phone, 'case with answers', { colours: 'none' })
    await open(desktop, 'today')
    await page.getByText('I answer for Petra').waitFor()
  }, 120_000)

  it('a call is planned beside its step, and stands on the case and on My day', async () => {
    const { page } = desktop
    const call = one.steps.find((step) => step.action === 'call' || step.action === 'meeting')!
    for (const step of one.steps) {
      if (step.id === call.id) break
      await ws.owner.fetch(`/cases/${one.id}/steps/${step.id}/decide`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ decision: 'skip', reason: 'not needed here' }),
      })
    }
    await open(desktop, `cases/${one.id}`)
    await page.getByRole('button', { name: 'Plan a time' }).click()
    const form = page.getByRole('form', { name: 'Plan a meeting' })
    await form.getByLabel('Place or link').fill('https://meet.larkfield.example/petra')
    const owner = form.getByLabel('Olive Owner')
    if (!(await owner.isChecked())) await owner.check()
    await desktop.ready()
    await expectSound(desktop, 'planning a meeting')
    await form.getByRole('button', { name: 'Send invitations' }).click()
    await page.getByRole('group', { name: 'Meeting' }).waitFor()
    await desktop.ready()
    await expectSound(desktop, 'case with a meeting')
    await open(phone, `cases/${one.id}`)
    await expectSound(phone, 'case with a meeting', { colours: 'none' })
    await open(desktop, 'today')
    await page.getByRole('region', { name: 'Meetings' }).waitFor()
    await expectSound(desktop, 'today with a meeting')
    expect((await ws.owner.call(listMeetings, { who: 'me', days: 60 })).data).toHaveLength(1)
  }, 180_000)

  it('another time that the customer proposes is shown, and one press moves the call there and invites anew', async () => {
    await ws.owner.call(setMailServer, serverAt(server.port))
    const [internal, customer] = ['internal-call', 'customer-call'].map(
      (key) => one.steps.find((step) => step.key === key)!,
    )
    await ws.owner.call(decideStep, {
      caseId: one.id,
      stepId: internal!.id,
      decision: 'skip',
      reason: 'not needed',
    })
    const before = await ws.owner.call(planMeeting, {
      caseId: one.id,
      stepId: customer!.id,
      startsAt: '2037-11-17T14:00:00Z',
      minutes: 30,
      place: 'https://meet.larkfield.example/petra',
      invitesContact: true,
    })
    const to = (await ws.run((ctx) => replyAddress(ctx, decodeId('case', one.id)!)))!
    const uid = await ws.run(async (ctx) => meetingUid(ctx, decodeId('meet', before.id)!))
    // as Outlook writes it: the zone by its Windows name, its rules left out
    const counter = [
      'BEGIN:VCALENDAR',
      'METHOD:COUNTER',
      'VERSION:2.0',
      'BEGIN:VEVENT',
      `UID:${uid}`,
      `SEQUENCE:${before.sequence}`,
      'DTSTART;TZID=W. Europe Standard Time:20371118T110000',
      'DTEND;TZID=W. Europe Standard Time:20371118T114500',
      `ATTENDEE;PARTSTAT=TENTATIVE:mailto:${petra}`,
      'COMMENT:Rather on Wednesday',
      'END:VEVENT',
      'END:VCALENDAR',
    ].join('\r\n')
    const headers = {
      From: petra,
      To: to,
      Subject: 'New Time Proposed: Call',
      'Content-Type': 'text/calendar; charset=utf-8; method=COUNTER',
    }
    await post.send(message(headers, counter), { from: petra, to })
    await app.settle()
    const { page } = desktop
    await open(desktop, `cases/${one.id}`)
    const meeting = page.getByRole('group', { name: 'Meeting' })
    await meeting.getByText('proposes another time').waitFor()
    await meeting.getByText('“Rather on Wednesday”').waitFor()
    await meeting.getByText(/18 Nov.*10:00 to 10:45/).waitFor()
    await expectSound(desktop, 'case with another time proposed')
    await open(phone, `cases/${one.id}`)
    await phone.page.getByText('Rather on Wednesday').first().waitFor()
    await expectSound(phone, 'case with another time proposed', { colours: 'none' })
    await meeting.getByRole('button', { name: /^Move to the time of Petra/ }).click()
    await page.getByText('Moved. Everybody invited is asked again.').waitFor()
    await meeting.getByText('proposes another time').waitFor({ state: 'detached' })
    const { data } = await ws.owner.call(listMeetings, { case: one.id })
    expect(data.find(({ id }) => id === before.id)).toMatchObject({
      startsAt: '2037-11-18T10:00:00.000Z',
      endsAt: '2037-11-18T10:45:00.000Z',
      sequence: before.sequence + 1,
      place: 'https://meet.larkfield.example/petra',
    })
    await app.settle()
    const invited = server.received.filter((mail) => mail.envelope.to[0] === petra).at(-1)!
    expect(invited.parsed.subject).toMatch(/^New time: Call with Petra Lindqvist, Wed.* 18 Nov 2037/)
    expect(invited.raw).toMatch(/Content-Type: text\/calendar; charset=utf-8; method=REQUEST/i)
  }, 180_000)

  it('mail that fits nowhere is put on its case by a person', async () => {
    const to = 'reply+00000000000000000000000000@in.larkfield.example'
    const headers = {
      From: petra,
      To: to,
      Subject: 'From an old address',
      'X-Spam-Status': 'No, score=3.1 required=5.0',
      'Authentication-Results': 'mx.in.larkfield.example; dmarc=fail; spf=softfail',
    }
    await post.send(message(headers, 'Is it solved?'), { from: petra, to: 'reply@in.larkfield.example' })
    await app.settle()
    const { page } = desktop
    await open(desktop, 'held-mail')
    await page.getByText(`Nobody proved that it is from ${petra}`).waitFor()
    await page.getByText('Spam score 3.1.').first().waitFor()
    await expectSound(desktop, 'held mail')
    await open(phone, 'held-mail')
    await expectSound(phone, 'held mail', { colours: 'none' })
    await page.getByRole('button', { name: 'Put on a case' }).click()
    await page.getByRole('option', { name: new RegExp(one.title.slice(0, 20)) }).click()
    await page.getByText('No mail waits for you').waitFor()
    const { data } = await ws.owner.call(listReplies, { case: one.id })
    expect(data[0]).toMatchObject({ words: 'Is it solved?', state: 'case' })
  }, 120_000)
})
