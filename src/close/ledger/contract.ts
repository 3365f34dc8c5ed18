import { z } from 'zod'
import { links, type Missing, missable } from '#close/ledger/rules.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

export const MissingLink = z.enum(missable as [Missing, ...Missing[]])

export const LoopLink = z.object({
  key: z.enum(links),
  state: z.enum(['done', 'missing', 'under_way', 'ahead', 'not_owed']),
  at: z.string().nullable(),
  /** by what, or why not */
  by: z.string(),
  /** when it must be there, where a clock runs */
  dueAt: z.string().nullable(),
  /** what closes it, and the page where that is done */
  act: z.object({ words: z.string(), to: z.string().nullable() }).nullable(),
})
export type LoopLink = z.output<typeof LoopLink>

/** One item with its six links. */
export const Loop = z.object({
  feedbackId: idOut('fb'),
  summary: z.string(),
  channel: z.string(),
  channelLabel: z.string(),
  contact: z.object({ id: idOut('ct'), name: z.string() }).nullable(),
  account: z
    .object({ id: idOut('acct'), name: z.string(), mrrCents: z.number().nullable(), currency: z.string() })
    .nullable(),
  segment: z.string().nullable(),
  /** who has it in hand: its assignee, else the account's owner */
  owner: z.object({ id: idOut('mem'), name: z.string() }).nullable(),
  heardAt: z.string(),
  /** null: the loop is closed */
  missing: MissingLink.nullable(),
  closedAt: z.string().nullable(),
  links: z.array(LoopLink),
})
export type Loop = z.output<typeof Loop>

const of = {
  channel: z.string().max(40).optional(),
  segment: z.string().max(100).optional().meta({ description: 'a segment, or none' }),
  owner: z.union([z.enum(['me', 'none']), id('mem')]).optional(),
  account: id('acct').optional(),
  contact: id('ct').optional(),
  from: z.iso.date().optional().meta({ description: 'heard on this day (UTC) or later' }),
  to: z.iso.date().optional().meta({ description: 'heard on this day (UTC) or earlier' }),
}
const which = {
  state: z.enum(['open', 'closed', 'all']).default('open'),
  missing: MissingLink.optional().meta({ description: 'the first link that is missing' }),
  reached: z.enum(links).optional().meta({ description: 'came at least to this link' }),
  ...of,
  sort: z
    .enum(['age', 'value'])
    .default('age')
    .meta({ description: 'the oldest first, or the accounts that pay most first' }),
}

export const listLoops = endpoint({
  method: 'GET',
  path: '/loops',
  summary: 'Loops by age or by value, each with its six links and what closes the next',
  access: 'feedback:read',
  query: z.strictObject({ ...which, ...pageQuery }),
  response: page(Loop),
})

export const exportLoops = endpoint({
  method: 'GET',
  path: '/loops/export',
  summary: 'The same loops as CSV',
  access: 'feedback:read',
  query: z.strictObject(which),
  tx: 'none',
})

export const countLoops = endpoint({
  method: 'GET',
  path: '/loops/counts',
  summary: 'How many loops are open, by the link that is missing',
  access: 'feedback:read',
  query: z.strictObject(of),
  response: z.object({ open: z.number(), missing: z.record(MissingLink, z.number()) }),
})

/** A share of loops that are closed, in per cent, with its 95 % interval (Wilson). */
export const ClosureRate = z.object({
  /** the code to filter by: a channel, a segment or none, a member's id or none */
  key: z.string(),
  label: z.string(),
  closed: z.number(),
  n: z.number(),
  share: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
})
export type ClosureRate = z.output<typeof ClosureRate>

export const getClosure = endpoint({
  method: 'GET',
  path: '/loops/closure',
  summary:
    'Of what was heard in a time, the share whose loop is closed by now: by channel, segment and owner',
  access: 'feedback:read',
  query: z.strictObject({
    from: z.iso.date().optional().meta({ description: 'default: 90 days ago' }),
    to: z.iso.date().optional().meta({ description: 'default: today' }),
  }),
  response: z.object({
    from: z.string(),
    to: z.string(),
    all: ClosureRate,
    channels: z.array(ClosureRate),
    segments: z.array(ClosureRate),
    owners: z.array(ClosureRate),
  }),
})

export const getItemLoop = endpoint({
  method: 'GET',
  path: '/feedback/:feedbackId/loop',
  summary: 'The six links of an item; a merged item stands in the loop of the one it was merged into',
  access: 'feedback:read',
  params: z.strictObject({ feedbackId: id('fb') }),
  response: z.object({
    /** null: nothing is owed */
    loop: Loop.nullable(),
    why: z.string().nullable(),
  }),
})

export const listItemLoops = endpoint({
  method: 'GET',
  path: '/loops/of-items',
  summary: 'The six links of each of these items, for lists; items without a loop are left out',
  access: 'feedback:read',
  query: z.strictObject({ feedbackIds: z.union([id('fb'), z.array(id('fb')).max(100)]) }),
  response: z.object({
    data: z.array(
      z.object({
        feedbackId: idOut('fb'),
        heardAt: z.string(),
        links: z.array(LoopLink.pick({ key: true, state: true, dueAt: true })),
      }),
    ),
  }),
})

const Loops = z.object({
  open: z.number(),
  closed: z.number(),
  /** unclosed ones, the oldest first, ten at most */
  loops: z.array(Loop),
})
export type Loops = z.output<typeof Loops>

export const getContactLoops = endpoint({
  method: 'GET',
  path: '/contacts/:contactId/loops',
  summary: 'How many loops of a contact are closed, and those that are not',
  access: 'feedback:read',
  params: z.strictObject({ contactId: id('ct') }),
  response: Loops,
})

export const getAccountLoops = endpoint({
  method: 'GET',
  path: '/accounts/:accountId/loops',
  summary: 'How many loops of an account are closed, and those that are not',
  access: 'feedback:read',
  params: z.strictObject({ accountId: id('acct') }),
  response: Loops,
})
