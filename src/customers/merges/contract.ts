import { z } from 'zod'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

export const CustomerKind = z.enum(['account', 'contact'])
export type CustomerKind = z.output<typeof CustomerKind>

/** What two rows have in common that makes them look like one customer. */
export const duplicateReasons = ['domain', 'name', 'email', 'phone'] as const
export type DuplicateReason = (typeof duplicateReasons)[number]

const someId = z.union([id('acct'), id('ct')])
const Side = z.object({
  id: z.string(),
  label: z.string(),
  detail: z.string().nullable(),
  mrrCents: z.number().nullable(),
  currency: z.string().nullable(),
  lastSeenAt: z.string().nullable(),
  createdAt: z.string(),
})
export type Side = z.output<typeof Side>

export const Duplicate = z.object({
  id: idOut('dup'),
  kind: CustomerKind,
  reason: z.enum(duplicateReasons),
  foundAt: z.string(),
  sides: z.tuple([Side, Side]),
})
export type Duplicate = z.output<typeof Duplicate>

/** One field of both sides and what it will be after the merge. */
export const MergePreview = z.object({
  survivor: Side,
  loser: Side,
  fields: z.array(
    z.object({
      field: z.string(),
      survivor: z.string().nullable(),
      loser: z.string().nullable(),
      result: z.string().nullable(),
      filled: z.boolean(),
    }),
  ),
  moves: z.array(z.object({ what: z.string(), count: z.number() })),
})
export type MergePreview = z.output<typeof MergePreview>

export const Merge = z.object({
  id: idOut('mrg'),
  kind: CustomerKind,
  survivorId: z.string(),
  loserId: z.string(),
  mergedAt: z.string(),
  undoneAt: z.string().nullable(),
})
export type Merge = z.output<typeof Merge>

const pair = { kind: CustomerKind, survivorId: someId, loserId: someId }

export const listDuplicates = endpoint({
  method: 'GET',
  path: '/customers/duplicates',
  summary: 'List pairs of accounts or contacts that look like one customer',
  access: 'accounts:read',
  query: z.strictObject({ kind: CustomerKind, ...pageQuery }),
  response: page(Duplicate),
})

export const dismissDuplicate = endpoint({
  method: 'POST',
  path: '/customers/duplicates/:duplicateId/dismiss',
  summary: 'Say that a pair is two customers; it is not suggested again',
  access: 'accounts:write',
  params: z.strictObject({ duplicateId: id('dup') }),
})

export const restoreDuplicate = endpoint({
  method: 'POST',
  path: '/customers/duplicates/:duplicateId/restore',
  summary: 'Undo the dismissal of a pair',
  access: 'accounts:write',
  params: z.strictObject({ duplicateId: id('dup') }),
})

export const previewMerge = endpoint({
  method: 'GET',
  path: '/customers/merges/preview',
  summary: 'What merging two accounts or two contacts would give',
  access: 'accounts:read',
  query: z.strictObject(pair),
  response: MergePreview,
})

export const mergeCustomers = endpoint({
  method: 'POST',
  path: '/customers/merges',
  summary: 'Merge one account or contact into another of its kind; nothing is lost and it can be undone',
  access: 'accounts:write',
  body: z.strictObject(pair),
  response: Merge,
  status: 201,
})

export const undoMerge = endpoint({
  method: 'POST',
  path: '/customers/merges/:mergeId/undo',
  summary: 'Undo a merge exactly, in any order',
  access: 'accounts:write',
  params: z.strictObject({ mergeId: id('mrg') }),
  response: Merge,
})
