import { type Span, spanOf, spikes, usual, weekChange, weeksShown } from '#analyze/themes/rules.ts'
import type { Trend } from '#analyze/trends/contract.ts'
import type { Dimension } from '#analyze/trends/rules.ts'
import { channelLabel } from '#collect/feedback/rules.ts'
import { feedbackSettings } from '#collect/feedback/settings.ts'
import { categorySettings } from '#organize/tags/settings.ts'
import type { Ctx } from '#platform/context.ts'
import { joiningMany } from '#platform/db/joining-many.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'
import { holding } from '#platform/statistics/chances.ts'

interface Row {
  key: string | null
  label: string | null
  week: number
  n: number
}

/**
 * Items by week, counted by when they were said, for each value of a dimension: the largest first. Types, priorities and
 * areas are those of triage; what nobody triaged stands under the empty key. A voice of another item counts with that one.
 */
export async function listTrends(
  ctx: Ctx,
  { by, segment }: { by: Dimension; segment?: string | undefined },
): Promise<{ data: Trend[]; items: number; span: Span }> {
  const span = spanOf(ctx.now())
  const rows = await joiningMany(ctx, () => countWeeks(ctx, by, span, segment))
  const nameOf = await namesOf(ctx, by)
  const byKey = new Map<string, { label: string; weeks: number[]; before: number }>()
  for (const { key, label, week, n } of rows) {
    const place = key ?? ''
    const one = byKey.get(place) ?? {
      label: label ?? nameOf(place),
      weeks: Array<number>(weeksShown).fill(0),
      before: 0,
    }
    byKey.set(place, one)
    if (week >= 0) one.weeks[week]! += n
    else one.before += n
  }
  const found = [...byKey].map(([key, one]) => ({
    ...one,
    key: key && by === 'area' ? encodeId('area', key) : key && by === 'tag' ? encodeId('tag', key) : key,
    items: one.weeks.reduce((a, b) => a + b, 0),
    usual: usual(one.weeks),
    spikes: spikes(one.weeks),
    change: weekChange(one.weeks),
  }))
  const holds = holding(found.map(({ change }) => change.chance))
  const data = found
    .map((one, i) => ({ ...one, change: { ...one.change, holds: holds[i]! } }))
    .sort((a, b) => b.items - a.items || b.before - a.before || a.label.localeCompare(b.label))
  return { data, items: data.reduce((sum, one) => sum + one.items, 0), span }
}

function countWeeks(ctx: Ctx, by: Dimension, span: Span, segment: string | undefined): Promise<Row[]> {
  const ws = ctx.workspaceId
  const from = sql`${span.from}::date`
  const keys: Record<Dimension, { key: Sql; label: Sql; join: Sql }> = {
    type: { key: sql`i.type`, label: sql`null::text`, join: sql.empty },
    priority: { key: sql`i.priority`, label: sql`null::text`, join: sql.empty },
    channel: { key: sql`t.channel`, label: sql`null::text`, join: sql.empty },
    segment: { key: sql`r.segment`, label: sql`s.name`, join: segmentNames(ws) },
    area: {
      key: sql`i.product_area_id::text`,
      label: sql`p.name`,
      join: sql`left join product_areas p on p.workspace_id = ${ws} and p.id = i.product_area_id`,
    },
    tag: {
      key: sql`g.tag_id::text`,
      label: sql`y.name`,
      join: sql`join item_tags g on g.workspace_id = ${ws} and g.feedback_id = i.id
        join tags y on y.workspace_id = ${ws} and y.id = g.tag_id`,
    },
  }
  const { key, label, join } = keys[by]
  return ctx.db.many<Row>(sql`
    select ${key} as key, ${label} as label, floor((t.day - ${from})::numeric / 7)::integer as week, count(*) as n
    from theme_items t
    join inbox_items i on i.workspace_id = ${ws} and i.id = t.feedback_id and i.status <> 'merged'
    left join accounts a on a.workspace_id = ${ws} and a.id = t.account_id
    left join accounts r on r.workspace_id = ${ws} and r.id = root_id(a.merged_into_id, a.id)
    ${join}
    where t.workspace_id = ${ws} and t.day >= ${from} - ${7 * weeksShown}::integer and t.day <= ${span.to}::date
      ${segment === undefined ? sql.empty : sql`and coalesce(r.segment, '') = ${segment}`}
    group by 1, 2, 3`)
}

const segmentNames = (ws: string) => sql`left join segments s on s.workspace_id = ${ws} and s.key = r.segment`

async function namesOf(ctx: Ctx, by: Dimension): Promise<(key: string) => string> {
  if (by === 'channel') {
    const { channels } = await getSetting(ctx, feedbackSettings)
    return (key) => channelLabel(key, channels)
  }
  const { types, priorities } = await getSetting(ctx, categorySettings)
  const known: readonly { code: string; label: string }[] = by === 'priority' ? priorities : types
  const none = {
    type: 'Not triaged',
    priority: 'No priority',
    area: 'No area',
    segment: 'No segment',
    tag: '',
  }[by]
  return (key) => {
    if (key === '') return none
    const words = known.find(({ code }) => code === key)?.label ?? key
    return words.charAt(0).toUpperCase() + words.slice(1)
  }
}
