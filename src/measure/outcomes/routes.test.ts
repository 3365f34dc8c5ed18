import { beforeAll, describe, expect, test } from 'vitest'
import { type CaseRow, listCases, resolveCase } from '#act/cases/contract.ts'
import { seedAnswer, seedPerson } from '#act/cases/test-seeds.ts'
import { getPlaybook, savePlaybook } from '#act/playbooks/contract.ts'
import { answerAfter } from '#close/follow-ups/test-answers.ts'
import { listResponses } from '#collect/surveys/responses/contract.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { getOutcomeFigures } from './contract.ts'

// The figures of the runbook (document 004, "KPIs for Success"): each counts what the list behind it shows.

const t = await testApp()
let ws: TestWorkspace
const postImplementation = { key: 'post-implementation', kind: 'custom' } as const
const figures = (more: { survey?: string; playbook?: string } = {}) => ws.owner.call(getOutcomeFigures, more)
const ended = (more: Record<string, string>) =>
  ws.owner.call(listCases, { status: 'resolved', ...more }).then(({ data }) => data)

beforeAll(async () => {
  t.clock.set('2037-07-06T16:00:00Z')
  ws = await t.workspace()
  const { text, version } = await ws.owner.call(getPlaybook, { key: 'nps-detractor' })
  await ws.owner.call(savePlaybook, {
    key: 'nps-detractor',
    text: `${text.replace('position: customer-success-manager', 'role: admin')}\nthen: { survey: nps, after: 2 weeks }\n`,
    basedOn: version,
  })
  // The third quarter: 4 of 6 answers are negative; the fourth: 1 of 6.
  for (const [score, i] of [1, 2, 3, 1, 4, 5].map((score, i) => [score, i] as const))
    await seedAnswer(ws, await seedPerson(ws, { name: `Early ${i}` }), score, { survey: postImplementation })
  t.clock.set('2037-10-05T16:00:00Z')
  for (const [score, i] of [1, 5, 5, 4, 4, 5].map((score, i) => [score, i] as const))
    await seedAnswer(ws, await seedPerson(ws, { name: `Later ${i}` }), score, { survey: postImplementation })

  // Six detractors; two of their cases end late.
  const before = [3, 3, 6, 0, 2, 5]
  for (const [i, score] of before.entries())
    await seedAnswer(ws, await seedPerson(ws, { name: `Nps ${i}` }), score)
  await t.settle()
  const cases = (await ws.owner.call(listCases, { playbook: 'nps-detractor' })).data
  const caseOf = (i: number) => cases.find((row: CaseRow) => row.contact?.name === `Nps ${i}`)!.id
  const resolve = (i: number, cause: string) =>
    ws.owner.call(resolveCase, { caseId: caseOf(i), resolution: 'Mended.', cause })
  for (const i of [0, 1, 2, 3]) await resolve(i, 'Training')
  t.clock.advance({ hours: 25 })
  for (const i of [4, 5]) await resolve(i, 'Support')
  await t.settle()
  await answerAfter(t, ws, { 'Nps 0': 9, 'Nps 1': 8, 'Nps 2': 6, 'Nps 3': 7, 'Nps 4': 9, 'Nps 5': 4 })
})

describe('the figures of how cases end', () => {
  test('negative post-implementation answers by quarter, and whether they became fewer', async () => {
    const { negative } = await figures()
    expect(negative!.surveyKey).toBe('post-implementation')
    const [third, fourth] = negative!.quarters.slice(-2)
    expect(third).toMatchObject({ name: 'Q3 37', share: { n: 4, of: 6 } })
    expect(fourth).toMatchObject({ name: 'Q4 37', share: { n: 1, of: 6 } })
    expect(negative!.change).toMatchObject({ against: 'Q3 37', couldBeChance: true })
    expect(negative!.change!.difference).toBeCloseTo(-0.5, 5)
    const { data } = await ws.owner.call(listResponses, {
      survey: negative!.surveyId,
      negative: 'true',
      since: `${third!.from}T00:00:00Z`,
      until: `${fourth!.from}T00:00:00Z`,
    })
    expect(data).toHaveLength(4)
  })

  test('another survey on request, and none for a name that nobody knows', async () => {
    expect((await figures({ survey: 'nps' })).negative).toMatchObject({ survey: 'NPS' })
    expect((await figures({ survey: 'nope' })).negative).toBeNull()
  })

  test('scores after the case against those before, of the same customers', async () => {
    const { scores } = await figures()
    expect(scores).toMatchObject({ pairs: 6, better: 4, same: 1, worse: 1 })
    expect(scores.change).toMatchObject({ couldBeChance: false })
    expect(scores.change!.before).toBeCloseTo(19 / 0.6, 5)
    expect(scores.change!.after).toBeCloseTo(43 / 0.6, 5)
    for (const [scored, n] of [
      ['any', 6],
      ['better', 4],
      ['same', 1],
      ['worse', 1],
    ] as const)
      expect(await ended({ scored }), scored).toHaveLength(n)
  })

  test('cases resolved on time: no step was late', async () => {
    const { onTime } = await figures()
    expect(onTime.quarters.at(-1)).toMatchObject({ name: 'Q4 37', share: { n: 4, of: 6 } })
    expect(await ended({ onTime: 'true' })).toHaveLength(4)
    const late = await ended({ onTime: 'false', resolvedFrom: '2037-10-01', resolvedTo: '2037-10-06' })
    expect(late.map((row) => row.contact?.name).sort()).toEqual(['Nps 4', 'Nps 5'])
    expect(await ended({ onTime: 'false', resolvedTo: '2037-10-05' })).toEqual([])
  })

  test('causes, the most frequent first; a playbook has figures of its own', async () => {
    expect((await figures()).causes).toEqual([
      { cause: 'Training', cases: 4 },
      { cause: 'Support', cases: 2 },
    ])
    const other = await figures({ playbook: 'critical-bug' })
    expect(other).toMatchObject({ scores: { pairs: 0, change: null }, causes: [] })
    expect(other.onTime.quarters.every(({ share }) => share === null)).toBe(true)
  })
})

test('resolved cases are read page by page in the order in which they ended', async () => {
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await ws.owner.call(listCases, { status: 'resolved', limit: 4, ...(cursor && { cursor }) })
    seen.push(...page.data.map((row) => row.contact!.name))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(seen).toHaveLength(6)
  expect(seen.slice(0, 2).sort()).toEqual(['Nps 4', 'Nps 5'])
})
