import { beforeAll, describe, expect, it } from 'vitest'
import { completeStep, getCase, openCase, tickChecklist } from '#act/cases/contract.ts'
import { seedPerson } from '#act/cases/test-seeds.ts'
import { logAction } from '#act/corrective-actions/contract.ts'
import { checkText, getPlaybook, savePlaybook } from '#act/playbooks/contract.ts'
import { logTouchpoint } from '#act/touchpoints/contract.ts'
import { sendUpdate } from '#close/updates/contract.ts'
import { encodeId } from '#platform/ids.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'

// Evidence is a named note, file, sent update, call record or corrective action; a step cannot be done without it.

const t = await testApp()
let ws: TestWorkspace
let caseId: string
const text = `playbook: proof
title: Proof of everything
when: { event: response.received, if: "false" }
lead: [{ role: owner }]
steps:
  - id: everything
    title: Bring it all
    who: lead
    do: task
    evidence: [findings, { file: signed plan }, { update: word to them }, { call: talk with them }, { corrective-action: what changes }]
    due: { latest: 5 business days, after: opened }
  - id: tell
    title: Send the plan
    who: lead
    do: send-update
    template: reply/answer
    evidence: [{ file: signed plan }]
    due: { latest: 5 business days, after: tell.opened }
ends: tell.done
`
const step = async (key: string) =>
  (await ws.owner.call(getCase, { caseId })).steps.find((one) => one.key === key)!
const attach = (stepId: string, evidence: string, body: Buffer, client = ws.owner) =>
  client.fetch(
    `/cases/${caseId}/steps/${stepId}/files?${new URLSearchParams({ evidence, name: 'plan.pdf' })}`,
    { method: 'POST', body: new Uint8Array(body), headers: { 'content-type': 'application/octet-stream' } },
  )
const pdf = Buffer.from('%PDF-1.7\nsigned by both\n')
const lacking = async (more: Record<string, unknown> = {}) =>
  ws.owner.call(completeStep, { caseId, stepId: (await step('everything')).id, ...more }).then(
    () => [],
    (error) => error.details.missing,
  )

beforeAll(async () => {
  t.clock.set('2037-11-09T16:00:00Z')
  ws = await t.workspace()
  const template = (await ws.owner.call(getPlaybook, { key: 'nps-detractor' })).text.match(
    /template: (\S+)/,
  )![1]!
  await ws.owner.call(savePlaybook, {
    key: 'proof',
    text: text.replace('reply/answer', template),
    basedOn: 0,
  })
  const { contactId } = await seedPerson(ws, { name: 'Petra Proof', account: 'Proof Ltd' })
  caseId = (await ws.owner.call(openCase, { playbook: 'proof', contactId: encodeId('ct', contactId) })).id
})

describe('a step that asks for evidence of every kind', () => {
  it('says what it lacks and how each is brought', async () => {
    expect((await step('everything')).evidence).toEqual([
      { name: 'findings', kind: 'note', text: null, fileName: null },
      { name: 'signed plan', kind: 'file', text: null, fileName: null },
      { name: 'word to them', kind: 'update', text: null, fileName: null },
      { name: 'talk with them', kind: 'call', text: null, fileName: null },
      { name: 'what changes', kind: 'corrective-action', text: null, fileName: null },
    ])
    expect(await lacking()).toHaveLength(5)
  })

  it('takes a note in words, and no words in place of a file or a call', async () => {
    const { id: stepId } = await step('everything')
    await ws.owner.call(tickChecklist, { caseId, stepId, evidence: { findings: 'It was the cache.' } })
    expect(await lacking()).toEqual(['signed plan', 'word to them', 'talk with them', 'what changes'])
    for (const name of ['signed plan', 'talk with them'])
      await expect(
        ws.owner.call(tickChecklist, { caseId, stepId, evidence: { [name]: 'yes' } }),
      ).rejects.toMatchObject({ code: 'step.unknown_line' })
    await expect(
      ws.owner.call(completeStep, { caseId, stepId, evidence: { 'signed plan': 'yes' } }),
    ).rejects.toMatchObject({ code: 'step.unknown_line' })
  })

  it('takes a file, which whoever reads the case can download, and refuses markup, strangers and what nobody asked for', async () => {
    const { id: stepId } = await step('everything')
    expect((await attach(stepId, 'findings', pdf)).status).toBe(400)
    expect((await attach(stepId, 'signed plan', Buffer.from('<svg onload="x"/>'))).status).toBe(400)
    expect((await attach(stepId, 'signed plan', pdf, await ws.as('viewer'))).status).toBe(403)
    expect((await attach(stepId, 'signed plan', pdf)).status).toBe(201)
    const plan = (await step('everything')).evidence[1]!
    expect(plan.fileName).toBe('plan.pdf')
    const answer = await ws.owner.fetch(`/files/${plan.text}`)
    expect(Buffer.from(await answer.arrayBuffer()).equals(pdf)).toBe(true)
  })

  it('finds the sent update, the call and the corrective action on the case', async () => {
    const update = await ws.owner.call(sendUpdate, { caseId, subject: 'News', body: 'We are at it.' })
    expect(await lacking()).toContain('word to them')
    t.clock.advance({ minutes: 3 })
    await t.settle()
    const talk = await ws.owner.call(logTouchpoint, { caseId, kind: 'call', summary: 'We spoke.' })
    const action = await ws.owner.call(logAction, {
      caseId,
      kind: 'process',
      finding: 'The cache was stale',
      dueOn: '2037-12-01',
    })
    const records = (await step('everything')).evidence.slice(2).map((one) => one.text)
    expect(records).toEqual([update.id, talk.id, action.id])
    expect(await lacking()).toEqual([])
    expect((await step('everything')).evidence.slice(2).map((one) => one.text)).toEqual(records)
  })

  it('a message alone does not complete a step that asks for more than the message', async () => {
    const { id: stepId } = await step('tell')
    const send = () => ws.owner.call(sendUpdate, { caseId, stepId, subject: 'The plan', body: 'Here it is.' })
    await send()
    t.clock.advance({ minutes: 3 })
    await t.settle()
    expect((await step('tell')).state).toBe('open')
    expect((await attach(stepId, 'signed plan', pdf)).status).toBe(201)
    await send()
    t.clock.advance({ minutes: 3 })
    await t.settle()
    expect(await ws.owner.call(getCase, { caseId })).toMatchObject({ status: 'resolved' })
  })

  it('names one kind for each evidence, or the checker says so', async () => {
    const { findings } = await ws.owner.call(checkText, {
      text: text.replace('{ file: signed plan }', '{ photo: signed plan }'),
    })
    expect(findings[0]).toMatchObject({
      level: 'error',
      line: 10,
      message: '“photo” is not a word of playbooks here',
    })
    expect(findings[0]!.fix).toContain('file')
  })
})
