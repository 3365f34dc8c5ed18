import { z } from 'zod'
import { grounds } from '#measure/personal-data/rules.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

const count = z.number().int()

export const KindCount = z.object({
  kind: z.string(),
  removed: count.meta({ description: 'rows that go' }),
  emptied: count.meta({ description: 'rows that stay to be counted, without words, names and addresses' }),
  mentions: count.meta({ description: 'texts of colleagues out of which they are taken' }),
})

const contact = z.strictObject({ contactId: id('ct') })

export const getPersonalData = endpoint({
  method: 'GET',
  path: '/contacts/:contactId/personal-data',
  summary: 'What is kept of a person, by kind, and what erasing them would do. Changes nothing',
  access: 'contacts:manage',
  params: contact,
  response: z.object({
    contactId: idOut('ct'),
    mergedIds: z.array(idOut('ct')),
    counts: z.array(KindCount),
    /** open cases, which erasing cancels */
    openCases: count,
    /** messages to them that have not left, which erasing stops */
    waitingMessages: count,
    /** why a legal hold keeps them; nothing is erased under one */
    holds: z.array(z.string()),
    /** what was erased before: its certificate */
    erasureId: idOut('ers').nullable(),
  }),
})

export const exportPersonalData = endpoint({
  method: 'GET',
  path: '/contacts/:contactId/personal-data/export',
  summary:
    'Everything that is kept of a person, merged contacts included: a ZIP with JSON by kind, files and a page to read',
  access: 'contacts:manage',
  params: contact,
  tx: 'none',
})

export const Ground = z.enum(grounds)

export const Erasure = z.object({
  id: idOut('ers'),
  number: count,
  contactId: idOut('ct'),
  mergedIds: z.array(idOut('ct')),
  erasedAt: z.string(),
  /** the member who erased them; null for a program */
  by: z.string().nullable(),
  ground: Ground,
  reference: z.string().nullable(),
  requestedOn: z.string().nullable(),
  counts: z.array(KindCount),
  casesCancelled: count,
  messagesStopped: count,
  /** addresses and numbers that are never written to again, kept as keyed hashes */
  addressesKeptOut: count,
  /** of the certificate's JSON file, as hexadecimal digits */
  sha256: z.string(),
})
export type Erasure = z.output<typeof Erasure>

export const eraseContact = endpoint({
  method: 'POST',
  path: '/contacts/:contactId/erase',
  summary: 'Erase a person everywhere, for good; counts and scores stay. Refused under a legal hold',
  access: 'contacts:manage',
  params: contact,
  body: z.strictObject({
    confirm: z.string().max(300).meta({ description: 'their name or mail address, typed' }),
    ground: Ground,
    reference: z.string().trim().min(1).max(60).optional().meta({
      description: 'a number of yours for the request; never a name or an address',
    }),
    requestedOn: z.iso.date().optional(),
  }),
  response: Erasure,
  status: 201,
})

export const listErasures = endpoint({
  method: 'GET',
  path: '/erasures',
  summary: 'The certificates of erased people, the newest first',
  access: 'contacts:manage',
  query: z.strictObject(pageQuery),
  response: page(Erasure),
})

const one = z.strictObject({ erasureId: id('ers') })

export const getErasure = endpoint({
  method: 'GET',
  path: '/erasures/:erasureId',
  summary: 'One certificate',
  access: 'contacts:manage',
  params: one,
  response: Erasure,
})

export const getCertificate = endpoint({
  method: 'GET',
  path: '/erasures/:erasureId/certificate',
  summary: 'A certificate as a file: the JSON whose SHA-256 is kept, or a PDF that names it',
  access: 'contacts:manage',
  params: one,
  query: z.strictObject({ format: z.enum(['pdf', 'json']).default('pdf') }),
  tx: 'none',
})
