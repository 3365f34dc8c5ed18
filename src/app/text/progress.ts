/** A progress bar on a terminal; nothing where standard error is no terminal. */
export interface Progress {
  /** how much of the whole is done, and how many lines that were */
  at: (done: number, lines: number) => void
  end: () => void
}

const every = 100

/** Draws at most ten times a second. Where the whole is not known, only the lines are counted. */
export function progressBar(whole: number | undefined): Progress {
  const out = process.stderr
  if (!out.isTTY) return { at() {}, end() {} }
  const started = performance.now()
  let drawn = 0
  const draw = (done: number, lines: number, now: number) => {
    drawn = now
    const speed = Math.round((lines / Math.max(1, now - started)) * 1000)
    const counts = `${lines.toLocaleString('en')} lines, ${speed.toLocaleString('en')} a second`
    if (!whole) return out.write(`\r\x1b[K${counts}`)
    const share = Math.min(1, done / whole)
    const width = Math.max(10, Math.min(30, (out.columns ?? 80) - counts.length - 10))
    const full = Math.round(share * width)
    return out.write(
      `\r\x1b[K${'█'.repeat(full)}${'░'.repeat(width - full)} ${String(Math.floor(share * 100)).padStart(3)} %  ${counts}`,
    )
  }
  return {
    at(done, lines) {
      const now = performance.now()
      if (now - drawn >= every) draw(done, lines, now)
    },
    end() {
      out.write('\r\x1b[K')
    },
  }
}
