import type { OutcomeFigures, Trend } from '#measure/outcomes/contract.ts'
import { percent, plural } from '#platform/web/format.ts'

/** The titles of the figures: each says what was found, in at most nine words. */

const latestOf = ({ quarters }: Trend) => quarters.findLast(({ share }) => share !== null)

export function negativeFinding(negative: OutcomeFigures['negative']): string {
  const latest = negative && latestOf(negative)
  if (!negative || !latest) return 'No survey was answered yet'
  return `${percent(latest.share!.share)} negative in ${latest.name}${againstWords(negative)}`
}

export function onTimeFinding(onTime: Trend): string {
  const latest = latestOf(onTime)
  if (!latest) return 'No case was resolved yet'
  return `${percent(latest.share!.share)} resolved on time in ${latest.name}${againstWords(onTime)}`
}

function againstWords({ change }: Trend): string {
  if (!change) return ''
  const points = Math.round(change.difference * 100)
  if (points === 0) return `, as in ${change.against}`
  return `, ${points > 0 ? 'up' : 'down'} ${Math.abs(points)} on ${change.against}`
}

/** Whether the change may be chance, with its interval in percentage points. */
export function changeSub({ change }: Trend): string {
  if (!change) return 'A change is shown from five in both quarters.'
  const points = (value: number) => {
    const whole = Math.round(value * 100)
    return whole > 0 ? `+${whole}` : whole < 0 ? `−${-whole}` : '0'
  }
  return `Change ${points(change.low)} to ${points(change.high)} points at 95 %, ${change.couldBeChance ? 'could be chance' : 'unlikely to be chance'}.`
}

export function scoreFinding({ pairs, change }: OutcomeFigures['scores']): string {
  if (pairs === 0) return 'Nobody answered again after a case yet'
  if (!change) return `${plural(pairs, 'customer')} answered again, too few to say`
  const points = Math.round(change.points)
  if (points === 0) return 'Scores after cases are those from before'
  return `Scores ${points > 0 ? 'rose' : 'fell'} by ${Math.abs(points)} points after cases`
}
