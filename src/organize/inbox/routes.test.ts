import { beforeAll, expect, test } from 'vitest'
import { eraseFeedback } from '#collect/feedback/commands.ts'
import { submitFeedback, submitFeedbackBatch } from '#collect/feedback/contract.ts'
import { markFirstResponse } from '#organize/inbox/commands.ts'
import {
  addNote,
  bulkTriage,
  cancelChange,
  changeView,
  createView,
  decideSuggestions,
  deleteView,
  getChange,
  getDailyReview,
  getFeedback,
  getSections,
  listFeedback,
  listViews,
  markRead,
  putRouting,
  triageFeedback,
  undoChange,
} from '#organize/inbox/contract.ts'
import { createTag, getCategories } from '#organize/tags/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { removeMember } from '#platform/identity/contract.ts'
import { decodeId, encodeId } from '#platform/ids.ts'
import {
  type ApiError,
  type Client,
  type TestApp,
  type TestWorkspace,
  testApp,
} from '#platform/testing/app.ts'

let t: TestApp
let ws: TestWorkspace
beforeAll(async () => {
  t = await testApp()
  ws = await t.workspace()
})

const send = (body: { verbatim: string } & Record<string, unknown>) =>
  ws.owner.call(submitFeedback, { channel: 'email', ...body })
const list = (query: Record<string, unknown> = {}) => ws.owner.call(listFeedback, query)
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error('was not refused')
    },
    (error) => error as ApiError,
  )
const member = (id: string) => encodeId('mem', id)

test('an item stands in the inbox the moment it was received, in the queue of its kind', async () => {
  const bug = await send({ verbatim: 'It crashes', kind: 'bug', channel: 'widget' })
  const wish = await send({ verbatim: 'Please add export', kind: 'feature', channel: 'widget' })
  const kind = await send({ verbatim: 'Five of five', rating: 5, channel: 'review' })
  const other = await send({ verbatim: 'Hello', channel: 'phone' })
  const { data } = await list({ limit: 4 })
  expect(data.map((row) => [row.id, row.queue])).toEqual([
    [other.id, 'general'],
    [kind.id, 'success'],
    [wish.id, 'product'],
    [bug.id, 'support'],
  ])
})

test('SQL and browser route alike', async () => {
  const { defaultRouting, routeOf } = await import('#organize/inbox/rules.ts')
  const rules = [
    ...defaultRouting,
    { channel: 'app_store', ratingTo: 0.4, queue: 'support' as const },
    { product: 'A1', queue: 'product' as const },
  ]
  const options = {
    kind: [null, 'bug', 'general'],
    channel: ['email', 'app_store'],
    product: [null, 'A1'],
    type: [null, 'praise', 'question'],
    rating: [null, 0, 1, 2, 4.5, 5],
  }
  for (const kind of options.kind)
    for (const channel of options.channel)
      for (const product of options.product)
        for (const type of options.type)
          for (const rating of options.rating) {
            const ratingMax = rating === null ? null : 5
            const { queue } = await ws.run((ctx) =>
              ctx.db.one<{ queue: string }>(sql`
                select inbox_queue(${JSON.stringify(rules)}::jsonb, ${kind}, ${channel}, ${product}, ${type}, ${rating}, ${ratingMax}) as queue`),
            )
            expect(queue).toBe(routeOf({ kind, channel, product, type, rating, ratingMax }, rules))
          }
})

test('without rules of its own a workspace routes what arrives by the standard ones, singly and in batches', async () => {
  const { defaultRouting, routeOf } = await import('#organize/inbox/rules.ts')
  const other = await t.workspace()
  const items = [null, 'bug', 'feature', 'general'].flatMap((kind) =>
    [null, [0, 5], [4.4, 5], [4.5, 5], [5, 5], [9, 10], [8, 10]].map((rating) => ({
      verbatim: 'x',
      channel: 'review',
      kind,
      rating: rating?.[0] ?? null,
      ratingMax: rating?.[1] ?? null,
    })),
  )
  const expected = items.map((item) => routeOf({ ...item, product: null, type: null }, defaultRouting))
  const queueOf = async (id: string) => (await other.owner.call(getFeedback, { feedbackId: id })).queue
  const batch = await other.owner.call(submitFeedbackBatch, { items })
  expect(await Promise.all(batch.results.map((result) => queueOf(result.id!)))).toEqual(expected)
  const single: string[] = []
  for (const item of items) single.push((await other.owner.call(submitFeedback, item as never)).id)
  expect(await Promise.all(single.map(queueOf))).toEqual(expected)
})

test('routing rules of the workspace apply to what arrives from then on', async () => {
  const other = await t.workspace()
  await other.owner.call(putRouting, { rules: [{ channel: 'phone', queue: 'success' }] })
  const item = await other.owner.call(submitFeedback, {
    verbatim: 'On the phone',
    channel: 'phone',
    kind: 'bug',
  })
  expect((await other.owner.call(getFeedback, { feedbackId: item.id })).queue).toBe('success')
})

test('triage sets type, priority, area, assignee and tags, ends the clock, and is told in the history', async () => {
  const { id: feedbackId } = await send({ verbatim: 'The importer is confusing', product: 'R2a' })
  const { areas } = await ws.owner.call(getCategories, {})
  expect(areas.map((area) => area.code)).toEqual([
    'A1',
    'R1',
    'E1',
    'R2',
    'R2a',
    'R2b',
    'R2c',
    'R2d',
    'R2e',
    'R2f',
    'platform',
  ])
  const before = await ws.owner.call(getFeedback, { feedbackId })
  expect(before.area!.path).toEqual(['R2', 'R2a'])
  expect(before.triageDueAt).toBe(new Date(new Date(before.receivedAt).getTime() + 86_400_000).toISOString())
  const tag = await ws.owner.call(createTag, { name: 'Importer' })
  const area = areas.find((one) => one.code === 'platform')!
  const { item, changeId } = await ws.owner.call(triageFeedback, {
    feedbackId,
    version: before.version,
    change: {
      type: 'usability_issue',
      priority: 'high',
      areaId: area.id,
      assigneeId: member(ws.owner.memberId!),
      addTagIds: [tag.id],
      sentiment: 'negative',
    },
  })
  expect(item).toMatchObject({
    type: 'usability_issue',
    priority: 'high',
    sentiment: 'negative',
    triageDueAt: null,
    isLate: false,
    version: before.version + 1,
  })
  expect(item.area!.path).toEqual(['Platform/General'])
  expect(item.tags.map((one) => one.name)).toEqual(['Importer'])
  expect(item.triagedAt).toBe(t.clock.now().toISOString())
  const after = await ws.owner.call(getFeedback, { feedbackId })
  const entry = after.history.find((one) => one.type === 'feedback.triaged')!
  expect(entry.actor.name).toBe('Olive Owner')
  expect(entry.changes).toContainEqual({ field: 'Type', from: null, to: 'Usability issue' })
  expect(entry.changes).toContainEqual({ field: 'Area', from: 'R2 › R2a', to: 'Platform/General' })
  expect(entry.changes).toContainEqual({ field: 'Assignee', from: null, to: 'Olive Owner' })
  expect(entry.changes).toContainEqual({ field: 'Tags', from: null, to: 'Importer' })
  expect(after.history[0]!.type).toBe('feedback.received')

  await ws.owner.call(undoChange, { changeId: changeId! })
  const undone = await ws.owner.call(getFeedback, { feedbackId })
  expect({ ...undone, version: 0, history: [], suggestions: [] }).toEqual({
    ...before,
    version: 0,
    history: [],
    suggestions: [],
  })
  expect(undone.history.find((one) => one.type === 'feedback.triaged')!.isUndone).toBe(true)
})

test('two people cannot overwrite each other: the version that is not current is refused', async () => {
  const { id: feedbackId } = await send({ verbatim: 'Two at once' })
  const { version } = await ws.owner.call(getFeedback, { feedbackId })
  await ws.owner.call(triageFeedback, { feedbackId, version, change: { type: 'praise' } })
  const error = await refusal(
    ws.owner.call(triageFeedback, { feedbackId, version, change: { type: 'question' } }),
  )
  expect([error.status, error.code]).toEqual([409, 'feedback.changed'])
})

test('a change that names what is not there is refused and changes nothing', async () => {
  const { id: feedbackId } = await send({ verbatim: 'Untouched' })
  const cases: [object, string][] = [
    [{ type: 'no_such_type' }, 'type.unknown'],
    [{ areaId: 'area_00000000000000000000000000' }, 'area.not_found'],
    [{ assigneeId: 'mem_00000000000000000000000000' }, 'member.not_found'],
    [{ addTagIds: ['tag_00000000000000000000000000'] }, 'tag.not_found'],
    [{ status: 'snoozed' }, 'input.invalid'],
    [{ status: 'snoozed', snoozedUntil: '2020-01-01T00:00:00Z' }, 'snooze.past'],
    [{ status: 'open', snoozedUntil: '2999-01-01T00:00:00Z' }, 'input.invalid'],
    [{}, 'input.invalid'],
    [{ triagedAt: null }, 'input.invalid'],
  ]
  for (const [change, code] of cases) {
    const error = await refusal(ws.owner.call(triageFeedback, { feedbackId, change }))
    expect([JSON.stringify(change), error.status, error.code]).toEqual([JSON.stringify(change), 400, code])
  }
  expect((await ws.owner.call(getFeedback, { feedbackId })).version).toBe(1)
})

test('a bulk change is taken back exactly, and leaves alone what somebody changed in between', async () => {
  const items = await Promise.all(['One', 'Two', 'Three'].map((verbatim) => send({ verbatim })))
  const ids = items.map((item) => item.id)
  await ws.owner.call(triageFeedback, { feedbackId: ids[0]!, change: { priority: 'low' } })
  const change = await ws.owner.call(bulkTriage, {
    ids: [...ids, 'fb_00000000000000000000000000'],
    change: { priority: 'critical', type: 'bug_report' },
  })
  expect(change).toMatchObject({ state: 'done', changed: 3, skipped: 1 })
  await ws.owner.call(triageFeedback, { feedbackId: ids[2]!, change: { type: 'question' } })
  const undone = await ws.owner.call(undoChange, { changeId: change.id })
  expect(undone).toMatchObject({ state: 'undone', changed: 2, skipped: 1 })
  const now = await Promise.all(ids.map((feedbackId) => ws.owner.call(getFeedback, { feedbackId })))
  expect(now.map((item) => [item.type, item.priority])).toEqual([
    [null, 'low'],
    [null, null],
    ['question', 'critical'],
  ])
})

test('undoing a change gives nothing to somebody who has left: it is nobody’s, and the answer says so', async () => {
  const items = await Promise.all(['Ana’s', 'Nobody’s'].map((verbatim) => send({ verbatim })))
  const ids = items.map((item) => item.id)
  const [ana, ben] = [await ws.as('agent', 'Ana'), await ws.as('agent', 'Ben')]
  const id = (client: Client) => encodeId('mem', client.memberId!)
  await ws.owner.call(triageFeedback, { feedbackId: ids[0]!, change: { assigneeId: id(ana) } })
  const change = await ws.owner.call(bulkTriage, { ids, change: { assigneeId: id(ben), priority: 'low' } })
  await ws.owner.call(removeMember, { id: id(ana) })
  expect(await ws.owner.call(undoChange, { changeId: change.id })).toMatchObject({
    state: 'undone',
    changed: 2,
    unassigned: 1,
  })
  const now = await Promise.all(ids.map((feedbackId) => ws.owner.call(getFeedback, { feedbackId })))
  expect(now.map((item) => [item.assignee, item.priority])).toEqual([
    [null, null],
    [null, null],
  ])
})

test('every item of a filter is changed in the background, resumed after a stop, and taken back', async () => {
  const other = await t.workspace()
  const items = Array.from({ length: 1300 }, (_, i) => ({
    verbatim: `Forum post ${i}`,
    channel: i % 13 === 0 ? 'chat' : 'forum',
  }))
  await other.owner.call(submitFeedbackBatch, { items: items.slice(0, 1000) })
  await other.owner.call(submitFeedbackBatch, { items: items.slice(1000) })
  const started = await other.owner.call(bulkTriage, {
    filter: { channel: 'forum' },
    change: { status: 'done', type: 'praise' },
  })
  expect(started).toMatchObject({ state: 'queued', expected: 1200 })
  t.clock.advance({ seconds: 1 })
  await other.owner.call(submitFeedbackBatch, { items: [{ verbatim: 'Came later', channel: 'forum' }] })
  const count = async (query: object) => {
    let n = 0
    for (let cursor: string | undefined; ; ) {
      const page = await other.owner.call(listFeedback, { ...query, limit: 100, cursor })
      n += page.data.length
      if (!page.nextCursor) return n
      cursor = page.nextCursor
    }
  }
  await t.settle()
  expect(await other.owner.call(getChange, { changeId: started.id })).toMatchObject({
    state: 'done',
    changed: 1200,
  })
  expect(await count({ status: 'done', type: 'praise', channel: 'forum' })).toBe(1200)
  expect(await count({ status: 'open', type: 'none' })).toBe(101)
  await other.owner.call(undoChange, { changeId: started.id })
  await t.settle()
  expect(await other.owner.call(getChange, { changeId: started.id })).toMatchObject({
    state: 'undone',
    changed: 1200,
    skipped: 0,
  })
  expect(await count({ status: 'open', type: 'none' })).toBe(1301)
})

test('a change that runs in the background can be stopped', async () => {
  const started = await ws.owner.call(bulkTriage, {
    filter: { channel: 'email' },
    change: { urgency: 'later' },
  })
  expect(await ws.owner.call(cancelChange, { changeId: started.id })).toMatchObject({ state: 'cancelled' })
  await t.settle()
  expect(await ws.owner.call(getChange, { changeId: started.id })).toMatchObject({
    state: 'cancelled',
    changed: 0,
  })
})

test('an agent takes back what they did themselves, not what somebody else did', async () => {
  const { id } = await send({ verbatim: 'Whose change' })
  const agent = await ws.as('agent')
  const mine = await ws.owner.call(bulkTriage, { ids: [id], change: { priority: 'low' } })
  expect((await refusal(agent.call(undoChange, { changeId: mine.id }))).code).toBe('change.foreign')
  const theirs = await agent.call(bulkTriage, { ids: [id], change: { priority: 'high' } })
  expect((await agent.call(undoChange, { changeId: theirs.id })).changed).toBe(1)
})

test('a snoozed item comes back at its time, and its clock ran on', async () => {
  const { id: feedbackId } = await send({ verbatim: 'Sleepy' })
  const until = new Date(t.clock.now().getTime() + 3 * 3_600_000)
  await ws.owner.call(triageFeedback, {
    feedbackId,
    change: { status: 'snoozed', snoozedUntil: until.toISOString() },
  })
  await t.settle()
  expect((await ws.owner.call(getFeedback, { feedbackId })).status).toBe('snoozed')
  t.clock.set(until)
  await t.settle()
  const item = await ws.owner.call(getFeedback, { feedbackId })
  expect([item.status, item.snoozedUntil]).toEqual(['open', null])
  expect(item.triageDueAt).not.toBeNull()
  expect(item.history.at(-1)!.actor.kind).toBe('job')
})

test('what waits is counted and listed by late, due today and new; history never waits', async () => {
  const other = await t.workspace()
  const submit = (verbatim: string, more: object = {}) =>
    other.owner.call(submitFeedback, { verbatim, channel: 'email', ...more })
  t.clock.set('2037-11-17T09:00:00Z')
  await submit('Late one')
  const typed = await submit('Done in time')
  await submit('From last year', { occurredAt: '2025-11-17T09:00:00Z' })
  await other.owner.call(triageFeedback, { feedbackId: typed.id, change: { type: 'praise' } })
  t.clock.set('2037-11-17T15:00:00Z')
  await submit('Due today')
  t.clock.set('2037-11-18T10:40:00Z')
  await submit('New one')
  const sections = await other.owner.call(getSections, {})
  expect([sections.late.count, sections.today.count, sections.new.count]).toEqual([1, 1, 1])
  const { data } = await other.owner.call(getDailyReview, {})
  expect(data.map((row) => [row.summary, row.section, row.isLate])).toEqual([
    ['Late one', 'late', true],
    ['Due today', 'today', false],
  ])
  const late = await other.owner.call(listFeedback, { late: 'true' })
  expect(late.data.map((row) => row.summary)).toEqual(['Late one'])
  const waiting = await other.owner.call(listFeedback, { triage: 'waiting', sort: 'oldest' })
  expect(waiting.data.map((row) => row.summary)).toEqual(['Late one', 'Due today', 'New one'])
  const { data: views } = await other.owner.call(listViews, {})
  expect(views.find((view) => view.id === 'triage')).toMatchObject({
    count: { count: 3, isMore: false },
    late: { count: 1 },
  })
  expect(views.find((view) => view.id === 'everything')!.count!.count).toBe(5)
})

test('pages follow each other without gap or repetition in every order', async () => {
  const other = await t.workspace()
  t.clock.set('2037-11-19T10:00:00Z')
  for (let batch = 0; batch < 3; batch++) {
    t.clock.advance({ minutes: 1 })
    await other.owner.call(submitFeedbackBatch, {
      items: Array.from({ length: 15 }, (_, i) => ({
        verbatim: `Item ${batch} ${i}`,
        channel: ['email', 'chat', 'review'][i % 3]!,
        kind: i % 2 ? 'bug' : null,
        occurredAt: new Date(Date.UTC(2037, 10, 18, i % 5)).toISOString(),
      })),
    })
  }
  for (const sort of ['newest', 'oldest', 'said_newest', 'said_oldest'] as const) {
    for (const filter of [{}, { channel: 'email,chat' }, { channel: '!review', kind: 'none' }]) {
      const seen: { id: string; at: string }[] = []
      for (let cursor: string | undefined; ; ) {
        const page = await other.owner.call(listFeedback, { ...filter, sort, limit: 7, cursor })
        seen.push(
          ...page.data.map((row) => ({
            id: row.id,
            at: sort.startsWith('said') ? row.occurredAt : row.receivedAt,
          })),
        )
        if (!page.nextCursor) break
        cursor = page.nextCursor
      }
      const expected = filter.kind ? 15 : filter.channel ? 30 : 45
      expect([sort, JSON.stringify(filter), new Set(seen.map((row) => row.id)).size, seen.length]).toEqual([
        sort,
        JSON.stringify(filter),
        expected,
        expected,
      ])
      const times = seen.map((row) => row.at)
      expect(times).toEqual(sort.endsWith('newest') ? [...times].sort().reverse() : [...times].sort())
    }
  }
  const cursor = (await other.owner.call(listFeedback, { limit: 2 })).nextCursor!
  expect((await refusal(other.owner.call(listFeedback, { cursor: `${cursor}x` }))).code).toBe(
    'cursor.invalid',
  )
  expect((await refusal(other.owner.call(listFeedback, { cursor, sort: 'oldest' }))).code).toBe(
    'cursor.invalid',
  )
})

test('a note is kept, told in the history, and the mentioned member hears of it', async () => {
  const { id: feedbackId } = await send({ verbatim: 'To be noted' })
  const agent = await ws.as('agent', 'Ana Ferreiro')
  const note = await ws.owner.call(addNote, {
    feedbackId,
    text: 'Asked for the log',
    mentionIds: [member(agent.memberId!)],
  })
  expect(note.author.name).toBe('Olive Owner')
  const item = await ws.owner.call(getFeedback, { feedbackId })
  expect(item.notes.map((one) => one.text)).toEqual(['Asked for the log'])
  expect(item.history.filter((one) => one.type === 'note.added').map((one) => one.text)).toEqual([
    'Asked for the log',
  ])
  const notices = await ws.run((ctx) =>
    ctx.db.many<{ kind: string }>(sql`
    select kind from notices where workspace_id = ${ws.id} and member_id = ${agent.memberId}`),
  )
  expect(notices.map((notice) => notice.kind)).toEqual(['note.mention'])
  expect(
    (
      await refusal(
        ws.owner.call(addNote, { feedbackId, text: 'x', mentionIds: ['mem_00000000000000000000000000'] }),
      )
    ).code,
  ).toBe('member.not_found')
})

test('read marks belong to one member', async () => {
  const { id } = await send({ verbatim: 'Unread' })
  const agent = await ws.as('agent')
  const isRead = async (client: typeof agent) =>
    (await client.call(listFeedback, { limit: 100 })).data.find((row) => row.id === id)!.isRead
  expect(await isRead(agent)).toBe(false)
  await agent.call(markRead, { ids: [id] })
  expect([await isRead(agent), await isRead(ws.owner)]).toEqual([true, false])
  await agent.call(markRead, { ids: [id], isRead: false })
  expect(await isRead(agent)).toBe(false)
})

test('a saved view keeps its filter and counts; personal ones are seen by nobody else', async () => {
  const agent = await ws.as('agent')
  const view = await ws.owner.call(createView, {
    name: 'Phone',
    filter: { channel: 'phone' },
    isShared: false,
  })
  expect(view).toMatchObject({
    isMine: true,
    filter: { channel: 'phone' },
    count: { count: 1, isMore: false },
  })
  expect((await agent.call(listViews, {})).data.map((one) => one.name)).not.toContain('Phone')
  expect((await refusal(agent.call(changeView, { viewId: view.id, name: 'Mine now' }))).status).toBe(404)
  await ws.owner.call(changeView, { viewId: view.id, isShared: true, name: 'All phone' })
  expect((await agent.call(listViews, {})).data.map((one) => one.name)).toContain('All phone')
  expect((await refusal(agent.call(deleteView, { viewId: view.id }))).status).toBe(403)
  await ws.owner.call(deleteView, { viewId: view.id })
  expect((await ws.owner.call(listViews, {})).data.map((one) => one.name)).not.toContain('All phone')
  expect((await refusal(ws.owner.call(createView, { name: 'x', filter: { status: 'wrong' } }))).status).toBe(
    400,
  )
})

test('rules suggest with a reason; accepting sets the value, dismissing and correcting are remembered', async () => {
  const { id: feedbackId } = await send({
    verbatim: 'The app crashes every time I open the export, please fix it asap',
  })
  await t.settle()
  const item = await ws.owner.call(getFeedback, { feedbackId })
  const type = item.suggestions.find((one) => one.field === 'type')!
  expect(type).toMatchObject({ value: 'bug_report', label: 'Bug report', state: 'open' })
  expect(type.reason).toMatch(/“crashes”/)
  const [from, to] = type.spans[0]!
  expect(item.verbatim.slice(from, to)).toBe('crashes')
  expect(item.type).toBeNull()
  const listed = (await list({ limit: 100 })).data.find((row) => row.id === feedbackId)!
  expect(listed.suggestedType).toMatchObject({ value: 'bug_report', confidence: type.confidence })
  const answer = await ws.owner.call(decideSuggestions, {
    feedbackId,
    accept: ['type', 'priority'],
    dismiss: ['urgency'],
  })
  expect([answer.item.type, answer.item.queue]).toEqual(['bug_report', 'support'])
  expect(answer.suggestions.map((one) => [one.field, one.state])).toEqual(
    expect.arrayContaining([
      ['type', 'accepted'],
      ['priority', 'accepted'],
      ['urgency', 'dismissed'],
      ['sentiment', 'open'],
    ]),
  )
  await ws.owner.call(triageFeedback, { feedbackId, change: { type: 'performance_complaint' } })
  const decisions = await ws.run((ctx) =>
    ctx.db.many(sql`select field, suggested, chosen, outcome from suggestion_decisions
      where workspace_id = ${ws.id} and feedback_id = ${decodeId('fb', feedbackId)} order by decided_at, id`),
  )
  expect(decisions).toEqual(
    expect.arrayContaining([
      { field: 'type', suggested: 'bug_report', chosen: 'bug_report', outcome: 'accepted' },
      { field: 'urgency', suggested: 'now', chosen: null, outcome: 'dismissed' },
      { field: 'type', suggested: 'bug_report', chosen: 'performance_complaint', outcome: 'changed' },
    ]),
  )
})

test('general feedback that is clearly praise goes to the success team, as a suggestion of the rules', async () => {
  const { id: feedbackId } = await send({
    verbatim: 'We love it, thank you so much, best tool we ever had!',
    kind: 'general',
    channel: 'widget',
  })
  await t.settle()
  const item = await ws.owner.call(getFeedback, { feedbackId })
  expect([item.queue, item.type]).toEqual(['success', null])
})

test('the first response is kept, a second one does not move it', async () => {
  const { id: feedbackId } = await send({ verbatim: 'Answer me' })
  const uuid = decodeId('fb', feedbackId)!
  const first = t.clock.now()
  await ws.run((ctx) => markFirstResponse(ctx, { feedbackIds: [uuid], at: first }))
  await ws.run((ctx) => markFirstResponse(ctx, { feedbackIds: [uuid], at: new Date(first.getTime() + 5000) }))
  expect((await ws.owner.call(getFeedback, { feedbackId })).firstResponseAt).toBe(first.toISOString())
})

test('an erased item leaves nothing behind in any table but the trace that it existed', async () => {
  const other = await t.workspace()
  const call = other.owner
  const items = await Promise.all(
    ['Gone', 'Stays'].map((verbatim) => call.call(submitFeedback, { verbatim, channel: 'email' })),
  )
  const tag = await call.call(createTag, { name: 'Erased' })
  for (const { id: feedbackId } of items) {
    await call.call(triageFeedback, { feedbackId, change: { type: 'praise', addTagIds: [tag.id] } })
    await call.call(addNote, { feedbackId, text: 'Noted' })
    await call.call(markRead, { ids: [feedbackId] })
  }
  await t.settle()
  const uuids = items.map((item) => decodeId('fb', item.id)!)
  expect(await other.run((ctx) => eraseFeedback(ctx, [uuids[0]!], 'test'))).toEqual({ erased: 1, kept: 0 })
  expect((await refusal(call.call(getFeedback, { feedbackId: items[0]!.id }))).status).toBe(404)
  const stays = await call.call(getFeedback, { feedbackId: items[1]!.id })
  expect([stays.notes.length, stays.tags.length, stays.type]).toEqual([1, 1, 'praise'])
  const left = await other.run((ctx) =>
    ctx.db.many<{ place: string }>(sql`
      select 'inbox' as place from inbox_items where workspace_id = ${other.id} and id = ${uuids[0]}
      union all select 'notes' from inbox_notes where workspace_id = ${other.id} and feedback_id = ${uuids[0]}
      union all select 'tags' from item_tags where workspace_id = ${other.id} and feedback_id = ${uuids[0]}
      union all select 'reads' from inbox_reads where workspace_id = ${other.id} and feedback_id = ${uuids[0]}
      union all select 'changes' from inbox_change_items where workspace_id = ${other.id} and feedback_id = ${uuids[0]}
      union all select 'suggestions' from suggestions where workspace_id = ${other.id} and feedback_id = ${uuids[0]}
      union all select 'decisions' from suggestion_decisions where workspace_id = ${other.id} and feedback_id = ${uuids[0]}`),
  )
  expect(left).toEqual([])
  // Another workspace's ids erase nothing.
  expect(await ws.run((ctx) => eraseFeedback(ctx, [uuids[1]!], 'test'))).toMatchObject({ erased: 0 })
  expect((await call.call(getFeedback, { feedbackId: items[1]!.id })).id).toBe(items[1]!.id)
})
