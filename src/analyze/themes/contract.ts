import { z } from 'zod'
import { countings } from '#analyze/themes/rules.ts'
import { Sentiment } from '#organize/classify/contract.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

const count = z.number()
const Span = z.object({ from: z.string(), to: z.string() })

/** Work on all items: finding themes from scratch, or placing items anew after a change. */
export const ThemeRun = z.object({
  id: idOut('thr'),
  kind: z.enum(['find', 'place']),
  reason: z.enum(['first', 'growth', 'drift', 'asked', 'edit']),
  state: z.enum(['queued', 'running', 'done', 'cancelled', 'failed']),
  phase: z.enum(['reading', 'finding', 'placing']),
  /** how much of it is done, 0…1 */
  share: z.number(),
  items: count,
  themes: count,
  failure: z.string().nullable(),
  createdAt: z.string(),
  endedAt: z.string().nullable(),
})
export type ThemeRun = z.output<typeof ThemeRun>

/** Whether a theme rests on few; shares are of its mentions, 0…1. */
export const ThemeBias = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('few') }),
  z.object({ kind: z.literal('spread') }),
  z.object({ kind: z.literal('accounts'), accounts: count, of: count, share: z.number() }),
  z.object({ kind: z.literal('segment'), name: z.string(), share: z.number() }),
  z.object({ kind: z.literal('channel'), name: z.string(), share: z.number() }),
])
export type ThemeBias = z.output<typeof ThemeBias>

export const ThemeQuote = z.object({
  feedbackId: idOut('fb'),
  text: z.string(),
  contactName: z.string().nullable(),
  accountName: z.string().nullable(),
  channel: z.string(),
  occurredAt: z.string(),
})
export type ThemeQuote = z.output<typeof ThemeQuote>

export const Theme = z.object({
  id: idOut('th'),
  name: z.string(),
  /** people gave it its name */
  isNamed: z.boolean(),
  /** its telling phrases, best first */
  phrases: z.array(z.string()),
  rules: z.array(z.string()),
  isPinned: z.boolean(),
  isHidden: z.boolean(),
  /** in the period, and in the one as long before */
  mentions: count,
  before: count,
  /** what it is ranked by, in the unit of `by`; revenue in minor units */
  counted: z.number(),
  rank: count,
  /** a week earlier; null where it was not said by then */
  rankBefore: count.nullable(),
  accounts: count,
  /** of the active accounts, 0…1; null where there are none */
  shareOfBase: z.number().nullable(),
  /** monthly, minor units, each account once, in the currency of most accounts */
  mrrCents: count,
  /** mentions of each week, the last one ends today */
  weeks: z.array(count),
  usual: z.object({ low: z.number(), high: z.number() }),
  /** the last week against the one before; `chance` is how likely such a difference comes by chance */
  change: z.object({ now: count, before: count, chance: z.number(), holds: z.boolean() }),
  /** places in `weeks` that stand out */
  spikes: z.array(count),
  isNew: z.boolean(),
  isRecurring: z.boolean(),
  sentiment: z.object({ negative: count, neutral: count, positive: count, mixed: count }),
  bias: ThemeBias,
  quote: ThemeQuote.nullable(),
})
export type Theme = z.output<typeof Theme>

export const SilentSegment = z.object({
  segment: z.string(),
  accounts: count,
  spoke: count,
  shareOfBase: z.number(),
  shareOfSaid: z.number(),
})
export type SilentSegment = z.output<typeof SilentSegment>

export const ThemeList = z.object({
  data: z.array(Theme),
  /** themes that fit the conditions; `data` has the first of them */
  total: count,
  hidden: count,
  /** items of the period, and those of them that no theme has */
  items: count,
  without: count,
  span: Span,
  currency: z.string(),
  silent: z.array(SilentSegment),
  /** the newest run that is under way, stopped or failed; null when all is done */
  run: ThemeRun.nullable(),
  /** when themes were last looked for; null before the first time */
  foundAt: z.string().nullable(),
})
export type ThemeList = z.output<typeof ThemeList>

const view = {
  by: z.enum(countings).default('mentions'),
  segment: z.string().max(80).optional(),
  channel: z.string().max(40).optional(),
}

export const listThemes = endpoint({
  method: 'GET',
  path: '/themes',
  summary: 'What customers speak of, ranked: mentions, accounts, MRR, trend, sentiment and who says it',
  access: 'themes:read',
  query: z.strictObject({
    ...view,
    hidden: z.stringbool().default(false),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: ThemeList,
})

export const Loud = z.object({ accountId: idOut('acct'), name: z.string(), mentions: count })

export const ThemeNote = z.object({
  id: idOut('thn'),
  kind: z.enum(['pain', 'job']),
  text: z.string(),
  author: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  evidence: z.array(ThemeQuote),
})
export type ThemeNote = z.output<typeof ThemeNote>

const Named = z.object({ id: idOut('th'), name: z.string() })

export const ThemeDetail = z.object({
  theme: Theme,
  total: count,
  span: Span,
  currency: z.string(),
  contacts: count,
  /** mentions since the first one */
  allMentions: count,
  firstAt: z.string().nullable(),
  lastAt: z.string().nullable(),
  loudest: z.array(Loud),
  /** its rank when each account counts once */
  rankByAccounts: count,
  segments: z.array(z.object({ name: z.string(), mentions: count })),
  channels: z.array(z.object({ name: z.string(), label: z.string(), mentions: count })),
  quotes: z.array(ThemeQuote),
  notes: z.array(ThemeNote),
  /** themes that were merged into it, and those that were split from it */
  merged: z.array(Named),
  parts: z.array(Named),
  splitFrom: Named.nullable(),
  /** where it was merged into another: that one */
  mergedInto: Named.nullable(),
  run: ThemeRun.nullable(),
})
export type ThemeDetail = z.output<typeof ThemeDetail>

const themeParams = z.strictObject({ themeId: id('th') })

export const getTheme = endpoint({
  method: 'GET',
  path: '/themes/:themeId',
  summary: 'A theme with its trend, who says it, quotes, notes and what people did to it',
  access: 'themes:read',
  params: themeParams,
  query: z.strictObject(view),
  response: ThemeDetail,
})

export const ThemeItem = ThemeQuote.extend({
  how: z.enum(['found', 'rule', 'person']),
  sentiment: Sentiment,
  channelLabel: z.string(),
})
export type ThemeItem = z.output<typeof ThemeItem>

export const listThemeItems = endpoint({
  method: 'GET',
  path: '/themes/:themeId/items',
  summary: 'The items of a theme, the newest first',
  access: 'themes:read',
  params: themeParams,
  query: z.strictObject({
    ...pageQuery,
    from: z.iso.date().optional(),
    to: z.iso.date().optional(),
    sentiment: Sentiment.optional(),
    accountId: id('acct').optional(),
  }),
  response: page(ThemeItem),
})

const name = z.string().trim().min(1).max(80)
const phrase = z.string().trim().min(2).max(80)

export const createTheme = endpoint({
  method: 'POST',
  path: '/themes',
  summary: 'Add a theme by rule: every item that says one of the phrases, in any inflection, is in it',
  access: 'themes:write',
  body: z.strictObject({ name, rules: z.array(phrase).min(1).max(50) }),
  response: Named,
  status: 201,
})

export const changeTheme = endpoint({
  method: 'PATCH',
  path: '/themes/:themeId',
  summary: 'Rename, pin, hide a theme or change its rules; it stays so when themes are looked for again',
  access: 'themes:write',
  params: themeParams,
  body: z.strictObject({
    /** null: its phrases are its name again */
    name: name.nullable().optional(),
    isPinned: z.boolean().optional(),
    isHidden: z.boolean().optional(),
    rules: z.array(phrase).max(50).optional(),
  }),
  response: Named,
})

export const mergeTheme = endpoint({
  method: 'POST',
  path: '/themes/:themeId/merge',
  summary: 'Count a theme together with another, from now on and at every later search',
  access: 'themes:write',
  params: themeParams,
  body: z.strictObject({ intoId: id('th') }),
  response: Named,
})

const Pooled = z.object({
  name: z.string(),
  mentions: count,
  accounts: count,
  rank: count,
  quotes: z.array(ThemeQuote),
})

export const previewMerge = endpoint({
  method: 'GET',
  path: '/themes/:themeId/merge',
  summary: 'What two themes would be together; changes nothing',
  access: 'themes:read',
  params: themeParams,
  query: z.strictObject({ intoId: id('th') }),
  response: z.object({
    theme: Pooled,
    into: Pooled,
    /** each account once */
    together: z.object({
      mentions: count,
      accounts: count,
      mrrCents: count,
      currency: z.string(),
      rank: count,
    }),
  }),
})

export const unmergeTheme = endpoint({
  method: 'DELETE',
  path: '/themes/:themeId/merge',
  summary: 'Take a merge back: the theme stands for itself again, with the very items it had',
  access: 'themes:write',
  params: themeParams,
  response: Named,
})

export const ThemePart = z.object({
  phrases: z.array(z.string()),
  items: count,
  quotes: z.array(ThemeQuote),
})
export type ThemePart = z.output<typeof ThemePart>

const parts = z.coerce.number().int().min(2).max(6)

export const previewSplit = endpoint({
  method: 'GET',
  path: '/themes/:themeId/split',
  summary: 'What a theme would be split into, seen on its newest items; changes nothing',
  access: 'themes:read',
  params: themeParams,
  query: z.strictObject({ parts: parts.default(2) }),
  response: z.object({ items: count, parts: z.array(ThemePart) }),
})

export const splitTheme = endpoint({
  method: 'POST',
  path: '/themes/:themeId/split',
  summary: 'Split a theme into parts that stand in its place; a job places its items',
  access: 'themes:write',
  params: themeParams,
  body: z.strictObject({ parts }),
  response: z.object({ parts: z.array(Named), run: ThemeRun }),
})

export const unsplitTheme = endpoint({
  method: 'DELETE',
  path: '/themes/:themeId/split',
  summary: 'Take a split back: the parts go, their items and notes are the theme’s again',
  access: 'themes:write',
  params: themeParams,
  response: Named,
})

export const previewRules = endpoint({
  method: 'POST',
  path: '/themes/rules/preview',
  summary: 'Which of the newest 2,000 items phrases would put into a theme; changes nothing',
  access: 'themes:read',
  body: z.strictObject({ rules: z.array(phrase).min(1).max(50), themeId: id('th').optional() }),
  response: z.object({
    looked: count,
    items: count,
    /** where those items are now, most of them first */
    from: z.array(z.object({ name: z.string(), items: count })),
    quotes: z.array(ThemeQuote),
  }),
})

export const moveThemeItem = endpoint({
  method: 'PUT',
  path: '/feedback/:feedbackId/theme',
  summary: 'Put one item into a theme, or into none; it stays there at every later search',
  access: 'themes:write',
  params: z.strictObject({ feedbackId: id('fb') }),
  body: z.strictObject({ themeId: id('th').nullable() }),
})

const note = {
  kind: z.enum(['pain', 'job']),
  text: z.string().trim().min(1).max(2000),
  evidence: z.array(id('fb')).max(20),
}

export const addThemeNote = endpoint({
  method: 'POST',
  path: '/themes/:themeId/notes',
  summary: 'Write down a pain point or a job to be done, with the items that show it',
  access: 'themes:write',
  params: themeParams,
  body: z.strictObject({ ...note, evidence: note.evidence.default([]) }),
  response: ThemeNote,
  status: 201,
})

const noteParams = z.strictObject({ noteId: id('thn') })

export const changeThemeNote = endpoint({
  method: 'PATCH',
  path: '/theme-notes/:noteId',
  summary: 'Change a note on a theme or its evidence',
  access: 'themes:write',
  params: noteParams,
  body: z.strictObject({
    kind: note.kind.optional(),
    text: note.text.optional(),
    evidence: note.evidence.optional(),
  }),
  response: ThemeNote,
})

export const removeThemeNote = endpoint({
  method: 'DELETE',
  path: '/theme-notes/:noteId',
  summary: 'Remove a note on a theme',
  access: 'themes:write',
  params: noteParams,
})

export const findThemes = endpoint({
  method: 'POST',
  path: '/themes/runs',
  summary: 'Look for themes from scratch, by a job; what people did to themes stays',
  access: 'themes:write',
  body: z.strictObject({}),
  response: ThemeRun,
  status: 202,
})

const runParams = z.strictObject({ runId: id('thr') })

export const cancelThemeRun = endpoint({
  method: 'POST',
  path: '/themes/runs/:runId/cancel',
  summary: 'Stop a search for themes after the step under way',
  access: 'themes:write',
  params: runParams,
  response: ThemeRun,
})

export const resumeThemeRun = endpoint({
  method: 'POST',
  path: '/themes/runs/:runId/resume',
  summary: 'Let a search that was stopped go on where it stood',
  access: 'themes:write',
  params: runParams,
  response: ThemeRun,
})
