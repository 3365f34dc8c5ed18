import { z } from 'zod'
import { sql } from '#platform/db/sql.ts'
import { type Task, task } from '#platform/jobs/task.ts'

const keptHours = 24

/** Every hour: addresses that somebody typed and nobody proved are forgotten. */
const forget = task('portal.forget', z.object({}), async (_, door) => {
  const before = new Date(door.now().getTime() - keptHours * 3_600_000)
  await door.outside((db) => db.run(sql`select forget_portal_sign_ins(${before})`))
})

export const tasks = [forget] as Task[]
export const schedules = [{ cron: '41 * * * *', task: forget }]
