import { sql } from '#platform/db/sql.ts'

/**
 * Said in a transaction: its commit is not waited for until it is on disk, because the next commit that is waited for takes
 * it along. Only where nobody outside is told before that one, and a loss is made good: what is lost, if the machine itself
 * stops, is as if it had not been done yet.
 */
export const flushedWithNext = sql`select set_config('synchronous_commit', 'off', true)`
