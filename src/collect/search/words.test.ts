import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { eraseFeedback, submitFeedbackBatch } from '#collect/feedback/commands.ts'
import { recountWords } from '#collect/search/commands.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId } from '#platform/ids.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'

let t: TestApp
let ws: TestWorkspace
beforeAll(async () => {
  t = await testApp()
  ws = await t.workspace()
})

const submit = (texts: readonly string[]) =>
  ws.run(async (ctx) => {
    const { results } = await submitFeedbackBatch(
      ctx,
      texts.map((verbatim) => ({ verbatim, channel: 'email' })),
      {},
    )
    return results.map((one) => decodeId('fb', one.id!)!)
  })
const erase = (ids: readonly string[]) => ws.run((ctx) => eraseFeedback(ctx, ids, 'test'))
const counted = () =>
  ws.run(async (ctx) => {
    const rows = await ctx.db.many<{ word: string; items: number }>(
      sql`select word, items from search_words where workspace_id = ${ws.id} order by word`,
    )
    return Object.fromEntries(rows.map((row) => [row.word, row.items]))
  })

test('words are counted by items: as people write them, without numbers, short ones and scripts without spaces', async () => {
  const ids = await submit(['Export exports EXPORT 42 v2 to', 'Un café: export/import', '検索 検索export'])
  await t.settle()
  expect(await counted()).toMatchObject({ export: 2, exports: 1, import: 1, cafe: 1 })
  expect(Object.keys(await counted())).not.toContain('to')
  expect(Object.keys(await counted()).join()).not.toMatch(/\d|検/)
  await erase(ids)
  expect(await counted()).toEqual({})
})

test('whatever comes and goes, heard or not yet, the count is that of the items that are there', async () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('submit' as const),
      texts: fc.array(fc.constantFrom('alpha beta', 'beta gamma', 'gamma gamma', 'delta'), {
        minLength: 1,
        maxLength: 4,
      }),
    }),
    fc.record({ kind: fc.constant('erase' as const), picks: fc.array(fc.nat(), { maxLength: 4 }) }),
    fc.record({ kind: fc.constant('hear' as const) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 9 }), async (steps) => {
      const there = new Map<string, string>()
      for (const one of steps) {
        if (one.kind === 'hear') await t.settle()
        else if (one.kind === 'submit') {
          const ids = await submit(one.texts)
          for (const [i, id] of ids.entries()) there.set(id, one.texts[i]!)
        } else {
          const known = [...there.keys()]
          const ids = [
            ...new Set(known.length > 0 ? one.picks.map((pick) => known[pick % known.length]!) : []),
          ]
          await erase(ids)
          for (const id of ids) there.delete(id)
        }
      }
      await t.settle()
      const truth: Record<string, number> = {}
      for (const text of there.values()) {
        for (const word of new Set(text.split(' '))) truth[word] = (truth[word] ?? 0) + 1
      }
      expect(await counted()).toEqual(truth)
      await erase([...there.keys()])
      expect(await counted()).toEqual({})
    }),
    { numRuns: 12 },
  )
})

test('counting again comes to the same', async () => {
  await submit(['alpha beta', 'beta'])
  await t.settle()
  const before = await counted()
  await ws.run(async (ctx) => {
    await ctx.db.run(sql`update search_words set items = 99 where workspace_id = ${ws.id} and word = 'beta'`)
    await recountWords(ctx)
  })
  await t.settle()
  expect(await counted()).toEqual(before)
})

test('two words with a slip or two between them share a key, and words of two workspaces none', async () => {
  const share = (a: string, b: string, other = ws.id) =>
    ws.run(async (ctx) => {
      const row = await ctx.db.one<{ share: boolean }>(
        sql`select spelling_keys(${ws.id}, ${a}) && spelling_keys(${other}, ${b}) as share`,
      )
      return row.share
    })
  for (const [a, b] of [
    ['exprot', 'export'],
    ['exort', 'export'],
    ['calender', 'calendar'],
    ['recieveing', 'receiving'],
    ['dshbord', 'dashboard'],
    ['abc', 'abcd'],
  ] as const)
    expect(await share(a, b)).toBe(true)
  expect(await share('export', 'invoice')).toBe(false)
  expect(await share('export', 'export', (await t.workspace()).id)).toBe(false)
})
