import { z } from 'zod'
import { phonePriorities, priorities, triggers } from '#collect/programmes/rules.ts'
import { invitationChannels } from '#collect/surveys/channels.ts'
import { exclusionReasons, waveWays } from '#collect/surveys/rules.ts'
import { Audience, Recipient, Recipients, Wave, WaveResult } from '#collect/surveys/waves/contract.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

const words = (max: number) => z.string().trim().max(max)

export const Programme = z.object({
  id: idOut('prg'),
  surveyId: idOut('srv'),
  surveyName: z.string(),
  name: z.string(),
  trigger: z.enum(triggers),
  /** whom it is for; all null: all active contacts */
  audience: z.object({ segments: z.array(z.string()).nullable(), roles: z.array(z.string()).nullable() }),
  delayHours: z.number(),
  timing: z.enum(['at_once', 'mornings']),
  channel: z.enum(waveWays),
  /** by phone: who calls */
  callerId: idOut('mem').nullable(),
  phoneFrom: z.enum(phonePriorities).nullable(),
  samplePercent: z.number(),
  reminderDays: z.number().nullable(),
  isOn: z.boolean(),
  /** When it asks next, where that is known. */
  nextAt: z.string().nullable(),
  asked: z.number(),
  lastAt: z.string().nullable(),
})
export type Programme = z.output<typeof Programme>

const settings = {
  name: words(120).min(1),
  surveyId: id('srv'),
  audience: z.strictObject({ segments: Audience.shape.segments, roles: Audience.shape.roles }),
  delayHours: z.number().int().min(0).max(2160).meta({ description: 'How long after what sets it off.' }),
  timing: z
    .enum(['at_once', 'mornings'])
    .meta({ description: 'At once, or spread over weekday mornings in the zone of each person.' }),
  channel: z.enum(waveWays).meta({
    description:
      'mail, sms, either (by text message where mail cannot reach them), in_app (a card of the widget) or phone (a call for each).',
  }),
  callerId: id('mem').meta({ description: 'By phone: who calls; without it you.' }),
  phoneFrom: z.enum(phonePriorities).nullable().meta({
    description: 'Single occasions about tickets of this priority or above are asked by phone; null: none.',
  }),
  samplePercent: z.number().int().min(1).max(100),
  reminderDays: z.number().int().min(1).max(60).nullable(),
}
const one = z.strictObject({ programmeId: id('prg') })
/** As if people asked in the last 30 days were asked again. */
const override = z.stringbool().optional()

export const listProgrammes = endpoint({
  method: 'GET',
  path: '/programmes',
  summary: 'The programmes: what sets each off, for whom, and when it asks next',
  access: 'surveys:read',
  query: z.strictObject({ ...pageQuery }),
  response: page(Programme),
})

export const getProgramme = endpoint({
  method: 'GET',
  path: '/programmes/:programmeId',
  summary: 'One programme',
  access: 'surveys:read',
  params: one,
  response: Programme,
})

export const createProgramme = endpoint({
  method: 'POST',
  path: '/programmes',
  summary: 'Create a programme; it is off until it is turned on',
  access: 'surveys:manage',
  body: z.strictObject({
    name: settings.name,
    surveyId: settings.surveyId,
    trigger: z.enum(triggers),
    audience: settings.audience.default({}),
    delayHours: settings.delayHours.optional(),
    timing: settings.timing.optional(),
    channel: settings.channel.optional(),
    callerId: settings.callerId.optional(),
    phoneFrom: settings.phoneFrom.optional(),
    samplePercent: settings.samplePercent.default(100),
    reminderDays: settings.reminderDays.optional(),
  }),
  response: Programme,
  status: 201,
})

export const changeProgramme = endpoint({
  method: 'PATCH',
  path: '/programmes/:programmeId',
  summary: 'Change a programme, or turn it on or off; what happened before it was on asks nobody',
  access: 'surveys:manage',
  params: one,
  body: z.strictObject({ ...z.object(settings).partial().shape, isOn: z.boolean().optional() }),
  response: Programme,
})

export const previewProgramme = endpoint({
  method: 'GET',
  path: '/programmes/:programmeId/recipients',
  summary: 'Who would be asked if it were set off now, and who would not and why',
  access: 'surveys:read',
  params: one,
  query: z.strictObject({ override }),
  response: Recipients,
})

export const listProgrammePeople = endpoint({
  method: 'GET',
  path: '/programmes/:programmeId/recipients/people',
  summary: 'The people behind the counts of the preview',
  access: 'surveys:read',
  params: one,
  query: z.strictObject({ override, reason: z.enum(exclusionReasons).optional(), ...pageQuery }),
  response: page(Recipient),
})

export const runProgramme = endpoint({
  method: 'POST',
  path: '/programmes/:programmeId/run',
  summary: 'Ask its audience now, also while it is off; each contact once',
  access: 'surveys:manage',
  params: one,
  body: z.strictObject({
    people: z.number().int().min(0).optional().meta({
      description: 'The number of people you expect. When it is another by now, nothing is sent.',
    }),
    overrideReason: words(300).min(3).optional().meta({
      description: 'Why people who were asked in the last 30 days are asked again, such as a service change.',
    }),
  }),
  response: Wave,
  status: 201,
})

export const Occasion = z.object({
  id: idOut('occ'),
  key: z.string(),
  contactId: idOut('ct').nullable(),
  name: z.string().nullable(),
  accountId: idOut('acct').nullable(),
  accountName: z.string().nullable(),
  /** The case or feedback item that it follows. */
  about: z.object({ kind: z.enum(['case', 'feedback']), id: z.string() }).nullable(),
  overrideReason: z.string().nullable(),
  /** why its survey does not count for the limit of a month */
  exemptReason: z.string().nullable(),
  priority: z.enum(priorities).nullable(),
  happenedAt: z.string(),
  dueAt: z.string(),
  state: z.enum(['waiting', 'asked', 'left_out']),
  /** Why they were left out, or what was sent to them never reached them. */
  why: z.string().nullable(),
  waveId: idOut('wave').nullable(),
  answeredAt: z.string().nullable(),
  remindedAt: z.string().nullable(),
})
export type Occasion = z.output<typeof Occasion>

/** What happened, and to whom. */
const Happening = z
  .strictObject({
    key: words(200).min(1).meta({ description: 'What happened, such as the id of the ticket.' }),
    contactId: id('ct').optional(),
    contact: z
      .strictObject({
        email: z.email().max(254).optional(),
        name: words(200).optional(),
        externalId: words(200).optional(),
        source: words(60).optional(),
        accountName: words(200).optional(),
      })
      .optional(),
    happenedAt: z.iso.datetime({ offset: true }).optional(),
    isOpenedByUs: z.boolean().default(false).meta({
      description: 'The ticket was opened by one of us, not by the customer: nobody is asked.',
    }),
    openedBy: z.email().max(254).optional().meta({
      description:
        'Who opened the ticket; without it the contact of aboutFeedbackId. An address of a member or of our own mail domains means that it was opened by one of us.',
    }),
    overrideReason: words(300).min(3).optional().meta({
      description:
        'A service change or complex issue, for which somebody asked in the last 30 days is asked again.',
    }),
    priority: z.enum(priorities).optional().meta({
      description:
        'Of the ticket; without it that of the item it is about. A programme may call from one on.',
    }),
    aboutCaseId: id('case').optional(),
    aboutFeedbackId: id('fb').optional(),
  })
  .refine((one) => one.contactId || one.contact?.email || one.contact?.externalId, {
    path: ['contactId'],
    message: 'or contact with an e-mail address or external id is needed: say who is asked',
  })
export type Happening = z.output<typeof Happening>

export const raiseOccasion = endpoint({
  method: 'POST',
  path: '/programmes/:programmeId/events',
  summary:
    'Tell a programme that something happened, such as a ticket that was resolved; the same key asks once',
  access: 'surveys:write',
  params: one,
  body: Happening,
  response: Occasion,
})

const manyHappenings = z.strictObject({ events: z.array(Happening).min(1).max(500) })

export const raiseOccasions = endpoint({
  method: 'POST',
  path: '/programmes/:programmeId/events/batch',
  summary:
    'Tell a programme of up to 500 events at once, such as a release to everybody who asked for it; one that cannot be refuses all',
  access: 'surveys:write',
  params: one,
  body: manyHappenings,
  response: z.object({ data: z.array(Occasion) }),
})

/** What would come of an event for its person. */
export const ForeseenOccasion = z.object({
  contactId: idOut('ct'),
  name: z.string().nullable(),
  /** when they would be asked, at the earliest */
  dueAt: z.string(),
  channel: z.enum(invitationChannels),
  reason: z.enum(exclusionReasons).nullable(),
  why: z.string().nullable(),
})
export type ForeseenOccasion = z.output<typeof ForeseenOccasion>

export const previewOccasions = endpoint({
  method: 'POST',
  path: '/programmes/:programmeId/events/preview',
  summary:
    'What would come of events if they were told now, each with a contactId: who is asked when, and who is not and why',
  access: 'surveys:read',
  params: one,
  body: manyHappenings,
  response: z.object({ data: z.array(ForeseenOccasion) }),
})

export const listOccasions = endpoint({
  method: 'GET',
  path: '/programmes/:programmeId/occasions',
  summary: 'What set a programme off, newest first, with who was asked or why not',
  access: 'surveys:read',
  params: one,
  query: z.strictObject({ state: Occasion.shape.state.optional(), ...pageQuery }),
  response: page(Occasion),
})

export const ProgrammeRun = z.object({
  waveId: idOut('wave'),
  name: z.string(),
  state: Wave.shape.state,
  startedAt: z.string(),
  overrideReason: z.string().nullable(),
  invited: z.number(),
  /** Of those invited: whom what was sent never reached, by reason. */
  notSent: WaveResult.shape.notSentReasons,
  excluded: z.number(),
  answered: z.number(),
  reminded: z.number(),
  /** NPS of an NPS survey, else the mean score; null below 5 answers. */
  score: z.number().nullable(),
  reasons: z.array(z.object({ reason: z.enum(exclusionReasons), why: z.string(), people: z.number() })),
})
export type ProgrammeRun = z.output<typeof ProgrammeRun>

export const listRuns = endpoint({
  method: 'GET',
  path: '/programmes/:programmeId/runs',
  summary:
    'The waves of a programme, newest first: invited, left out by reason, answered, and the score of each',
  access: 'surveys:read',
  params: one,
  query: z.strictObject({ ...pageQuery }),
  response: page(ProgrammeRun),
})
