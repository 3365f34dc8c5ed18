import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'

export const removeDemo = endpoint({
  method: 'POST',
  path: '/workspace/demo/remove',
  summary: 'Take everything of the demo out of this workspace; it goes on as an empty one',
  access: 'settings:manage',
  response: z.object({ removed: z.number() }),
})
