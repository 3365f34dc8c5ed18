import { type Staff, staffAt } from '#app/demo/customers.ts'
import { atTime, doorInto, type Past } from '#app/demo/past.ts'
import { sendAnnouncement } from '#close/announcements/commands.ts'
import { fillAnnouncement } from '#close/announcements/fill.ts'
import { promiseOfAnnouncement } from '#close/promises/make.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId } from '#platform/ids.ts'

interface Row {
  id: string
  title: string
  status: string
  target_on: string | null
}

/** What those who asked were told this morning: what is planned and by when, what is not, and what is there. */
export function makeAnnouncements(past: Past, staff: Staff): Promise<void> {
  return past.part('announcements', { words: 'Telling who asked', weight: 20 }, async (ctx) => {
    const rows = await ctx.db.many<Row>(sql`
      select r.id, r.title, r.status, r.target_on::text as target_on from requests r
      where r.workspace_id = ${past.workspaceId} and r.merged_into_id is null and r.contacts > 0
        and r.status in ('planned', 'in_progress', 'declined', 'parked') order by r.demand_cents desc, r.id limit 8`)
    for (const row of rows) await tell(ctx, past, staff, row)
    const release = await ctx.db.maybe<{ id: string; name: string }>(sql`
      select id, name from releases
      where workspace_id = ${past.workspaceId} and shipped_at is not null order by shipped_at desc limit 1`)
    if (release)
      await send(ctx, past, staff, {
        releaseId: release.id,
        kind: 'shipped',
        texts: {
          en: { what: release.name, how: 'It is switched on for every office. Nothing has to be set up.' },
        },
        slots: {},
      })
  })
}

async function tell(ctx: Ctx, past: Past, staff: Staff, row: Row): Promise<void> {
  const isComing = row.status === 'planned' || row.status === 'in_progress'
  const toldOn = past.now.toISOString().slice(0, 10)
  if (isComing && (!row.target_on || row.target_on <= toldOn)) return
  await send(ctx, past, staff, {
    requestId: row.id,
    kind: isComing ? 'planned' : 'not_planned',
    texts: {
      en: {
        what: row.title,
        ...(!isComing && {
          why: 'Few offices could use it so far, and other things help more of you first.',
          workaround: 'Write to us: support sets it up by hand for you.',
        }),
      },
    },
    slots: isComing ? { when: row.target_on! } : { again: 'quarterly' },
  })
}

async function send(
  ctx: Ctx,
  past: Past,
  staff: Staff,
  input: Omit<Parameters<typeof sendAnnouncement>[1], 'language'>,
): Promise<void> {
  // The newest mails of all, as the outbox shows them.
  const then = atTime(ctx, new Date(past.now.getTime() - 10 * 60_000), staffAt(staff, 1))
  const sent = await sendAnnouncement(then, { language: 'en', ...input }).catch(
    (error: { code?: string }) => {
      if (error.code !== 'announcement.nobody') throw error
    },
  )
  if (!sent) return
  const announcementId = decodeId('ann', sent.id)!
  const left = atTime(ctx, new Date(sent.sendAt))
  await fillAnnouncement(
    doorInto(left, past.door),
    past.workspaceId,
    announcementId,
    new AbortController().signal,
  )
  await promiseOfAnnouncement(left, announcementId)
}
