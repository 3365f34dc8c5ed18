import { type Decision, recordDecisions } from '#organize/classify/decisions.ts'
import { feedbackTriaged } from '#organize/inbox/events.ts'
import { routingSettings } from '#organize/inbox/settings.ts'
import { lockStandings, type Stood, writeStandings } from '#organize/inbox/standing.ts'
import { type ChangeOf, changed, difference, type Standing } from '#organize/inbox/triage.ts'
import { categorySettings } from '#organize/tags/settings.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** Refuses a change that names a type, area, member or tag that is not there, or a past snooze. */
export async function checkChange(ctx: Ctx, change: ChangeOf): Promise<void> {
  const ws = ctx.workspaceId
  const none = (what: string, field: string, hint: string) =>
    new AppError('invalid', `${what}.not_found`, `${field}: there is no ${what} with this ${hint}.`)
  if (change.type) {
    const { types } = await getSetting(ctx, categorySettings)
    if (!types.some((type) => type.code === change.type)) {
      throw new AppError(
        'invalid',
        'type.unknown',
        `type: there is no type ${change.type}. Take one of ${types.map((type) => type.code).join(', ')}.`,
      )
    }
  }
  if (change.areaId) {
    const area = await ctx.db.maybe(
      sql`select 1 from product_areas where workspace_id = ${ws} and id = ${change.areaId}`,
    )
    if (!area) throw none('area', 'areaId', 'id. GET /api/v1/categories lists them')
  }
  if (change.assigneeId) {
    const member = await ctx.db.maybe(sql`
      select 1 from members where workspace_id = ${ws} and id = ${change.assigneeId} and removed_at is null`)
    if (!member) throw none('member', 'assigneeId', 'id. GET /api/v1/members lists them')
  }
  const tagIds = [...new Set([...(change.addTagIds ?? []), ...(change.removeTagIds ?? [])])]
  if (tagIds.length > 0) {
    const { n } = await ctx.db.one<{ n: number }>(sql`
      select count(*) as n from tags where workspace_id = ${ws} and id = any (${tagIds}::uuid[])`)
    if (n < tagIds.length) throw none('tag', 'addTagIds', 'id. GET /api/v1/categories lists them')
  }
  if (change.status === 'snoozed' && change.snoozedUntil! <= ctx.now()) {
    throw new AppError('invalid', 'snooze.past', 'snoozedUntil: this time has passed. Choose one ahead.')
  }
}

export interface Applied {
  changed: number
  skipped: number
  /** ids that are there, in the order of the ids */
  found: Stood[]
}

/** Changes up to 1,000 items in a few statements and keeps what stood there before, under `changeId`. */
export async function applyChange(
  ctx: Ctx,
  changeId: string,
  ids: readonly string[],
  change: ChangeOf,
): Promise<Applied> {
  const found = await lockStandings(ctx, ids)
  const { rules } = change.type === undefined ? { rules: [] } : await getSetting(ctx, routingSettings)
  const now = ctx.now()
  const moved = found.flatMap(({ id, standing, source }) => {
    if (standing.status === 'merged') return [] // what counts is the item it was merged into
    const after = changed(standing, source, change, now, rules)
    const diff = difference(standing, after)
    return Object.keys(diff.after).length === 0 ? [] : [{ id, before: standing, after, diff }]
  })
  const applied = { changed: moved.length, skipped: ids.length - moved.length, found }
  if (moved.length === 0) return applied

  writeStandings(ctx, moved)
  const rows = moved.map(({ id, diff }) => ({ id, before: diff.before, after: diff.after }))
  ctx.db.later(sql`
    insert into inbox_change_items (workspace_id, change_id, feedback_id, at, before, after)
    select ${ctx.workspaceId}::uuid, ${changeId}::uuid, r.id, ${now}::timestamptz, r.before, r.after
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (id uuid, before jsonb, after jsonb)
    on conflict do nothing`)
  await recordDecisions(
    ctx,
    moved.flatMap(({ id, diff }) => decisionsOf(id, diff.after)),
    changeId,
  )
  await announce(
    ctx,
    changeId,
    moved.map(({ id }) => id),
    fieldsOf(moved.map(({ diff }) => diff.after)),
    change,
    false,
  )
  return applied
}

/** Tells the house which items were triaged. */
export async function announce(
  ctx: Ctx,
  changeId: string,
  ids: string[],
  fields: string[],
  change: ChangeOf,
  isUndo: boolean,
): Promise<void> {
  const { type, priority, areaId, assigneeId, queue, status, sentiment, urgency, isNegative } = change
  await ctx.emit(feedbackTriaged, {
    subjectId: ids.length === 1 ? ids[0]! : changeId,
    payload: {
      ids,
      changeId,
      fields,
      isUndo,
      change: { type, priority, areaId, assigneeId, queue, status, sentiment, urgency, isNegative },
    },
  })
}

/** The names of all fields that changed in any of these. */
export function fieldsOf(diffs: readonly Partial<Standing>[]): string[] {
  return [...new Set(diffs.flatMap((diff) => Object.keys(diff)))].sort()
}

const judged = {
  type: 'type',
  priority: 'priority',
  areaId: 'area',
  sentiment: 'sentiment',
  urgency: 'urgency',
  isNegative: 'negative',
} as const

/** What a change says about the suggestions of an item. */
export function decisionsOf(feedbackId: string, after: Partial<Standing>): Decision[] {
  return (Object.keys(judged) as (keyof typeof judged)[])
    .filter((field) => field in after)
    .map((field) => ({ feedbackId, field: judged[field], chosen: chosenOf(after[field]) }))
}

function chosenOf(value: string | boolean | null | undefined): string | null {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return value ?? null
}
