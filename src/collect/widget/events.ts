import { z } from 'zod'
import { event } from '#platform/events/event.ts'

const keyId = z.string()
export const widgetKeyCreated = event('widget_key.created', z.object({ keyId }))
export const widgetKeyChanged = event('widget_key.changed', z.object({ keyId, fields: z.array(z.string()) }))
export const widgetSecretRotated = event(
  'widget_key.secret_rotated',
  z.object({ keyId, keepOldHours: z.number() }),
)
export const widgetVisitorJoined = event(
  'widget.visitor_joined',
  z.object({ keyId, contactId: z.string(), proof: z.enum(['token', 'hash']) }),
)
