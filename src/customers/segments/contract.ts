import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

/** A group of accounts, as data: the key stands on the account, the name is what people read. */
export const Segment = z.object({
  id: idOut('seg'),
  key: z.string(),
  name: z.string(),
  position: z.number(),
  accountCount: z.number(),
})
export type Segment = z.output<typeof Segment>

const name = z.string().trim().min(1).max(80)

export const listSegments = endpoint({
  method: 'GET',
  path: '/segments',
  summary: 'List the segments of accounts',
  access: 'accounts:read',
  response: z.object({ data: z.array(Segment) }),
})

export const createSegment = endpoint({
  method: 'POST',
  path: '/segments',
  summary: 'Create a segment',
  access: 'accounts:write',
  body: z.strictObject({ name }),
  response: Segment,
  status: 201,
})

export const changeSegment = endpoint({
  method: 'PATCH',
  path: '/segments/:segmentId',
  summary: 'Rename or reorder a segment; its key stays',
  access: 'accounts:manage',
  params: z.strictObject({ segmentId: id('seg') }),
  body: z.strictObject({ name: name.optional(), position: z.number().int().min(0).max(10_000).optional() }),
  response: Segment,
})

export const deleteSegment = endpoint({
  method: 'DELETE',
  path: '/segments/:segmentId',
  summary: 'Delete a segment that no account is in',
  access: 'accounts:manage',
  params: z.strictObject({ segmentId: id('seg') }),
})
