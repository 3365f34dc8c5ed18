import type { Subject } from '#measure/quality/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

/** Of these things those that can still be judged: what retention anonymised stays as it was judged last. */
export async function judgeable(
  { db, workspaceId: ws }: Ctx,
  subject: Subject,
  ids: readonly string[],
): Promise<readonly string[]> {
  const gone = {
    item: sql`select from inbox_items x where x.workspace_id = ${ws} and x.id = g.id and x.anonymised_at is not null
        and x.status not in ('merged', 'spam')
      union all select from inbox_items v where v.workspace_id = ${ws} and v.merged_into_id = g.id and v.anonymised_at is not null
      union all select from cases k where k.workspace_id = ${ws} and k.feedback_id = g.id and k.anonymised_at is not null`,
    answer: sql`select from responses x where x.workspace_id = ${ws} and x.id = g.id and x.anonymised_at is not null`,
    case: sql`select from cases x where x.workspace_id = ${ws} and x.id = g.id and x.anonymised_at is not null`,
    // who stood behind it, and was told, nobody can tell any more
    request: sql`select from requests q join request_evidence e on e.workspace_id = ${ws} and e.request_id = q.id
      join inbox_items x on x.workspace_id = ${ws} and x.id = e.feedback_id and x.anonymised_at is not null
      where q.workspace_id = ${ws} and (q.id = g.id or q.merged_into_id = g.id)
        and exists (select from quality_occurrences o where o.workspace_id = ${ws} and o.check_key = 'told_shipped'
          and o.subject_id = g.id and o.verdict <> 'pending')`,
  }[subject as string]
  if (!gone) return ids
  const rows = await db.many<{ id: string }>(
    sql`select id from unnest(${[...ids]}::uuid[]) as g (id) where not exists (${gone})`,
  )
  return rows.map((row) => row.id)
}
