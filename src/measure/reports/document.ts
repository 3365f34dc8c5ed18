import { changedParts } from '#close/share-backs/rules.ts'
import { followUpAddress, itemsAddress } from '#measure/reports/addresses.ts'
import type { Report } from '#measure/reports/contract.ts'
import { itemsChart, typesChart } from '#measure/reports/drawings.ts'
import { periodTitle } from '#measure/reports/rules.ts'
import {
  answerText,
  effectText,
  itemsSub,
  itemsTitle,
  scoreLines,
  severityText,
  themeMove,
  themesSub,
  themesTitle,
  typesSub,
  typesTitle,
  waitingSub,
  waitingTitle,
} from '#measure/reports/words.ts'
import { drawOn, pixel } from '#platform/pdf/drawing-pdf.ts'
import { Paper } from '#platform/pdf/paper.ts'
import { writeTable } from '#platform/pdf/table.ts'
import { dateTimeIn } from '#platform/web/format.ts'

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
  const period = periodTitle(report)
  const paper = new Paper({
    title: `${period}: ${report.headline}`,
    author: place.workspace,
    madeAt: new Date(report.madeAt),
    head: period,
  })
  const address = (to: string) => `${place.base}/${to}`
  paper.y += 2
  paper.text(report.headline, { size: 16.5, leading: 21, weight: 600, width: 400 })
  paper.y += 4
  paper.text(report.lead, { size: 11.25, leading: 18, ink: 'ink-2', width: 450 })
  paper.y += 12
  figuresOf(paper, report, address)
  themesOf(paper, report, address)
  waitingOf(paper, report, address)
  scoresOf(paper, report)
  effectsOf(paper, report, address)
  changedOf(paper, report, address)
  paper.need(34)
  paper.y += 8
  paper.rule()
  paper.y += 6
  paper.text(
    `Figures as of ${dateTimeIn(report.zone, report.madeAt, report.madeAt)}${report.number > 1 ? `, made again (${report.number})` : ''}. Each number opens its records in Hearback.`,
    sub,
  )
  return paper.end()
}

type Address = (to: string) => string

/** The two charts beside each other. */
function figuresOf(paper: Paper, { kind, figures, from, to }: Report, address: Address): void {
  const gap = 33
  const half = (paper.width - gap) / 2
  const right = paper.left + half + gap
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
  const left = column(paper.left, [itemsTitle(kind, figures), itemsSub(kind, figures)], (y) => {
    const chart = itemsChart(kind, figures, {
      width: half / pixel,
      link: { to: inbox(), says: `${figures.items}` },
    })
    drawOn(paper, chart, paper.left, y, address)
    return chart.height * pixel
  })
  const other = column(right, [typesTitle(figures), typesSub(kind, figures)], (y) => {
    const chart = typesChart(figures, { width: half / pixel, linkOf: inbox })
    drawOn(paper, chart, right, y, address)
    const bugs = figures.types.find(({ code }) => code === 'bug_report')
    const said = bugs && bugs.items > 0
    if (said) paper.words(`Bugs: ${severityText(figures)}.`, right, y + chart.height * pixel + 3, half, sub)
    return chart.height * pixel + (said ? 18 : 0)
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

function themesOf(paper: Paper, { figures, quotes, madeAt, kind }: Report, address: Address): void {
  section(paper, themesTitle(figures), figures.themes.length > 0 ? themesSub(kind) : undefined)
  if (figures.themes.length === 0) return
  writeTable(
    paper,
    [
      { head: '', width: 18 },
      { head: 'Theme', width: 250 },
      { head: 'Mentions', width: 56, align: 'right' },
      { head: 'Accounts', width: 58, align: 'right', gap: 14 },
      { head: 'What we do', width: paper.width - 382, gap: 0 },
    ],
    figures.themes.map((theme, at) => {
      const quote = quotes.find(({ themeId }) => themeId === theme.id)
      const move = themeMove(figures, theme)
      return [
        { text: String(at + 1), weight: 600 },
        {
          text: theme.name,
          weight: 500,
          most: 2,
          link: address(`themes/${theme.id}`),
          under: quote && { text: `“${quote.quote}”`, style: { most: 2 } },
        },
        { text: String(theme.mentions), under: move ? { text: move } : undefined },
        { text: String(theme.accounts) },
        {
          text: answerText(theme.answer, madeAt),
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

function waitingOf(paper: Paper, report: Report, address: Address): void {
  const { figures, followUps, zone, madeAt } = report
  section(paper, waitingTitle(figures), waitingSub(report))
  const { untold } = figures
  const rows = followUps.map((one) => [
    {
      text: one.who,
      weight: 500 as const,
      most: 2,
      link: address(followUpAddress(one)),
    },
    { text: one.about, ink: 'ink-2', most: 1 },
    { text: one.owner ?? 'nobody', ...(!one.owner && { ink: 'ink-3' }), most: 1 },
    {
      text: one.dueAt ? dateTimeIn(zone, one.dueAt, madeAt) : '–',
      ...(one.dueAt && one.dueAt < madeAt && { ink: 'late-ink', weight: 600 as const }),
    },
  ])
  if (untold.people > 0)
    rows.push([
      {
        text: `${untold.people} ${untold.people === 1 ? 'person' : 'people'} behind ${untold.items} finished ${untold.items === 1 ? 'item' : 'items'}`,
        weight: 500,
        most: 2,
        link: address('loops?missing=told'),
      },
      { text: 'are owed an answer', ink: 'ink-2', most: 1 },
      { text: '', most: 1 },
      { text: '' },
    ])
  if (rows.length > 0)
    writeTable(
      paper,
      [
        { head: 'Who', width: 176 },
        { head: 'About', width: 146 },
        { head: 'Owner', width: 88 },
        { head: 'Due', width: paper.width - 410, align: 'right', gap: 0 },
      ],
      rows,
    )
  const rest = figures.waiting.cases + figures.waiting.items - followUps.length
  if (rest > 0) {
    paper.y += 4
    paper.text(`And ${rest} more, in Hearback.`, sub)
  }
  paper.y += 12
}

function scoresOf(paper: Paper, { kind, figures }: Report): void {
  const lines = scoreLines(kind, figures)
  if (lines.length === 0) return
  section(paper, 'What customers answered, and how it ended')
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

function effectsOf(paper: Paper, { figures }: Report, address: Address): void {
  if (figures.effects.length === 0) return
  section(paper, 'Whether what we put right helped')
  for (const effect of figures.effects) {
    paper.text(`CAPA ${effect.number}: ${effect.finding}`, {
      weight: 500,
      most: 2,
      link: address(`actions/${effect.id}`),
    })
    paper.text(effectText(effect), { ink: 'ink-2' })
    paper.y += 5
  }
  paper.y += 7
}

function changedOf(paper: Paper, { figures }: Report, address: Address): void {
  section(paper, 'What was learned and changed')
  for (const part of changedParts(figures.changed)) {
    paper.need(34)
    paper.text(part.title, { ...sub, weight: 500 })
    for (const line of part.lines)
      paper.text(line.text, { ...(line.to && { link: address(line.to) }), most: 3 })
    paper.y += 6
  }
}
