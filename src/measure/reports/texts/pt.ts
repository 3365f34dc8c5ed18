import type { Kind } from '#measure/reports/rules.ts'
import type { Texts } from '#measure/reports/texts/en.ts'
import { formatsOf, start } from '#measure/reports/texts/formats.ts'

const formats = formatsOf('pt-PT')
const { number: n, score, signed } = formats
const units: Record<
  Kind,
  { the: string; of: string; this: string; usual: string; before: string; to: string; many: string }
> = {
  weekly: {
    the: 'a semana',
    of: 'da semana',
    this: 'esta semana',
    usual: 'numa semana habitual',
    before: 'na semana anterior',
    to: 'à semana anterior',
    many: 'semanas',
  },
  monthly: {
    the: 'o mês',
    of: 'do mês',
    this: 'este mês',
    usual: 'num mês habitual',
    before: 'no mês anterior',
    to: 'ao mês anterior',
    many: 'meses',
  },
  quarterly: {
    the: 'o trimestre',
    of: 'do trimestre',
    this: 'este trimestre',
    usual: 'num trimestre habitual',
    before: 'no trimestre anterior',
    to: 'ao trimestre anterior',
    many: 'trimestres',
  },
  yearly: {
    the: 'o ano',
    of: 'do ano',
    this: 'este ano',
    usual: 'num ano habitual',
    before: 'no ano anterior',
    to: 'ao ano anterior',
    many: 'anos',
  },
}
const many = (value: number, one: string, more = `${one}s`) => `${n(value)} ${value === 1 ? one : more}`
const items = (value: number) => many(value, 'comentário')
const time = (kind: Kind, ended: boolean) => `${units[kind].this}${ended ? '' : ' até agora'}`

export const pt: Texts = {
  ...formats,
  week: (from, to) => `Semana de ${from} a ${to}`,
  quarter: (number, year) => `T${number} ${year}`,
  page: (sheet, of) => `página ${sheet} de ${of}`,
  statuses: {
    open: 'Aberto',
    under_review: 'Em análise',
    planned: 'Planeado',
    in_progress: 'Em curso',
    shipped: 'Entregue',
    declined: 'Recusado',
    parked: 'Adiado',
  },
  types: {
    bug_report: 'Relato de erro',
    feature_request: 'Pedido de função',
    usability_issue: 'Problema de uso',
    performance_complaint: 'Queixa de lentidão',
    pricing: 'Preço ou contrato',
    praise: 'Elogio',
    question: 'Pergunta geral',
  },
  noType: 'Ainda sem tipo',

  nothingHeard: (kind, ended) => `Nada chegou ${time(kind, ended)}`,
  heard: (value, kind, ended) =>
    `${value === 1 ? 'Chegou' : 'Chegaram'} ${items(value)} ${time(kind, ended)}`,
  leads: (first, second, kind) =>
    second ? `“${first}” e “${second}” lideram ${units[kind].the}` : `“${first}” lidera ${units[kind].the}`,
  moved: (label, from, to) => `${label}: ${to > from ? 'subiu' : 'desceu'} de ${n(from)} para ${n(to)}`,
  againstUsual: (how, kind) =>
    how === 'inside'
      ? `Chegou tanto como ${units[kind].usual}`
      : `Chegou ${how === 'above' ? 'mais' : 'menos'} do que ${units[kind].usual}`,
  untold: (people) =>
    `${many(people, 'pessoa não foi informada', 'pessoas não foram informadas')} do que está pronto`,
  late: (customers) => `${many(customers, 'cliente espera', 'clientes esperam')} fora do prazo`,
  unanswered: (customers) =>
    `${many(customers, 'cliente insatisfeito espera', 'clientes insatisfeitos esperam')} resposta`,
  critical: (value) => many(value, 'erro foi crítico', 'erros foram críticos'),
  nobodyLate: 'ninguém espera fora do prazo',

  itemsUsual: (value, how, low, high) =>
    `${items(value)}, ${{ above: 'acima do', below: 'abaixo do', inside: 'dentro do' }[how]} habitual, de ${n(low)} a ${n(high)}.`,
  itemsTooFew: (value, kind) =>
    `${items(value)}; ainda há ${kind === 'weekly' ? 'poucas' : 'poucos'} ${units[kind].many} para dizer o que é habitual.`,
  itemsSoFar: (value) => `${items(value)} até agora.`,
  criticalOf: (critical, all) =>
    critical < all
      ? `${n(critical)} de ${many(all, 'erro')} ${critical === 1 ? 'foi crítico' : 'foram críticos'}`
      : all === 1
        ? 'O único erro foi crítico'
        : `Os ${n(all)} erros foram críticos`,
  untyped: (value) => `${items(value)} ainda ${value === 1 ? 'não tem' : 'não têm'} tipo.`,
  npsWas: (value, move) => `O NPS foi ${score(value)}${move ? `, ${move}` : ''}.`,
  move: (points, couldBeChance) =>
    points === 0
      ? 'como antes'
      : `${n(Math.abs(points))} a ${points > 0 ? 'mais' : 'menos'}${couldBeChance ? ', o que pode ser acaso' : ''}`,
  nobodyWaits: 'Ninguém espera por nós.',
  waits: (cases, unhappy, people) =>
    `${cases + unhappy + people === 1 ? 'Espera' : 'Esperam'} por nós: ${formats.list([
      ...(cases > 0 ? [many(cases, 'caso aberto', 'casos abertos')] : []),
      ...(unhappy > 0 ? [many(unhappy, 'comentário insatisfeito', 'comentários insatisfeitos')] : []),
      ...(people > 0 ? [many(people, 'pessoa por informar', 'pessoas por informar')] : []),
    ])}.`,

  severity: (critical, minor, parts) =>
    `${many(critical, 'crítico')}, ${many(minor, 'menor', 'menores')}${parts.length > 1 ? ` (${parts.join(', ')})` : ''}`,
  priorities: {
    high: (value) => many(value, 'alto'),
    medium: (value) => many(value, 'médio'),
    low: (value) => many(value, 'baixo'),
    unrated: (value) => `${n(value)} sem prioridade`,
  },
  bugs: (severity) => `Erros: ${severity}.`,
  itemsTitle: (value, how, kind, ended) =>
    how === 'inside'
      ? `${items(value)}, como ${units[kind].usual}`
      : how
        ? `${items(value)}, ${how === 'above' ? 'mais' : 'menos'} do que ${units[kind].usual}`
        : `${items(value)} ${time(kind, ended)}`,
  itemsSub: (periods, hasBand, kind) =>
    hasBand
      ? `${n(periods)} ${units[kind].many}; a faixa é o habitual, oito em cada dez.`
      : `Comentários de ${n(periods)} ${units[kind].many}.`,
  mostOf: (label) => `Sobretudo: ${label.toLowerCase()}`,
  noTypes: 'Ainda sem tipos',
  typesSub: (kind, ended, allByChance) =>
    ended
      ? `Em relação ${units[kind].to}. ${allByChance ? 'Cada mudança pode ser acaso.' : 'Outras podem ser acaso.'}`
      : `${start(units[kind].the)} não tinha terminado: não há com que comparar.`,

  topThemes: 'Temas principais',
  noTheme: 'Nenhum tema foi referido',
  noThemeYet: 'Os temas surgem quando se disse o bastante.',
  themesTitle: (name, mentions, accounts) =>
    `${name}: ${many(mentions, 'menção', 'menções')}${accounts > 0 ? ` de ${many(accounts, 'conta')}` : ''}`,
  themesSub: (kind) => `Temas principais ${units[kind].of}. Na segunda coluna, cada conta conta uma vez.`,
  themeLine: (name, mentions) => `${name}: ${many(mentions, 'menção', 'menções')}`,
  themeNew: 'novo',
  themeMoved: (isUp, before) => `${isUp ? 'mais' : 'menos'} do que ${n(before)}`,
  nothingYet: 'Ainda nada',
  actionDue: (title, on) => (on ? `${title}, prazo ${on}` : title),

  followUps: 'Quem precisa de seguimento',
  waitingTitle: (customers, people) => {
    const told = many(people, 'pessoa por informar', 'pessoas por informar')
    if (customers === 0) return people > 0 ? `${told}, e mais ninguém espera` : 'Ninguém esperava por nós'
    return `${many(customers, 'cliente')}${people > 0 ? ` e ${told}` : ''} ${customers + people === 1 ? 'esperava' : 'esperavam'} por nós`
  },
  waitingSub: (at, late) =>
    `Situação: ${at}.${late === 0 ? '' : ` ${n(late)} ${late === 1 ? 'estava' : 'estavam'} fora do prazo.`}`,
  behindFinished: (people, finished) =>
    `${many(people, 'pessoa')} por trás de ${many(finished, 'comentário concluído', 'comentários concluídos')}`,
  areOwed: 'falta responder',
  nobody: 'ninguém',
  unowned: 'sem responsável',
  dueAt: (at) => `prazo ${at}`,
  more: (value) => `E mais ${n(value)}, no Hearback.`,

  scoresTitle: 'O que os clientes responderam e como acabou',
  answers: (value) => many(value, 'resposta'),
  interval: (low, high) => `95 %: de ${low} a ${high}`,
  npsMoved: (move, low, high) => `${move}, mudança de ${signed(low)} a ${signed(high)}`,
  tooFewBefore: (kind) => `respostas a menos ${units[kind].before}`,
  tooFewAnswers: 'menos de cinco respostas',
  surveysAnswered: 'Inquéritos respondidos',
  loopsClosed: 'Ciclos fechados',
  casesOnTime: 'Casos sem passo atrasado',
  thatArrived: (some, of) => `${n(some)} de ${n(of)} entregues`,
  ofHeard: (some, of) => `${n(some)} de ${n(of)} recebidos neste período`,
  ofResolved: (some, of) => `${n(some)} de ${n(of)} resolvidos`,
  before: (value, kind) => `${units[kind].before} ${value}`,
  nothingCounted: (kind) => `nada contado ${units[kind].this}`,

  qualityTitle: (missed, checks) =>
    checks === 0
      ? 'Nenhum controlo de qualidade venceu'
      : missed === 0
        ? checks === 1
          ? 'O único controlo de qualidade atingiu a meta'
          : `Os ${n(checks)} controlos de qualidade atingiram a meta`
        : `${n(missed)} de ${many(checks, 'controlo')} de qualidade ${missed === 1 ? 'falhou' : 'falharam'} a meta`,
  qualitySub: (kind) => `O que venceu ${units[kind].this}, feito a tempo, em relação à meta.`,
  inTime: (met, of) => `${n(met)} de ${n(of)} a tempo`,
  failed: (value) => many(value, 'falha'),
  couldBeChance: 'pode ser acaso',
  targetOf: (target) => `meta ${n(target)} %`,
  checks: {
    categorised: 'Classificados em 24 horas',
    critical_same_day: 'O crítico tratado no mesmo dia',
    review_product: 'Revisão semanal de produto realizada',
    nps_sent: 'NPS enviado em cada trimestre',
    detractors: 'Detratores contactados em 24 horas',
    requests_logged: 'Pedidos de função registados no mesmo dia',
    told_shipped: 'Clientes informados até 7 dias após a entrega',
    post_support: 'Insatisfeitos após suporte respondidos em 24 horas',
    windows: 'Prazos dos procedimentos cumpridos',
    survey_cap: 'Inquéritos dentro do limite mensal',
    review_answers: 'Revisão semanal das respostas realizada',
    review_prioritization: 'Priorização mensal realizada',
    review_trends: 'Revisão trimestral das tendências realizada',
    sop_reviewed: 'Procedimentos revistos a tempo',
  },

  effectsTitle: 'Se ajudou o que corrigimos',
  effect: (result) =>
    ({
      effective: 'Ajudou',
      ineffective: 'Não ajudou',
      unclear: 'Pode ter ajudado, é cedo para dizer',
    })[result],
  effectCounts: (before, beforeDays, after, afterDays) =>
    `${many(before, 'menção', 'menções')} em ${many(beforeDays, 'dia')} antes, ${n(after)} em ${n(afterDays)} depois.`,
  effectByChance: 'Pode ser acaso.',
  changedTitle: 'O que se aprendeu e mudou',
  changes: {
    decided: 'Decidimos',
    shipped: 'Entregámos',
    told: 'Informámos',
    loops: 'Ciclos',
    putRight: 'Corrigimos',
    statuses: { planned: 'planeado', in_progress: 'em curso', declined: 'recusado', parked: 'adiado' },
    heardFromUs: (people) => `${many(people, 'cliente teve', 'clientes tiveram')} notícias nossas.`,
    people: (people) => many(people, 'pessoa'),
    updates: (value) => `${many(value, 'mensagem foi enviada', 'mensagens foram enviadas')} individualmente.`,
    closed: (value) => `${many(value, 'ciclo fechado', 'ciclos fechados')}.`,
    open: (value) => `${many(value, 'ciclo ainda aberto', 'ciclos ainda abertos')}.`,
    more: (value) => `E mais ${n(value)}.`,
  },

  heads: {
    theme: 'Tema',
    mentions: 'Menções',
    accounts: 'Contas',
    whatWeDo: 'O que fazemos',
    who: 'Quem',
    about: 'Sobre',
    owner: 'Responsável',
    due: 'Prazo',
    from: 'Desde',
    items: 'Comentários',
    type: 'Tipo',
    change: 'Mudança',
    check: 'Controlo',
    inTime: 'A tempo',
    target: 'Meta',
    failed: 'Falhas',
  },
  asOf: (at, number) =>
    `Números de ${at}${number > 1 ? `, feito de novo (${number})` : ''}. Cada número abre os seus registos no Hearback.`,
  openReport: 'Abrir o relatório',
  pageHasFiles: 'A página também o tem em PDF e CSV.',
  lowHigh: 'mínimo, máximo',
  byChance: (could) => (could ? 'pode ser acaso' : 'não é acaso'),
}
