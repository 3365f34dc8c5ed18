import { open } from 'node:fs/promises'

/** Where the next record begins: enough to go on after a stop. `row` counts records that were handed out. */
export interface Position {
  offset: number
  line: number
  row: number
}

/** The reason why a record could not be read; the message names what to do. */
export interface RowTrouble {
  code: string
  message: string
}

/** One record of a source, with its place, and where to go on behind it. */
export interface SourceRow {
  row: number
  line: number
  offset: number
  next: Position
  cells: string[]
  trouble?: RowTrouble
}

/** A record may be this long; a longer one becomes an error row without being held in memory. */
export const maxRecordBytes = 1024 * 1024

export const startOfFile: Position = { offset: 0, line: 1, row: 1 }

const chunkBytes = 256 * 1024

/** The chunks of a file from a byte offset on. */
export async function* chunks(path: string, offset: number): AsyncGenerator<Buffer> {
  const file = await open(path, 'r')
  try {
    for (let at = offset; ; ) {
      const buffer = Buffer.allocUnsafe(chunkBytes)
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, at)
      if (bytesRead === 0) return
      at += bytesRead
      yield bytesRead === chunkBytes ? buffer : buffer.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

/** The first bytes of a file. */
export async function head(path: string, bytes: number): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const buffer = Buffer.alloc(bytes)
    const { bytesRead } = await file.read(buffer, 0, bytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** What is wrong with a decoded record, if anything: letters cut apart, or NUL, which no database text can hold. */
export function textTrouble(cells: readonly string[], isIntact: boolean): RowTrouble | undefined {
  if (!isIntact) {
    return {
      code: 'row.encoding',
      message: 'Text is cut in the middle of a letter. Check the encoding of the file, or mend this row.',
    }
  }
  for (const cell of cells) {
    if (cell.includes('\0')) {
      return { code: 'row.nul', message: 'A cell holds a NUL character. Remove it from this row.' }
    }
  }
  return undefined
}

export const tooLarge: RowTrouble = {
  code: 'row.too_large',
  message: `The row is longer than 1 MB. Shorten its longest cell, or check for a quote that is never closed.`,
}
