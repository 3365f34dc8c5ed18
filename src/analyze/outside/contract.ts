import { z } from 'zod'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

/** What a language model outside may be asked for. Each is off until it is switched on. */
export const Uses = z.strictObject({
  themeNames: z.boolean().default(false),
  themeSummaries: z.boolean().default(false),
  translations: z.boolean().default(false),
})
export type Uses = z.output<typeof Uses>

/** Millionths of a currency. */
const micros = z.number().int().min(0).max(1_000_000_000_000)

const model = {
  /** the base of an OpenAI-compatible service, such as https://api.example.com/v1 */
  address: z.string().trim().min(1).max(500),
  model: z.string().trim().min(1).max(200),
  currency: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{3}$/, 'is a currency of three letters such as USD')
    .default('USD'),
  /** price of a million tokens sent, and of a million answered, in millionths of the currency; 0 costs nothing */
  inputMicros: micros,
  outputMicros: micros,
  /** in minor units; nothing more is sent in a month (UTC) once it could be passed */
  monthlyLimitCents: z.number().int().min(0).max(100_000_000),
  timeoutSeconds: z.number().int().min(1).max(300).default(60),
}

export const OutsideModel = z.object({
  address: z.string(),
  hasKey: z.boolean(),
  model: z.string(),
  currency: z.string(),
  inputMicros: z.number(),
  outputMicros: z.number(),
  monthlyLimitCents: z.number(),
  timeoutSeconds: z.number(),
})
export type OutsideModel = z.output<typeof OutsideModel>

export const OutsideSettings = z.object({
  /** null: off */
  model: OutsideModel.nullable(),
  uses: Uses,
  /** this month (UTC), in the currency of the model */
  month: z.object({ calls: z.number(), spentMicros: z.number() }),
})
export type OutsideSettings = z.output<typeof OutsideSettings>

export const getOutside = endpoint({
  method: 'GET',
  path: '/outside',
  summary: 'The language model outside, if one is set, without its key, and what it cost this month',
  access: 'settings:read',
  response: OutsideSettings,
})

const given = {
  ...model,
  /** Absent: the one kept so far, if the address is the same. Empty: none. */
  key: z.string().max(1000).optional(),
}

export const putOutside = endpoint({
  method: 'PUT',
  path: '/outside',
  summary: 'Set an OpenAI-compatible language model outside, its price and limit, and what it is asked for',
  access: 'settings:manage',
  body: z.strictObject({ ...given, uses: Uses }),
  response: OutsideSettings,
})

export const removeOutside = endpoint({
  method: 'DELETE',
  path: '/outside',
  summary: 'Forget the language model outside with its key; nothing is sent any more',
  access: 'settings:manage',
})

export const tryOutside = endpoint({
  method: 'POST',
  path: '/outside/trial',
  summary:
    'Ask a language model outside one small question without any customer’s words, and show its answer',
  access: 'settings:manage',
  body: z.strictObject(given),
  response: z.object({
    worked: z.boolean(),
    /** what happened and what to do, in a sentence */
    finding: z.string(),
    answer: z.string().nullable(),
    costMicros: z.number(),
  }),
  tx: 'none',
})

/** A sentence with the items that show it. */
const Sentence = z.object({ text: z.string(), quotes: z.array(idOut('fb')) })

const own = {
  /** why, as the model says, and its own estimate of how sure it is, 0 to 1; null where it said neither */
  because: z.string().nullable(),
  confidence: z.number().nullable(),
}

export const OutsideResult = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('theme_name'), name: z.string(), summary: z.string().nullable(), ...own }),
  z.object({
    kind: z.literal('theme_summary'),
    sentences: z.array(Sentence),
    /** sentences left out because they named no quote that was sent */
    refused: z.number(),
    ...own,
  }),
  z.object({ kind: z.literal('translation'), text: z.string(), isCut: z.boolean() }),
])
export type OutsideResult = z.output<typeof OutsideResult>

export const OutsidePurpose = z.enum(['theme_name', 'theme_summary', 'translation', 'trial'])
export type OutsidePurpose = z.output<typeof OutsidePurpose>

/** One question to the model, and what came of it. */
export const Asked = z.object({
  id: idOut('oc'),
  purpose: OutsidePurpose,
  state: z.enum(['queued', 'running', 'done', 'failed']),
  model: z.string(),
  host: z.string(),
  result: OutsideResult.nullable(),
  /** what went wrong and what to do */
  failure: z.string().nullable(),
  decision: z.enum(['accepted', 'dismissed']).nullable(),
  /** items whose words were sent */
  quotes: z.number(),
  costMicros: z.number(),
  currency: z.string(),
  isEstimate: z.boolean(),
  createdAt: z.string(),
  endedAt: z.string().nullable(),
})
export type Asked = z.output<typeof Asked>

const themeParams = z.strictObject({ themeId: id('th') })

export const ThemeOutside = z.object({
  /** what may be asked now */
  names: z.boolean(),
  summaries: z.boolean(),
  /** the newest question of each kind; null where none was asked in 90 days */
  name: Asked.nullable(),
  summary: Asked.nullable(),
})
export type ThemeOutside = z.output<typeof ThemeOutside>

export const getThemeOutside = endpoint({
  method: 'GET',
  path: '/themes/:themeId/outside',
  summary: 'What a language model outside suggested about a theme; a suggestion changes nothing by itself',
  access: 'themes:read',
  params: themeParams,
  response: ThemeOutside,
})

export const askAboutTheme = endpoint({
  method: 'POST',
  path: '/themes/:themeId/outside',
  summary:
    'Ask the language model outside for a name or a summary of a theme; a job sends it without personal data',
  access: 'themes:write',
  params: themeParams,
  body: z.strictObject({ purpose: z.enum(['theme_name', 'theme_summary']) }),
  response: Asked,
  status: 202,
})

export const decideOutside = endpoint({
  method: 'POST',
  path: '/outside/calls/:callId/decision',
  summary: 'Accept or dismiss a suggestion about a theme; an accepted name renames the theme',
  access: 'themes:write',
  params: z.strictObject({ callId: id('oc') }),
  body: z.strictObject({ decision: z.enum(['accepted', 'dismissed']) }),
  response: Asked,
})

const language = z
  .string()
  .toLowerCase()
  .regex(/^[a-z]{2,3}$/, 'is a language such as en or de')

const itemParams = z.strictObject({ feedbackId: id('fb') })

export const getTranslation = endpoint({
  method: 'GET',
  path: '/feedback/:feedbackId/translation',
  summary: 'An item in another language, by the language model outside, if it was asked for',
  access: 'feedback:read',
  params: itemParams,
  query: z.strictObject({ language }),
  response: z.object({ mayAsk: z.boolean(), asked: Asked.nullable() }),
})

export const askTranslation = endpoint({
  method: 'POST',
  path: '/feedback/:feedbackId/translation',
  summary:
    'Ask the language model outside for an item in another language; a job sends it without personal data',
  access: 'feedback:write',
  params: itemParams,
  body: z.strictObject({ language }),
  response: Asked,
  status: 202,
})

export const OutsideCall = Asked.extend({
  themeId: idOut('th').nullable(),
  feedbackId: idOut('fb').nullable(),
  language: z.string().nullable(),
  /** the body of the request, to the letter; null once an item it quotes was erased */
  sent: z.string().nullable(),
  removed: z.record(z.string(), z.number()),
  tokensIn: z.number().nullable(),
  tokensOut: z.number().nullable(),
  attempts: z.number(),
  seconds: z.number().nullable(),
})
export type OutsideCall = z.output<typeof OutsideCall>

export const listOutsideCalls = endpoint({
  method: 'GET',
  path: '/outside/calls',
  summary: 'Everything that was sent to a language model outside in the last 90 days, the newest first',
  access: 'settings:read',
  query: z.strictObject(pageQuery),
  response: page(OutsideCall),
})
