import { beforeAll, expect, it } from 'vitest'
import * as contract from '#collect/sessions/contract.ts'
import { createAccount } from '#customers/accounts/contract.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { mergeCustomers } from '#customers/merges/contract.ts'
import { listFeedback } from '#organize/inbox/contract.ts'
import { encodeId } from '#platform/ids.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'

const t = await testApp()
const nobody = encodeId('ct', '0190d3c8-0000-7000-8000-00000000dead')
let ws: TestWorkspace
let petra: string
let quentin: string
let sessionId: string

beforeAll(async () => {
  t.clock.set('2037-03-02T09:00:00Z')
  ws = await t.workspace()
  const accountId = (await ws.owner.call(createAccount, { name: 'Larch Logistics' })).id
  petra = (await ws.owner.call(createContact, { name: 'Petra Lindqvist', accountId })).id
  quentin = (await ws.owner.call(createContact, { name: 'Quentin Reed', accountId })).id
})

it('is planned with a kind, a guide and who takes part', async () => {
  const made = await ws.owner.call(contract.createSession, {
    kind: 'focus_group',
    title: 'Invoices',
    guide: ['How do you send an invoice today?', 'What takes longest?'],
    contactIds: [petra, quentin],
  })
  sessionId = made.id
  expect(made).toMatchObject({
    state: 'planned',
    lead: { name: 'Olive Owner' },
    participantCount: 2,
    consentCount: 0,
    participants: [{ consent: 'not_asked' }, { account: { name: 'Larch Logistics' } }],
  })
  for (const wrong of [{ title: ' ' }, { guide: [''] }, { kind: 'seance' }])
    await expect(
      ws.owner.call(contract.createSession, { kind: 'interview', title: 'x', ...wrong } as never),
    ).rejects.toMatchObject({ code: 'input.invalid' })
  await expect(
    ws.owner.call(contract.createSession, { kind: 'interview', title: 'x', contactIds: [nobody] }),
  ).rejects.toMatchObject({ code: 'contact.not_found' })
})

it('writes down consent with when, how and by whom', async () => {
  await expect(
    ws.owner.call(contract.putParticipant, { sessionId, contactId: petra, consent: 'given' }),
  ).rejects.toMatchObject({ code: 'input.invalid' })
  const agent = await ws.as('agent', 'Ada Asks')
  await agent.call(contract.putParticipant, { sessionId, contactId: petra, consent: 'given', how: 'signed' })
  await agent.call(contract.putParticipant, { sessionId, contactId: quentin, consent: 'asked' })
  // added once more, nothing of what they agreed to is lost
  const one = await agent.call(contract.putParticipant, { sessionId, contactId: petra })
  expect(one.consentCount).toBe(1)
  expect(one.participants.find(({ contact }) => contact.id === petra)).toMatchObject({
    consent: 'given',
    consentHow: 'signed',
    consentAt: '2037-03-02T09:00:00.000Z',
    consentBy: { name: 'Ada Asks' },
  })
})

it('turns what was said into items like any other once it was held, naming only who agreed', async () => {
  const note = (contactId: string | null) =>
    ws.owner.call(contract.addSessionHighlights, {
      sessionId,
      highlights: [{ verbatim: `I print every invoice twice (${contactId ?? 'nobody'})`, contactId }],
    })
  await expect(note(petra)).rejects.toMatchObject({ code: 'session.not_held' })
  await expect(
    ws.owner.call(contract.changeSession, { sessionId, state: 'held', heldAt: '2037-03-05T09:00:00Z' }),
  ).rejects.toMatchObject({ code: 'session.ahead' })
  const held = await ws.owner.call(contract.changeSession, {
    sessionId,
    state: 'held',
    notes: 'Two of two print.',
  })
  expect(held).toMatchObject({ state: 'held', heldAt: '2037-03-02T09:00:00.000Z' })
  for (const who of [quentin, nobody])
    await expect(note(who)).rejects.toMatchObject({ code: 'session.no_consent' })
  await note(petra)
  const after = await note(null)
  expect(after.highlights).toMatchObject([{ contact: { name: 'Petra Lindqvist' } }, { contact: null }])
  await t.settle()
  const { data } = await ws.owner.call(listFeedback, {})
  expect(data.map((one) => one.channel)).toEqual(['interview', 'interview'])
  expect((await ws.owner.call(contract.listSessions, { state: 'held' })).data).toMatchObject([
    { highlightCount: 2, participantCount: 2 },
  ])
  const left = await ws.owner.call(contract.removeParticipant, { sessionId, contactId: quentin })
  expect(left.participantCount).toBe(1)
})

it('knows who takes part after their contact was merged into another', async () => {
  const twin = await ws.owner.call(createContact, { name: 'P. Lindqvist' })
  await ws.owner.call(mergeCustomers, { kind: 'contact', survivorId: twin.id, loserId: petra })
  const after = await ws.owner.call(contract.putParticipant, { sessionId, contactId: twin.id })
  expect(after.participants).toMatchObject([{ contact: { id: twin.id }, consent: 'given' }])
  const said = await ws.owner.call(contract.addSessionHighlights, {
    sessionId,
    highlights: [{ verbatim: 'I would rather not print', contactId: twin.id }],
  })
  expect(said.highlights).toHaveLength(3)
  const left = await ws.owner.call(contract.removeParticipant, { sessionId, contactId: twin.id })
  expect(left.participants).toEqual([])
})
