import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { sortInbound } from '#collect/mailbox/jobs.ts'
import { headOf, identityHead, mailMaxBytes, type Way } from '#collect/mailbox/rules.ts'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import { AppError } from '#platform/errors.ts'
import { attachFile, saveFile } from '#platform/files/commands.ts'
import { receiveFile } from '#platform/files/store.ts'
import { newId } from '#platform/ids.ts'
import { oneLine } from '#platform/mail/address.ts'

/** A message as it came, with what the transport knew of it. */
export interface Arrived {
  raw: Buffer
  via: Way
  envelopeFrom: string
  envelopeTo: readonly string[]
}

/**
 * Takes a mail in, whichever way it came: kept once, whole, before anybody is told that it arrived; a job sorts it.
 * The same message again changes nothing and answers false. Throws `mail.too_large` and `mail.empty`.
 */
export async function receiveMail(door: Door, workspaceId: string, mail: Arrived): Promise<boolean> {
  if (mail.raw.length > mailMaxBytes)
    throw new AppError(
      'too_large',
      'mail.too_large',
      `The mail is larger than ${mailMaxBytes / 1024 / 1024} MB. Send the files another way.`,
    )
  const { fields, bodyAt } = headOf(mail.raw)
  if (fields.size === 0)
    throw new AppError(
      'invalid',
      'mail.empty',
      'This is no mail: it has no header. Pipe the whole message in.',
    )
  const body = createHash('sha256').update(mail.raw.subarray(bodyAt)).digest()
  const identity = createHash('sha256').update(identityHead(fields)).update(body).digest()
  // A trace line, as every server adds one (RFC 5321, 4.4).
  const trace = Buffer.from(`Received: by hearback with ${mail.via}; ${door.now().toUTCString()}\r\n`)
  const received = await receiveFile(door.config, chunks(trace, mail.raw), { maxBytes: mailMaxBytes + 1000 })
  const isNew = await door.inWorkspace(workspaceId, { kind: 'job', name: 'collect/mailbox' }, async (ctx) => {
    const known = await ctx.db.maybe(sql`
      select id from inbound_mails where workspace_id = ${ctx.workspaceId} and identity = ${identity}`)
    if (known) return false
    const file = await saveFile(ctx, { name: 'mail.eml', purpose: 'mail', received })
    const id = newId()
    const made = await ctx.db.run(sql`
      insert into inbound_mails (workspace_id, id, identity, via, envelope_from, envelope_to, file_id, bytes, received_at)
      values (${ctx.workspaceId}, ${id}, ${identity}, ${mail.via}, ${oneLine(mail.envelopeFrom, 254)},
        ${mail.envelopeTo.map((one) => oneLine(one, 254).toLowerCase())}, ${file.id}, ${mail.raw.length}, ${ctx.now()})
      on conflict (workspace_id, identity) do nothing`)
    if (made === 0) return false
    await attachFile(ctx, file.id)
    await ctx.enqueue(sortInbound, { workspaceId, inboundId: id }, { key: `inbound ${id}` })
    return true
  })
  if (!isNew) await rm(received.path, { force: true })
  return isNew
}

async function* chunks(...parts: Buffer[]): AsyncGenerator<Uint8Array> {
  yield* parts
}
