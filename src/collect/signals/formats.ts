import { SignalInput } from '#collect/signals/contract.ts'
import { featureMax, keyMax } from '#collect/signals/rules.ts'
import { checkText, type Fields, type Person, refused, type Signal } from '#collect/signals/signal.ts'
import { AppError } from '#platform/errors.ts'

/** Reads an event as we, Segment, Mixpanel or Amplitude write it; answers why when it cannot be counted. */
export function readSignal(raw: unknown, call?: 'track' | 'identify' | 'group'): Signal | AppError {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return refused('event: is not an object')
  const fields = raw as Fields
  try {
    if (call) return fromSegment({ ...fields, type: call })
    if ('event_type' in fields) return fromAmplitude(fields)
    if ('event' in fields && isMixpanel(fields.properties)) return fromMixpanel(fields)
    if ('type' in fields || 'event' in fields) return fromSegment(fields)
    return fromOurs(raw)
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

function fromOurs(raw: unknown): Signal {
  const result = SignalInput.safeParse(raw)
  if (!result.success) {
    const issue = result.error.issues[0]!
    throw refused(`${issue.path.join('.') || 'event'}: ${issue.message}`)
  }
  const { account, contact, ...input } = result.data
  const signal: Signal = {
    id: input.id ?? null,
    feature: input.feature,
    at: input.at ? new Date(input.at) : null,
    account: input.accountId
      ? { source: 'id', key: input.accountId, name: null }
      : account && (account.externalId || account.name)
        ? {
            source: account.externalId ? (account.source ?? 'api') : 'name',
            key: account.externalId ?? account.name!,
            name: account.name ?? null,
          }
        : null,
    person: input.contactId
      ? { source: 'id', key: input.contactId, name: null, email: null }
      : contact && (contact.externalId || contact.email)
        ? {
            source: contact.externalId ? (contact.source ?? 'api') : 'email',
            key: contact.externalId ?? contact.email!.toLowerCase(),
            name: contact.name ?? null,
            email: contact.email?.toLowerCase() ?? null,
          }
        : null,
    count: input.count ?? 1,
    seconds: input.seconds ?? 0,
    isError: input.isError ?? false,
  }
  if (!signal.account && !signal.person)
    throw refused('account: name the account or the contact (externalId, accountId, contact.email …)')
  return signal
}

/** https://www.twilio.com/docs/segment/connections/sources/catalog/libraries/server/http-api */
function fromSegment(fields: Fields): Signal {
  const type = text(fields, 'type') ?? 'track'
  const context = part(fields.context)
  const traits = { ...part(context.traits), ...part(fields.traits) }
  const properties = part(fields.properties)
  const groupKey = text(fields, 'groupId') ?? text(context, 'groupId') ?? companyIn(properties)
  const isGroup = type === 'group'
  const account = groupKey
    ? { source: 'api', key: groupKey, name: isGroup ? text(part(fields.traits), 'name', 200) : null }
    : null
  const person = personOf(text(fields, 'userId'), isGroup ? part(context.traits) : traits)
  const signal = {
    ...measured(properties),
    id: text(fields, 'messageId'),
    at: moment(fields.timestamp ?? fields.originalTimestamp),
    account,
  }
  if (type === 'identify' || type === 'group') {
    if (isGroup && !account) throw refused('groupId: is missing; a group call names the company')
    if (!isGroup && !person) throw refused('userId: is missing; an identify call names the person')
    return { ...signal, feature: null, person }
  }
  if (type !== 'track' && type !== 'page' && type !== 'screen')
    throw refused(`type: ${type} is not counted; send track, page, screen, identify or group`)
  const name =
    type === 'track' ? text(fields, 'event', featureMax) : (text(fields, 'name', featureMax) ?? 'Page')
  return known({ ...signal, feature: featureOf(properties, name), person }, text(fields, 'anonymousId'))
}

/** https://docs.mixpanel.com/reference/import-events */
function fromMixpanel(fields: Fields): Signal {
  const properties = part(fields.properties)
  const name = text(fields, 'event', featureMax)
  const company = companyIn(properties)
  const user = text(properties, '$user_id') ?? text(properties, 'distinct_id')
  const isAnonymous = user?.startsWith('$device:') ?? false
  const signal = {
    ...measured(properties),
    id: text(properties, '$insert_id'),
    at: moment(properties.time),
    account: company ? { source: 'api', key: company, name: null } : null,
    person: isAnonymous
      ? null
      : personOf(user, { email: properties.$email ?? properties.email, name: properties.$name }),
  }
  return known({ ...signal, feature: featureOf(properties, name) }, isAnonymous ? user : null)
}

/** https://amplitude.com/docs/apis/analytics/batch-event-upload */
function fromAmplitude(fields: Fields): Signal {
  const properties = part(fields.event_properties)
  const user = part(fields.user_properties)
  const groups = Object.values(part(fields.groups)).flat()
  const company = groups.find((one) => typeof one === 'string' || typeof one === 'number')
  const key = company === undefined ? companyIn(properties) : text({ key: company }, 'key')
  const type = text(fields, 'event_type', featureMax)
  const signal = {
    ...measured(properties),
    id: text(fields, 'insert_id'),
    at: moment(fields.time),
    account: key ? { source: 'api', key, name: null } : null,
    person: personOf(text(fields, 'user_id'), { ...user, ...part(user.$set) }),
  }
  const isProfile = type === '$identify' || type === '$groupidentify'
  const feature = isProfile ? null : featureOf(properties, type)
  return known({ ...signal, feature }, text(fields, 'device_id'))
}

/** Somebody is named who can be known; a visitor without a name never becomes anybody's account. */
function known(signal: Signal, visitor: string | null): Signal {
  if (signal.account && !signal.person && visitor)
    return { ...signal, person: { source: 'visitor', key: visitor, name: null, email: null } }
  if (signal.account || signal.person) return signal
  throw new AppError(
    'invalid',
    'signal.nobody',
    'event: names neither a signed-in person nor a company; send userId or groupId (distinct_id, user_id, groups)',
  )
}

function isMixpanel(properties: unknown): boolean {
  const fields = part(properties)
  return 'distinct_id' in fields || '$insert_id' in fields || '$user_id' in fields || 'token' in fields
}

/** Names under which senders put the company into an event. */
const companyNames = [
  ...['accountId', 'account_id', 'companyId', 'company_id', 'groupId', 'group_id', '$group_id'],
  ...['organizationId', 'organization_id'],
]

function companyIn(properties: Fields): string | null {
  const name = companyNames.find((one) => properties[one] !== undefined && properties[one] !== null)
  return name === undefined ? null : text(properties, name)
}

function personOf(key: string | null, traits: Fields): Person | null {
  const given = text(traits, 'email', 320)?.toLowerCase() ?? (key?.includes('@') ? key.toLowerCase() : null)
  const email = given && /^[^\s@<>,;"]{1,64}@[^\s@<>,;"]{1,190}$/.test(given) ? given : null
  if (!key && !email) return null
  return key
    ? { source: 'api', key, name: text(traits, 'name', 200), email }
    : { source: 'email', key: email!, name: text(traits, 'name', 200), email }
}

/** What was used: `properties.feature` where it is said, else the name of the event. */
function featureOf(properties: Fields, name: string | null): string {
  const feature = text(properties, 'feature', featureMax) ?? name
  if (!feature) throw refused('event: has no name')
  return feature
}

function measured(properties: Fields): Pick<Signal, 'count' | 'seconds' | 'isError'> {
  const seconds = Number(properties.seconds ?? properties.$duration ?? properties.duration ?? 0)
  return {
    count: 1,
    seconds: Number.isFinite(seconds) ? Math.min(86_400, Math.max(0, seconds)) : 0,
    isError: Boolean(properties.isError ?? properties.is_error ?? properties.error),
  }
}

/** ISO 8601, or seconds or milliseconds since 1970. */
function moment(value: unknown): Date | null {
  if (value === undefined || value === null) return null
  const at =
    typeof value === 'number'
      ? new Date(value < 100_000_000_000 ? value * 1000 : value)
      : typeof value === 'string'
        ? new Date(value)
        : undefined
  if (at && Number.isFinite(at.getTime())) return at
  throw refused('time: is neither a time such as 2026-11-19T08:25:00Z nor seconds or milliseconds since 1970')
}

function part(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
}

function text(fields: Fields, name: string, max = keyMax): string | null {
  const value = fields[name]
  if (value === undefined || value === null) return null
  if (typeof value !== 'string' && typeof value !== 'number') throw refused(`${name}: is not a text`)
  return checkText(String(value).trim(), name, max) || null
}
