import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

const Person = z.object({ id: idOut('mem'), name: z.string() })

/** A time in which somebody is away. Days are those of the workspace's zone, both included. */
export const Absence = z.object({
  id: idOut('abs'),
  member: Person,
  from: z.iso.date(),
  until: z.iso.date(),
  startsAt: z.string(),
  endsAt: z.string(),
  cover: Person.nullable(),
  /** whether steps come back at the end, or stay with whoever has them */
  comesBack: z.boolean(),
  isRunning: z.boolean(),
  /** open steps of theirs that fall due before its end */
  stepsInside: z.number(),
  /** steps of theirs that somebody else has because of it */
  stepsElsewhere: z.number(),
})
export type Absence = z.output<typeof Absence>

const day = z.iso.date('is not a day such as 2026-12-24')
const one = z.strictObject({ absenceId: id('abs') })

export const listAbsences = endpoint({
  method: 'GET',
  path: '/absences',
  summary: 'Who is away now or will be, what comes first at the top; at most 500',
  access: 'cases:read',
  query: z.strictObject({ member: id('mem').optional() }),
  response: z.object({ data: z.array(Absence) }),
})

export const enterAbsence = endpoint({
  method: 'POST',
  path: '/absences',
  summary: 'Enter an absence, of your own or as a manager; steps that fall due in it go to the cover',
  access: 'cases:write',
  body: z.strictObject({
    memberId: id('mem').optional().meta({ description: 'yourself when absent; others by managers' }),
    from: day,
    until: day,
    coverId: id('mem').nullish(),
    comesBack: z.boolean().default(true),
  }),
  response: Absence,
  status: 201,
})

export const changeAbsence = endpoint({
  method: 'PATCH',
  path: '/absences/:absenceId',
  summary: 'Move the last day of an absence, choose another cover, or whether steps come back',
  access: 'cases:write',
  params: one,
  body: z.strictObject({
    until: day.optional(),
    coverId: id('mem').nullish(),
    comesBack: z.boolean().optional(),
  }),
  response: Absence,
})

export const endAbsence = endpoint({
  method: 'POST',
  path: '/absences/:absenceId/end',
  summary: 'End an absence now; one that has not begun is taken back',
  access: 'cases:write',
  params: one,
  response: z.object({ data: z.array(Absence) }),
})
