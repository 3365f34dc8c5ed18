import { z } from 'zod'
import { ChannelCode } from '#collect/feedback/contract.ts'
import { places } from '#collect/inbound/rules.ts'
import { endpoint } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

const pointer = z
  .string()
  .max(300)
  .regex(/^(\/([^~/]|~[01])*)*$/, 'is not a JSON pointer such as /message/text')
const name = z.string().trim().min(1, 'is empty; give the webhook a name').max(80)

/** Where in the JSON of another system things stand. */
export const Mapping = z.strictObject({
  items: pointer
    .nullish()
    .meta({ description: 'A list of things said; the whole body is one when not given.' }),
  only: z
    .strictObject({ pointer, equals: z.string().max(200) })
    .nullish()
    .meta({ description: 'Only what holds this value there is taken; the rest is ignored.' }),
  at: z.strictObject({
    ...(Object.fromEntries(places.map((place) => [place, pointer.optional()])) as Record<
      (typeof places)[number],
      z.ZodOptional<typeof pointer>
    >),
    text: pointer,
  }),
})
export type Mapping = z.output<typeof Mapping>

export const Hook = z.object({
  id: idOut('hook'),
  url: z.string(),
  name: z.string(),
  channel: z.string(),
  mapping: Mapping,
  header: z.string(),
  isOn: z.boolean(),
  unsignedCount: z.number(),
  unsignedAt: z.string().nullable(),
  takenAt: z.string().nullable(),
  createdAt: z.string(),
})
export type Hook = z.output<typeof Hook>

const header = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9-]{1,80}$/, 'is not the name of a header such as x-signature-256')
const one = z.strictObject({ hookId: id('hook') })

export const listHooks = endpoint({
  method: 'GET',
  path: '/inbound-hooks',
  summary: 'Webhooks that take feedback in',
  access: 'settings:read',
  response: z.object({ data: z.array(Hook) }),
})

export const createHook = endpoint({
  method: 'POST',
  path: '/inbound-hooks',
  summary: 'Make a webhook that takes feedback in; the signing secret is shown in this answer only',
  access: 'settings:manage',
  body: z.strictObject({
    name,
    channel: ChannelCode.default('chat'),
    mapping: Mapping,
    header: header.default('x-signature-256'),
    secret: z
      .string()
      .min(16, 'is shorter than 16 characters; take a longer one')
      .max(500)
      .optional()
      .meta({ description: 'The secret the other system has already; made when not given.' }),
  }),
  response: z.object({ hook: Hook, secret: z.string() }),
  status: 201,
})

export const changeHook = endpoint({
  method: 'PATCH',
  path: '/inbound-hooks/:hookId',
  summary: 'Change a webhook, or switch it on and off; its address and secret stay',
  access: 'settings:manage',
  params: one,
  body: z.strictObject({
    name: name.optional(),
    channel: ChannelCode.optional(),
    mapping: Mapping.optional(),
    header: header.optional(),
    isOn: z.boolean().optional(),
  }),
  response: Hook,
})

export const previewHook = endpoint({
  method: 'POST',
  path: '/inbound-hooks/preview',
  summary: 'Try a mapping on a sample: what would be taken, ignored or refused, and why. Nothing is stored',
  access: 'settings:manage',
  body: z.strictObject({ mapping: Mapping, sample: z.string().max(200_000) }),
  response: z.object({
    results: z.array(
      z.object({
        kind: z.enum(['item', 'ignored', 'refused']),
        reason: z.string().nullable(),
        item: z
          .object({
            text: z.string(),
            title: z.string().nullable(),
            author: z.string().nullable(),
            authorId: z.string().nullable(),
            email: z.string().nullable(),
            account: z.string().nullable(),
            at: z.string().nullable(),
            externalId: z.string(),
            channel: z.string().nullable(),
            url: z.string().nullable(),
          })
          .nullable(),
      }),
    ),
  }),
})

export const listRefusals = endpoint({
  method: 'GET',
  path: '/inbound-hooks/:hookId/refusals',
  summary: 'The newest calls that were signed and yet not taken, with why',
  access: 'settings:manage',
  params: one,
  response: z.object({
    data: z.array(z.object({ id: z.uuid(), reason: z.string(), body: z.string(), at: z.string() })),
  }),
})
