/** A text made of pieces of another, which still knows where each piece stood. */

export interface Pieces {
  text: string
  /** for each piece: where it starts in `text`, where it stood in the source, how long it was there */
  starts: number[]
  sources: number[]
  lengths: number[]
}

export function noPieces(): Pieces {
  return { text: '', starts: [], sources: [], lengths: [] }
}

/** Adds a piece; `length` is how much of the source it stands for. */
export function add(pieces: Pieces, text: string, source: number, length = text.length): void {
  if (text === '') return
  pieces.starts.push(pieces.text.length)
  pieces.sources.push(source)
  pieces.lengths.push(length)
  pieces.text += text
}

/** The place [from, to) of the made text in the source. */
export function sourceOf(pieces: Pieces, from: number, to: number): [number, number] {
  if (pieces.starts.length === 0) return [0, 0]
  const start = pointOf(pieces, from, false)
  return [start, Math.max(start, pointOf(pieces, Math.max(from, to - 1), true))]
}

function pointOf({ text, starts, sources, lengths }: Pieces, at: number, isEnd: boolean): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle]! <= at) low = middle
    else high = middle - 1
  }
  const made = (starts[low + 1] ?? text.length) - starts[low]!
  const length = lengths[low]!
  // An entity or a folded blank is one thing: it has no inside.
  if (made !== length) return sources[low]! + (isEnd ? length : 0)
  return sources[low]! + at - starts[low]! + (isEnd ? 1 : 0)
}

/** The pieces of `outer`, which was made of `inner.text`, as pieces of the source of `inner`. */
export function through(inner: Pieces, outer: Pieces): Pieces {
  const made = noPieces()
  for (let i = 0; i < outer.starts.length; i++) {
    const from = outer.sources[i]!
    const to = from + outer.lengths[i]!
    let k = 0
    for (let low = 0, high = inner.starts.length - 1; low <= high; ) {
      k = (low + high) >> 1
      if (inner.starts[k]! > from) high = k - 1
      else if ((inner.starts[k + 1] ?? inner.text.length) <= from) low = k + 1
      else break
    }
    for (; k < inner.starts.length && inner.starts[k]! < to; k++) {
      const start = inner.starts[k]!
      const end = inner.starts[k + 1] ?? inner.text.length
      const a = Math.max(from, start)
      const b = Math.min(to, end)
      const isWhole = end - start !== inner.lengths[k]!
      if (isWhole) add(made, inner.text.slice(a, b), inner.sources[k]!, inner.lengths[k]!)
      else add(made, inner.text.slice(a, b), inner.sources[k]! + a - start)
    }
  }
  return made
}
