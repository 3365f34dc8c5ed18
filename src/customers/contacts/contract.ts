import { z } from 'zod'
import { ExternalKey, RowResult } from '#customers/accounts/contract.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

/** What a person can refuse: everything, surveys, or news about what they asked for. */
export const consentTopics = ['all', 'surveys', 'updates'] as const
export const ConsentTopic = z.enum(consentTopics)
export type ConsentTopic = z.output<typeof ConsentTopic>
/** By what way a person is reached. A text message needs their yes first; the others go until they refuse. */
export const consentChannels = ['mail', 'in_app', 'sms', 'phone'] as const
export const ConsentChannel = z.enum(consentChannels)
export type ConsentChannel = z.output<typeof ConsentChannel>
export const consentVias = ['member', 'link', 'import', 'api', 'complaint', 'sms'] as const
export type ConsentVia = (typeof consentVias)[number]

/** Roles with a meaning elsewhere; others are free text. */
export const knownContactRoles = [
  'implementation-project-manager',
  'decision-maker',
  'admin',
  'billing',
  'user',
] as const

const name = z.string().trim().max(200)
const email = z.string().trim().toLowerCase().pipe(z.email().max(254))

export const Contact = z.object({
  id: idOut('ct'),
  name: z.string().nullable(),
  email: z.string().nullable(),
  title: z.string().nullable(),
  phone: z.string().nullable(),
  /** The telephone as a number that can be texted; null where it is written without its country or is none. */
  smsNumber: z.string().nullable(),
  roles: z.array(z.string()),
  locale: z.string().nullable(),
  zone: z.string().nullable(),
  accountId: idOut('acct').nullable(),
  accountName: z.string().nullable(),
  unsubscribedAt: z.string().nullable(),
  unsubscribedTopics: z.array(ConsentTopic),
  emailState: z.enum(['ok', 'bounced']),
  /** marked as one of our own people */
  isInternal: z.boolean(),
  /** one of them by the domain of their address */
  isOfOwnDomain: z.boolean(),
  /** since when nothing but figures is kept of them */
  erasedAt: z.string().nullable(),
  lastSeenAt: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
})
export type Contact = z.output<typeof Contact>

/** One contact whole: with keys outside, what was merged into it, and every change of consent. */
export const ContactDetail = Contact.extend({
  keys: z.array(z.object({ source: z.string(), key: z.string() })),
  merged: z.array(
    z.object({
      mergeId: idOut('mrg'),
      id: idOut('ct'),
      name: z.string(),
      mergedAt: z.string(),
      mergedBy: z.string().nullable(),
    }),
  ),
  /** What they allow now, for each channel and purpose, and since which of the changes below. */
  permissions: z.array(
    z.object({
      channel: ConsentChannel,
      topic: ConsentTopic,
      isAllowed: z.boolean(),
      since: z.string().nullable(),
      by: z.string().nullable(),
    }),
  ),
  consents: z.array(
    z.object({
      channel: ConsentChannel,
      topic: ConsentTopic,
      state: z.enum(['subscribed', 'unsubscribed']),
      via: z.enum(consentVias),
      reason: z.string().nullable(),
      changedBy: z.string().nullable(),
      changedAt: z.string(),
    }),
  ),
})
export type ContactDetail = z.output<typeof ContactDetail>

const plain = {
  name: name.min(1).nullish(),
  email: email.nullish(),
  title: z.string().trim().max(200).nullish(),
  phone: z.string().trim().max(60).nullish(),
  roles: z.array(z.string().trim().min(1).max(60)).max(20).optional(),
  locale: z
    .string()
    .trim()
    .regex(/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/, 'is a language tag such as de or pt-BR')
    .nullish(),
  zone: z.string().trim().max(60).refine(isZone, 'is a time zone such as Europe/Berlin').nullish(),
  isInternal: z.boolean().optional(),
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

export const NewContact = z.strictObject({
  ...plain,
  accountId: id('acct').nullish(),
  keys: z.array(ExternalKey).max(20).optional(),
})
export type NewContact = z.output<typeof NewContact>
export const ContactChange = NewContact
export type ContactChange = NewContact

/** A row of an import: found by external id, else by e-mail address; what is absent stays as it is. */
export const ContactRow = z.strictObject({
  ...plain,
  source: z.string().trim().min(1).max(60).optional(),
  externalId: z.string().trim().min(1).max(200).nullish(),
  accountName: z.string().trim().max(200).nullish(),
  accountExternalId: z.string().trim().max(200).nullish(),
  unsubscribed: z.boolean().nullish(),
})
export type ContactRow = z.output<typeof ContactRow>

export const ContactFilter = z.strictObject({
  search: z.string().trim().max(200).optional(),
  account: id('acct').optional(),
  state: z.enum(['reachable', 'unsubscribed', 'bounced', 'internal']).optional(),
  role: z.string().max(60).optional(),
  sort: z.enum(['name', 'seen']).default('name'),
  ...pageQuery,
})
export type ContactFilter = z.output<typeof ContactFilter>

const one = z.strictObject({ contactId: id('ct') })

export const listContacts = endpoint({
  method: 'GET',
  path: '/contacts',
  summary: 'List contacts; filter by account, role and whether mail may reach them',
  access: 'contacts:read',
  query: ContactFilter,
  response: page(Contact),
})

export const createContact = endpoint({
  method: 'POST',
  path: '/contacts',
  summary: 'Create a contact',
  access: 'contacts:write',
  body: NewContact,
  response: ContactDetail,
  status: 201,
})

export const getContact = endpoint({
  method: 'GET',
  path: '/contacts/:contactId',
  summary: 'One contact whole; the id of a merged contact answers with the one it was merged into',
  access: 'contacts:read',
  params: one,
  response: ContactDetail,
})

export const changeContact = endpoint({
  method: 'PATCH',
  path: '/contacts/:contactId',
  summary: 'Change a contact; absent fields stay, null empties a field',
  access: 'contacts:write',
  params: one,
  body: ContactChange,
  response: ContactDetail,
})

export const changeConsent = endpoint({
  method: 'POST',
  path: '/contacts/:contactId/consent',
  summary: 'Record that a contact refuses or allows to be reached on a topic, by mail or another channel',
  access: 'contacts:write',
  params: one,
  body: z.strictObject({
    channel: ConsentChannel.default('mail'),
    topic: ConsentTopic,
    state: z.enum(['subscribed', 'unsubscribed']),
    reason: z.string().trim().max(500).nullish(),
  }),
  response: ContactDetail,
})

export const upsertContacts = endpoint({
  method: 'POST',
  path: '/contacts/batch',
  summary: 'Create or update up to 1,000 contacts by external id or e-mail address',
  access: 'contacts:write',
  body: z.strictObject({
    source: z.string().trim().min(1).max(60).default('api'),
    contacts: z.array(ContactRow).min(1).max(1000),
  }),
  response: z.object({
    created: z.number(),
    updated: z.number(),
    unchanged: z.number(),
    errors: z.number(),
    results: z.array(RowResult),
  }),
  maxBytes: 8 * 1024 * 1024,
})
