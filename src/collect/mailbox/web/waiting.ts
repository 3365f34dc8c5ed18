import { countInboundMails } from '#collect/mailbox/contract.ts'
import { call } from '#platform/web/api.ts'

/** Mails that wait for a person. */
export default async function waiting() {
  return { waiting: (await call(countInboundMails, {})).held }
}
