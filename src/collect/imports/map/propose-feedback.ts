import type { Profile } from './profile.ts'
import type { FieldRule, Reading } from './propose.ts'

const percent = (share: number) => Math.round(share * 100)

/** A rule for a field that is told by its name, and refused when the values speak against it. */
function named(
  pattern: RegExp,
  sure: number,
  fits: (profile: Profile) => boolean,
  reason: string | ((p: Profile) => string),
): FieldRule {
  return (name, profile) => {
    if (!pattern.test(name) || !fits(profile)) return undefined
    return { sure, reason: typeof reason === 'string' ? reason : reason(profile) }
  }
}

const isUnique = (profile: Profile) =>
  profile.distinct === profile.filled && profile.filled >= profile.count * 0.99
const isShort = (profile: Profile) => profile.averageLength <= 60 && profile.longest <= 200
/** A few values that come again: a class, not a name. */
const isClass = (profile: Profile) =>
  profile.distinct <= Math.max(2, Math.min(60, profile.filled * 0.5)) && profile.averageLength <= 40
const isText = (profile: Profile) =>
  profile.numbers < 0.2 &&
  profile.emails < 0.2 &&
  profile.links < 0.2 &&
  !(profile.date && profile.date.share > 0.8)
const alphabetic = (profile: Profile) => profile.numbers < 0.3 && profile.emails < 0.3 && profile.links < 0.3

const textNames =
  /^(text|full text|verbatim|comments?|reviews?|review (text|body|content)|body|message|feedback|content|description|tweet|answer|response|note|notes|opinion|kommentar|nachricht|bemerkung|beschreibung|rezension|texto?|comentarios?|commentaires?|avis|messaggio|recensione|opmerking|(your|customer) (feedback|comments?)|open.?ended.*|reason for (your )?score|pros|cons)$/
const idNames =
  /^(id|ref|reference|external id|ticket|ticket (id|number|no|nr)|review id|tweet id|response id|feedback id|item id|post id|case (id|number)|key|guid|uuid|number|nr|no|nummer|record id)$/
const dateNames =
  /^(date|time|datetime|timestamp|when|created|posted|submitted|received|published|opened|said|asked|reviewed|datum|erstellt( am)?|fecha|data|created (at|on|time|date)|creation date|(posted|submitted|received|published|opened|reviewed|occurred|responded|completed|answered) (at|on|date)|(review|response|submission|survey|feedback|ticket|comment) (date|time|created)|(review )?submit date and time|date (created|posted|submitted|of review|of response)|submit date|start date utc|start date|end date|date de creation)$/
const laterNames =
  /\b(updated?|modified|closed|resolved|solved|changed|deleted|replied|reply|expires?|renewal|birth|due|geandert)\b/

function longestText(profile: Profile, all: readonly Profile[]): boolean {
  return all.every(
    (other) => other === profile || !isText(other) || other.averageLength <= profile.averageLength,
  )
}

function verbatim(name: string, profile: Profile, all: readonly Profile[]): Reading | undefined {
  if (!isText(profile) || profile.lists > 0.5) return undefined
  const isLongest = longestText(profile, all) && profile.averageLength >= 12
  const range = `${Math.round(profile.averageLength)} characters on average, longest ${profile.longest.toLocaleString('en')}`
  if (textNames.test(name)) {
    return isLongest
      ? { sure: 96, reason: `longest column: ${range}` }
      : { sure: profile.averageWords >= 2 ? 78 : 55, reason: `name of a comment; ${range}` }
  }
  if (name.includes('?') && profile.averageWords >= 3)
    return { sure: 85, reason: `the header is a question; ${range}` }
  if (isLongest && profile.averageWords >= 5 && profile.distinct > profile.filled * 0.5)
    return {
      sure: all.some((p) => p !== profile && textNames.test(p.column.toLowerCase())) ? 50 : 82,
      reason: `longest column: ${range}`,
    }
  return undefined
}

function rating(name: string, profile: Profile): Reading | undefined {
  if (profile.ratings < 0.9) return undefined
  const isNamed =
    /\b(ratings?|stars?|score|nps|csat|ces|grade|note|bewertung|sterne|punkte|puntuacion|valoracion|etoiles|likelihood to recommend)\b/.test(
      name,
    )
  if (/\b(max|count|total|number of|sentiment|confidence|votes?|helpful)\b/.test(name)) return undefined
  const { smallest, largest, integers, numbers } = profile
  // 4/5 and ★★★★☆ name their own scale.
  if (numbers < 0.5) return { sure: isNamed ? 95 : 80, reason: 'the values name their scale' }
  if (smallest < 0 || largest > 100 || integers < 0.5) return undefined
  const isNps = /\bnps\b|recommend/.test(name) || (smallest === 0 && largest > 5 && largest <= 10)
  const max = isNps ? 10 : largest <= 5 ? 5 : largest <= 7 ? 7 : largest <= 10 ? 10 : 100
  const range = `${smallest} to ${largest}`
  const readAs = { ratingMax: max }
  if (isNamed && largest <= 10) return { sure: 95, reason: `${range}, so out of ${max}`, readAs }
  if (isNamed) return { sure: 74, reason: `${range}, so out of 100`, readAs }
  return integers === 1 && largest <= 10 && profile.distinct <= 11 && profile.filled > 20
    ? { sure: 45, reason: `${range}`, readAs }
    : undefined
}

function occurredAt(name: string, profile: Profile): Reading | undefined {
  const { date } = profile
  if (!date || date.share < 0.6) return undefined
  const isNumber = date.format === 'serial' || date.format === 'unix' || date.format === 'unix_ms'
  const isNamed = dateNames.test(name)
  const isLoose = /\b(date|time|at|on|datum|fecha)\b/.test(name) && !laterNames.test(name)
  if (laterNames.test(name))
    return isNumber ? undefined : { sure: 61, reason: date.reason, readAs: { date: date.format } }
  if (isNumber && !isNamed && !isLoose) return undefined
  const all = percent(date.share) < 100 ? `${percent(date.share)} % are dates; ` : ''
  const base = isNamed ? 95 : isLoose ? 85 : 72
  const unsure = date.isClear ? base : Math.min(base, 64)
  return {
    sure: Math.round(unsure * Math.min(1, 0.4 + 0.6 * date.share)),
    reason: `${all}${date.reason}`,
    readAs: { date: date.format },
  }
}

const kindValues =
  /^(bug|bug report|defect|error|fehler|feature|feature request|request|wunsch|idea|enhancement|suggestion|improvement|general|question|frage|praise|other|feedback|complaint)$/

const tagNames =
  /^(tags?|labels?|topics?|themes?|categor(y|ies)|types?|kind|reason|issue type|area|features?|aspects?|cluster|class|classification|schlagworte|etiquetas|keywords?|etiquettes|sub ?categor(y|ies)|thema|kategorie)$/

/** How well a column fits each field of feedback, by header and values. */
export const feedbackRules: Record<string, FieldRule> = {
  verbatim,
  title: (name, profile) =>
    /^(title|subject|summary|headline|(review|comment|feedback) title|betreff|titel|titre|titulo|asunto|oggetto|onderwerp|topic line)$/.test(
      name,
    ) &&
    isText(profile) &&
    profile.averageLength <= 200
      ? { sure: 95, reason: `short: ${Math.round(profile.averageLength)} characters on average` }
      : undefined,
  rating,
  ratingMax: named(
    /^(rating max|max(imum)? rating|best rating|scale|out of)$/,
    90,
    (p) => p.integers > 0.95,
    'whole numbers',
  ),
  occurredAt,
  channel: named(
    /^(channel|source|medium|kanal|canal|origin|platform|via|collector|feedback source)$/,
    84,
    (p) => isClass(p) && alphabetic(p),
    (p) => `${p.distinct} different values`,
  ),
  kind: (name, profile) => {
    if (!/^(type|kind|issue type|feedback type|category|art)$/.test(name)) return undefined
    const known = profile.common.filter((value) => kindValues.test(value.toLowerCase())).length
    return profile.common.length > 0 &&
      known === profile.common.length &&
      profile.distinct <= 6 &&
      /\b(bug|fehler|error|defect)/i.test(profile.common.join(' '))
      ? { sure: 90, reason: `${profile.distinct} values, all known` }
      : undefined
  },
  externalId: (name, profile) => {
    if (!isShort(profile) || (profile.date && profile.date.share > 0.9 && profile.numbers < 0.5))
      return undefined
    const isNamed = idNames.test(name)
    if (isNamed && isUnique(profile))
      return {
        sure: 98,
        reason:
          profile.filled === 1
            ? 'by its name'
            : `unique in all ${profile.filled.toLocaleString('en')} sampled rows`,
      }
    if (isNamed) return { sure: 45, reason: 'comes more than once' }
    return isUnique(profile) &&
      profile.averageWords < 1.2 &&
      /\b(id|key|number|uuid)\b/.test(name) &&
      !/\b(user|customer|account|contact|author|company|app|product)\b/.test(name)
      ? { sure: 66, reason: 'unique in all sampled rows' }
      : undefined
  },
  sourceUrl: (name, profile) =>
    profile.links >= 0.9
      ? { sure: /\b(url|link|permalink|source|href)\b/.test(name) ? 95 : 70, reason: 'web addresses' }
      : undefined,
  language: named(
    /^(lang|language|locale|language code|(reviewer|review|respondent) language|sprache|langue|idioma|lingua|taal)$/,
    94,
    (p) => p.languages > 0.9,
    (p) => `${p.distinct} language codes`,
  ),
  product: named(
    /^(product|products|product name|app|app name|application|module|product area|package name|repo|repository|produkt|produit|producto)$/,
    82,
    (p) => isShort(p) && alphabeticEnough(p) && p.distinct <= Math.max(20, p.filled * 0.2),
    (p) => `${p.distinct} different values`,
  ),
  tags: (name, profile) => {
    if (profile.lists > 0.8 && !/score|vector|embedding/.test(name))
      return { sure: tagNames.test(name) ? 93 : 66, reason: 'lists of words' }
    if (!tagNames.test(name) || !alphabetic(profile)) return undefined
    return isClass(profile) || /tag|label/.test(name)
      ? { sure: 84, reason: `${profile.distinct} different values` }
      : { sure: 48, reason: 'many different values' }
  },
  contactEmail: (name, profile) => {
    if (profile.emails < 0.5 || /\b(agent|assignee|owner|assigned|sales|csm|manager)\b/.test(name))
      return undefined
    return {
      sure: profile.emails >= 0.9 ? 97 : 76,
      reason: `${percent(profile.emails)} % are e-mail addresses`,
    }
  },
  contactName: (name, profile) => {
    if (!alphabetic(profile) || profile.averageLength > 40) return undefined
    if (
      /^((contact|customer|user|reviewer|author|respondent|requester|person|full|display|your|sender|submitter) ?name|author|reviewer|respondent|requester|full name|kundenname|ansprechpartner|nutzername|username|screen name|from|nom|nombre)$/.test(
        name,
      )
    )
      return { sure: 86, reason: 'names of people' }
    if (/^(name|contact|person|user)$/.test(name))
      return { sure: 72, reason: 'short texts under the name of a person' }
    return name === 'customer' ? { sure: 45, reason: 'a person or a company' } : undefined
  },
  contactExternalId: named(
    /^(user|customer|contact|member|author|reviewer|respondent|requester|person|visitor) ?(id|key|uuid|number)$|^(recipient id)$/,
    86,
    isShort,
    'id of a person',
  ),
  accountName: (name, profile) => {
    if (!alphabetic(profile) || profile.averageLength > 60) return undefined
    if (
      /^(account|company|organi[sz]ation|organi[sz]ation name|client|firm|firma|unternehmen|kunde|business|employer|account name|company name|client name|business name|entreprise|empresa|societe|azienda|bedrijf)$/.test(
        name,
      )
    )
      return { sure: 86, reason: `${profile.distinct} different names` }
    if (/^(customer|brand|vendor|airline|hotel|store|shop|merchant|team|partner)$/.test(name))
      return { sure: 50, reason: `${profile.distinct} different names` }
    return undefined
  },
  accountExternalId: named(
    /^(account|company|org|organi[sz]ation|client|tenant|workspace|firma|customer account) ?(id|key|uuid|number|no|nr)$/,
    88,
    isShort,
    'id of a company',
  ),
  accountMrr: named(/\bmrr\b|monthly (recurring )?revenue/, 92, (p) => p.numbers > 0.9, 'amounts a month'),
  accountCurrency: named(
    /^(currency|currency code|wahrung|devise|moneda)$/,
    90,
    (p) => p.averageLength === 3,
    'currency codes',
  ),
  accountSegment: (name, profile) =>
    /^(segment|account segment|customer segment|company size|tier|account tier)$/.test(name) &&
    isClass(profile) &&
    alphabetic(profile)
      ? { sure: 84, reason: `${profile.distinct} different values` }
      : /^(plan|plan name|package|paket|subscription|edition)$/.test(name) &&
          isClass(profile) &&
          alphabetic(profile)
        ? { sure: 64, reason: 'plans often stand for segments' }
        : undefined,
}

/** Product names may be numbers now and then (a game called 2048). */
function alphabeticEnough(profile: Profile): boolean {
  return profile.numbers < 0.6 && profile.emails < 0.3
}
