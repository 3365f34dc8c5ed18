import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

/** A step that is out of sight on one's own day until a time. Its clock goes on. */
export const Snooze = z.object({
  stepId: idOut('step'),
  caseId: idOut('case'),
  title: z.string(),
  contact: z.string().nullable(),
  until: z.string(),
  latestAt: z.string().nullable(),
})
export type Snooze = z.output<typeof Snooze>
const list = z.object({ data: z.array(Snooze) })

export const listSnoozes = endpoint({
  method: 'GET',
  path: '/snoozes',
  summary: 'What you put out of sight on your day, what comes back first at the top',
  access: 'member',
  response: list,
})

export const snooze = endpoint({
  method: 'PUT',
  path: '/snoozes',
  summary:
    'Put a step, or your open steps of a case, out of sight on your day; never past a due time, no clock stops',
  access: 'member',
  body: z
    .strictObject({
      stepId: id('step').optional(),
      caseId: id('case').optional(),
      until: z.iso.datetime({ offset: true }).transform((value) => new Date(value)),
    })
    .refine((body) => (body.stepId === undefined) !== (body.caseId === undefined), {
      path: ['stepId'],
      message: 'or caseId is needed, one of the two',
    }),
  response: list,
})

export const wake = endpoint({
  method: 'POST',
  path: '/snoozes/wake',
  summary: 'Bring a step back to your day now',
  access: 'member',
  body: z.strictObject({ stepId: id('step') }),
  response: list,
})
