import type { Paper, TextStyle } from '#platform/pdf/paper.ts'

export interface Column {
  head: string
  width: number
  align?: 'left' | 'right'
  /** room before the next column */
  gap?: number
}

export interface Cell extends TextStyle {
  text: string
  /** stands below it, smaller */
  under?: { text: string; style?: TextStyle } | undefined
}

const small: TextStyle = { size: 8.25, leading: 12, ink: 'ink-3' }

/** A table whose head comes again on each sheet; a row is never parted. */
export function writeTable(
  paper: Paper,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): void {
  const gap = (at: number) => columns[at]!.gap ?? 12
  const room = (at: number) => columns[at]!.width - gap(at)
  const places = columns.map((column, at) => {
    const before = columns.slice(0, at).reduce((sum, one) => sum + one.width, 0)
    return paper.isRtl ? paper.left + paper.width - before - column.width + gap(at) : paper.left + before
  })
  const head = () => {
    for (const [at, column] of columns.entries())
      paper.words(column.head, places[at]!, paper.y, room(at), { ...small, align: column.align ?? 'left' })
    paper.y += 17
    paper.rule()
  }
  const tall = (row: readonly Cell[]) =>
    Math.max(
      ...row.map(
        (cell, at) =>
          paper.tall(cell.text, room(at), cell) +
          (cell.under ? paper.tall(cell.under.text, room(at), { ...small, ...cell.under.style }) : 0),
      ),
    )
  paper.need(17 + (rows[0] ? tall(rows[0]) + 8 : 0))
  head()
  for (const row of rows) {
    const height = tall(row) + 8
    const sheet = paper.y
    paper.need(height)
    if (paper.y < sheet) head()
    for (const [at, cell] of row.entries()) {
      const style = { align: columns[at]!.align ?? 'left', ...cell }
      const used = paper.words(cell.text, places[at]!, paper.y + 4, room(at), style)
      if (cell.under)
        paper.words(cell.under.text, places[at]!, paper.y + 4 + used, room(at), {
          ...small,
          align: style.align,
          ...cell.under.style,
        })
    }
    paper.y += height
    paper.rule()
  }
}
