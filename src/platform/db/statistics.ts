import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import { log } from '#platform/log.ts'

/** Rows that may have come in without the database having to look at its tables again. */
export const manyRows = 1000

/**
 * Has the database look at tables into which many rows have just come, so that its plans for them are good at once. Plans
 * only get better by it: that it failed is logged, and no reason to stop.
 */
export async function takeStatistics(
  door: Door,
  tables: readonly (
    | 'accounts'
    | 'announcement_people'
    | 'contacts'
    | 'feedback_items'
    | 'invitations'
    | 'mails'
    | 'sms_messages'
    | 'updates'
  )[],
): Promise<void> {
  try {
    await door.outside((db) => db.run(sql`select take_statistics(${tables})`))
  } catch (error) {
    log.warn(
      { err: error },
      'statistics of tables were not taken; the database takes them itself in a minute',
    )
  }
}
