import { earlier, type Kind, momentsOf, startsOf } from '#measure/reports/rules.ts'
import { startOfDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'

export interface Span {
  kind: Kind
  zone: string
  /** days, both included */
  days: { from: string; to: string }
  from: Date
  /** not included; now, where the period has not ended */
  to: Date
  hasEnded: boolean
  /** moments at which earlier periods and this one begin, and its end */
  bounds: Date[]
  starts: string[]
}

/** A period as what is counted in it. */
export function spanOf(ctx: Ctx, kind: Kind, zone: string, days: Span['days']): Span {
  const now = ctx.now()
  const { from, to } = momentsOf(zone, days)
  const starts = startsOf(kind, days, earlier[kind])
  const end = to <= now ? to : now
  const bounds = [...starts.map((start) => new Date(startOfDate(zone, start))), end]
  return { kind, zone, days, from, to: end, hasEnded: to <= now, bounds, starts }
}

/** The bounds of periods for `width_bucket`, which numbers the first as 1. */
export const boundsOf = (span: Span): Sql => sql`${span.bounds.map((at) => at.toISOString())}::timestamptz[]`

/** Items that count: neither spam nor merged into another, nor history that was brought in. */
export const counted = sql`i.status not in ('spam', 'merged') and not i.is_history`
