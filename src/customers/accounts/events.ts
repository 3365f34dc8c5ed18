import { z } from 'zod'
import { event } from '#platform/events/event.ts'

const accountId = z.uuid()

/** `via` says which door made it: member, key, ingest (named in an item) or import. */
export const accountCreated = event('account.created', z.object({ accountId, via: z.string() }))

/** `fields` are names of changed columns; a changed segment also carries both keys. */
export const accountChanged = event(
  'account.changed',
  z.object({
    accountId,
    fields: z.array(z.string()),
    segment: z.object({ from: z.string().nullable(), to: z.string().nullable() }).optional(),
  }),
)

/** One batch of an import or of the API. */
export const accountsUpserted = event(
  'account.upserted',
  z.object({ createdIds: z.array(z.uuid()), changedIds: z.array(z.uuid()) }),
)

/** The accounts whose root changed are the loser and all that had been merged into it before. */
export const accountMerged = event(
  'account.merged',
  z.object({ mergeId: z.uuid(), survivorId: z.uuid(), loserId: z.uuid(), movedIds: z.array(z.uuid()) }),
)
export const accountUnmerged = event(
  'account.unmerged',
  z.object({ mergeId: z.uuid(), survivorId: z.uuid(), loserId: z.uuid(), movedIds: z.array(z.uuid()) }),
)
