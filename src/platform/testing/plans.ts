import pg from 'pg'
import { readConfig } from '#platform/config.ts'
import type { Actor, Ctx } from '#platform/context.ts'
import type { Db } from '#platform/db/db.ts'
import { createPool } from '#platform/db/pool.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { createDoor } from '#platform/door.ts'
import { Waker } from '#platform/events/wake.ts'
import { newId } from '#platform/ids.ts'
import { createTestDatabase } from '#platform/testing/cluster.ts'

/** One node of a plan, with the statement it is of. */
export interface Scan {
  node: string
  table: string
  index: string | undefined
  statement: string
}

interface Plan {
  'Node Type': string
  'Index Name'?: string
  'Relation Name'?: string
  Plans?: Plan[]
}

/**
 * A database of its own with a workspace that `fill` fills as the owner, to see how statements are planned among many rows
 * when the application's role sends them.
 */
export async function openPlans(
  fill: (
    query: (text: string, values?: unknown[]) => Promise<pg.QueryResult>,
    workspaceId: string,
  ) => Promise<void>,
) {
  const workspaceId = newId()
  const database = await createTestDatabase()
  const owner = new pg.Client(database.connections.owner)
  await owner.connect()
  await owner.query(`insert into workspaces values ($1, 'plans', 'Plans', false, now())`, [workspaceId])
  await fill((text, values = [workspaceId]) => owner.query(text, values), workspaceId)
  await owner.query('vacuum analyze')
  await owner.end()
  const pool = createPool(database.connections.app, { max: 2, name: 'plans' })
  const door = createDoor({
    config: readConfig({ HEARBACK_DATA: '/nonexistent' }),
    pool,
    projections: [],
    waker: new Waker([], async () => {}),
  })
  return {
    workspaceId,
    /** How the tables are read by every statement that `work` sends. */
    scansOf: (actor: Actor, work: (ctx: Ctx) => Promise<unknown>): Promise<Scan[]> =>
      door.inWorkspace(workspaceId, actor, async (ctx) => {
        const sent: Sql[] = []
        const note = <T>(statement: Sql, answer: T) => {
          sent.push(statement)
          return answer
        }
        const db: Db = {
          many: (statement) => note(statement, ctx.db.many(statement)),
          one: (statement) => note(statement, ctx.db.one(statement)),
          maybe: (statement) => note(statement, ctx.db.maybe(statement)),
          run: (statement) => note(statement, ctx.db.run(statement)),
          later: (statement) => note(statement, ctx.db.later(statement)),
          savepoint: (inner) => ctx.db.savepoint(inner),
        }
        await work(Object.assign(Object.create(ctx), { db }))
        const found: Scan[] = []
        for (const statement of sent) {
          const [row] = await ctx.db.many<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
            sql`explain (format json) ${statement}`,
          )
          found.push(...scans(row!['QUERY PLAN'][0].Plan, statement.compile().text))
        }
        return found
      }),
    async close() {
      await pool.end()
      await database.drop()
    },
  }
}

const scans = (plan: Plan, statement: string): Scan[] => [
  ...(plan['Relation Name']
    ? [{ node: plan['Node Type'], table: plan['Relation Name'], index: plan['Index Name'], statement }]
    : []),
  ...(plan.Plans ?? []).flatMap((one) => scans(one, statement)),
]
