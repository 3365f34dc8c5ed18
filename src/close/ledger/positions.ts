import { type Counted, checkDays, moveDays } from '#close/ledger/days.ts'
import { type Loaded, loadFacts } from '#close/ledger/facts.ts'
import { ledgerOf, positionOf } from '#close/ledger/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { takeTurn } from '#platform/db/turn.ts'

/** Items counted in one transaction. */
export const pieceSize = 500

/** Marks items to be counted again, and what they were merged into. Answers how many marks are new. */
export function markItems(ctx: Ctx, ids: Sql): Promise<number> {
  const ws = ctx.workspaceId
  return ctx.db.run(sql`
    with given as materialized (select distinct id from (${ids}) as given (id) where id is not null)
    insert into loop_marks (workspace_id, feedback_id)
    select ${ws}::uuid, id from (
      select id from given
      union
      select i.merged_into_id from given
      join inbox_items i on i.workspace_id = ${ws} and i.id = given.id and i.merged_into_id is not null
    ) both_ends order by id
    on conflict do nothing`)
}

/** Counts a piece of the marked items afresh; answers how many marks it took. */
export async function countMarked(ctx: Ctx): Promise<number> {
  const ws = ctx.workspaceId
  const taken = await ctx.db.many<{ feedback_id: string }>(sql`
    delete from loop_marks where workspace_id = ${ws} and feedback_id in (
      select feedback_id from loop_marks where workspace_id = ${ws} order by feedback_id limit ${pieceSize} for update skip locked)
    returning feedback_id`)
  await recount(
    ctx,
    taken.map((row) => row.feedback_id),
  )
  return taken.length
}

/** Of these items those that can still be counted: where one, a voice or a case of it was anonymised, its loop stays as it was. */
async function countable({ db, workspaceId: ws }: Ctx, ids: readonly string[]): Promise<string[]> {
  const rows = await db.many<{ id: string }>(sql`
    select id from unnest(${[...ids]}::uuid[]) as g (id) where not exists (
      select from inbox_items i where i.workspace_id = ${ws} and i.id = g.id and i.status not in ('merged', 'spam') and (
        i.anonymised_at is not null
        or exists (select from inbox_items v where v.workspace_id = ${ws} and v.merged_into_id = i.id and v.anonymised_at is not null)
        or exists (select from cases k where k.workspace_id = ${ws} and k.feedback_id = i.id and k.anonymised_at is not null)))`)
  return rows.map((row) => row.id)
}

/** Writes where the loops of these items stand now; done twice, the second time changes nothing. */
async function recount(ctx: Ctx, marked: readonly string[]): Promise<void> {
  const ids = await countable(ctx, marked)
  if (ids.length === 0) return
  const ws = ctx.workspaceId
  // Sums move by what stood before: nobody else may move it meanwhile.
  await takeTurn(ctx, 'loops')
  const before = await ctx.db.many<Counted>(sql`
    select received_at, channel, segment, owner_member_id, missing from loop_positions where workspace_id = ${ws} and id = any(${ids}::uuid[])`)
  const rows = (await loadFacts(ctx, ids)).map(stored)
  await ctx.db.run(sql`
    delete from loop_positions where workspace_id = ${ws} and id = any(${ids}::uuid[]) and id <> all(${rows.map((row) => row.id)}::uuid[])`)
  await ctx.db.run(sql`
    insert into loop_positions as p (workspace_id, id, received_at, channel, segment, owner_member_id, value_cents, missing, closed_at)
    select ${ws}::uuid, r.* from (${recordsOf(rows)}) r order by r.id
    on conflict (workspace_id, id) do update set channel = excluded.channel, segment = excluded.segment,
      owner_member_id = excluded.owner_member_id, value_cents = excluded.value_cents, missing = excluded.missing, closed_at = excluded.closed_at
    where (p.channel, p.segment, p.owner_member_id, p.value_cents, p.missing, p.closed_at)
      is distinct from (excluded.channel, excluded.segment, excluded.owner_member_id, excluded.value_cents, excluded.missing, excluded.closed_at)`)
  await moveDays(ctx, before, rows)
}

function stored({ id, facts, segment, ownerId, valueCents }: Loaded) {
  const { missing, closedAt } = positionOf(ledgerOf(facts))
  return {
    id,
    received_at: facts.receivedAt,
    channel: facts.channel,
    segment,
    owner_member_id: ownerId,
    value_cents: valueCents,
    missing,
    closed_at: closedAt,
  }
}

const recordsOf = (rows: readonly object[]) => sql`
  select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, received_at timestamptz, channel text,
    segment text, owner_member_id uuid, value_cents bigint, missing text, closed_at timestamptz)`

export interface LoopCheck {
  loops: number
  /** Positions that differ from counting again or should not be there, and sums of a day that do. */
  wrong: number
}

/** Counts every loop of the workspace again and compares; with `repair` what differs is written anew. */
export async function checkLoops(ctx: Ctx, options: { repair?: boolean } = {}): Promise<LoopCheck> {
  const ws = ctx.workspaceId
  const check: LoopCheck = { loops: 0, wrong: 0 }
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const found = (
      await ctx.db.many<{ id: string }>(sql`
        select id from (
          (select id from inbox_items where workspace_id = ${ws} and id > ${after} order by id limit ${pieceSize})
          union
          (select id from loop_positions where workspace_id = ${ws} and id > ${after} order by id limit ${pieceSize})
        ) x order by id limit ${pieceSize}`)
    ).map((row) => row.id)
    if (found.length === 0) break
    after = found.at(-1)!
    const ids = await countable(ctx, found)
    const rows = (await loadFacts(ctx, ids)).map(stored)
    check.loops += rows.length
    const { wrong } = await ctx.db.one<{ wrong: number }>(sql`
      select count(*) as wrong from (${recordsOf(rows)}) r
      full join (select * from loop_positions where workspace_id = ${ws} and id = any(${ids}::uuid[])) p on p.id = r.id
      where (r.id, r.channel, r.segment, r.owner_member_id, r.value_cents, r.missing, r.closed_at)
        is distinct from (p.id, p.channel, p.segment, p.owner_member_id, p.value_cents, p.missing, p.closed_at)`)
    check.wrong += wrong
    if (options.repair && wrong > 0) await recount(ctx, ids)
  }
  check.wrong += await checkDays(ctx, options)
  return check
}
