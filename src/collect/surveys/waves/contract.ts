import { z } from 'zod'
import { invitationChannels } from '#collect/surveys/channels.ts'
import { oneSurvey, words } from '#collect/surveys/contract.ts'
import { surveyKinds } from '#collect/surveys/kinds.ts'
import { exclusionReasons, seenWithinDays, stageNames, waveWays } from '#collect/surveys/rules.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'
import { sendStates } from '#platform/outbox/rules.ts'

/** For whom: all active contacts, or those of these accounts, segments or ids. */
export const Audience = z.strictObject({
  accountIds: z.array(id('acct')).max(1000).optional(),
  contactIds: z.array(id('ct')).max(1000).optional(),
  segments: z.array(z.string().max(60)).max(50).optional(),
  roles: z.array(z.string().max(60)).max(20).optional(),
})
export type Audience = z.output<typeof Audience>

const activeHelp = `Only who was seen in the last ${seenWithinDays} days, or of whom no use is known.`

const audienceQuery = {
  accounts: z.preprocess(
    (value) => (typeof value === 'string' ? [value] : value),
    z.array(id('acct')).max(100).optional(),
  ),
  contacts: z.preprocess(
    (value) => (typeof value === 'string' ? [value] : value),
    z.array(id('ct')).max(100).optional(),
  ),
  segments: z.preprocess(
    (value) => (typeof value === 'string' ? [value] : value),
    z.array(z.string().max(60)).max(50).optional(),
  ),
  override: z.stringbool().optional(),
  channel: z.enum(waveWays).optional(),
  activeOnly: z.stringbool().optional().meta({ description: activeHelp }),
  samplePercent: z.coerce.number().int().min(1).max(100).optional(),
}

export const Recipients = z.object({
  considered: z.number(),
  people: z.number(),
  /** Of the people: how each is reached. */
  byMail: z.number(),
  bySms: z.number(),
  inApp: z.number(),
  byPhone: z.number(),
  accounts: z.number(),
  excluded: z.number(),
  reasons: z.array(
    z.object({ reason: z.enum(exclusionReasons), why: z.string(), hint: z.string(), people: z.number() }),
  ),
})
export type Recipients = z.output<typeof Recipients>

export const previewRecipients = endpoint({
  method: 'GET',
  path: '/surveys/:surveyId/recipients',
  summary: 'Who would get the survey if it were sent now, and who would not and why',
  access: 'surveys:read',
  params: oneSurvey,
  query: z.strictObject(audienceQuery),
  response: Recipients,
})

/** Somebody behind one of the counts. */
export const Recipient = z.object({
  contactId: idOut('ct'),
  name: z.string().nullable(),
  email: z.string().nullable(),
  accountId: idOut('acct').nullable(),
  accountName: z.string().nullable(),
})
export type Recipient = z.output<typeof Recipient>

export const listRecipients = endpoint({
  method: 'GET',
  path: '/surveys/:surveyId/recipients/people',
  summary: 'The people behind the counts: those who would get it, or those left out for one reason',
  access: 'surveys:read',
  params: oneSurvey,
  query: z.strictObject({ ...audienceQuery, reason: z.enum(exclusionReasons).optional(), ...pageQuery }),
  response: page(Recipient),
})

export const Wave = z.object({
  id: idOut('wave'),
  surveyId: idOut('srv'),
  name: z.string(),
  /** open: of a programme that asks one by one, until the month is over */
  state: z.enum(['filling', 'open', 'sent', 'stopped']),
  /** whom it was for; all null: all active contacts */
  audience: z.object({
    segments: z.array(z.string()).nullable(),
    roles: z.array(z.string()).nullable(),
    accounts: z.number().nullable(),
    contacts: z.number().nullable(),
  }),
  channel: z.enum(waveWays),
  overrideReason: z.string().nullable(),
  /** why it does not count for the limit of a month: it follows a case or release */
  exemptReason: z.string().nullable(),
  programmeId: idOut('prg').nullable(),
  invited: z.number(),
  /** Of those invited: whom what was sent never reached; they were not asked. */
  notSent: z.number(),
  excluded: z.number(),
  startedAt: z.string(),
  stoppedAt: z.string().nullable(),
  closesAt: z.string(),
})
export type Wave = z.output<typeof Wave>

/** Where the invitations of a wave stand: states of messages, stages of cards and calls. */
export const places = [
  ...new Set([...sendStates, 'waiting', 'undelivered', 'bounced', ...stageNames] as const),
]

export const WaveResult = Wave.extend({
  /** Asked and not answered. */
  silent: z.number(),
  notSentReasons: z.array(
    z.object({
      channel: z.enum(invitationChannels),
      reason: z.string(),
      why: z.string(),
      people: z.number(),
    }),
  ),
  /** What stopping it takes back: messages that have not left, cards that can still be answered, calls to make, reminders. */
  pending: z.object({ messages: z.number(), cards: z.number(), calls: z.number(), reminders: z.number() }),
  delivered: z.number(),
  answered: z.number(),
  provisional: z.number(),
  /** Answered of delivered in percent; null when nothing was delivered. */
  responseRate: z.number().nullable(),
  surveyKind: z.enum(surveyKinds),
  /** Null below 5 answers, and for a survey that is no NPS survey. */
  nps: z.number().nullable(),
  promoters: z.number(),
  passives: z.number(),
  detractors: z.number(),
  /** How many gave 0, 1, … 10. */
  scores: z.array(z.number()),
  reasons: z.array(z.object({ key: z.string(), label: z.string(), count: z.number() })),
  /** Of its mails; those that came back after a server had taken them stand apart. */
  mails: z.partialRecord(z.enum([...sendStates, 'waiting', 'bounced']), z.number()),
  /** As `mails`, of its text messages; undelivered ones stand apart. */
  texts: z.partialRecord(z.enum([...sendStates, 'waiting', 'undelivered']), z.number()),
  cards: z.partialRecord(z.enum(stageNames), z.number()),
  calls: z.partialRecord(z.enum(stageNames), z.number()),
  byChannel: z.array(
    z.object({
      channel: z.enum(invitationChannels),
      invited: z.number(),
      delivered: z.number(),
      answered: z.number(),
      /** Answered of delivered in percent; null when nothing was delivered. */
      responseRate: z.number().nullable(),
    }),
  ),
  exclusions: z.array(
    z.object({ reason: z.enum(exclusionReasons), why: z.string(), hint: z.string(), people: z.number() }),
  ),
})
export type WaveResult = z.output<typeof WaveResult>

export const sendSurvey = endpoint({
  method: 'POST',
  path: '/surveys/:surveyId/waves',
  summary: 'Send the survey to an audience; each contact is asked once',
  access: 'surveys:manage',
  params: oneSurvey,
  body: z.strictObject({
    name: words(120).optional(),
    audience: Audience.default({}),
    channel: z.enum(waveWays).optional().meta({
      description:
        'mail (when absent), sms, either (by mail, and by text message where mail cannot reach them), in_app (a card of the widget) or phone (a call for each).',
    }),
    callerId: id('mem').optional().meta({ description: 'By phone: who calls; without it you.' }),
    activeOnly: z.boolean().optional().meta({ description: activeHelp }),
    samplePercent: z.number().int().min(1).max(100).optional().meta({
      description: 'So many percent of the audience; others the next time.',
    }),
    mornings: z.number().int().min(1).max(5).optional().meta({
      description: 'Spread over so many weekday mornings in the zone of each; without it at once.',
    }),
    reminderDays: z.number().int().min(1).max(60).optional().meta({
      description: 'Remind once who has not answered by then; mails and text messages only.',
    }),
    people: z.number().int().min(0).optional().meta({
      description: 'The number of people you expect. When it is another by now, nothing is sent.',
    }),
    overrideReason: words(300).min(3).optional().meta({
      description: 'Why people who were asked in the last 30 days are asked again; is kept with the wave.',
    }),
  }),
  response: Wave,
  status: 201,
})

export const listWaves = endpoint({
  method: 'GET',
  path: '/waves',
  summary: 'Waves, newest first',
  access: 'surveys:read',
  query: z.strictObject({ survey: id('srv').optional(), ...pageQuery }),
  response: page(Wave),
})

const oneWave = z.strictObject({ waveId: id('wave') })

export const getWave = endpoint({
  method: 'GET',
  path: '/waves/:waveId',
  summary: 'One wave with its figures',
  access: 'surveys:read',
  params: oneWave,
  response: WaveResult,
})

export const stopWave = endpoint({
  method: 'POST',
  path: '/waves/:waveId/stop',
  summary: 'Ask nobody further and take back what has not left; answers already given stay',
  access: 'surveys:manage',
  params: oneWave,
  response: WaveResult,
})

export const Invitation = Recipient.extend({
  id: idOut('inv'),
  waveId: idOut('wave'),
  invitedAt: z.string(),
  /** when it leaves, waits or is to be called; null: at once */
  sendAt: z.string().nullable(),
  deliveredAt: z.string().nullable(),
  answeredAt: z.string().nullable(),
  expiresAt: z.string(),
  channel: z.enum(invitationChannels),
  mailId: idOut('mail').nullable(),
  smsId: idOut('sms').nullable(),
  callId: idOut('call').nullable(),
  /** Where the mail, text message, card or call stands. */
  mail: z.object({ state: z.string(), why: z.string().nullable() }).nullable(),
  /** when they are reminded, or were; both null: never */
  reminderAt: z.string().nullable(),
  remindedAt: z.string().nullable(),
  /** why it does not count for the limit of a month, or why the limit was set aside */
  exemptReason: z.string().nullable(),
  overrideReason: z.string().nullable(),
})

const whichInvitations = {
  wave: id('wave').optional(),
  survey: id('srv').optional(),
  channel: z.enum(invitationChannels).optional(),
  answered: z.stringbool().optional(),
  reached: z
    .stringbool()
    .optional()
    .meta({ description: 'true: those that were delivered or answered; false: the others.' }),
  sent: z.stringbool().optional().meta({ description: 'false: only those that never reached anybody.' }),
  reason: words(60).optional().meta({ description: 'Why it never reached them, as in notSentReasons.' }),
  place: z.enum(places).optional().meta({
    description: 'Where the mail, text message, card or call stands, as in the counts of a wave.',
  }),
}

export const listInvitations = endpoint({
  method: 'GET',
  path: '/invitations',
  summary: 'Who was asked, with whether the mail left and whether they answered',
  access: 'surveys:read',
  query: z.strictObject({
    contact: id('ct').optional(),
    ...whichInvitations,
    ...pageQuery,
  }),
  response: page(Invitation),
})

export const exportInvitations = endpoint({
  method: 'GET',
  path: '/invitations/export',
  summary: 'Who was asked as CSV; answered=false: who has not answered, with whether they were reminded',
  access: 'surveys:read',
  query: z.strictObject(whichInvitations),
  tx: 'none',
})

export const listExclusions = endpoint({
  method: 'GET',
  path: '/exclusions',
  summary: 'Who was left out of a wave, and why',
  access: 'surveys:read',
  query: z.strictObject({
    wave: id('wave').optional(),
    contact: id('ct').optional(),
    reason: z.enum(exclusionReasons).optional(),
    ...pageQuery,
  }),
  response: page(
    Recipient.extend({
      waveId: idOut('wave'),
      reason: z.enum(exclusionReasons),
      why: z.string(),
      excludedAt: z.string(),
    }),
  ),
})
