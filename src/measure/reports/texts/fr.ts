import type { Kind } from '#measure/reports/rules.ts'
import type { Texts } from '#measure/reports/texts/en.ts'
import { formatsOf, start } from '#measure/reports/texts/formats.ts'

const formats = formatsOf('fr-FR', (day) => (day === 1 ? '1er' : String(day)))
const { number: n, score, signed } = formats
const units: Record<
  Kind,
  { the: string; of: string; this: string; usual: string; before: string; to: string; many: string }
> = {
  weekly: {
    the: 'la semaine',
    of: 'de la semaine',
    this: 'cette semaine',
    usual: 'une semaine habituelle',
    before: 'la semaine précédente',
    to: 'à la semaine précédente',
    many: 'semaine',
  },
  monthly: {
    the: 'le mois',
    of: 'du mois',
    this: 'ce mois-ci',
    usual: 'un mois habituel',
    before: 'le mois précédent',
    to: 'au mois précédent',
    many: 'mois',
  },
  quarterly: {
    the: 'le trimestre',
    of: 'du trimestre',
    this: 'ce trimestre',
    usual: 'un trimestre habituel',
    before: 'le trimestre précédent',
    to: 'au trimestre précédent',
    many: 'trimestre',
  },
  yearly: {
    the: 'l’année',
    of: 'de l’année',
    this: 'cette année',
    usual: 'une année habituelle',
    before: 'l’année précédente',
    to: 'à l’année précédente',
    many: 'année',
  },
}
// in French zero takes the singular
const many = (value: number, one: string, more = `${one}s`) => `${n(value)} ${value < 2 ? one : more}`
const periods = (value: number, kind: Kind) =>
  many(value, units[kind].many, kind === 'monthly' ? 'mois' : undefined)
const items = (value: number) => many(value, 'retour')
const time = (kind: Kind, ended: boolean) => `${units[kind].this}${ended ? '' : ' jusqu’ici'}`

export const fr: Texts = {
  ...formats,
  week: (from, to) => `Semaine du ${from} au ${to}`,
  quarter: (number, year) => `T${number} ${year}`,
  page: (sheet, of) => `page ${sheet} sur ${of}`,
  statuses: {
    open: 'Ouverte',
    under_review: 'À l’étude',
    planned: 'Planifiée',
    in_progress: 'En cours',
    shipped: 'Livrée',
    declined: 'Refusée',
    parked: 'Mise de côté',
  },
  types: {
    bug_report: 'Rapport d’erreur',
    feature_request: 'Demande de fonction',
    usability_issue: 'Problème d’utilisation',
    performance_complaint: 'Plainte sur la lenteur',
    pricing: 'Prix ou contrat',
    praise: 'Éloge',
    question: 'Question générale',
  },
  noType: 'Pas encore de type',

  nothingHeard: (kind, ended) => `Rien n’est arrivé ${time(kind, ended)}`,
  heard: (value, kind, ended) =>
    `${many(value, 'retour est arrivé', 'retours sont arrivés')} ${time(kind, ended)}`,
  leads: (first, second, kind) =>
    second
      ? `« ${first} » et « ${second} » dominent ${units[kind].the}`
      : `« ${first} » domine ${units[kind].the}`,
  moved: (label, from, to) => `${label} : ${to > from ? 'en hausse' : 'en baisse'}, de ${n(from)} à ${n(to)}`,
  againstUsual: (how, kind) =>
    how === 'inside'
      ? `Autant de retours que dans ${units[kind].usual}`
      : `${how === 'above' ? 'Plus' : 'Moins'} de retours que dans ${units[kind].usual}`,
  untold: (people) =>
    `${many(people, 'personne n’a pas été informée', 'personnes n’ont pas été informées')} de ce qui est terminé`,
  late: (customers) => `${many(customers, 'client attend', 'clients attendent')} au-delà du délai`,
  unanswered: (customers) =>
    `${many(customers, 'client mécontent attend', 'clients mécontents attendent')} une réponse`,
  critical: (value) => many(value, 'erreur était critique', 'erreurs étaient critiques'),
  nobodyLate: 'personne n’attend au-delà du délai',

  itemsUsual: (value, how, low, high) =>
    `${items(value)}, ${{ above: 'au-dessus de', below: 'au-dessous de', inside: 'dans' }[how]} l’habitude, de ${n(low)} à ${n(high)}.`,
  itemsTooFew: (value, kind) =>
    `${items(value)} ; encore trop peu ${kind === 'yearly' ? 'd’' : 'de '}${units[kind].many}${kind === 'monthly' ? '' : 's'} pour dire ce qui est habituel.`,
  itemsSoFar: (value) => `${items(value)} jusqu’ici.`,
  criticalOf: (critical, all) =>
    critical < all
      ? `${n(critical)} sur ${many(all, 'erreur')} ${critical < 2 ? 'était critique' : 'étaient critiques'}`
      : all === 1
        ? 'La seule erreur était critique'
        : `Les ${n(all)} erreurs étaient critiques`,
  untyped: (value) => `${many(value, 'retour n’a', 'retours n’ont')} pas encore de type.`,
  npsWas: (value, move) => `Le NPS était de ${score(value)}${move ? `, ${move}` : ''}.`,
  move: (points, couldBeChance) =>
    points === 0
      ? 'comme avant'
      : `en ${points > 0 ? 'hausse' : 'baisse'} de ${n(Math.abs(points))}${couldBeChance ? ', ce qui peut être le hasard' : ''}`,
  nobodyWaits: 'Personne ne nous attend.',
  waits: (cases, unhappy, people) =>
    `Nous ${cases + unhappy + people === 1 ? 'attend' : 'attendent'} : ${formats.list([
      ...(cases > 0 ? [many(cases, 'cas ouvert', 'cas ouverts')] : []),
      ...(unhappy > 0 ? [many(unhappy, 'retour mécontent', 'retours mécontents')] : []),
      ...(people > 0 ? [many(people, 'personne à informer', 'personnes à informer')] : []),
    ])}.`,

  severity: (critical, minor, parts) =>
    `${many(critical, 'critique')}, ${many(minor, 'mineure')}${parts.length > 1 ? ` (${parts.join(', ')})` : ''}`,
  priorities: {
    high: (value) => many(value, 'haute'),
    medium: (value) => many(value, 'moyenne'),
    low: (value) => many(value, 'basse'),
    unrated: (value) => `${n(value)} sans priorité`,
  },
  bugs: (severity) => `Erreurs : ${severity}.`,
  itemsTitle: (value, how, kind, ended) =>
    how === 'inside'
      ? `${items(value)}, comme dans ${units[kind].usual}`
      : how
        ? `${items(value)}, ${how === 'above' ? 'plus' : 'moins'} que dans ${units[kind].usual}`
        : `${items(value)} ${time(kind, ended)}`,
  itemsSub: (count, hasBand, kind) =>
    hasBand
      ? `${periods(count, kind)} ; la bande est l’habitude, huit sur dix.`
      : `Retours sur ${periods(count, kind)}.`,
  mostOf: (label) => `Surtout : ${label.toLowerCase()}`,
  noTypes: 'Pas encore de types',
  typesSub: (kind, ended, allByChance) =>
    ended
      ? `Par rapport ${units[kind].to}. ${allByChance ? 'Chaque changement peut être le hasard.' : 'D’autres peuvent être le hasard.'}`
      : `${start(units[kind].the)} n’était pas fini${kind === 'weekly' || kind === 'yearly' ? 'e' : ''} : rien à comparer.`,

  topThemes: 'Principaux thèmes',
  noTheme: 'Aucun thème n’a été nommé',
  noThemeYet: 'Les thèmes apparaissent une fois que l’on a assez parlé.',
  themesTitle: (name, mentions, accounts) =>
    `${name} : ${many(mentions, 'mention')}${accounts > 0 ? ` de ${many(accounts, 'compte')}` : ''}`,
  themesSub: (kind) =>
    `Principaux thèmes ${units[kind].of}. Dans la deuxième colonne, chaque compte compte une fois.`,
  themeLine: (name, mentions) => `${name} : ${many(mentions, 'mention')}`,
  themeNew: 'nouveau',
  themeMoved: (isUp, before) => `${isUp ? 'en hausse' : 'en baisse'}, avant ${n(before)}`,
  nothingYet: 'Encore rien',
  actionDue: (title, on) => (on ? `${title}, pour le ${on}` : title),

  followUps: 'Qui attend une suite',
  waitingTitle: (customers, people) => {
    const told = many(people, 'personne à informer', 'personnes à informer')
    if (customers === 0)
      return people > 0 ? `${told}, et personne d’autre n’attend` : 'Personne ne nous attendait'
    return `${many(customers, 'client')}${people > 0 ? ` et ${told}` : ''} nous ${customers + people === 1 ? 'attendait' : 'attendaient'}`
  },
  waitingSub: (at, late) => `Situation : ${at}.${late === 0 ? '' : ` ${n(late)} au-delà du délai.`}`,
  behindFinished: (people, finished) =>
    `${many(people, 'personne')} derrière ${many(finished, 'retour terminé', 'retours terminés')}`,
  areOwed: 'une réponse est due',
  nobody: 'personne',
  unowned: 'sans responsable',
  dueAt: (at) => `échéance ${at}`,
  more: (value) => `Et ${n(value)} de plus, dans Hearback.`,

  scoresTitle: 'Ce que les clients ont répondu, et comment cela a fini',
  answers: (value) => many(value, 'réponse'),
  interval: (low, high) => `95 % : de ${low} à ${high}`,
  npsMoved: (move, low, high) => `${move}, changement de ${signed(low)} à ${signed(high)}`,
  tooFewBefore: (kind) => `trop peu de réponses ${units[kind].before}`,
  tooFewAnswers: 'moins de cinq réponses',
  surveysAnswered: 'Enquêtes répondues',
  loopsClosed: 'Boucles fermées',
  casesOnTime: 'Cas sans étape en retard',
  thatArrived: (some, of) => `${n(some)} sur ${n(of)} arrivées`,
  ofHeard: (some, of) => `${n(some)} sur ${n(of)} reçus dans cette période`,
  ofResolved: (some, of) => `${n(some)} sur ${n(of)} résolus`,
  before: (value, kind) => `${units[kind].before} ${value}`,
  nothingCounted: (kind) => `rien de compté ${units[kind].this}`,

  qualityTitle: (missed, checks) =>
    checks === 0
      ? 'Aucun contrôle de qualité n’était dû'
      : missed === 0
        ? checks === 1
          ? 'Le seul contrôle de qualité a atteint son objectif'
          : `Les ${n(checks)} contrôles de qualité ont atteint leur objectif`
        : `${n(missed)} sur ${many(checks, 'contrôle')} de qualité ${missed === 1 ? 'a manqué son' : 'ont manqué leur'} objectif`,
  qualitySub: (kind) => `Ce qui était dû ${units[kind].this}, fait à temps, par rapport à l’objectif.`,
  inTime: (met, of) => `${n(met)} sur ${n(of)} à temps`,
  failed: (value) => many(value, 'échec'),
  couldBeChance: 'peut être le hasard',
  targetOf: (target) => `objectif ${n(target)} %`,
  checks: {
    categorised: 'Classés sous 24 heures',
    critical_same_day: 'Le critique traité le jour même',
    review_product: 'Revue produit hebdomadaire tenue',
    nps_sent: 'NPS envoyé chaque trimestre',
    detractors: 'Détracteurs contactés sous 24 heures',
    requests_logged: 'Demandes de fonction notées le jour même',
    told_shipped: 'Clients informés dans les 7 jours après livraison',
    post_support: 'Mécontents après support, réponse sous 24 heures',
    windows: 'Délais des procédures tenus',
    survey_cap: 'Enquêtes dans la limite mensuelle',
    review_answers: 'Revue hebdomadaire des réponses tenue',
    review_prioritization: 'Priorisation mensuelle tenue',
    review_trends: 'Revue trimestrielle des tendances tenue',
    sop_reviewed: 'Procédures relues à temps',
  },

  effectsTitle: 'Si ce que nous avons corrigé a aidé',
  effect: (result) =>
    ({
      effective: 'Cela a aidé',
      ineffective: 'Cela n’a pas aidé',
      unclear: 'Cela a pu aider, il est trop tôt pour le dire',
    })[result],
  effectCounts: (before, beforeDays, after, afterDays) =>
    `${many(before, 'mention')} en ${many(beforeDays, 'jour')} avant, ${n(after)} en ${n(afterDays)} après.`,
  effectByChance: 'Cela peut être le hasard.',
  changedTitle: 'Ce qui a été appris et changé',
  changes: {
    decided: 'Nous avons décidé',
    shipped: 'Nous avons livré',
    told: 'Nous avons informé',
    loops: 'Boucles',
    putRight: 'Nous avons corrigé',
    statuses: { planned: 'planifiée', in_progress: 'en cours', declined: 'refusée', parked: 'mise de côté' },
    heardFromUs: (people) => `${many(people, 'client a eu', 'clients ont eu')} de nos nouvelles.`,
    people: (people) => many(people, 'personne'),
    updates: (value) =>
      `${many(value, 'message a été envoyé', 'messages ont été envoyés')} individuellement.`,
    closed: (value) => `${many(value, 'boucle fermée', 'boucles fermées')}.`,
    open: (value) => `${many(value, 'boucle encore ouverte', 'boucles encore ouvertes')}.`,
    more: (value) => `Et ${n(value)} de plus.`,
  },

  heads: {
    theme: 'Thème',
    mentions: 'Mentions',
    accounts: 'Comptes',
    whatWeDo: 'Ce que nous faisons',
    who: 'Qui',
    about: 'À propos de',
    owner: 'Responsable',
    due: 'Échéance',
    from: 'Depuis',
    items: 'Retours',
    type: 'Type',
    change: 'Changement',
    check: 'Contrôle',
    inTime: 'À temps',
    target: 'Objectif',
    failed: 'Échecs',
  },
  asOf: (at, number) =>
    `Chiffres du ${at}${number > 1 ? `, refait (${number})` : ''}. Chaque nombre ouvre ses fiches dans Hearback.`,
  openReport: 'Ouvrir le rapport',
  pageHasFiles: 'La page l’a aussi en PDF et CSV.',
  lowHigh: 'bas, haut',
  byChance: (could) => (could ? 'peut être le hasard' : 'pas le hasard'),
}
