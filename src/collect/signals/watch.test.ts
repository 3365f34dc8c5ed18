import { beforeAll, describe, expect, test } from 'vitest'
import {
  getAccountSignals,
  getFigures,
  listAccountUse,
  listAlerts,
  listRules,
  listUnknown,
  previewRule,
  putRule,
  removeRule,
  sendSignals,
} from '#collect/signals/contract.ts'
import { watchSignals } from '#collect/signals/jobs.ts'
import { addDays, dayOf } from '#collect/signals/rules.ts'
import { createAccount } from '#customers/accounts/contract.ts'
import { listFeedback } from '#organize/inbox/contract.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'

let t: TestApp
let ws: TestWorkspace
const ids = new Map<string, string>()
beforeAll(async () => {
  t = await testApp()
  t.clock.set('2037-11-26T09:30:00Z')
  ws = await t.workspace()
  for (const name of ['Falling', 'Failing', 'Silent', 'Steady'])
    ids.set(name, (await ws.owner.call(createAccount, { name, keys: [{ source: 'crm', key: name }] })).id)
  // days before today, from 35 to 0
  const back = Array.from({ length: 36 }, (_, at) => 35 - at)
  await send('Falling', back, (ago) => (ago > 7 ? 10 : 4))
  await send(
    'Failing',
    back,
    () => 20,
    (ago) => ago <= 7,
  )
  await send('Silent', back, (ago) => (ago > 14 ? 3 : 0))
  await send('Steady', back, () => 10)
  await ws.owner.call(sendSignals, { signals: [{ feature: 'Reports', account: { externalId: 'Nobody' } }] })
  await t.settle()
})

async function send(
  name: string,
  ago: number[],
  many: (ago: number) => number,
  fails = (_: number) => false,
) {
  const today = dayOf(t.clock.now())
  const signals = ago.flatMap((one) => {
    const count = many(one)
    const event = {
      at: `${addDays(today, -one)}T06:00:00Z`,
      account: { externalId: name },
      contact: { externalId: `${name}-1` },
    }
    return count === 0
      ? []
      : [
          { ...event, feature: 'Reports', count, seconds: 60 },
          ...(fails(one) ? [{ ...event, feature: 'Reports', count: 5, isError: true }] : []),
        ]
  })
  expect((await ws.owner.call(sendSignals, { signals })).refused).toBe(0)
}

const watch = () => watchSignals.run({}, t.house.door, new AbortController().signal)
const alerts = async () => (await ws.owner.call(listAlerts, { limit: 100 })).data
const items = async () => (await ws.owner.call(listFeedback, { limit: 100 })).data

describe('rules', () => {
  test('a preview says for whom and when a rule would have fired, and changes nothing', async () => {
    const { data } = await ws.owner.call(listRules, {})
    expect(data.map((rule) => [rule.kind, rule.isOn, rule.open])).toEqual([
      ['drop', true, 0],
      ['errors', true, 0],
      ['silence', true, 0],
    ])
    const { id: _, open: __, ...drop } = data[0]!
    const preview = await ws.owner.call(previewRule, drop)
    expect(preview).toMatchObject({ days: 56, accounts: 4 })
    expect(preview.firings.map((one) => one.accountName).sort()).toEqual(['Falling', 'Silent'])
    const falling = preview.firings.find((one) => one.accountName === 'Falling')!
    expect(falling.evidence.events).toHaveLength(35)
    expect(falling.recoveredOn).toBeNull()
    const strict = await ws.owner.call(previewRule, { ...drop, threshold: 90 })
    expect(strict.firings.map((one) => one.accountName)).toEqual(['Silent'])
    expect(await alerts()).toEqual([])
  })

  test('the daily check raises one item for each account and rule, with the series, however often it runs', async () => {
    await watch()
    await watch()
    await t.settle()
    const found = await alerts()
    expect(found.map((one) => `${one.ruleId} ${one.accountName}`).sort()).toEqual([
      'drop Falling',
      'drop Silent',
      'errors Failing',
      'silence Silent',
    ])
    const feedback = await items()
    expect(feedback.map((item) => item.summary).sort()).toEqual([
      'Errors in the product rose to 20 %',
      'No use of the product for 14 days',
      'Use of the product fell by 100 %',
      'Use of the product fell by 60 %',
    ])
    const falling = found.find((one) => one.accountName === 'Falling')!
    expect(falling).toMatchObject({ firedOn: '2037-11-25', accountId: ids.get('Falling'), recoveredOn: null })
    const item = feedback.find((one) => one.id === falling.feedbackId)!
    expect(item).toMatchObject({ channel: 'signal', status: 'open' })
    expect(falling.evidence).toMatchObject({ kind: 'drop', now: 28, base: 70 })
    expect(falling.evidence.events.slice(-8)).toEqual([10, 4, 4, 4, 4, 4, 4, 4])
    expect((await ws.owner.call(listAlerts, { feedback: item.id })).data).toEqual([falling])
  })

  test('an account that recovered is done with, and a new fall raises a new item', async () => {
    t.clock.advance({ days: 1 })
    await send('Silent', [1, 0], () => 3)
    await watch()
    expect((await alerts()).find((one) => one.ruleId === 'silence')!.recoveredOn).toBe('2037-11-26')
    const open = (await ws.owner.call(listAlerts, { state: 'open' })).data
    expect(open.map((one) => `${one.ruleId} ${one.accountName}`).sort()).toEqual([
      'drop Falling',
      'drop Silent',
      'errors Failing',
    ])
    t.clock.advance({ days: 16 })
    await watch()
    expect(
      (await alerts()).filter((one) => one.accountName === 'Silent' && one.ruleId === 'silence'),
    ).toHaveLength(2)
  })

  test('a rule that is off or of other features raises nothing; one that is not there cannot be removed', async () => {
    const other = await t.workspace()
    const { data } = await other.owner.call(listRules, {})
    for (const { id, open: _, ...rule } of data.slice(0, 2))
      await other.owner.call(putRule, { ruleId: id, ...rule, isOn: false })
    const { id, open: _, ...rule } = data[2]!
    await other.owner.call(putRule, { ruleId: id, ...rule, features: ['Sign in'], threshold: 1 })
    await other.owner.call(createAccount, { name: 'A', keys: [{ source: 'crm', key: 'a' }] })
    const at = `${addDays(dayOf(t.clock.now()), -5)}T06:00:00Z`
    await other.owner.call(sendSignals, {
      signals: [{ feature: 'Other', account: { externalId: 'a' }, count: 50, at }],
    })
    await watch()
    expect((await other.owner.call(listAlerts, {})).data).toEqual([])
    await other.owner.call(sendSignals, {
      signals: [{ feature: 'Sign in', account: { externalId: 'a' }, count: 50, at }],
    })
    await watch()
    expect((await other.owner.call(listAlerts, {})).data).toMatchObject([{ ruleId: id }])
    await other.owner.call(removeRule, { ruleId: id })
    await expect(other.owner.call(removeRule, { ruleId: id })).rejects.toThrow(/signal_rule.not_found/)
  })
})

describe('figures', () => {
  test('each number is the length of the list behind it', async () => {
    const figures = await ws.owner.call(getFigures, {})
    expect(figures).toMatchObject({ unknown: 1 })
    const reports = figures.data.find((one) => one.name === 'Reports')!
    for (const show of ['used', 'stopped'] as const) {
      const { data } = await ws.owner.call(listAccountUse, { feature: reports.featureId, show })
      expect(data).toHaveLength(show === 'used' ? reports.accounts : reports.stopped)
    }
    expect(reports.people).toBe(figures.people)
    const { data } = await ws.owner.call(listUnknown, {})
    expect(data).toMatchObject([{ kind: 'account', key: 'Nobody', events: 1 }])
  })

  test('accounts stand in the order of their risk, page by page, with the figures the account itself shows', async () => {
    const whole = (await ws.owner.call(listAccountUse, {})).data
    const scores = whole.map((one) => one.risk.score ?? -1)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
    for (const one of whole) {
      const { use, risk, people } = await ws.owner.call(getAccountSignals, { accountId: one.accountId })
      expect(one).toMatchObject({ use, risk, people })
    }
    const first = await ws.owner.call(listAccountUse, { limit: 2 })
    const second = await ws.owner.call(listAccountUse, { limit: 2, cursor: first.nextCursor! })
    expect([...first.data, ...second.data]).toEqual(whole)
  })
})
