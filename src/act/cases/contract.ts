import { z } from 'zod'
import { evidenceKinds } from '#act/evidence/contract.ts'
import { Confirmation, Outcome, outcomeFields, Score } from '#act/outcomes/contract.ts'
import { Touchpoint, words } from '#act/touchpoints/contract.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

const Person = z.object({ id: idOut('mem'), name: z.string() })
export const CaseStatus = z.enum(['open', 'resolved', 'cancelled'])
export const StepState = z.enum(['open', 'ahead', 'done', 'skipped', 'cancelled'])
export const Unreachable = z.enum(['anonymous', 'no_address', 'bounced', 'unsubscribed'])

/** The step that is owed next. */
const NextStep = z.object({
  id: idOut('step'),
  key: z.string(),
  title: z.string(),
  action: z.string(),
  assignee: Person.nullable(),
  countedFromAt: z.string().nullable(),
  latestAt: z.string().nullable(),
  rule: z.string(),
  noClock: z.string().nullable(),
})

/** One line of the list of cases. */
export const CaseRow = z.object({
  id: idOut('case'),
  title: z.string(),
  playbook: z.string(),
  status: CaseStatus,
  contact: z.object({ id: idOut('ct'), name: z.string() }).nullable(),
  account: z
    .object({ id: idOut('acct'), name: z.string(), mrrCents: z.number().nullable(), currency: z.string() })
    .nullable(),
  lead: Person.nullable(),
  leadRule: z.string(),
  score: z.number().nullable(),
  openedAt: z.string(),
  firstContactAt: z.string().nullable(),
  escalatedAt: z.string().nullable(),
  resolvedAt: z.string().nullable(),
  /** what the customer's word that it is solved rests on */
  confirmation: Confirmation.nullable(),
  unreachable: Unreachable.nullable(),
  isDissatisfied: z.boolean(),
  cause: z.string().nullable(),
  /** the answer that opened it, and the one after it ended */
  before: Score.nullable(),
  after: Score.nullable(),
  dueAt: z.string().nullable(),
  isLate: z.boolean(),
  nextStep: NextStep.nullable(),
})
export type CaseRow = z.output<typeof CaseRow>

export const CaseStep = z.object({
  id: idOut('step'),
  key: z.string(),
  round: z.number(),
  title: z.string(),
  action: z.string(),
  template: z.string().nullable(),
  state: StepState,
  assignee: Person.nullable(),
  assigneeRule: z.string(),
  /** why this one of several: fewest open steps of 3 who know implementation */
  assigneeBecause: z.string().nullable(),
  condition: z.string().nullable(),
  openedAt: z.string().nullable(),
  countedFromAt: z.string().nullable(),
  earliestAt: z.string().nullable(),
  aimAt: z.string().nullable(),
  /** for a step ahead: where it would fall if it opened now; absent while its moment has not happened */
  latestAt: z.string().nullable(),
  rule: z.string(),
  zone: z.string(),
  /** the due time where it is reckoned, with its rule: Thu 12 Mar, 17:00 New York, 5th business day */
  dueWords: z.string().nullable(),
  /** whose working hours it is reckoned by: the account, team Care, the workspace; absent before it opens */
  calendarFrom: z.string().nullable(),
  noClock: z.string().nullable(),
  /** its clock stands still during a pause */
  stoppedAt: z.string().nullable(),
  doneAt: z.string().nullable(),
  doneBy: Person.nullable(),
  isLate: z.boolean(),
  /** why it was skipped, or what a person has to decide */
  reason: z.string().nullable(),
  needsDecision: z.boolean(),
  checklist: z.array(z.object({ text: z.string(), isDone: z.boolean() })),
  /** text: a note's words, a file's id, or the id of the record that the case bears; null while it is missing */
  evidence: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(evidenceKinds),
      text: z.string().nullable(),
      fileName: z.string().nullable(),
    }),
  ),
  asks: z.array(z.object({ key: z.string(), answer: z.boolean().nullable() })),
  repeats: z.string().nullable(),
  /** the text of the playbook that fits this case */
  advice: z.string().nullable(),
  invited: z.array(z.object({ position: z.string(), member: Person.nullable() })),
  /** what everybody invited gets to read before; one of the evidence */
  sendsBefore: z.string().nullable(),
  /** who has to agree, and whether they did */
  approve: z.string().nullable(),
  mayApprove: z.boolean(),
  approvalAskedAt: z.string().nullable(),
  approvedAt: z.string().nullable(),
  approvedBy: Person.nullable(),
  /** the customer is told of it before it is done */
  tells: z.boolean(),
  /** what may be done beside it: log-corrective-action */
  may: z.array(z.string()),
})
export type CaseStep = z.output<typeof CaseStep>

const CaseAnswer = z.object({
  /** null for an item that no survey asked for */
  responseId: idOut('resp').nullable(),
  feedbackId: idOut('fb').nullable(),
  score: z.number().nullable(),
  scoreMax: z.number(),
  /** whether the score is a recommendation, 0–10 */
  isNps: z.boolean(),
  survey: z.string().nullable(),
  /** the other playbook that it fits, whose signals join this case; null for the case's own */
  fits: z.string().nullable(),
  answeredAt: z.string(),
  verbatim: z.string().nullable(),
})

export const Case = CaseRow.omit({ cause: true, before: true, after: true }).extend({
  outcome: Outcome,
  playbookTitle: z.string(),
  playbookVersion: z.number(),
  /** the version that new cases follow */
  playbookCurrent: z.number(),
  zone: z.string(),
  contactEmail: z.string().nullable(),
  contactPhone: z.string().nullable(),
  resolution: z.string().nullable(),
  resolvedBy: Person.nullable(),
  cancelReason: z.string().nullable(),
  /** what it is about: whom the playbook brings in */
  areas: z.array(z.string()),
  pausedAt: z.string().nullable(),
  pauseReason: z.string().nullable(),
  feedbackId: idOut('fb').nullable(),
  triagedAt: z.string().nullable(),
  feedbackType: z.string().nullable(),
  steps: z.array(CaseStep),
  answers: z.array(CaseAnswer),
  touchpoints: z.array(Touchpoint),
  /** the closed days of the time the steps span, in the case's calendar */
  closedDays: z.array(z.object({ on: z.string(), name: z.string() })),
  closesAt: z.string(),
})
export type Case = z.output<typeof Case>

const one = z.strictObject({ caseId: id('case') })
const step = z.strictObject({ caseId: id('case'), stepId: id('step') })
const reason = words(2000, 'why')

export const listCases = endpoint({
  method: 'GET',
  path: '/cases',
  summary: 'Cases by who leads them, how they stand and what is due first',
  access: 'cases:read',
  query: z.strictObject({
    lead: z
      .union([z.enum(['me', 'none']), id('mem')])
      .optional()
      .meta({ description: 'me, none (vacant) or a member id' }),
    status: z.enum(['open', 'resolved', 'cancelled', 'all']).default('open'),
    late: z.stringbool().optional(),
    contact: id('ct').optional(),
    account: id('acct').optional(),
    feedback: id('fb').optional(),
    playbook: z.string().max(100).optional(),
    cause: z.string().max(80).optional().meta({ description: 'a line of the list of causes' }),
    resolvedFrom: z.iso.date().optional(),
    resolvedTo: z.iso.date().optional(),
    onTime: z.stringbool().optional().meta({ description: 'resolved, with every step in its time or not' }),
    scored: z.enum(['any', 'better', 'same', 'worse']).optional().meta({
      description: 'resolved, with a score before and one after it that is better, the same or worse',
    }),
    sort: z
      .enum(['due', 'newest', 'ended'])
      .optional()
      .meta({ description: 'open cases by due, resolved ones by their end, others newest first' }),
    ...pageQuery,
  }),
  response: page(CaseRow),
})

export const countCases = endpoint({
  method: 'GET',
  path: '/cases/counts',
  summary: 'How many cases are open, late, mine and without a lead; counting stops at 10,000',
  access: 'cases:read',
  response: z.object({
    open: z.number(),
    late: z.number(),
    mine: z.number(),
    mineLate: z.number(),
    vacant: z.number(),
  }),
})

export const getCase = endpoint({
  method: 'GET',
  path: '/cases/:caseId',
  summary: 'One case whole: steps with their windows, what was said, touchpoints',
  access: 'cases:read',
  params: one,
  response: Case,
})

export const openCase = endpoint({
  method: 'POST',
  path: '/cases',
  summary: 'Open a case by hand for a person, with a playbook',
  access: 'cases:write',
  body: z.strictObject({
    playbook: z.string().max(100),
    contactId: id('ct'),
    feedbackId: id('fb').optional(),
    title: words(200, 'a title').optional(),
  }),
  response: Case,
  status: 201,
})

export const completeStep = endpoint({
  method: 'POST',
  path: '/cases/:caseId/steps/:stepId/complete',
  summary: 'Complete a step with its evidence; a step that reaches the customer needs the touchpoint',
  access: 'cases:write',
  params: step,
  body: z.strictObject({
    evidence: z.record(z.string().max(200), words(10_000, 'the evidence')).default({}),
    results: z.record(z.string().max(60), z.boolean()).default({}),
    touchpoint: z
      .strictObject({
        kind: z.enum(['mail', 'call', 'meeting']),
        summary: words(10_000, 'what was said'),
        at: z.iso
          .datetime({ offset: true })
          .transform((value) => new Date(value))
          .optional(),
        durationMinutes: z.number().int().min(0).max(1440).optional(),
      })
      .optional(),
  }),
  response: Case,
})

export const tickChecklist = endpoint({
  method: 'PATCH',
  path: '/cases/:caseId/steps/:stepId',
  summary: 'Tick a line of the checklist, write down evidence, or give the step to somebody',
  access: 'cases:write',
  params: step,
  body: z.strictObject({
    checklist: z.record(z.string().max(200), z.boolean()).optional(),
    evidence: z.record(z.string().max(200), z.string().max(10_000)).optional(),
    assigneeId: id('mem').nullish(),
  }),
  response: Case,
})

export const decideStep = endpoint({
  method: 'POST',
  path: '/cases/:caseId/steps/:stepId/decide',
  summary: 'Open a step now, or skip it with a reason',
  access: 'cases:write',
  params: step,
  body: z
    .strictObject({ decision: z.enum(['open', 'skip']), reason: reason.optional() })
    .refine((body) => body.decision === 'open' || body.reason !== undefined, {
      path: ['reason'],
      message: 'is needed to skip a step',
    }),
  response: Case,
})

export const changeCase = endpoint({
  method: 'PATCH',
  path: '/cases/:caseId',
  summary: 'Give a case another lead, say what it is about, or that the customer is still dissatisfied',
  access: 'cases:write',
  params: one,
  body: z.strictObject({
    leadId: id('mem').nullish(),
    isDissatisfied: z.boolean().optional(),
    areas: z
      .array(z.string().regex(/^[a-z][a-z0-9]*([_-][a-z0-9]+)*$/, 'is a word such as implementation'))
      .max(20)
      .optional(),
  }),
  response: Case,
})

export const approveStep = endpoint({
  method: 'POST',
  path: '/cases/:caseId/steps/:stepId/approve',
  summary: 'Agree to a step as the playbook asks, or send it back with the reason',
  access: 'cases:write',
  params: step,
  body: z
    .strictObject({ decision: z.enum(['approve', 'return']), reason: reason.optional() })
    .refine((body) => body.decision === 'approve' || body.reason !== undefined, {
      path: ['reason'],
      message: 'is needed to send a step back',
    }),
  response: Case,
})

export const pauseCase = endpoint({
  method: 'POST',
  path: '/cases/:caseId/pause',
  summary: 'Wait for the customer: clocks in working time stand still; limits by the wall clock go on',
  access: 'cases:write',
  params: one,
  body: z.strictObject({ reason: words(300, 'why') }),
  response: Case,
})

export const resumeCase = endpoint({
  method: 'POST',
  path: '/cases/:caseId/resume',
  summary: 'Go on after a pause: every clock has as much working time left as when it stopped',
  access: 'cases:write',
  params: one,
  response: Case,
})

export const escalateCase = endpoint({
  method: 'POST',
  path: '/cases/:caseId/escalate',
  summary: 'Bring a case to management with a reason',
  access: 'cases:write',
  params: one,
  body: z.strictObject({ reason }),
  response: Case,
})

export const resolveCase = endpoint({
  method: 'POST',
  path: '/cases/:caseId/resolve',
  summary: 'Resolve a case: what was done, what caused it, whether the customer confirmed it; open steps end',
  access: 'cases:write',
  params: one,
  body: z.strictObject({ resolution: words(10_000, 'what was done'), ...outcomeFields }),
  response: Case,
})

export const reopenCase = endpoint({
  method: 'POST',
  path: '/cases/:caseId/reopen',
  summary: 'Take a resolved or cancelled case up again where it stood',
  access: 'cases:write',
  params: one,
  body: z.strictObject({ reason }),
  response: Case,
})

export const cancelCase = endpoint({
  method: 'POST',
  path: '/cases/:caseId/cancel',
  summary: 'Drop a case that should not have been opened, with a reason',
  access: 'cases:write',
  params: one,
  body: z.strictObject({ reason }),
  response: Case,
})
