import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { eraseFeedback } from '#collect/feedback/commands.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { rootsOf } from '#customers/merges/rules.ts'
import { getHealth } from '#measure/dashboards/contract.ts'
import {
  countPairs,
  dismissPair,
  listPairs,
  listVoices,
  mergeFeedback,
  previewItemMerge,
  undoItemMerge,
} from '#organize/duplicates/contract.ts'
import {
  bulkTriage,
  getFeedback,
  getSections,
  listFeedback,
  listViews,
  triageFeedback,
} from '#organize/inbox/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId, encodeId } from '#platform/ids.ts'
import { type Client, type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'

let t: TestApp
let ws: TestWorkspace
let owner: Client
beforeAll(async () => {
  t = await testApp()
  ws = await t.workspace()
  owner = ws.owner
})

const people = {
  dana: { email: 'dana@copperline.example', account: 'Copperline', mrrCents: 420_000 },
  dirk: { email: 'dirk@copperline.example', account: 'Copperline', mrrCents: 420_000 },
  piet: { email: 'piet@vantry.example', account: 'Vantry Freight', mrrCents: 740_000 },
}

async function say(
  verbatim: string,
  who: keyof typeof people,
  more: { channel?: string } = {},
  place = ws,
): Promise<string> {
  t.clock.advance({ minutes: 1 })
  const { email, account, mrrCents } = people[who]
  const contact = { email, name: who }
  const company = { name: account, externalId: account, mrrCents, currency: 'USD' }
  const item = { verbatim, channel: 'email', contact, account: company, ...more }
  return (await place.owner.call(submitFeedback, item)).id
}

const merge = (keptId: string, mergedId: string, by = owner) => by.call(mergeFeedback, { keptId, mergedId })

test('a merge keeps every voice, counts each account once, leads the old id on, and is undone exactly', async () => {
  const [a, b, c] = [
    await say('The whole cycle in one file is what we need', 'dana'),
    await say('Four clicks for each account, it should be one', 'piet', { channel: 'chat' }),
    await say('My colleague asked already: one file for all', 'dirk', { channel: 'phone' }),
  ]
  expect(await owner.call(previewItemMerge, { keptId: a, mergedId: c })).toEqual({
    before: { voices: 1, contacts: 1, accounts: 1, mrr: [{ currency: 'USD', cents: 420_000 }] },
    after: { voices: 2, contacts: 2, accounts: 1, mrr: [{ currency: 'USD', cents: 420_000 }] },
  })
  const first = await merge(a, b)
  await merge(a, c)

  const voices = await owner.call(listVoices, { feedbackId: b })
  expect(voices.total).toEqual({
    voices: 3,
    contacts: 3,
    accounts: 2,
    mrr: [{ currency: 'USD', cents: 1_160_000 }],
  })
  expect(voices.data.map((voice) => voice.verbatim)).toEqual([
    'Four clicks for each account, it should be one',
    'My colleague asked already: one file for all',
  ])
  expect((await owner.call(getFeedback, { feedbackId: b })).id).toBe(a)
  expect((await owner.call(listFeedback, {})).data.map((row) => row.id)).toEqual([a])
  expect((await owner.call(listFeedback, { status: 'merged' })).data.map((row) => row.id)).toEqual([c, b])
  const ofPiet = (await owner.call(getFeedback, { feedbackId: a })).history.filter(
    (entry) => entry.type === 'feedback.merged',
  )
  expect(ofPiet).toHaveLength(2)

  await owner.call(undoItemMerge, { mergeId: first.id })
  await owner.call(undoItemMerge, { mergeId: first.id })
  expect((await owner.call(getFeedback, { feedbackId: b })).id).toBe(b)
  expect((await owner.call(listVoices, { feedbackId: a })).total).toMatchObject({ voices: 2, accounts: 1 })
})

test('a merged item waits for nobody: no triage, no bulk change, no clock; its words are still found', async () => {
  const own = await t.workspace()
  const a = await say('Refunds take three weeks to arrive', 'dana', {}, own)
  const b = await say('Waiting for a refund since the kangaroo days', 'piet', {}, own)
  t.clock.advance({ days: 2 })
  expect((await own.owner.call(getSections, {})).late.count).toBe(2)
  await merge(a, b, own.owner)
  expect((await own.owner.call(getSections, {})).late.count).toBe(1)
  await expect(
    own.owner.call(triageFeedback, { feedbackId: b, change: { type: 'bug_report' } }),
  ).rejects.toMatchObject({ code: 'feedback.merged' })
  const change = await own.owner.call(bulkTriage, { ids: [a, b], change: { priority: 'high' } })
  expect(change).toMatchObject({ changed: 1, skipped: 1 })
  const found = (await own.owner.call(listFeedback, { q: 'kangaroo' })).data
  expect(found).toMatchObject([{ id: b, status: 'merged', isLate: false }])
  await expect(
    own.owner.call(triageFeedback, { feedbackId: a, change: { status: 'merged' as 'done' } }),
  ).rejects.toMatchObject({ status: 400 })
})

test('what cannot be merged is refused with what to do', async () => {
  const [a, b, c] = [
    await say('One of three', 'dana'),
    await say('Two of three', 'dana'),
    await say('Three of three', 'dana'),
  ]
  await expect(merge(a, a)).rejects.toMatchObject({ code: 'merge.same' })
  await expect(merge(a, encodeId('fb', '00000000-0000-7000-8000-000000000000'))).rejects.toMatchObject({
    code: 'feedback.not_found',
  })
  await merge(a, b)
  await expect(merge(b, c)).rejects.toMatchObject({ code: 'merge.already_merged' })
  await expect(merge(c, b)).rejects.toMatchObject({ code: 'merge.already_merged' })
  const pair = (await owner.call(listPairs, { state: 'merged' })).data[0]!
  await expect(owner.call(dismissPair, { pairId: pair.id })).rejects.toMatchObject({ code: 'pair.merged' })
  const viewer = await ws.as('viewer')
  await expect(merge(a, c, viewer)).rejects.toMatchObject({ status: 403 })
  const foreign = await t.workspace()
  await expect(merge(a, c, foreign.owner)).rejects.toMatchObject({ code: 'feedback.not_found' })
})

test('two merges against each other at once leave one standing', async () => {
  const [a, b] = [await say('Left of two', 'dana'), await say('Right of two', 'piet')]
  const outcomes = await Promise.allSettled([merge(a, b), merge(b, a)])
  expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('erasing the kept item lets its voices stand for themselves again', async () => {
  const own = await t.workspace()
  const [a, b, c] = [
    await say('Dark mode hurts my eyes', 'dana', {}, own),
    await say('The dark theme is too bright', 'piet', {}, own),
    await say('White flashes in dark mode', 'dirk', {}, own),
  ]
  await merge(b, c, own.owner)
  await merge(a, b, own.owner)
  await own.run((ctx) => eraseFeedback(ctx, [decodeId('fb', a)!], 'test'))
  expect((await own.owner.call(listFeedback, {})).data.map((row) => row.id)).toEqual([b])
  expect((await own.owner.call(listVoices, { feedbackId: b })).data.map((voice) => voice.id)).toEqual([c])
})

test('any order of merges and undos: what stands is led by the standing merges, and afterwards every count is as before', async () => {
  const own = await t.workspace('Counted')
  const who = ['dana', 'dirk', 'piet'] as const
  const ids: string[] = []
  for (let i = 0; i < 6; i++) ids.push(await say(`Remark number ${i} of a few`, who[i % 3]!, {}, own))
  await own.owner.call(triageFeedback, {
    feedbackId: ids[0]!,
    change: { type: 'bug_report', status: 'done' },
  })
  await own.owner.call(triageFeedback, {
    feedbackId: ids[1]!,
    change: { status: 'snoozed', snoozedUntil: new Date(t.clock.now().getTime() + 9e8).toISOString() },
  })
  await t.settle()
  const pair = (await own.owner.call(listPairs, {})).data[0]
  if (pair) await own.owner.call(dismissPair, { pairId: pair.id })

  /** Every count that people see, and where each item stands. */
  const everything = async () => {
    await t.settle()
    const [views, sections, pairs, health, all, voices] = await Promise.all([
      own.owner.call(listViews, {}),
      own.owner.call(getSections, {}),
      own.owner.call(countPairs, {}),
      own.owner.call(getHealth, {}),
      own.owner.call(listFeedback, {}),
      Promise.all(ids.map((feedbackId) => own.owner.call(listVoices, { feedbackId }))),
    ])
    return {
      views: views.data.map(({ id, count, late }) => ({ id, count, late })),
      sections,
      pairs,
      health: { volume: health.volume, now: health.now, loop: health.loop },
      rows: all.data.map(({ version: _, ...row }) => row),
      totals: voices.map((one) => one.total),
    }
  }
  const roots = () =>
    own.run(async (ctx) => {
      const rows = await ctx.db.many<{ id: string; root: string }>(
        sql`select id, coalesce(merged_into_id, id) as root from inbox_items where workspace_id = ${own.id}`,
      )
      return new Map(rows.map((row) => [encodeId('fb', row.id), encodeId('fb', row.root)]))
    })

  const before = await everything()
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ isMerge: fc.boolean(), x: fc.nat(5), y: fc.nat(5) }), { maxLength: 10 }),
      async (steps) => {
        const standing: { id: string; loserId: string; survivorId: string }[] = []
        for (const { isMerge, x, y } of steps) {
          const [survivorId, loserId] = [ids[x]!, ids[y]!]
          if (isMerge) {
            const gone = new Set(standing.map((one) => one.loserId))
            if (survivorId === loserId || gone.has(survivorId) || gone.has(loserId)) continue
            standing.push({ id: (await merge(survivorId, loserId, own.owner)).id, survivorId, loserId })
          } else if (standing.length > 0) {
            const [one] = standing.splice(x % standing.length, 1)
            await own.owner.call(undoItemMerge, { mergeId: one!.id })
          }
        }
        const expected = rootsOf(standing)
        const actual = await roots()
        for (const id of ids) expect(actual.get(id)).toBe(expected.get(id) ?? id)
        const shown = new Set((await own.owner.call(listFeedback, {})).data.map((row) => row.id))
        expect(shown).toEqual(new Set(ids.filter((id) => !expected.has(id))))
        for (const one of standing) await own.owner.call(undoItemMerge, { mergeId: one.id })
        expect(await everything()).toEqual(before)
      },
    ),
    { numRuns: 10 },
  )
})
