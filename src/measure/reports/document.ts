import { changedParts } from '#close/share-backs/rules.ts'
import { checkAddress, followUpAddress, itemsAddress } from '#measure/reports/addresses.ts'
import type { Report } from '#measure/reports/contract.ts'
import { itemsChart, typesChart } from '#measure/reports/drawings.ts'
import type { Texts } from '#measure/reports/texts.ts'
import {
  answerText,
  checkName,
  effectText,
  itemsSub,
  itemsTitle,
  missesTarget,
  periodTitle,
  qualityNote,
  qualityTitle,
  scoreLines,
  severityText,
  textsOf,
  themeMove,
  themesTitle,
  typesSub,
  typesTitle,
  waitingSub,
  waitingTitle,
} from '#measure/reports/words.ts'
import { drawOn, pixel } from '#platform/pdf/drawing-pdf.ts'
import { Paper } from '#platform/pdf/paper.ts'
import { writeTable } from '#platform/pdf/table.ts'

/** A report as PDF, on sheets of A4. */

export interface Place {
  workspace: string
  /** the address of the workspace, to which numbers lead */
  base: string
}

const title = { size: 11.25, leading: 15, weight: 600 } as const
const sub = { size: 9, leading: 13.5, ink: 'ink-3' } as const

/** Writes it; the same record gives the same file. */
export function reportPdf(report: Report, place: Place): Promise<Buffer> {
  const t = textsOf(report.language)
  const period = periodTitle(t, report)
  const paper = new Paper({
    title: `${period}: ${report.headline}`,
    author: place.workspace,
    madeAt: new Date(report.madeAt),
    head: period,
    language: report.language,
    sheetName: t.page,
  })
  const address = (to: string) => `${place.base}/${to}`
  paper.y += 2
  paper.text(report.headline, { size: 16.5, leading: 21, weight: 600, width: 400 })
  paper.y += 4
  paper.text(report.lead, { size: 11.25, leading: 18, ink: 'ink-2', width: 450 })
  paper.y += 12
  const page: Page = { paper, t, report, address }
  figuresOf(page)
  themesOf(page)
  waitingOf(page)
  scoresOf(page)
  qualityOf(page)
  effectsOf(page)
  changedOf(page)
  paper.need(34)
  paper.y += 8
  paper.rule()
  paper.y += 6
  paper.text(t.asOf(t.dateTime(report.zone, report.madeAt, report.madeAt), report.number), sub)
  return paper.end()
}

interface Page {
  paper: Paper
  t: Texts
  report: Report
  address(to: string): string
}

/** The two charts beside each other. */
function figuresOf({ paper, t, report, address }: Page): void {
  const { kind, figures, from, to } = report
  const gap = 33
  const half = (paper.width - gap) / 2
  // the first of two stands where reading begins
  const far = paper.left + half + gap
  const [first, second] = paper.isRtl ? [far, paper.left] : [paper.left, far]
  const top = paper.y
  const inbox = (type?: string) => itemsAddress(from, to, type)
  const column = (x: number, words: [string, string], draw: (y: number) => number) => {
    paper.y = top
    paper.rule(x, half)
    let y = top + 10
    y += paper.words(words[0], x, y, half, title)
    y += paper.words(words[1], x, y + 1, half, sub) + 6
    return y + draw(y)
  }
  const left = column(first, [itemsTitle(t, kind, figures), itemsSub(t, kind, figures)], (y) => {
    const chart = itemsChart(t, kind, figures, {
      width: half / pixel,
      link: { to: inbox(), says: `${figures.items}` },
    })
    drawOn(paper, chart, first, y, address)
    return chart.height * pixel
  })
  const other = column(second, [typesTitle(t, figures), typesSub(t, kind, figures)], (y) => {
    const chart = typesChart(t, figures, { width: half / pixel, linkOf: inbox })
    drawOn(paper, chart, second, y, address)
    const bugs = figures.types.find(({ code }) => code === 'bug_report')
    const below = y + chart.height * pixel + 3
    const said =
      bugs && bugs.items > 0
        ? paper.words(t.bugs(severityText(t, figures)), second, below, half, sub) + 4.5
        : 0
    return chart.height * pixel + said
  })
  paper.y = Math.max(left, other) + 10
}

function section(paper: Paper, words: string, below?: string): void {
  paper.need(90)
  // a sheet begins with a line of its own
  if (!paper.isFresh) paper.rule()
  paper.y += paper.isFresh ? 2 : 10
  paper.text(words, title)
  if (below) {
    paper.y += 1
    paper.text(below, sub)
  }
  paper.y += 6
}

function themesOf({ paper, t, report, address }: Page): void {
  const { figures, quotes, madeAt, kind } = report
  section(paper, themesTitle(t, figures), figures.themes.length > 0 ? t.themesSub(kind) : undefined)
  if (figures.themes.length === 0) return
  writeTable(
    paper,
    [
      { head: '', width: 18 },
      { head: t.heads.theme, width: 250 },
      { head: t.heads.mentions, width: 56, align: 'right' },
      { head: t.heads.accounts, width: 58, align: 'right', gap: 14 },
      { head: t.heads.whatWeDo, width: paper.width - 382, gap: 0 },
    ],
    figures.themes.map((theme, at) => {
      const quote = quotes.find(({ themeId }) => themeId === theme.id)
      const move = themeMove(t, figures, theme)
      return [
        { text: String(at + 1), weight: 600 },
        {
          text: theme.name,
          weight: 500,
          most: 2,
          link: address(`themes/${theme.id}`),
          under: quote && { text: `“${quote.quote}”`, style: { most: 2 } },
        },
        { text: t.number(theme.mentions), under: move ? { text: move } : undefined },
        { text: t.number(theme.accounts) },
        {
          text: answerText(t, theme.answer, madeAt),
          most: 2,
          ...(!theme.answer && { ink: 'ink-3' }),
          under:
            theme.answer?.kind === 'request' ? { text: theme.answer.title, style: { most: 1 } } : undefined,
        },
      ]
    }),
  )
  paper.y += 12
}

function waitingOf({ paper, t, report, address }: Page): void {
  const { figures, followUps, zone, madeAt } = report
  section(paper, waitingTitle(t, figures), waitingSub(t, report))
  const { untold } = figures
  const rows = followUps.map((one) => [
    {
      text: one.who,
      weight: 500 as const,
      most: 2,
      link: address(followUpAddress(one)),
    },
    { text: one.about, ink: 'ink-2', most: 1 },
    { text: one.owner ?? t.nobody, ...(!one.owner && { ink: 'ink-3' }), most: 1 },
    {
      text: one.dueAt ? t.dateTime(zone, one.dueAt, madeAt) : '–',
      ...(one.dueAt && one.dueAt < madeAt && { ink: 'late-ink', weight: 600 as const }),
    },
  ])
  if (untold.people > 0)
    rows.push([
      {
        text: t.behindFinished(untold.people, untold.items),
        weight: 500,
        most: 2,
        link: address('loops?missing=told'),
      },
      { text: t.areOwed, ink: 'ink-2', most: 1 },
      { text: '', most: 1 },
      { text: '' },
    ])
  if (rows.length > 0)
    writeTable(
      paper,
      [
        { head: t.heads.who, width: 176 },
        { head: t.heads.about, width: 146 },
        { head: t.heads.owner, width: 88 },
        { head: t.heads.due, width: paper.width - 410, align: 'right', gap: 0 },
      ],
      rows,
    )
  const rest = figures.waiting.cases + figures.waiting.items - followUps.length
  if (rest > 0) {
    paper.y += 4
    paper.text(t.more(rest), sub)
  }
  paper.y += 12
}

function scoresOf({ paper, t, report: { kind, figures } }: Page): void {
  const lines = scoreLines(t, kind, figures)
  if (lines.length === 0) return
  section(paper, t.scoresTitle)
  writeTable(
    paper,
    [
      { head: '', width: 150 },
      { head: '', width: 56, align: 'right' },
      { head: '', width: paper.width - 206, gap: 0 },
    ],
    lines.map(({ label, value, note }) => [
      { text: label },
      { text: value, weight: 600 },
      { text: note, ink: 'ink-3', size: 9 },
    ]),
  )
  paper.y += 12
}

function qualityOf({ paper, t, report, address }: Page): void {
  const { kind, figures } = report
  if (!figures.quality) return
  section(
    paper,
    qualityTitle(t, figures.quality),
    figures.quality.length > 0 ? t.qualitySub(kind) : undefined,
  )
  if (figures.quality.length > 0)
    writeTable(
      paper,
      [
        { head: t.heads.check, width: 300 },
        { head: t.heads.inTime, width: 70, align: 'right' },
        { head: t.heads.target, width: 70, align: 'right' },
        { head: t.heads.failed, width: paper.width - 440, align: 'right', gap: 0 },
      ],
      figures.quality.map((one) => [
        { text: checkName(t, one), weight: 500, under: { text: qualityNote(t, kind, one) } },
        {
          text: t.percent(one.share.share),
          weight: 600,
          ...(missesTarget(one) && { ink: 'late-ink' }),
        },
        { text: `${t.number(one.target)} %`, ink: 'ink-3' },
        {
          text: t.number(one.missed),
          link: one.missed > 0 ? address(checkAddress(report, one.key)) : undefined,
        },
      ]),
    )
  paper.y += 12
}

function effectsOf({ paper, t, report: { figures }, address }: Page): void {
  if (figures.effects.length === 0) return
  section(paper, t.effectsTitle)
  for (const effect of figures.effects) {
    paper.text(`CAPA ${effect.number}: ${effect.finding}`, {
      weight: 500,
      most: 2,
      link: address(`actions/${effect.id}`),
    })
    paper.text(effectText(t, effect), { ink: 'ink-2' })
    paper.y += 5
  }
  paper.y += 7
}

function changedOf({ paper, t, report: { figures }, address }: Page): void {
  section(paper, t.changedTitle)
  for (const part of changedParts(figures.changed, t.changes)) {
    paper.need(34)
    paper.text(part.title, { ...sub, weight: 500 })
    for (const line of part.lines)
      paper.text(line.text, { ...(line.to && { link: address(line.to) }), most: 3 })
    paper.y += 6
  }
}
