import { beforeAll, expect, test } from 'vitest'
import { submitFeedback, submitFeedbackBatch } from '#collect/feedback/contract.ts'
import { bulkTriage, getFeedback, listFeedback, triageFeedback } from '#organize/inbox/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { type ApiError, type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'

let t: TestApp
let ws: TestWorkspace
const ids: Record<string, string> = {}

beforeAll(async () => {
  t = await testApp()
  ws = await t.workspace()
  const items: Record<string, { verbatim: string; title?: string; channel?: string }> = {
    slow: { verbatim: 'The export of reports is slow on Mondays, so I log out and wait.' },
    pdf: {
      verbatim: 'Exporting to PDF works.But printing breaks on iOS/Android since 4.5',
      channel: 'phone',
    },
    title: { title: 'Export', verbatim: 'It lost my rows.' },
    cafe: { verbatim: 'Le café n’est pas dans la liste des catégories' },
    japanese: { verbatim: '検索が遅いです。もっと速くしてください。' },
    thai: { verbatim: 'แอปช้ามากเมื่อเปิดรายงาน' },
    arabic: { verbatim: 'التطبيق بطيء جدا' },
    emoji: { verbatim: 'Love it 👍🏽' },
    hidden: { verbatim: 'The dash\u200bboard is em\u00adpty' },
    settings: { verbatim: 'Where are the settings of my calendar?' },
    spam: { verbatim: 'buy exports cheaply' },
  }
  for (const [name, item] of Object.entries(items)) {
    t.clock.advance({ minutes: 1 })
    ids[name] = (await ws.owner.call(submitFeedback, { channel: 'email', ...item })).id
  }
  await t.settle()
})

const search = (q: string, more: Record<string, unknown> = {}) => ws.owner.call(listFeedback, { q, ...more })
const names = (rows: readonly { id: string }[]) =>
  rows.map((row) => Object.keys(ids).find((name) => ids[name] === row.id)!)
const found = async (q: string, more = {}) => names((await search(q, more)).data)

test.each([
  ['export', ['title', 'spam', 'pdf', 'slow'], 'every form of a word, the title and the newest first'],
  ['slow export', ['slow'], 'all words at once'],
  ['"export of reports"', ['slow'], 'a phrase'],
  ['"slow export"', [], 'not a phrase the other way round'],
  ['export -slow -buy', ['title', 'pdf'], 'without words'],
  ['calendar or 遅い', ['settings', 'japanese'], 'one or the other'],
  ['cale', ['settings'], 'the beginning of the last word'],
  ['settin', ['settings'], 'a beginning longer than the stem'],
  ['android', ['pdf'], 'words behind a slash'],
  ['ios/android', ['pdf'], 'and with it'],
  ['but', [], 'words that stand everywhere find nothing'],
  ['printing', ['pdf'], 'words after a full stop without a space'],
  ['4.5', ['pdf'], 'numbers'],
  ['cafe', ['cafe'], 'accents do not matter'],
  ['CAFÉ', ['cafe'], 'nor on the other side'],
  ['categorie', ['cafe'], 'nor in a beginning'],
  ['遅い', ['japanese'], 'Japanese inside a sentence'],
  ['検', ['japanese'], 'a single sign'],
  ['い検', [], 'signs that do not stand together'],
  ['รายงาน', ['thai'], 'Thai'],
  ['بطيء', ['arabic'], 'Arabic'],
  ['👍', ['emoji'], 'emoji'],
  ['dashboard empty', ['hidden'], 'words with invisible characters'],
])('%j finds %j: %s', async (q, expected) => {
  expect((await found(q)).sort()).toEqual([...expected].sort())
})

test('the best match comes first, in the title before the words; or the newest, when that is asked for', async () => {
  expect(await found('export')).toEqual(['title', 'spam', 'slow', 'pdf'])
  expect((await search('export')).search!.sort).toBe('relevance')
  expect(await found('export', { sort: 'newest' })).toEqual(['spam', 'title', 'pdf', 'slow'])
  expect(await found('export', { sort: 'oldest' })).toEqual(['slow', 'pdf', 'title', 'spam'])
})

test('every filter holds beside the words', async () => {
  expect(await found('export', { channel: 'phone' })).toEqual(['pdf'])
  await ws.owner.call(triageFeedback, { feedbackId: ids.spam!, change: { status: 'spam' } })
  expect(await found('export', { status: '!spam' })).toEqual(['title', 'slow', 'pdf'])
})

test('each row says where it was found', async () => {
  const { data } = await search('exports mondays')
  const { text, marks } = data[0]!.match!
  expect(marks.map(([from, to]) => text.slice(from, to))).toEqual(['export', 'Mondays'])
  expect((await ws.owner.call(listFeedback, {})).data.every((row) => row.match === null)).toBe(true)
  const item = await ws.owner.call(getFeedback, { feedbackId: ids.title!, q: 'export rows' })
  expect(item.marks).toEqual({ title: [[0, 6]], verbatim: [[11, 15]] })
})

test('a word far behind in a long text is shown as well', async () => {
  const other = await t.workspace()
  await other.owner.call(submitFeedback, { channel: 'email', verbatim: `${'word '.repeat(1000)}zeppelin` })
  const { data } = await other.owner.call(listFeedback, { q: 'zeppelin' })
  expect(data[0]!.isCut).toBe(true)
  expect(data[0]!.match!.text).toMatch(/^….*zeppelin$/)
})

test.each([
  ['exprot', 'export', 'exprot', 'export'],
  ['calender', 'calendar', 'calender', 'calendar'],
  ['slow exprot', 'slow export', 'exprot', 'export'],
  ['catégoriess', 'categories', 'catégoriess', 'categories'],
])('nobody says what is misspelt in %j: %j is searched for and said', async (q, read, from, to) => {
  const answer = await search(q)
  expect(answer.search).toMatchObject({ q: read, corrections: [{ from, to }] })
  expect(answer.data.length).toBeGreaterThan(0)
  const exact = await search(answer.search!.exact!)
  expect([exact.data, exact.search!.corrections]).toEqual([[], []])
})

test('a word that an item holds is never replaced, however many hold its neighbour', async () => {
  const other = await t.workspace()
  const items = Array.from({ length: 60 }, () => ({ channel: 'email', verbatim: 'The export fails' }))
  await other.owner.call(submitFeedbackBatch, { items })
  await t.settle()
  await other.owner.call(submitFeedback, { channel: 'email', verbatim: 'We need an expert' })
  // the words of the last item are not counted yet
  const answer = await other.owner.call(listFeedback, { q: 'expert' })
  expect([answer.data.length, answer.search!.corrections]).toEqual([1, []])
  expect((await other.owner.call(listFeedback, { q: 'exporting' })).search!.corrections).toEqual([])
})

test('a word finds its own forms, and longer words that begin with it', async () => {
  const other = await t.workspace()
  const texts = ['Our data is gone', 'The database is gone', 'A whole cycle in one file, cycles and all']
  for (const verbatim of texts) await other.owner.call(submitFeedback, { channel: 'email', verbatim })
  await t.settle()
  const textsFor = async (q: string) =>
    (await other.owner.call(listFeedback, { q, sort: 'oldest' })).data.map((row) => row.summary)
  expect(await textsFor('data')).toEqual(texts.slice(0, 2))
  expect(await textsFor('gone data')).toEqual(texts.slice(0, 2))
  expect(await textsFor('cycle')).toEqual(texts.slice(2))
  expect(await textsFor('whole cycle')).toEqual(texts.slice(2))
})

test('words of another workspace are not known here', async () => {
  const other = await t.workspace()
  await other.owner.call(submitFeedback, { channel: 'email', verbatim: 'Zeppelins over Berlin' })
  await t.settle()
  expect((await search('zepelins')).search!.corrections).toEqual([])
  expect((await other.owner.call(listFeedback, { q: 'zepelins' })).search!.corrections).toHaveLength(1)
})

test('a change by filter takes the words as they are', async () => {
  const change = await ws.owner.call(bulkTriage, { filter: { q: 'exprot' }, change: { priority: 'high' } })
  expect(change.expected).toBe(0)
})

test('ranked pages follow each other without gap or repetition, also while items arrive', async () => {
  const other = await t.workspace()
  const send = (n: number) =>
    other.owner.call(submitFeedbackBatch, {
      items: Array.from({ length: n }, (_, i) => ({
        channel: 'email',
        verbatim: `${'report '.repeat(1 + (i % 5))} number ${i}${i % 3 ? '' : ' filler words without any sense'}`,
      })),
    })
  const before = (await send(57)).results.map((one) => one.id)
  const seen: string[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await other.owner.call(listFeedback, { q: 'reports', limit: 10, cursor })
    seen.push(...page.data.map((row) => row.id))
    if (!page.nextCursor) break
    cursor = page.nextCursor
    t.clock.advance({ minutes: 1 })
    await send(3)
  }
  expect(seen.filter((id) => before.includes(id)).sort()).toEqual([...before].sort())
  expect(new Set(seen).size).toBe(seen.length)
})

test.each([
  '"',
  '""',
  '" "',
  '-',
  '--',
  '- -a',
  'or',
  'or or or',
  '| & ! <->',
  '(((',
  "'",
  "''",
  '\\',
  '%_%',
  ':*',
  "a'; select 1",
  'the',
  'the of and',
  '\u200b\u200b',
  '\u202e\u202d',
  '\ufffd',
  '👩‍👩‍👧',
  '🇩🇪',
  '\u0301',
  '٣٤',
  'a:*b',
  '<b>',
  '&amp;',
  '\\u0000',
  'x'.repeat(300),
  '検'.repeat(300),
  '"a '.repeat(75),
  'a or '.repeat(60),
  '-a '.repeat(100),
  '👍'.repeat(150),
  'é'.repeat(300),
  'a/'.repeat(150),
  '1e5',
  '-5',
  '+49',
  '0x1F',
  '1.2.3.4',
  'a@b.example',
  'http://x.example/y?z#w',
])('%j is a search like any other', async (q) => {
  for (const sort of ['relevance', 'oldest']) {
    const answer = await ws.owner.fetch(`/feedback?sort=${sort}&q=${encodeURIComponent(q)}`)
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('"data":')])
  }
  expect((await ws.owner.fetch(`/feedback/${ids.slow}?q=${encodeURIComponent(q)}`)).status).toBe(200)
})

test.each([
  ['x'.repeat(301), 'is longer than 300 characters; shorten it'],
  ['x'.repeat(10_000), 'is longer than 300 characters; shorten it'],
  ['a\u0000b', 'holds a NUL character; remove it'],
])('a search that cannot be read is refused with what to do', async (q, message) => {
  const error = (await search(q).catch((refused: unknown) => refused)) as ApiError
  expect(error.status).toBe(400)
  expect(JSON.stringify(error.details)).toContain(message)
})

test('a cursor of another order is refused', async () => {
  const { nextCursor } = await search('export', { limit: 1 })
  for (const cursor of [nextCursor!, 'e30', Buffer.from('{"sort":"relevance"}').toString('base64url')]) {
    const error = (await search('export', { sort: 'newest', cursor }).catch((e: unknown) => e)) as ApiError
    expect([error.status, error.code]).toEqual([400, 'cursor.invalid'])
  }
})

test('a match counts half after 90 days, whenever it is asked for', async () => {
  const [before, now, less] = await ws.run(async (ctx) => {
    const rows = await ctx.db.many<{ relevance: number }>(sql`
      select feedback_relevance(rank, at) as relevance from (values
        (0.2::real, timestamptz '2026-08-21T08:00Z'), (0.1::real, timestamptz '2026-11-19T08:00Z'), (0.1::real, timestamptz '2026-08-21T08:00Z')
      ) as given (rank, at)`)
    return rows.map((row) => row.relevance)
  })
  expect(before).toBeCloseTo(now!, 6)
  expect(now).toBeGreaterThan(less!)
})
