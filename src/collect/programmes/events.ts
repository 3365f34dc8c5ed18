import { z } from 'zod'
import { event } from '#platform/events/event.ts'

const programmeId = z.uuid()

export const programmeChanged = event(
  'programme.changed',
  z.object({ programmeId, fields: z.array(z.string()), isOn: z.boolean() }),
)

/** Something happened that a programme asks about; told twice, it is sent once. */
export const occasionRaised = event(
  'programme.occasion_raised',
  z.object({ programmeId, occasionId: z.uuid(), contactId: z.uuid().nullable() }),
)

/** Occasions that were due have asked their people, or left them out. */
export const occasionsSettled = event(
  'programme.occasions_settled',
  z.object({ programmeId, contactIds: z.array(z.uuid()) }),
)

/** An invitation was reminded of. */
export const invitationReminded = event(
  'invitation.reminded',
  z.object({ invitationId: z.uuid(), waveId: z.uuid(), mailId: z.uuid().nullable() }),
)
