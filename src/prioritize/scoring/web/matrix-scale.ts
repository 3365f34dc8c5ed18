import type { Place } from '#prioritize/scoring/contract.ts'

/** The matrix as a scale: impact upward, effort to the right in ratios, with the line of high effort in the middle. */
export interface MatrixScale {
  x(effort: number): number
  y(impact: number): number
  impact(y: number): number
  effort(x: number): number
}

const edge = 0.025
const held = (share: number) => Math.min(1 - edge, Math.max(edge, share))

/** The scale on which all of these have a place; places are shares of width and height from the top left. */
export function matrixScale(placed: readonly Place[], highEffort: number): MatrixScale {
  const ratios = placed.flatMap(({ effort }) =>
    effort ? [effort.middle / highEffort, highEffort / effort.middle] : [],
  )
  const reach = 2 * Math.log(Math.max(8, Math.min(1000, ...[Math.max(8, ...ratios) * 1.15])))
  return {
    x: (effort) => held(0.5 + Math.log(effort / highEffort) / reach),
    y: (impact) => held(1 - impact / 10),
    impact: (y) => Math.min(10, Math.max(0, Math.round((1 - y) * 20) / 2)),
    effort: (x) => highEffort * Math.exp((x - 0.5) * reach),
  }
}

export interface Label {
  id: string
  left: boolean
}

const letter = 6.6

/** Which names stand beside their dots without covering others; those first in the list come first. */
export function labelsOf(
  dots: readonly { id: string; title: string; x: number; y: number }[],
  size: { width: number; height: number },
): Label[] {
  type Box = [left: number, top: number, right: number, bottom: number]
  const taken: Box[] = dots.map(({ x, y }) => {
    const [cx, cy] = [x * size.width, y * size.height]
    return [cx - 12, cy - 12, cx + 12, cy + 12]
  })
  const clash = ([l, t, r, b]: Box) => taken.some(([l2, t2, r2, b2]) => l < r2 && l2 < r && t < b2 && t2 < b)
  return dots.flatMap(({ id, title, x, y }) => {
    const wide = Math.min(224, title.length * letter + 4)
    const [cx, cy] = [x * size.width, y * size.height]
    for (const left of [false, true]) {
      const from = left ? cx - 14 - wide : cx + 14
      const box: Box = [from, cy - 22, from + wide, cy - 4]
      if (box[0] < 4 || box[2] > size.width - 4 || clash(box)) continue
      taken.push(box)
      return [{ id, left }]
    }
    return []
  })
}
