import { z } from 'zod'
import { Touchpoint, words } from '#act/touchpoints/contract.ts'
import { endpoint } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

const one = z.strictObject({ caseId: id('case') })

/** Who follows a case. */
export const Watchers = z.object({
  data: z.array(z.object({ id: idOut('mem'), name: z.string() })),
  isMine: z.boolean(),
})
export type Watchers = z.output<typeof Watchers>

export const listWatchers = endpoint({
  method: 'GET',
  path: '/cases/:caseId/watchers',
  summary: 'Who follows a case and is told of what happens there',
  access: 'cases:read',
  params: one,
  response: Watchers,
})

export const watchCase = endpoint({
  method: 'PUT',
  path: '/cases/:caseId/watching',
  summary: 'Follow a case, or no longer',
  access: 'member',
  params: one,
  body: z.strictObject({ isWatching: z.boolean() }),
  response: Watchers,
})

export const addCaseNote = endpoint({
  method: 'POST',
  path: '/cases/:caseId/notes',
  summary: 'Write a note that the customer never sees; who is mentioned is told and follows the case',
  access: 'cases:write',
  params: one,
  body: z.strictObject({
    text: words(10_000, 'the note'),
    mentionIds: z.array(id('mem')).max(20).default([]),
  }),
  response: Touchpoint,
  status: 201,
})
