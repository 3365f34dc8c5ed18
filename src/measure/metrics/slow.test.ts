import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { createAccount } from '#customers/accounts/contract.ts'
import { getMetric } from '#measure/metrics/contract.ts'
import { type Dimension, metrics } from '#measure/metrics/definitions.ts'
import { recount } from '#measure/metrics/kept.ts'
import { keptWait, stepStart } from '#measure/metrics/rules.ts'
import { getCategories } from '#organize/tags/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId, newId } from '#platform/ids.ts'
import { type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'

// Every metric, by every dimension and week, against the same reckoned the slow way from the records themselves.

let t: TestApp
beforeAll(async () => {
  t = await testApp()
  t.clock.set('2037-11-19T10:00:00Z')
})

const hour = 3_600_000
const from = '2037-09-01'
const surveys = {
  nps: ['nps', 10],
  'post-support': ['csat', 5],
  stars: ['stars', 5],
  ces: ['ces', 7],
  'post-implementation': ['custom', 5],
  'resolution-check': ['csat', 5],
} as const
type Survey = keyof typeof surveys

const localDay = (at: Date) => at.toISOString().slice(0, 10)

interface Fact {
  at: Date
  value: number
  flag?: boolean
  by: Partial<Record<Dimension, string>>
}

/** A random past of a workspace, and the facts of each metric as somebody would list them by hand. */
async function makePast(ws: TestWorkspace, seed: number): Promise<Record<string, Fact[]>> {
  let state = seed >>> 0
  const upTo = (n: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
  const pick = <T>(list: readonly T[]): T => list[upTo(list.length)]!
  const now = t.clock.now().getTime()
  const some = () => new Date(now - upTo(75 * 24) * hour - upTo(60) * 60_000)
  const after = (at: Date, most: number) =>
    upTo(4) ? new Date(Math.min(now, at.getTime() + upTo(most * 60) * 60_000)) : null
  const { areas } = await ws.owner.call(getCategories, {})
  const accounts = await Promise.all(
    ['School', 'Clinic', null].map(async (segment, i) => {
      const { id } = await ws.owner.call(createAccount, {
        name: `Company ${i}`,
        segment,
        mrrCents: [null, 0, 90_000][i] ?? null,
      })
      return {
        id: decodeId('acct', id)!,
        segment: segment?.toLowerCase() ?? 'none',
        mrr: ['none', '0', '2'][i]!,
      }
    }),
  )
  const facts: Record<string, Fact[]> = Object.fromEntries(metrics.map(({ key }) => [key, []]))
  const put = (keys: readonly string[], fact: Fact) => {
    for (const key of keys) facts[key]!.push(fact)
  }
  const whose = () => (upTo(4) ? pick(accounts) : { id: null, segment: 'none', mrr: 'none' })
  const waited = (start: Date, end: Date | null, target: number) =>
    end
      ? { value: keptWait((end.getTime() - start.getTime()) / 60_000) }
      : { value: -1, flag: start.getTime() <= now - target * hour }

  await ws.run(async (ctx) => {
    const w = ctx.workspaceId
    const contact = newId()
    await ctx.db.run(
      sql`insert into contacts (workspace_id, id, name, created_at, updated_at) values (${w}, ${contact}, 'Somebody', ${ctx.now()}, ${ctx.now()})`,
    )
    const ids = { items: [] as string[], responses: [] as string[], invitations: [] as string[] }
    const surveyIds = await surveysOf(ctx)
    const playbooks = await ctx.db.many<{ id: string; key: string }>(
      sql`select id, key from playbooks where workspace_id = ${w} order by key limit 3`,
    )

    for (let i = 0; i < 60; i++) {
      const id = newId()
      const occurred = some()
      const isHistory = upTo(5) === 0
      const received = isHistory ? new Date(now) : occurred
      const [type, priority] = [
        pick(['bug_report', 'praise', null]),
        pick(['critical', 'critical', 'low', null]),
      ]
      const area = pick([null, areas[0]!, areas[1]!])
      const account = whose()
      const channel = pick(['email', 'widget'])
      const status = pick(['open', 'open', 'done', 'spam'])
      const who = upTo(3) ? contact : null
      const triaged = type ? (after(received, 60) ?? received) : null
      const answered = after(received, 60)
      await ctx.db.run(sql`
        insert into inbox_items (workspace_id, id, received_at, occurred_at, channel, is_history, contact_id, account_id, queue, status, type,
          priority, product_area_id, triaged_at, first_response_at)
        values (${w}, ${id}, ${received}, ${occurred}, ${channel}, ${isHistory}, ${who}, ${account.id}, 'general', ${status}, ${type},
          ${priority}, ${area && decodeId('area', area.id)!}, ${triaged}, ${answered})`)
      ids.items.push(id)
      const isClosed = upTo(2) === 0
      if (status !== 'spam')
        await ctx.db.run(sql`insert into loop_positions (workspace_id, id, received_at, channel, segment, value_cents, missing, closed_at)
          values (${w}, ${id}, ${received}, ${channel}, ${account.segment === 'none' ? '' : account.segment}, 0, ${isClosed ? null : 'told'}, ${isClosed ? received : null})`)
      if (status === 'spam') continue
      const by = {
        ...{ channel, type: type ?? 'none', priority: priority ?? 'none', product: area?.id ?? 'none' },
        ...{ segment: account.segment, mrr: account.mrr },
      }
      put(['volume'], { at: occurred, value: 0, by })
      if (type === 'bug_report' && priority === 'critical')
        put(['critical_bugs'], { at: occurred, value: 0, by })
      put(['closure_rate'], { at: received, value: 0, flag: isClosed, by })
      if (isHistory) continue
      put(['triage_time'], { at: received, ...waited(received, triaged, 24), by })
      if (who) put(['response_time'], { at: received, ...waited(received, answered, 24), by })
      if (priority !== 'critical') continue
      put(['critical_time'], { at: received, ...waited(received, answered, 24), by })
      if (type === 'bug_report')
        put(['critical_bugs_in_time'], { at: received, ...waited(received, answered, 48), by })
    }

    const answer = async (
      key: Survey,
      at: Date,
      account: ReturnType<typeof whose>,
      isProvisional = false,
    ) => {
      const id = newId()
      const [, max] = surveys[key]
      const score = max === 10 ? upTo(11) : 1 + upTo(max)
      const channel = pick(['mail', 'import'] as const)
      const flag = upTo(2) === 0
      await ctx.db.run(sql`
        insert into responses (workspace_id, id, survey_id, survey_version, account_id, channel, score, is_negative, is_provisional, submitted_at)
        values (${w}, ${id}, ${surveyIds[key]}, 1, ${account.id}, ${channel}, ${score}, ${flag}, ${isProvisional}, ${at})`)
      ids.responses.push(id)
      const of = {
        nps: 'nps',
        'post-support': 'csat',
        stars: 'csat',
        ces: 'ces',
        'post-implementation': 'negative_after_implementation',
        'resolution-check': 'handling_satisfaction',
      }[key]
      const by = { channel, survey: key, segment: account.segment, mrr: account.mrr }
      if (!isProvisional) put([of], { at, value: score, flag, by })
      return { id, score, max }
    }
    for (let i = 0; i < 90; i++)
      await answer(pick(Object.keys(surveys) as Survey[]), some(), whose(), upTo(9) === 0)

    const wave = newId()
    await ctx.db.run(sql`
      insert into waves (workspace_id, id, survey_id, name, state, started_by_kind, started_at, closes_at, terms)
      values (${w}, ${wave}, ${surveyIds.nps}, 'Wave', 'sent', 'job', ${ctx.now()}, ${ctx.now()}, '{"channel": "mail"}')`)
    for (let i = 0; i < 30; i++) {
      const [id, person, account] = [newId(), newId(), whose()]
      const delivered = upTo(5) ? some() : null
      const answeredAt = upTo(3) ? null : new Date((delivered ?? some()).getTime() + hour)
      await ctx.db.run(
        sql`insert into contacts (workspace_id, id, created_at, updated_at) values (${w}, ${person}, ${ctx.now()}, ${ctx.now()})`,
      )
      await ctx.db.run(sql`
        insert into invitations (workspace_id, id, wave_id, survey_id, contact_id, account_id, invited_at, delivered_at, expires_at, answered_at)
        values (${w}, ${id}, ${wave}, ${surveyIds.nps}, ${person}, ${account.id}, ${ctx.now()}, ${delivered}, ${ctx.now()}, ${answeredAt})`)
      ids.invitations.push(id)
      const at = delivered ?? answeredAt
      if (at)
        put(['response_rate'], {
          ...{ at, value: 0, flag: answeredAt !== null },
          by: { channel: 'mail', survey: 'nps', segment: account.segment, mrr: account.mrr },
        })
    }

    for (let i = 0; i < 30; i++) {
      const [id, opened, account, playbook] = [newId(), some(), whose(), pick(playbooks)]
      const status = pick(['open', 'resolved', 'resolved', 'cancelled'])
      const resolved = status === 'resolved' ? (after(opened, 200) ?? opened) : null
      const isOnTime = upTo(2) === 0
      const by = { playbook: playbook.key, segment: account.segment, mrr: account.mrr }
      const before = await answer('nps', opened, account)
      await ctx.db.run(sql`
        insert into cases (workspace_id, id, playbook_key, playbook_version, title, status, account_id, response_id, lead_rule, opened_at,
          resolved_at, resolution, is_on_time, cancelled_at, updated_at)
        values (${w}, ${id}, ${playbook.key}, 1, 'Case', ${status}, ${account.id}, ${before.id}, 'somebody', ${opened}, ${resolved},
          ${resolved && 'Mended'}, ${resolved && isOnTime}, ${status === 'cancelled' ? opened : null}, ${opened})`)
      if (status !== 'cancelled')
        put(['resolution_time'], { at: opened, ...waited(opened, resolved, Infinity), by })
      if (resolved) put(['cases_on_time'], { at: resolved, value: 0, flag: isOnTime, by })
      if (resolved && upTo(2)) {
        const later = await answer('resolution-check', resolved, account)
        await ctx.db.run(sql`insert into case_confirmations (workspace_id, case_id, confirmation, response_id, noted_at)
          values (${w}, ${id}, 'survey', ${later.id}, ${resolved})`)
        const share = (later.score - 1) / 4 - before.score / 10
        put(['score_change'], { at: resolved, value: Math.round(10_000 * share), by })
      }
      for (const step of [1, 2]) {
        const latest = new Date(opened.getTime() + upTo(2000) * 60_000)
        const state = pick(['open', 'done', 'skipped'])
        const done = state === 'done' ? new Date(opened.getTime() + upTo(2000) * 60_000) : null
        await ctx.db.run(sql`
          insert into case_steps (workspace_id, id, case_id, step_key, position, title, action, state, assignee_rule, opened_at, latest_at, rule, zone, done_at)
          values (${w}, ${newId()}, ${id}, ${`step-${step}`}, ${step}, 'Step', 'task', ${state}, 'somebody', ${opened}, ${latest}, 'rule', 'UTC', ${done})`)
        if (state === 'done' || (state === 'open' && latest.getTime() < now))
          put(['late_steps'], { at: latest, value: 0, flag: !done || done > latest, by })
      }
    }

    for (let i = 0; i < 25; i++) {
      const [id, at, status] = [newId(), some(), pick(['open', 'planned', 'in_progress', 'shipped'] as const)]
      const area = pick([null, areas[0]!, areas[1]!])
      await ctx.db.run(sql`
        insert into requests (workspace_id, id, title, status, move, product_area_id, search_text, actor_kind, created_at, updated_at)
        values (${w}, ${id}, 'Request', ${status}, ${status === 'open' ? 1 : 2}, ${area && decodeId('area', area.id)!}, 'request', 'job', ${at}, ${at})`)
      await ctx.db.run(
        sql`insert into request_moves (workspace_id, request_id, number, status, actor_kind, at) values (${w}, ${id}, 1, 'open', 'job', ${at})`,
      )
      if (status !== 'open')
        await ctx.db.run(sql`insert into request_moves (workspace_id, request_id, number, from_status, status, actor_kind, at)
          values (${w}, ${id}, 2, 'open', ${status}, 'job', ${at})`)
      const value = status === 'shipped' ? 2 : status === 'open' ? 0 : 1
      put(['requests_asked', 'requests_prioritised', 'requests_delivered'], {
        at,
        value,
        by: { product: area?.id ?? 'none' },
      })
    }
    for (const kept of ['items', 'responses', 'invitations'] as const) await recount(ctx, kept, ids[kept])
  })
  return facts
}

async function surveysOf(ctx: Ctx): Promise<Record<Survey, string>> {
  const found = {} as Record<Survey, string>
  for (const [key, [kind]] of Object.entries(surveys)) {
    await ctx.db.run(sql`
      insert into surveys (workspace_id, id, key, name, kind, mail_subject, mail_intro, created_at, updated_at)
      select ${ctx.workspaceId}, ${newId()}, ${key}, ${key}, ${kind}, 'Subject', 'Intro', ${ctx.now()}, ${ctx.now()}
      where not exists (select 1 from surveys where workspace_id = ${ctx.workspaceId} and key = ${key})`)
    const row = await ctx.db.one<{ id: string }>(sql`
      update surveys set name = ${key}, kind = ${kind} where workspace_id = ${ctx.workspaceId} and key = ${key} returning id`)
    found[key as Survey] = row.id
  }
  return found
}

/** The number of some facts, by the book. */
function byHand(key: string, facts: readonly Fact[]): { n: number; value: number | null } {
  const { count } = metrics.find((one) => one.key === key)!
  const n = facts.length
  const values = facts.map(({ value }) => value)
  const enough = <T>(size: number, value: T) => (size < 5 ? null : value)
  const part = (of: number, size: number) => enough(size, (100 * of) / size)
  if (count.as === 'number') return { n, value: n }
  if (count.as === 'nps') {
    const share =
      (100 * (values.filter((one) => one >= 9).length - values.filter((one) => one <= 6).length)) / n
    return { n, value: enough(n, Math.sign(share) * Math.round(Math.abs(share)) + 0) }
  }
  if (count.as === 'mean')
    return { n, value: enough(n, Math.round((10 * values.reduce((a, b) => a + b, 0)) / n) / 10) }
  if (count.as === 'pairs') return { n, value: enough(n, values.reduce((a, b) => a + b, 0) / n / 100) }
  if (count.as === 'share')
    return {
      n,
      value: part(facts.filter((one) => (count.of === 'flag' ? one.flag : one.value >= count.of)).length, n),
    }
  const done = values.filter((one) => one >= 0).sort((a, b) => a - b)
  if (count.as === 'wait')
    return { n: done.length, value: enough(done.length, done[Math.ceil(done.length / 2) - 1] ?? null) }
  const inside = done.filter((one) => one < 48 * 60).length
  const judged = done.length + facts.filter((one) => one.value < 0 && one.flag).length
  return { n: judged, value: part(inside, judged) }
}

test('every metric equals its slow recomputation, as a whole, by each dimension and by week', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), async (seed) => {
      const ws = await t.workspace()
      const facts = await makePast(ws, seed)
      for (const metric of metrics) {
        const all = facts[metric.key]!.filter(
          // to the end of today: a step that is done before its latest time counts, also where that is still to come
          ({ at }) => at.toISOString() >= from && localDay(at) <= localDay(t.clock.now()),
        )
        const same = (
          found: { n: number; value: number | null },
          expected: { n: number; value: number | null },
          where: string,
        ) => {
          expect(found.n, `${metric.key} ${where}: n`).toBe(expected.n)
          if (expected.value === null) expect(found.value, `${metric.key} ${where}`).toBeNull()
          else expect(found.value, `${metric.key} ${where}`).toBeCloseTo(expected.value, 8)
        }
        for (const by of metric.by as readonly Dimension[]) {
          const answer = await ws.owner.call(getMetric, { key: metric.key, from, by, step: 'week' })
          same(answer.figure, byHand(metric.key, all), 'whole')
          for (const point of answer.points)
            same(
              point.figure,
              byHand(
                metric.key,
                all.filter(
                  ({ at }) =>
                    stepStart(at.toISOString().slice(0, 10), 'week') === stepStart(point.from, 'week'),
                ),
              ),
              point.from,
            )
          const nameOf = (one: { key: string; label: string }) => (by === 'survey' ? one.label : one.key)
          expect(
            new Set(
              answer.groups
                .filter(({ before, figure }) => figure.n + before!.n > 0)
                .map(({ of }) => nameOf(of[0]!)),
            ),
          ).toEqual(
            new Set([...all.filter((one) => byHand(metric.key, [one]).n > 0).map((one) => one.by[by]!)]),
          )
          for (const group of answer.groups)
            same(
              group.figure,
              byHand(
                metric.key,
                all.filter((one) => one.by[by] === nameOf(group.of[0]!)),
              ),
              `by ${by}`,
            )
        }
      }
    }),
    // one past is some four hundred figures; each run of the tests has another
    { numRuns: 1 },
  )
}, 120_000)
