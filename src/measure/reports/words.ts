import type { Report } from '#measure/reports/contract.ts'
import type { Figures, ThemeAnswer } from '#measure/reports/figures.ts'
import { type Kind, unitOf } from '#measure/reports/rules.ts'
import { dateOn, dateTimeIn } from '#platform/web/format.ts'
import { type Status, statusWords } from '#prioritize/requests/rules.ts'

/** What a report says in words: the same on its page, in the PDF and in the mail. */

const small = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

/** "three people", "11 people"; also at the beginning of a sentence. */
export function many(n: number, one: string, more = `${one}s`): string {
  return `${small[n] ?? n.toLocaleString('en-US')} ${n === 1 ? one : more}`
}
const start = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const be = (n: number) => (n === 1 ? 'was' : 'were')
const number = (n: number) => n.toLocaleString('en-US')
const signed = (n: number) => (n > 0 ? `+${number(n)}` : n < 0 ? `−${number(-n)}` : '0')

/** A change beside a number: "+4", "−5", "0"; nothing where there is nothing to set it against. */
export const changeText = (figures: Figures, now: number, before: number): string =>
  figures.hasEnded ? signed(now - before) : ''

const usualText = ({ low, high }: { low: number; high: number }) =>
  `${number(Math.round(low))} to ${number(Math.round(high))}`

function standing({ items, usual }: Figures): 'above' | 'below' | 'inside' | null {
  if (!usual) return null
  return items > Math.round(usual.high) ? 'above' : items < Math.round(usual.low) ? 'below' : 'inside'
}

/** What leads the period: a theme that stands out, a type that moved, or how much came. */
function leading(kind: Kind, figures: Figures): string {
  const unit = unitOf[kind]
  const time = figures.hasEnded ? `this ${unit}` : `so far this ${unit}`
  if (figures.items === 0) return `Nothing was heard ${time}`
  if (figures.items === 1) return `One item was heard ${time}`
  const [first, second, third] = figures.themes
  if (first && first.mentions >= 3 && first.mentions > (second?.mentions ?? 0))
    return `“${first.name}” leads the ${unit}`
  if (first && second && first.mentions >= 3 && second.mentions > (third?.mentions ?? 0))
    return `“${first.name}” and “${second.name}” lead the ${unit}`
  const moved = figures.hasEnded && figures.types.find((type) => !type.couldBeChance)
  if (moved)
    return `${moved.label} ${moved.items > moved.before ? 'rose' : 'fell'} from ${number(moved.before)} to ${number(moved.items)}`
  const how = standing(figures)
  if (how === 'above') return `More was heard than in a usual ${unit}`
  if (how === 'below') return `Less was heard than in a usual ${unit}`
  return how === 'inside'
    ? `As much as in a usual ${unit} was heard`
    : `${number(figures.items)} items were heard ${time}`
}

/** Where somebody has to move: the gravest first. */
function owed({ untold, waiting, bugs, items }: Figures): string | null {
  if (untold.people > 0)
    return `${many(untold.people, 'person', 'people')} ${be(untold.people)} not told of finished work`
  if (waiting.late > 0)
    return waiting.late === 1
      ? 'one customer waits past their time'
      : `${many(waiting.late, 'customer')} wait past their time`
  if (waiting.items > 0)
    return waiting.items === 1
      ? 'one unhappy customer waits for an answer'
      : `${many(waiting.items, 'unhappy customer')} wait for an answer`
  if (bugs.critical > 0) return `${many(bugs.critical, 'bug')} ${be(bugs.critical)} critical`
  return items > 0 ? 'nobody waits past their time' : null
}

/** The finding of the whole report. */
export function headlineOf(kind: Kind, figures: Figures): string {
  const rest = owed(figures)
  return rest ? `${leading(kind, figures)}; ${rest}` : leading(kind, figures)
}

/** Two or three sentences below it. */
export function leadOf(kind: Kind, figures: Figures): string {
  const { items, usual, bugs, untold, waiting, untriaged } = figures
  const all = bugsOf(figures)
  const sentences = [
    items === 0
      ? null
      : usual
        ? `${number(items)} ${items === 1 ? 'item' : 'items'}, ${standing(figures)} the usual ${usualText(usual)}.`
        : `${number(items)} ${items === 1 ? 'item' : 'items'}${figures.hasEnded ? `; too few ${unitOf[kind]}s yet to say what is usual.` : ' so far.'}`,
    bugs.critical > 0 &&
      (bugs.critical === all
        ? `${all === 1 ? 'The one bug was' : `All ${many(all, 'bug')} were`} critical.`
        : `${start(small[bugs.critical] ?? number(bugs.critical))} of ${many(all, 'bug')} ${be(bugs.critical)} critical.`),
    untriaged > 0 && `${start(many(untriaged, 'item'))} ${untriaged === 1 ? 'has' : 'have'} no type yet.`,
    scoreLead(figures),
    waiting.cases + waiting.items + untold.people === 0
      ? 'Nobody waits for us.'
      : `${start(
          [
            waiting.cases > 0 && many(waiting.cases, 'open case'),
            waiting.items > 0 && many(waiting.items, 'unhappy item'),
            untold.people > 0 && many(untold.people, 'person to tell', 'people to tell'),
          ]
            .filter((one) => one !== false)
            .join(', ')
            .replace(/, ([^,]*)$/, ' and $1'),
        )} ${waiting.cases + waiting.items + untold.people === 1 ? 'waits' : 'wait'} for us.`,
  ]
  return sentences.filter((one) => typeof one === 'string').join(' ')
}

function scoreLead({ scores }: Figures): string | null {
  if (!scores?.nps) return null
  const { change } = scores
  if (!change) return `NPS was ${signedScore(scores.nps.value)}.`
  return `NPS was ${signedScore(scores.nps.value)}, ${moveText(change)}.`
}

const signedScore = (value: number) => (value < 0 ? `−${-value}` : String(value))

function moveText({ points, couldBeChance }: { points: number; couldBeChance: boolean }): string {
  if (points === 0) return 'as before'
  return `${points > 0 ? 'up' : 'down'} ${Math.abs(points)}${couldBeChance ? ', which could be chance' : ''}`
}

/** All bugs of the period. */
export function bugsOf({ bugs }: Figures): number {
  return bugs.critical + bugs.high + bugs.medium + bugs.low + bugs.unrated
}

/** "5 critical, 7 minor" with what lies between. */
export function severityText({ bugs }: Figures): string {
  const { critical, high, medium, low, unrated } = bugs
  const minor = high + medium + low + unrated
  const parts = [
    [high, 'high'],
    [medium, 'medium'],
    [low, 'low'],
    [unrated, 'without a priority'],
  ] as const
  const said = parts.filter(([n]) => n > 0).map(([n, word]) => `${number(n)} ${word}`)
  return `${number(critical)} critical, ${number(minor)} minor${said.length > 1 ? ` (${said.join(', ')})` : ''}`
}

export function itemsTitle(kind: Kind, figures: Figures): string {
  const unit = unitOf[kind]
  const items = `${number(figures.items)} ${figures.items === 1 ? 'item' : 'items'}`
  const how = standing(figures)
  if (how === 'inside') return `${items}, as in a usual ${unit}`
  if (how) return `${items}, ${how === 'above' ? 'more' : 'fewer'} than in a usual ${unit}`
  return figures.hasEnded ? `${items} this ${unit}` : `${items} so far this ${unit}`
}

export function itemsSub(kind: Kind, figures: Figures): string {
  const unit = unitOf[kind]
  const n = figures.series.length
  return figures.usual
    ? `${n} ${unit}s; the band is what is usual, eight of ten.`
    : `Items a ${unit}, for ${n} ${unit}s.`
}

export function typesTitle(figures: Figures): string {
  const moved = figures.hasEnded && figures.types.find((type) => !type.couldBeChance)
  if (moved)
    return `${moved.label} ${moved.items > moved.before ? 'rose' : 'fell'} from ${number(moved.before)} to ${number(moved.items)}`
  const { critical } = figures.bugs
  if (critical > 0)
    return `${start(small[critical] ?? number(critical))} of ${many(bugsOf(figures), 'bug')} ${be(critical)} critical`
  const [first] = figures.types
  return first && first.items > 0 ? `Most of it: ${first.label.toLowerCase()}` : 'No types yet'
}

export function typesSub(kind: Kind, figures: Figures): string {
  const unit = unitOf[kind]
  if (!figures.hasEnded) return `The ${unit} had not ended: there is nothing to set it against.`
  const chance = figures.types.every((type) => type.couldBeChance)
  return `Against the ${unit} before.${chance ? ' Each change could be chance.' : ' Others could be chance.'}`
}

export function themesTitle({ themes }: Figures): string {
  const [first] = themes
  if (!first) return 'No theme was named'
  const from = first.accounts > 0 ? ` from ${many(first.accounts, 'account')}` : ''
  return `${first.name}: ${many(first.mentions, 'mention')}${from}`
}

export const themesSub = (kind: Kind): string =>
  `Top themes of the ${unitOf[kind]}. One account counts once in the second column.`

/** How a theme moved, in a few words; nothing where it could be chance. */
export function themeMove({ hasEnded }: Figures, theme: Figures['themes'][number]): string {
  if (theme.isNew) return 'new'
  if (!hasEnded || theme.couldBeChance) return ''
  return `${theme.mentions > theme.before ? 'up' : 'down'} from ${number(theme.before)}`
}

/** What is done about a theme: "Planned, Fri 29 Jan". */
export function answerText(answer: ThemeAnswer | null, now: string): string {
  if (!answer) return 'Nothing yet'
  const word = answer.kind === 'action' ? `${answer.title}, due` : statusWords[answer.status as Status]
  return answer.on ? `${word}${answer.kind === 'action' ? '' : ','} ${dateOn(answer.on, now)}` : word
}

export function waitingTitle({ waiting, untold }: Figures): string {
  const customers = waiting.cases + waiting.items
  const told = untold.people > 0 && `${many(untold.people, 'person', 'people')} to tell`
  if (customers === 0) return told ? `${start(told)}, and nobody else waits` : 'Nobody waited for us'
  const named = `${start(many(customers, 'customer'))}`
  return told ? `${named} and ${told} waited for us` : `${named} waited for us`
}

export function waitingSub(report: Pick<Report, 'madeAt' | 'zone' | 'figures'>): string {
  const { late } = report.figures.waiting
  const at = `As it stood ${dateTimeIn(report.zone, report.madeAt, report.madeAt)}.`
  return late === 0
    ? at
    : `${at} ${start(small[late] ?? number(late))} ${late === 1 ? 'was' : 'were'} past their time.`
}

const resultWords = {
  effective: 'helped',
  ineffective: 'did not help',
  unclear: 'may have helped, too early to say',
}

/** Whether a corrective action helped: "12 mentions in 28 days before, 2 in 28 after; by chance 1 in 100". */
export function effectText(effect: Figures['effects'][number]): string {
  const result = `It ${resultWords[effect.result]}`
  if (!effect.before || !effect.after) return `${result}.`
  const chance = effect.chance !== null && effect.chance >= 0.05 ? ' That could be chance.' : ''
  return `${result}: ${many(effect.before.mentions, 'mention')} in ${effect.before.days} days before, ${effect.after.mentions} in ${effect.after.days} after.${chance}`
}

const percent = (value: number) => `${Math.round(100 * value)} %`
const interval = ({ low, high }: { low: number; high: number }) => `${percent(low)} to ${percent(high)}`

export interface ScoreLine {
  label: string
  value: string
  note: string
}

/** NPS and rates, each with n, interval and change. */
export function scoreLines(kind: Kind, { scores }: Figures): ScoreLine[] {
  if (!scores) return []
  const unit = unitOf[kind]
  const share = (
    label: string,
    now: typeof scores.response,
    was: typeof scores.response,
    what: string,
  ): ScoreLine => ({
    label,
    value: now ? percent(now.share) : '–',
    note: now
      ? `${number(now.n)} of ${number(now.of)} ${what}; 95 %: ${interval(now)}${was ? `; the ${unit} before ${percent(was.share)}` : ''}`
      : `nothing counted this ${unit}`,
  })
  const { nps, change } = scores
  return [
    {
      label: 'NPS',
      value: nps ? signedScore(nps.value) : '–',
      note: nps
        ? `${many(nps.n, 'answer')}; 95 %: ${signedScore(nps.low)} to ${signedScore(nps.high)}; ${
            change
              ? `${moveText(change)}, change ${signed(change.low)} to ${signed(change.high)}`
              : `too few answers the ${unit} before`
          }`
        : 'fewer than five answers',
    },
    share('Surveys answered', scores.response, scores.responseBefore, 'that arrived'),
    share('Loops closed', scores.closure, null, 'heard in this time'),
    share('Cases without a late step', scores.onTime, scores.onTimeBefore, 'resolved'),
  ]
}
