import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { DrawingSvg } from '#platform/web/drawing-svg.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import type { Drawing } from '#platform/web/shapes.ts'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'

interface Props {
  /** The finding in at most nine words. */
  title: string
  /** Unit, n and period. */
  sub?: ReactNode
  /** Draws for the width there is. */
  draw?(width: number): Drawing
  /** Anything else in place of a drawing. */
  children?: ReactNode
  loading?: boolean
  error?: unknown
  onRetry?: () => void
  /** Keeps this height while loading. */
  height?: number
  /** Fewer than five answers: says so instead of drawing. */
  tooFew?: { n: number; text?: ReactNode }
  className?: string
  style?: React.CSSProperties
}

let tablesShown = false

/** A figure: a finding as title, unit and n below it, the drawing, and the same as a table (Shift t). */
export function Figure({
  title,
  sub,
  draw,
  children,
  loading,
  error,
  onRetry,
  height = 240,
  tooFew,
  className = '',
  style,
}: Props) {
  const [asTable, setAsTable] = useState(tablesShown)
  const [ref, width] = useWidth<HTMLDivElement>()
  useKeys({
    'Shift+t': {
      run: () => {
        tablesShown = !tablesShown
        dispatchEvent(new Event('hearback:tables'))
      },
      label: 'Figures as tables',
      group: 'This page',
    },
  })
  useEffect(() => {
    const set = () => setAsTable(tablesShown)
    addEventListener('hearback:tables', set)
    return () => removeEventListener('hearback:tables', set)
  }, [])
  const drawing = draw && width > 0 && !loading && !tooFew ? draw(width) : undefined
  return (
    <section className={`fig ${className}`} style={style} aria-label={title}>
      <h2>{title}</h2>
      {sub && <p className="sub">{sub}</p>}
      <div ref={ref} className="mt-3 min-w-0">
        {error ? (
          <Failed error={error} title="The figure could not be read" onRetry={onRetry} />
        ) : loading ? (
          <LoadingBlock height={height} label={`Loading ${title}`} />
        ) : tooFew ? (
          <div style={{ minHeight: height / 2 }}>
            <p className="strong">{tooFew.n === 1 ? '1 answer' : `${tooFew.n} answers`}, shown from 5</p>
            <p className="help mt-1">{tooFew.text ?? 'A score from so few people would name them.'}</p>
          </div>
        ) : drawing && asTable ? (
          <FigureTable drawing={drawing} title={title} />
        ) : (
          <>
            {drawing && <DrawingSvg drawing={drawing} label={title} />}
            {children}
          </>
        )}
      </div>
    </section>
  )
}

/** The figures of a drawing as a table. */
export function FigureTable({ drawing, title }: { drawing: Drawing; title: string }) {
  return (
    <table className="tb">
      <caption className="vh">{title}</caption>
      <thead>
        <tr>
          {drawing.table.head.map((head, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns do not move
            <th key={at} scope="col" className={at > 0 ? 'rt' : ''}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {drawing.table.rows.map((row) => (
          <tr key={row.join()}>
            {row.map((cell, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns do not move
              <td key={at} className={at > 0 ? 'rt num' : ''}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The width an element has, kept up. */
export function useWidth<E extends HTMLElement>() {
  const ref = useRef<E>(null)
  const [width, set] = useState(0)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    const watcher = new ResizeObserver(([entry]) => set(Math.floor(entry?.contentRect.width ?? 0)))
    watcher.observe(element)
    set(Math.floor(element.clientWidth))
    return () => watcher.disconnect()
  }, [])
  return [ref, width] as const
}
