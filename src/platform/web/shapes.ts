/** What a drawing is made of. Colours are names of design tokens, so that each writer sets its own values. */
export type Shape =
  | {
      kind: 'line'
      x1: number
      y1: number
      x2: number
      y2: number
      ink: string
      width?: number
      dashed?: boolean
      label?: string
    }
  | {
      kind: 'rect'
      x: number
      y: number
      width: number
      height: number
      ink: string
      hollow?: boolean
      link?: Link
      round?: number
    }
  | { kind: 'dot'; x: number; y: number; r: number; ink: string; hollow?: boolean; link?: Link }
  | {
      kind: 'path'
      points: readonly (readonly [number, number])[]
      ink: string
      width?: number
      filled?: boolean
      opacity?: number
    }
  | {
      kind: 'text'
      x: number
      y: number
      text: string
      anchor?: 'start' | 'middle' | 'end'
      tone?: 'plain' | 'medium' | 'strong' | 'big' | 'late'
      link?: Link
      plate?: boolean
    }

/** The records behind a mark: where to go, and how the mark is spoken. */
export interface Link {
  to?: string
  says: string
}

/** A chart as a list of shapes, with the same figures as a table and in words. */
export interface Drawing {
  width: number
  height: number
  shapes: readonly Shape[]
  table: { head: readonly string[]; rows: readonly (readonly string[])[] }
  summary: string
}

/** Round marks of an axis that cover `low` to `high`: 1, 2 or 5 times a power of ten apart. */
export function ticks(low: number, high: number, about = 4): number[] {
  const span = high - low || 1
  const rough = span / about
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((times) => times * power).find((size) => size >= rough) ?? rough
  const first = Math.floor(low / step + 1e-9) * step
  const list: number[] = []
  for (let at = first; at < high + step - 1e-9; at += step) list.push(Number(at.toPrecision(12)))
  return list
}

/** A straight scale from values to pixels. */
export function scale(
  domain: readonly [number, number],
  range: readonly [number, number],
): (value: number) => number {
  const [low, high] = domain
  const [from, to] = range
  return (value) => from + ((value - low) / (high - low || 1)) * (to - from)
}

/** Whole pixels (to a tenth), so that the same chart is the same text everywhere. */
export function at(value: number): number {
  return Math.round(value * 10) / 10
}
