import { beforeAll, expect, test } from 'vitest'
import { checkAction, completeAction, getAction } from '#act/corrective-actions/contract.ts'
import { createTheme } from '#analyze/themes/contract.ts'
import { submitTogether } from '#collect/feedback/commands.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { changeAccount, upsertAccounts } from '#customers/accounts/contract.ts'
import {
  getReleaseImpact,
  getRequestImpact,
  listEffects,
  listImpactAccounts,
  listImpacts,
} from '#measure/impact/contract.ts'
import { impactSweep } from '#measure/impact/jobs.ts'
import { decodeId } from '#platform/ids.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { createRelease, shipRelease, takeBackRelease } from '#prioritize/releases/contract.ts'
import {
  createRequest,
  decideRequest,
  getRequest,
  linkEvidence,
  recordEvidence,
} from '#prioritize/requests/contract.ts'
import { endReview, getReview, planReview, startReview } from '#prioritize/reviews/contract.ts'

// Shipped on 20 April; 12 schools asked in January, 24 comparable ones did not.

const t = await testApp()
let ws: TestWorkspace
let ids: string[]
let exportsId: string
let printingId: string
let releaseId: string
const words = {
  exports: 'The statement export stops halfway',
  printing: 'The page margin is cut off in print',
}
const sweep = () => impactSweep.run({}, t.house.door, new AbortController().signal)
const seen = (requestId: string) =>
  ws.owner.call(getRequestImpact, { requestId }).then(({ impact }) => impact!)

/** What many accounts say, in one transaction. */
async function say(what: keyof typeof words, said: readonly (readonly [account: number, day: string])[]) {
  await ws.run(async (ctx) => {
    for (const [account, day] of said)
      await submitTogether(ctx, [
        {
          ctx,
          input: {
            verbatim: words[what],
            channel: 'email',
            accountId: decodeId('acct', ids[account]!)!,
            occurredAt: new Date(`${day}T09:00:00Z`),
          },
        },
      ])
  })
}

beforeAll(async () => {
  t.clock.set('2037-01-05T10:00:00Z')
  ws = await t.workspace()
  const made = await ws.owner.call(upsertAccounts, {
    accounts: Array.from({ length: 40 }, (_, i) => ({
      name: `Westbrook School ${i}`,
      segment: 'School',
      // four pay far more and have nobody to be compared with among those who asked
      mrrCents: i < 36 ? 50_000 : 5_000_000,
    })),
  })
  ids = made.results.map(({ id }) => id!)
  await ws.owner.call(createTheme, { name: 'Exports', rules: ['statement export'] })
  await ws.owner.call(createTheme, { name: 'Printing', rules: ['page margin'] })
  t.clock.set('2037-01-20T10:00:00Z')
  const request = async (what: keyof typeof words) => {
    const { id } = await ws.owner.call(createRequest, { title: `Better ${what}` })
    for (let i = 0; i < 12; i++) {
      const item = await ws.owner.call(submitFeedback, {
        verbatim: words[what],
        channel: 'email',
        accountId: ids[i]!,
      })
      await ws.owner.call(linkEvidence, { requestId: id, feedbackId: item.id, quote: words[what] })
    }
    return id
  }
  exportsId = await request('exports')
  printingId = await request('printing')
  const each = (n: number, of: (i: number) => number, from: number, day: string) =>
    Array.from({ length: n }, (_, i) => i).flatMap((i) =>
      Array.from({ length: of(i) }, () => [from + i, day] as const),
    )
  t.clock.set('2037-05-21T10:00:00Z')
  await say('exports', [
    ...each(12, (i) => 2 + (i % 3), 0, '2037-03-10'),
    ...each(24, (i) => i % 3, 12, '2037-03-12'),
    ...each(24, (i) => (i + 1) % 3, 12, '2037-05-02'),
  ])
  await say('printing', [
    ...each(12, (i) => i % 2, 0, '2037-03-10'),
    ...each(12, (i) => 3 + (i % 3), 0, '2037-05-02'),
    ...each(24, (i) => i % 2, 12, '2037-03-11'),
    ...each(24, (i) => (i + 1) % 2, 12, '2037-05-03'),
  ])
  // it leaves after shipping: left out on both sides, because who has left says nothing
  await ws.owner.call(changeAccount, { accountId: ids[35]!, lifecycle: 'churned' })
  const release = await ws.owner.call(createRelease, {
    name: 'Spring',
    requestIds: [exportsId, printingId],
  })
  releaseId = release.id
  await ws.owner.call(shipRelease, { releaseId, shippedAt: '2037-04-20T10:00:00Z' })
  await t.settle()
})

test('those who asked are compared with accounts of the same segment and MRR band that did not', async () => {
  const impact = await seen(exportsId)
  expect(impact).toMatchObject({
    verdict: 'worked',
    days: 31,
    askers: 12,
    others: 23,
    nextLookOn: '2037-05-20',
  })
  const mentions = impact.measures.find(({ key }) => key === 'mentions')!
  expect(mentions).toMatchObject({ result: 'better', askers: { n: 12, after: 0 } })
  // 36 mentions of 12 accounts in the 89 days since the day after they asked
  expect(mentions.askers.before).toBeCloseTo((30 * 36) / 12 / 89, 6)
  expect(mentions.difference!.high).toBeLessThan(0)
  expect(mentions.text).toMatch(/^Mentions of its themes: 1\.0 → 0\.0 a month for those who asked/)
})

test('each number of a measure opens its accounts, whose means it is', async () => {
  const impact = await seen(exportsId)
  const mentions = impact.measures.find(({ key }) => key === 'mentions')!
  for (const side of ['askers', 'others'] as const) {
    const page = await ws.owner.call(listImpactAccounts, {
      ...{ impactId: impact.id, measure: 'mentions', side, limit: 100 },
    })
    expect([page.total, page.data.length]).toEqual([mentions[side].n, mentions[side].n])
    expect(page.data.every(({ askedBefore }) => (askedBefore === null) === (side === 'others'))).toBe(true)
    // one stratum: the others need no weights
    const mean = (of: 'before' | 'after') => page.data.reduce((sum, one) => sum + one[of], 0) / page.total
    expect(mean('before')).toBeCloseTo(mentions[side].before, 8)
    expect(mean('after')).toBeCloseTo(mentions[side].after, 8)
  }
  const first = await ws.owner.call(listImpactAccounts, {
    ...{ impactId: impact.id, measure: 'mentions' as const, limit: 20 },
  })
  const rest = await ws.owner.call(listImpactAccounts, {
    ...{ impactId: impact.id, measure: 'mentions' as const, limit: 20, cursor: first.nextCursor! },
  })
  expect(new Set([...first.data, ...rest.data].map(({ id }) => id)).size).toBe(first.total)
  const other = await t.workspace()
  await expect(
    other.owner.call(listImpactAccounts, { impactId: impact.id, measure: 'mentions' }),
  ).rejects.toMatchObject({ status: 404 })
})

test('a look writes its verdict down; one that is worse logs a corrective action once and reopens the request', async () => {
  await sweep()
  await sweep()
  const impact = await seen(printingId)
  expect(impact.checks).toMatchObject([{ days: 30, verdict: 'worse' }])
  expect(impact).toMatchObject({ isBack: true, nextLookOn: null })
  const reopened = await ws.owner.call(getRequest, { requestId: printingId })
  expect(reopened.status).toBe('in_progress')
  expect(reopened.moves[0]!.reason).toMatch(/^Something is worse since it shipped\. Mentions of its themes:/)
  expect((await seen(exportsId)).nextLookOn).toBe('2037-06-19')
  const action = await ws.owner.call(getAction, { actionId: impact.action!.id })
  expect(action.finding).toMatch(
    /^Since “Better printing” shipped something is worse\. Mentions of its themes:/,
  )
  t.clock.set('2037-06-20T10:00:00Z')
  await sweep()
  const later = await seen(printingId)
  expect(later.checks.map(({ days }) => days)).toEqual([30])
  expect(later.action).toEqual(impact.action)
  expect((await seen(exportsId)).checks.map(({ days }) => days)).toEqual([30, 60])
})

test('the list has what shipped with its latest verdict, also as CSV', async () => {
  const { data } = await ws.owner.call(listImpacts, {})
  expect(data.map(({ name, days }) => [name, days])).toEqual(
    expect.arrayContaining([
      ['Better exports', 60],
      ['Better printing', 30],
      ['Spring', 60],
    ]),
  )
  const worse = await ws.owner.call(listImpacts, { verdict: 'worse' })
  expect(worse.data.map(({ name }) => name)).toContain('Better printing')
  const csv = await (await ws.owner.fetch('/impacts/export')).text()
  expect(csv).toContain(',Better printing,2037-04-20T10:00:00.000Z,worse,30,mentions,worse,12,')
})

test('a review of effects sees what did not help and what got worse, and its minutes keep that', async () => {
  const { id: actionId } = (await seen(printingId)).action!
  await ws.owner.call(completeAction, { actionId, correction: 'The margin is 2 cm.' })
  await ws.owner.call(checkAction, { actionId, result: 'ineffective', note: 'It is cut off still.' })
  const { id: reviewId } = await ws.owner.call(planReview, {
    kind: 'trends',
    startsAt: '2037-06-20T10:00:00Z',
  })
  await ws.owner.call(startReview, { reviewId })
  const { data } = await ws.owner.call(listEffects, {})
  expect(data.find((one) => one.id === actionId)).toMatchObject({
    words: 'ineffective, open again: It did not help. It is cut off still.',
    isBad: true,
  })
  expect(data.find((one) => one.title === 'Better printing')).toMatchObject({
    words: expect.stringMatching(/^shipped on 2037-04-20: worse after 30 days, taken back since, CAPA \d+$/),
    isBad: true,
  })
  await ws.owner.call(endReview, { reviewId })
  await ws.owner.call(completeAction, { actionId, correction: 'The margin is 3 cm.' })
  const { minutes } = await ws.owner.call(getReview, { reviewId })
  expect(minutes!.effects).toEqual(data)
})

test('a release is judged by all who asked for any of its requests; taken back it is looked at no more', async () => {
  const { impact } = await ws.owner.call(getReleaseImpact, { releaseId })
  expect(impact).toMatchObject({ askers: 12, others: 23, isBack: false })
  await ws.owner.call(takeBackRelease, { releaseId, reason: 'It cut the pages' })
  expect((await ws.owner.call(getReleaseImpact, { releaseId })).impact).toMatchObject({
    isBack: true,
    nextLookOn: null,
  })
  expect(await seen(printingId)).toMatchObject({ isBack: true })
})

test('what has not shipped has no impact', async () => {
  const { id } = await ws.owner.call(createRequest, { title: 'A dark page' })
  expect(await ws.owner.call(getRequestImpact, { requestId: id })).toEqual({ impact: null })
  await ws.owner.call(decideRequest, { requestId: id, status: 'shipped' })
  const impact = await seen(id)
  expect(impact).toMatchObject({ verdict: 'not_enough', days: 0, askers: 0 })
})

test('a request whose evidence has no theme says nothing of mentions, not that they did not change', async () => {
  const { id } = await ws.owner.call(createRequest, { title: 'A ruler on the desk' })
  for (let i = 0; i < 12; i++)
    await ws.owner.call(recordEvidence, {
      requestId: id,
      verbatim: 'Nothing shows the scale',
      channel: 'phone',
      accountId: ids[i]!,
    })
  t.clock.set('2037-08-20T10:00:00Z')
  await ws.owner.call(decideRequest, { requestId: id, status: 'shipped' })
  t.clock.set('2037-09-20T10:00:00Z')
  const { measures } = await seen(id)
  const mentions = measures.find(({ key }) => key === 'mentions')!
  expect(mentions).toMatchObject({ result: 'not_enough', difference: null })
  expect(measures.find(({ key }) => key === 'tickets')).toMatchObject({ askers: { n: 12 } })
})
