import { type ColumnMapping, fieldsOf, type ImportKind, reportColumns, sharedFields } from './fields.ts'
import type { Profile } from './profile.ts'
import { customerRules } from './propose-customers.ts'
import { feedbackRules } from './propose-feedback.ts'

/** One reading of a column: how sure, 0–100, and why, in few words. */
export interface Reading {
  sure: number
  reason: string
  readAs?: Pick<ColumnMapping, 'date' | 'ratingMax'> | undefined
}

/** A rule says how well a column fits a field; undefined when not at all. */
export type FieldRule = (name: string, profile: Profile, all: readonly Profile[]) => Reading | undefined

/** Where a column should go, as far as its name and values tell. Below 60 nothing is filled in. */
export interface Proposal extends ColumnMapping {
  /** 0–100. */
  sure: number
  reason: string
  samples: string[]
  /** The field that fitted best when it is only a guess. */
  guess?: string | undefined
}

/** From here on a proposal is filled in; from 80 it is called sure. */
export const likely = 60
export const sure = 80

/** A header in small letters with single spaces: `createdAt`, `created_at` and `Created at` are one name. */
export function headerWords(column: string): string {
  return column
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}?]+/gu, ' ')
    .trim()
}

const secret =
  /\b(password|passwd|passwort|pw|pwd|secret|token|api key|ssn|iban|credit card|card number|cvv|pin)\b/

/**
 * Where each column goes, proposed from its name and its sampled values. The best fitting pairs are settled first;
 * a field that takes one column takes the best. Pure: the same columns give the same proposal.
 */
export function proposeMapping(kind: ImportKind, profiles: readonly Profile[]): Proposal[] {
  const rules: Record<string, FieldRule> = kind === 'feedback' ? feedbackRules : customerRules(kind)
  const candidates: { profile: Profile; field: string; reading: Reading }[] = []
  const settled = new Map<string, Proposal>()
  for (const profile of profiles) {
    const name = headerWords(profile.column)
    const base = { column: profile.column, samples: profile.samples }
    if ((reportColumns as readonly string[]).includes(profile.column)) {
      settled.set(profile.column, { ...base, field: 'skip', sure: 100, reason: 'added by an error download' })
    } else if (secret.test(name)) {
      settled.set(profile.column, { ...base, field: 'skip', sure: 90, reason: 'the name hints at a secret' })
    } else if (profile.filled === 0) {
      settled.set(profile.column, { ...base, field: 'skip', sure: 95, reason: 'empty in every sampled row' })
    } else {
      for (const [field] of fieldsOf(kind)) {
        const reading = rules[field]?.(name, profile, profiles)
        if (reading) candidates.push({ profile, field, reading })
      }
    }
  }
  candidates.sort((a, b) => b.reading.sure - a.reading.sure)
  const taken = new Set<string>()
  for (const { profile, field, reading } of candidates) {
    if (settled.has(profile.column) || reading.sure < likely) continue
    if (taken.has(field) && !sharedFields.has(field)) continue
    taken.add(field)
    settled.set(profile.column, {
      column: profile.column,
      field,
      ...reading.readAs,
      sure: reading.sure,
      reason: reading.reason,
      samples: profile.samples,
    })
  }
  return profiles.map((profile) => settled.get(profile.column) ?? leftOver(kind, profile, candidates, taken))
}

/** A column that fits nothing is kept with the item; one that might fit is left to a person. */
function leftOver(
  kind: ImportKind,
  profile: Profile,
  candidates: readonly { profile: Profile; field: string; reading: Reading }[],
  taken: ReadonlySet<string>,
): Proposal {
  const base = { column: profile.column, samples: profile.samples }
  const words = (field: string) =>
    fieldsOf(kind)
      .find(([name]) => name === field)?.[1]
      .toLowerCase() ?? field
  const free = candidates.filter(
    (c) => c.profile === profile && (!taken.has(c.field) || sharedFields.has(c.field)),
  )
  if (free[0] && free[0].reading.sure >= 40) {
    const other = free[1] && free[1].reading.sure >= 35 ? ` or ${words(free[1].field)}` : ''
    const reason = `could be ${words(free[0].field)}${other}`
    return { ...base, field: 'undecided', sure: free[0].reading.sure, reason, guess: free[0].field }
  }
  const rival = candidates.find((c) => c.profile === profile && c.reading.sure >= likely)
  const reason = rival ? `another column fits ${words(rival.field)} better` : 'no field of this name'
  return kind === 'feedback'
    ? { ...base, field: 'context', sure: 75, reason: `${reason}; kept with the item` }
    : { ...base, field: 'skip', sure: 75, reason }
}
