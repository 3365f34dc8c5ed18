import type { Paper } from '#platform/pdf/paper.ts'
import type { Drawing, Shape } from '#platform/web/shapes.ts'

/** A pixel of the screen on paper. */
export const pixel = 0.75

const tones = {
  plain: { ink: 'ink-3', weight: 400, size: 11 },
  medium: { ink: 'ink-2', weight: 400, size: 11 },
  strong: { ink: 'ink', weight: 600, size: 11 },
  big: { ink: 'ink', weight: 600, size: 22 },
  late: { ink: 'late-ink', weight: 600, size: 11 },
} as const

/** Writes a drawing onto a sheet; its links lead where `address` says. */
export function drawOn(
  paper: Paper,
  drawing: Drawing,
  left: number,
  top: number,
  address?: (to: string) => string,
): void {
  const x = (value: number) => left + value * pixel
  const y = (value: number) => top + value * pixel
  for (const shape of drawing.shapes) {
    draw(paper, shape, x, y)
    const to = 'link' in shape && shape.link?.to
    if (!to || !address) continue
    if (shape.kind === 'rect')
      paper.link(x(shape.x), y(shape.y), shape.width * pixel, shape.height * pixel, address(to))
    if (shape.kind === 'dot')
      paper.link(
        x(shape.x - shape.r),
        y(shape.y - shape.r),
        shape.r * 2 * pixel,
        shape.r * 2 * pixel,
        address(to),
      )
    if (shape.kind === 'text')
      paper.link(x(shape.x) - (shape.anchor === 'end' ? 24 : 0), y(shape.y - 11), 24, 13, address(to))
  }
}

function draw(paper: Paper, shape: Shape, x: (value: number) => number, y: (value: number) => number): void {
  if (shape.kind === 'line')
    paper.line(x(shape.x1), y(shape.y1), x(shape.x2), y(shape.y2), {
      ink: shape.ink,
      width: (shape.width ?? 1) * pixel,
      ...(shape.dashed && { dashed: true }),
    })
  else if (shape.kind === 'rect')
    paper.rect(x(shape.x), y(shape.y), shape.width * pixel, shape.height * pixel, shape.ink, shape.hollow)
  else if (shape.kind === 'dot') paper.dot(x(shape.x), y(shape.y), shape.r * pixel, shape.ink, shape.hollow)
  else if (shape.kind === 'path')
    paper.shape(
      shape.points.map(([px, py]) => [x(px), y(py)] as const),
      {
        ink: shape.ink,
        isFilled: shape.filled ?? false,
        width: (shape.width ?? 1) * pixel,
        ...(shape.opacity !== undefined && { opacity: shape.opacity }),
      },
    )
  else {
    const tone = tones[shape.tone ?? 'plain']
    const align = shape.anchor === 'end' ? 'right' : shape.anchor === 'middle' ? 'middle' : 'left'
    paper.label(shape.text, x(shape.x), y(shape.y), { ...tone, size: tone.size * pixel, align })
  }
}
