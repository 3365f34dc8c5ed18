/** The roadmap by quarters: what comes when, what moved. Pure; dates are calendar dates. */

export interface Quarter {
  /** "2037-Q2"; `none`: without a date */
  key: string
  label: string
  from: string | null
  until: string | null
}

const pad = (n: number) => String(n).padStart(2, '0')

/** The quarter a date lies in, `ahead` quarters later. */
export function quarterOf(date: string, ahead = 0): Quarter {
  const index = Number(date.slice(0, 4)) * 4 + Math.floor((Number(date.slice(5, 7)) - 1) / 3) + ahead
  const year = Math.floor(index / 4)
  const quarter = index % 4
  const first = quarter * 3 + 1
  const last = [31, 30, 30, 31][quarter]!
  return {
    ...{ key: `${year}-Q${quarter + 1}`, label: `Q${quarter + 1} ${year}` },
    ...{ from: `${year}-${pad(first)}-01`, until: `${year}-${pad(first + 2)}-${last}` },
  }
}

export const undated: Quarter = { key: 'none', label: 'No date yet', from: null, until: null }

/** Quarters shown beside this one. */
export const quartersAhead = 3
/** Days back in which what shipped stays on the roadmap. */
export const shippedDays = 90

/** The columns of the roadmap: what ended lately, this quarter and those after it, later, and what has no date. */
export function columnsOf(today: string): Quarter[] {
  const near = Array.from({ length: quartersAhead }, (_, i) => quarterOf(today, i))
  return [
    ...near,
    { key: 'later', label: 'Later', from: quarterOf(today, quartersAhead).from, until: null },
    undated,
  ]
}

/** The column a date belongs to; what is past due stands in this quarter, where somebody will see it. */
export function columnOf(date: string | null, today: string): string {
  if (date === null) return undated.key
  const { from } = quarterOf(today, quartersAhead)
  if (date >= from!) return 'later'
  return quarterOf(date < today ? today : date).key
}

/** How far a date moved, in words: "2 weeks later than first said". */
export function movedWords(first: string, now: string): string {
  const days = Math.round((Date.parse(now) - Date.parse(first)) / 86_400_000)
  if (days === 0) return ''
  const size = Math.abs(days)
  const [n, unit] =
    size < 14
      ? [size, 'day']
      : size < 60
        ? [Math.round(size / 7), 'week']
        : [Math.round(size / 30.4), 'month']
  return `${n} ${unit}${n === 1 ? '' : 's'} ${days > 0 ? 'later' : 'earlier'} than first said`
}
