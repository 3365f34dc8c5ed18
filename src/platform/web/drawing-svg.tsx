import type { ReactNode } from 'react'
import { Go } from '#platform/web/go.tsx'
import type { Drawing, Link, Shape } from '#platform/web/shapes.ts'

const tones = { plain: '', medium: 'm', strong: 'd', big: 'big', late: 'late' }
const colour = (ink: string) => `var(--${ink})`

/** Writes a drawing as SVG for a page. Marks with an address are links, reachable by keyboard. */
export function DrawingSvg({ drawing, label }: { drawing: Drawing; label: string }) {
  const hasLinks = drawing.shapes.some((shape) => 'link' in shape && shape.link?.to)
  return (
    <svg
      viewBox={`0 0 ${drawing.width} ${drawing.height}`}
      width={drawing.width}
      height={drawing.height}
      className="block max-w-full overflow-visible"
      role={hasLinks ? 'group' : 'img'}
      aria-label={hasLinks ? label : `${label}. ${drawing.summary}`}
    >
      {drawing.shapes.map((shape, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: shapes have no identity but their place
        <Linked key={at} link={'link' in shape ? shape.link : undefined}>
          {draw(shape)}
        </Linked>
      ))}
    </svg>
  )
}

function Linked({ link, children }: { link?: Link; children: ReactNode }) {
  if (!link?.to) return children
  return (
    <Go to={link.to} aria-label={link.says}>
      <title>{link.says}</title>
      {children}
    </Go>
  )
}

function draw(shape: Shape): ReactNode {
  if (shape.kind === 'line') {
    const { x1, y1, x2, y2, ink, width = 1, dashed } = shape
    return (
      <line
        {...{ x1, y1, x2, y2 }}
        stroke={colour(ink)}
        strokeWidth={width}
        strokeDasharray={dashed ? '3 3' : undefined}
      />
    )
  }
  if (shape.kind === 'rect') {
    const { x, y, width, height, ink, hollow, round } = shape
    return (
      <rect
        {...{ x, y, width, height }}
        rx={round}
        fill={hollow ? 'none' : colour(ink)}
        stroke={hollow ? colour(ink) : undefined}
      />
    )
  }
  if (shape.kind === 'dot') {
    return (
      <circle
        cx={shape.x}
        cy={shape.y}
        r={shape.r}
        fill={shape.hollow ? 'var(--surface)' : colour(shape.ink)}
        stroke={colour(shape.ink)}
        strokeWidth="1.75"
      />
    )
  }
  if (shape.kind === 'path') {
    const d = `M${shape.points.map(([x, y]) => `${x} ${y}`).join('L')}${shape.filled ? 'Z' : ''}`
    return shape.filled ? (
      <path d={d} fill={colour(shape.ink)} fillOpacity={shape.opacity} />
    ) : (
      <path d={d} fill="none" stroke={colour(shape.ink)} strokeWidth={shape.width} strokeLinejoin="round" />
    )
  }
  return (
    <text
      x={shape.x}
      y={shape.y}
      textAnchor={shape.anchor}
      className={[tones[shape.tone ?? 'plain'], shape.link?.to && 'l', shape.plate && 'plate']
        .filter(Boolean)
        .join(' ')}
    >
      {shape.text}
    </text>
  )
}
