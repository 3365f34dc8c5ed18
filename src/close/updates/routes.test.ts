import { beforeEach, describe, expect, it } from 'vitest'
import { approveStep, completeStep, getCase, listCases } from '#act/cases/contract.ts'
import { seedAnswer, seedPerson } from '#act/cases/test-seeds.ts'
import { getPlaybook, savePlaybook } from '#act/playbooks/contract.ts'
import { getToday } from '#act/today/contract.ts'
import * as contract from '#close/updates/contract.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { changeContact } from '#customers/contacts/contract.ts'
import { getFeedback } from '#organize/inbox/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { changeMember } from '#platform/identity/contract.ts'
import { encodeId } from '#platform/ids.ts'
import { getMail, listMails } from '#platform/mail/contract.ts'
import { listNotices } from '#platform/notices/contract.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'

const t = await testApp()
const filled = { understood: 'the import takes too long', next: 'I write to you by Thursday' }

let ws: TestWorkspace
let contactId: string
/** A detractor's open case and its outreach step. */
async function detractor(): Promise<{ caseId: string; stepId: string }> {
  const person = await seedPerson(ws, { name: 'Petra Lindqvist', account: 'Quillmere Academy' })
  contactId = person.contactId
  await seedAnswer(ws, person, 3)
  await t.settle()
  const [found] = (await ws.owner.call(listCases, {})).data
  return { caseId: found!.id, stepId: found!.nextStep!.id }
}
beforeEach(async () => {
  t.clock.set('2037-11-09T16:02:00Z')
  ws = await t.workspace()
})

describe('answering a detractor', () => {
  it('an empty slot blocks the mail and is named', async () => {
    const about = await detractor()
    const composer = await ws.owner.call(contract.getComposer, about)
    expect(composer.template).toBe('nps-detractor/outreach')
    const slots = composer.templates.find((one) => one.key === composer.template)!.slots
    expect(slots.filter((slot) => !slot.value).map((slot) => slot.label)).toEqual([
      'what we understood',
      'what happens next and by when',
    ])
    await expect(
      ws.owner.call(contract.sendUpdate, { ...about, template: composer.template!, slots: { next: 'soon' } }),
    ).rejects.toMatchObject({
      code: 'template.slot_empty',
      message: expect.stringContaining('what we understood'),
    })
    await t.settle()
    expect((await ws.owner.call(listMails, { topic: 'case' })).data).toEqual([])
  })

  it('the mail is held two minutes, then leaves once, and completes the outreach', async () => {
    const about = await detractor()
    const sent = await ws.owner.call(contract.sendUpdate, {
      ...about,
      template: 'nps-detractor/outreach',
      slots: filled,
    })
    expect(sent).toMatchObject({ state: 'held', sendAt: '2037-11-09T16:04:00.000Z', mail: null })
    expect(sent.body).toContain('Hello Petra,')
    t.clock.set('2037-11-09T16:03:59Z')
    await t.settle()
    expect((await ws.owner.call(listMails, { topic: 'case' })).data).toEqual([])
    t.clock.set('2037-11-09T16:04:00Z')
    await t.settle()
    await t.settle()
    const mails = (await ws.owner.call(listMails, { topic: 'case' })).data
    expect(mails).toHaveLength(1)
    const mail = await ws.owner.call(getMail, { mailId: mails[0]!.id })
    expect(mail.replyTo?.address).toBe(ws.ownerEmail)
    expect(mail.text).toContain('the import takes too long')
    const whole = await ws.owner.call(getCase, { caseId: about.caseId })
    expect(whole.firstContactAt).toBe('2037-11-09T16:04:00.000Z')
    expect(whole.steps.find((step) => step.key === 'outreach')).toMatchObject({
      state: 'done',
      isLate: false,
    })
    expect(whole.nextStep?.key).toBe('action-plan')
    expect(whole.touchpoints.map((one) => [one.kind, one.summary, one.by?.name])).toEqual([
      ['mail', expect.stringMatching(/^Your feedback about Test/), 'Olive Owner'],
    ])
    const [update] = (await ws.owner.call(contract.listUpdates, { case: about.caseId })).data
    expect(update).toMatchObject({ state: 'sent', mail: { says: 'Waiting for a mail server' } })
    expect((await ws.owner.call(getToday, {})).done[0]?.title).toMatch(/^Reach out in person/)
  })

  it('of a step that needs agreement waits for it; whoever may agree agrees by writing', async () => {
    const { text, version } = await ws.owner.call(getPlaybook, { key: 'nps-detractor' })
    await ws.owner.call(savePlaybook, {
      key: 'nps-detractor',
      text: text.replace('    do: send-update\n', '    do: send-update\n    approve: management\n'),
      basedOn: version,
    })
    const max = await ws.as('manager', 'Max Management')
    await ws.owner.call(changeMember, { id: encodeId('mem', max.memberId!), positions: ['management'] })
    const agent = await ws.as('agent', 'Ada Agent')
    const about = await detractor()
    const writing = { ...about, template: 'nps-detractor/outreach', slots: filled }
    await expect(agent.call(contract.sendUpdate, writing)).rejects.toMatchObject({
      code: 'step.not_approved',
    })
    // asked for and agreed to, it still owes its word
    await agent.call(completeStep, about)
    await max.call(approveStep, { ...about, decision: 'approve' })
    const outreach = async () =>
      (await ws.owner.call(getCase, { caseId: about.caseId })).steps.find((one) => one.key === 'outreach')
    expect(await outreach()).toMatchObject({ state: 'open', approvedBy: { name: 'Max Management' } })
    await agent.call(contract.sendUpdate, writing)
    t.clock.advance({ minutes: 3 })
    await t.settle()
    expect(await outreach()).toMatchObject({ state: 'done' })

    const other = await detractor()
    await max.call(contract.sendUpdate, { ...writing, ...other })
    t.clock.advance({ minutes: 3 })
    await t.settle()
    const { steps } = await ws.owner.call(getCase, { caseId: other.caseId })
    expect(steps.find((one) => one.key === 'outreach')).toMatchObject({
      state: 'done',
      approvedBy: { name: 'Max Management' },
    })
  })

  it('recalled within the two minutes, nothing leaves and the step stays open', async () => {
    const about = await detractor()
    const sent = await ws.owner.call(contract.sendUpdate, {
      ...about,
      template: 'nps-detractor/outreach',
      slots: filled,
    })
    t.clock.advance({ seconds: 90 })
    const back = await ws.owner.call(contract.recallUpdate, { updateId: sent.id })
    expect(back.state).toBe('recalled')
    t.clock.advance({ minutes: 10 })
    await t.settle()
    expect((await ws.owner.call(listMails, { topic: 'case' })).data).toEqual([])
    expect((await ws.owner.call(getCase, { caseId: about.caseId })).nextStep?.key).toBe('outreach')
    await expect(ws.owner.call(contract.recallUpdate, { updateId: sent.id })).rejects.toMatchObject({
      code: 'update.not_held',
    })
  })

  it('who unsubscribed within the two minutes is not written to, and the writer is told', async () => {
    const about = await detractor()
    await ws.owner.call(contract.sendUpdate, { ...about, template: 'nps-detractor/outreach', slots: filled })
    await ws.run((ctx) =>
      ctx.db.run(
        sql`update contacts set unsubscribed_at = ${ctx.now()} where workspace_id = ${ctx.workspaceId} and id = ${contactId}`,
      ),
    )
    t.clock.advance({ minutes: 3 })
    await t.settle()
    expect((await ws.owner.call(contract.listUpdates, { case: about.caseId })).data[0]).toMatchObject({
      state: 'failed',
    })
    expect((await ws.owner.call(listNotices, {})).data[0]?.text).toContain(
      'This person wants no mail from us',
    )
    await expect(
      ws.owner.call(contract.sendUpdate, { ...about, template: 'nps-detractor/outreach', slots: filled }),
    ).rejects.toMatchObject({ code: 'update.blocked' })
  })

  it('a draft is kept and becomes the mail', async () => {
    const about = await detractor()
    await ws.owner.call(contract.saveDraft, {
      ...about,
      template: 'nps-detractor/outreach',
      slots: { understood: 'half' },
    })
    await ws.owner.call(contract.saveDraft, {
      ...about,
      template: 'nps-detractor/outreach',
      slots: { understood: 'all of it' },
    })
    const composer = await ws.owner.call(contract.getComposer, about)
    expect(composer.draft?.slots).toEqual({ understood: 'all of it' })
    await ws.owner.call(contract.sendUpdate, { ...about, template: 'nps-detractor/outreach', slots: filled })
    expect((await ws.owner.call(contract.getComposer, about)).draft).toBeNull()
    expect((await ws.owner.call(contract.listUpdates, { case: about.caseId })).data).toHaveLength(1)
  })
})

describe('answering an item of the inbox', () => {
  it('sets its first response and threads the second answer under the first', async () => {
    const item = await ws.owner.call(submitFeedback, {
      verbatim: 'One file per patient would help.',
      channel: 'widget',
      contact: { email: 'dana@customer.example', name: 'Dana Whitlock' },
    })
    await t.settle()
    const send = () =>
      ws.owner.call(contract.sendUpdate, {
        feedbackId: item.id,
        subject: 'Your feedback',
        body: 'We look at it.',
      })
    await send()
    t.clock.advance({ minutes: 2 })
    await t.settle()
    const at = t.clock.now().toISOString()
    expect((await ws.owner.call(getFeedback, { feedbackId: item.id })).firstResponseAt).toBe(at)
    await send()
    t.clock.advance({ minutes: 2 })
    await t.settle()
    const [second, first] = (await ws.owner.call(listMails, { topic: 'case' })).data
    const mail = await ws.owner.call(getMail, { mailId: second!.id })
    expect(mail.inReplyTo).toBe((await ws.owner.call(getMail, { mailId: first!.id })).messageId)
    expect((await ws.owner.call(getFeedback, { feedbackId: item.id })).firstResponseAt).toBe(at)
  })

  it('begins from a template in the language of the person', async () => {
    const item = await ws.owner.call(submitFeedback, {
      verbatim: 'Eine Datei je Patient wäre gut.',
      channel: 'widget',
      contact: { email: 'dana@customer.example', name: 'Dana Whitlock' },
    })
    const about = { feedbackId: item.id }
    const { to } = await ws.owner.call(contract.getComposer, about)
    await ws.owner.call(changeContact, { contactId: to!.contactId, locale: 'de-AT' })
    const { templates } = await ws.owner.call(contract.getComposer, about)
    expect(templates.filter((one) => one.language === 'de').map((one) => one.key)).toEqual([
      'reply/answer',
      'reply/thanks',
    ])
    const slots = { liked: 'den Kalender' }
    const sent = await ws.owner.call(contract.sendUpdate, { ...about, template: 'reply/thanks', slots })
    expect([sent.subject, sent.body.split('\n')[0]]).toEqual(['Vielen Dank', 'Guten Tag Dana,'])
  })

  it('text that still holds a slot does not leave', async () => {
    const item = await ws.owner.call(submitFeedback, {
      verbatim: 'Hm.',
      channel: 'widget',
      contact: { email: 'dana@customer.example', name: 'Dana Whitlock' },
    })
    await expect(
      ws.owner.call(contract.sendUpdate, {
        feedbackId: item.id,
        subject: 'Hello',
        body: 'Dear {{first_name}}',
      }),
    ).rejects.toMatchObject({ code: 'template.slot_empty' })
  })

  it('anonymous feedback has nobody to answer', async () => {
    const item = await ws.owner.call(submitFeedback, { verbatim: 'Hm.', channel: 'widget' })
    expect((await ws.owner.call(contract.getComposer, { feedbackId: item.id })).blocked).toMatch(/anonymous/)
  })
})
