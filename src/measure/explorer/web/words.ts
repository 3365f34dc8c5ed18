import { waitText } from '#measure/dashboards/rules.ts'
import type { MetricAnswer, MetricDefinition, MetricFigure, MetricPoint } from '#measure/metrics/contract.ts'
import { quarterName, type Step } from '#measure/metrics/rules.ts'
import { count, dateOn } from '#platform/web/format.ts'

type Unit = MetricDefinition['unit']

const isNothing = (text: string) => !/[1-9]/.test(text)

/** A value of a metric as pages write it; what rounds to nothing has no sign. */
export function valueText(unit: Unit, value: number): string {
  const text = sizeText(unit, Math.abs(value))
  return value < 0 && !isNothing(text) ? `−${text}` : text
}

function sizeText(unit: Unit, size: number): string {
  if (unit === 'minutes') return waitText(Math.round(size))
  if (unit === 'score') return size.toFixed(1)
  if (unit === 'percent') return `${Math.round(size)} %`
  if (unit === 'items') return count(Math.round(size))
  return String(Math.round(size))
}

/** A difference, with its sign. */
export function changeText(unit: Unit, value: number): string {
  const text = valueText(unit === 'percent' ? 'points' : unit, value)
  return value > 0 && !isNothing(text) ? `+${text}` : text
}

/** Against which time a number stands. */
export function againstText({ before, span }: Pick<MetricAnswer, 'before' | 'span'>): string {
  if (!before) return ''
  const isYear = before.from.slice(4) === span.from.slice(4)
  return isYear ? 'a year earlier' : 'the time before'
}

/** What the figures found, in at most nine words. */
export function finding(answer: MetricAnswer): string {
  const { metric, figure, change } = answer
  if (figure.n === 0 && Object.values(figure.parts).every((n) => n === 0))
    return `${metric.name}: nothing in this time`
  if (figure.value === null) return `${metric.name}: ${count(figure.n)}, too few to say`
  const value = valueText(metric.unit, figure.value)
  const median = metric.unit === 'minutes' ? 'a median of ' : ''
  const head = `${metric.name}: ${median}${value}`
  if (!change) return head
  const moved = changeText(metric.unit, change.value)
  if (isNothing(moved)) return `${head}, as before`
  const size = moved.replace(/^[+−]/, '')
  const points = metric.unit === 'percent' ? ' points' : ''
  return `${head}, ${change.value > 0 ? 'up' : 'down'} ${size}${points}`
}

/** The change with its interval in words. */
export function changeSub(answer: MetricAnswer): string {
  const { change, metric } = answer
  if (!answer.before) return ''
  if (!change) return `Too few to compare with ${againstText(answer)}.`
  const [low, high] = [change.low, change.high].map((one) => changeText(metric.unit, one))
  return `Change against ${againstText(answer)} ${low} to ${high} at 95 %, ${change.couldBeChance ? 'could be chance' : 'unlikely to be chance'}.`
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** "16 Nov" for a day or week, "Nov 26" for a month, "Q4 26" for a quarter. */
export function stepText(step: Step, { from }: Pick<MetricPoint, 'from'>): string {
  const [year, month, day] = from.split('-') as [string, string, string]
  if (step === 'quarter') return quarterName(from)
  if (step === 'month') return `${months[Number(month) - 1]} ${year.slice(2)}`
  return `${Number(day)} ${months[Number(month) - 1]}`
}

/** The same for who cannot see where a point lies. */
export function pointSays(metric: MetricDefinition, step: Step, point: MetricPoint, label = ''): string {
  const { figure } = point
  const value = figure.value === null ? 'too few to say' : valueText(metric.unit, figure.value)
  return `${label ? `${label}, ` : ''}${step} from ${dateOn(point.from, 0)}: ${value}, n ${figure.n}${point.isPartial ? ', not all of it' : ''}`
}

/** What the axis counts in, so that waits have round marks. */
export function axisStep(unit: Unit, figures: readonly MetricFigure[]): number {
  if (unit !== 'minutes') return 1
  const most = Math.max(0, ...figures.map((figure) => figure.value ?? 0))
  return most > 5 * 1440 ? 1440 : most > 120 ? 60 : 1
}
