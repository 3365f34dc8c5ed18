import { updateSent } from '#close/updates/events.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { createAccount } from '#customers/accounts/contract.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId, newId } from '#platform/ids.ts'
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

/** The announcement of a request to a contact, as it stands once it was sent. */
export async function announced(ws: TestWorkspace, requestId: string, contactId: string): Promise<void> {
  await ws.run(async (ctx) => {
    const [id, contact, about] = [newId(), decodeId('ct', contactId)!, decodeId('req', requestId)!]
    await ctx.db.run(sql`
      insert into updates (workspace_id, id, state, request_id, contact_id, to_address, subject, body, created_at, updated_at, sent_at)
      values (${ws.id}, ${id}, 'sent', ${about}, ${contact}, 'a@customer.example', 'It is there', 'It is there.', ${ctx.now()}, ${ctx.now()}, ${ctx.now()})`)
    await ctx.emit(updateSent, {
      subjectId: id,
      payload: { updateId: id, contactId: contact, caseId: null, mailId: newId() },
    })
  })
}
