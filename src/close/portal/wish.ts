import { z } from 'zod'
import { longest } from '#close/portal/rules.ts'

const requestId = z.uuid()
const importance = z.number().int().min(0).max(3)

/** What somebody meant to do when they were asked who they are: done once the address is proven. */
export const Wish = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sign_in'), back: z.string().max(500).optional() }),
  z.object({ kind: z.literal('vote'), requestId, importance }),
  z.object({ kind: z.literal('follow'), requestId }),
  z.object({ kind: z.literal('comment'), requestId, text: z.string().min(1).max(longest.comment) }),
  z.object({
    kind: z.literal('idea'),
    title: z.string().min(1).max(longest.title),
    text: z.string().max(longest.text),
    areaId: z.uuid().nullable(),
    importance,
    once: z.string().max(40),
  }),
])
export type Wish = z.output<typeof Wish>
export type WishKind = Wish['kind']
