import { fewest } from '#collect/surveys/rules.ts'
import type { Correlations, Drivers } from '#measure/correlations/contract.ts'
import { costText } from '#measure/correlations/driver-text.ts'
import { outcomeWords, times } from '#measure/correlations/rules.ts'

const short = (label: string) => (label.length > 40 ? `${label.slice(0, 39)}…` : label)

/** What the figure found, as its title. */
export function correlationFinding({ data, hits, outcome }: Correlations): string {
  const { hit } = outcomeWords[outcome]
  if (hits < fewest) return 'Not enough data to compare'
  const holding = data.filter(({ ratio }) => ratio?.holds)
  const first = holding.find(({ ratio }) => (ratio?.ratio ?? 1) >= 1) ?? holding[0]
  if (!first?.ratio) return 'Nothing differs by more than chance'
  if (first.ratio.ratio === null) return `Only accounts with “${short(first.label)}” ${hit}`
  return first.ratio.ratio >= 1
    ? `“${short(first.label)}”: ${times(first.ratio.ratio)} times as many ${hit}`
    : `“${short(first.label)}”: fewer ${hit}`
}

/** What costs most, as the title of the drivers. */
export function driverFinding({ data, answers }: Drivers): string {
  if (answers < 2 * fewest) return 'Not enough answers to compare'
  const first = data.find((one) => one.difference?.holds && one.cost)
  if (!first?.cost) return 'No theme differs by more than chance'
  const points = costText(Math.abs(first.cost.points))
  return first.cost.points > 0
    ? `“${short(first.label)}” costs ${points} NPS points`
    : `“${short(first.label)}” adds ${points} NPS points`
}
