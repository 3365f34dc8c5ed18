import { beforeAll, expect, test } from 'vitest'
import { submitFeedback, submitFeedbackBatch } from '#collect/feedback/contract.ts'
import { mergeSameWords, proposePairs } from '#organize/duplicates/arrival.ts'
import {
  dismissPair,
  findSimilar,
  listPairs,
  listPairsOf,
  listVoices,
  restorePair,
  undoItemMerge,
} from '#organize/duplicates/contract.ts'
import { findNearest } from '#organize/duplicates/nearest.ts'
import { listFeedback, triageFeedback } from '#organize/inbox/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId } from '#platform/ids.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'

let t: TestApp
let ws: TestWorkspace
const ids: Record<string, string> = {}

const said = {
  export: 'Exporting the statements of a whole billing cycle takes four clicks for each patient account',
  exportToo:
    'Why do I need four clicks to export the statements of one account? Export the whole billing cycle',
  refund: 'The refund button is hidden behind the payment menu',
  praise: 'Great app!',
  praiseToo: 'great app',
  login: 'Signing in with the company account sends us in circles since Tuesday',
}

beforeAll(async () => {
  t = await testApp()
  ws = await t.workspace()
  for (const [name, verbatim] of Object.entries(said)) {
    t.clock.advance({ hours: 1 })
    ids[name] = (await ws.owner.call(submitFeedback, { verbatim, channel: 'email' })).id
    await t.settle()
  }
})

/** Every item is compared once more, and looked at for the same words. */
const compareAgain = () =>
  ws.run(async (ctx) => {
    await ctx.db.run(sql`update duplicate_items set is_compared = false where workspace_id = ${ws.id}`)
    await mergeSameWords(
      ctx,
      Object.values(ids).map((id) => decodeId('fb', id)!),
    )
    while ((await proposePairs(ctx, 10)) > 0);
  })

const open = async (state: 'open' | 'dismissed' | 'merged' = 'open') =>
  (await ws.owner.call(listPairs, { state })).data
const idsOf = (pairs: { sides: { id: string }[] }[]) =>
  pairs.map((pair) => pair.sides.map((side) => side.id).sort())

test('a new item that says what another says is put up for review with a score and the words both share', async () => {
  const pairs = await open()
  expect(idsOf(pairs)).toEqual([[ids.export, ids.exportToo].sort()])
  const [pair] = pairs
  expect(pair!.score).toBeGreaterThanOrEqual(0.6)
  expect(pair!.words).toContain('clicks')
  // the one said first is proposed to be kept, and the shared words are marked in both
  expect(pair!.sides[0].id).toBe(ids.export)
  for (const side of pair!.sides) {
    expect(side.marks.map(([from, to]) => side.verbatim.slice(from, to))).toContain('clicks')
  }
  expect(
    (await ws.owner.call(listPairsOf, { feedbackId: ids.exportToo! })).data.map((one) => one.id),
  ).toEqual([pair!.id])
})

test('a dismissed pair never returns, however often the items are compared', async () => {
  const [pair] = await open()
  await ws.owner.call(dismissPair, { pairId: pair!.id })
  expect(await open()).toEqual([])
  expect(idsOf(await open('dismissed'))).toEqual([[ids.export, ids.exportToo].sort()])
  await compareAgain()
  await t.settle()
  expect(await open()).toEqual([])
  await ws.owner.call(restorePair, { pairId: pair!.id })
  expect(idsOf(await open())).toEqual([[ids.export, ids.exportToo].sort()])
})

test('what looks like a text is found while it is typed, misspelt and in other forms', async () => {
  const similar = async (verbatim: string, title?: string) =>
    (await ws.owner.call(findSimilar, { verbatim, title })).data
  expect(await similar('signing in with compny account just goes in circles')).toMatchObject([
    { id: ids.login, voices: 1 },
  ])
  expect(
    (await similar('exports of statements: four clicks an account', 'Billing cycle'))
      .map((one) => one.id)
      .sort(),
  ).toEqual([ids.export, ids.exportToo].sort())
  expect(await similar('the weather is nice today in Lisbon')).toEqual([])
  expect(await similar('')).toEqual([])
  expect(await similar('👍 \u0000\ud800 <b>'.replace('\u0000', ''))).toEqual([])
  const foreign = await t.workspace()
  expect((await foreign.owner.call(findSimilar, { verbatim: said.login })).data).toEqual([])
})

test('the same item from two channels is stored once, and what was taken apart is not merged again', async () => {
  const contact = { email: 'dana@copperline.example', name: 'Dana' }
  const say = async (verbatim: string, channel: string, who: object = { contact }) =>
    (await ws.owner.call(submitFeedback, { verbatim, channel, ...who })).id
  const mail = await say(
    'Hello team,\nthe invoices of May are missing a page.\n-- \nDana Whitlock\nCopperline',
    'email',
  )
  await t.settle()
  ids.widget = await say('Hello team, the invoices of MAY are missing a page', 'widget')
  await t.settle()
  const voices = await ws.owner.call(listVoices, { feedbackId: mail })
  expect(voices).toMatchObject({
    total: { voices: 2, contacts: 1 },
    data: [{ id: ids.widget, reason: 'same_words' }],
  })

  // another person, the same channel, too few words, too long after: each stands for itself
  const others = [
    await say('Hello team, the invoices of May are missing a page', 'chat', {
      contact: { email: 'piet@vantry.example' },
    }),
    await say('The dashboard shows last year twice', 'phone'),
    await say('The dashboard shows last year twice!', 'phone'),
    await say('Works great', 'email'),
    await say('works great', 'chat'),
  ]
  t.clock.advance({ days: 20 })
  others.push(await say('hello team, the invoices of May are missing a page', 'phone'))
  await t.settle()
  const shown = (await ws.owner.call(listFeedback, { limit: 100 })).data.map((row) => row.id)
  expect(shown).toEqual(expect.arrayContaining(others))

  await ws.owner.call(undoItemMerge, { mergeId: voices.data[0]!.mergeId })
  await compareAgain()
  await t.settle()
  expect((await ws.owner.call(listVoices, { feedbackId: mail })).total.voices).toBe(1)
})

test('items of one batch are compared with each other, a voice speaks for the item it was merged into, spam for nobody', async () => {
  const own = await t.workspace()
  const items = Array.from({ length: 120 }, (_, i) => ({
    verbatim: `Ticket ${i}: ${['alpha', 'bravo', 'carol', 'delta'][i % 4]} printer ${i * 7} jams on tray ${i * 13}`,
    channel: 'support',
  }))
  items[17] = { verbatim: 'The purple elephant report freezes after the quarterly upload', channel: 'email' }
  items[83] = { verbatim: 'After the quarterly upload the purple elephant report freezes', channel: 'chat' }
  const made = await own.owner.call(submitFeedbackBatch, { items })
  await t.settle()
  const pairs = (await own.owner.call(listPairs, { limit: 100 })).data
  const pair = [made.results[17]!.id!, made.results[83]!.id!].sort()
  expect(idsOf(pairs)).toContainEqual(pair)
  const nearest = () =>
    own.run((ctx) => findNearest(ctx, { title: null, verbatim: 'purple elephant report freezes' }, 5))
  expect(
    (await nearest())
      .slice(0, 2)
      .map((one) => one.id)
      .sort(),
  ).toEqual(pair.map((id) => decodeId('fb', id)!))
  await own.owner.call(triageFeedback, { feedbackId: pair[0]!, change: { status: 'spam' } })
  expect((await nearest()).map((one) => one.id)).not.toContain(decodeId('fb', pair[0]!))
  expect(idsOf((await own.owner.call(listPairs, { limit: 100 })).data)).not.toContainEqual(pair)
})
