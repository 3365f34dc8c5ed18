import { columns, opened, type Row, readAll } from '#organize/classify/commands.ts'
import { suggestedFields } from '#organize/classify/contract.ts'
import type { KeptFields } from '#organize/classify/decisions.ts'
import type { Known } from '#organize/classify/guesses.ts'
import { modelOf, readKnown } from '#organize/classify/known.ts'
import { flagNegative } from '#organize/classify/negative.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'

/** Suggestions that nobody decided on yet follow what is taught. */

/** So many waiting items are looked at again, the newest: what people see next. */
const renewMost = 300

interface Waiting extends Row {
  fields: KeptFields
}

/** The newest items that wait for triage, with what is suggested for them; `lock` keeps them as they are. */
export async function waitingItems(ctx: Ctx, lock: Sql = sql.empty): Promise<Waiting[]> {
  const ws = ctx.workspaceId
  return ctx.db.many<Waiting>(sql`
    select ${columns}, s.fields
    from (
      select k.id from inbox_piles p cross join lateral (
        select n.id, n.received_at from inbox_items n where n.workspace_id = ${ws} and n.pile = p.pile
        order by n.received_at desc, n.id desc limit ${renewMost}
      ) k
      where p.workspace_id = ${ws} and p.type is null and p.status = 'open' and not p.is_history
      order by k.received_at desc, k.id desc limit ${renewMost}
    ) newest
    join inbox_items i on i.workspace_id = ${ws} and i.id = newest.id
    join suggestions s on s.workspace_id = ${ws} and s.feedback_id = newest.id
    join feedback_items f on f.workspace_id = ${ws} and f.id = newest.id
    order by i.id ${lock}`)
}

/** What would be suggested now where nobody decided yet: the fields that differ from what is suggested. */
export async function renewed(items: readonly Waiting[], known: Known) {
  const read = await readAll(items, known)
  return read.flatMap(({ row, reading }, at) => {
    const { fields } = items[at]!
    const now: KeptFields = { ...fields }
    const changes = suggestedFields.filter((field) => {
      const before = fields[field]
      if (before && before.state !== 'open') return false
      const guess = reading.guesses[field]
      if (guess) now[field] = opened({ [field]: guess })[field]!
      else delete now[field]
      return before?.value !== guess?.value || before?.confidence !== guess?.confidence
    })
    return changes.length === 0 ? [] : [{ row, before: fields, now, changes }]
  })
}

/** Makes the open suggestions of the newest waiting items anew with what is taught now. */
export async function renewWaiting(ctx: Ctx): Promise<void> {
  // Items are locked before their suggestions, as everywhere: nobody decides on what is just made anew.
  const [items, known] = await Promise.all([waitingItems(ctx, sql`for update of i, s`), readKnown(ctx)])
  const changed = await renewed(items, known)
  if (changed.length === 0) return
  const rows = changed.map(({ row, now }) => ({ id: row.id, fields: now }))
  ctx.db.later(sql`
    update suggestions s set fields = r.fields, model = ${modelOf(known)}
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (id uuid, fields jsonb)
    where s.workspace_id = ${ctx.workspaceId} and s.feedback_id = r.id`)
  flagNegative(
    ctx,
    changed
      .filter(({ changes }) => changes.includes('negative'))
      .map(({ row, now }) => ({ id: row.id, isNegative: now.negative !== undefined })),
  )
}
