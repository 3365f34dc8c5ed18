import { stringify } from 'csv-stringify/sync'
import type * as contract from '#measure/teams/contract.ts'
import type { TeamRow } from '#measure/teams/contract.ts'
import { getTeamPerformance } from '#measure/teams/queries.ts'
import { teamMetrics } from '#measure/teams/rules.ts'
import type { Ctx } from '#platform/context.ts'
import type { Input } from '#platform/endpoint.ts'
import { safeCell } from '#platform/http/csv.ts'

/** What the page shows as a table: the same rows, to whom they are shown. */
export async function exportTeamPerformance(
  ctx: Ctx,
  input: Input<typeof contract.exportTeamPerformance>,
): Promise<Response> {
  const { span, teams, persons } = await getTeamPerformance(ctx, input)
  const head = [
    ...['what', 'name', 'from', 'to', 'people', 'away_now', 'working_days_away', 'open_cases', 'open_steps'],
    ...['late_now', 'cases_each', 'steps_each'],
    ...teamMetrics.flatMap((key) => [key, `${key}_low_95`, `${key}_high_95`, `${key}_n`]),
  ]
  const line = ({ kind, name, people, away, daysAway, load, casesEach, stepsEach, figures }: TeamRow) => [
    ...[kind, safeCell(name), span.from, span.to, people, away, daysAway, load.openCases, load.openSteps],
    ...[load.late, casesEach ?? '', stepsEach ?? ''],
    ...teamMetrics.flatMap((key) => {
      const figure = figures?.[key]
      return [figure?.value ?? '', figure?.low ?? '', figure?.high ?? '', figure?.n ?? '']
    }),
  ]
  return new Response(`\uFEFF${stringify([head, ...[...teams, ...persons].map(line)])}`, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="teams.csv"',
      'cache-control': 'no-store',
    },
  })
}
