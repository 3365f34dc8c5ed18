import { type Staff, staffAt } from '#app/demo/customers.ts'
import { atTime, type Past } from '#app/demo/past.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId } from '#platform/ids.ts'
import { createRelease } from '#prioritize/releases/commands.ts'
import { shipRelease } from '#prioritize/releases/ship.ts'

const notes = [
  'Forms and fees: what offices asked for most since the summer.',
  'Smaller things that were in the way every day.',
]

/** What shipped in the year, together and when, and what comes next. */
export function makeReleases(past: Past, staff: Staff): Promise<void> {
  return past.part('releases', { words: 'Writing down releases', weight: 10 }, async (ctx) => {
    const shipped = await ctx.db.many<{ id: string; at: Date }>(sql`
      select r.id, m.at from requests r
      join request_moves m on m.workspace_id = ${past.workspaceId} and m.request_id = r.id and m.number = r.move
      where r.workspace_id = ${past.workspaceId} and r.status = 'shipped' and r.merged_into_id is null order by m.at, r.id`)
    const coming = await ctx.db.many<{ id: string }>(sql`
      select id from requests where workspace_id = ${past.workspaceId} and status = 'in_progress' and merged_into_id is null
      order by target_on, id limit 3`)
    const product = staffAt(staff, 1)
    const half = Math.ceil(shipped.length / 2)
    for (const [i, some] of [shipped.slice(0, half), shipped.slice(half)].entries()) {
      const last = some.at(-1)
      if (!last) continue
      const then = atTime(ctx, last.at, product)
      const { id } = await createRelease(then, {
        name: `Larkfield ${i + 7}`,
        notes: notes[i],
        isPublic: true,
        requestIds: some.map((one) => one.id),
      })
      await shipRelease(then, { releaseId: decodeId('rel', id)! })
    }
    await createRelease(atTime(ctx, past.hours.daysAgo(12), product), {
      name: 'Larkfield 9',
      isPublic: true,
      plannedOn: new Date(past.now.getTime() + 30 * 86_400_000).toISOString().slice(0, 10),
      requestIds: coming.map((one) => one.id),
    })
  })
}
