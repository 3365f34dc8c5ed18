import { createHash } from 'node:crypto'
import { dropCase } from '#act/cases/drop.ts'
import { loadCase } from '#act/cases/load.ts'
import { feedbackWordsErased } from '#collect/feedback/events.ts'
import { keepOut } from '#customers/consent/erased.ts'
import { contactRoot } from '#customers/contacts/queries.ts'
import type { Certificate } from '#measure/personal-data/certificate.ts'
import type * as contract from '#measure/personal-data/contract.ts'
import { contactErased } from '#measure/personal-data/events.ts'
import { removeFiles } from '#measure/personal-data/jobs.ts'
import { type Person, personOf } from '#measure/personal-data/people.ts'
import { holdsOn, showErasure, waitingMessages } from '#measure/personal-data/queries.ts'
import { countsOfKinds, isConfirmed } from '#measure/personal-data/rules.ts'
import { isHeld } from '#measure/retention/holds.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { takeTurn } from '#platform/db/turn.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId, newId } from '#platform/ids.ts'
import { cancelMails } from '#platform/mail/commands.ts'
import { takeBackSms } from '#platform/sms/commands.ts'

/**
 * Erases a person everywhere, in one transaction: stops what would still be sent, cancels their open cases (a duty to erase
 * does not wait for a procedure, and nobody is left to follow up), takes their words, names and addresses out of every table
 * of the map, keeps a keyed hash of each address, and writes the certificate. What is counted stays. Throws `person.held`
 * under a legal hold.
 */
export async function eraseContact(
  ctx: Ctx,
  input: Input<typeof contract.eraseContact>,
): Promise<Answer<typeof contract.eraseContact>> {
  // One after another: certificates are numbered without a gap.
  await takeTurn(ctx, 'erasures')
  // Nobody merges them, and nothing more is written of them, until it is done.
  const root = await contactRoot(ctx, input.contactId)
  await ctx.db.run(
    sql`select from contacts where workspace_id = ${ctx.workspaceId} and id = ${root} for update`,
  )
  const person = await personOf(ctx, root)
  await mayBeErased(ctx, person, input)
  // It looks through all texts of colleagues, which may take longer than a statement usually may.
  await ctx.db.run(sql`set local statement_timeout = '10min'`)
  const messages = await waitingMessages(ctx, person)
  if (messages.leaving > 0)
    throw new AppError(
      'conflict',
      'person.message_leaving',
      'A message to this person is leaving at this moment. Try again in a minute.',
    )
  const stopped = [
    ...(await cancelMails(ctx, messages.mails, 'erased')),
    ...(await takeBackSms(ctx, messages.texts, 'erased')),
  ]
  const casesCancelled = await cancelCases(ctx, person)
  const imports = await importsWith(ctx, person)
  const items = await ctx.db.many<{ id: string }>(sql`
    select id from feedback_items where workspace_id = ${ctx.workspaceId} and contact_id = any(${person.ids}::uuid[])`)
  const counts = await ctx.db.many<{ kind: string; act: string; n: string }>(sql`
    select kind, act, n from erase_person(${person.ids}::uuid[], ${person.files}::uuid[], ${ctx.now()})`)
  const addressesKeptOut = await keepOut(ctx, [...person.addresses, ...person.numbers])
  if (person.files.length + imports.length > 0)
    await ctx.enqueue(removeFiles, {
      workspaceId: ctx.workspaceId,
      fileIds: person.files,
      importIds: imports,
    })
  if (items.length > 0)
    await ctx.emit(feedbackWordsErased, {
      subjectId: items[0]!.id,
      payload: { ids: items.map(({ id }) => id) },
    })
  return certify(ctx, person, {
    ground: input.ground,
    reference: input.reference ?? null,
    requestedOn: input.requestedOn ?? null,
    counts: countsOfKinds(counts),
    casesCancelled,
    messagesStopped: stopped.length,
    addressesKeptOut,
  })
}

async function mayBeErased(
  ctx: Ctx,
  person: Person,
  { confirm, reference }: Input<typeof contract.eraseContact>,
): Promise<void> {
  if (person.erasedAt)
    throw new AppError(
      'conflict',
      'person.erased',
      'This person was erased before. Their certificate is kept.',
    )
  const label = person.name ?? person.email
  if (!isConfirmed(confirm, label ? person : { name: encodeId('ct', person.id), email: null }))
    throw new AppError(
      'invalid',
      'person.not_confirmed',
      'What you typed is not the name or address of this person. Nothing was erased.',
      {
        fields: [
          {
            field: 'confirm',
            message: label ? 'Type their name or mail address.' : 'Type the id of this contact.',
          },
        ],
      },
    )
  const named = [person.name, ...person.addresses].filter((one) => one !== null)
  if (reference && named.some((one) => reference.toLowerCase().includes(one.toLowerCase())))
    throw new AppError(
      'invalid',
      'person.named_in_reference',
      'The reference names the person, and the certificate must not. Give the number of the request.',
      { fields: [{ field: 'reference', message: 'Give a number, no name and no address.' }] },
    )
  if (!(await isHeld(ctx, person.id))) return
  const holds = await holdsOn(ctx, person)
  throw new AppError(
    'conflict',
    'person.held',
    `A legal hold keeps what is known about this person: ${holds.join('; ')}. Lift it first, or erase them when it ends.`,
    { holds },
  )
}

async function cancelCases(ctx: Ctx, person: Person): Promise<number> {
  const open = await ctx.db.many<{ id: string }>(sql`
    select id from cases where workspace_id = ${ctx.workspaceId} and id = any(${person.cases}::uuid[]) and status = 'open' order by id`)
  for (const { id } of open) await dropCase(ctx, await loadCase(ctx, id), 'The person was erased.')
  return open.length
}

/** Imports whose uploaded file, kept until they cannot be undone any more, holds a row of this person. */
async function importsWith(ctx: Ctx, person: Person): Promise<string[]> {
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<{ id: string; state: string }>(sql`
    select r.id, r.state from import_runs r where r.workspace_id = ${ws} and (
      exists (select from import_changes c where c.workspace_id = ${ws} and c.run_id = r.id and c.record_id = any(${person.ids}::uuid[]))
      or r.id in (select f.import_run_id from feedback_items f
        where f.workspace_id = ${ws} and f.contact_id = any(${person.ids}::uuid[]) and f.import_run_id is not null))`)
  if (rows.some(({ state }) => ['checking', 'running', 'undoing'].includes(state)))
    throw new AppError(
      'conflict',
      'person.import_running',
      'An import with this person in it is running. Erase them when it has ended.',
    )
  return rows.map(({ id }) => id)
}

async function certify(
  ctx: Ctx,
  person: Person,
  said: Omit<Certificate, 'format' | 'workspace' | 'number' | 'contactId' | 'mergedIds' | 'erasedAt' | 'by'>,
): Promise<Answer<typeof contract.eraseContact>> {
  const ws = ctx.workspaceId
  const { number, workspace, by } = await ctx.db.one<{
    number: number
    workspace: string
    by: string | null
  }>(sql`
    select coalesce((select max(e.number) from erasures e where e.workspace_id = ${ws}), 0)::int + 1 as number,
      (select w.name from workspaces w where w.id = ${ws}) as workspace,
      (select m.name from members m where m.workspace_id = ${ws} and m.id = ${actorMember(ctx)}) as by`)
  const certificate: Certificate = {
    format: 'hearback erasure certificate 1',
    workspace,
    number,
    contactId: encodeId('ct', person.id),
    mergedIds: person.ids.slice(1).map((id) => encodeId('ct', id)),
    erasedAt: ctx.now().toISOString(),
    by,
    ...said,
  }
  const text = `${JSON.stringify(certificate, null, 2)}\n`
  const sha256 = createHash('sha256').update(text).digest()
  const id = newId()
  await ctx.db.run(sql`
    insert into erasures (workspace_id, id, number, contact_id, erased_at, certificate, sha256)
    values (${ws}, ${id}, ${number}, ${person.id}, ${ctx.now()}, ${text}, ${sha256})`)
  await ctx.emit(contactErased, {
    subjectId: person.id,
    payload: { contactId: person.id, mergedIds: person.ids.slice(1), erasureId: id },
  })
  return showErasure({ id, number, certificate: text, sha256 })
}
