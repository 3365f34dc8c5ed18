import { z } from 'zod'
import { featureMax, keyMax } from '#collect/signals/rules.ts'
import {
  checkText,
  type Fields,
  type Party,
  type Person,
  refused,
  type Signal,
} from '#collect/signals/signal.ts'
import { decodeId } from '#platform/ids.ts'

/** Every field of our own form, at the top and in what names a company or a person; another one is a mistake. */
const ours = new Set('id feature at accountId account contactId contact count seconds isError'.split(' '))
const partyFields = new Set(['externalId', 'source', 'name'])
const personFields = new Set([...partyFields, 'email'])
/** Sources that are words of our own. */
const ownSources = new Set(['id', 'name', 'email', 'visitor'])
const instant = z.regexes.datetime({ offset: true })

/**
 * Reads an event in our own form; `{ feature, account: { externalId } }` is enough. Checked by hand: a batch is thousands of them, and a general checker costs more than to count them.
 */
export function fromOurs(fields: Fields): Signal {
  checkFields(fields, ours, 'event')
  const feature = word(fields, 'feature', featureMax)
  if (feature === null) throw refused('feature: is missing; name what was used, such as “Reports”')
  const time = fields.at ?? null
  if (time !== null && !(typeof time === 'string' && instant.test(time)))
    throw refused('at: is not a time with a zone such as 2026-11-19T08:25:00Z')
  const signal: Signal = {
    id: word(fields, 'id'),
    feature,
    at: time === null ? null : new Date(time),
    account: ourAccount(fields),
    person: ourPerson(fields),
    count: number(fields, 'count', 1, 1_000_000) ?? 1,
    seconds: number(fields, 'seconds', 0, 86_400) ?? 0,
    isError: isTrue(fields, 'isError'),
  }
  if (!Number.isInteger(signal.count)) throw refused('count: is not a whole number')
  if (!signal.account && !signal.person)
    throw refused('account: name the account or the contact (externalId, accountId, contact.email …)')
  return signal
}

function ourAccount(fields: Fields): Party | null {
  const key = ourId(fields, 'accountId', 'acct')
  const account = nested(fields, 'account', partyFields)
  if (!account) return key === null ? null : { source: 'id', key, name: null }
  const externalId = word(account, 'externalId', keyMax, 'account.')
  const source = sourceOf(account, 'account.')
  const name = word(account, 'name', 200, 'account.')
  if (key) return { source: 'id', key, name: null }
  if (externalId) return { source: source ?? 'api', key: externalId, name }
  return name ? { source: 'name', key: name, name } : null
}

function ourPerson(fields: Fields): Person | null {
  const key = ourId(fields, 'contactId', 'ct')
  const contact = nested(fields, 'contact', personFields)
  if (!contact) return key === null ? null : { source: 'id', key, name: null, email: null }
  const externalId = word(contact, 'externalId', keyMax, 'contact.')
  const source = sourceOf(contact, 'contact.')
  const name = word(contact, 'name', 200, 'contact.')
  const given = contact.email ?? null
  if (given !== null && !(typeof given === 'string' && given.length <= 320 && z.regexes.email.test(given)))
    throw refused('contact.email: is not an e-mail address')
  const email = given?.toLowerCase() ?? null
  if (key) return { source: 'id', key, name: null, email: null }
  if (externalId) return { source: source ?? 'api', key: externalId, name, email }
  return email ? { source: 'email', key: email, name, email } : null
}

function ourId(fields: Fields, name: string, prefix: string): string | null {
  const given = fields[name] ?? null
  if (given === null) return null
  const uuid = typeof given === 'string' && decodeId(prefix, given)
  if (!uuid) throw refused(`${name}: is not an id of the form ${prefix}_ and 26 letters or digits`)
  return uuid
}

function sourceOf(fields: Fields, path: string): string | null {
  const source = word(fields, 'source', 60, path)
  if (source && ownSources.has(source)) throw refused(`${path}source: is a word of our own; name your system`)
  return source
}

function nested(fields: Fields, name: string, known: ReadonlySet<string>): Fields | null {
  const value = fields[name]
  if (value === undefined || value === null) return null
  if (typeof value !== 'object' || Array.isArray(value)) throw refused(`${name}: is not an object`)
  checkFields(value as Fields, known, name)
  return value as Fields
}

function checkFields(fields: Fields, known: ReadonlySet<string>, path: string): void {
  for (const name in fields) if (!known.has(name)) throw refused(`${path}: has no field “${name}”`)
}

/** A text that says something, where there is one. */
function word(fields: Fields, name: string, max = keyMax, path = ''): string | null {
  const value = fields[name]
  if (value === undefined || value === null) return null
  if (typeof value !== 'string') throw refused(`${path}${name}: is not a text`)
  const trimmed = value.trim()
  if (trimmed === '') throw refused(`${path}${name}: is empty`)
  return checkText(trimmed, path + name, max)
}

function number(fields: Fields, name: string, least: number, most: number): number | null {
  const value = fields[name]
  if (value === undefined || value === null) return null
  if (typeof value === 'number' && value >= least && value <= most) return value
  throw refused(`${name}: is not a number from ${least} to ${most}`)
}

function isTrue(fields: Fields, name: string): boolean {
  const value = fields[name] ?? false
  if (typeof value === 'boolean') return value
  throw refused(`${name}: is neither true nor false`)
}
