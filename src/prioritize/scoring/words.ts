import type { Factor, Term } from './rules.ts'
import { isMoney } from './rules.ts'
import { type Column, type Facts, type Field, type Model, partOf, riceCount, weighed } from './score.ts'

/** A score term by term. Pure. */

export interface Explained {
  factor: string
  name: string
  weight: number
  lowerIsBetter: boolean
  /** what is known; null: nobody has said it */
  value: number | null
  /** the value in words */
  text: string
  /** of a weighted model: points of the most that this factor can give */
  points: number | null
  most: number | null
  /** of RICE: the number that is multiplied, or divided by */
  counts: number | null
}

/** The terms of the request at a place, in the order of the model. */
export function explain(
  field: Field,
  model: Model,
  facts: readonly Facts[],
  place: number,
  frame: { currency: string; effortUnit: string },
): Explained[] {
  return weighed(model).map((term) => {
    const column = field.columns.get(term.factor)!
    const value = column.values[place]!
    const isKnown = !Number.isNaN(value)
    const isRice = model.kind === 'rice'
    const counts = isRice ? riceCount(column.factor, value) : Number.NaN
    return {
      factor: term.factor,
      name: column.factor.name,
      weight: weightOf(model, term),
      lowerIsBetter: term.lowerIsBetter,
      value: isKnown ? round(value) : null,
      text: isKnown
        ? textOf(column, value, facts[place]!, frame)
        : isRice && term.factor === 'confidence'
          ? 'not rated, counts as 50 %'
          : term.factor === 'effort'
            ? noEffort(facts[place]!)
            : 'not rated yet',
      points: isRice ? null : round(100 * term.weight * partOf(model.kind, term, column, value)),
      most: isRice ? null : round(100 * term.weight),
      counts: Number.isNaN(counts) ? null : round(counts),
    }
  })
}

const weightOf = (model: Model, { factor }: Term) => model.terms.find((one) => one.factor === factor)!.weight

const noEffort = ({ effort_high }: Facts) =>
  effort_high === null ? 'not estimated' : 'estimated at nothing: estimate it above 0'

function textOf(
  { factor, full }: Column,
  value: number,
  facts: Facts,
  { currency, effortUnit }: { currency: string; effortUnit: string },
): string {
  switch (factor.kind) {
    case 'scale':
      return `${number(value)} of 10`
    case 'fibonacci':
      return `${value} of ${full}`
    case 'percentage':
      return `${number(value)} %`
    case 'checkbox':
      return value === 1 ? 'yes' : 'no'
    case 'money':
      return money(value, currency)
    case 'effort': {
      const { effort_low: low, effort_high: high } = facts
      return low === high
        ? `${number(high!)} ${effortUnit}`
        : `${number(low!)}–${number(high!)} ${effortUnit}, ${number(value)} in the middle`
    }
    default:
      if (factor.measure === 'segments')
        return `${counted(factor, facts.accounts)}, by segment as ${number(value)}`
      return isMoney(factor.measure) ? `${money(value, currency)} a month` : counted(factor, value)
  }
}

function counted({ measure }: Factor, n: number): string {
  const one =
    { customers: 'customer', contacts: 'contact', blocked: 'blocked prospect' }[measure as 'customers'] ??
    'account'
  return `${n.toLocaleString('en-US')} ${one}${n === 1 ? '' : 's'}`
}

/** "3.2", "0.45": as many digits as help. */
export const number = (value: number) =>
  Number(value.toPrecision(value >= 100 ? 4 : 2)).toLocaleString('en-US')

const round = (value: number) => Math.round(value * 1e4) / 1e4

const money = (cents: number, currency: string) =>
  new Intl.NumberFormat('en-US', { style: 'currency', currency, maximumFractionDigits: 0 }).format(
    cents / 100,
  )
