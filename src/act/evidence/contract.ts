import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

/** What evidence can be: words, a file, or a record that the case bears by itself. */
export const evidenceKinds = ['note', 'file', 'update', 'call', 'corrective-action'] as const
export type EvidenceKind = (typeof evidenceKinds)[number]

/** The largest file that is taken as evidence. */
export const maxEvidenceBytes = 25 * 1024 * 1024

export const attachEvidence = endpoint({
  method: 'POST',
  path: '/cases/:caseId/steps/:stepId/files',
  summary: 'Attach the body as the file that a step asks for as evidence; another one takes its place',
  access: 'cases:write',
  params: z.strictObject({ caseId: id('case'), stepId: id('step') }),
  query: z.strictObject({
    evidence: z.string().min(1).max(200).meta({ description: 'which evidence of the step it is' }),
    name: z.string().min(1).max(255).meta({ description: 'name of the file' }),
  }),
  stream: true,
  tx: 'none',
  maxBytes: maxEvidenceBytes,
  response: z.object({ fileId: idOut('file'), name: z.string(), bytes: z.number() }),
  status: 201,
})
