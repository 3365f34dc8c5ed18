import { z } from 'zod'
import { CalendarSetting } from '#platform/calendar/contract.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

export const lifecycles = ['prospect', 'active', 'churned'] as const
export const Lifecycle = z.enum(lifecycles)
export type Lifecycle = z.output<typeof Lifecycle>

const day = z.iso.date()
const name = z.string().trim().min(1).max(200)
const domain = z.string().trim().max(300)
const mrrCents = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const currency = z
  .string()
  .regex(/^[A-Za-z]{3}$/, 'is a three-letter currency code such as EUR')
  .transform((code) => code.toUpperCase())

/** An id of this account in another system. */
export const ExternalKey = z.strictObject({
  source: z.string().trim().min(1).max(60),
  key: z.string().trim().min(1).max(200),
})
export type ExternalKey = z.output<typeof ExternalKey>

export const Account = z.object({
  id: idOut('acct'),
  name: z.string(),
  domain: z.string().nullable(),
  segment: z.string().nullable(),
  /** what they pay for, in your words */
  plan: z.string().nullable(),
  lifecycle: Lifecycle,
  mrrCents: z.number().nullable(),
  currency: z.string(),
  ownerId: idOut('mem').nullable(),
  ownerName: z.string().nullable(),
  goLiveOn: z.string().nullable(),
  renewalOn: z.string().nullable(),
  churnedOn: z.string().nullable(),
  parentId: idOut('acct').nullable(),
  note: z.string().nullable(),
  lastSeenAt: z.string().nullable(),
  contactCount: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
})
export type Account = z.output<typeof Account>

/** One account whole: with its keys outside, its children, what was merged into it, and its MRR over time. */
export const AccountDetail = Account.extend({
  /** its own zone, hours and holidays, by which its cases are reckoned; null: those of the lead's team */
  calendar: CalendarSetting.nullable(),
  parentName: z.string().nullable(),
  children: z.array(z.object({ id: idOut('acct'), name: z.string() })),
  keys: z.array(z.object({ source: z.string(), key: z.string() })),
  merged: z.array(
    z.object({
      mergeId: idOut('mrg'),
      id: idOut('acct'),
      name: z.string(),
      mergedAt: z.string(),
      mergedBy: z.string().nullable(),
    }),
  ),
  history: z.array(
    z.object({
      mrrCents: z.number().nullable(),
      currency: z.string(),
      lifecycle: Lifecycle,
      segment: z.string().nullable(),
      renewalOn: z.string().nullable(),
      validAt: z.string(),
    }),
  ),
})
export type AccountDetail = z.output<typeof AccountDetail>

const plain = {
  name,
  domain: domain.nullish(),
  segment: z.string().trim().min(1).max(80).nullish(),
  plan: z.string().trim().min(1).max(80).nullish(),
  lifecycle: Lifecycle.optional(),
  mrrCents: mrrCents.nullish(),
  currency: currency.optional(),
  goLiveOn: day.nullish(),
  renewalOn: day.nullish(),
  note: z.string().trim().max(5000).nullish(),
}

export const NewAccount = z.strictObject({
  ...plain,
  ownerId: id('mem').nullish(),
  parentId: id('acct').nullish(),
  keys: z.array(ExternalKey).max(20).optional(),
})
export type NewAccount = z.output<typeof NewAccount>
export const AccountChange = NewAccount.partial()
export type AccountChange = z.output<typeof AccountChange>

/** A row of an import: found by key, else by domain, else by name; what is absent stays as it is. */
export const AccountRow = z.strictObject({
  ...plain,
  ownerEmail: z.string().trim().max(320).nullish(),
  /** its hours and holidays stay; an account without a calendar gets those of the workspace in this zone */
  zone: z.string().trim().min(1).max(60).optional(),
  parentName: z.string().trim().max(200).nullish(),
  source: z.string().trim().min(1).max(60).optional(),
  externalId: z.string().trim().min(1).max(200).nullish(),
})
export type AccountRow = z.output<typeof AccountRow>

export const accountSorts = ['name', 'mrr', 'renewal', 'seen', 'created'] as const
export const AccountSort = z.enum(accountSorts)

export const AccountFilter = z.strictObject({
  search: z.string().trim().max(200).optional(),
  segment: z.string().max(80).optional(),
  lifecycle: Lifecycle.optional(),
  owner: z.union([z.literal('none'), id('mem')]).optional(),
  sort: AccountSort.default('name'),
  order: z.enum(['asc', 'desc']).optional(),
  ...pageQuery,
})
export type AccountFilter = z.output<typeof AccountFilter>

const one = z.strictObject({ accountId: id('acct') })

export const listAccounts = endpoint({
  method: 'GET',
  path: '/accounts',
  summary: 'List accounts; filter by segment, lifecycle and owner, search name and domain',
  access: 'accounts:read',
  query: AccountFilter,
  response: page(Account),
})

export const createAccount = endpoint({
  method: 'POST',
  path: '/accounts',
  summary: 'Create an account',
  access: 'accounts:write',
  body: NewAccount,
  response: AccountDetail,
  status: 201,
})

export const getAccount = endpoint({
  method: 'GET',
  path: '/accounts/:accountId',
  summary: 'One account whole; the id of a merged account answers with the one it was merged into',
  access: 'accounts:read',
  params: one,
  response: AccountDetail,
})

export const changeAccount = endpoint({
  method: 'PATCH',
  path: '/accounts/:accountId',
  summary: 'Change an account; absent fields stay, null empties a field',
  access: 'accounts:write',
  params: one,
  body: AccountChange,
  response: AccountDetail,
})

export const putAccountCalendar = endpoint({
  method: 'PUT',
  path: '/accounts/:accountId/calendar',
  summary: 'Give an account its own zone, hours and holidays, or none; due times already given stay',
  access: 'accounts:write',
  params: one,
  body: z.strictObject({ calendar: CalendarSetting.nullable() }),
  response: AccountDetail,
})

export const RowResult = z.object({
  index: z.number(),
  outcome: z.enum(['created', 'updated', 'unchanged', 'error']),
  id: z.string().nullable(),
  message: z.string().nullable(),
})
export type RowResult = z.output<typeof RowResult>

export const upsertAccounts = endpoint({
  method: 'POST',
  path: '/accounts/batch',
  summary: 'Create or update up to 1,000 accounts by key, domain or name',
  access: 'accounts:write',
  body: z.strictObject({
    source: z.string().trim().min(1).max(60).default('api'),
    accounts: z.array(AccountRow).min(1).max(1000),
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
