/** Millionths of a currency as an amount: 1200 is "$0.0012". */
export function cost(micros: number, currency: string): string {
  if (micros > 0 && micros < 100) return `less than ${amount(0.0001, currency)}`
  return amount(micros / 1_000_000, currency)
}

function amount(value: number, currency: string): string {
  return new Intl.NumberFormat('en-US', { style: 'currency', currency, maximumFractionDigits: 4 }).format(
    value,
  )
}

/** Millionths of a currency as it is written into a field, and back. */
export const decimalOf = (micros: number) => String(micros / 1_000_000)
export const microsOf = (decimal: string) => Math.round(Number(decimal) * 1_000_000)
