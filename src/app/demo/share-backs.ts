import { type Staff, staffAt } from '#app/demo/customers.ts'
import { atTime, type Past } from '#app/demo/past.ts'
import { countMarked, markItems } from '#close/ledger/positions.ts'
import { makeShareBack } from '#close/share-backs/make.ts'
import { shareBackSetting } from '#close/share-backs/settings.ts'
import { sql } from '#platform/db/sql.ts'
import { putSetting } from '#platform/settings/settings.ts'

/** The share-back of these days, sent by hand, with the weeks to come switched on. */
export function makeShareBacks(past: Past, staff: Staff): Promise<void> {
  return past.part('share-backs', { words: 'Sharing back the week', weight: 20 }, async (ctx) => {
    const settings = shareBackSetting.shape.parse({ isOn: true, since: past.now.toISOString() })
    await putSetting(atTime(ctx, past.now, staffAt(staff, 0)), shareBackSetting, settings)
    // how many loops are open is said with it: what waits to be counted is counted now
    await markItems(
      ctx,
      sql`select id from inbox_items where workspace_id = ${ctx.workspaceId} and not is_history`,
    )
    while ((await countMarked(ctx)) > 0);
    await makeShareBack(atTime(ctx, past.now, staffAt(staff, 1)), past.now)
  })
}
