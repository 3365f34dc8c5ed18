import { beforeAll, expect, test } from 'vitest'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { listFeedback, triageFeedback } from '#organize/inbox/contract.ts'
import {
  changeArea,
  changeTag,
  createArea,
  createTag,
  getCategories,
  putPriorities,
  putTypes,
} from '#organize/tags/contract.ts'
import { type ApiError, type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'

let t: TestApp
let ws: TestWorkspace
beforeAll(async () => {
  t = await testApp()
  ws = await t.workspace()
})

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error('was not refused')
    },
    (error) => error as ApiError,
  )
const categories = () => ws.owner.call(getCategories, {})

test('a new workspace has the types, priorities and products of the feedback SOP', async () => {
  const { types, priorities, areas } = await categories()
  expect(types.map((type) => [type.label, type.family])).toEqual([
    ['Bug report', 'complaint'],
    ['Feature request', 'suggestion'],
    ['Usability issue', 'complaint'],
    ['Performance complaint', 'complaint'],
    ['Pricing or commercial', 'complaint'],
    ['Praise', 'compliment'],
    ['General question', 'query'],
  ])
  expect(priorities.map((priority) => priority.label)).toEqual(['Critical', 'High', 'Medium', 'Low'])
  const r2 = areas.find((area) => area.code === 'R2')!
  expect(areas.filter((area) => area.parentId === r2.id).map((area) => area.name)).toEqual([
    'R2a',
    'R2b',
    'R2c',
    'R2d',
    'R2e',
    'R2f',
  ])
})

test('a tag spelled differently is the same tag', async () => {
  const tag = await ws.owner.call(createTag, { name: 'UI/UX' })
  expect((await ws.owner.call(createTag, { name: ' ui/ux ' })).id).toBe(tag.id)
  const other = await ws.owner.call(createTag, { name: 'Billing' })
  expect((await refusal(ws.owner.call(changeTag, { tagId: other.id, name: 'Ui/Ux' }))).code).toBe(
    'tag.name_taken',
  )
  await ws.owner.call(changeTag, { tagId: tag.id, isArchived: true })
  expect(await ws.owner.call(createTag, { name: 'UI/UX' })).toMatchObject({ id: tag.id, isArchived: false })
})

test('a type can be renamed, hidden and added, the seven cannot be left out, one in use cannot be removed', async () => {
  const { types } = await categories()
  const own = { code: 'security', label: 'Security', family: 'complaint' as const, isShown: true }
  const renamed = types.map((type) => (type.code === 'praise' ? { ...type, label: 'Compliment' } : type))
  await ws.owner.call(putTypes, { types: [...renamed, own] })
  expect((await categories()).types.at(-1)).toEqual(own)
  const item = await ws.owner.call(submitFeedback, { verbatim: 'A hole', channel: 'email' })
  await ws.owner.call(triageFeedback, { feedbackId: item.id, change: { type: 'security' } })
  expect((await refusal(ws.owner.call(putTypes, { types: renamed }))).code).toBe('type.in_use')
  expect((await refusal(ws.owner.call(putTypes, { types: types.slice(1) }))).code).toBe('type.missing')
  expect((await refusal(ws.owner.call(putTypes, { types: [...renamed, own, own] }))).code).toBe('type.twice')
})

test('priorities are renamed, not added or dropped', async () => {
  const { priorities } = await categories()
  const renamed = priorities.map((priority) => ({ ...priority, label: `P ${priority.label}` }))
  await ws.owner.call(putPriorities, { priorities: renamed })
  expect((await categories()).priorities).toEqual(renamed)
  expect(
    (await refusal(ws.owner.call(putPriorities, { priorities: Array(4).fill(priorities[0]) }))).code,
  ).toBe('priority.twice')
})

test('areas form a tree: a filter on one finds what is filed below it, and none can be moved below itself', async () => {
  const { areas } = await categories()
  const top = await ws.owner.call(createArea, { code: 'statements', name: 'Statements' })
  const below = await ws.owner.call(createArea, { code: 'export', name: 'Export', parentId: top.id })
  const item = await ws.owner.call(submitFeedback, {
    verbatim: 'Export all',
    channel: 'email',
    product: 'export',
  })
  const { data } = await ws.owner.call(listFeedback, { area: top.id })
  expect(data.map((row) => [row.id, row.area!.path])).toEqual([[item.id, ['Statements', 'Export']]])
  expect((await refusal(ws.owner.call(changeArea, { areaId: top.id, parentId: below.id }))).code).toBe(
    'area.loop',
  )
  expect((await refusal(ws.owner.call(changeArea, { areaId: top.id, parentId: top.id }))).code).toBe(
    'area.loop',
  )
  expect((await refusal(ws.owner.call(createArea, { code: 'export', name: 'Again' }))).code).toBe(
    'area.code_taken',
  )
  expect(
    (await refusal(ws.owner.call(changeArea, { areaId: top.id, ownerId: 'mem_00000000000000000000000000' })))
      .code,
  ).toBe('member.not_found')
  await ws.owner.call(changeArea, { areaId: below.id, isArchived: true, name: 'Export, old' })
  expect((await categories()).areas.find((area) => area.id === below.id)).toMatchObject({
    isArchived: true,
    name: 'Export, old',
  })
  expect(areas.length + 2).toBe((await categories()).areas.length)
})

test('items are found by tag, by several, without one, and without any', async () => {
  const other = await t.workspace()
  const [a, b] = await Promise.all(['A', 'B'].map((name) => other.owner.call(createTag, { name })))
  const ids: string[] = []
  for (const tags of [[a!], [b!], [a!, b!], []]) {
    const item = await other.owner.call(submitFeedback, { verbatim: 'x', channel: 'email' })
    if (tags.length > 0)
      await other.owner.call(triageFeedback, {
        feedbackId: item.id,
        change: { addTagIds: tags.map((tag) => tag.id) },
      })
    ids.push(item.id)
  }
  const found = async (tag: string) => {
    const { data } = await other.owner.call(listFeedback, { tag, sort: 'oldest' })
    return data.map((row) => ids.indexOf(row.id)).sort()
  }
  expect(await found(a!.id)).toEqual([0, 2])
  expect(await found(`${a!.id},${b!.id}`)).toEqual([0, 1, 2])
  expect(await found(`!${a!.id}`)).toEqual([1, 3])
  expect(await found('none')).toEqual([3])
  expect(await found('!none')).toEqual([0, 1, 2])
  expect(await found(`${b!.id},none`)).toEqual([1, 2, 3])
  expect(await found(`!${b!.id},none`)).toEqual([0])
})
