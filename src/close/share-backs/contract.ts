import { z } from 'zod'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { Role } from '#platform/identity/contract.ts'
import { id, idOut } from '#platform/ids.ts'

const count = z.number()
/** Some of many: the first ten, and how many there are. */
const some = <T extends z.ZodType>(one: T) => z.object({ n: count, rows: z.array(one) })

/** What came of a time, as it was counted then; reports have it too. */
export const Changes = z.object({
  decided: some(
    z.object({
      id: idOut('req'),
      title: z.string(),
      status: z.enum(['planned', 'in_progress', 'declined', 'parked']),
      reason: z.string().nullable(),
    }),
  ),
  shipped: some(z.object({ kind: z.enum(['release', 'request']), id: z.string(), title: z.string() })),
  told: z.object({
    /** each once, however often */
    people: count,
    announcements: some(
      z.object({ kind: z.enum(['release', 'request']), id: z.string(), title: z.string(), people: count }),
    ),
    /** updates to one person */
    updates: count,
  }),
  loops: z.object({ closed: count, open: count }),
  actions: some(z.object({ id: idOut('capa'), number: count, finding: z.string() })),
})
export type Changes = z.output<typeof Changes>

/** The figures of seven days. */
export const Figures = z.object({
  themes: z.array(z.object({ id: idOut('th'), name: z.string(), mentions: count })),
  ...Changes.shape,
})
export type Figures = z.output<typeof Figures>

export const Quote = z.object({ feedbackId: idOut('fb'), quote: z.string() })
export type Quote = z.output<typeof Quote>

const counted = {
  from: z.string(),
  to: z.string(),
  isEmpty: z.boolean(),
  figures: Figures,
  quotes: z.array(Quote),
}

const Brief = z.object({
  id: idOut('shb'),
  weekOn: z.string(),
  from: z.string(),
  to: z.string(),
  isEmpty: z.boolean(),
  madeAt: z.string(),
  /** to how many members */
  mailed: count,
  /** null: none was set, or there was nothing to say */
  webhook: z
    .object({
      state: z.enum(['waiting', 'taken', 'failed']),
      attempts: count,
      answer: z.string().nullable(),
      at: z.string().nullable(),
    })
    .nullable(),
})
export type ShareBackBrief = z.output<typeof Brief>

export const ShareBack = Brief.extend({ figures: Figures, quotes: z.array(Quote) })
export type ShareBack = z.output<typeof ShareBack>

export const listShareBacks = endpoint({
  method: 'GET',
  path: '/share-backs',
  summary: 'Share-backs that were made, the newest first',
  access: 'updates:read',
  query: z.strictObject(pageQuery),
  response: page(Brief),
})

const one = z.strictObject({ shareBackId: id('shb') })

export const getShareBack = endpoint({
  method: 'GET',
  path: '/share-backs/:shareBackId',
  summary: 'A share-back as it was made, and whether the webhook took it',
  access: 'updates:read',
  params: one,
  response: ShareBack,
})

export const previewShareBack = endpoint({
  method: 'GET',
  path: '/share-backs/preview',
  summary: 'What a share-back of the last seven days would say now; keeps and sends nothing',
  access: 'updates:read',
  response: z.object(counted),
})

export const sendShareBack = endpoint({
  method: 'POST',
  path: '/share-backs',
  summary: 'Make the share-back of this week now and send it; one a week',
  access: 'updates:manage',
  response: ShareBack,
  status: 201,
})

export const retryShareBack = endpoint({
  method: 'POST',
  path: '/share-backs/:shareBackId/retry',
  summary: 'Hand a share-back to the webhook again',
  access: 'updates:manage',
  params: one,
  response: ShareBack,
})

export const testShareBack = endpoint({
  method: 'POST',
  path: '/share-backs/test',
  summary: 'Send the preview to yourself and to the webhook, marked as a test; keeps nothing',
  access: 'settings:write',
  response: z.object({
    mailedTo: z.string().nullable(),
    webhook: z.object({ worked: z.boolean(), answer: z.string() }).nullable(),
  }),
  tx: 'none',
})

const rhythm = {
  isOn: z.boolean(),
  weekday: z.number().int().min(1).max(7).meta({ description: '1 Monday to 7 Sunday' }),
  hour: z.number().int().min(0).max(23).meta({ description: 'in the zone of the workspace' }),
  roles: z.array(Role).max(5).meta({ description: 'Members with these roles get the mail.' }),
}
const Format = z.enum(['json', 'slack']).meta({
  description: 'json: figures and words; slack: `{ "text": … }` as incoming webhooks of Slack take it',
})

export const ShareBackSettings = z.object({
  ...rhythm,
  zone: z.string(),
  /** when the next is made; null while it is off */
  nextAt: z.string().nullable(),
  /** how many members get the mail */
  people: count,
  /** its path is a secret of its own and not shown again */
  webhook: z.object({ host: z.string(), format: Format }).nullable(),
  isDemo: z.boolean(),
})
export type ShareBackSettings = z.output<typeof ShareBackSettings>

export const getShareBackSettings = endpoint({
  method: 'GET',
  path: '/share-backs/settings',
  summary: 'When share-backs are made and who gets them',
  access: 'updates:read',
  response: ShareBackSettings,
})

export const putShareBackSettings = endpoint({
  method: 'PUT',
  path: '/share-backs/settings',
  summary: 'Set when share-backs are made and who gets the mail',
  access: 'settings:write',
  body: z.strictObject(rhythm),
  response: ShareBackSettings,
})

export const putShareBackWebhook = endpoint({
  method: 'PUT',
  path: '/share-backs/webhook',
  summary: 'Set the webhook; answers the secret that signs, which is shown this once',
  access: 'settings:write',
  body: z.strictObject({ url: z.url().max(2000), format: Format.default('json') }),
  response: z.object({ settings: ShareBackSettings, secret: z.string() }),
})

export const removeShareBackWebhook = endpoint({
  method: 'DELETE',
  path: '/share-backs/webhook',
  summary: 'Forget the webhook with its secret',
  access: 'settings:write',
  response: ShareBackSettings,
})
