import { beforeAll, expect, it } from 'vitest'
import { mergeCustomers } from '#customers/merges/commands.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { decodeId, newId } from '#platform/ids.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { mergeRequest, undoRequestMerge } from '#prioritize/requests/commands/merges.ts'
import { createRequest } from '#prioritize/requests/commands/requests.ts'
import { castVote, joinVotes, type Voter, withdrawVote } from '#prioritize/requests/commands/votes.ts'

// `npm run test:long` goes 100,000 steps with 64 clients at once.
const steps = Number(process.env.HEARBACK_TEST_VOTES ?? '300')
const isLong = steps > 1000
const clients = isLong ? 64 : 8

const t = await testApp({ DATABASE_POOL: isLong ? '24' : '8' })
let ws: TestWorkspace
const requests: string[] = []
let contacts: string[] = []
const visitors = Array.from({ length: 12 }, () => newId())

beforeAll(async () => {
  ws = await t.workspace()
  for (let i = 0; i < 6; i++) {
    const made = await ws.run((ctx) =>
      createRequest(ctx, { title: `Idea ${i}`, competitors: [], links: [], importance: 1 }),
    )
    requests.push(decodeId('req', made.id)!)
  }
  contacts = Array.from({ length: 20 }, () => newId())
  await ws.run((ctx) =>
    ctx.db.run(sql`
      insert into contacts (workspace_id, id, name, created_at, updated_at)
      select ${ws.id}, id, 'Somebody', now(), now() from unnest(${contacts}::uuid[]) as c (id)`),
  )
})

/** Random numbers that are the same in each run. */
function randomOf(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** As a client does: no connection was free in time, nothing was changed, it asks again. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'database.unavailable') throw error
    }
  }
}

/** The kept number beside distinct voters counted from the votes alone. */
const compare = () =>
  ws.run((ctx) =>
    ctx.db.many<{ id: string; voters: number; counted: number; contacts: number; people: number }>(sql`
      select r.id, r.voters, count(distinct coalesce(root_id(c.merged_into_id, c.id), v.voter_id))::integer as counted,
        r.contacts, count(distinct root_id(c.merged_into_id, c.id))::integer as people
      from requests r
      join requests w on w.workspace_id = ${ws.id} and (w.id = r.id or w.merged_into_id = r.id)
      left join request_votes v on v.workspace_id = ${ws.id} and v.request_id = w.id
      left join contacts c on c.workspace_id = ${ws.id} and c.id = v.contact_id
      where r.workspace_id = ${ws.id} and r.merged_into_id is null group by r.id, r.voters, r.contacts order by r.id`),
  )

it(
  `votes of ${clients} clients at once stay exact through ${steps.toLocaleString('en')} votes, merges, un-merges and people who turn out to be one`,
  async () => {
    let left = steps
    const client = async (number: number) => {
      const random = randomOf(number + 7)
      const one = (): Voter =>
        random(3) === 0
          ? { id: visitors[random(visitors.length)]!, isVisitor: true }
          : { id: contacts[random(contacts.length)]!, isVisitor: false }
      const any = () => requests[random(requests.length)]!
      while (left-- > 0) {
        const what = random(100)
        const requestId = any()
        const voter = one()
        const work = patiently(() =>
          ws.run(async (ctx) => {
            // as a session does: whoever was merged votes as what they were merged into
            const root = voter.isVisitor
              ? voter.id
              : (
                  await ctx.db.one<{ id: string }>(
                    sql`select root_id(merged_into_id, id) as id from contacts where workspace_id = ${ws.id} and id = ${voter.id}`,
                  )
                ).id
            const as = { ...voter, id: root }
            if (what < 60) return void (await castVote(ctx, { requestId, voter: as, importance: random(4) }))
            if (what < 88) return void (await withdrawVote(ctx, { requestId, voter: as }))
            if (what < 92)
              return voter.isVisitor ? undefined : joinVotes(ctx, visitors[random(visitors.length)]!, root)
            if (what < 96) return void (await mergeRequest(ctx, { requestId, intoId: any() }))
            if (what < 99) {
              const merge = await ctx.db.maybe<{ id: string }>(
                sql`select id from request_merges where workspace_id = ${ws.id} and undone_at is null order by id limit 1`,
              )
              return merge && void (await undoRequestMerge(ctx, { mergeId: merge.id }))
            }
            if (voter.isVisitor) return undefined
            const loserId = contacts[random(contacts.length)]!
            await mergeCustomers(ctx, { kind: 'contact', survivorId: root, loserId })
          }),
        )
        // A merge of what was merged a moment ago is refused; a vote never is.
        await work.catch((error) => {
          if (what < 92 || !(error instanceof AppError)) throw new Error(`at ${what}`, { cause: error })
        })
      }
    }
    await Promise.all(Array.from({ length: clients }, (_, number) => client(number)))
    await t.settle()
    for (const row of await compare()) {
      expect(row.voters, row.id).toBe(row.counted)
      // nothing was said: who stands behind it are those who voted
      expect(row.contacts, row.id).toBe(row.people)
    }
    const merges = await ws.run((ctx) =>
      ctx.db.many<{ id: string }>(
        sql`select id from request_merges where workspace_id = ${ws.id} and undone_at is null order by id`,
      ),
    )
    for (const { id } of merges) await ws.run((ctx) => undoRequestMerge(ctx, { mergeId: id }))
    await t.settle()
    const apart = await compare()
    expect(apart).toHaveLength(requests.length)
    for (const row of apart) expect(row.voters, row.id).toBe(row.counted)
  },
  isLong ? 1_800_000 : 60_000,
)
