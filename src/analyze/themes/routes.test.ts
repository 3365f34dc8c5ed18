import { beforeAll, describe, expect, test } from 'vitest'
import {
  addThemeNote,
  cancelThemeRun,
  changeTheme,
  changeThemeNote,
  createTheme,
  findThemes,
  getTheme,
  listThemeItems,
  listThemes,
  mergeTheme,
  moveThemeItem,
  previewMerge,
  previewRules,
  previewSplit,
  removeThemeNote,
  resumeThemeRun,
  splitTheme,
  unmergeTheme,
  unsplitTheme,
} from '#analyze/themes/contract.ts'
import { placeItems } from '#analyze/themes/place.ts'
import { workOnRun } from '#analyze/themes/work.ts'
import { eraseFeedback } from '#collect/feedback/commands.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { createAccount } from '#customers/accounts/contract.ts'
import { mergeCustomers } from '#customers/merges/contract.ts'
import { triageFeedback } from '#organize/inbox/contract.ts'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import { decodeId } from '#platform/ids.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'

const subjects = {
  export: ['csv export', 'export to excel', 'exported spreadsheet', 'export columns'],
  login: ['login screen', 'password reset', 'login code', 'reset of my password'],
  invoice: ['invoice', 'VAT on the invoice', 'billing address', 'invoice address'],
}
const openings = [
  'The {} fails again',
  'I have trouble with the {}',
  'Why is the {} broken',
  'Our {} is wrong',
]
/** What is said about a subject, always a little different. */
const said = (subject: keyof typeof subjects, i: number) => {
  const things = subjects[subject]
  return `${openings[i % 4]!.replace('{}', things[i % 3]!)}, and so is the ${things[(i + 1) % 4]}`
}

let t: TestApp
let ws: TestWorkspace
const accounts: string[] = []
beforeAll(async () => {
  t = await testApp()
  ws = await t.workspace()
  t.clock.set('2037-02-19T10:00:00Z')
  for (const [i, segment] of ['School', 'School', 'Clinic', 'Clinic', 'Park'].entries()) {
    const account = await ws.owner.call(createAccount, {
      name: `Account ${i}`,
      segment,
      mrrCents: 10_000 * (i + 1),
      lifecycle: 'active',
    })
    accounts.push(account.id)
  }
})

const daysAgo = (days: number) => new Date(t.clock.now().getTime() - days * 86_400_000).toISOString()

async function say(subject: keyof typeof subjects, i: number, more: object = {}) {
  return ws.owner.call(submitFeedback, {
    verbatim: said(subject, i),
    channel: ['email', 'widget', 'chat'][i % 3]!,
    occurredAt: daysAgo((i * 5) % 80),
    accountId: accounts[i % 4]!,
    ...more,
  })
}

/** The theme that is about a subject. */
async function themeOf(word: string, input: object = {}) {
  const { data } = await ws.owner.call(listThemes, { limit: 200, ...input })
  const found = data.find((theme) => theme.phrases.join(' ').includes(word))
  expect(found, `a theme about ${word} among ${data.map((theme) => theme.name).join(' | ')}`).toBeDefined()
  return found!
}

/** The daily counts are what counting the items anew would give. */
async function expectExact() {
  const wrong = await ws.run((ctx) =>
    ctx.db.many(sql`
      select * from (
        select theme_id, day, account_id, channel, sentiment, mentions from theme_days where workspace_id = ${ws.id} and mentions <> 0
      ) kept full join (
        select coalesce(theme_id, '00000000-0000-0000-0000-000000000000') as theme_id, day,
          coalesce(account_id, '00000000-0000-0000-0000-000000000000') as account_id, channel, sentiment, count(*) as mentions
        from theme_items where workspace_id = ${ws.id} group by 1, 2, 3, 4, 5
      ) fresh using (theme_id, day, account_id, channel, sentiment)
      where kept.mentions is distinct from fresh.mentions`),
  )
  expect(wrong).toEqual([])
}

describe('themes are found across all items', () => {
  test('nothing is found in an empty workspace, and the page says so', async () => {
    const empty = await t.workspace()
    expect(await empty.owner.call(listThemes, {})).toMatchObject({
      data: [],
      items: 0,
      foundAt: null,
      run: null,
    })
  })

  test('once thirty items are there they are looked for by themselves, after a rest', async () => {
    for (let i = 0; i < 12; i++)
      for (const subject of ['export', 'login', 'invoice'] as const) await say(subject, i)
    await t.settle()
    const waiting = await ws.owner.call(listThemes, {})
    expect(waiting).toMatchObject({
      data: [],
      items: 36,
      without: 36,
      run: { state: 'queued', reason: 'first' },
    })
    t.clock.advance({ seconds: 30 })
    await t.settle()
    const found = await ws.owner.call(listThemes, {})
    expect(found.run).toBeNull()
    expect(found.foundAt).not.toBeNull()
    expect(found.data.length).toBeGreaterThanOrEqual(3)
    expect(found.data.reduce((sum, theme) => sum + theme.mentions, 0) + found.without).toBe(36)
    await expectExact()
  })

  test('a theme has its phrases, mentions, accounts once each, their MRR, weeks, and a quote', async () => {
    const theme = await themeOf('invoice')
    expect(theme.weeks).toHaveLength(12)
    expect(theme.weeks.reduce((a, b) => a + b, 0)).toBe(theme.mentions)
    expect(theme.accounts).toBe(4)
    expect(theme.mrrCents).toBe(100_000)
    expect(theme.shareOfBase).toBeCloseTo(4 / 5)
    const { negative, neutral, positive, mixed } = theme.sentiment
    expect(negative + neutral + positive + mixed).toBe(theme.mentions)
    expect(theme.quote!.text.toLowerCase()).toMatch(/invoice|billing/)
  })

  test('one more item is placed on arrival, without a new search', async () => {
    const before = await themeOf('export')
    await ws.owner.call(submitFeedback, { verbatim: 'Broken csv export of columns', channel: 'email' })
    await t.settle()
    const after = await themeOf('export')
    expect(after.id).toBe(before.id)
    expect(after.mentions).toBe(before.mentions + 1)
    await expectExact()
  })

  test('a second delivery counts nothing twice; spam and what is erased is taken out', async () => {
    const before = await themeOf('login')
    const item = await say('login', 1, { occurredAt: daysAgo(1) })
    await t.settle()
    await ws.run(async (ctx) => {
      const ids = await ctx.db.many<{ id: string }>(
        sql`select id from inbox_items where workspace_id = ${ws.id}`,
      )
      for (let i = 0; i < 2; i++)
        await placeItems(
          ctx,
          ids.map((row) => row.id),
        )
    })
    expect((await themeOf('login')).mentions).toBe(before.mentions + 1)
    await ws.owner.call(triageFeedback, { feedbackId: item.id, change: { status: 'spam' } })
    await t.settle()
    expect((await themeOf('login')).mentions).toBe(before.mentions)
    await ws.owner.call(triageFeedback, { feedbackId: item.id, change: { status: 'open' } })
    await t.settle()
    expect((await themeOf('login')).mentions).toBe(before.mentions + 1)
    await expectExact()
  })

  test('a sentiment that a person set counts instead of the one that was read', async () => {
    const before = await themeOf('login')
    const item = await say('login', 2, { occurredAt: daysAgo(1) })
    await ws.owner.call(triageFeedback, { feedbackId: item.id, change: { sentiment: 'mixed' } })
    await t.settle()
    expect((await themeOf('login')).sentiment.mixed).toBe(before.sentiment.mixed + 1)
    await expectExact()
  })

  test('a segment filter counts only its accounts, the same as all segments together', async () => {
    const all = await themeOf('invoice')
    const parts = await Promise.all(
      ['school', 'clinic'].map(async (segment) => (await themeOf('invoice', { segment })).mentions),
    )
    expect(parts[0]! + parts[1]!).toBe(all.mentions)
  })

  test('looking again from scratch keeps every theme under its id', async () => {
    const before = (await ws.owner.call(listThemes, {})).data.map((theme) => theme.id).sort()
    const run = await ws.owner.call(findThemes, {})
    expect(run).toMatchObject({ kind: 'find', reason: 'asked', state: 'queued' })
    expect((await ws.owner.call(findThemes, {})).id).toBe(run.id)
    await t.settle()
    const after = await ws.owner.call(listThemes, {})
    expect(after.data.map((theme) => theme.id).sort()).toEqual(before)
    await expectExact()
  })

  test('an account that was merged counts once, with the one that it was merged into', async () => {
    await ws.owner.call(mergeCustomers, { kind: 'account', survivorId: accounts[0]!, loserId: accounts[1]! })
    expect((await themeOf('invoice')).accounts).toBe(3)
  })

  test('nobody reads the themes of another workspace, and a viewer may not change them', async () => {
    const other = await t.workspace()
    expect((await other.owner.call(listThemes, {})).data).toEqual([])
    const viewer = await ws.as('viewer')
    await viewer.call(listThemes, {})
    await expect(viewer.call(findThemes, {})).rejects.toMatchObject({ status: 403 })
  })
})

describe('what people do to themes survives every search', () => {
  const again = async () => {
    await ws.owner.call(findThemes, {})
    await t.settle()
    await expectExact()
  }
  const detail = (themeId: string) => ws.owner.call(getTheme, { themeId })

  test('a name, a pin and hiding stay', async () => {
    const [exports, login] = [await themeOf('export'), await themeOf('login')]
    await ws.owner.call(changeTheme, { themeId: exports.id, name: 'Exports', isPinned: true })
    await ws.owner.call(changeTheme, { themeId: login.id, isHidden: true })
    await again()
    const list = await ws.owner.call(listThemes, {})
    expect(list.data[0]).toMatchObject({ id: exports.id, name: 'Exports', isNamed: true, isPinned: true })
    expect(list.data.map((theme) => theme.id)).not.toContain(login.id)
    expect(list.hidden).toBe(1)
    expect((await ws.owner.call(listThemes, { hidden: 'true' })).data[0]!.id).toBe(login.id)
    await ws.owner.call(changeTheme, { themeId: exports.id, name: null, isPinned: false })
    await ws.owner.call(changeTheme, { themeId: login.id, isHidden: false })
  })

  test('what two themes would be together is shown before they are merged, and is what they are then', async () => {
    const [exports, invoice] = [await themeOf('export'), await themeOf('invoice')]
    const before = await ws.owner.call(listThemes, { limit: 200 })
    const seen = await ws.owner.call(previewMerge, { themeId: invoice.id, intoId: exports.id })
    expect([seen.theme.mentions, seen.into.mentions]).toEqual([invoice.mentions, exports.mentions])
    expect(seen.theme.quotes[0]!.text).toMatch(/invoice|VAT|billing/)
    expect(await ws.owner.call(listThemes, { limit: 200 })).toEqual(before)
    await ws.owner.call(mergeTheme, { themeId: invoice.id, intoId: exports.id })
    const { theme } = await detail(exports.id)
    const { mentions, accounts, mrrCents, rank } = theme
    expect(seen.together).toMatchObject({ mentions, accounts, mrrCents, rank })
    await ws.owner.call(unmergeTheme, { themeId: invoice.id })
    const refused = ws.owner.call(previewMerge, { themeId: invoice.id, intoId: invoice.id })
    await expect(refused).rejects.toMatchObject({ code: 'theme.same' })
  })

  test('merged themes count as one, also after a search, and come apart exactly as they were', async () => {
    const [exports, invoice] = [await themeOf('export'), await themeOf('invoice')]
    const before = [await detail(exports.id), await detail(invoice.id)]
    await ws.owner.call(mergeTheme, { themeId: invoice.id, intoId: exports.id })
    const merged = await detail(exports.id)
    expect(merged.theme.mentions).toBe(exports.mentions + invoice.mentions)
    expect(merged.theme.accounts).toBe(3)
    expect(merged.merged.map((theme) => theme.id)).toEqual([invoice.id])
    await again()
    expect((await detail(exports.id)).theme.mentions).toBe(merged.theme.mentions)
    await expect(
      ws.owner.call(mergeTheme, { themeId: exports.id, intoId: invoice.id }),
    ).rejects.toMatchObject({
      code: 'theme.same',
    })
    await ws.owner.call(unmergeTheme, { themeId: invoice.id })
    expect([await detail(exports.id), await detail(invoice.id)]).toEqual(before)
  })

  test('a split is shown on real items first, its parts stand in its place, and it is taken back exactly', async () => {
    const login = await themeOf('login')
    const before = await detail(login.id)
    const preview = await ws.owner.call(previewSplit, { themeId: login.id, parts: 2 })
    expect(preview.parts.reduce((sum, part) => sum + part.items, 0)).toBe(preview.items)
    expect(await detail(login.id)).toEqual(before)
    const { parts } = await ws.owner.call(splitTheme, { themeId: login.id, parts: 2 })
    await t.settle()
    const shown = async () => {
      const { data } = await ws.owner.call(listThemes, { limit: 200 })
      return parts.map(({ id }) => data.find((theme) => theme.id === id)?.mentions ?? 0)
    }
    expect((await shown()).reduce((a, b) => a + b, 0)).toBeGreaterThan(0)
    expect((await ws.owner.call(listThemes, {})).data.map((theme) => theme.id)).not.toContain(login.id)
    await again()
    expect((await ws.owner.call(listThemes, {})).data.map((theme) => theme.id)).not.toContain(login.id)
    await ws.owner.call(addThemeNote, { themeId: parts[0]!.id, kind: 'pain', text: 'Codes come late' })
    await ws.owner.call(unsplitTheme, { themeId: login.id })
    const after = await detail(login.id)
    expect(after.theme.mentions).toBe(before.theme.mentions)
    expect(after.notes.map((note) => note.text)).toEqual(['Codes come late'])
    await ws.owner.call(removeThemeNote, { noteId: after.notes[0]!.id })
    await expectExact()
  })

  test('a rule is tried out on real items, then decides in any inflection, for old and for new items', async () => {
    const rules = ['billing address']
    const preview = await ws.owner.call(previewRules, { rules })
    expect(preview.items).toBeGreaterThan(0)
    expect(preview.quotes[0]!.text).toContain('billing address')
    const { id } = await ws.owner.call(createTheme, { name: 'Addresses', rules })
    await t.settle()
    expect((await detail(id)).allMentions).toBe(preview.items)
    await ws.owner.call(submitFeedback, { verbatim: 'Two billing addresses, please', channel: 'chat' })
    await t.settle()
    await again()
    expect((await detail(id)).allMentions).toBe(preview.items + 1)
    await ws.owner.call(changeTheme, { themeId: id, rules: ['no such words'] })
    await t.settle()
    expect((await detail(id)).allMentions).toBe(0)
    await expectExact()
  })

  test('an item that a person put into a theme stays there', async () => {
    const [exports, invoice] = [await themeOf('export'), await themeOf('invoice')]
    const { data } = await ws.owner.call(listThemeItems, { themeId: exports.id, limit: 1 })
    const feedbackId = data[0]!.feedbackId
    await ws.owner.call(moveThemeItem, { feedbackId, themeId: invoice.id })
    await again()
    const items = await ws.owner.call(listThemeItems, { themeId: invoice.id, limit: 100 })
    expect(items.data.find((item) => item.feedbackId === feedbackId)).toMatchObject({ how: 'person' })
  })

  test('the items of a theme come page by page, each once, and by sentiment, day and account', async () => {
    const theme = await themeOf('export')
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof list>> = await list(cursor)
      seen.push(...page.data.map((item) => item.feedbackId))
      cursor = page.nextCursor
    } while (cursor)
    function list(at: string | null) {
      return ws.owner.call(listThemeItems, { themeId: theme.id, limit: 4, ...(at && { cursor: at }) })
    }
    const { allMentions } = await detail(theme.id)
    expect(new Set(seen).size).toBe(allMentions)
    expect(seen).toHaveLength(allMentions)
    for (const sentiment of ['negative', 'neutral'] as const) {
      const some = await ws.owner.call(listThemeItems, {
        themeId: theme.id,
        limit: 100,
        sentiment,
        from: daysAgo(83).slice(0, 10),
      })
      expect(some.data.length).toBe(theme.sentiment[sentiment])
    }
  })

  test('notes carry the words that show them, and lose them when the item is erased', async () => {
    const theme = await themeOf('invoice')
    const item = await say('invoice', 0, { occurredAt: daysAgo(0) })
    const note = await ws.owner.call(addThemeNote, {
      themeId: theme.id,
      kind: 'job',
      text: 'When books close, let us send correct invoices',
      evidence: [item.id],
    })
    expect(note.evidence[0]).toMatchObject({ feedbackId: item.id, accountName: 'Account 0' })
    expect(note.author).toBe('Olive Owner')
    await again()
    expect((await detail(theme.id)).notes).toHaveLength(1)
    await ws.run((ctx) => eraseFeedback(ctx, [decodeId('fb', item.id)!], 'test'))
    await t.settle()
    expect((await detail(theme.id)).notes[0]!.evidence).toEqual([])
    await expectExact()
    const changed = await ws.owner.call(changeThemeNote, {
      noteId: note.id,
      kind: 'pain',
      text: 'Books close late',
    })
    expect(changed).toMatchObject({ kind: 'pain', text: 'Books close late' })
    await ws.owner.call(removeThemeNote, { noteId: note.id })
    expect((await detail(theme.id)).notes).toEqual([])
  })

  test('a search that was cancelled goes on when it is resumed', async () => {
    const run = await ws.owner.call(findThemes, {})
    await ws.owner.call(cancelThemeRun, { runId: run.id })
    await t.settle()
    expect((await ws.owner.call(listThemes, {})).run).toMatchObject({ id: run.id, state: 'cancelled' })
    await expect(ws.owner.call(cancelThemeRun, { runId: run.id })).rejects.toMatchObject({ status: 409 })
    await ws.owner.call(resumeThemeRun, { runId: run.id })
    await t.settle()
    expect((await ws.owner.call(listThemes, {})).run).toBeNull()
    await expectExact()
  })

  test('a search that meets something unexpected says so, and goes on when asked', async () => {
    const run = await ws.owner.call(findThemes, {})
    let calls = 0
    const door: Door = {
      ...t.house.door,
      inWorkspace: (id, actor, work, options) => {
        if (++calls === 2) throw new TypeError('nobody thought of this')
        return t.house.door.inWorkspace(id, actor, work, options)
      },
    }
    const working = workOnRun(door, ws.id, decodeId('thr', run.id)!, new AbortController().signal)
    await expect(working).rejects.toThrow(TypeError)
    const failed = (await ws.owner.call(listThemes, {})).run
    expect(failed).toMatchObject({ id: run.id, state: 'failed', failure: expect.stringMatching(/log/) })
    await ws.owner.call(resumeThemeRun, { runId: run.id })
    await t.settle()
    expect((await ws.owner.call(listThemes, {})).run).toBeNull()
  })

  test('a search that dies while it places goes on behind the last item', async () => {
    const run = await ws.owner.call(findThemes, {})
    await t.settle()
    const [middle] = await ws.run((ctx) =>
      ctx.db.many<{ id: string }>(
        sql`select id from inbox_items where workspace_id = ${ws.id} order by id offset 20 limit 1`,
      ),
    )
    await ws.run((ctx) =>
      ctx.db.run(sql`update theme_runs set state = 'running', phase = 'placing', place = ${middle!.id}, share = 0.8
        where workspace_id = ${ws.id} and id = ${decodeId('thr', run.id)!}`),
    )
    await ws.run((ctx) => ctx.db.run(sql`delete from theme_days where workspace_id = ${ws.id}`))
    await ws.run((ctx) => ctx.db.run(sql`delete from theme_items where workspace_id = ${ws.id}`))
    await workOnRun(t.house.door, ws.id, decodeId('thr', run.id)!, new AbortController().signal)
    const { placed, behind } = await ws.run((ctx) =>
      ctx.db.one<{ placed: number; behind: number }>(sql`
        select (select count(*) from theme_items where workspace_id = ${ws.id}) as placed,
          (select count(*) from inbox_items where workspace_id = ${ws.id} and status <> 'spam' and id > ${middle!.id}) as behind`),
    )
    expect(placed).toBe(behind)
  })
})
