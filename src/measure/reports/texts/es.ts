import type { Kind } from '#measure/reports/rules.ts'
import type { Texts } from '#measure/reports/texts/en.ts'
import { formatsOf, start } from '#measure/reports/texts/formats.ts'

const formats = formatsOf('es-ES')
const { number: n, score, signed } = formats
const units: Record<
  Kind,
  { the: string; of: string; this: string; usual: string; before: string; many: string }
> = {
  weekly: {
    the: 'la semana',
    of: 'de la semana',
    this: 'esta semana',
    usual: 'una semana habitual',
    before: 'la semana anterior',
    many: 'semanas',
  },
  monthly: {
    the: 'el mes',
    of: 'del mes',
    this: 'este mes',
    usual: 'un mes habitual',
    before: 'el mes anterior',
    many: 'meses',
  },
  quarterly: {
    the: 'el trimestre',
    of: 'del trimestre',
    this: 'este trimestre',
    usual: 'un trimestre habitual',
    before: 'el trimestre anterior',
    many: 'trimestres',
  },
  yearly: {
    the: 'el año',
    of: 'del año',
    this: 'este año',
    usual: 'un año habitual',
    before: 'el año anterior',
    many: 'años',
  },
}
const many = (value: number, one: string, more: string) => `${n(value)} ${value === 1 ? one : more}`
const items = (value: number) => many(value, 'comentario', 'comentarios')
const time = (kind: Kind, ended: boolean) => `${units[kind].this}${ended ? '' : ' hasta ahora'}`

export const es: Texts = {
  ...formats,
  week: (from, to) => `Semana del ${from} al ${to}`,
  quarter: (number, year) => `T${number} ${year}`,
  page: (sheet, of) => `página ${sheet} de ${of}`,
  statuses: {
    open: 'Abierta',
    under_review: 'En estudio',
    planned: 'Planificada',
    in_progress: 'En curso',
    shipped: 'Entregada',
    declined: 'Rechazada',
    parked: 'Aplazada',
  },
  types: {
    bug_report: 'Informe de error',
    feature_request: 'Petición de función',
    usability_issue: 'Problema de uso',
    performance_complaint: 'Queja de rendimiento',
    pricing: 'Precio o contrato',
    praise: 'Elogio',
    question: 'Pregunta general',
  },
  noType: 'Aún sin tipo',

  nothingHeard: (kind, ended) => `No llegó nada ${time(kind, ended)}`,
  heard: (value, kind, ended) => `${value === 1 ? 'Llegó' : 'Llegaron'} ${items(value)} ${time(kind, ended)}`,
  leads: (first, second, kind) =>
    second
      ? `«${first}» y «${second}» encabezan ${units[kind].the}`
      : `«${first}» encabeza ${units[kind].the}`,
  moved: (label, from, to) => `${label}: ${to > from ? 'subió' : 'bajó'} de ${n(from)} a ${n(to)}`,
  againstUsual: (how, kind) =>
    how === 'inside'
      ? `Llegó tanto como en ${units[kind].usual}`
      : `Llegó ${how === 'above' ? 'más' : 'menos'} que en ${units[kind].usual}`,
  untold: (people) =>
    `${many(people, 'persona no fue informada', 'personas no fueron informadas')} de lo ya terminado`,
  late: (customers) => `${many(customers, 'cliente espera', 'clientes esperan')} fuera de plazo`,
  unanswered: (customers) =>
    `${many(customers, 'cliente descontento espera', 'clientes descontentos esperan')} respuesta`,
  critical: (value) => `${many(value, 'error fue crítico', 'errores fueron críticos')}`,
  nobodyLate: 'nadie espera fuera de plazo',

  itemsUsual: (value, how, low, high) =>
    `${items(value)}, ${{ above: 'por encima de lo habitual', below: 'por debajo de lo habitual', inside: 'dentro de lo habitual' }[how]}, de ${n(low)} a ${n(high)}.`,
  itemsTooFew: (value, kind) =>
    `${items(value)}; aún hay ${kind === 'weekly' ? 'pocas' : 'pocos'} ${units[kind].many} para decir qué es lo habitual.`,
  itemsSoFar: (value) => `${items(value)} hasta ahora.`,
  criticalOf: (critical, all) =>
    critical < all
      ? `${n(critical)} de ${many(all, 'error', 'errores')} ${critical === 1 ? 'fue crítico' : 'fueron críticos'}`
      : all === 1
        ? 'El único error fue crítico'
        : `Los ${n(all)} errores fueron críticos`,
  untyped: (value) => `${items(value)} aún ${value === 1 ? 'no tiene' : 'no tienen'} tipo.`,
  npsWas: (value, move) => `El NPS fue ${score(value)}${move ? `, ${move}` : ''}.`,
  move: (points, couldBeChance) =>
    points === 0
      ? 'como antes'
      : `${n(Math.abs(points))} ${points > 0 ? 'más' : 'menos'}${couldBeChance ? ', que podría ser azar' : ''}`,
  nobodyWaits: 'Nadie nos espera.',
  waits: (cases, unhappy, people) =>
    `Nos ${cases + unhappy + people === 1 ? 'espera' : 'esperan'} ${formats.list([
      ...(cases > 0 ? [many(cases, 'caso abierto', 'casos abiertos')] : []),
      ...(unhappy > 0 ? [many(unhappy, 'comentario descontento', 'comentarios descontentos')] : []),
      ...(people > 0 ? [many(people, 'persona por informar', 'personas por informar')] : []),
    ])}.`,

  severity: (critical, minor, parts) =>
    `${many(critical, 'crítico', 'críticos')}, ${many(minor, 'menor', 'menores')}${parts.length > 1 ? ` (${parts.join(', ')})` : ''}`,
  priorities: {
    high: (value) => many(value, 'alto', 'altos'),
    medium: (value) => many(value, 'medio', 'medios'),
    low: (value) => many(value, 'bajo', 'bajos'),
    unrated: (value) => `${n(value)} sin prioridad`,
  },
  bugs: (severity) => `Errores: ${severity}.`,
  itemsTitle: (value, how, kind, ended) =>
    how === 'inside'
      ? `${items(value)}, como en ${units[kind].usual}`
      : how
        ? `${items(value)}, ${how === 'above' ? 'más' : 'menos'} que en ${units[kind].usual}`
        : `${items(value)} ${time(kind, ended)}`,
  itemsSub: (periods, hasBand, kind) =>
    hasBand
      ? `${n(periods)} ${units[kind].many}; la banda es lo habitual, ocho de cada diez.`
      : `Comentarios de ${n(periods)} ${units[kind].many}.`,
  mostOf: (label) => `Lo que más: ${label.toLowerCase()}`,
  noTypes: 'Aún sin tipos',
  typesSub: (kind, ended, allByChance) =>
    ended
      ? `Frente a ${units[kind].before}. ${allByChance ? 'Cada cambio podría ser azar.' : 'Otros podrían ser azar.'}`
      : `${start(units[kind].the)} no había terminado: no hay con qué comparar.`,

  topThemes: 'Temas principales',
  noTheme: 'No se nombró ningún tema',
  noThemeYet: 'Los temas aparecen cuando se ha dicho lo suficiente.',
  themesTitle: (name, mentions, accounts) =>
    `${name}: ${many(mentions, 'mención', 'menciones')}${accounts > 0 ? ` de ${many(accounts, 'cuenta', 'cuentas')}` : ''}`,
  themesSub: (kind) =>
    `Temas principales ${units[kind].of}. En la segunda columna, cada cuenta cuenta una vez.`,
  themeLine: (name, mentions) => `${name}: ${many(mentions, 'mención', 'menciones')}`,
  themeNew: 'nuevo',
  themeMoved: (isUp, before) => `${isUp ? 'más' : 'menos'} que ${n(before)}`,
  nothingYet: 'Aún nada',
  actionDue: (title, on) => (on ? `${title}, para el ${on}` : title),

  followUps: 'A quién hay que atender',
  waitingTitle: (customers, people) => {
    const told = many(people, 'persona por informar', 'personas por informar')
    if (customers === 0) return people > 0 ? `${told}, y nadie más espera` : 'Nadie nos esperaba'
    return `${many(customers, 'cliente', 'clientes')}${people > 0 ? ` y ${told}` : ''} nos ${customers + people === 1 ? 'esperaba' : 'esperaban'}`
  },
  waitingSub: (at, late) =>
    `Situación: ${at}.${late === 0 ? '' : ` ${n(late)} ${late === 1 ? 'estaba' : 'estaban'} fuera de plazo.`}`,
  behindFinished: (people, finished) =>
    `${many(people, 'persona', 'personas')} detrás de ${many(finished, 'comentario terminado', 'comentarios terminados')}`,
  areOwed: 'falta darles respuesta',
  nobody: 'nadie',
  unowned: 'sin responsable',
  dueAt: (at) => `vence ${at}`,
  more: (value) => `Y ${n(value)} más, en Hearback.`,

  scoresTitle: 'Qué respondieron los clientes y cómo terminó',
  answers: (value) => many(value, 'respuesta', 'respuestas'),
  interval: (low, high) => `95 %: de ${low} a ${high}`,
  npsMoved: (move, low, high) => `${move}, cambio de ${signed(low)} a ${signed(high)}`,
  tooFewBefore: (kind) => `muy pocas respuestas ${units[kind].before}`,
  tooFewAnswers: 'menos de cinco respuestas',
  surveysAnswered: 'Encuestas respondidas',
  loopsClosed: 'Ciclos cerrados',
  casesOnTime: 'Casos sin pasos tardíos',
  thatArrived: (some, of) => `${n(some)} de ${n(of)} que llegaron`,
  ofHeard: (some, of) => `${n(some)} de ${n(of)} recibidos en este tiempo`,
  ofResolved: (some, of) => `${n(some)} de ${n(of)} resueltos`,
  before: (value, kind) => `${units[kind].before}, ${value}`,
  nothingCounted: (kind) => `nada contado ${units[kind].this}`,

  qualityTitle: (missed, checks) =>
    checks === 0
      ? 'Ningún control de calidad vencía'
      : missed === 0
        ? checks === 1
          ? 'El único control de calidad alcanzó su objetivo'
          : `Los ${n(checks)} controles de calidad alcanzaron su objetivo`
        : `${n(missed)} de ${many(checks, 'control', 'controles')} de calidad ${missed === 1 ? 'no alcanzó' : 'no alcanzaron'} su objetivo`,
  qualitySub: (kind) => `Lo que vencía ${units[kind].this}, hecho a tiempo, frente al objetivo.`,
  inTime: (met, of) => `${n(met)} de ${n(of)} a tiempo`,
  failed: (value) => many(value, 'fallido', 'fallidos'),
  couldBeChance: 'podría ser azar',
  targetOf: (target) => `objetivo ${n(target)} %`,
  checks: {
    categorised: 'Clasificados en 24 horas',
    critical_same_day: 'Lo crítico, atendido el mismo día',
    review_product: 'Revisión semanal de producto celebrada',
    nps_sent: 'NPS enviado cada trimestre',
    detractors: 'Detractores contactados en 24 horas',
    requests_logged: 'Peticiones de función anotadas el mismo día',
    told_shipped: 'Clientes informados en los 7 días tras la entrega',
    post_support: 'Respuestas descontentas tras soporte, atendidas en 24 horas',
    windows: 'Plazos de los procedimientos cumplidos',
    survey_cap: 'Encuestas dentro del límite mensual',
    review_answers: 'Revisión semanal de respuestas celebrada',
    review_prioritization: 'Priorización mensual celebrada',
    review_trends: 'Revisión trimestral de tendencias celebrada',
    sop_reviewed: 'Procedimientos revisados a tiempo',
  },

  effectsTitle: 'Si ayudó lo que corregimos',
  effect: (result) =>
    ({
      effective: 'Ayudó',
      ineffective: 'No ayudó',
      unclear: 'Pudo ayudar, es pronto para decirlo',
    })[result],
  effectCounts: (before, beforeDays, after, afterDays) =>
    `${many(before, 'mención', 'menciones')} en ${many(beforeDays, 'día', 'días')} antes, ${n(after)} en ${n(afterDays)} después.`,
  effectByChance: 'Podría ser azar.',
  changedTitle: 'Qué se aprendió y qué cambió',
  changes: {
    decided: 'Decidimos',
    shipped: 'Entregamos',
    told: 'Informamos',
    loops: 'Ciclos',
    putRight: 'Corregimos',
    statuses: { planned: 'planificada', in_progress: 'en curso', declined: 'rechazada', parked: 'aplazada' },
    heardFromUs: (people) => `${many(people, 'cliente supo', 'clientes supieron')} de nosotros.`,
    people: (people) => many(people, 'persona', 'personas'),
    updates: (value) =>
      `${many(value, 'mensaje fue enviado', 'mensajes fueron enviados')} a personas concretas.`,
    closed: (value) => `${many(value, 'ciclo cerrado', 'ciclos cerrados')}.`,
    open: (value) => `${many(value, 'ciclo aún abierto', 'ciclos aún abiertos')}.`,
    more: (value) => `Y ${n(value)} más.`,
  },

  heads: {
    theme: 'Tema',
    mentions: 'Menciones',
    accounts: 'Cuentas',
    whatWeDo: 'Qué hacemos',
    who: 'Quién',
    about: 'Sobre qué',
    owner: 'Responsable',
    due: 'Vence',
    from: 'Desde',
    items: 'Comentarios',
    type: 'Tipo',
    change: 'Cambio',
    check: 'Control',
    inTime: 'A tiempo',
    target: 'Objetivo',
    failed: 'Fallidos',
  },
  asOf: (at, number) =>
    `Cifras del ${at}${number > 1 ? `, hecho de nuevo (${number})` : ''}. Cada número abre sus registros en Hearback.`,
  openReport: 'Abrir el informe',
  pageHasFiles: 'La página lo tiene también como PDF y CSV.',
  lowHigh: 'mínimo, máximo',
  byChance: (could) => (could ? 'podría ser azar' : 'no es azar'),
}
