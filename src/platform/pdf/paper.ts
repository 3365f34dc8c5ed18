import PDFDocument from 'pdfkit'
import { facesOf, features, type Weight } from '#platform/pdf/faces.ts'
import { inkOf } from '#platform/pdf/inks.ts'
import { isRightToLeft, isShaped, mirrored, type Run, runsOf, wordsOf } from '#platform/pdf/runs.ts'
import { directionOf } from '#platform/web/format.ts'

/** Sheets of A4 that are filled from the top, in points. */

export interface TextStyle {
  size?: number
  /** from one line to the next */
  leading?: number
  weight?: Weight
  /** the name of a design token */
  ink?: string
  align?: 'left' | 'right' | 'middle'
  /** where a click leads */
  link?: string | undefined
  /** the last line that fits ends with an ellipsis */
  most?: number
}

interface Line {
  text: string
  isRtl: boolean
}

/** Where the first thing of a sheet begins, below its head. */
const top = 72
const plain = { size: 9.75, leading: 14, weight: 400, ink: 'ink', align: 'left', most: 200 } as const

export interface PaperOptions {
  title: string
  author: string
  madeAt: Date
  /** stands at the top of each sheet, with the number of the sheet behind it */
  head: string
  /** of its words; one that is read from right to left begins at the right */
  language?: string
  /** how a sheet is numbered */
  sheetName?: (sheet: number, of: number) => string
}

export class Paper {
  readonly left = 43
  readonly width = 509.28
  readonly bottom = 790
  /** Whether its language is read from right to left: `left` then means where a line begins. */
  readonly isRtl: boolean
  /** where the next thing begins */
  y: number
  readonly #pdf: PDFKit.PDFDocument
  readonly #faces: ReturnType<typeof facesOf>
  readonly #options: PaperOptions
  readonly #bytes: Promise<Buffer>

  constructor(options: PaperOptions) {
    const { title, author, madeAt, language = 'en' } = options
    this.isRtl = directionOf(language) === 'rtl'
    this.#options = options
    this.#pdf = new PDFDocument({
      size: 'A4',
      margin: 0,
      // no font of pdfkit's own, which knows Western letters only
      font: null as unknown as string,
      bufferPages: true,
      lang: language,
      displayTitle: true,
      info: { Title: title, Author: author, CreationDate: madeAt, Producer: 'Hearback', Creator: 'Hearback' },
    })
    const chunks: Buffer[] = []
    this.#bytes = new Promise((done, failed) => {
      this.#pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
      this.#pdf.on('end', () => done(Buffer.concat(chunks)))
      this.#pdf.on('error', failed)
    })
    this.#faces = facesOf(this.#pdf)
    this.y = top
  }

  /** Begins a new sheet unless so much room is left. */
  need(height: number): void {
    if (this.y + height <= this.bottom) return
    this.#pdf.addPage()
    this.y = top
  }

  /** Whether nothing stands on this sheet yet. */
  get isFresh(): boolean {
    return this.y === top
  }

  /** A line across, or across a part of the sheet. */
  rule(x = this.left, width = this.width, ink = 'line'): void {
    this.line(x, this.y, x + width, this.y, { ink, width: 0.75 })
  }

  line(
    x1: number,
    y1: number,
    x2: number,
    y2: number,
    { ink, width = 0.75, dashed }: { ink: string; width?: number; dashed?: boolean },
  ): void {
    this.#pdf.save().lineWidth(width).strokeColor(inkOf(ink))
    if (dashed) this.#pdf.dash(2.25, { space: 2.25 })
    this.#pdf.moveTo(x1, y1).lineTo(x2, y2).stroke().restore()
  }

  /** A filled or outlined shape through points. */
  shape(
    points: readonly (readonly [number, number])[],
    {
      ink,
      opacity = 1,
      isFilled = true,
      width = 0.75,
    }: { ink: string; opacity?: number; isFilled?: boolean; width?: number },
  ): void {
    const [first, ...rest] = points
    if (!first) return
    const pdf = this.#pdf.save()
    pdf.moveTo(first[0], first[1])
    for (const [x, y] of rest) pdf.lineTo(x, y)
    if (isFilled) pdf.closePath().fillOpacity(opacity).fill(inkOf(ink))
    else pdf.lineWidth(width).lineJoin('round').stroke(inkOf(ink))
    pdf.restore()
  }

  rect(x: number, y: number, width: number, height: number, ink: string, isHollow = false): void {
    if (width <= 0 || height <= 0) return
    const pdf = this.#pdf.save().rect(x, y, width, height)
    if (isHollow) pdf.lineWidth(0.75).stroke(inkOf(ink))
    else pdf.fill(inkOf(ink))
    pdf.restore()
  }

  dot(x: number, y: number, r: number, ink: string, isHollow = false): void {
    const pdf = this.#pdf.save().circle(x, y, r)
    if (isHollow) pdf.lineWidth(1.3).fillAndStroke(inkOf('surface'), inkOf(ink))
    else pdf.fill(inkOf(ink))
    pdf.restore()
  }

  /** Makes a place on the sheet lead somewhere. */
  link(x: number, y: number, width: number, height: number, to: string): void {
    this.#pdf.link(x, y, width, height, to)
  }

  /** Writes lines of text from `y` on and answers how tall they are. Numbers have one width each. */
  words(text: string, x: number, y: number, width: number, style: TextStyle = {}): number {
    const { size, leading, weight, ink, align } = { ...plain, ...style }
    const lines = this.#lines(text, width, style)
    for (const [index, line] of lines.entries()) {
      const runs = this.#runs(line, weight)
      const long = this.#long(runs, size)
      const side = this.#side(align, line)
      const from = side === 'left' ? x : side === 'right' ? x + width - long : x + (width - long) / 2
      // what a line of this height has above and below its letters
      const base = y + index * leading + (leading - size) / 2 + size * 0.86
      this.#draw(runs, from, base, size, ink)
      if (style.link) this.link(from, base - size, long, size * 1.3, style.link)
    }
    return lines.length * leading
  }

  /** Writes text below what stands there already, on a new sheet where it has to. */
  text(text: string, style: TextStyle & { x?: number; width?: number } = {}): void {
    const { width = this.width } = style
    const { x = this.isRtl ? this.left + this.width - width : this.left } = style
    this.need(this.tall(text, width, style))
    this.y += this.words(text, x, this.y, width, style)
  }

  /** One line whose letters stand on `y`. */
  label(text: string, x: number, y: number, style: TextStyle = {}): void {
    const { size, weight, ink, align } = { ...plain, ...style }
    const runs = this.#runs({ text, isRtl: this.#reads(text) }, weight)
    const long = this.#long(runs, size)
    const from = align === 'left' ? x : align === 'right' ? x - long : x - long / 2
    this.#draw(runs, from, y, size, ink)
    if (style.link) this.link(from, y - size, long, size * 1.3, style.link)
  }

  /** How tall a text becomes. */
  tall(text: string, width: number, style: TextStyle = {}): number {
    return this.#lines(text, width, style).length * (style.leading ?? plain.leading)
  }

  /** Whether a paragraph reads from right to left: as its first letter does, or the sheet where it has such letters. */
  #reads(text: string): boolean {
    return isRightToLeft(text) || (this.isRtl && isShaped(text))
  }

  #side(align: 'left' | 'right' | 'middle', line: Line): 'left' | 'right' | 'middle' {
    if (align === 'middle') return align
    if (this.isRtl) return align === 'left' ? 'right' : 'left'
    return line.isRtl && align === 'left' ? 'right' : align
  }

  #runs({ text, isRtl }: Line, weight: Weight): Run[] {
    return runsOf(text, (sign) => this.#faces(weight, sign), isRtl)
  }

  #long(runs: readonly Run[], size: number): number {
    return runs.reduce((sum, { face, text }) => sum + face.widthOf(text) * size, 0)
  }

  #draw(runs: readonly Run[], x: number, base: number, size: number, ink: string): void {
    let from = x
    for (const run of runs) {
      const text = run.isRtl && !isShaped(run.text) ? mirrored(run.text) : run.text
      this.#pdf
        .font(run.face.name, size)
        .fillColor(inkOf(ink))
        .text(text, from, base, { lineBreak: false, baseline: 'alphabetic', features })
      from += run.face.widthOf(run.text) * size
    }
  }

  /** Breaks a text at spaces, and within a word only where the word alone is too long. */
  #lines(text: string, width: number, style: TextStyle): Line[] {
    const { size, weight, most } = { ...plain, ...style }
    const lines: Line[] = []
    for (const paragraph of text.split('\n')) {
      const isRtl = this.#reads(paragraph)
      const long = (part: string) => this.#long(this.#runs({ text: part, isRtl }, weight), size)
      const gap = long(' ')
      let line = ''
      let used = 0
      const end = () => {
        lines.push({ text: line, isRtl })
        line = ''
        used = 0
      }
      for (const { text: word, isApart } of wordsOf(paragraph)) {
        for (const [at, piece] of this.#pieces(word, width, long).entries()) {
          const before = at === 0 && isApart && line !== '' ? gap : 0
          const room = long(piece)
          if (line !== '' && used + before + room > width) end()
          used += room + (line === '' ? 0 : before)
          line += line === '' || before === 0 ? piece : ` ${piece}`
        }
      }
      end()
    }
    if (lines.length <= most) return lines
    const kept = lines.slice(0, most)
    const last = kept.at(-1)!
    const short = (line: string): string =>
      line === '' || this.#long(this.#runs({ text: `${line}…`, isRtl: last.isRtl }, weight), size) <= width
        ? `${line}…`
        : short(line.replace(/\s*\S$/u, ''))
    kept[most - 1] = { ...last, text: short(last.text) }
    return kept
  }

  #pieces(word: string, width: number, long: (part: string) => number): string[] {
    if (long(word) <= width) return [word]
    const pieces: string[] = []
    let piece = ''
    for (const sign of word) {
      if (piece !== '' && long(piece + sign) > width) {
        pieces.push(piece)
        piece = ''
      }
      piece += sign
    }
    return [...pieces, piece]
  }

  /** Numbers the sheets and gives the file. */
  end(): Promise<Buffer> {
    const { start, count } = this.#pdf.bufferedPageRange()
    const { author, head, sheetName = (sheet, of) => `page ${sheet} of ${of}` } = this.#options
    const [begin, end] = [this.left, this.left + this.width]
    const [near, far] = this.isRtl ? [end, begin] : [begin, end]
    for (let sheet = 0; sheet < count; sheet++) {
      this.#pdf.switchToPage(start + sheet)
      this.label(author, near, 48, { size: 9.75, weight: 600, align: this.isRtl ? 'right' : 'left' })
      this.label(`${head}, ${sheetName(sheet + 1, count)}`, far, 48, {
        size: 9,
        ink: 'ink-3',
        align: this.isRtl ? 'left' : 'right',
      })
      this.line(begin, 60, end, 60, { ink: 'line' })
    }
    this.#pdf.end()
    return this.#bytes
  }
}
