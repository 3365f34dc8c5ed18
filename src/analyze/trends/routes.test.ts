import { beforeAll, expect, test } from 'vitest'
import { listTrends } from '#analyze/trends/contract.ts'
import { dimensions } from '#analyze/trends/rules.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { createAccount } from '#customers/accounts/contract.ts'
import { mergeFeedback, undoItemMerge } from '#organize/duplicates/contract.ts'
import { triageFeedback } from '#organize/inbox/contract.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'

let t: TestApp
let ws: TestWorkspace
beforeAll(async () => {
  t = await testApp()
  ws = await t.workspace()
  t.clock.set('2037-11-19T10:00:00Z')
  const school = await ws.owner.call(createAccount, { name: 'Hazelwick School', segment: 'School' })
  for (let i = 0; i < 10; i++) {
    const item = await ws.owner.call(submitFeedback, {
      verbatim: `Item ${i}`,
      channel: i < 7 ? 'email' : 'chat',
      occurredAt: new Date(t.clock.now().getTime() - (i === 9 ? 100 : i) * 86_400_000).toISOString(),
      ...(i % 2 === 0 && { accountId: school.id }),
    })
    if (i < 4) await ws.owner.call(triageFeedback, { feedbackId: item.id, change: { type: 'praise' } })
  }
  await t.settle()
})

test('items count by week of when they were said, in every dimension the same in sum', async () => {
  for (const by of dimensions) {
    const { data, items } = await ws.owner.call(listTrends, { by })
    if (by === 'tag') expect(data).toEqual([])
    else {
      expect(items, by).toBe(9)
      expect(
        data.reduce((sum, row) => sum + row.before, 0),
        by,
      ).toBe(1)
    }
  }
})

test('each value has its name, its weeks, and what was not triaged stands by itself', async () => {
  const byType = await ws.owner.call(listTrends, {})
  expect(byType.data.map((row) => [row.label, row.items])).toEqual([
    ['Not triaged', 5],
    ['Praise', 4],
  ])
  expect(byType.data[1]!.weeks.at(-1)).toBe(4)
  const byChannel = await ws.owner.call(listTrends, { by: 'channel' })
  expect(byChannel.data.map((row) => [row.key, row.items])).toEqual([
    ['email', 7],
    ['chat', 2],
  ])
})

test('a segment narrows it, and is a dimension itself', async () => {
  expect((await ws.owner.call(listTrends, { segment: 'school' })).items).toBe(5)
  const bySegment = await ws.owner.call(listTrends, { by: 'segment' })
  expect(bySegment.data.map((row) => [row.label, row.items])).toEqual([
    ['School', 5],
    ['No segment', 4],
  ])
})

test('what was said twice and merged is one item', async () => {
  const { items } = await ws.owner.call(listTrends, {})
  const say = (verbatim: string) => ws.owner.call(submitFeedback, { verbatim, channel: 'chat' })
  const kept = await say('The barcode reader beeps')
  const merged = await say('Beeping, the barcode reader')
  await t.settle()
  expect((await ws.owner.call(listTrends, {})).items).toBe(items + 2)
  const merge = await ws.owner.call(mergeFeedback, { keptId: kept.id, mergedId: merged.id })
  expect((await ws.owner.call(listTrends, {})).items).toBe(items + 1)
  await ws.owner.call(undoItemMerge, { mergeId: merge.id })
  expect((await ws.owner.call(listTrends, {})).items).toBe(items + 2)
})
