import { z } from 'zod'
import { Count, InboxRow, Marks } from '#organize/inbox/contract.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

export const pairStates = ['open', 'merged', 'dismissed'] as const
export type PairState = (typeof pairStates)[number]

/** One of two items that look alike. */
export const Side = InboxRow.extend({
  /** the item itself and what was merged into it */
  voices: z.number(),
  /** the words both share, in `verbatim` */
  marks: Marks,
})
export type Side = z.output<typeof Side>

export const Pair = z.object({
  id: idOut('pair'),
  state: z.enum(pairStates),
  /** how sure it is that both say the same, 0 to 1 */
  score: z.number(),
  /** why: the most telling words both share, whether one person or one account said both, days between them */
  words: z.array(z.string()),
  isSameContact: z.boolean(),
  isSameAccount: z.boolean(),
  daysApart: z.number(),
  foundAt: z.string(),
  decidedAt: z.string().nullable(),
  /** while merged */
  mergeId: idOut('merge').nullable(),
  /** first the one that is kept, or proposed to be */
  sides: z.tuple([Side, Side]),
})
export type Pair = z.output<typeof Pair>

/** Who stands behind an item: every voice, each contact, account and its MRR once. */
export const Voiced = z.object({
  voices: z.number(),
  contacts: z.number(),
  accounts: z.number(),
  mrr: z.array(z.object({ currency: z.string(), cents: z.number() })),
})
export type Voiced = z.output<typeof Voiced>

export const Voice = InboxRow.extend({
  mergeId: idOut('merge'),
  mergedAt: z.string(),
  reason: z.enum(['decided', 'same_words']),
})
export type Voice = z.output<typeof Voice>

export const ItemMerge = z.object({
  id: idOut('merge'),
  keptId: idOut('fb'),
  mergedId: idOut('fb'),
  reason: z.enum(['decided', 'same_words']),
  mergedAt: z.string(),
  undoneAt: z.string().nullable(),
})
export type ItemMerge = z.output<typeof ItemMerge>

export const SimilarItem = InboxRow.extend({
  score: z.number(),
  words: z.array(z.string()),
  voices: z.number(),
})
export type SimilarItem = z.output<typeof SimilarItem>

export const listPairs = endpoint({
  method: 'GET',
  path: '/duplicates',
  summary: 'Pairs of items that may say the same: to be decided (the surest first), merged, or kept apart',
  access: 'feedback:read',
  query: z.strictObject({ state: z.enum(pairStates).default('open'), ...pageQuery }),
  response: page(Pair),
})

export const countPairs = endpoint({
  method: 'GET',
  path: '/duplicates/counts',
  summary: 'How many pairs wait for a decision, are merged, or are kept apart; counted up to 1,000',
  access: 'feedback:read',
  response: z.object({ open: Count, merged: Count, dismissed: Count }),
})

export const dismissPair = endpoint({
  method: 'POST',
  path: '/duplicates/:pairId/dismiss',
  summary: 'Say that two items do not say the same; the pair is not suggested again',
  access: 'feedback:write',
  params: z.strictObject({ pairId: id('pair') }),
})

export const restorePair = endpoint({
  method: 'POST',
  path: '/duplicates/:pairId/restore',
  summary: 'Put a dismissed pair back up for review',
  access: 'feedback:write',
  params: z.strictObject({ pairId: id('pair') }),
})

const two = { keptId: id('fb'), mergedId: id('fb') }

export const previewItemMerge = endpoint({
  method: 'GET',
  path: '/duplicates/preview',
  summary: 'Who would stand behind an item once another is merged into it',
  access: 'feedback:read',
  query: z.strictObject(two),
  response: z.object({ before: Voiced, after: Voiced }),
})

export const mergeFeedback = endpoint({
  method: 'POST',
  path: '/duplicates/merges',
  summary:
    'Merge an item into another: its words stay as a voice, its id leads to the kept item, and it can be undone exactly',
  access: 'feedback:write',
  body: z.strictObject(two),
  response: ItemMerge,
  status: 201,
})

export const undoItemMerge = endpoint({
  method: 'POST',
  path: '/duplicates/merges/:mergeId/undo',
  summary: 'Take a merge apart, in any order; every count is as it was before',
  access: 'feedback:write',
  params: z.strictObject({ mergeId: id('merge') }),
  response: ItemMerge,
})

export const findSimilar = endpoint({
  method: 'POST',
  path: '/duplicates/similar',
  summary: 'Items that say what this text says, the likest first: to be asked while somebody types',
  access: 'feedback:read',
  body: z.strictObject({
    verbatim: z.string().max(50_000),
    title: z.string().max(300).nullish(),
    limit: z.number().int().min(1).max(10).default(5),
  }),
  response: z.object({ data: z.array(SimilarItem) }),
})

const item = z.strictObject({ feedbackId: id('fb') })

export const listVoices = endpoint({
  method: 'GET',
  path: '/feedback/:feedbackId/voices',
  summary: 'Who else said this: the items merged into one, in the order they were said',
  access: 'feedback:read',
  params: item,
  query: z.strictObject({ ...pageQuery }),
  response: page(Voice).extend({ total: Voiced }),
})

export const listPairsOf = endpoint({
  method: 'GET',
  path: '/feedback/:feedbackId/duplicates',
  summary: 'Possible duplicates of an item that nobody has decided on',
  access: 'feedback:read',
  params: item,
  response: z.object({ data: z.array(Pair) }),
})
