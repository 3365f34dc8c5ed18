import { z } from 'zod'
import { event } from '#platform/events/event.ts'

const requestId = z.uuid()
const evidence = z.object({ requestId, evidenceId: z.uuid(), feedbackId: z.uuid() })
const merge = z.object({
  keptId: z.uuid(),
  mergedId: z.uuid(),
  mergeId: z.uuid(),
  movedIds: z.array(z.uuid()),
})

export const requestCreated = event('request.created', z.object({ requestId }))
export const requestChanged = event('request.changed', z.object({ requestId, fields: z.array(z.string()) }))
/** It went from one status to another; `move` numbers its moves. */
export const requestDecided = event(
  'request.decided',
  z.object({
    requestId,
    from: z.string(),
    to: z.string(),
    move: z.number(),
    by: z.enum(['person', 'clock']),
  }),
)
/** A decision that it is there for customers, beside `request.decided`. */
export const requestShipped = event('request.shipped', z.object({ requestId }))
export const requestLinked = event('request.evidence_linked', evidence)
export const requestEvidenceChanged = event('request.evidence_changed', evidence)
export const requestUnlinked = event('request.evidence_unlinked', evidence)
export const requestFollowed = event(
  'request.followed',
  z.object({ requestId, memberId: z.uuid(), isFollowing: z.boolean() }),
)
export const requestContactFollowed = event(
  'request.contact_followed',
  z.object({ requestId, contactId: z.uuid(), isFollowing: z.boolean() }),
)
/** Somebody voted for it, said anew how much it matters, or took their vote back. */
export const requestVoted = event(
  'request.voted',
  z.object({ requestId, voterId: z.uuid(), isVisitor: z.boolean(), isFor: z.boolean() }),
)
/** It became an idea of the portal, was worded anew there, or is shown no longer. */
export const requestPublished = event('request.published', z.object({ requestId, isPublic: z.boolean() }))
export const requestMerged = event('request.merged', merge)
export const requestUnmerged = event('request.unmerged', merge)
