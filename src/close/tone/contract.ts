import { z } from 'zod'
import { words } from '#act/touchpoints/contract.ts'
import { defaultPoints } from '#close/tone/rules.ts'
import { endpoint } from '#platform/endpoint.ts'
import { toneSigns } from '#text/tone/tone.ts'

/** One thing a good reply does. `sees` says what ticks it by itself; null is for the writer to judge. */
export const TonePoint = z.strictObject({
  key: z.string().regex(/^[a-z0-9-]{1,40}$/, 'is 1 to 40 small letters, digits and hyphens'),
  text: words(120, 'what a good reply does').transform((text) => text.trim()),
  sees: z.enum(toneSigns).nullable(),
})

const points = z
  .array(TonePoint)
  .max(20, 'has more than 20 points; nobody goes through more')
  .refine((list) => new Set(list.map(({ key }) => key)).size === list.length, 'names a point twice')

export const ToneChecklist = z.object({
  points: points.default([...defaultPoints]),
  /** whether a reply leaves only when every point is ticked */
  mustBeWhole: z.boolean().default(false),
})
export type ToneChecklist = z.output<typeof ToneChecklist>

/** A point as it stood when an update was written. */
export const ToneMark = z.object({
  key: z.string(),
  text: z.string(),
  /** who ticked it: the text itself, or its writer; null where nobody did */
  by: z.enum(['text', 'writer']).nullable(),
  /** the words it was told by, for or against; null for what only a person sees */
  because: z.string().nullable(),
})
export type ToneMark = z.output<typeof ToneMark>

export const getToneChecklist = endpoint({
  method: 'GET',
  path: '/tone-checklist',
  summary: 'What a good reply does here, point by point, and whether a reply waits until all are ticked',
  access: 'updates:read',
  response: ToneChecklist,
})

export const putToneChecklist = endpoint({
  method: 'PUT',
  path: '/tone-checklist',
  summary: 'Set the points of the tone checklist; updates keep what was ticked on them',
  access: 'settings:manage',
  body: z.strictObject({ points, mustBeWhole: z.boolean() }),
  response: ToneChecklist,
})
