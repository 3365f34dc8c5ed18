import { z } from 'zod'
import { event } from '#platform/events/event.ts'

const runId = z.uuid()
const holdId = z.uuid()

export const retentionBegun = event(
  'retention.begun',
  z.object({ runId, kind: z.string(), months: z.number() }),
)
export const retentionRan = event(
  'retention.ran',
  z.object({ runId, kind: z.string(), anonymised: z.number(), deleted: z.number(), held: z.number() }),
)
export const retentionCancelled = event('retention.cancelled', z.object({ runId, kind: z.string() }))
export const holdPlaced = event(
  'legal_hold.placed',
  z.object({ holdId, accountId: z.uuid().nullable(), contactId: z.uuid().nullable() }),
)
export const holdLifted = event('legal_hold.lifted', z.object({ holdId }))
