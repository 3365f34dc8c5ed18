/** One measured figure: what `npm run bench -- --json` prints and docs/benchmarks.md lists. */
export interface Figure {
  name: string
  value: number
  unit: 'ratio' | 'µs' | 'ms' | 's' | 'kB' | 'MB' | '%'
  /** In words, such as `>= 0.4`. */
  target: string
  holds: boolean
}

/** What a part hands back: its figures, and a few lines on how they came about. */
export interface Part {
  figures: Figure[]
  notes: string[]
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

/** The value below which the share `part` of the values lies. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const place = (sorted.length - 1) * part
  const low = sorted[Math.floor(place)]!
  const high = sorted[Math.ceil(place)]!
  return low + (high - low) * (place - Math.floor(place))
}

export function atLeast(name: string, value: number, least: number, unit: Figure['unit'] = 'ratio'): Figure {
  return { name, value: round(value), unit, target: `>= ${least}`, holds: value >= least }
}

export function atMost(name: string, value: number, most: number, unit: Figure['unit'] = 'ratio'): Figure {
  return { name, value: round(value), unit, target: `<= ${most}`, holds: value <= most }
}

const round = (value: number) => Number(value.toPrecision(4))

/** Progress for the person who waits; standard output stays for the result. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
