import { pathTo } from '#measure/dashboards/web/links.ts'
import { valueText } from '#measure/explorer/web/words.ts'
import type { MetricDefinition } from '#measure/metrics/contract.ts'
import type { Panel } from '#measure/segments/web/panels.ts'
import type { TeamPerformance, TeamRow } from '#measure/teams/contract.ts'
import type { TeamMetric, TeamWhat } from '#measure/teams/rules.ts'
import { count } from '#platform/web/format.ts'

/** What opens a list, in words. */
export const whatWords: Record<TeamWhat, string> = {
  open_cases: 'Open cases',
  open_steps: 'Open steps',
  late_steps: 'Steps that were due',
  cases_on_time: 'Resolved cases',
  handling_satisfaction: 'Asked again after a case',
  score_change: 'Scores after a case',
}

/** Where the cases and steps behind a number of a row stand. */
export function recordsOf({ span }: TeamPerformance, row: TeamRow) {
  const whose =
    row.kind === 'person' ? { member: row.id! } : row.kind === 'all' ? {} : { team: row.id ?? row.kind }
  return (what: TeamWhat, part?: string) =>
    pathTo('teams/records', { what, ...whose, ...(part && { part }), ...span })
}

/** Why a row has no figures. */
export function lackWords({ people }: TeamRow): string {
  return people === 0 ? 'nobody is in it' : 'fewer than 3 people: for managers'
}

/** What came of everybody’s work, in at most nine words. */
export function teamsFinding({ teams }: TeamPerformance): string {
  const figures = teams[0]?.figures
  const late = figures?.late_steps?.value ?? null
  const onTime = figures?.cases_on_time?.value ?? null
  if (late === null && onTime === null) return 'Too little was due to say'
  return [
    late !== null && `${valueText('percent', late)} of steps late`,
    onTime !== null && `${valueText('percent', onTime)} of cases on time`,
  ]
    .filter(Boolean)
    .join(', ')
}

const panelOf = (found: TeamPerformance, rows: readonly TeamRow[], metric: MetricDefinition): Panel => {
  const key = metric.key as TeamMetric
  return {
    title: metric.name,
    all: found.teams[0]?.figures?.[key]?.value ?? null,
    show: (value) => valueText(metric.unit, value),
    ...(metric.unit === 'percent' && { domain: [0, 0] as const }),
    rows: rows.map((row) => {
      const figure = row.figures?.[key]
      const { value = null, low = null, high = null, n = 0 } = figure ?? {}
      const said = value === null ? `${count(n)}, too few to say` : valueText(metric.unit, value)
      return {
        ...{ value, low, high, n },
        isFaint: false,
        ...(!figure && { note: row.people === 0 ? 'nobody' : 'for managers' }),
        link: { to: recordsOf(found, row)(key), says: `${metric.name}, ${row.name}: ${said}, n ${count(n)}` },
      }
    }),
  }
}

/** Teams, or persons, in the order of their names: load for each person, then what came of it. */
export function teamPanels(found: TeamPerformance, rows: readonly TeamRow[]): Panel[] {
  return [
    {
      title: 'Open steps for each person here',
      all: found.teams[0]?.stepsEach ?? null,
      show: (value) => String(Math.round(10 * value) / 10),
      domain: [0, 0],
      rows: rows.map((row) => ({
        ...{ value: row.stepsEach, low: null, high: null, n: row.load.openSteps },
        isFaint: false,
        ...(row.stepsEach === null && { note: `${count(row.load.openSteps)}, nobody here` }),
        link: {
          to: recordsOf(found, row)('open_steps'),
          says: `${row.name}: ${count(row.load.openSteps)} open steps`,
        },
      })),
    },
    ...found.metrics.map((metric) => panelOf(found, rows, metric)),
  ]
}
