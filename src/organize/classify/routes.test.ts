import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { eraseFeedback } from '#collect/feedback/commands.ts'
import { submitFeedback, submitFeedbackBatch } from '#collect/feedback/contract.ts'
import {
  getAccuracy,
  getLearned,
  previewReset,
  putAutoAccept,
  putLearnedWord,
  putNegativeNotices,
  resetLearned,
} from '#organize/classify/contract.ts'
import {
  decideSuggestions,
  getFeedback,
  listFeedback,
  triageFeedback,
  undoChange,
} from '#organize/inbox/contract.ts'
import { getCategories, putTypes } from '#organize/tags/contract.ts'
import { decodeId } from '#platform/ids.ts'
import { listNotices } from '#platform/notices/contract.ts'
import { type ApiError, type Client, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { maskCards } from '#text/clean/cards.ts'

const t = await testApp()
let ws: TestWorkspace
let owner: Client
beforeEach(async () => {
  ws = await t.workspace()
  owner = ws.owner
})

const send = async (verbatim: string, more: Record<string, unknown> = {}) => {
  const { id } = await owner.call(submitFeedback, { verbatim, channel: 'email', ...more })
  await t.settle()
  return id
}
const item = (feedbackId: string) => owner.call(getFeedback, { feedbackId })
const suggested = async (feedbackId: string, field = 'type') =>
  (await item(feedbackId)).suggestions.find((one) => one.field === field)
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error('was not refused')
    },
    (error) => error as ApiError,
  )
/** Two about the same thing that the shipped weights take for something else. */
const first = 'Column for the branch code in the R2 ledger sheet'
const second = 'The R2 ledger sheet and its column for the branch code'

describe('a decision teaches', () => {
  test('a correction changes the very next suggestion, with the learned words in the reason', async () => {
    const corrected = await send(first)
    const before = await suggested(await send('A column of the ledger sheet'))
    await owner.call(triageFeedback, { feedbackId: corrected, change: { type: 'pricing' } })
    const after = (await suggested(await send(second)))!
    expect(before?.value).not.toBe('pricing')
    expect(after.value).toBe('pricing')
    const taught = after.because.filter((one) => one.kind === 'taught')
    expect(taught.map((one) => one.words!.toLowerCase())).toEqual(expect.arrayContaining(['branch']))
    expect(after.reason).toMatch(/^Learned from your decisions: “/)
  })

  test('suggestions of waiting items follow, those that were decided on stay', async () => {
    const corrected = await send(first)
    const waiting = await send(second)
    expect((await suggested(waiting))?.value).not.toBe('pricing')
    await owner.call(triageFeedback, { feedbackId: corrected, change: { type: 'pricing' } })
    await t.settle()
    expect((await suggested(waiting))!.value).toBe('pricing')
    expect((await suggested(corrected))?.value).not.toBe('pricing')
  })

  test('the undo of a change takes its lesson out, and what was taught before counts again', async () => {
    const corrected = await send(first)
    const untaught = (await suggested(await send(second)))?.confidence
    const one = await owner.call(triageFeedback, { feedbackId: corrected, change: { type: 'pricing' } })
    const two = await owner.call(triageFeedback, { feedbackId: corrected, change: { type: 'question' } })
    expect((await suggested(await send(second)))!.value).toBe('question')
    await owner.call(undoChange, { changeId: two.changeId! })
    expect((await suggested(await send(second)))!.value).toBe('pricing')
    await owner.call(undoChange, { changeId: one.changeId! })
    const again = await suggested(await send(second))
    expect(again?.confidence).toBe(untaught)
    expect((await owner.call(getLearned, {})).data).toEqual([])
    expect((await owner.call(getAccuracy, {})).data).toEqual([])
  })

  test('a dismissal makes the same suggestion less sure', async () => {
    const crash = 'The statement screen crashes when I scroll down'
    const refused = await send(crash)
    const before = (await suggested(refused))!
    expect(before.value).toBe('bug_report')
    const answer = await owner.call(decideSuggestions, { feedbackId: refused, dismiss: ['type'] })
    expect(answer.suggestions.find((one) => one.field === 'type')!.state).toBe('dismissed')
    const next = await suggested(await send(`${crash}.`))
    expect(next?.value === 'bug_report' ? next.confidence : 0).toBeLessThan(before.confidence - 0.1)
  })

  test('an acceptance makes it surer', async () => {
    const text = 'The statement screen crashes when I scroll down'
    const feedbackId = await send(text)
    const before = (await suggested(feedbackId))!
    await owner.call(decideSuggestions, { feedbackId, accept: ['type'] })
    expect((await suggested(await send(`${text}.`)))!.confidence).toBeGreaterThanOrEqual(before.confidence)
    expect((await owner.call(getLearned, {})).data).toEqual(
      expect.arrayContaining([expect.objectContaining({ field: 'type', value: 'bug_report', lessons: 1 })]),
    )
  })

  test('areas and types of the workspace’s own are learned from nothing', async () => {
    const { types, areas } = await owner.call(getCategories, {})
    await owner.call(putTypes, {
      types: [...types, { code: 'refund', label: 'Refund', family: 'query', isShown: true }],
    })
    const area = areas.find((one) => one.code === 'E1')!
    await owner.call(triageFeedback, {
      feedbackId: await send('Money back for the lapsed licence seat'),
      change: { type: 'refund', areaId: area.id },
    })
    const next = await send('Licence seat lapsed, money back')
    expect([(await suggested(next))!.label, (await suggested(next, 'area'))!.value]).toEqual([
      'Refund',
      area.id,
    ])
  })

  test('what a rule accepted teaches nothing', async () => {
    const level = { isOn: true, confidence: 0.5 }
    await owner.call(putAutoAccept, { type: level, priority: level, area: level })
    const feedbackId = await send('The app crashes with an error')
    expect((await item(feedbackId)).type).toBe('bug_report')
    expect((await owner.call(getLearned, {})).data).toEqual([])
  })

  test('another workspace learns nothing of it', async () => {
    const other = await t.workspace()
    await owner.call(triageFeedback, { feedbackId: await send(first), change: { type: 'pricing' } })
    const { id } = await other.owner.call(submitFeedback, { verbatim: second, channel: 'email' })
    await t.settle()
    const { suggestions } = await other.owner.call(getFeedback, { feedbackId: id })
    expect(suggestions.find((one) => one.field === 'type')?.value).not.toBe('pricing')
  })

  test('a suggestion that became another one is not accepted unseen', async () => {
    const corrected = await send(first)
    const waiting = await send(`${second}. It crashes.`)
    const seen = (await suggested(waiting))!.value
    for (const change of [{ type: 'pricing' }, { type: 'question' }])
      await owner.call(triageFeedback, { feedbackId: corrected, change })
    await owner.call(triageFeedback, {
      feedbackId: await send(`${second}. It crashes`),
      change: { type: 'question' },
    })
    await t.settle()
    expect((await suggested(waiting))!.value).not.toBe(seen)
    const error = await refusal(
      owner.call(decideSuggestions, { feedbackId: waiting, accept: ['type'], seen: { type: seen } }),
    )
    expect([error.status, error.code]).toEqual([409, 'suggestion.changed'])
  })
})

describe('what was learned', () => {
  test('is listed by its words; a word that is removed says nothing any more, until it is given back', async () => {
    await owner.call(triageFeedback, { feedbackId: await send('Zeppelin'), change: { type: 'pricing' } })
    const learned = async () =>
      (await owner.call(getLearned, {})).data.find((one) => one.field === 'type' && one.value === 'pricing')!
    expect((await learned()).words.map((one) => one.text)).toEqual(['zeppelin'])
    const { word } = (await learned()).words[0]!
    expect((await suggested(await send('Zeppelin again')))?.value).toBe('pricing')
    await owner.call(putLearnedWord, { field: 'type', value: 'pricing', word, isRemoved: true })
    expect(await learned()).toMatchObject({ words: [], removed: [{ word, text: 'zeppelin' }] })
    expect((await suggested(await send('Zeppelin again')))?.value).not.toBe('pricing')
    await owner.call(putLearnedWord, { field: 'type', value: 'pricing', word, isRemoved: false })
    expect((await suggested(await send('Zeppelin again')))?.value).toBe('pricing')
    const unknown = await refusal(
      owner.call(putLearnedWord, { field: 'type', value: 'pricing', word: 'never', isRemoved: true }),
    )
    expect([unknown.status, unknown.code]).toEqual([404, 'word.not_learned'])
  })

  test('is gone with an item that is erased', async () => {
    const feedbackId = await send(first)
    const untaught = (await suggested(await send(second)))?.confidence
    await owner.call(triageFeedback, { feedbackId, change: { type: 'pricing' } })
    expect((await suggested(await send(second)))!.value).toBe('pricing')
    await ws.run((ctx) => eraseFeedback(ctx, [decodeId('fb', feedbackId)!], 'test'))
    expect((await suggested(await send(second)))?.confidence).toBe(untaught)
    expect((await owner.call(getLearned, {})).data).toEqual([])
  })

  test('is forgotten after a look at what that changes, and waiting items follow', async () => {
    const feedbackId = await send(first)
    await owner.call(triageFeedback, { feedbackId, change: { type: 'pricing' } })
    const waiting = await send(second)
    const preview = await owner.call(previewReset, {})
    expect(preview).toMatchObject({ lessons: 1, looked: 1 })
    expect(preview.changes).toEqual(expect.arrayContaining([{ field: 'type', count: 1 }]))
    expect(preview.examples[0]).toMatchObject({ id: waiting, from: 'Pricing or commercial' })
    expect((await suggested(waiting))!.value).toBe('pricing')
    expect(await owner.call(resetLearned, {})).toEqual({ lessons: 1 })
    await t.settle()
    expect((await suggested(waiting))?.value).not.toBe('pricing')
    expect((await item(feedbackId)).type).toBe('pricing')
    const agent = await ws.as('agent')
    expect((await refusal(agent.call(resetLearned, {}))).status).toBe(403)
  })

  test('precision and recall count the last decision of each item, and say nothing about few', async () => {
    const crashes = await Promise.all([1, 2, 3, 4, 5].map((n) => send(`Export ${n} crashes with an error`)))
    for (const [n, feedbackId] of crashes.entries()) {
      await owner.call(triageFeedback, { feedbackId, change: { type: 'bug_report' } })
      if (n === 0) await owner.call(triageFeedback, { feedbackId, change: { type: 'question' } })
    }
    const { data } = await owner.call(getAccuracy, {})
    expect(data.filter((one) => one.field === 'type')).toEqual([
      expect.objectContaining({ value: 'bug_report', suggested: 5, agreed: 4, precision: 0.8, recall: null }),
      expect.objectContaining({ value: 'question', suggested: 0, missed: 1, precision: null, recall: null }),
    ])
  })
})

describe('a negative answer', () => {
  test('is flagged on arrival by its rating or its words, found by the filter, and can be taken back', async () => {
    const low = await send('It is what it is', { rating: 1, ratingMax: 5 })
    const words = await send('This is terrible, a complete waste of money, I hate it')
    const fine = await send('Thank you, this is wonderful')
    const history = await send('Broken and useless', { rating: 1, occurredAt: '2019-01-01T00:00:00Z' })
    const listed = async (negative: string) =>
      (await owner.call(listFeedback, { negative, sort: 'oldest' })).data.map((row) => row.id)
    expect(await listed('true')).toEqual([low, words, history])
    expect(await listed('false')).toEqual([fine])
    expect((await suggested(low, 'negative'))!).toMatchObject({ value: 'yes', reason: 'Rated 1 of 5' })
    const { item: after, changeId } = await owner.call(decideSuggestions, {
      feedbackId: words,
      dismiss: ['negative'],
    })
    expect(after.isNegative).toBe(false)
    expect(await listed('true')).toEqual([low, history])
    await owner.call(undoChange, { changeId: changeId! })
    expect(await listed('true')).toEqual([low, words, history])
    const wrong = await refusal(owner.call(listFeedback, { negative: 'maybe' }))
    expect(wrong.status).toBe(400)
  })

  test('every combination of filters finds it', async () => {
    const id = await send('Terrible, I hate it', { kind: 'bug' })
    await owner.call(triageFeedback, { feedbackId: id, change: { type: 'bug_report', status: 'done' } })
    const { data } = await owner.call(listFeedback, {
      negative: 'true',
      status: 'done',
      type: 'bug_report',
      kind: 'bug',
    })
    expect(data.map((row) => row.id)).toEqual([id])
  })

  const told = async (client: Client) =>
    (await client.call(listNotices, {})).data.filter((one) => one.kind === 'feedback.negative')

  test('is told to owners, admins and managers as it comes, not to agents, and not of history', async () => {
    const [manager, agent] = [await ws.as('manager'), await ws.as('agent')]
    const id = await send('No reason given', { rating: 3, ratingMax: 10, ratingKind: 'nps' })
    await send('Terrible, I hate it', { occurredAt: '2019-01-01T00:00:00Z' })
    await send('Where do I find the invoice of May?')
    for (const client of [owner, manager])
      expect(await told(client)).toMatchObject([
        { text: 'A negative answer came in: NPS 3: detractor', link: `inbox/${id}` },
      ])
    expect(await told(agent)).toEqual([])
  })

  test('many within an hour are told as many, and none where the workspace does not want it', async () => {
    const items = Array.from({ length: 9 }, (_, n) => ({
      verbatim: `Item ${n}`,
      channel: 'review',
      rating: 1,
    }))
    await owner.call(submitFeedbackBatch, { items })
    await t.settle()
    const texts = (await told(owner)).map((one) => one.text)
    expect(texts.filter((text) => text === 'A negative answer came in: rated 1 of 5')).toHaveLength(5)
    expect(texts.filter((text) => text.startsWith('More negative answers'))).toHaveLength(1)
    const quiet = await t.workspace()
    await quiet.owner.call(putNegativeNotices, { isOn: false })
    await quiet.owner.call(submitFeedbackBatch, { items })
    await t.settle()
    expect(await told(quiet.owner)).toEqual([])
  })
})

describe('the language', () => {
  test('is detected, never as certain, and filters the inbox', async () => {
    const german = await send(
      'Die Auswertung ist leider seit gestern sehr langsam geworden und bricht oft ab',
    )
    const given = await send('Tuesday', { language: 'de-AT' })
    const english = await send('The report has been very slow since yesterday and often stops')
    const unknown = await send('ok')
    const { language, detectedLanguage } = await item(german)
    expect([language, detectedLanguage!.code]).toEqual([null, 'de'])
    expect(detectedLanguage!.confidence).toBeLessThan(1)
    expect((await item(given)).detectedLanguage).toBeNull()
    expect((await item(unknown)).detectedLanguage).toBeNull()
    const listed = async (code: string) =>
      (await owner.call(listFeedback, { language: code, sort: 'oldest' })).data.map((row) => row.id)
    expect(await listed('de')).toEqual([german, given])
    expect(await listed('!de')).toEqual([english, unknown])
    expect(await listed('none')).toEqual([unknown])
    expect(await listed('en,de')).toEqual([german, given, english])
  })
})

describe('whatever the words are', () => {
  const piece = fc.oneof(
    fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.constantFrom(
      ...[
        '',
        ' ',
        'a',
        '😡',
        '👩\u200d👩\u200d👧',
        'ﷺ',
        '検索が遅い',
        'שלום \u202eabc',
        '\u200b\u200d',
        '\ud83d',
        '\u0000',
      ],
      ...[
        '4111 1111 1111 1111',
        'https://example.com/?q=%F0%9F',
        '<p>It <b>crashes</b>',
        '&amp;&#0;&#xd800;',
        "'; --",
      ],
      ...[
        'On 1 Jan 2020 a@b.example wrote:\n> slow\n',
        '\n-- \nAnn',
        'This mail is confidential.',
        'not ',
        '{{x}}',
      ],
    ),
    fc
      .tuple(fc.constantFrom('a', 'ab ', '😡', '> ', '<div>'), fc.constantFrom(10, 12_500, 50_001))
      .map(([unit, n]) => unit.repeat(n)),
  )
  const text = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''))

  test('an item is stored as it came and gets suggestions that point into it, or is refused with what to change', async () => {
    const run = async (verbatim: string) => {
      const isRefused = verbatim.trim() === '' || verbatim.includes('\u0000') || [...verbatim].length > 50_000
      const sent = owner.call(submitFeedback, { verbatim, title: verbatim.slice(0, 80), channel: 'email' })
      if (isRefused) {
        const { status, message } = await refusal(sent)
        expect([status, message]).toEqual([
          400,
          expect.stringMatching(/verbatim.*(empty|NUL|longer|at most)/),
        ])
        return
      }
      const { id } = await sent
      await t.settle()
      const stored = await item(id)
      expect(stored.verbatim).toBe(maskCards(verbatim.replace(/\p{Surrogate}/gu, '\ufffd')))
      expect(stored.suggestions.map(({ field }) => field)).toContain('sentiment')
      for (const { confidence, spans, reason } of stored.suggestions) {
        expect(confidence).toBeGreaterThanOrEqual(0)
        expect(confidence).toBeLessThanOrEqual(1)
        expect(reason).not.toBe('')
        for (const [from, to] of spans)
          expect(0 <= from && from < to && to <= stored.verbatim.length).toBe(true)
      }
      expect(stored.detectedLanguage?.confidence ?? 0).toBeLessThan(1)
    }
    await fc.assert(fc.asyncProperty(text, run), { numRuns: 60 })
  })
})
