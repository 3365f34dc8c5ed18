import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'

export const Demo = z.object({
  state: z.enum(['none', 'writing', 'written']),
  /** What is being written now, such as "Writing March: 310 of 1,240 items". */
  words: z.string(),
  /** How much of it all is there, from 0 to 1. */
  share: z.number(),
  /** What went wrong last; it is tried again. */
  failure: z.string().nullable(),
})
export type Demo = z.output<typeof Demo>

export const getDemo = endpoint({
  method: 'GET',
  path: '/workspace/demo',
  summary: 'Whether this workspace is a demo, and how far the writing of it is',
  access: 'member',
  response: Demo,
})

export const resumeDemo = endpoint({
  method: 'POST',
  path: '/workspace/demo/resume',
  summary: 'Go on with a demo that was not written to its end',
  access: 'settings:manage',
  response: Demo,
})

export const removeDemo = endpoint({
  method: 'POST',
  path: '/workspace/demo/remove',
  summary: 'Take everything of the demo out of this workspace; it goes on as an empty one',
  access: 'settings:manage',
  response: z.object({ removed: z.number() }),
})
