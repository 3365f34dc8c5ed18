import { z } from 'zod'
import { event } from '#platform/events/event.ts'

const about = { caseId: z.uuid(), playbook: z.string() }
const ofStep = { ...about, stepId: z.uuid(), step: z.string() }
const feedbackId = z.uuid().optional()

export const caseOpened = event(
  'case.opened',
  z.object({
    ...about,
    contactId: z.uuid().nullable(),
    accountId: z.uuid().nullable(),
    responseId: z.uuid().nullable(),
    leadMemberId: z.uuid().nullable(),
    feedbackId,
  }),
)
/** A further answer or item joined the open case, or its words came in after the score. */
export const caseJoined = event(
  'case.joined',
  z.object({ ...about, responseId: z.uuid().nullable(), feedbackId }),
)
export const stepOpened = event(
  'case.step_opened',
  z.object({ ...ofStep, action: z.string(), latestAt: z.string().nullable() }),
)
export const stepDone = event('case.step_done', z.object({ ...ofStep, inTime: z.boolean() }))
/** A step is somebody else's from now on: by hand, by an absence, by a departure. */
export const stepGiven = event(
  'case.step_given',
  z.object({ ...ofStep, fromMemberId: z.uuid().nullable(), toMemberId: z.uuid().nullable() }),
)
export const stepSkipped = event('case.step_skipped', z.object({ ...ofStep, by: z.enum(['rule', 'person']) }))
export const stepWarned = event('case.step_warned', z.object({ ...ofStep, rung: z.number(), at: z.string() }))
export const caseOverdue = event('case.overdue', z.object({ ...ofStep, latestAt: z.string() }))
export const caseEscalated = event(
  'case.escalated',
  z.object({ ...about, stepId: z.uuid().nullable(), by: z.enum(['clock', 'person']) }),
)
export const caseReassigned = event(
  'case.reassigned',
  z.object({ ...about, leadMemberId: z.uuid().nullable() }),
)
export const caseChanged = event(
  'case.changed',
  z.object({ ...about, isDissatisfied: z.boolean().optional(), areas: z.array(z.string()).optional() }),
)
export const casePaused = event('case.paused', z.object(about))
export const caseResumed = event('case.resumed', z.object(about))
/** Who has to agree to a step was asked, or has answered. */
export const approvalAsked = event('case.approval_asked', z.object(ofStep))
export const stepApproved = event('case.step_approved', z.object({ ...ofStep, isApproved: z.boolean() }))
export const caseResolved = event('case.resolved', z.object({ ...about, feedbackId }))
export const caseReopened = event('case.reopened', z.object(about))
export const caseCancelled = event('case.cancelled', z.object(about))
