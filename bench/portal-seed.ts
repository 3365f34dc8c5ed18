import { wordsOf } from '#prioritize/requests/similar.ts'
import { say } from './figure.ts'
import { textOf } from './items.ts'
import type { Product } from './lab.ts'

/** A portal that has been used for years, written past the product, because by HTTP it takes long. */

const inOneStatement = 2000
const [areas, boards, releases, inRelease] = [20, 5, 300, 5]
/** Requests that are talked about, and how much is said below each. */
const talkedAbout = { requests: 2000, comments: 20 }

const titleOf = (n: number, count: number) => {
  const [first, ...more] = textOf(n, count, count / 2).split(' ')
  return `${first![0]!.toUpperCase()}${first!.slice(1)} ${more.slice(0, 3 + (n % 6)).join(' ')}`.slice(0, 140)
}

/** Where so many requests stand: few are at work, some come next, many shipped. */
const statusOf = (n: number) => {
  const place = n % 500
  if (place === 0) return 'in_progress'
  if (place < 4) return 'planned'
  if (place < 11) return 'under_review'
  if (place < 31) return 'shipped'
  return place < 61 ? 'declined' : 'open'
}

/** Public requests with votes (the first ones have thousands, most a few), comments, boards and a changelog. */
export async function seedPortal(product: Product, requests: number, votes: number): Promise<void> {
  const { owner, workspaceId } = product
  say(`portal: writing ${requests.toLocaleString('en')} requests`)
  await owner.query(
    `insert into settings values ($1, 'portal', '{"access": "public", "anonymousVotes": true}', now())`,
    [workspaceId],
  )
  await owner.query(
    `with made as (
       insert into product_areas (workspace_id, id, code, name, created_at, updated_at)
       select $1, gen_random_uuid(), 'area' || g, 'Area ' || g, now(), now() from generate_series(1, ${areas}) g returning id
     ) insert into portal_boards (workspace_id, id, product_area_id, position)
     select $1, gen_random_uuid(), id, row_number() over () from made limit ${boards}`,
    [workspaceId],
  )
  const weights = Array.from({ length: requests }, (_, n) => 1 / (n + 20))
  const sum = weights.reduce((all, one) => all + one, 0)
  let [given, wanted] = [0, 0]
  for (let from = 0; from < requests; from += inOneStatement) {
    const rows = Array.from({ length: Math.min(inOneStatement, requests - from) }, (_, i) => {
      const n = from + i
      const [title, text] = [titleOf(n, requests), textOf(n, requests, requests / 2)]
      wanted += (weights[n]! * votes) / sum
      const voters = Math.round(wanted) - given
      given += voters
      return {
        n,
        title,
        text,
        voters,
        status: statusOf(n),
        words: `{${wordsOf({ title, problem: text }).words}}`,
      }
    })
    await owner.query(
      `with made as (
         insert into requests (workspace_id, id, title, problem, search_text, words, product_area_id, status, move, is_public, public_title,
           public_text, public_at, public_words, voters, actor_kind, created_at, updated_at)
         select $1, gen_random_uuid(), title, text, lower(title), words::integer[], a.id, status, case when status = 'open' then 1 else 2 end, true, title,
           text, now() - n * interval '5 minutes', words::integer[], voters, 'job', now() - n * interval '5 minutes', now()
         from jsonb_to_recordset($2) as x (n integer, title text, text text, voters integer, status text, words text)
         join (select id, row_number() over (order by id) as place from product_areas where workspace_id = $1) a on a.place = 1 + (n * 7) % ${areas}
         returning id, status
       ) insert into request_moves (workspace_id, request_id, number, from_status, status, reason, actor_kind, at)
       select $1, id, m.number, m.from_status, m.status, 'bench', 'job', now() from made
       cross join lateral (select 1, null, 'open' union all select 2, 'open', made.status where made.status <> 'open') m (number, from_status, status)`,
      [workspaceId, JSON.stringify(rows)],
    )
  }
  say(`portal: writing ${votes.toLocaleString('en')} votes`)
  // A voter of a number that no other vote for the same request has.
  await owner.query(
    `insert into request_votes (workspace_id, request_id, voter_id, is_visitor, importance, voted_at)
     select $1, r.id, ('00000000-0000-4000-8000-' || lpad(to_hex((k * 7919 + r.place * 104729) % 200000), 12, '0'))::uuid, true, k % 4, now()
     from (select id, voters, row_number() over () as place from requests where workspace_id = $1) r
     cross join lateral generate_series(1, r.voters) k`,
    [workspaceId],
  )
  await owner.query(
    `insert into portal_comments (workspace_id, id, request_id, member_id, text, state, created_at)
     select $1, gen_random_uuid(), r.id, m.id, 'We looked at this with three customers, and it comes with the next release. ' || k, 'published', now() - k * interval '1 day'
     from (select id from requests where workspace_id = $1 order by voters desc limit ${talkedAbout.requests}) r
     cross join generate_series(1, ${talkedAbout.comments}) k cross join (select id from members where workspace_id = $1 limit 1) m`,
    [workspaceId],
  )
  await owner.query(
    `insert into releases (workspace_id, id, name, notes, shipped_at, is_public, published_at, actor_kind, created_at, updated_at)
     select $1, gen_random_uuid(), 'Release ' || g, repeat('We made **lists** faster, and [a page](https://product.example) tells how. ', 12),
       now() - g * interval '1 day', true, now() - g * interval '1 day', 'job', now(), now() from generate_series(1, ${releases}) g`,
    [workspaceId],
  )
  await owner.query(
    `insert into release_requests (workspace_id, request_id, release_id, added_at)
     select $1, r.id, l.id, now() from (select id, row_number() over (order by voters desc, id) as place from requests
       where workspace_id = $1 and status = 'shipped') r
     join (select id, row_number() over (order by id) as place from releases where workspace_id = $1) l on l.place = 1 + r.place / ${inRelease}`,
    [workspaceId],
  )
  // How many items have each word, as the index of items alike knows it.
  await owner.query(
    `insert into duplicate_words (workspace_id, key, items)
     select $1, key, count(*) from requests cross join lateral unnest(words) key where workspace_id = $1 group by key`,
    [workspaceId],
  )
  await owner.query('insert into duplicate_index values ($1, $2, $3)', [workspaceId, requests, requests * 30])
  await owner.query('vacuum analyze')
}
