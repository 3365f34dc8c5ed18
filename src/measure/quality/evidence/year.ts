import { readChecks, type Watched } from '#measure/quality/queries.ts'
import { groups } from '#measure/quality/records.ts'
import { type CellState, cellState, noSums, plus, type Sums, standing } from '#measure/quality/rules.ts'
import { calendarSetting } from '#platform/calendar/commands.ts'
import { localDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { getWorkspace } from '#platform/identity/queries.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** What a check came to in a year, and in each of its months. */
export interface CheckYear extends Omit<Watched, 'subject' | 'isOn'> {
  year: Sums
  months: (Sums & { month: string; state: CellState })[]
  share: number | null
  low: number | null
  high: number | null
  state: CellState
}

/** The evidence of a year as figures. */
export interface EvidenceYear {
  workspace: string
  year: number
  zone: string
  madeAt: string
  /** the year is over */
  isComplete: boolean
  checks: CheckYear[]
}

/** Reads the figures of a year: what came due in it, by the wall of the workspace. */
export async function readYear(ctx: Ctx, year: number): Promise<EvidenceYear> {
  const ws = ctx.workspaceId
  const [{ name }, { zone }, watched, rows] = await Promise.all([
    getWorkspace(ctx),
    getSetting(ctx, calendarSetting),
    readChecks(ctx),
    ctx.db.many<{ check_key: string; month: string } & Sums>(sql`
      select check_key, to_char(day, 'YYYY-MM') as month, sum(met)::integer as met, sum(missed)::integer as missed,
        sum(pending)::integer as pending, sum(not_due)::integer as "notDue"
      from quality_sums where workspace_id = ${ws} and day between ${`${year}-01-01`} and ${`${year}-12-31`}
      group by check_key, month`),
  ])
  const rowsOf = groups(rows, (row) => row.check_key)
  return {
    workspace: name,
    year,
    zone,
    madeAt: ctx.now().toISOString(),
    isComplete: localDate(zone, ctx.now().getTime()) > `${year}-12-31`,
    checks: watched.flatMap(({ subject: _, isOn: __, ...check }) => {
      const own = rowsOf(check.key)
      if (check.isArchived && own.length === 0) return []
      const months = Array.from({ length: 12 }, (_, i) => {
        const month = `${year}-${String(i + 1).padStart(2, '0')}`
        const { met, missed, pending, notDue } = own.find((row) => row.month === month) ?? noSums
        const sums = { met, missed, pending, notDue }
        return { month, ...sums, state: cellState(sums, check.target) }
      })
      const total = months.reduce(plus, noSums)
      return [{ ...check, year: total, months, ...standing(total, check.target) }]
    }),
  }
}
