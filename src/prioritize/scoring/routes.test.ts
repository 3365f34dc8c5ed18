import { beforeAll, describe, expect, test } from 'vitest'
import { createAccount } from '#customers/accounts/contract.ts'
import { type Client, type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { createRequest, decideRequest, getRequest, recordEvidence } from '#prioritize/requests/contract.ts'
import {
  addModelVersion,
  changeFactor,
  changeModel,
  compareModels,
  createFactor,
  createModel,
  getMatrix,
  getScore,
  getSensitivity,
  listFactors,
  listModels,
  putScoring,
  rankRequests,
  rateRequest,
} from '#prioritize/scoring/contract.ts'

let t: TestApp
let ws: TestWorkspace
let owner: Client
let ids: { wide: string; sure: string; bare: string; zero: string }

beforeAll(async () => {
  t = await testApp()
  t.clock.set('2037-03-02T09:00:00Z')
  ws = await t.workspace()
  owner = ws.owner
  const request = async (title: string, effort?: { low: number; high: number; confidence?: number }) =>
    (await owner.call(createRequest, { title, ...(effort && { effort }) })).id
  ids = {
    wide: await request('Company sign-in', { low: 3, high: 12, confidence: 50 }),
    sure: await request('Pause a plan', { low: 1, high: 1, confidence: 90 }),
    bare: await request('Dark mode'),
    zero: await request('Rename a button', { low: 0, high: 0 }),
  }
  const accounts = [
    [ids.wide, 'Elm', 100_000, 'school'],
    [ids.wide, 'Oak', 300_000, 'clinic'],
    [ids.sure, 'Ash', 20_000, 'school'],
    [ids.bare, 'Fir', 10_000, 'school'],
  ] as const
  for (const [requestId, name, mrrCents, segment] of accounts) {
    const { id } = await owner.call(createAccount, { name, mrrCents, lifecycle: 'active', segment })
    await owner.call(recordEvidence, {
      requestId,
      verbatim: `${name} wants it`,
      channel: 'email',
      accountId: id,
    })
  }
  await t.settle()
})

const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable('it was taken'),
    (error: { code: string; status: number }) => [error.status, error.code],
  )
const rate = (requestId: string, values: Record<string, number | null>, more: object = {}) =>
  owner.call(rateRequest, {
    requestId,
    values: Object.entries(values).map(([factor, value]) => ({ factor, value })),
    ...more,
  })

describe('RICE', () => {
  test('ranks what has impact and effort, explains each term, and says what is missing of the others', async () => {
    await rate(ids.wide, { impact: 10, confidence: 80 })
    await rate(ids.sure, { impact: 5 })
    const ranking = await owner.call(rankRequests, {})
    expect(ranking.model).toEqual({ id: 'rice', name: 'RICE', kind: 'rice', version: 1 })
    expect(ranking.data.map((row) => [row.request.title, row.rank, row.missing])).toEqual([
      ['Company sign-in', 1, []],
      ['Pause a plan', 2, ['Confidence']],
      ['Dark mode', null, ['Impact', 'Confidence', 'Effort']],
      ['Rename a button', null, ['Impact', 'Confidence', 'Effort']],
    ])
    expect(ranking.of).toBe(2)
    const score = await owner.call(getScore, { requestId: ids.wide })
    expect(score.score).toBeCloseTo((2 * 3 * 0.8) / 6, 6)
    expect(score.terms.map((one) => [one.name, one.text, one.counts])).toEqual([
      ['Accounts behind it', '2 accounts', 2],
      ['Impact', '10 of 10', 3],
      ['Confidence', '80 %', 0.8],
      ['Effort', '3–12 sprints, 6 in the middle', 6],
    ])
    expect([score.rankLow! <= 1, score.rankHigh! >= 1, score.scoreLow! < score.score!]).toEqual([
      true,
      true,
      true,
    ])
    const zero = await owner.call(getScore, { requestId: ids.zero })
    expect(zero.terms.find((one) => one.factor === 'effort')!.text).toBe(
      'estimated at nothing: estimate it above 0',
    )
    // the list goes on from where it ended, and filters without changing ranks
    const first = await owner.call(rankRequests, { limit: 1 })
    const second = await owner.call(rankRequests, { limit: 1, cursor: first.nextCursor! })
    expect(second.data.map((row) => [row.request.title, row.rank])).toEqual([['Pause a plan', 2]])
    expect((await owner.call(rankRequests, { q: 'pause' })).data.map((row) => row.rank)).toEqual([2])
    expect((await owner.call(rankRequests, { group: 'coming' })).data).toEqual([])
  })

  test('what was said comes back on undo, demand cannot be typed, and a value that cannot be is refused', async () => {
    const first = await rate(ids.bare, { impact: 4 }, { effort: { low: 2, high: 8 } })
    expect(first.before).toEqual({ values: [{ factor: 'impact', value: null }], effort: null })
    const second = await rate(ids.bare, { impact: 9 }, { effort: { low: 1, high: 1, confidence: 70 } })
    expect(second.before).toEqual({
      values: [{ factor: 'impact', value: 4 }],
      effort: { low: 2, high: 8, confidence: null },
    })
    await owner.call(rateRequest, { requestId: ids.bare, ...second.before })
    expect((await owner.call(getRequest, { requestId: ids.bare })).effort).toMatchObject({ low: 2, high: 8 })
    await owner.call(rateRequest, { requestId: ids.bare, ...first.before })
    expect((await owner.call(getScore, { requestId: ids.bare })).missing).toContain('Effort')
    for (const [factor, value, answer] of [
      ['accounts', 3, [400, 'score.value_wrong']],
      ['effort', 3, [400, 'score.value_wrong']],
      ['impact', 11, [400, 'score.value_wrong']],
      ['sfac_00000000000000000000000000', 1, [404, 'score_factor.not_found']],
    ] as const)
      expect([factor, await refused(rate(ids.bare, { [factor]: value }))]).toEqual([factor, answer])
  })
})

describe('a weighted model', () => {
  test('weighs own factors and demand of a segment, keeps its versions, and is compared with another', async () => {
    const fit = await owner.call(createFactor, { name: 'Fits the year', kind: 'fibonacci' })
    const schools = await owner.call(createFactor, {
      ...{ name: 'Schools', kind: 'demand', measure: 'mrr', segment: 'school' },
    })
    expect(await refused(owner.call(createFactor, { name: 'schools', kind: 'checkbox' }))).toEqual([
      400,
      'score.name_taken',
    ])
    expect(await refused(owner.call(createFactor, { name: 'Loose', kind: 'demand' }))).toEqual([
      400,
      'score_factor.demand',
    ])
    const model = await owner.call(createModel, {
      name: 'Retention',
      terms: [
        { factor: fit.key, weight: 1 },
        { factor: 'mrr', weight: 1 },
      ],
    })
    expect(model).toMatchObject({ version: 1, isCurrent: false })
    await owner.call(putScoring, { modelId: model.id })
    await rate(ids.wide, { [fit.key]: 1 })
    await rate(ids.sure, { [fit.key]: 21 })
    const titles = async (more: object = {}) =>
      (await owner.call(rankRequests, more)).data.map((row) => [row.request.title, row.rank])
    // 50 × 1/21 + 50 against 50 + 50 × 20/400
    expect(await titles()).toEqual([
      ['Pause a plan', 1],
      ['Company sign-in', 2],
      ['Dark mode', 3],
      ['Rename a button', 4],
    ])
    // what if revenue counted double
    const whatIf = await owner.call(compareModels, {
      to: {
        terms: [
          { factor: fit.key, weight: 1 },
          { factor: 'mrr', weight: 2 },
        ],
      },
      top: 1,
    })
    expect(whatIf).toMatchObject({ of: 4, moved: 2, kept: 0, top: 1 })
    expect(whatIf.data.slice(0, 2).map((row) => [row.title, row.was, row.rank])).toEqual([
      ['Company sign-in', 2, 1],
      ['Pause a plan', 1, 2],
    ])
    expect(await titles({ limit: 1 })).toEqual([['Pause a plan', 1]])
    const second = await owner.call(addModelVersion, {
      modelId: model.id,
      terms: [
        { factor: schools.key, weight: 1 },
        { factor: 'effort', weight: 0.01, lowerIsBetter: true },
      ],
      note: 'Schools come first this year.',
      lastVersion: 1,
    })
    expect(second.versions.map((one) => [one.number, one.note, one.terms.length])).toEqual([
      [2, 'Schools come first this year.', 2],
      [1, null, 2],
    ])
    expect(await titles({ limit: 1 })).toEqual([['Company sign-in', 1]])
    expect(await titles({ limit: 1, model: model.id, version: 1 })).toEqual([['Pause a plan', 1]])
    const between = await owner.call(compareModels, {
      from: { modelId: model.id, version: 1 },
      to: { modelId: model.id, version: 2 },
    })
    expect(between.moved).toBeGreaterThan(0)
    expect(
      await refused(
        owner.call(addModelVersion, {
          modelId: model.id,
          terms: [{ factor: 'mrr', weight: 1 }],
          lastVersion: 1,
        }),
      ),
    ).toEqual([409, 'score_model.versioned_meanwhile'])
    // what a model weighs is not retired under it, and the current model is not either
    const ofFactor = (key: string) => ({ factorId: key, isRetired: true as const })
    expect(await refused(owner.call(changeFactor, ofFactor(schools.key)))).toEqual([
      409,
      'score_factor.in_use',
    ])
    expect(await refused(owner.call(changeModel, { modelId: model.id, isRetired: true }))).toEqual([
      409,
      'score_model.current',
    ])
    // the older version still weighs a factor that is asked for no more
    await owner.call(changeFactor, ofFactor(fit.key))
    expect((await owner.call(listFactors, {})).data.map((one) => one.key)).not.toContain(fit.key)
    expect(await titles({ limit: 1, model: model.id, version: 1 })).toEqual([['Pause a plan', 1]])
    expect(await refused(rate(ids.sure, { [fit.key]: 3 }))).toEqual([404, 'score_factor.not_found'])
    const sensitivity = await owner.call(getSensitivity, { top: 2 })
    expect(sensitivity.data[0]).toMatchObject({ title: 'Company sign-in', rank: 1, inTop: 1 })
    expect(sensitivity.doubled.map((one) => one.name)).toEqual(['Schools', 'Effort'])
  })

  test('counts each account as much as its segment matters, which the workspace says', async () => {
    const model = await owner.call(createModel, {
      name: 'Segments',
      terms: [{ factor: 'segment_importance', weight: 1 }],
    })
    const scores = async () =>
      (await owner.call(rankRequests, { model: model.id })).data.map((row) => [
        row.request.title,
        row.score,
        row.terms[0]!.text,
      ])
    // nobody has said anything: as many accounts, as many points
    expect((await scores()).slice(0, 3)).toEqual([
      ['Company sign-in', 100, '2 accounts, by segment as 1'],
      ['Pause a plan', 50, '1 account, by segment as 0.5'],
      ['Dark mode', 50, '1 account, by segment as 0.5'],
    ])
    await owner.call(putScoring, { segments: { school: 10 } })
    await owner.call(putScoring, { segments: { clinic: 0 } })
    expect((await owner.call(listModels, {})).segments).toEqual({ school: 10, clinic: 0 })
    // one school and one clinic are behind the first, one school behind each of the others
    expect((await scores()).slice(0, 3)).toEqual([
      ['Company sign-in', 100, '2 accounts, by segment as 1'],
      ['Pause a plan', 100, '1 account, by segment as 1'],
      ['Dark mode', 100, '1 account, by segment as 1'],
    ])
    await owner.call(putScoring, { segments: { school: 2, clinic: 10 } })
    expect((await scores())[1]!.slice(1)).toEqual([16.6666667, '1 account, by segment as 0.2'])
    expect(await refused(owner.call(putScoring, { segments: { nowhere: 3 } }))).toEqual([
      400,
      'segment.not_found',
    ])
    await owner.call(changeModel, { modelId: model.id, isRetired: true })
  })

  test('whose weights sum to nothing is refused, as a model, a version and a what-if', async () => {
    const terms = [{ factor: 'mrr', weight: 0 }]
    const code = [400, 'score_model.terms_wrong']
    expect(await refused(owner.call(createModel, { name: 'Nothing', terms }))).toEqual(code)
    expect(await refused(owner.call(compareModels, { to: { terms } }))).toEqual(code)
    const model = (await owner.call(listModels, {})).data[1]!
    expect(await refused(owner.call(addModelVersion, { modelId: model.id, terms }))).toEqual(code)
  })

  test('of another workspace is none, members without the right change nothing, and keys read with theirs', async () => {
    const model = (await owner.call(listModels, {})).data[1]!
    const other = await t.workspace()
    expect(await refused(other.owner.call(putScoring, { modelId: model.id }))).toEqual([
      404,
      'score_model.not_found',
    ])
    expect(await refused(other.owner.call(rankRequests, { model: model.id }))).toEqual([
      404,
      'score_model.not_found',
    ])
    const agent = await ws.as('agent')
    expect((await refused(agent.call(putScoring, { modelId: 'rice' })))[0]).toBe(403)
    const key = await ws.key(['requests:read'])
    expect((await key.call(rankRequests, {})).of).toBe(4)
    expect((await refused(key.call(rateRequest, { requestId: ids.sure, values: [] })))[0]).toBe(403)
  })
})

test('the matrix shows what has impact and effort, sets the others aside, and warns where demand rests on few', async () => {
  await owner.call(putScoring, { modelId: 'rice', highEffort: 4 })
  const matrix = await owner.call(getMatrix, {})
  expect(matrix).toMatchObject({ highImpact: 5, highEffort: 4, effortUnit: 'sprints' })
  expect(matrix.placed.map((one) => [one.title, one.quadrant, one.caution])).toEqual([
    ['Company sign-in', 'strategic', 'It rests on 2 accounts.'],
    ['Pause a plan', 'do_first', 'It rests on 1 account.'],
  ])
  expect(matrix.unplaced.map((one) => one.title).sort()).toEqual(['Dark mode', 'Rename a button'])
  const quadrantOf = async ({ id }: { id: string }) =>
    (await owner.call(getScore, { requestId: id })).quadrant
  expect(await quadrantOf(matrix.placed[0]!)).toBe('strategic')
  expect(await quadrantOf(matrix.unplaced[0]!)).toBeNull()
  // declined and shipped ones do not compete
  await owner.call(decideRequest, { requestId: ids.bare, status: 'declined', reason: 'Not now.' })
  expect((await owner.call(getMatrix, {})).unplaced.map((one) => one.title)).toEqual(['Rename a button'])
  expect(await owner.call(getScore, { requestId: ids.bare })).toMatchObject({
    score: null,
    rank: null,
    of: 2,
  })
})
