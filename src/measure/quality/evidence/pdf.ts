import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'
import type { CheckYear, EvidenceYear } from '#measure/quality/evidence/year.ts'

// Fonts are embedded, so that names in any European script, Greek, Cyrillic or Arabic stand as they are.
const require = createRequire(import.meta.url)
const fonts = {
  regular: () => require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  bold: () => require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
}

const margin = 48
const width = 595.28 - 2 * margin
const bottom = 841.89 - 64
const ink = '#18211c'
const pale = '#5c6861'
const line = '#cfd6d1'
const pine = '#006048'
const late = '#a31b2a'

const stateWords = { met: 'met', missed: 'missed', not_due: 'not due', no_data: 'no data' } as const
const percent = (share: number) => `${Math.round(share * 100)} %`
const day = (at: string) => at.slice(0, 16).replace('T', ' ')

/** The evidence of a year for people: how each check stands, month by month, what it rests on, and the checksums of the data. */
export function evidencePdf(
  evidence: EvidenceYear,
  files: readonly { name: string; bytes: number; sha256: string }[],
): Promise<Buffer> {
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: margin, bottom: 48, left: margin, right: margin },
    font: fonts.regular(),
    lang: 'en',
    bufferPages: true,
    info: {
      Title: `Quality evidence ${evidence.year}, ${evidence.workspace}`,
      Author: evidence.workspace,
      CreationDate: new Date(evidence.madeAt),
    },
  })
  doc.registerFont('regular', fonts.regular())
  doc.registerFont('bold', fonts.bold())
  const chunks: Buffer[] = []
  doc.on('data', (chunk: Buffer) => chunks.push(chunk))
  const done = new Promise<Buffer>((resolve, reject) => {
    doc.on('end', () => resolve(Buffer.concat(chunks)))
    doc.on('error', reject)
  })
  summary(doc, evidence)
  for (const check of evidence.checks) section(doc, check)
  checksums(doc, files)
  pageNumbers(doc, evidence)
  doc.end()
  return done
}

type Doc = PDFKit.PDFDocument

/** Begins a new page when less than this is left. */
function room(doc: Doc, points: number): void {
  if (doc.y + points > bottom) doc.addPage()
}

function text(doc: Doc, words: string, { size = 9, bold = false, color = ink, gap = 2 } = {}): void {
  doc
    .font(bold ? 'bold' : 'regular')
    .fontSize(size)
    .fillColor(color)
    .text(words, margin, doc.y, { width, lineGap: 1 })
  doc.y += gap
}

function rule(doc: Doc): void {
  doc
    .moveTo(margin, doc.y)
    .lineTo(margin + width, doc.y)
    .lineWidth(0.5)
    .strokeColor(line)
    .stroke()
  doc.y += 4
}

/** A row of cells at fixed places; the row is as high as its highest cell. */
function row(
  doc: Doc,
  cells: readonly { words: string; at: number; width: number; color?: string; isEnd?: boolean }[],
  { bold = false, size = 8 } = {},
): void {
  doc.font(bold ? 'bold' : 'regular').fontSize(size)
  const height = Math.max(...cells.map((cell) => doc.heightOfString(cell.words, { width: cell.width })))
  room(doc, height + 6)
  const { y } = doc
  for (const cell of cells)
    doc
      .font(bold ? 'bold' : 'regular')
      .fontSize(size)
      .fillColor(cell.color ?? ink)
      .text(cell.words, margin + cell.at, y, { width: cell.width, align: cell.isEnd ? 'right' : 'left' })
  doc.y = y + height + 4
}

function summary(doc: Doc, evidence: EvidenceYear): void {
  const of = (state: CheckYear['state']) => evidence.checks.filter((check) => check.state === state).length
  text(doc, evidence.workspace, { color: pale })
  text(doc, `Quality evidence ${evidence.year}`, { size: 18, bold: true, gap: 4 })
  text(
    doc,
    `${of('met')} of ${of('met') + of('missed')} checks reached their target${evidence.isComplete ? '' : ' so far; the year is not over'}.`,
    { size: 11, gap: 4 },
  )
  text(
    doc,
    `Made ${day(evidence.madeAt)} UTC from the records of Hearback. Days are those of ${evidence.zone}; what is counted is what came due in the year. Intervals are 95 % (Wilson). A check is met when its share reaches the target exactly.`,
    { color: pale, gap: 10 },
  )
  const cells = (
    check: string,
    judged: string,
    rate: string,
    interval: string,
    target: string,
    state: string,
    color = ink,
  ) => [
    { words: check, at: 0, width: 210 },
    { words: judged, at: 214, width: 72, isEnd: true },
    { words: rate, at: 290, width: 44, isEnd: true },
    { words: interval, at: 338, width: 72, isEnd: true },
    { words: target, at: 414, width: 40, isEnd: true },
    { words: state, at: 458, width: width - 458, isEnd: true, color },
  ]
  row(doc, cells('Check', 'In time', 'Share', 'Interval', 'Target', ''), { bold: true })
  rule(doc)
  for (const check of evidence.checks) {
    const { met, missed } = check.year
    row(
      doc,
      cells(
        check.isArchived ? `${check.name} (archived)` : check.name,
        met + missed === 0 ? '–' : `${met} of ${met + missed}`,
        check.share === null ? '–' : percent(check.share),
        check.low === null ? '–' : `${percent(check.low)} – ${percent(check.high!)}`,
        `${check.target} %`,
        stateWords[check.state],
        check.state === 'missed' ? late : check.state === 'met' ? pine : pale,
      ),
    )
    rule(doc)
  }
}

function section(doc: Doc, check: CheckYear): void {
  room(doc, 110)
  doc.y += 14
  text(doc, check.name, { size: 11, bold: true })
  text(doc, `Rests on: ${check.source}`, { size: 8, color: pale })
  text(doc, `Counts: ${check.counts} Due: ${check.due} Ends with: ${check.ends}`, {
    size: 8,
    color: pale,
    gap: 4,
  })
  const months = check.months.map((one, i) => ({
    words: new Date(Date.UTC(2000, i, 1)).toLocaleDateString('en-GB', { month: 'short', timeZone: 'UTC' }),
    one,
    at: (i * width) / 12,
    width: width / 12 - 2,
  }))
  row(
    doc,
    months.map(({ words, at, width: w }) => ({ words, at, width: w, color: pale })),
    { size: 7 },
  )
  row(
    doc,
    months.map(({ one, at, width: w }) => ({
      words: one.met + one.missed > 0 ? `${one.met}/${one.met + one.missed}` : one.pending > 0 ? 'open' : '–',
      at,
      width: w,
      color: one.state === 'missed' ? late : one.state === 'met' ? pine : pale,
    })),
    { size: 7 },
  )
  const { missed, pending, notDue } = check.year
  const rest = [
    missed > 0 && `${missed} missed: “missed” in occurrences.csv`,
    pending > 0 && `${pending} not yet due`,
    notDue > 0 && `${notDue} not owed, each with its reason in occurrences.csv`,
  ].filter(Boolean)
  if (rest.length > 0) text(doc, `${rest.join('; ')}.`, { size: 8 })
}

function checksums(doc: Doc, files: readonly { name: string; bytes: number; sha256: string }[]): void {
  room(doc, 120)
  doc.y += 16
  text(doc, 'The data and their checksums', { size: 11, bold: true })
  text(
    doc,
    'This file stands beside the data it was made from. SHA256SUMS holds the checksums of all files, of this one too; sha256sum -c SHA256SUMS compares them.',
    { size: 8, color: pale, gap: 4 },
  )
  for (const { name, bytes, sha256 } of files) {
    text(doc, `${name}, ${bytes.toLocaleString('en-GB')} bytes`, { size: 8 })
    text(doc, `SHA-256 ${sha256}`, { size: 7, color: pale, gap: 4 })
  }
}

function pageNumbers(doc: Doc, evidence: EvidenceYear): void {
  const { count } = doc.bufferedPageRange()
  for (let i = 0; i < count; i++) {
    doc.switchToPage(i)
    // below the margin of the text, which would begin another page
    doc.page.margins.bottom = 0
    doc
      .font('regular')
      .fontSize(7)
      .fillColor(pale)
      .text(
        `${evidence.workspace}, quality evidence ${evidence.year}, page ${i + 1} of ${count}`,
        margin,
        806,
        { width },
      )
  }
}
