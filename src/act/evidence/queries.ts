import type { StepRecord } from '#act/cases/load.ts'
import { evidenceOf } from '#act/evidence/rules.ts'
import type { Step } from '#act/playbooks/language.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId, encodeId } from '#platform/ids.ts'

/**
 * What a case bears of the evidence of a step since the step opened, by name: the newest call or meeting, sent update or
 * corrective action. Notes and files stand on the step itself.
 */
export async function recordedEvidence(
  ctx: Ctx,
  row: Pick<StepRecord, 'case_id' | 'opened_at'>,
  step: Pick<Step, 'evidence' | 'sends-before'>,
): Promise<Record<string, string>> {
  const wanted = evidenceOf(step).filter(({ kind }) => kind !== 'note' && kind !== 'file')
  if (wanted.length === 0 || !row.opened_at) return {}
  const ws = ctx.workspaceId
  const found = await ctx.db.one<{ call: string | null; update: string | null; action: string | null }>(sql`
    select
      (select id from touchpoints where workspace_id = ${ws} and case_id = ${row.case_id} and kind in ('call', 'meeting')
        and direction <> 'inside' and logged_at >= ${row.opened_at} order by at desc, id desc limit 1) as call,
      (select update_id from touchpoints where workspace_id = ${ws} and case_id = ${row.case_id} and update_id is not null
        and logged_at >= ${row.opened_at} order by at desc, id desc limit 1) as update,
      (select id from corrective_actions where workspace_id = ${ws} and case_id = ${row.case_id} and state <> 'cancelled'
        and created_at >= ${row.opened_at} order by number desc limit 1) as action`)
  const ids = {
    call: found.call && encodeId('touch', found.call),
    update: found.update && encodeId('upd', found.update),
    'corrective-action': found.action && encodeId('capa', found.action),
  }
  return Object.fromEntries(
    wanted.flatMap(({ kind, name }) => {
      const id = ids[kind as keyof typeof ids]
      return id ? [[name, id]] : []
    }),
  )
}

/** The names of files that stand as evidence, by their id as it was written. */
export async function evidenceFiles(ctx: Ctx, written: readonly string[]): Promise<Map<string, string>> {
  const ids = written.flatMap((one) => decodeId('file', one) ?? [])
  if (ids.length === 0) return new Map()
  const rows = await ctx.db.many<{ id: string; name: string }>(sql`
    select id, name from files where workspace_id = ${ctx.workspaceId} and id = any(${ids}::uuid[])`)
  return new Map(rows.map((row) => [encodeId('file', row.id), row.name]))
}
