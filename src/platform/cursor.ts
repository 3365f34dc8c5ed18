import type { z } from 'zod'
import { AppError } from '#platform/errors.ts'

/** An opaque place in a list, to be handed back as `cursor`. */
export function encodeCursor(place: unknown): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

/** Reads a cursor made by `encodeCursor`; an edited one is refused with what to do. */
export function decodeCursor<S extends z.ZodType>(text: string, shape: S): z.output<S> {
  try {
    return shape.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
  } catch {
    throw wrongCursor()
  }
}

/** The refusal of a cursor that no list gave out; also where only the database can tell, such as of a day no month has. */
export function wrongCursor(): AppError {
  return new AppError(
    'invalid',
    'cursor.invalid',
    'The cursor is not one this list gave out. Start again without a cursor.',
  )
}

/** Cuts a list fetched with one row more than `limit` into a page. */
export function toPage<Row, T>(
  rows: Row[],
  limit: number,
  show: (row: Row) => T,
  place: (row: Row) => unknown,
) {
  const data = rows.slice(0, limit).map(show)
  const last = rows[limit - 1]
  return { data, nextCursor: rows.length > limit && last ? encodeCursor(place(last)) : null }
}
