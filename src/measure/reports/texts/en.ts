import { englishChanges } from '#close/share-backs/changes.ts'
import type { Kind } from '#measure/reports/rules.ts'
import { formatsOf, start, type When } from '#measure/reports/texts/formats.ts'
import { dateOn, dateTimeIn } from '#platform/web/format.ts'
import { type Status, statusWords } from '#prioritize/requests/rules.ts'

/** What a report says, in English; the other languages have the same sentences. */

const formats = formatsOf('en-GB')
const { number: n, score, signed } = formats
const units: Record<Kind, string> = { weekly: 'week', monthly: 'month', quarterly: 'quarter', yearly: 'year' }
const small = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']
const word = (value: number) => small[value] ?? n(value)
const many = (value: number, one: string, more = `${one}s`) => `${word(value)} ${value === 1 ? one : more}`
const items = (value: number) => `${n(value)} ${value === 1 ? 'item' : 'items'}`
const be = (value: number) => (value === 1 ? 'was' : 'were')
const time = (kind: Kind, ended: boolean) => `${ended ? '' : 'so far '}this ${units[kind]}`

export type Standing = 'above' | 'below' | 'inside'
type Effect = 'effective' | 'ineffective' | 'unclear'

export const en = {
  ...formats,
  dateTime: (zone: string, at: When, now: When): string => dateTimeIn(zone, at, now),
  date: (on: string, now: When): string => dateOn(on, now),
  // September is "Sep" everywhere in the product
  shortDay: (on: string): string => formats.shortDay(on).replace('Sept', 'Sep'),
  shortMonth: (on: string): string => formats.shortMonth(on).replace('Sept', 'Sep'),

  week: (from: string, to: string): string => `Week of ${from} to ${to}`,
  quarter: (number: number, year: string): string => `Q${number} ${year}`,
  page: (sheet: number, of: number): string => `page ${sheet} of ${of}`,
  statuses: statusWords as Record<Status, string>,
  /** for the types that every workspace has; its own keep their labels */
  types: {
    bug_report: 'Bug report',
    feature_request: 'Feature request',
    usability_issue: 'Usability issue',
    performance_complaint: 'Performance complaint',
    pricing: 'Pricing or commercial',
    praise: 'Praise',
    question: 'General question',
  },
  noType: 'No type yet',

  nothingHeard: (kind: Kind, ended: boolean): string => `Nothing was heard ${time(kind, ended)}`,
  heard: (value: number, kind: Kind, ended: boolean): string =>
    value === 1
      ? `One item was heard ${time(kind, ended)}`
      : `${items(value)} were heard ${time(kind, ended)}`,
  leads: (first: string, second: string | null, kind: Kind): string =>
    second ? `“${first}” and “${second}” lead the ${units[kind]}` : `“${first}” leads the ${units[kind]}`,
  moved: (label: string, from: number, to: number): string =>
    `${label} ${to > from ? 'rose' : 'fell'} from ${n(from)} to ${n(to)}`,
  againstUsual: (how: Standing, kind: Kind): string =>
    how === 'inside'
      ? `As much as in a usual ${units[kind]} was heard`
      : `${how === 'above' ? 'More' : 'Less'} was heard than in a usual ${units[kind]}`,
  untold: (people: number): string =>
    `${many(people, 'person', 'people')} ${be(people)} not told of finished work`,
  late: (customers: number): string =>
    customers === 1
      ? 'one customer waits past their time'
      : `${many(customers, 'customer')} wait past their time`,
  unanswered: (customers: number): string =>
    customers === 1
      ? 'one unhappy customer waits for an answer'
      : `${many(customers, 'unhappy customer')} wait for an answer`,
  critical: (bugs: number): string => `${many(bugs, 'bug')} ${be(bugs)} critical`,
  nobodyLate: 'nobody waits past their time',

  itemsUsual: (value: number, how: Standing, low: number, high: number): string =>
    `${items(value)}, ${how} the usual ${n(low)} to ${n(high)}.`,
  itemsTooFew: (value: number, kind: Kind): string =>
    `${items(value)}; too few ${units[kind]}s yet to say what is usual.`,
  itemsSoFar: (value: number): string => `${items(value)} so far.`,
  criticalOf: (critical: number, all: number): string =>
    critical < all
      ? `${start(word(critical))} of ${many(all, 'bug')} ${be(critical)} critical`
      : all === 1
        ? 'The one bug was critical'
        : `All ${many(all, 'bug')} were critical`,
  untyped: (value: number): string =>
    `${start(many(value, 'item'))} ${value === 1 ? 'has' : 'have'} no type yet.`,
  npsWas: (value: number, move: string | null): string =>
    `NPS was ${score(value)}${move ? `, ${move}` : ''}.`,
  move: (points: number, couldBeChance: boolean): string =>
    points === 0
      ? 'as before'
      : `${points > 0 ? 'up' : 'down'} ${n(Math.abs(points))}${couldBeChance ? ', which could be chance' : ''}`,
  nobodyWaits: 'Nobody waits for us.',
  waits: (cases: number, unhappy: number, people: number): string =>
    `${start(
      formats.list([
        ...(cases > 0 ? [many(cases, 'open case')] : []),
        ...(unhappy > 0 ? [many(unhappy, 'unhappy item')] : []),
        ...(people > 0 ? [many(people, 'person to tell', 'people to tell')] : []),
      ]),
    )} ${cases + unhappy + people === 1 ? 'waits' : 'wait'} for us.`,

  severity: (critical: number, minor: number, parts: readonly string[]): string =>
    `${n(critical)} critical, ${n(minor)} minor${parts.length > 1 ? ` (${parts.join(', ')})` : ''}`,
  priorities: {
    high: (value: number): string => `${n(value)} high`,
    medium: (value: number): string => `${n(value)} medium`,
    low: (value: number): string => `${n(value)} low`,
    unrated: (value: number): string => `${n(value)} without a priority`,
  },
  bugs: (severity: string): string => `Bugs: ${severity}.`,
  itemsTitle: (value: number, how: Standing | null, kind: Kind, ended: boolean): string =>
    how === 'inside'
      ? `${items(value)}, as in a usual ${units[kind]}`
      : how
        ? `${items(value)}, ${how === 'above' ? 'more' : 'fewer'} than in a usual ${units[kind]}`
        : `${items(value)} ${time(kind, ended)}`,
  itemsSub: (periods: number, hasBand: boolean, kind: Kind): string =>
    hasBand
      ? `${n(periods)} ${units[kind]}s; the band is what is usual, eight of ten.`
      : `Items a ${units[kind]}, for ${n(periods)} ${units[kind]}s.`,
  mostOf: (label: string): string => `Most of it: ${label.toLowerCase()}`,
  noTypes: 'No types yet',
  typesSub: (kind: Kind, ended: boolean, allByChance: boolean): string =>
    ended
      ? `Against the ${units[kind]} before. ${allByChance ? 'Each change could be chance.' : 'Others could be chance.'}`
      : `The ${units[kind]} had not ended: there is nothing to set it against.`,

  topThemes: 'Top themes',
  noTheme: 'No theme was named',
  noThemeYet: 'Themes are found once enough was said.',
  themesTitle: (name: string, mentions: number, accounts: number): string =>
    `${name}: ${many(mentions, 'mention')}${accounts > 0 ? ` from ${many(accounts, 'account')}` : ''}`,
  themesSub: (kind: Kind): string =>
    `Top themes of the ${units[kind]}. One account counts once in the second column.`,
  themeLine: (name: string, mentions: number): string => `${name}: ${many(mentions, 'mention')}`,
  themeNew: 'new',
  themeMoved: (isUp: boolean, before: number): string => `${isUp ? 'up' : 'down'} from ${n(before)}`,
  nothingYet: 'Nothing yet',
  actionDue: (title: string, on: string | null): string => (on ? `${title}, due ${on}` : title),

  followUps: 'Who needs follow-up',
  waitingTitle: (customers: number, people: number): string => {
    const told = `${many(people, 'person', 'people')} to tell`
    if (customers === 0) return people > 0 ? `${start(told)}, and nobody else waits` : 'Nobody waited for us'
    return `${start(many(customers, 'customer'))}${people > 0 ? ` and ${told}` : ''} waited for us`
  },
  waitingSub: (at: string, late: number): string =>
    `As it stood ${at}.${late === 0 ? '' : ` ${start(word(late))} ${be(late)} past their time.`}`,
  behindFinished: (people: number, finished: number): string =>
    `${n(people)} ${people === 1 ? 'person' : 'people'} behind ${n(finished)} finished ${finished === 1 ? 'item' : 'items'}`,
  areOwed: 'are owed an answer',
  nobody: 'nobody',
  unowned: 'nobody has it',
  dueAt: (at: string): string => `due ${at}`,
  more: (value: number): string => `And ${n(value)} more, in Hearback.`,

  scoresTitle: 'What customers answered, and how it ended',
  answers: (value: number): string => many(value, 'answer'),
  interval: (low: string, high: string): string => `95 %: ${low} to ${high}`,
  npsMoved: (move: string, low: number, high: number): string =>
    `${move}, change ${signed(low)} to ${signed(high)}`,
  tooFewBefore: (kind: Kind): string => `too few answers the ${units[kind]} before`,
  tooFewAnswers: 'fewer than five answers',
  surveysAnswered: 'Surveys answered',
  loopsClosed: 'Loops closed',
  casesOnTime: 'Cases without a late step',
  thatArrived: (some: number, of: number): string => `${n(some)} of ${n(of)} that arrived`,
  ofHeard: (some: number, of: number): string => `${n(some)} of ${n(of)} heard in this time`,
  ofResolved: (some: number, of: number): string => `${n(some)} of ${n(of)} resolved`,
  before: (value: string, kind: Kind): string => `the ${units[kind]} before ${value}`,
  nothingCounted: (kind: Kind): string => `nothing counted this ${units[kind]}`,

  qualityTitle: (missed: number, checks: number): string =>
    checks === 0
      ? 'No quality check came due'
      : missed === 0
        ? `${checks === 1 ? 'The one quality check' : `All ${many(checks, 'quality check')}`} met ${checks === 1 ? 'its' : 'their'} target`
        : `${start(word(missed))} of ${many(checks, 'quality check')} missed ${missed === 1 ? 'its' : 'their'} target`,
  qualitySub: (kind: Kind): string =>
    `What came due in the ${units[kind]}, done in time, against the target.`,
  inTime: (met: number, of: number): string => `${n(met)} of ${n(of)} in time`,
  failed: (value: number): string => `${n(value)} failed`,
  couldBeChance: 'could be chance',
  targetOf: (target: number): string => `target ${n(target)} %`,
  checks: {
    categorised: 'Categorised within 24 hours',
    critical_same_day: 'Critical acted on the same day',
    review_product: 'Weekly product review held',
    nps_sent: 'NPS sent each quarter',
    detractors: 'Detractors contacted within 24 hours',
    requests_logged: 'Feature requests logged the same day',
    told_shipped: 'Customers told within 7 days of shipping',
    post_support: 'Unhappy post-support answers answered within 24 hours',
    windows: 'Windows of runbooks kept',
    survey_cap: 'Surveys within the monthly limit',
    review_answers: 'Weekly review of answers held',
    review_prioritization: 'Monthly prioritisation held',
    review_trends: 'Quarterly review of trends held',
    sop_reviewed: 'Playbooks looked at again on time',
  },

  effectsTitle: 'Whether what we put right helped',
  effect: (result: Effect): string =>
    ({
      effective: 'It helped',
      ineffective: 'It did not help',
      unclear: 'It may have helped, too early to say',
    })[result],
  effectCounts: (before: number, beforeDays: number, after: number, afterDays: number): string =>
    `${many(before, 'mention')} in ${n(beforeDays)} days before, ${n(after)} in ${n(afterDays)} after.`,
  effectByChance: 'That could be chance.',
  changedTitle: 'What was learned and changed',
  changes: englishChanges,

  heads: {
    theme: 'Theme',
    mentions: 'Mentions',
    accounts: 'Accounts',
    whatWeDo: 'What we do',
    who: 'Who',
    about: 'About',
    owner: 'Owner',
    due: 'Due',
    from: 'From',
    items: 'Items',
    type: 'Type',
    change: 'Change',
    check: 'Check',
    inTime: 'In time',
    target: 'Target',
    failed: 'Failed',
  },
  asOf: (at: string, number: number): string =>
    `Figures as of ${at}${number > 1 ? `, made again (${number})` : ''}. Each number opens its records in Hearback.`,
  openReport: 'Open the report',
  pageHasFiles: 'The page has it as PDF and CSV too.',
  /** notes in the CSV */
  lowHigh: 'low, high',
  byChance: (could: boolean): string => (could ? 'could be chance' : 'not by chance'),
}

export type Texts = typeof en
