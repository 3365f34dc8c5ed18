import type { Pool } from 'pg'

/** Makes the piles of inbox lines that were written without the product known to it. */
export async function knowPiles(owner: Pool): Promise<void> {
  await owner.query(`insert into inbox_piles (workspace_id, pile, status, type, channel, kind, queue, priority, is_history, is_assigned, is_negative)
    select distinct workspace_id, pile, status, type, channel, kind, queue, priority, is_history, assignee_member_id is not null, is_negative
    from inbox_items on conflict do nothing`)
}
