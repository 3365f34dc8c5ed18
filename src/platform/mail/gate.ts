import { Gates } from '#platform/outbox/gate.ts'

export interface GatedMail {
  id: string
  topic: string
  contactId: string | null
  address: string
  /** When it would leave. */
  dueAt: Date
  /** About to leave now; false while it is queued. */
  isLeaving: boolean
}

export const mailGates = new Gates<GatedMail>()
