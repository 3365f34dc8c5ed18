import { sendAnnouncement } from '#close/announcements/contract.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { createAccount } from '#customers/accounts/contract.ts'
import { createContact } from '#customers/contacts/contract.ts'
import type { TestWorkspace } from '#platform/testing/app.ts'
import { createRequest, decideRequest, linkEvidence } from '#prioritize/requests/contract.ts'

/** A customer with an account that pays. */
export async function customer(ws: TestWorkspace, name: string, mrrCents = 100_000) {
  const { id: accountId } = await ws.owner.call(createAccount, {
    name: `${name} Ltd`,
    mrrCents,
    currency: 'USD',
  })
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@customer.example`
  const { id } = await ws.owner.call(createContact, { name, email, accountId })
  return { id, accountId, email }
}

export const exportWords = 'Let us export a whole cycle at once.'

/** An item of a customer, or of nobody. */
export async function said(
  ws: TestWorkspace,
  by: { id: string } | null,
  verbatim = exportWords,
  channel = 'email',
): Promise<string> {
  const { id } = await ws.owner.call(submitFeedback, { verbatim, channel, ...(by && { contactId: by.id }) })
  return id
}

/** A request that these items stand behind. */
export async function request(
  ws: TestWorkspace,
  title: string,
  feedbackIds: readonly string[],
): Promise<string> {
  const { id } = await ws.owner.call(createRequest, { title })
  for (const feedbackId of feedbackIds)
    await ws.owner.call(linkEvidence, { requestId: id, feedbackId, quote: exportWords })
  return id
}

/** Decides that a request has shipped. */
export function ship(ws: TestWorkspace, requestId: string) {
  return ws.owner.call(decideRequest, { requestId, status: 'shipped' })
}

/** Announces a request to one contact behind it; it leaves two minutes later. */
export async function announced(ws: TestWorkspace, requestId: string, contactId: string): Promise<void> {
  const texts = { en: { subject: 'It is there', words: 'It is there.' } }
  await ws.owner.call(sendAnnouncement, { requestId, contactId, kind: 'custom', texts })
}
