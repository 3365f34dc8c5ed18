import { z } from 'zod'
import { event } from '#platform/events/event.ts'

/** Heard in the same transaction by modules that give a new workspace its defaults. */
export const workspaceCreated = event('workspace.created', z.object({ start: z.enum(['empty', 'demo']) }))
export const workspaceRenamed = event('workspace.renamed', z.object({}))
export const memberJoined = event('member.joined', z.object({ role: z.string() }))
export const memberChanged = event(
  'member.changed',
  z.object({ role: z.string(), fields: z.array(z.string()).optional() }),
)
/** Heard in the same transaction by modules that pass on what the member held. */
export const memberRemoved = event('member.removed', z.object({ toMemberId: z.uuid().nullable() }))
export const joinLinkCreated = event('join_link.created', z.object({ role: z.string() }))
export const joinLinkRevoked = event('join_link.revoked', z.object({}))
export const resetLinkCreated = event('member.reset_link_created', z.object({}))
export const apiKeyCreated = event('api_key.created', z.object({ scopes: z.array(z.string()) }))
export const apiKeyRevoked = event('api_key.revoked', z.object({}))
