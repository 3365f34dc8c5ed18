import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { idOut } from '#platform/ids.ts'

/** Something that waits for the agreement of whoever asks: a step of a case, or a version of a playbook. */
export const Approval = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('step'),
    stepId: idOut('step'),
    caseId: idOut('case'),
    title: z.string(),
    about: z.string(),
    askedAt: z.string(),
    latestAt: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('playbook'),
    playbook: z.string(),
    version: z.number(),
    title: z.string(),
    askedAt: z.string(),
    by: z.string().nullable(),
  }),
])
export type Approval = z.output<typeof Approval>

export const listApprovals = endpoint({
  method: 'GET',
  path: '/approvals',
  summary: 'Steps and playbook versions that wait for your agreement, what was asked first at the top',
  access: 'member',
  response: z.object({ data: z.array(Approval) }),
})
