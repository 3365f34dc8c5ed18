import { z } from 'zod'
import { silence, speakAgain } from '#close/portal/commands/silence.ts'
import { tellFollowersTask } from '#close/portal/commands/tell.ts'
import { sql } from '#platform/db/sql.ts'
import { type Emitted, projection } from '#platform/events/event.ts'
import { type Task, task } from '#platform/jobs/task.ts'

const keptHours = 24

/** Every hour: addresses that somebody typed and nobody proved are forgotten. */
const forget = task('portal.forget', z.object({}), async (_, door) => {
  const before = new Date(door.now().getTime() - keptHours * 3_600_000)
  await door.outside((db) => db.run(sql`select forget_portal_sign_ins(${before})`))
})

export const projections = [
  // The link in a mail about an idea stops mail about that idea alone.
  projection(
    'mail.unsubscribed',
    async (
      ctx,
      { payload }: Emitted<{ contactId: string | null; aboutId: string | null; topic: string }>,
    ) => {
      const { contactId, aboutId, topic } = payload
      if (contactId && aboutId && topic === 'updates') await silence(ctx, { aboutId, contactId })
    },
  ),
  projection(
    'request.contact_followed',
    async (ctx, { payload }: Emitted<{ requestId: string; contactId: string; isFollowing: boolean }>) => {
      if (payload.isFollowing) await speakAgain(ctx, payload)
    },
  ),
]

export const tasks = [forget, tellFollowersTask] as Task[]
export const schedules = [{ cron: '41 * * * *', task: forget }]
