import { beforeAll, describe, expect, it } from 'vitest'
import * as contract from '#act/cases/contract.ts'
import { enablePlaybook, getPlaybook, savePlaybook } from '#act/playbooks/contract.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { createAccount } from '#customers/accounts/contract.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { triageFeedback } from '#organize/inbox/contract.ts'
import { decodeId, encodeId } from '#platform/ids.ts'
import { listNotices } from '#platform/notices/contract.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { type Person, seedAnswer } from './test-seeds.ts'

// One customer's several negative signals join one case, also of another playbook, where the playbook says so.

const t = await testApp()
let ws: TestWorkspace
const key = 'general-complaint'

async function complaintsSay(words: string): Promise<void> {
  const { text, latestVersion } = await ws.owner.call(getPlaybook, { key })
  const bare = text.replace(/^joins.*\n/gm, '')
  await ws.owner.call(savePlaybook, {
    key,
    text: bare.replace(/^lead:/m, `${words}\nlead:`),
    basedOn: latestVersion,
  })
}
async function complaint(who: Person, verbatim: string, context = {}): Promise<void> {
  const item = await ws.owner.call(submitFeedback, {
    verbatim,
    channel: 'email',
    contact: { email: who.email },
    context,
  })
  await t.settle()
  await ws.owner.call(triageFeedback, {
    feedbackId: item.id,
    change: { type: 'performance_complaint', isNegative: true },
  })
  await t.settle()
}
async function person(name: string, accountId: string | null): Promise<Person> {
  const email = `${name.toLowerCase().replace(' ', '.')}@customer.example`
  const { id } = await ws.owner.call(createContact, { name, email, ...(accountId && { accountId }) })
  return { contactId: decodeId('ct', id)!, accountId: accountId && decodeId('acct', accountId)!, email }
}
async function detractor(name: string): Promise<Person> {
  const { id } = await ws.owner.call(createAccount, { name: `${name} Ltd` })
  const one = await person(name, id)
  await seedAnswer(ws, one, 2)
  await t.settle()
  return one
}
const casesOf = async (who: Person, more: { status?: 'open' } = {}) =>
  (
    await ws.owner.call(contract.listCases, {
      contact: encodeId('ct', who.contactId),
      status: 'all',
      ...more,
    })
  ).data

beforeAll(async () => {
  t.clock.set('2037-11-09T16:00:00Z')
  ws = await t.workspace()
  await ws.owner.call(enablePlaybook, { key, isEnabled: true })
})

describe('a complaint of somebody whose case as a detractor is open', () => {
  it('opens a case of its own as long as its playbook says nothing else', async () => {
    const who = await detractor('Anna Apart')
    await complaint(who, 'It is terribly slow and I am angry.')
    expect((await casesOf(who)).map(({ playbook }) => playbook).sort()).toEqual([key, 'nps-detractor'])
  })

  it('joins that case where the playbook joins cases of any other; the case shows it, and its lead hears of it', async () => {
    await complaintsSay('joins-cases-of: any')
    const who = await detractor('Bea Both')
    await complaint(who, 'It is terribly slow and I am angry.')
    const [only, ...others] = await casesOf(who)
    expect(others).toEqual([])
    // what nobody proved to be theirs stands alone
    const forger = await detractor('Fay Forged')
    await complaint(forger, 'It is terribly slow, and I am not Fay.', { identity: 'unproven' })
    expect((await casesOf(forger)).map(({ playbook }) => playbook).sort()).toEqual([key, 'nps-detractor'])
    const { answers } = await ws.owner.call(contract.getCase, { caseId: only!.id })
    expect(answers).toMatchObject([
      { score: 2, fits: null },
      {
        score: null,
        verbatim: 'It is terribly slow and I am angry.',
        fits: expect.stringContaining('omplaint'),
      },
    ])
    const notices = (await ws.owner.call(listNotices, {})).data
    expect(notices.filter(({ kind }) => kind === 'case.joined')).toHaveLength(1)
  })

  it('joins only cases of the playbooks that are listed', async () => {
    await complaintsSay('joins-cases-of: [post-support-negative]')
    const who = await detractor('Cleo Closed')
    await complaint(who, 'It is terribly slow and I am angry.')
    expect(await casesOf(who)).toHaveLength(2)
  })

  it('opens a case again once that case has ended, and goes before other cases to the open one of its own playbook', async () => {
    await complaintsSay('joins-cases-of: any')
    const who = await detractor('Dora Done')
    const [first] = await casesOf(who)
    await ws.owner.call(contract.resolveCase, { caseId: first!.id, resolution: 'Mended.' })
    await complaint(who, 'It is terribly slow and I am angry.')
    const [own] = await casesOf(who, { status: 'open' })
    expect(own!.playbook).toBe(key)
    await complaint(who, 'Still slow, and I am very unhappy.')
    expect(await casesOf(who)).toHaveLength(2)
    const { answers } = await ws.owner.call(contract.getCase, { caseId: own!.id })
    expect(answers.map(({ fits }) => fits)).toEqual([null, null])
  })

  it('joins the case of a colleague where the same account is enough', async () => {
    await complaintsSay('joins: same account\njoins-cases-of: [nps-detractor]')
    const one = await detractor('Ella Eins')
    const colleague = await person('Finn Zwei', encodeId('acct', one.accountId!))
    await complaint(colleague, 'It is terribly slow and I am angry.')
    expect(await casesOf(colleague)).toEqual([])
    const [joined] = await casesOf(one)
    expect((await ws.owner.call(contract.getCase, { caseId: joined!.id })).answers).toHaveLength(2)
  })

  it('opened by hand is a case of its own: somebody chose it', async () => {
    await complaintsSay('joins-cases-of: any')
    const who = await detractor('Gila Given')
    await ws.owner.call(contract.openCase, { playbook: key, contactId: encodeId('ct', who.contactId) })
    expect(await casesOf(who)).toHaveLength(2)
  })

  it('cannot join cases of a playbook that nobody knows, nor where signals join nothing', async () => {
    await expect(complaintsSay('joins-cases-of: [nps-detracter]')).rejects.toThrow('write nps-detractor')
    await expect(complaintsSay('joins: nothing\njoins-cases-of: any')).rejects.toThrow(
      'joins no case of another playbook either',
    )
  })
})
