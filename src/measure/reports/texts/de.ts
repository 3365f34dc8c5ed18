import type { Kind } from '#measure/reports/rules.ts'
import type { Texts } from '#measure/reports/texts/en.ts'
import { formatsOf } from '#measure/reports/texts/formats.ts'

const formats = formatsOf('de-DE', (day) => `${day}.`)
const { number: n, score, signed } = formats
const units: Record<
  Kind,
  { one: string; these: string; usual: string; of: string; before: string; many: string }
> = {
  weekly: {
    one: 'Die Woche',
    these: 'in dieser Woche',
    usual: 'in einer üblichen Woche',
    of: 'der Woche',
    before: 'in der Woche davor',
    many: 'Wochen',
  },
  monthly: {
    one: 'Der Monat',
    these: 'in diesem Monat',
    usual: 'in einem üblichen Monat',
    of: 'des Monats',
    before: 'im Monat davor',
    many: 'Monate',
  },
  quarterly: {
    one: 'Das Quartal',
    these: 'in diesem Quartal',
    usual: 'in einem üblichen Quartal',
    of: 'des Quartals',
    before: 'im Quartal davor',
    many: 'Quartale',
  },
  yearly: {
    one: 'Das Jahr',
    these: 'in diesem Jahr',
    usual: 'in einem üblichen Jahr',
    of: 'des Jahres',
    before: 'im Jahr davor',
    many: 'Jahre',
  },
}
const many = (value: number, one: string, more: string) => `${n(value)} ${value === 1 ? one : more}`
const items = (value: number) => many(value, 'Rückmeldung', 'Rückmeldungen')
const bugs = (value: number) => many(value, 'Fehler', 'Fehlern')
const was = (value: number) => (value === 1 ? 'war' : 'waren')
const time = (kind: Kind, ended: boolean) => `${units[kind].these}${ended ? '' : ' bisher'}`

export const de: Texts = {
  ...formats,
  week: (from, to) => `Woche vom ${from} bis ${to}`,
  quarter: (number, year) => `Q${number} ${year}`,
  page: (sheet, of) => `Seite ${sheet} von ${of}`,
  statuses: {
    open: 'Offen',
    under_review: 'In Prüfung',
    planned: 'Geplant',
    in_progress: 'In Arbeit',
    shipped: 'Ausgeliefert',
    declined: 'Abgelehnt',
    parked: 'Zurückgestellt',
  },
  types: {
    bug_report: 'Fehlermeldung',
    feature_request: 'Funktionswunsch',
    usability_issue: 'Bedienbarkeit',
    performance_complaint: 'Geschwindigkeit',
    pricing: 'Preis oder Vertrag',
    praise: 'Lob',
    question: 'Allgemeine Frage',
  },
  noType: 'Noch ohne Art',

  nothingHeard: (kind, ended) => `Es kam nichts ${time(kind, ended)}`,
  heard: (value, kind, ended) => `${items(value)} ${time(kind, ended)}`,
  leads: (first, second, kind) =>
    `„${first}“${second ? ` und „${second}“` : ''} ${second ? 'stehen' : 'steht'} an der Spitze ${units[kind].of}`,
  moved: (label, from, to) => `${label}: von ${n(from)} auf ${n(to)} ${to > from ? 'gestiegen' : 'gefallen'}`,
  againstUsual: (how, kind) =>
    how === 'inside'
      ? `Es kam so viel wie ${units[kind].usual}`
      : `Es kam ${how === 'above' ? 'mehr' : 'weniger'} als ${units[kind].usual}`,
  untold: (people) => `${many(people, 'Person wurde', 'Personen wurden')} über Fertiges nicht unterrichtet`,
  late: (customers) => `${many(customers, 'Kunde wartet', 'Kunden warten')} über die Frist hinaus`,
  unanswered: (customers) =>
    `${many(customers, 'unzufriedener Kunde wartet', 'unzufriedene Kunden warten')} auf Antwort`,
  critical: (value) => `${many(value, 'Fehler war', 'Fehler waren')} kritisch`,
  nobodyLate: 'niemand wartet über die Frist hinaus',

  itemsUsual: (value, how, low, high) =>
    `${items(value)}, ${{ above: 'über den', below: 'unter den', inside: 'innerhalb der' }[how]} üblichen ${n(low)} bis ${n(high)}.`,
  itemsTooFew: (value, kind) =>
    `${items(value)}; noch zu wenige ${units[kind].many}, um zu sagen, was üblich ist.`,
  itemsSoFar: (value) => `${items(value)} bisher.`,
  criticalOf: (critical, all) =>
    critical < all
      ? `${n(critical)} von ${bugs(all)} ${was(critical)} kritisch`
      : all === 1
        ? 'Der eine Fehler war kritisch'
        : `Alle ${n(all)} Fehler waren kritisch`,
  untyped: (value) => `${items(value)} ${value === 1 ? 'hat' : 'haben'} noch keine Art.`,
  npsWas: (value, move) => `Der NPS war ${score(value)}${move ? `, ${move}` : ''}.`,
  move: (points, couldBeChance) =>
    points === 0
      ? 'wie zuvor'
      : `${points > 0 ? 'plus' : 'minus'} ${n(Math.abs(points))}${couldBeChance ? ', was Zufall sein kann' : ''}`,
  nobodyWaits: 'Niemand wartet auf uns.',
  waits: (cases, unhappy, people) =>
    `Auf uns ${cases + unhappy + people === 1 ? 'wartet' : 'warten'} ${formats.list([
      ...(cases > 0 ? [many(cases, 'offener Fall', 'offene Fälle')] : []),
      ...(unhappy > 0 ? [many(unhappy, 'unzufriedene Rückmeldung', 'unzufriedene Rückmeldungen')] : []),
      ...(people > 0 ? [many(people, 'zu unterrichtende Person', 'zu unterrichtende Personen')] : []),
    ])}.`,

  severity: (critical, minor, parts) =>
    `${n(critical)} kritisch, ${n(minor)} geringer${parts.length > 1 ? ` (${parts.join(', ')})` : ''}`,
  priorities: {
    high: (value) => `${n(value)} hoch`,
    medium: (value) => `${n(value)} mittel`,
    low: (value) => `${n(value)} niedrig`,
    unrated: (value) => `${n(value)} ohne Priorität`,
  },
  bugs: (severity) => `Fehler: ${severity}.`,
  itemsTitle: (value, how, kind, ended) =>
    how === 'inside'
      ? `${items(value)}, wie ${units[kind].usual}`
      : how
        ? `${items(value)}, ${how === 'above' ? 'mehr' : 'weniger'} als ${units[kind].usual}`
        : `${items(value)} ${time(kind, ended)}`,
  itemsSub: (periods, hasBand, kind) =>
    hasBand
      ? `${n(periods)} ${units[kind].many}; das Band ist das Übliche, acht von zehn.`
      : `Rückmeldungen aus ${n(periods)} ${units[kind].many}${kind === 'weekly' ? '' : 'n'}.`,
  mostOf: (label) => `Am meisten: ${label}`,
  noTypes: 'Noch keine Arten',
  typesSub: (kind, ended, allByChance) =>
    ended
      ? `Verglichen mit denen ${units[kind].before}. ${allByChance ? 'Jede Änderung kann Zufall sein.' : 'Andere können Zufall sein.'}`
      : `${units[kind].one} war noch nicht zu Ende: Es gibt nichts zu vergleichen.`,

  topThemes: 'Häufigste Themen',
  noTheme: 'Kein Thema wurde genannt',
  noThemeYet: 'Themen zeigen sich, wenn genug gesagt wurde.',
  themesTitle: (name, mentions, accounts) =>
    `${name}: ${many(mentions, 'Erwähnung', 'Erwähnungen')}${accounts > 0 ? ` von ${many(accounts, 'Firma', 'Firmen')}` : ''}`,
  themesSub: (kind) =>
    `Die häufigsten Themen ${units[kind].of}. In der zweiten Spalte zählt jede Firma einmal.`,
  themeLine: (name, mentions) => `${name}: ${many(mentions, 'Erwähnung', 'Erwähnungen')}`,
  themeNew: 'neu',
  themeMoved: (isUp, before) => `${isUp ? 'mehr' : 'weniger'}, zuvor ${n(before)}`,
  nothingYet: 'Noch nichts',
  actionDue: (title, on) => (on ? `${title}, fällig ${on}` : title),

  followUps: 'Wer auf uns wartet',
  waitingTitle: (customers, people) => {
    const told = many(people, 'Person', 'Personen')
    if (customers === 0)
      return people > 0 ? `${told} zu unterrichten, sonst wartet niemand` : 'Niemand wartete auf uns'
    return `${many(customers, 'Kunde', 'Kunden')}${people > 0 ? ` und ${told}` : ''} ${customers + people === 1 ? 'wartete' : 'warteten'} auf uns`
  },
  waitingSub: (at, late) =>
    `Stand ${at}.${late === 0 ? '' : ` ${n(late)} ${was(late)} über die Frist hinaus.`}`,
  behindFinished: (people, finished) =>
    `${many(people, 'Person', 'Personen')} hinter ${many(finished, 'fertigen Rückmeldung', 'fertigen Rückmeldungen')}`,
  areOwed: 'Antwort steht aus',
  nobody: 'niemand',
  unowned: 'niemand zuständig',
  dueAt: (at) => `fällig ${at}`,
  more: (value) => `Und ${n(value)} weitere, in Hearback.`,

  scoresTitle: 'Was Kunden antworteten und wie es ausging',
  answers: (value) => many(value, 'Antwort', 'Antworten'),
  interval: (low, high) => `95 %: ${low} bis ${high}`,
  npsMoved: (move, low, high) => `${move}, Änderung ${signed(low)} bis ${signed(high)}`,
  tooFewBefore: (kind) => `zu wenige Antworten ${units[kind].before}`,
  tooFewAnswers: 'weniger als fünf Antworten',
  surveysAnswered: 'Beantwortete Umfragen',
  loopsClosed: 'Geschlossene Kreise',
  casesOnTime: 'Fälle ohne verspäteten Schritt',
  thatArrived: (some, of) => `${n(some)} von ${n(of)} zugestellten`,
  ofHeard: (some, of) => `${n(some)} von ${n(of)} Rückmeldungen dieser Zeit`,
  ofResolved: (some, of) => `${n(some)} von ${n(of)} gelösten`,
  before: (value, kind) => `${units[kind].before} ${value}`,
  nothingCounted: (kind) => `${units[kind].these} nichts gezählt`,

  qualityTitle: (missed, checks) =>
    checks === 0
      ? 'Keine Qualitätsprüfung wurde fällig'
      : missed === 0
        ? checks === 1
          ? 'Die eine Qualitätsprüfung erreichte ihr Ziel'
          : `Alle ${n(checks)} Qualitätsprüfungen erreichten ihr Ziel`
        : `${n(missed)} von ${many(checks, 'Qualitätsprüfung', 'Qualitätsprüfungen')} ${missed === 1 ? 'verfehlte' : 'verfehlten'} das Ziel`,
  qualitySub: (kind) => `Was ${units[kind].these} fällig wurde und rechtzeitig geschah, gegen das Ziel.`,
  inTime: (met, of) => `${n(met)} von ${n(of)} rechtzeitig`,
  failed: (value) => `${n(value)} verfehlt`,
  couldBeChance: 'kann Zufall sein',
  targetOf: (target) => `Ziel ${n(target)} %`,
  checks: {
    categorised: 'Innerhalb von 24 Stunden eingeordnet',
    critical_same_day: 'Kritisches am selben Tag bearbeitet',
    review_product: 'Wöchentliche Produktbesprechung gehalten',
    nps_sent: 'NPS in jedem Quartal versandt',
    detractors: 'Kritiker innerhalb von 24 Stunden angesprochen',
    requests_logged: 'Funktionswünsche am selben Tag erfasst',
    told_shipped: 'Kunden innerhalb von 7 Tagen nach Auslieferung unterrichtet',
    post_support: 'Unzufriedene nach Support innerhalb von 24 Stunden beantwortet',
    windows: 'Zeitfenster der Abläufe eingehalten',
    survey_cap: 'Umfragen innerhalb der monatlichen Grenze',
    review_answers: 'Wöchentliche Besprechung der Antworten gehalten',
    review_prioritization: 'Monatliche Priorisierung gehalten',
    review_trends: 'Vierteljährliche Besprechung der Trends gehalten',
    sop_reviewed: 'Abläufe rechtzeitig neu geprüft',
  },

  effectsTitle: 'Ob geholfen hat, was wir abstellten',
  effect: (result) =>
    ({
      effective: 'Es hat geholfen',
      ineffective: 'Es hat nicht geholfen',
      unclear: 'Es kann geholfen haben, noch zu früh für ein Urteil',
    })[result],
  effectCounts: (before, beforeDays, after, afterDays) =>
    `${many(before, 'Erwähnung', 'Erwähnungen')} in ${many(beforeDays, 'Tag', 'Tagen')} davor, ${n(after)} in ${n(afterDays)} danach.`,
  effectByChance: 'Das kann Zufall sein.',
  changedTitle: 'Was gelernt und geändert wurde',
  changes: {
    decided: 'Wir haben entschieden',
    shipped: 'Wir haben ausgeliefert',
    told: 'Wir haben unterrichtet',
    loops: 'Kreise',
    putRight: 'Wir haben abgestellt',
    statuses: {
      planned: 'geplant',
      in_progress: 'in Arbeit',
      declined: 'abgelehnt',
      parked: 'zurückgestellt',
    },
    heardFromUs: (people) => `${many(people, 'Kunde hat', 'Kunden haben')} von uns gehört.`,
    people: (people) => many(people, 'Person', 'Personen'),
    updates: (value) => `${many(value, 'Nachricht ging', 'Nachrichten gingen')} an Einzelne.`,
    closed: (value) => `${many(value, 'Kreis', 'Kreise')} geschlossen.`,
    open: (value) => `${many(value, 'Kreis', 'Kreise')} noch offen.`,
    more: (value) => `Und ${n(value)} weitere.`,
  },

  heads: {
    theme: 'Thema',
    mentions: 'Erwähnt',
    accounts: 'Firmen',
    whatWeDo: 'Was wir tun',
    who: 'Wer',
    about: 'Worum es geht',
    owner: 'Zuständig',
    due: 'Fällig',
    from: 'Ab',
    items: 'Rückmeldungen',
    type: 'Art',
    change: 'Änderung',
    check: 'Prüfung',
    inTime: 'Rechtzeitig',
    target: 'Ziel',
    failed: 'Verfehlt',
  },
  asOf: (at, number) =>
    `Zahlen vom ${at}${number > 1 ? `, neu erstellt (${number})` : ''}. Jede Zahl öffnet ihre Einträge in Hearback.`,
  openReport: 'Bericht öffnen',
  pageHasFiles: 'Auf der Seite gibt es ihn auch als PDF und CSV.',
  lowHigh: 'unten, oben',
  byChance: (could) => (could ? 'kann Zufall sein' : 'kein Zufall'),
}
