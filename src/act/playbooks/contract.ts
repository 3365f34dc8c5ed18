import { z } from 'zod'
import { CalendarSetting } from '#platform/calendar/contract.ts'
import { endpoint } from '#platform/endpoint.ts'
import { id } from '#platform/ids.ts'

const Key = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'is a playbook name such as nps-detractor')
  .max(100)
const Text = z.string().min(1).max(100_000)

/** When a playbook is looked at again, as its `review` says, and who last found nothing to change. */
const Review = z.object({
  every: z.enum(['every quarter', 'every year']),
  dueOn: z.string(),
  isOverdue: z.boolean(),
  at: z.string().nullable(),
  by: z.string().nullable(),
})
export type Review = z.output<typeof Review>

export const PlaybookRow = z.object({
  key: z.string(),
  title: z.string(),
  version: z.number(),
  isEnabled: z.boolean(),
  steps: z.number(),
  openCases: z.number(),
  savedAt: z.string(),
  /** null where it names no interval */
  review: Review.nullable(),
})
export type PlaybookRow = z.output<typeof PlaybookRow>

/** A step as it is drawn beside the text. */
export const DrawnStep = z.object({
  id: z.string(),
  title: z.string(),
  who: z.string(),
  action: z.string(),
  rule: z.string(),
  condition: z.string().nullable(),
  needs: z.array(z.string()),
  repeats: z.string().nullable(),
  evidence: z.array(z.string()),
  /** whom it brings in, what it advises, who has to agree and who is told */
  notes: z.array(z.string()),
  line: z.number(),
})
export type DrawnStep = z.output<typeof DrawnStep>

/** The dates a step would get; null while the moment they are counted from is not known. */
export const DatedStep = z.object({
  step: z.string(),
  title: z.string(),
  who: z.string().nullable(),
  earliest: z.string().nullable(),
  aim: z.string().nullable(),
  latest: z.string().nullable(),
  after: z.string(),
  rule: z.string(),
  if: z.string().nullable(),
  holds: z.boolean().nullable(),
})
export type DatedStep = z.output<typeof DatedStep>

export const Finding = z.object({
  line: z.number(),
  level: z.enum(['error', 'warning']),
  message: z.string(),
  fix: z.string(),
})

/** proposed: waits for the approver; passed: another was saved before anybody agreed. */
export const VersionState = z.enum(['proposed', 'taken', 'refused', 'passed'])

export const PlaybookView = z.object({
  key: z.string(),
  title: z.string(),
  source: z.string().nullable(),
  version: z.number(),
  currentVersion: z.number(),
  /** the newest version saved; later than the current one while it waits for the approver */
  latestVersion: z.number(),
  state: VersionState,
  refusedWhy: z.string().nullable(),
  /** who has to agree to a new version; null when it takes effect at once */
  approver: z.string().nullable(),
  mayDecide: z.boolean(),
  review: Review.nullable(),
  mayReview: z.boolean(),
  reviews: z.array(
    z.object({ at: z.string(), by: z.string(), version: z.number(), note: z.string().nullable() }),
  ),
  isEnabled: z.boolean(),
  origin: z.enum(['library', 'saved']),
  text: z.string(),
  when: z.string(),
  lead: z.array(z.string()),
  steps: z.array(DrawnStep),
  late: z.array(z.object({ at: z.string(), tell: z.array(z.string()) })),
  findings: z.array(Finding),
  openCases: z.number(),
  versions: z.array(
    z.object({
      version: z.number(),
      origin: z.enum(['library', 'saved']),
      state: VersionState,
      savedAt: z.string(),
      savedBy: z.string().nullable(),
    }),
  ),
})
export type PlaybookView = z.output<typeof PlaybookView>

export const listPlaybooks = endpoint({
  method: 'GET',
  path: '/playbooks',
  summary: 'The playbooks of this workspace with their running cases',
  access: 'playbooks:read',
  response: z.object({ data: z.array(PlaybookRow) }),
})

export const getPlaybook = endpoint({
  method: 'GET',
  path: '/playbooks/:key',
  summary: 'One playbook: its file, its steps as they run, what the checker says, its versions',
  access: 'playbooks:read',
  params: z.strictObject({ key: Key }),
  query: z.strictObject({ version: z.coerce.number().int().min(1).optional() }),
  response: PlaybookView,
})

export const checkText = endpoint({
  method: 'POST',
  path: '/playbooks/check',
  summary: 'Check a playbook file: every fault with its line and what to write instead; saves nothing',
  access: 'playbooks:read',
  body: z.strictObject({ text: Text }),
  response: z.object({ key: z.string().nullable(), steps: z.array(DrawnStep), findings: z.array(Finding) }),
})

export const savePlaybook = endpoint({
  method: 'PUT',
  path: '/playbooks/:key',
  summary: 'Save a new version of a playbook; running cases stay on theirs',
  access: 'playbooks:write',
  params: z.strictObject({ key: Key }),
  body: z.strictObject({
    text: Text,
    basedOn: z.number().int().min(0).meta({
      description: 'The version you changed, 0 for a new playbook; another current version answers 409.',
    }),
  }),
  response: PlaybookView,
})

export const decidePlaybook = endpoint({
  method: 'POST',
  path: '/playbooks/:key/decide',
  summary: 'Agree to a version that waits for its approver, or refuse it with the reason',
  access: 'playbooks:write',
  params: z.strictObject({ key: Key }),
  body: z
    .strictObject({
      version: z.number().int().min(1).max(1e6),
      decision: z.enum(['approve', 'refuse']),
      reason: z.string().trim().min(1).max(2000).optional(),
    })
    .refine((body) => body.decision === 'approve' || body.reason !== undefined, {
      path: ['reason'],
      message: 'is needed to refuse a version',
    }),
  response: PlaybookView,
})

export const reviewPlaybook = endpoint({
  method: 'POST',
  path: '/playbooks/:key/review',
  summary: 'Record that the version in effect was looked at again and nothing has to change',
  access: 'playbooks:read',
  params: z.strictObject({ key: Key }),
  body: z.strictObject({
    version: z.number().int().min(1).max(1e6),
    note: z.string().trim().min(1).max(2000).optional(),
  }),
  response: PlaybookView,
})

export const tryPlaybook = endpoint({
  method: 'POST',
  path: '/playbooks/:key/try',
  summary: 'What a playbook would make of one item or answer: whether it opens a case, who leads, every date',
  access: 'playbooks:read',
  params: z.strictObject({ key: Key }),
  body: z.strictObject({
    feedbackId: id('fb'),
    text: Text.optional().meta({
      description: 'A text that is not saved yet; the current version without it',
    }),
  }),
  response: z.object({
    opens: z.boolean(),
    /** why not, or what decided it */
    because: z.string(),
    contact: z.string().nullable(),
    account: z.string().nullable(),
    lead: z.string(),
    at: z.string(),
    zone: z.string(),
    steps: z.array(DatedStep),
  }),
})

export const enablePlaybook = endpoint({
  method: 'PATCH',
  path: '/playbooks/:key',
  summary: 'Switch a playbook on or off; running cases go on',
  access: 'playbooks:write',
  params: z.strictObject({ key: Key }),
  body: z.strictObject({ isEnabled: z.boolean() }),
  response: PlaybookRow,
})

/** What conditions of playbooks know as `settings`. */
export const PlaybookSettings = z.strictObject({
  /** monthly revenue from which an executive calls, in minor units of the account's currency */
  executiveCallMrrCents: z.number().int().min(0).max(1e12).default(500_000),
})
export type PlaybookSettings = z.output<typeof PlaybookSettings>

export const getPlaybookSettings = endpoint({
  method: 'GET',
  path: '/playbook-settings',
  summary: 'The limits that playbooks ask for',
  access: 'playbooks:read',
  response: PlaybookSettings,
})

export const putPlaybookSettings = endpoint({
  method: 'PUT',
  path: '/playbook-settings',
  summary: 'Set the limits that playbooks ask for; steps already open stay as they are',
  access: 'playbooks:write',
  body: PlaybookSettings,
  response: PlaybookSettings,
})

export const previewDueTimes = endpoint({
  method: 'POST',
  path: '/playbooks/due-times',
  summary:
    'What the enabled playbooks would make of a calendar over the next weekend and holiday; saves nothing',
  access: 'playbooks:read',
  body: CalendarSetting,
  response: z.object({
    data: z.array(
      z.object({ cause: z.string(), at: z.string(), owed: z.string(), due: z.string(), why: z.string() }),
    ),
  }),
})
