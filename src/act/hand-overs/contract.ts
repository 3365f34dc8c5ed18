import { z } from 'zod'
import { Case } from '#act/cases/contract.ts'
import { words } from '#act/touchpoints/contract.ts'
import { endpoint } from '#platform/endpoint.ts'
import { id } from '#platform/ids.ts'

export const handOver = endpoint({
  method: 'POST',
  path: '/cases/:caseId/hand-over',
  summary: 'Hand a case over to a person: the lead, the open steps you choose, and a note for them',
  access: 'cases:write',
  params: z.strictObject({ caseId: id('case') }),
  body: z.strictObject({
    toId: id('mem'),
    stepIds: z.array(id('step')).max(50).optional().meta({
      description: 'open steps that go along; left out: those of the lead so far, and those of nobody',
    }),
    note: words(2000, 'what they need to know'),
  }),
  response: Case,
})
