import type { Pool } from 'pg'
import { encodeId } from '#platform/ids.ts'
import { atMost, median, type Part, percentile, say } from './figure.ts'
import { knowPiles } from './items.ts'
import type { Lab, Product } from './lab.ts'
import { request, runLoad } from './load.ts'
import { checked } from './post.ts'

const requestsPerRound = 100

/** GET /feedback with each kind of filter, in a workspace of `large` items against one of 10,000. */
export async function measureList(lab: Lab, rounds: number, large: number): Promise<Part> {
  const products = { small: await lab.product('small'), large: await lab.product('large') }
  const sizes = { small: 10_000, large }
  const members: Record<string, string> = {}
  for (const name of ['small', 'large'] as const) {
    say(`list: writing ${sizes[name].toLocaleString('en')} items`)
    members[name] = await seed(products[name].owner, products[name].workspaceId, sizes[name])
  }
  const filters = {
    'no filter': () => '',
    type: () => '&type=bug_report',
    status: () => '&status=done',
    channel: () => '&channel=email',
    assignee: (name: string) => `&assignee=${members[name]}`,
    'a combination without hits': () => '&type=praise&channel=phone&status=spam&priority=critical',
  }
  const notes: string[] = []
  let worst = { middle: 0, high: 0 }
  for (const [label, filter] of Object.entries(filters)) {
    const measure = async (name: 'small' | 'large', count: number) => {
      const { port, key } = products[name]
      const bytes = request('GET', `/api/v1/feedback?limit=20${filter(name)}`, {
        authorization: `Bearer ${key}`,
      })
      let left = count
      const load = runLoad({
        port,
        connections: 1,
        seconds: 600,
        next: () => (left-- > 0 ? bytes : undefined),
      })
      const { latencies } = await checked(`GET /feedback, ${label}`, load)
      return { middle: median(latencies), high: percentile(latencies, 0.95) }
    }
    await measure('small', 20)
    await measure('large', 20)
    const middle: number[] = []
    const high: number[] = []
    const seen: string[] = []
    for (let round = 0; round < rounds; round++) {
      const small = await measure('small', requestsPerRound)
      const big = await measure('large', requestsPerRound)
      middle.push(big.middle / small.middle)
      high.push(big.high / small.high)
      seen.push(`${big.middle.toFixed(1)}/${small.middle.toFixed(1)}`)
    }
    worst = { middle: Math.max(worst.middle, median(middle)), high: Math.max(worst.high, median(high)) }
    say(
      `list, ${label}: median ${median(middle).toFixed(2)}, p95 ${median(high).toFixed(2)} (ms ${seen.join(' ')})`,
    )
    notes.push(
      `GET /feedback, ${label}: median ${median(middle).toFixed(2)} times, p95 ${median(high).toFixed(2)} times that of 10,000 items.`,
    )
  }
  await products.small.stop()
  await products.large.stop()
  const size = large.toLocaleString('en')
  return {
    figures: [
      atMost(`GET /api/v1/feedback at ${size} items against 10,000, median, slowest filter`, worst.middle, 2),
      atMost(`GET /api/v1/feedback at ${size} items against 10,000, p95, slowest filter`, worst.high, 2),
    ],
    notes,
  }
}

const chunk = 50_000

/** Writes items and their inbox lines as the product would, in SQL, because a million of them by HTTP takes long. */
async function seed(owner: Pool, workspaceId: Product['workspaceId'], count: number): Promise<string> {
  const member = (await owner.query<{ id: string }>('select id from members limit 1')).rows[0]!.id
  for (let from = 0; from < count; from += chunk) {
    await owner.query(
      `with made as (
        select n, at, (substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-7' || lpad(to_hex(n & 4095), 3, '0') || '-8' || substr(m, 1, 3) || '-' || substr(m, 4, 12))::uuid as id,
          (array['email', 'widget', 'survey', 'review', 'chat'])[1 + n % 5] as channel,
          (array['bug', 'feature', 'general', null])[1 + n % 4] as kind, m
        from (select n, at, lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') as h, md5(n::text) as m
          from (select n, timestamptz '2026-01-01 00:00Z' + n * interval '20 seconds' as at from generate_series($2::int, $3::int) n) t) u
      ), items as (
        insert into feedback_items (workspace_id, id, channel, kind, verbatim, occurred_at, received_at, is_history)
        select $1, id, channel, kind, 'The ' || (array['export', 'filter', 'invoice', 'login', 'search', 'report'])[1 + n % 6] || ' is ' ||
          (array['slow', 'broken', 'great', 'confusing', 'missing'])[1 + n % 5] || ' since the update ' || m || '. ' ||
          repeat('We use it every morning with the whole team and would like an answer. ', 3), at, at, false from made
      )
      insert into inbox_items (workspace_id, id, received_at, occurred_at, channel, kind, is_history, queue, status, snoozed_until, type, priority, assignee_member_id)
      select $1, id, at, at, channel, kind, false, (array['support', 'product', 'general', 'success'])[1 + n % 4],
        case when n % 20 = 0 then 'snoozed' when n % 20 = 1 then 'spam' when n % 20 < 14 then 'done' else 'open' end,
        case when n % 20 = 0 then timestamptz '2027-06-01' end,
        case when n % 10 < 7 then (array['bug_report', 'feature_request', 'praise', 'question', 'pricing'])[1 + (n / 10) % 5] end,
        (array['high', 'medium', 'low', null])[1 + (n / 7) % 4], case when n % 5 = 3 then $4::uuid end
      from made`,
      [workspaceId, from, Math.min(from + chunk, count) - 1, member],
    )
  }
  await knowPiles(owner)
  await owner.query('vacuum analyze feedback_items, inbox_items, inbox_piles')
  return encodeId('mem', member)
}
