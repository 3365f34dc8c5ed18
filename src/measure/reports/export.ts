import { stringify } from 'csv-stringify/sync'
import { changedParts } from '#close/share-backs/rules.ts'
import { placeOf } from '#close/share-backs/words.ts'
import type * as contract from '#measure/reports/contract.ts'
import type { Report } from '#measure/reports/contract.ts'
import { reportPdf } from '#measure/reports/document.ts'
import { getReport } from '#measure/reports/queries.ts'
import { answerText, checkName, qualityNote, scoreLines, textsOf, typeName } from '#measure/reports/words.ts'
import type { Actor, Ctx } from '#platform/context.ts'
import type { Door } from '#platform/door.ts'
import type { Input } from '#platform/endpoint.ts'
import { csvStream, safeCell } from '#platform/http/csv.ts'
import type { Visit } from '#platform/http/on.ts'

/** "weekly-2026-11-09" with the number where it was made again. */
const nameOf = ({ kind, fromOn, number }: Report) => `${kind}-${fromOn}${number > 1 ? `-${number}` : ''}`

/** A report with the words for its file, as PDF; the file is written outside the transaction. */
export async function pdfOf(
  door: Door,
  workspaceId: string,
  actor: Actor,
  asked: Input<typeof contract.getReport>,
): Promise<{ name: string; bytes: Buffer }> {
  const { report, place } = await door.inWorkspace(workspaceId, actor, async (ctx) => ({
    report: await getReport(ctx, asked),
    place: await placeOf(ctx),
  }))
  return { name: `${nameOf(report)}.pdf`, bytes: await reportPdf(report, place) }
}

/** The answer to somebody who opens the PDF. */
export function pdfResponse({ name, bytes }: { name: string; bytes: Buffer }): Response {
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="${name}"`,
      'content-length': String(bytes.length),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
      'cache-control': 'no-store',
    },
  })
}

export async function getReportPdf(
  { door, caller }: Visit,
  asked: Input<typeof contract.getReport>,
): Promise<Response> {
  return pdfResponse(await pdfOf(door, caller.workspaceId!, caller.actor, asked))
}

/** The figures, one a row: what it is, of what, now and before. The first column is the same in every language. */
export function csvOf(report: Report): string {
  const { figures, kind } = report
  const t = textsOf(report.language)
  const row = (
    part: string,
    name: string,
    value: number | string = '',
    before: number | string = '',
    note = '',
  ) => [part, safeCell(name), value, before, safeCell(note)]
  const rows = [
    row('period', kind, report.fromOn, report.toOn),
    row('made', 'at', report.madeAt, '', `number ${report.number}`),
    ...figures.series.map(({ from, items }) => row('items', from, items)),
    ...(figures.usual ? [row('usual', 'items', figures.usual.low, figures.usual.high, t.lowHigh)] : []),
    ...figures.types.map((type) =>
      row('type', typeName(t, type), type.items, type.before, t.byChance(type.couldBeChance)),
    ),
    row('type', t.noType, figures.untriaged),
    ...Object.entries(figures.bugs).map(([severity, n]) => row('bugs', severity, n)),
    ...figures.themes.flatMap((theme) => [
      row('theme', theme.name, theme.mentions, theme.before, answerText(t, theme.answer, report.madeAt)),
      row('theme accounts', theme.name, theme.accounts),
    ]),
    ...report.quotes.map((one) =>
      row(
        'quote',
        figures.themes.find(({ id }) => id === one.themeId)?.name ?? '',
        one.feedbackId,
        '',
        one.quote,
      ),
    ),
    ...Object.entries(figures.waiting).map(([what, n]) => row('waiting', what, n)),
    ...Object.entries(figures.untold).map(([what, n]) => row('not told', what, n)),
    ...report.followUps.map((one) =>
      row('follow-up', one.who, safeCell(one.owner), one.dueAt ?? '', one.about),
    ),
    ...scoreLines(t, kind, figures).map(({ label, value, note }) => row('score', label, value, '', note)),
    ...(figures.quality ?? []).flatMap((one) => [
      row('quality', checkName(t, one), one.share.share, one.before?.share, qualityNote(t, kind, one)),
      row('quality failed', checkName(t, one), one.missed, '', t.targetOf(one.target)),
    ]),
    ...figures.effects.map((one) => row('effect', `CAPA ${one.number}`, one.result, '', one.finding)),
    ...changedParts(figures.changed, t.changes).flatMap((part) =>
      part.lines.map(({ text }) => row('changed', part.title, '', '', text)),
    ),
  ]
  return `\uFEFF${stringify([['part', 'name', 'value', 'before', 'note'], ...rows])}`
}

export async function getReportCsv(ctx: Ctx, asked: Input<typeof contract.getReport>): Promise<Response> {
  const report = await getReport(ctx, asked)
  async function* pieces() {
    yield csvOf(report)
  }
  return csvStream(`${nameOf(report)}.csv`, pieces())
}
