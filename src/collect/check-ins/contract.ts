import { z } from 'zod'
import { hows, moods, planStates, rhythms, states } from '#collect/check-ins/rules.ts'
import { Highlight, newHighlights } from '#collect/highlights/contract.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { instant, text } from '#platform/fields.ts'
import { id, idOut } from '#platform/ids.ts'

const Member = z.object({ id: idOut('mem'), name: z.string() })
const Contact = z.object({ id: idOut('ct'), name: z.string() })
const Account = z.object({ id: idOut('acct'), name: z.string() })

/** One line of the lists. */
export const CheckInRow = z.object({
  id: idOut('chk'),
  account: Account,
  state: z.enum(states),
  /** the days within which it is to be held; null: held outside the schedule */
  opensOn: z.string().nullable(),
  dueOn: z.string().nullable(),
  holder: Member.nullable(),
  /** whose it is while they are away */
  standsInFor: Member.nullable(),
  plannedAt: z.string().nullable(),
  heldAt: z.string().nullable(),
  mood: z.enum(moods).nullable(),
  highlightCount: z.number(),
})
export type CheckInRow = z.output<typeof CheckInRow>

export const Promised = z.object({
  id: idOut('prm'),
  checkInId: idOut('chk'),
  account: Account,
  words: z.string(),
  dueOn: z.string(),
  owner: Member.nullable(),
  keptAt: z.string().nullable(),
  isLate: z.boolean(),
})
export type Promised = z.output<typeof Promised>

export const CheckIn = CheckInRow.extend({
  agenda: z.string(),
  how: z.enum(hows).nullable(),
  notes: z.string(),
  reason: z.string().nullable(),
  by: Member.nullable(),
  members: z.array(Member),
  contacts: z.array(Contact),
  promises: z.array(Promised),
  highlights: z.array(Highlight),
  /** the held one before this, to read up on */
  before: z.object({ id: idOut('chk'), heldAt: z.string(), notes: z.string() }).nullable(),
})
export type CheckIn = z.output<typeof CheckIn>

const one = z.strictObject({ checkInId: id('chk') })
const who = z
  .union([z.enum(['me', 'all']), id('mem')])
  .default('all')
  .meta({ description: 'me, all or a member id' })

export const listCheckIns = endpoint({
  method: 'GET',
  path: '/check-ins',
  summary: 'Check-ins: due ones by their last day, held and missed ones newest first',
  access: 'feedback:read',
  query: z.strictObject({
    state: z.enum(['due', 'held', 'missed']).default('due'),
    who,
    dueBy: z.iso.date().optional().meta({ description: 'due ones whose last day is this or earlier' }),
    ...pageQuery,
  }),
  response: page(CheckInRow),
})

export const countCheckIns = endpoint({
  method: 'GET',
  path: '/check-ins/counts',
  summary:
    'How many check-ins are due, due within a week, missed in the last 30 days, and promises late; counting stops at 10,000',
  access: 'feedback:read',
  query: z.strictObject({ who }),
  response: z.object({
    due: z.number(),
    week: z.number(),
    missed: z.number(),
    promises: z.number(),
    latePromises: z.number(),
    /** active accounts that nobody owns, so that nobody holds their check-ins */
    unowned: z.number(),
  }),
})

export const checkInCalendar = endpoint({
  method: 'GET',
  path: '/check-ins/calendar',
  summary: 'The check-ins of a month by day: due, held, missed and those that will open',
  access: 'feedback:read',
  query: z.strictObject({
    month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'is not a month such as 2026-11'),
    who,
  }),
  response: z.object({
    data: z.array(
      z.object({
        on: z.string(),
        /** null: it has not opened yet */
        id: idOut('chk').nullable(),
        account: Account,
        state: z.enum([...states, 'ahead']),
        plannedAt: z.string().nullable(),
      }),
    ),
    /** there are more than are listed */
    isCut: z.boolean(),
  }),
})

export const getCheckIn = endpoint({
  method: 'GET',
  path: '/check-ins/:checkInId',
  summary: 'One check-in whole: agenda, who was there, notes, mood, promises and highlights',
  access: 'feedback:read',
  params: one,
  response: CheckIn,
})

export const changeCheckIn = endpoint({
  method: 'PATCH',
  path: '/check-ins/:checkInId',
  summary: 'Prepare a check-in that is due (agenda, time, who holds it), or correct the notes of a held one',
  access: 'feedback:write',
  params: one,
  body: z.strictObject({
    agenda: text(5000).optional(),
    plannedAt: instant.nullish(),
    holderId: id('mem').optional(),
    notes: text(20_000).optional(),
    mood: z.enum(moods).nullish(),
  }),
  response: CheckIn,
})

const note = {
  how: z.enum(hows),
  heldAt: instant.optional().meta({ description: 'now when not given' }),
  agenda: text(5000).optional(),
  notes: text(20_000).default(''),
  mood: z.enum(moods).nullish(),
  contactIds: z.array(id('ct')).max(50).default([]),
  memberIds: z.array(id('mem')).max(50).default([]),
  promises: z
    .array(
      z.strictObject({
        words: text(500).trim().min(1, 'is empty; say what was promised'),
        dueOn: z.iso.date('is not a day such as 2026-11-19'),
        ownerId: id('mem').nullish().meta({ description: 'who keeps it; who notes it down when not given' }),
      }),
    )
    .max(20)
    .default([]),
  highlights: newHighlights.default([]),
}

export const holdCheckIn = endpoint({
  method: 'POST',
  path: '/accounts/:accountId/check-ins',
  summary:
    'Note down a check-in that was held: the one that is due, or one outside the schedule. Each highlight becomes a feedback item',
  access: 'feedback:write',
  params: z.strictObject({ accountId: id('acct') }),
  body: z.strictObject(note),
  response: CheckIn,
  status: 201,
})

export const addHighlights = endpoint({
  method: 'POST',
  path: '/check-ins/:checkInId/highlights',
  summary: 'Add highlights to a check-in that was held; each becomes a feedback item',
  access: 'feedback:write',
  params: one,
  body: z.strictObject({ highlights: newHighlights.min(1, 'holds no highlight') }),
  response: CheckIn,
})

export const skipCheckIn = endpoint({
  method: 'POST',
  path: '/check-ins/:checkInId/skip',
  summary: 'Leave out a check-in that is due, with the reason; the next one comes as planned',
  access: 'feedback:write',
  params: one,
  body: z.strictObject({ reason: text(500).trim().min(1, 'is empty; say why') }),
  response: CheckIn,
})

export const listAccountCheckIns = endpoint({
  method: 'GET',
  path: '/accounts/:accountId/check-ins',
  summary: 'The check-ins of one account, newest first',
  access: 'feedback:read',
  params: z.strictObject({ accountId: id('acct') }),
  query: z.strictObject(pageQuery),
  response: page(CheckInRow),
})

const ownRhythms = {
  early: z.enum(rhythms).nullable(),
  earlyDays: z.number().int().min(0).max(730).nullable(),
  ongoing: z.enum(rhythms).nullable(),
}
export const Plan = z.object({
  state: z.enum(planStates),
  pausedUntil: z.string().nullable(),
  /** what this account does differently; null: as the workspace says */
  ...ownRhythms,
  /** from which day it is counted: go-live, else when the account was made */
  startOn: z.string(),
  /** what holds today */
  rhythm: z.enum(rhythms),
  isEarly: z.boolean(),
  nextOn: z.string().nullable(),
  /** why none comes, as a sentence; null: one comes */
  why: z.string().nullable(),
})
export type Plan = z.output<typeof Plan>

export const getCheckInPlan = endpoint({
  method: 'GET',
  path: '/accounts/:accountId/check-in-plan',
  summary: 'How often this account is talked to, and when the next check-in opens',
  access: 'feedback:read',
  params: z.strictObject({ accountId: id('acct') }),
  response: Plan,
})

export const putCheckInPlan = endpoint({
  method: 'PUT',
  path: '/accounts/:accountId/check-in-plan',
  summary: 'Give an account rhythms of its own, pause it or switch its check-ins off',
  access: 'accounts:write',
  params: z.strictObject({ accountId: id('acct') }),
  body: z
    .strictObject({
      state: z.enum(planStates).default('on'),
      pausedUntil: z.iso.date().nullable().default(null),
      early: ownRhythms.early.default(null),
      earlyDays: ownRhythms.earlyDays.default(null),
      ongoing: ownRhythms.ongoing.default(null),
    })
    .refine((plan) => plan.pausedUntil === null || plan.state === 'paused', {
      path: ['pausedUntil'],
      message: 'goes with the state paused; leave it out',
    }),
  response: Plan,
})

export const CheckInSettings = z.strictObject({
  isOn: z.boolean(),
  early: z.enum(rhythms),
  earlyDays: z.number().int().min(0).max(730),
  ongoing: z.enum(rhythms),
})
export type CheckInSettings = z.output<typeof CheckInSettings>

export const getCheckInSettings = endpoint({
  method: 'GET',
  path: '/check-in-settings',
  summary: 'How often accounts are talked to',
  access: 'feedback:read',
  response: CheckInSettings,
})

export const putCheckInSettings = endpoint({
  method: 'PUT',
  path: '/check-in-settings',
  summary: 'Decide how often accounts are talked to; accounts with rhythms of their own keep them',
  access: 'settings:manage',
  body: CheckInSettings,
  response: CheckInSettings,
})

export const listPromises = endpoint({
  method: 'GET',
  path: '/check-in-promises',
  summary: 'What was promised in check-ins and is not kept yet, what is due first at the top',
  access: 'feedback:read',
  query: z.strictObject({ who, account: id('acct').optional(), ...pageQuery }),
  response: page(Promised),
})

export const keepPromise = endpoint({
  method: 'PATCH',
  path: '/check-in-promises/:promiseId',
  summary: 'Say that a promise is kept, or that it is not after all',
  access: 'feedback:write',
  params: z.strictObject({ promiseId: id('prm') }),
  body: z.strictObject({ isKept: z.boolean() }),
  response: Promised,
})
