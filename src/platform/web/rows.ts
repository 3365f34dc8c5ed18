import { useEffect, useRef, useState } from 'react'
import { useKeys } from '#platform/web/keys.tsx'

/**
 * Rows of a table with one roving tab stop: j k or arrows move, Enter opens. `one` names a row in the help of keys, `onEnd`
 * hears that the last one is reached by keys. Answers the current row, what the body of the table (`box`) and each row take.
 */
export function useRows<T extends { id: string }>(
  rows: readonly T[],
  { one, group, onOpen, onEnd }: { one: string; group: string; onOpen(row: T): void; onEnd?(): void },
) {
  const box = useRef<HTMLTableSectionElement>(null)
  const [currentId, setCurrent] = useState<string>()
  const at = rows.findIndex((row) => row.id === currentId)
  const current = rows[at]
  const byKey = useRef(false)
  const move = (to: number) => {
    byKey.current = true
    if (to >= rows.length - 1) onEnd?.()
    setCurrent(rows[Math.max(0, Math.min(rows.length - 1, to))]?.id)
  }
  useEffect(() => {
    if (!byKey.current || !currentId) return
    byKey.current = false
    const row = box.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(currentId)}"]`)
    row?.focus({ preventScroll: true })
    row?.scrollIntoView({ block: 'nearest' })
  }, [currentId])
  useKeys({
    j: { run: () => move(at + 1), label: `Next ${one}`, group },
    k: { run: () => move(at - 1), label: `${one.charAt(0).toUpperCase()}${one.slice(1)} before`, group },
    ArrowDown: () => move(at + 1),
    ArrowUp: () => move(at - 1),
    Enter: { run: () => current && onOpen(current), label: 'Open', group },
  })
  const rowProps = ({ id }: T, index: number) => ({
    'data-row': id,
    tabIndex: id === currentId || (at < 0 && index === 0) ? 0 : -1,
    'aria-current': id === currentId ? ('true' as const) : undefined,
    className: id === currentId ? 'cur' : '',
    onFocus: (event: { target: unknown; currentTarget: unknown }) =>
      event.target === event.currentTarget && setCurrent(id),
  })
  return { box, current, rowProps }
}
