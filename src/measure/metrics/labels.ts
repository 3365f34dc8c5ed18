import { channelLabel } from '#collect/feedback/rules.ts'
import { feedbackSettings } from '#collect/feedback/settings.ts'
import { channelWords } from '#collect/surveys/channels.ts'
import { type Dimension, type Metric, mrrBands } from '#measure/metrics/definitions.ts'
import { none } from '#measure/metrics/kept.ts'
import { categorySettings } from '#organize/tags/settings.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { decodeId, encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** What values of dimensions are called, and how they stand in addresses and in facts. */
export interface Labels {
  show(dimension: Dimension, stored: string): { key: string; label: string }
  /** The stored value of a key; throws `metrics.unknown_value`. */
  stored(dimension: Dimension, key: string): string
}

/** Reads the names that a workspace gave its segments, areas, surveys and playbooks. */
export async function readLabels(ctx: Ctx, metric: Metric): Promise<Labels> {
  const ws = ctx.workspaceId
  const [{ channels }, categories, rows] = await Promise.all([
    getSetting(ctx, feedbackSettings),
    getSetting(ctx, categorySettings),
    ctx.db.many<{ of: Dimension; stored: string; key: string; label: string }>(sql`
      select 'segment' as of, key as stored, key, name as label from segments where workspace_id = ${ws}
      union all select 'product', id::text, id::text, name from product_areas where workspace_id = ${ws}
      union all select 'survey', id::text, id::text, name from surveys where workspace_id = ${ws}
      union all select 'playbook', id::text, key, title from playbooks where workspace_id = ${ws}`),
  ])
  const prefixes: Partial<Record<Dimension, string>> = { product: 'area', survey: 'srv' }
  const names = new Map<string, { key: string; label: string }>()
  const storedOf = new Map<string, string>()
  for (const { of, stored, key, label } of rows) {
    const shown = prefixes[of] ? encodeId(prefixes[of], key) : key
    names.set(`${of} ${stored}`, { key: shown, label })
    storedOf.set(`${of} ${shown}`, stored)
  }
  for (const { code, label } of categories.types) names.set(`type ${code}`, { key: code, label })
  for (const { code, label } of categories.priorities) names.set(`priority ${code}`, { key: code, label })
  for (const { key, label } of mrrBands) names.set(`mrr ${key}`, { key, label })
  const unknown: Record<Dimension, string> = {
    channel: 'No channel',
    type: 'Not triaged',
    priority: 'No priority',
    product: 'No product area',
    segment: 'Segment not known',
    mrr: 'MRR not known',
    survey: 'No survey',
    playbook: 'No playbook',
  }
  const ofChannel = (code: string) =>
    metric.fact === 'answer' || metric.fact === 'invitation'
      ? (channelWords[code as keyof typeof channelWords] ?? code)
      : channelLabel(code, channels)
  return {
    show(dimension, stored) {
      if (stored === '' || stored === none) return { key: 'none', label: unknown[dimension] }
      if (dimension === 'channel') return { key: stored, label: ofChannel(stored) }
      return names.get(`${dimension} ${stored}`) ?? { key: stored, label: stored.replaceAll('_', ' ') }
    },
    stored(dimension, key) {
      const isId = dimension === 'product' || dimension === 'survey' || dimension === 'playbook'
      if (key === 'none') return isId ? none : ''
      const found = storedOf.get(`${dimension} ${key}`)
      if (found !== undefined) return found
      if (!isId) return key
      const id = prefixes[dimension] && decodeId(prefixes[dimension], key)
      if (id) return id
      throw new AppError(
        'invalid',
        'metrics.unknown_value',
        `No ${dimension} is called ${key}. Split the metric by ${dimension} to see what there is.`,
      )
    },
  }
}
