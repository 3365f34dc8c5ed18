import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { type Counted, count } from '#platform/web/format.ts'
import { useKeys } from '#platform/web/keys.tsx'

export interface Selection {
  ids: ReadonlySet<string>
  toggle(id: string): void
  /** Selects from the last toggled row to this one. */
  extend(id: string): void
  set(ids: Iterable<string>): void
  clear(): void
}

/** Selected rows of a list; rows that left the list are no longer selected. */
export function useSelection(order: readonly string[]): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const anchor = useRef<string | undefined>(undefined)
  const present = useMemo(() => {
    const known = new Set(order)
    return new Set([...ids].filter((id) => known.has(id)))
  }, [ids, order])
  return {
    ids: present,
    toggle(id) {
      anchor.current = id
      const next = new Set(present)
      if (!next.delete(id)) next.add(id)
      setIds(next)
    },
    extend(id) {
      const from = order.indexOf(anchor.current ?? id)
      const to = order.indexOf(id)
      const [low, high] = from < to ? [from, to] : [to, from]
      setIds(new Set([...present, ...order.slice(Math.max(0, low), high + 1)]))
    },
    set: (next) => setIds(new Set(next)),
    clear: () => setIds(new Set()),
  }
}

export interface Section {
  key: string
  title: string
  count?: Counted
  note?: string
}

interface ListProps<T extends { id: string }> {
  label: string
  items: readonly T[]
  render(item: T, state: { selected: boolean; current: boolean }): ReactNode
  /** The section a row stands in; rows come in section order. Without sections one plain list. */
  sectionOf?(item: T): Section
  className?(item: T): string
  current?: string
  onCurrent(id: string): void
  onOpen(id: string): void
  selection?: Selection
  /** Spoken name of a row's tick box. */
  nameOf?(item: T): string
  /** Called when the end is reached by keys. */
  onEnd?(): void
}

/** Rows with one roving tab stop: j k or arrows move, x selects, Enter opens. */
export function List<T extends { id: string }>(props: ListProps<T>) {
  const { items, sectionOf, current, selection } = props
  const box = useRef<HTMLDivElement>(null)
  const at = items.findIndex((item) => item.id === current)
  const stop = at >= 0 ? at : 0
  const byKey = useRef(false)

  const move = (to: number) => {
    const goal = items[Math.max(0, Math.min(items.length - 1, to))]
    if (!goal) return
    byKey.current = true
    props.onCurrent(goal.id)
    if (to >= items.length - 3) props.onEnd?.()
  }
  useEffect(() => {
    if (!byKey.current || current === undefined) return
    byKey.current = false
    const row = box.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(current)}"]`)
    row?.focus({ preventScroll: true })
    row?.scrollIntoView({ block: 'nearest' })
  }, [current])

  const group = 'Lists'
  const down = { run: () => move(at < 0 ? 0 : at + 1), label: 'Next row', group }
  const up = { run: () => move(at - 1), label: 'Row before', group }
  useKeys(
    {
      j: down,
      k: up,
      ArrowDown: () => down.run(),
      ArrowUp: () => up.run(),
      Home: () => move(0),
      End: () => move(items.length - 1),
      Enter: { run: () => current && props.onOpen(current), label: 'Open', group },
      ...(selection && {
        x: { run: () => current && selection.toggle(current), label: 'Select', group },
        'Shift+x': { run: () => current && selection.extend(current), label: 'Select up to here', group },
        'Ctrl+a': () => selection.set(items.map((item) => item.id)),
        ...(selection.ids.size > 0 && { Escape: { run: selection.clear, label: 'Clear selection', group } }),
      }),
    },
    { enabled: items.length > 0 },
  )

  const row = (item: T, index: number) => {
    const selected = selection?.ids.has(item.id) ?? false
    const isCurrent = item.id === current
    const onClick = (event: MouseEvent<HTMLElement>) => {
      if ((event.target as HTMLElement).closest('a,button,input,label')) return
      if (event.shiftKey && selection) return selection.extend(item.id)
      if ((event.ctrlKey || event.metaKey) && selection) return selection.toggle(item.id)
      props.onCurrent(item.id)
      props.onOpen(item.id)
    }
    const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
      if (event.key !== 'Enter' || event.target !== event.currentTarget) return
      event.preventDefault()
      props.onCurrent(item.id)
      props.onOpen(item.id)
    }
    return (
      <li
        key={item.id}
        data-row={item.id}
        tabIndex={index === stop ? 0 : -1}
        aria-current={isCurrent ? 'true' : undefined}
        className={`item${selected ? ' sel' : ''} ${props.className?.(item) ?? ''}`}
        onClick={onClick}
        onKeyDown={onKeyDown}
        onFocus={(event) => event.target === event.currentTarget && !isCurrent && props.onCurrent(item.id)}
      >
        {selection && (
          <label className="pick">
            <input
              type="checkbox"
              className="box"
              tabIndex={-1}
              checked={selected}
              aria-label={`Select ${props.nameOf?.(item) ?? 'this row'}`}
              onChange={(event) =>
                (event.nativeEvent as unknown as { shiftKey?: boolean }).shiftKey
                  ? selection.extend(item.id)
                  : selection.toggle(item.id)
              }
            />
          </label>
        )}
        {props.render(item, { selected, current: isCurrent })}
      </li>
    )
  }

  const sections = useMemo(() => {
    const list: { section: Section | undefined; from: number; rows: T[] }[] = []
    for (const [index, item] of items.entries()) {
      const section = sectionOf?.(item)
      const last = list.at(-1)
      if (last && last.section?.key === section?.key) last.rows.push(item)
      else list.push({ section, from: index, rows: [item] })
    }
    return list
  }, [items, sectionOf])

  return (
    <div ref={box} className="list">
      {sections.map(({ section, from, rows }) =>
        section ? (
          <section key={section.key} aria-label={section.title}>
            <h2 className="grp">
              <span className="strong">{section.title}</span>
              {section.count !== undefined && (
                <span className="muted num font-normal">{count(section.count)}</span>
              )}
              {section.note && <span className="muted font-normal">{section.note}</span>}
            </h2>
            <ul aria-label={section.title}>{rows.map((item, index) => row(item, from + index))}</ul>
          </section>
        ) : (
          <ul key="all" aria-label={props.label}>
            {rows.map((item, index) => row(item, from + index))}
          </ul>
        ),
      )}
    </div>
  )
}
