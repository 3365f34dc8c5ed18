import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { enterAbsence } from '#act/absences/contract.ts'
import { escalateCase, getCase, listCases } from '#act/cases/contract.ts'
import { seedAnswer, seedPerson } from '#act/cases/test-seeds.ts'
import { getHoldings } from '#close/holdings/contract.ts'
import { holdingsText } from '#close/holdings/rules.ts'
import {
  chooseReader,
  getReadingRule,
  listReadings,
  putReadingRule,
  readUpdate,
} from '#close/readings/contract.ts'
import * as updates from '#close/updates/contract.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { removeMember } from '#platform/identity/contract.ts'
import { encodeId } from '#platform/ids.ts'
import { listMails } from '#platform/mail/contract.ts'
import { listNotices } from '#platform/notices/contract.ts'
import { type Client, type TestWorkspace, testApp } from '#platform/testing/app.ts'

const t = await testApp()
let ws: TestWorkspace
let lena: Client
let rita: Client
let omar: Client
const idOf = (who: Client) => encodeId('mem', who.memberId!)
const onRequest = { when: 'on_request', aboveMrrCents: 300_000, escalated: true } as const

beforeAll(async () => {
  t.clock.set('2037-11-09T16:02:00Z')
  ws = await t.workspace()
  lena = await ws.as('agent', 'Lena Writer')
  rita = await ws.as('agent', 'Rita Reader')
  omar = await ws.as('agent', 'Omar Cover')
})
beforeEach(async () => {
  await ws.owner.call(putReadingRule, onRequest)
})

let count = 0
/** An item of a new person, which Lena answers. */
async function item(): Promise<{ feedbackId: string; email: string }> {
  const email = `dana${++count}@customer.example`
  const contact = { email, name: 'Dana Whitlock' }
  const made = await ws.owner.call(submitFeedback, {
    verbatim: 'One file, as said.',
    channel: 'widget',
    contact,
  })
  return { feedbackId: made.id, email }
}
const text = { subject: 'Your feedback', body: 'Hello Dana, we look at it by Friday.' }
async function asked(reader: Client = rita) {
  const about = await item()
  const update = await lena.call(updates.sendUpdate, {
    feedbackId: about.feedbackId,
    ...text,
    readerId: idOf(reader),
  })
  return { ...about, updateId: update.id, update }
}
const agree = (updateId: string) => rita.call(readUpdate, { updateId, verdict: 'agree' })
const todo = async (who: Client) =>
  (await who.call(listReadings, {})).data.map(({ kind, updateId }) => [kind, updateId])
const told = async (who: Client) => (await who.call(listNotices, {})).data[0]?.text
const mailsTo = async (email: string) =>
  (await ws.owner.call(listMails, { topic: 'case', limit: 100 })).data.filter(
    (mail) => mail.to.address === email,
  )

describe('a reply that a colleague reads first', () => {
  it('waits for its reader, who is told and has it on their day, and nothing leaves', async () => {
    const { updateId, update, email } = await asked()
    expect(update).toMatchObject({
      state: 'reading',
      sendAt: null,
      reading: { reader: { name: 'Rita Reader' }, because: 'asked', verdict: null, needsAnother: false },
    })
    expect(await todo(rita)).toContainEqual(['read', updateId])
    expect(await told(rita)).toBe('Read Lena Writer’s mail to Dana Whitlock before it leaves: Your feedback')
    t.clock.advance({ hours: 5 })
    await t.settle()
    expect(await mailsTo(email)).toEqual([])
  })

  it('once the reader agrees it is held for two minutes, then leaves once; the writer is told', async () => {
    const { updateId, email, feedbackId } = await asked()
    const held = await agree(updateId)
    expect(held).toMatchObject({ state: 'held', reading: { verdict: 'agree' } })
    expect(Date.parse(held.sendAt!) - t.clock.now().getTime()).toBe(120_000)
    expect(await todo(rita)).not.toContainEqual(['read', updateId])
    expect(await told(lena)).toMatch(/^Rita Reader agreed, your mail to Dana Whitlock leaves in two minutes/)
    t.clock.advance({ minutes: 2 })
    await t.settle()
    expect(await mailsTo(email)).toHaveLength(1)
    const [sent] = (await lena.call(updates.listUpdates, { feedback: feedbackId })).data
    expect(sent).toMatchObject({ state: 'sent', by: { name: 'Lena Writer' }, reading: { verdict: 'agree' } })
  })

  it('can be recalled in the two minutes after its reader agreed', async () => {
    const { updateId, email } = await asked()
    await agree(updateId)
    expect((await lena.call(updates.recallUpdate, { updateId })).state).toBe('recalled')
    t.clock.advance({ minutes: 5 })
    await t.settle()
    expect(await mailsTo(email)).toEqual([])
  })

  it('returned, it is the writer’s draft again with the reader’s words, and may be given to read anew', async () => {
    const { updateId, feedbackId } = await asked()
    const words = 'Say what went wrong for her first.'
    await expect(rita.call(readUpdate, { updateId, verdict: 'return' })).rejects.toMatchObject({
      status: 400,
    })
    await rita.call(readUpdate, { updateId, verdict: 'return', words })
    expect(await told(lena)).toBe(`Rita Reader returned your mail to Dana Whitlock: ${words}`)
    expect(await todo(lena)).toContainEqual(['returned', updateId])
    const { draft } = await lena.call(updates.getComposer, { feedbackId })
    expect(draft).toMatchObject({ id: updateId, body: text.body, reading: { verdict: 'return', words } })
    const again = await lena.call(updates.sendUpdate, { feedbackId, ...text, readerId: idOf(omar) })
    expect(again).toMatchObject({
      id: updateId,
      state: 'reading',
      reading: { reader: { name: 'Omar Cover' } },
    })
    expect(await todo(lena)).not.toContainEqual(['returned', updateId])
  })

  it('taken back by its writer it is their draft again, and its reader has nothing to do', async () => {
    const { updateId, feedbackId } = await asked()
    const { reading } = await lena.call(updates.getComposer, { feedbackId })
    expect(reading.waits?.id).toBe(updateId)
    await expect(lena.call(updates.sendUpdate, { feedbackId, ...text })).rejects.toMatchObject({
      code: 'update.in_reading',
    })
    await expect(lena.call(updates.saveDraft, { feedbackId, ...text })).rejects.toMatchObject({
      code: 'update.in_reading',
    })
    expect((await lena.call(updates.recallUpdate, { updateId })).state).toBe('draft')
    expect(await todo(rita)).not.toContainEqual(['read', updateId])
    await expect(agree(updateId)).rejects.toMatchObject({ code: 'reading.over' })
  })

  it('of two verdicts the first counts', async () => {
    const { updateId } = await asked()
    const both = await Promise.allSettled([
      agree(updateId),
      rita.call(readUpdate, { updateId, verdict: 'return', words: 'Not yet.' }),
    ])
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('does not leave to somebody who unsubscribed while it was read', async () => {
    const { updateId, email } = await asked()
    await ws.run((ctx) =>
      ctx.db.run(sql`update contacts set unsubscribed_at = ${ctx.now()}
        where workspace_id = ${ctx.workspaceId} and email = ${email}`),
    )
    await expect(agree(updateId)).rejects.toMatchObject({
      code: 'update.blocked',
      message: expect.stringContaining('Return it to Lena Writer instead'),
    })
  })
})

describe('who may read', () => {
  it('never its writer, nobody who may not write to customers, and nobody who left', async () => {
    const { feedbackId } = await item()
    const ask = (who: Client) => lena.call(updates.sendUpdate, { feedbackId, ...text, readerId: idOf(who) })
    await expect(ask(lena)).rejects.toMatchObject({ code: 'reading.own' })
    await expect(ask(await ws.as('viewer'))).rejects.toMatchObject({ code: 'reading.may_not' })
    const gone = await ws.as('agent', 'Gil Gone')
    await ws.owner.call(removeMember, { id: idOf(gone) })
    await expect(ask(gone)).rejects.toMatchObject({ code: 'member.not_found' })
  })

  it('only who was asked decides; the writer or a manager chooses another', async () => {
    const { updateId } = await asked()
    for (const who of [lena, omar, ws.owner])
      await expect(who.call(readUpdate, { updateId, verdict: 'agree' })).rejects.toMatchObject({
        code: 'reading.not_yours',
      })
    await expect(omar.call(chooseReader, { updateId, readerId: idOf(omar) })).rejects.toMatchObject({
      code: 'reading.not_writer',
    })
    await lena.call(chooseReader, { updateId, readerId: idOf(omar) })
    expect(await todo(omar)).toContainEqual(['read', updateId])
    expect(await todo(rita)).not.toContainEqual(['read', updateId])
    await ws.owner.call(chooseReader, { updateId, readerId: idOf(rita) })
    expect((await agree(updateId)).state).toBe('held')
  })

  it('whoever covers reads instead of a reader who is away; without a cover another is chosen', async () => {
    const day = '2037-11-10'
    const [ann, bea] = [await ws.as('agent', 'Ann Away'), await ws.as('agent', 'Bea Away')]
    t.clock.set(`${day}T16:00:00Z`)
    const { updateId } = await asked(ann)
    const other = await asked(bea)
    await ann.call(enterAbsence, { from: day, until: '2037-11-11', coverId: idOf(omar) })
    await bea.call(enterAbsence, { from: day, until: '2037-11-11' })
    expect(await todo(omar)).toContainEqual(['read', updateId])
    expect(await told(omar)).toMatch(/^In place of Ann Away: read Lena Writer’s mail/)
    expect(await told(lena)).toBe(
      'Bea Away cannot read your mail to Dana Whitlock now. Choose somebody else.',
    )
    expect(await todo(lena)).toContainEqual(['choose', other.updateId])
    const [shown] = (await lena.call(updates.listUpdates, { feedback: other.feedbackId })).data
    expect(shown?.reading?.needsAnother).toBe(true)

    expect((await asked(ann)).update.reading?.reader.name).toBe('Omar Cover')
    await expect(asked(bea)).rejects.toMatchObject({ code: 'reading.away' })
    await lena.call(chooseReader, { updateId: other.updateId, readerId: idOf(rita) })
    expect(await todo(lena)).not.toContainEqual(['choose', other.updateId])
  })

  it('what a reader who leaves had to read goes to whom their work goes to', async () => {
    const zoe = await ws.as('agent', 'Zoe Leaving')
    const { updateId } = await asked(zoe)
    const held = await ws.owner.call(getHoldings, { memberId: idOf(zoe) })
    expect(holdingsText(held)).toBe('1 mail to read before it leaves')
    await ws.owner.call(removeMember, { id: idOf(zoe), to: idOf(omar) })
    expect(await todo(omar)).toContainEqual(['read', updateId])
  })

  it('without a successor, it is the writer’s draft again when its reader leaves', async () => {
    const yara = await ws.as('agent', 'Yara Leaving')
    const { updateId, feedbackId } = await asked(yara)
    // Lena wrote it: what goes to her cannot be read by her.
    await ws.owner.call(removeMember, { id: idOf(yara), to: idOf(lena) })
    expect((await lena.call(updates.getComposer, { feedbackId })).reading.waits).toBeNull()
    expect(await todo(lena)).not.toContainEqual(['choose', updateId])
    expect(await told(lena)).toBe(
      'Yara Leaving left before they read your mail to Dana Whitlock. It is your draft again: choose another reader.',
    )
    const again = await lena.call(updates.sendUpdate, { feedbackId, ...text, readerId: idOf(rita) })
    expect(again).toMatchObject({ state: 'reading', reading: { reader: { name: 'Rita Reader' } } })
  })
})

describe('the rule of the workspace', () => {
  const write = (caseId: string, more: object = {}) =>
    lena.call(updates.sendUpdate, { caseId, ...text, ...more })
  async function caseOf(mrrCents: number): Promise<string> {
    const name = `Petra ${++count}`
    await seedAnswer(ws, await seedPerson(ws, { name, account: `${name} Ltd`, mrrCents }), 3)
    await t.settle()
    return (await ws.owner.call(listCases, { limit: 100 })).data.find((one) => one.contact?.name === name)!.id
  }

  it('always: a case of an account above the limit or one that was escalated needs a reader, another does not', async () => {
    const [above, at] = [await caseOf(300_001), await caseOf(300_000)]
    await ws.owner.call(putReadingRule, { ...onRequest, when: 'always' })
    expect((await lena.call(updates.getComposer, { caseId: above })).reading.needed).toBe('mrr')
    await expect(write(above)).rejects.toMatchObject({ code: 'reading.needed' })
    expect((await write(above, { readerId: idOf(rita) })).reading?.because).toBe('mrr')
    expect((await write(at)).state).toBe('held')
    await ws.owner.call(escalateCase, { caseId: at, reason: 'It is grave.' })
    await expect(write(at)).rejects.toMatchObject({ code: 'reading.needed' })
    const key = await ws.key(['updates:write'])
    await expect(
      key.call(updates.sendUpdate, { caseId: at, ...text, readerId: idOf(rita) }),
    ).rejects.toMatchObject({ code: 'reading.member_only' })
  })

  it('the step of an update is done when the mail is handed over, not when its reader agrees', async () => {
    const caseId = await caseOf(100)
    const outreach = async () =>
      (await lena.call(getCase, { caseId })).steps.find(({ key }) => key === 'outreach')!
    const step = await outreach()
    const { id } = await write(caseId, { stepId: step.id, readerId: idOf(rita) })
    await agree(id)
    expect((await outreach()).state).toBe('open')
    t.clock.advance({ minutes: 2 })
    await t.settle()
    expect((await outreach()).state).toBe('done')
  })

  it('never: nobody is asked', async () => {
    await ws.owner.call(putReadingRule, { ...onRequest, when: 'never' })
    await expect(asked()).rejects.toMatchObject({ code: 'reading.off' })
    const { feedbackId } = await item()
    expect((await lena.call(updates.getComposer, { feedbackId })).reading.mayAsk).toBe(false)
  })

  it('is set by who keeps the settings, and “always” says which updates', async () => {
    expect(await lena.call(getReadingRule, {})).toEqual(onRequest)
    await expect(lena.call(putReadingRule, onRequest)).rejects.toMatchObject({ status: 403 })
    await expect(
      ws.owner.call(putReadingRule, { when: 'always', aboveMrrCents: null, escalated: false }),
    ).rejects.toMatchObject({ status: 400 })
  })
})
