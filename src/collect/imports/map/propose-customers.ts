import type { Profile } from './profile.ts'
import type { FieldRule } from './propose.ts'

function named(pattern: RegExp, sure: number, fits: (profile: Profile) => boolean = () => true): FieldRule {
  return (name, profile) =>
    pattern.test(name) && fits(profile) ? { sure, reason: 'by its name' } : undefined
}

function dated(pattern: RegExp): FieldRule {
  return (name, { date }) =>
    pattern.test(name) && date && date.share >= 0.6
      ? { sure: date.isClear ? 92 : 64, reason: date.reason, readAs: { date: date.format } }
      : undefined
}

const zone = named(/^((account|company|customer) )?(time ?zone|zone|tz|zeitzone|fuseau horaire)$/, 90)
const id = /^(id|external id|record id|hubspot id|salesforce id|key|ref|reference)$/
const accountName =
  /^(account|company|organi[sz]ation|client|customer|firma|kunde|unternehmen|(account|company|client|customer|organi[sz]ation|associated company) name|entreprise|empresa)$/
const accountId = /^(account|company|client|customer|organi[sz]ation|associated company) ?(id|number|nr)$/

const accountRules: Record<string, FieldRule> = {
  name: (name, profile) =>
    accountName.test(name)
      ? { sure: 92, reason: 'by its name' }
      : /^name$/.test(name) && profile.emails < 0.2
        ? { sure: 88, reason: 'by its name' }
        : undefined,
  externalId: (name, profile) =>
    id.test(name) || accountId.test(name)
      ? {
          sure: profile.distinct === profile.filled ? 95 : 50,
          reason: profile.distinct === profile.filled ? 'unique in all sampled rows' : 'comes more than once',
        }
      : undefined,
  domain: named(/^(domain|company domain( name)?|website( url)?|url|web ?site|homepage)$/, 90),
  segment: named(/^(segment|tier|company size|size|customer segment|industry segment|type)$/, 82),
  plan: named(/^((subscription |product |pricing |current )?plan( name)?|subscription|package|edition)$/, 84),
  lifecycle: named(
    /^(lifecycle( stage)?|stage|status|customer status|account status|state)$/,
    80,
    (p) => p.distinct <= 12,
  ),
  mrr: (name, p) =>
    p.numbers <= 0.9
      ? undefined
      : /\bmrr\b|monthly (recurring )?revenue/.test(name)
        ? { sure: 94, reason: 'amounts a month' }
        : undefined,
  currency: named(/^(currency( code)?|deal currency|wahrung)$/, 90, (p) => p.averageLength === 3),
  ownerEmail: (name, p) =>
    /\b(owner|csm|manager|lead|assigned)\b/.test(name) && p.emails > 0.5
      ? { sure: 88, reason: 'e-mail addresses' }
      : undefined,
  parentName: named(/^parent( (account|company))?( name)?$/, 86),
  goLiveOn: dated(
    /\b(go live|live|launch|launched|onboarded|start|started|customer since|became a customer)\b/,
  ),
  renewalOn: dated(/\b(renewal|renews?|contract end|end of contract|expir\w+)\b/),
  zone,
}

const contactRules: Record<string, FieldRule> = {
  email: (_name, profile) =>
    profile.emails >= 0.5
      ? {
          sure: profile.emails >= 0.9 ? 97 : 78,
          reason: `${Math.round(profile.emails * 100)} % are e-mail addresses`,
        }
      : undefined,
  name: named(
    /^(name|full name|contact( name)?|person|display name|nom|nombre|kontakt|ansprechpartner)$/,
    90,
  ),
  externalId: (name, profile) =>
    id.test(name) || /^(contact|user|person|member) ?(id|number)$/.test(name)
      ? {
          sure: profile.distinct === profile.filled ? 94 : 50,
          reason: profile.distinct === profile.filled ? 'unique in all sampled rows' : 'comes more than once',
        }
      : undefined,
  title: named(/^(title|job title|position|job|funktion|role title)$/, 86),
  roles: named(/^(roles?|buying role|contact role)$/, 84),
  phone: named(/^(phone( number)?|mobile( phone)?( number)?|telefon|tel|telephone)$/, 92),
  locale: named(/^(locale|language|lang|preferred language|sprache)$/, 88, (p) => p.languages > 0.8),
  zone,
  accountName: named(accountName, 90),
  accountExternalId: named(accountId, 90),
  unsubscribed: named(
    /^(unsubscribed( from all email)?|opted out|opt out|opted out of email|do not (mail|contact)|email opt out)$/,
    90,
    (p) => p.booleans > 0.8,
  ),
}

/** How well a column fits each field of accounts or contacts. */
export function customerRules(kind: 'accounts' | 'contacts'): Record<string, FieldRule> {
  return kind === 'accounts' ? accountRules : contactRules
}
