import { z } from 'zod'
import { event } from '#platform/events/event.ts'

const reportId = z.uuid()

export const reportMade = event(
  'report.made',
  z.object({ reportId, kind: z.string(), fromOn: z.string(), number: z.number() }),
)
/** Opened to whoever has the link. */
export const reportShared = event('report.shared', z.object({ reportId, expiresAt: z.string() }))
export const reportLinksEnded = event('report.links_ended', z.object({ reportId }))
