import { changedParts } from '#close/share-backs/rules.ts'
import type { Report } from '#measure/reports/contract.ts'
import type { Texts } from '#measure/reports/texts.ts'
import {
  answerText,
  changeText,
  checkName,
  itemsSub,
  itemsTitle,
  missesTarget,
  periodMark,
  periodTitle,
  qualityNote,
  qualityTitle,
  scoreLines,
  severityText,
  textsOf,
  themeMove,
  typeName,
  typesSub,
  typesTitle,
  waitingTitle,
} from '#measure/reports/words.ts'
import { type Block, type MailPage, mailHtml, mailText } from '#platform/mail/blocks.ts'

const list = (title: string, lines: readonly string[]): Block[] =>
  lines.length === 0
    ? []
    : [{ kind: 'text', text: `${title}\n${lines.map((line) => `– ${line}`).join('\n')}` }]

/** A report as a mail: its figures as sentences and bars, and the page for the rest. */
export function mailOf(
  report: Report,
  { workspace, base }: { workspace: string; base: string },
): { subject: string; text: string; html: string } {
  const { figures, language } = report
  const t = textsOf(language)
  const period = periodTitle(t, report)
  const [quote] = report.quotes
  const page: MailPage = {
    brand: workspace,
    language,
    preview: report.lead,
    blocks: [
      { kind: 'small', text: period },
      { kind: 'heading', text: report.headline },
      { kind: 'text', text: report.lead },
      itemBars(t, report),
      ...typeBars(t, report),
      ...list(
        t.topThemes,
        figures.themes.map((theme) => {
          const move = themeMove(t, figures, theme)
          return `${t.themeLine(theme.name, theme.mentions)}${move ? `, ${move}` : ''}. ${answerText(t, theme.answer, report.madeAt).replace(/\.$/, '')}.`
        }),
      ),
      ...(quote ? [{ kind: 'quote' as const, text: quote.quote }] : []),
      ...list(
        waitingTitle(t, figures),
        report.followUps.map(
          ({ who, owner, dueAt }) =>
            `${who}: ${owner ?? t.unowned}${dueAt ? `, ${t.dueAt(t.dateTime(report.zone, dueAt, report.madeAt))}` : ''}`,
        ),
      ),
      ...scoreBars(t, report),
      ...qualityBars(t, report),
      ...changedParts(figures.changed, t.changes)
        .filter(({ key }) => key === 'decided' || key === 'shipped')
        .flatMap((part) =>
          list(
            part.title,
            part.lines.map(({ text }) => text),
          ),
        ),
      { kind: 'button', label: t.openReport, url: `${base}/reports/${report.id}` },
      { kind: 'small', text: t.pageHasFiles },
    ],
  }
  return { subject: `${period}: ${report.headline}`, text: mailText(page), html: mailHtml(page) }
}

function itemBars(t: Texts, { kind, figures }: Report): Block {
  const most = Math.max(1, ...figures.series.map(({ items }) => items))
  return {
    kind: 'bars',
    title: itemsTitle(t, kind, figures),
    // the band is on the page; what it says stands in the lead
    sub: itemsSub(t, kind, { ...figures, usual: null }),
    labels: 'narrow',
    rows: figures.series.map(({ from, items }, at) => ({
      label: periodMark(t, kind, from),
      share: items / most,
      value: t.number(items),
      tone: at === figures.series.length - 1 ? 'strong' : 'plain',
    })),
  }
}

function typeBars(t: Texts, { kind, figures }: Report): Block[] {
  const shown = figures.types.filter(({ items, before }) => items + before > 0)
  const most = Math.max(1, ...shown.map(({ items }) => items))
  if (shown.length === 0) return []
  return [
    {
      kind: 'bars',
      title: typesTitle(t, figures),
      sub: typesSub(t, kind, figures),
      labels: 'wide',
      rows: shown.map((type) => {
        const change = changeText(t, figures, type.items, type.before)
        return {
          label: typeName(t, type),
          share: type.items / most,
          value:
            change === '' || change === '0' ? t.number(type.items) : `${t.number(type.items)} (${change})`,
          tone: 'plain',
          ...(type.code === 'bug_report' && type.items > 0 && { note: severityText(t, figures) }),
        }
      }),
    },
  ]
}

function scoreBars(t: Texts, { kind, figures }: Report): Block[] {
  const rows = scoreLines(t, kind, figures)
  if (rows.length === 0) return []
  return [
    {
      kind: 'bars',
      title: t.scoresTitle,
      labels: 'wide',
      rows: rows.map((row) => ({ ...row, tone: 'strong' })),
    },
  ]
}

function qualityBars(t: Texts, { kind, figures }: Report): Block[] {
  const checks = figures.quality ?? []
  if (checks.length === 0) return []
  return [
    {
      kind: 'bars',
      title: qualityTitle(t, checks),
      sub: t.qualitySub(kind),
      labels: 'wide',
      rows: checks.map((one) => ({
        label: checkName(t, one),
        share: one.share.share,
        value: t.percent(one.share.share),
        tone: missesTarget(one) ? 'late' : 'plain',
        note: [
          t.targetOf(one.target),
          ...(one.missed > 0 ? [t.failed(one.missed)] : []),
          qualityNote(t, kind, one),
        ].join('; '),
      })),
    },
  ]
}
