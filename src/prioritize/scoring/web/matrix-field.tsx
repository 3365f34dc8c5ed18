import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react'
import type { Place } from '#prioritize/scoring/contract.ts'
import { beginOf, type Quadrant, quadrantOf, quadrants } from '#prioritize/scoring/rules.ts'
import { labelsOf, type MatrixScale } from '#prioritize/scoring/web/matrix-scale.ts'
import { rankSentence } from '#prioritize/scoring/web/score-parts.tsx'
import { number } from '#prioritize/scoring/words.ts'

/** Where a request is put: impact, and the middle of its effort. */
export interface Put {
  impact: number
  middle: number
}

/** What a drag needs: props for each thing that can be dragged, and where it is now. */
export function useDrag(onDrop: (id: string, at: { x: number; y: number }) => void) {
  const box = useRef<HTMLDivElement>(null)
  const start = useRef<{ id: string; x: number; y: number } | undefined>(undefined)
  const [drag, setDrag] = useState<{ id: string; x: number; y: number }>()
  const shareAt = ({ x, y }: { x: number; y: number }) => {
    const rect = box.current?.getBoundingClientRect()
    if (!rect || x < rect.left || x > rect.right || y < rect.top || y > rect.bottom) return undefined
    return { x: (x - rect.left) / rect.width, y: (y - rect.top) / rect.height }
  }
  const end = () => {
    start.current = undefined
    setDrag(undefined)
  }
  const props = (id: string) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      start.current = { id, x: event.clientX, y: event.clientY }
    },
    onPointerMove: ({ clientX: x, clientY: y }: PointerEvent<HTMLElement>) => {
      const from = start.current
      // a hand that presses trembles
      if (from && (drag || Math.hypot(x - from.x, y - from.y) > 5)) setDrag({ id: from.id, x, y })
    },
    onPointerUp: () => {
      const at = drag && shareAt(drag)
      end()
      if (at) onDrop(id, at)
    },
    onPointerCancel: end,
  })
  return { box, drag, over: drag && shareAt(drag), props }
}

type Drag = ReturnType<typeof useDrag>

/** The field of four quadrants with a dot for each request. Dots are dragged, or moved by arrow keys. */
export function MatrixField({
  placed,
  scale,
  of,
  highEffort,
  effortUnit,
  current,
  drag,
  canWrite,
  onSelect,
  onMove,
}: {
  placed: readonly Place[]
  scale: MatrixScale
  of: number
  highEffort: number
  effortUnit: string
  current: string | undefined
  drag: Drag
  canWrite: boolean
  onSelect(id: string): void
  onMove(place: Place, to: Put): void
}) {
  const size = useSize(drag.box)
  const dots = placed.map((place) => {
    const isDragged = drag.drag?.id === place.id && drag.over
    return {
      ...{ place, id: place.id, title: place.title },
      x: isDragged ? drag.over!.x : scale.x(place.effort!.middle),
      y: isDragged ? drag.over!.y : scale.y(place.impact!),
    }
  })
  const labels = size
    ? labelsOf(
        [...dots].sort((a, b) => Number(b.id === current) - Number(a.id === current)),
        size,
      )
    : []
  const over = drag.over && quadrantOf(scale.impact(drag.over.y), scale.effort(drag.over.x), highEffort)
  const onKeyDown = (event: KeyboardEvent, place: Place) => {
    const step = (
      { ArrowUp: [0.5, 1], ArrowDown: [-0.5, 1], ArrowRight: [0, 1.15], ArrowLeft: [0, 1 / 1.15] } as const
    )[event.key as 'ArrowUp']
    if (!step || !canWrite) return
    event.preventDefault()
    onSelect(place.id)
    const impact = Math.min(10, Math.max(0, place.impact! + step[0]))
    onMove(place, { impact, middle: place.effort!.middle * step[1] })
  }
  return (
    <div className="matrix" dir="ltr">
      <span className="up" aria-hidden="true">
        impact, 0 to 10 →
      </span>
      <div ref={drag.box} className="field-of">
        {(['do_first', 'strategic', 'quick_wins', 'dont_do'] as const).map((key) => (
          <QuadrantWords key={key} quadrant={key} isOver={over === key} />
        ))}
        {placed.map((place) => (
          <Whisker key={place.id} place={place} scale={scale} isCurrent={place.id === current} />
        ))}
        {dots.map(({ place, x, y }) => (
          <button
            key={place.id}
            type="button"
            data-place={place.id}
            className={`dot-of${drag.drag?.id === place.id ? ' drag' : ''}`}
            style={{ left: `${100 * x}%`, top: `${100 * y}%` }}
            aria-pressed={place.id === current}
            aria-label={`${place.title}: ${place.quadrant ? quadrants[place.quadrant].name : ''}, impact ${number(place.impact!)}, effort ${number(place.effort!.middle)} ${effortUnit}. ${rankSentence({ ...place, of })}`}
            title={place.title}
            onClick={() => onSelect(place.id)}
            onKeyDown={(event) => onKeyDown(event, place)}
            {...(canWrite && drag.props(place.id))}
          >
            {place.rank ?? '–'}
          </button>
        ))}
        {labels.map(({ id, left }) => {
          const dot = dots.find((one) => one.id === id)!
          const side = left
            ? { right: `calc(${100 * (1 - dot.x)}% + 14px)` }
            : { left: `calc(${100 * dot.x}% + 14px)` }
          return (
            <span key={id} aria-hidden="true" className="name-of" style={{ ...side, top: `${100 * dot.y}%` }}>
              {dot.title}
            </span>
          )
        })}
      </div>
      <span className="right num">
        <span>{number(scale.effort(0))}</span>
        <span>
          effort, line at {number(highEffort)} {effortUnit} →
        </span>
        <span>{number(scale.effort(1))}</span>
      </span>
    </div>
  )
}

const QuadrantWords = ({ quadrant, isOver }: { quadrant: Quadrant; isOver: boolean }) => (
  <div className={`q${isOver ? ' over' : ''}`}>
    <b>{quadrants[quadrant].name}</b>
    <span className="max-phone:hidden">{quadrants[quadrant].words}</span>
  </div>
)

/** The estimated range of effort. */
function Whisker({ place, scale, isCurrent }: { place: Place; scale: MatrixScale; isCurrent: boolean }) {
  const { low, high } = place.effort!
  const from = scale.x(beginOf(low, high))
  return (
    <i
      className={`whisker${isCurrent ? ' cur' : ''}`}
      style={{
        left: `${100 * from}%`,
        width: `${100 * (scale.x(high) - from)}%`,
        top: `${100 * scale.y(place.impact!)}%`,
      }}
    />
  )
}

function useSize(box: Drag['box']) {
  const [size, setSize] = useState<{ width: number; height: number }>()
  useEffect(() => {
    const element = box.current
    if (!element) return
    const watch = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    )
    watch.observe(element)
    return () => watch.disconnect()
  }, [box])
  return size
}
