import { type ShippedLanguage, shippedLanguages } from '#collect/surveys/texts/languages.ts'
import type { Report } from '#measure/reports/contract.ts'
import type { Figures, QualityFigure, ThemeAnswer } from '#measure/reports/figures.ts'
import type { Kind } from '#measure/reports/rules.ts'
import { reportTexts, type Standing, type Texts } from '#measure/reports/texts.ts'
import { defaultTypes } from '#organize/tags/rules.ts'
import type { Status } from '#prioritize/requests/rules.ts'

/** What a report says in words: the same on its page, in the PDF and in the mail. Which sentence it is stands here, its words in the catalogues. */

/** The words of a language, and the languages there are, each by its own name. */
export const textsOf = (language: ShippedLanguage): Texts => reportTexts[language]
export const languageNames: Record<ShippedLanguage, string> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  pt: 'Português',
  ar: 'العربية',
}
export const reportLanguages = shippedLanguages

/** A change beside a number: "+4", "−5", "0"; nothing where there is nothing to set it against. */
export const changeText = (t: Texts, figures: Figures, now: number, before: number): string =>
  figures.hasEnded ? t.signed(now - before) : ''

/** The label of a type: the workspace's own, or the product's in the language of the reader. */
export function typeName(t: Texts, { code, label }: { code: string; label: string }): string {
  const isOwn = defaultTypes.find((type) => type.code === code)?.label !== label
  return isOwn ? label : ((t.types as Record<string, string>)[code] ?? label)
}

function standing({ items, usual }: Figures): Standing | null {
  if (!usual) return null
  return items > Math.round(usual.high) ? 'above' : items < Math.round(usual.low) ? 'below' : 'inside'
}

/** What leads the period: a theme that stands out, a type that moved, or how much came. */
function leading(t: Texts, kind: Kind, figures: Figures): string {
  const { items, hasEnded } = figures
  if (items === 0) return t.nothingHeard(kind, hasEnded)
  if (items === 1) return t.heard(1, kind, hasEnded)
  const [first, second, third] = figures.themes
  if (first && first.mentions >= 3 && first.mentions > (second?.mentions ?? 0))
    return t.leads(first.name, null, kind)
  if (first && second && first.mentions >= 3 && second.mentions > (third?.mentions ?? 0))
    return t.leads(first.name, second.name, kind)
  const how = standing(figures)
  return typeMoved(t, figures) ?? (how ? t.againstUsual(how, kind) : t.heard(items, kind, hasEnded))
}

/** The type that changed by more than chance. */
function typeMoved(t: Texts, figures: Figures): string | null {
  const moved = figures.hasEnded && figures.types.find((type) => !type.couldBeChance)
  return moved ? t.moved(typeName(t, moved), moved.before, moved.items) : null
}

/** Where somebody has to move: the gravest first. */
function owed(t: Texts, { untold, waiting, bugs, items }: Figures): string | null {
  if (untold.people > 0) return t.untold(untold.people)
  if (waiting.late > 0) return t.late(waiting.late)
  if (waiting.items > 0) return t.unanswered(waiting.items)
  if (bugs.critical > 0) return t.critical(bugs.critical)
  return items > 0 ? t.nobodyLate : null
}

/** The finding of the whole report. */
export function headlineOf(t: Texts, kind: Kind, figures: Figures): string {
  const rest = owed(t, figures)
  return rest ? `${leading(t, kind, figures)}; ${rest}` : leading(t, kind, figures)
}

/** Two or three sentences below it. */
export function leadOf(t: Texts, kind: Kind, figures: Figures): string {
  const { items, usual, bugs, untold, waiting, untriaged, scores } = figures
  const how = standing(figures)
  const sentences = [
    items === 0
      ? null
      : usual && how
        ? t.itemsUsual(items, how, Math.round(usual.low), Math.round(usual.high))
        : figures.hasEnded
          ? t.itemsTooFew(items, kind)
          : t.itemsSoFar(items),
    bugs.critical > 0 && `${t.criticalOf(bugs.critical, bugsOf(figures))}.`,
    untriaged > 0 && t.untyped(untriaged),
    scores?.nps && t.npsWas(scores.nps.value, scores.change && moveText(t, scores.change)),
    waiting.cases + waiting.items + untold.people === 0
      ? t.nobodyWaits
      : t.waits(waiting.cases, waiting.items, untold.people),
  ]
  return sentences.filter((one) => typeof one === 'string').join(' ')
}

const moveText = (t: Texts, { points, couldBeChance }: { points: number; couldBeChance: boolean }) =>
  t.move(points, couldBeChance)

/** All bugs of the period. */
export function bugsOf({ bugs }: Figures): number {
  return bugs.critical + bugs.high + bugs.medium + bugs.low + bugs.unrated
}

/** "5 critical, 7 minor" with what lies between. */
export function severityText(t: Texts, { bugs }: Figures): string {
  const { critical, high, medium, low, unrated } = bugs
  const said = Object.entries({ high, medium, low, unrated })
    .filter(([, n]) => n > 0)
    .map(([key, n]) => t.priorities[key as keyof Texts['priorities']](n))
  return t.severity(critical, high + medium + low + unrated, said)
}

export function itemsTitle(t: Texts, kind: Kind, figures: Figures): string {
  return t.itemsTitle(figures.items, standing(figures), kind, figures.hasEnded)
}

export function itemsSub(t: Texts, kind: Kind, figures: Figures): string {
  return t.itemsSub(figures.series.length, figures.usual !== null, kind)
}

export function typesTitle(t: Texts, figures: Figures): string {
  const moved = typeMoved(t, figures)
  if (moved) return moved
  const { critical } = figures.bugs
  if (critical > 0) return t.criticalOf(critical, bugsOf(figures))
  const [first] = figures.types
  return first && first.items > 0 ? t.mostOf(typeName(t, first)) : t.noTypes
}

export function typesSub(t: Texts, kind: Kind, figures: Figures): string {
  return t.typesSub(
    kind,
    figures.hasEnded,
    figures.types.every((type) => type.couldBeChance),
  )
}

export function themesTitle(t: Texts, { themes }: Figures): string {
  const [first] = themes
  return first ? t.themesTitle(first.name, first.mentions, first.accounts) : t.noTheme
}

/** How a theme moved, in a few words; nothing where it could be chance. */
export function themeMove(t: Texts, { hasEnded }: Figures, theme: Figures['themes'][number]): string {
  if (theme.isNew) return t.themeNew
  if (!hasEnded || theme.couldBeChance) return ''
  return t.themeMoved(theme.mentions > theme.before, theme.before)
}

/** What is done about a theme: "Planned, Fri 29 Jan". */
export function answerText(t: Texts, answer: ThemeAnswer | null, now: string): string {
  if (!answer) return t.nothingYet
  const on = answer.on && t.date(answer.on, now)
  if (answer.kind === 'action') return t.actionDue(answer.title, on)
  const status = t.statuses[answer.status as Status]
  return on ? `${status}, ${on}` : status
}

export function waitingTitle(t: Texts, { waiting, untold }: Figures): string {
  return t.waitingTitle(waiting.cases + waiting.items, untold.people)
}

export function waitingSub(t: Texts, report: Pick<Report, 'madeAt' | 'zone' | 'figures'>): string {
  return t.waitingSub(t.dateTime(report.zone, report.madeAt, report.madeAt), report.figures.waiting.late)
}

/** Whether a corrective action helped: "12 mentions in 28 days before, 2 in 28 after". */
export function effectText(t: Texts, effect: Figures['effects'][number]): string {
  const { before, after, chance } = effect
  const result = t.effect(effect.result)
  if (!before || !after) return `${result}.`
  const counts = t.effectCounts(before.mentions, before.days, after.mentions, after.days)
  return `${result}: ${counts}${chance !== null && chance >= 0.05 ? ` ${t.effectByChance}` : ''}`
}

export interface ScoreLine {
  label: string
  value: string
  note: string
  /** from 0 to 1, where it is a share */
  share: number | null
}

/** NPS and rates, each with n, interval and change. */
export function scoreLines(t: Texts, kind: Kind, { scores }: Figures): ScoreLine[] {
  if (!scores) return []
  const share = (
    label: string,
    now: typeof scores.response,
    was: typeof scores.response,
    what: (n: number, of: number) => string,
  ): ScoreLine => ({
    label,
    value: now ? t.percent(now.share) : '–',
    note: now
      ? [
          what(now.n, now.of),
          t.interval(t.percent(now.low), t.percent(now.high)),
          ...(was ? [t.before(t.percent(was.share), kind)] : []),
        ].join('; ')
      : t.nothingCounted(kind),
    share: now?.share ?? null,
  })
  const { nps, change } = scores
  return [
    {
      label: 'NPS',
      value: nps ? t.score(nps.value) : '–',
      note: nps
        ? [
            t.answers(nps.n),
            t.interval(t.score(nps.low), t.score(nps.high)),
            change ? t.npsMoved(moveText(t, change), change.low, change.high) : t.tooFewBefore(kind),
          ].join('; ')
        : t.tooFewAnswers,
      share: null,
    },
    share(t.surveysAnswered, scores.response, scores.responseBefore, t.thatArrived),
    share(t.loopsClosed, scores.closure, null, t.ofHeard),
    share(t.casesOnTime, scores.onTime, scores.onTimeBefore, t.ofResolved),
  ]
}

/** Whether a check is below its target: whole per cents are compared exactly. */
export const missesTarget = ({ met, missed, target }: QualityFigure): boolean =>
  met * 100 < target * (met + missed)

/** The name of a quality check: one's own as it was called, the product's in the language of the reader. */
export const checkName = (t: Texts, { key, name }: QualityFigure): string =>
  (t.checks as Record<string, string>)[key] ?? name

export function qualityTitle(t: Texts, checks: readonly QualityFigure[]): string {
  return t.qualityTitle(checks.filter(missesTarget).length, checks.length)
}

/** What stands below the share of a check: "9 of 12 in time; the week before 95 %, could be chance". */
export function qualityNote(
  t: Texts,
  kind: Kind,
  { met, missed, before, couldBeChance }: QualityFigure,
): string {
  const was = before && t.before(t.percent(before.share), kind)
  return [
    t.inTime(met, met + missed),
    ...(was ? [couldBeChance ? `${was}, ${t.couldBeChance}` : was] : []),
  ].join('; ')
}

type Period = Pick<Report, 'kind' | 'fromOn' | 'toOn'>

const quarterOf = (on: string) => Math.ceil(Number(on.slice(5, 7)) / 3)

/** "Week of 9 to 15 November 2026", "October 2026", "Q3 2026", "2026". */
export function periodTitle(t: Texts, { kind, fromOn: from, toOn: to }: Period): string {
  const year = from.slice(0, 4)
  if (kind === 'monthly') return capital(t.month(from))
  if (kind === 'quarterly') return t.quarter(quarterOf(from), year)
  if (kind === 'yearly') return year
  const begin =
    from.slice(0, 7) === to.slice(0, 7) ? t.day : year === to.slice(0, 4) ? t.dayMonth : t.fullDate
  return t.week(begin(from), t.fullDate(to))
}

/** A period in the least room, below a bar: "9 Nov", "Nov", "Q4 26", "2026". */
export function periodMark(t: Texts, kind: Kind, from: string): string {
  if (kind === 'weekly') return t.shortDay(from)
  if (kind === 'monthly') return t.shortMonth(from)
  if (kind === 'quarterly') return t.quarter(quarterOf(from), from.slice(2, 4))
  return from.slice(0, 4)
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
