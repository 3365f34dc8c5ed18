import { changedParts } from '#close/share-backs/rules.ts'
import type { Report } from '#measure/reports/contract.ts'
import { periodTitle } from '#measure/reports/rules.ts'
import {
  answerText,
  changeText,
  itemsTitle,
  many,
  scoreLines,
  severityText,
  themeMove,
  waitingTitle,
} from '#measure/reports/words.ts'
import { type Block, type MailPage, mailHtml, mailText } from '#platform/mail/blocks.ts'
import { dateTimeIn } from '#platform/web/format.ts'

const list = (title: string, lines: readonly string[]): Block[] =>
  lines.length === 0
    ? []
    : [{ kind: 'text', text: `${title}\n${lines.map((line) => `– ${line}`).join('\n')}` }]

/** A report as a mail: the figures as sentences, and the page for the rest. */
export function mailOf(
  report: Report,
  { workspace, base }: { workspace: string; base: string },
): { subject: string; text: string; html: string } {
  const { kind, figures } = report
  const period = periodTitle(report)
  const url = `${base}/reports/${report.id}`
  const [quote] = report.quotes
  const page: MailPage = {
    brand: workspace,
    preview: report.lead,
    blocks: [
      { kind: 'small', text: period },
      { kind: 'heading', text: report.headline },
      { kind: 'text', text: report.lead },
      ...list(
        itemsTitle(kind, figures),
        figures.types
          .filter(({ items, before }) => items + before > 0)
          .map(({ code, label, items, before }) => {
            const change = changeText(figures, items, before)
            const split = code === 'bug_report' && items > 0 ? ` (${severityText(figures)})` : ''
            return `${label}: ${items}${split}${change === '' || change === '0' ? '' : `, ${change}`}`
          }),
      ),
      ...list(
        'Top themes',
        figures.themes.map((theme) => {
          const move = themeMove(figures, theme)
          return `${theme.name}: ${many(theme.mentions, 'mention')}${move ? `, ${move}` : ''}. ${answerText(theme.answer, report.madeAt)}.`
        }),
      ),
      ...(quote ? [{ kind: 'quote' as const, text: quote.quote }] : []),
      ...list(
        waitingTitle(figures),
        report.followUps.map(
          ({ who, owner, dueAt }) =>
            `${who}: ${owner ?? 'nobody has it'}${dueAt ? `, due ${dateTimeIn(report.zone, dueAt, report.madeAt)}` : ''}`,
        ),
      ),
      ...list(
        'How it went',
        scoreLines(kind, figures).map(({ label, value, note }) => `${label}: ${value} (${note})`),
      ),
      ...changedParts(figures.changed)
        .filter(({ title }) => title === 'We decided' || title === 'We shipped')
        .flatMap((part) =>
          list(
            part.title,
            part.lines.map(({ text }) => text),
          ),
        ),
      { kind: 'button', label: 'Open the report', url },
      { kind: 'small', text: 'The page has it as PDF and CSV too.' },
    ],
  }
  return { subject: `${period}: ${report.headline}`, text: mailText(page), html: mailHtml(page) }
}
