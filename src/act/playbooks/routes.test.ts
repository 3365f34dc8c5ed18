import { beforeAll, describe, expect, it } from 'vitest'
import { installPlaybooks } from '#act/playbooks/commands.ts'
import * as contract from '#act/playbooks/contract.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { triageFeedback } from '#organize/inbox/contract.ts'
import { changeMember } from '#platform/identity/contract.ts'
import { encodeId } from '#platform/ids.ts'
import { listNotices } from '#platform/notices/contract.ts'
import { type Client, type TestWorkspace, testApp } from '#platform/testing/app.ts'

const t = await testApp()
let ws: TestWorkspace
const key = 'nps-detractor'
beforeAll(async () => {
  ws = await t.workspace()
})

it('a new workspace has the playbooks that the product ships, once; those that would open very many cases are off', async () => {
  await ws.run(installPlaybooks)
  const { data } = await ws.owner.call(contract.listPlaybooks, {})
  expect(data.map((row) => [row.key, row.version, row.isEnabled]).sort()).toEqual([
    ['critical-bug', 1, true],
    ['feature-request', 1, false],
    ['general-complaint', 1, false],
    ['negative-answer', 1, true],
    ['nps-detractor', 1, true],
    ['nps-passive', 1, false],
    ['nps-promoter', 1, false],
    ['post-implementation-negative', 1, true],
    ['post-support-negative', 1, true],
    ['praise', 1, false],
  ])
})

it('what somebody switched on stays on when the product ships its playbooks again', async () => {
  await ws.owner.call(contract.enablePlaybook, { key: 'praise', isEnabled: true })
  await ws.run(installPlaybooks)
  const { data } = await ws.owner.call(contract.listPlaybooks, {})
  expect(data.find((row) => row.key === 'praise')).toMatchObject({ version: 1, isEnabled: true })
})

it('one playbook shows its file, its steps with the line they begin on, and its versions', async () => {
  const one = await ws.owner.call(contract.getPlaybook, { key })
  expect(one.text).toContain('playbook: nps-detractor')
  expect(one.steps[0]).toMatchObject({ id: 'outreach', rule: '24 hours after the answer', who: 'lead' })
  expect(one.text.split('\n')[one.steps[0]!.line - 1]).toContain('id: outreach')
  expect(one.findings).toMatchObject([
    { level: 'warning', message: 'nobody holds the position “customer-success-manager”' },
  ])
  expect(one.versions).toMatchObject([{ version: 1, origin: 'library' }])
})

describe('saving', () => {
  it('refuses a faulty file with the line and the fix, and keeps nothing', async () => {
    const { text } = await ws.owner.call(contract.getPlaybook, { key })
    const faulty = text.replace('who: management', 'who: managment')
    const refusal = await ws.owner
      .call(contract.savePlaybook, { key, text: faulty, basedOn: 1 })
      .catch((error) => error)
    expect(refusal).toMatchObject({ status: 400, code: 'playbook.faulty' })
    expect(refusal.message).toContain('write management')
    expect((await ws.owner.call(contract.getPlaybook, { key })).version).toBe(1)
  })

  it('makes a new version; the former one stays readable', async () => {
    const { text } = await ws.owner.call(contract.getPlaybook, { key })
    const saved = await ws.owner.call(contract.savePlaybook, {
      key,
      text: text.replace('24 hours', '12 hours'),
      basedOn: 1,
    })
    expect(saved.version).toBe(2)
    expect((await ws.owner.call(contract.getPlaybook, { key, version: '1' })).text).toContain('24 hours')
    // what the product ships does not overwrite what somebody saved
    await ws.run(installPlaybooks)
    expect((await ws.owner.call(contract.getPlaybook, { key })).version).toBe(2)
  })

  it('two people on the same version: the second is told', async () => {
    const { text } = await ws.owner.call(contract.getPlaybook, { key })
    await expect(ws.owner.call(contract.savePlaybook, { key, text, basedOn: 1 })).rejects.toMatchObject({
      status: 409,
      code: 'playbook.changed',
    })
  })

  it('is for managers', async () => {
    const agent = await ws.as('agent')
    const { text } = await agent.call(contract.getPlaybook, { key })
    await expect(agent.call(contract.savePlaybook, { key, text, basedOn: 2 })).rejects.toMatchObject({
      status: 403,
    })
  })
})

describe('a playbook that names an approver', () => {
  const approved = 'praise'
  let place: TestWorkspace
  let boss: Client
  let writer: Client
  const view = (version?: number) =>
    writer.call(contract.getPlaybook, { key: approved, ...(version && { version: String(version) }) })
  const save = async (client: Client, from: string, to: string) => {
    const { text, latestVersion } = await view((await view()).latestVersion)
    return client.call(contract.savePlaybook, {
      key: approved,
      text: text.replace(from, to),
      basedOn: latestVersion,
    })
  }
  beforeAll(async () => {
    place = await t.workspace()
    boss = await place.as('admin', 'Bea Boss')
    writer = await place.as('manager', 'Will Writer')
    for (const [client, positions] of [
      [boss, ['management']],
      [writer, ['customer-success-manager', 'product-manager', 'support-lead']],
    ] as const)
      await place.owner.call(changeMember, {
        id: encodeId('mem', client.memberId!),
        positions: [...positions],
      })
  })

  it('keeps its version until the approver agrees, who is told', async () => {
    const proposed = await save(writer, 'title: ', 'title: New ')
    expect(proposed).toMatchObject({ version: 2, currentVersion: 1, latestVersion: 2, state: 'proposed' })
    expect((await boss.call(listNotices, {})).data[0]).toMatchObject({ kind: 'playbook.proposed' })
    expect(
      (await place.owner.call(contract.listPlaybooks, {})).data.find((row) => row.key === approved)?.version,
    ).toBe(1)
    await expect(
      writer.call(contract.decidePlaybook, { key: approved, version: 2, decision: 'approve' }),
    ).rejects.toMatchObject({ status: 403, code: 'playbook.not_approver' })
    await boss.call(contract.decidePlaybook, { key: approved, version: 2, decision: 'approve' })
    expect(await view()).toMatchObject({ version: 2, state: 'taken', title: expect.stringContaining('New') })
    expect((await writer.call(listNotices, {})).data[0]).toMatchObject({ kind: 'playbook.approved' })
  })

  it('a refused version never takes effect, and says why', async () => {
    await save(writer, 'title: New', 'title: Newer')
    await boss.call(contract.decidePlaybook, {
      key: approved,
      version: 3,
      decision: 'refuse',
      reason: 'too new',
    })
    expect(await view()).toMatchObject({ version: 2, latestVersion: 3 })
    expect(await view(3)).toMatchObject({ state: 'refused', refusedWhy: 'too new' })
    await expect(
      boss.call(contract.decidePlaybook, { key: approved, version: 3, decision: 'approve' }),
    ).rejects.toMatchObject({ status: 409, code: 'playbook.not_proposed' })
  })

  it('another version saved before anybody agreed passes the first', async () => {
    await save(writer, 'title: Newer', 'title: Fourth')
    await save(writer, 'title: Fourth', 'title: Fifth')
    expect((await view(4)).state).toBe('passed')
    expect((await view(5)).state).toBe('proposed')
  })

  it('nobody writes the approver out of it without the approver', async () => {
    const { state } = await save(writer, 'approver: management\n', '')
    expect(state).toBe('proposed')
  })

  it('what the approver saves takes effect at once', async () => {
    const saved = await save(boss, 'title: Fifth', 'title: Sixth')
    expect(saved).toMatchObject({ version: 7, currentVersion: 7, state: 'taken' })
  })
})

it('a playbook is tried on an item: whether it opens a case, who leads, and every date, and nothing is changed', async () => {
  const { id: feedbackId } = await ws.owner.call(submitFeedback, {
    channel: 'email',
    verbatim: 'Thank you all, this is great',
    contact: { email: 'kim@quillmere.example', name: 'Kim Quill' },
  })
  const before = await ws.owner.call(contract.tryPlaybook, { key: 'critical-bug', feedbackId })
  expect(before).toMatchObject({ opens: false, contact: 'Kim Quill' })
  expect(before.because).toContain('item.type is empty')
  expect(before.steps[0]).toMatchObject({ step: 'ticket', latest: expect.any(String) })
  expect(before.steps.at(-1)).toMatchObject({ step: 'document', latest: null, after: 'document.opened' })
  await ws.owner.call(triageFeedback, { feedbackId, change: { type: 'bug_report', priority: 'critical' } })
  expect((await ws.owner.call(contract.tryPlaybook, { key: 'critical-bug', feedbackId })).opens).toBe(true)
  const other = await ws.owner.call(contract.tryPlaybook, { key: 'nps-detractor', feedbackId })
  expect(other).toMatchObject({ opens: false, because: 'it listens to answers of surveys, and this is none' })
  await expect(
    ws.owner.call(contract.tryPlaybook, { key: 'nps-detractor', feedbackId, text: 'steps: 1' }),
  ).rejects.toMatchObject({ code: 'playbook.faulty' })
})

it('the JSON Schema of playbooks is there for everybody', async () => {
  const schema = await (await t.anonymous.fetch('/playbook.schema.json')).json()
  expect(schema).toMatchObject({ type: 'object', title: 'A Hearback playbook' })
})
