import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'
import { brandColors, hexColor, isOrigin, widgetLimits } from './rules.ts'

export const widgetKinds = ['bug', 'feature', 'general'] as const
export const positions = ['end', 'start'] as const

const origin = z.string().trim().max(200).refine(isOrigin, {
  message: 'is not an origin; write https://app.example.com without a path, or https://*.example.com',
})

const keyFields = {
  product: z.string().trim().min(1).max(60),
  origins: z.array(origin).max(50),
  anonymousAllowed: z.boolean(),
  verifiedOnly: z.boolean(),
  brandColor: z.string().regex(hexColor, 'is not a colour; write it as #006048'),
  position: z.enum(positions),
  acknowledgement: z.string().trim().max(300).nullable(),
  onDemoPage: z.boolean(),
}

/** One widget key as members see it; the signing secret is never among its fields. */
export const WidgetKey = z.object({
  id: idOut('wkey'),
  publicId: z.string(),
  ...keyFields,
  isActive: z.boolean(),
  secretSetAt: z.string().nullable(),
  oldSecretUntil: z.string().nullable(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
  submissions: z.number().int(),
})
export type WidgetKey = z.output<typeof WidgetKey>

const WithSecret = z.object({ key: WidgetKey, secret: z.string() })

export const listWidgetKeys = endpoint({
  method: 'GET',
  path: '/widget-keys',
  summary: 'List widget keys, one per product',
  access: 'widget:read',
  response: z.object({ data: z.array(WidgetKey), scriptUrl: z.string(), demoUrl: z.string() }),
})

export const createWidgetKey = endpoint({
  method: 'POST',
  path: '/widget-keys',
  summary: 'Make a widget key; the signing secret is shown in this answer only',
  access: 'widget:manage',
  body: z.strictObject({
    product: keyFields.product,
    origins: keyFields.origins.default([]),
    anonymousAllowed: z.boolean().default(true),
    verifiedOnly: z.boolean().default(false),
    brandColor: keyFields.brandColor.default(brandColors.pine),
    position: keyFields.position.default('end'),
    acknowledgement: keyFields.acknowledgement.default(null),
    onDemoPage: z.boolean().default(false),
  }),
  response: WithSecret,
  status: 201,
})

export const updateWidgetKey = endpoint({
  method: 'PATCH',
  path: '/widget-keys/:keyId',
  summary: 'Change what a widget key allows, or switch it off',
  access: 'widget:manage',
  params: z.strictObject({ keyId: id('wkey') }),
  body: z.strictObject({
    product: keyFields.product.optional(),
    origins: keyFields.origins.optional(),
    anonymousAllowed: z.boolean().optional(),
    verifiedOnly: z.boolean().optional(),
    brandColor: keyFields.brandColor.optional(),
    position: keyFields.position.optional(),
    acknowledgement: keyFields.acknowledgement.optional(),
    onDemoPage: z.boolean().optional(),
    isActive: z.boolean().optional(),
  }),
  response: WidgetKey,
})

export const rotateWidgetSecret = endpoint({
  method: 'POST',
  path: '/widget-keys/:keyId/secret',
  summary: 'Make a new signing secret; the old one is accepted for the hours given',
  access: 'widget:manage',
  params: z.strictObject({ keyId: id('wkey') }),
  body: z.strictObject({ keepOldHours: z.number().int().min(0).max(168).default(24) }),
  response: WithSecret,
})

// What the widget itself says and hears, under /widget/v1/<key>/… with its own CORS rules.

/** Everything a stranger may learn about a key. */
export const WidgetConfig = z.object({
  product: z.string(),
  brandColor: z.string(),
  position: z.enum(positions),
  anonymousAllowed: z.boolean(),
  verifiedOnly: z.boolean(),
  acknowledgement: z.string().nullable(),
  /** a survey may wait for somebody, so that it is worth asking who they are */
  asksSurveys: z.boolean(),
})
export type WidgetConfig = z.output<typeof WidgetConfig>

const short = (most: number) => z.string().trim().min(1).max(most)

export const Identify = z.union([
  z.strictObject({ token: short(8192), visitor: short(64).optional() }),
  z.strictObject({
    id: short(200),
    hash: z.string().regex(/^[0-9a-f]{64}$/i, 'is not an HMAC-SHA256 in hexadecimal'),
    name: short(120).optional(),
    visitor: short(64).optional(),
  }),
])
export type Identify = z.output<typeof Identify>

export const Identified = z.object({
  session: z.string(),
  name: z.string().nullable(),
  expiresAt: z.string(),
})
export type Identified = z.output<typeof Identified>

const LogLine = z.strictObject({ at: z.string().max(40), text: z.string().max(500) })
export type LogLine = z.output<typeof LogLine>

/** Page details, sent only when the person ticked the box. */
const PageContext = z.strictObject({
  url: z.string().max(2000).optional(),
  title: z.string().max(300).optional(),
  viewport: z
    .strictObject({ width: z.int().min(0).max(100_000), height: z.int().min(0).max(100_000) })
    .optional(),
  browser: z.string().max(400).optional(),
  language: z.string().max(40).optional(),
  errors: z.array(LogLine).max(10).optional(),
})
export type PageContext = z.output<typeof PageContext>

export const Submission = z.strictObject({
  kind: z.enum(widgetKinds),
  message: short(widgetLimits.message),
  rating: z.int().min(1).max(5).optional(),
  email: z.email().max(254).optional(),
  visitor: short(64),
  /** When the person pressed Send; later than this when the answer waited offline. */
  saidAt: z.iso.datetime().optional(),
  screenshot: short(300).optional(),
  context: PageContext.optional(),
  metadata: z
    .record(z.string().regex(/^[\w .-]{1,40}$/), z.union([z.string().max(300), z.number(), z.boolean()]))
    .refine((given) => Object.keys(given).length <= 20, { message: 'has more than 20 entries' })
    .optional(),
  claimed: z
    .strictObject({
      id: short(200).optional(),
      email: z.email().max(254).optional(),
      name: short(120).optional(),
    })
    .optional(),
})
export type Submission = z.output<typeof Submission>

export const Submitted = z.object({
  reference: idOut('fb'),
  kind: z.enum(widgetKinds),
  acknowledgement: z.string().nullable(),
  /** Whether we know an address to answer to. */
  canAnswer: z.boolean(),
})
export type Submitted = z.output<typeof Submitted>

export const ScreenshotSaved = z.object({ screenshot: z.string() })
export type ScreenshotSaved = z.output<typeof ScreenshotSaved>
