import type { Letter } from '#collect/mailbox/read.ts'
import { attachmentMaxBytes, attachmentsMost } from '#collect/mailbox/rules.ts'
import type { Config } from '#platform/config.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { attachFile, saveFile } from '#platform/files/commands.ts'
import { cleanName } from '#platform/files/rules.ts'
import { type Received, receiveFile } from '#platform/files/store.ts'

/** A file of a mail: its bytes on the disk, or why they are not kept. */
export interface Taken {
  name: string
  bytes: number
  received: Received | null
  reason: string | null
}

/** Puts the files of a mail on the disk, within the limits; before the transaction, because it may take its time. */
export async function receiveAttachments(config: Config, files: Letter['attachments']): Promise<Taken[]> {
  const taken: Taken[] = []
  for (const { name, content } of files.slice(0, attachmentsMost)) {
    const one = { name: cleanName(name), bytes: content.length }
    try {
      const received = await receiveFile(config, parts(content), { maxBytes: attachmentMaxBytes })
      taken.push({ ...one, received, reason: null })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      taken.push({ ...one, received: null, reason: error.code })
    }
  }
  return taken
}

async function* parts(content: Buffer): AsyncGenerator<Uint8Array> {
  yield content
}

/** Keeps the files with their mail; answers the ids of those that are kept. */
export async function keepAttachments(
  ctx: Ctx,
  inboundId: string,
  taken: readonly Taken[],
): Promise<string[]> {
  const ids: string[] = []
  for (const [position, { name, bytes, received, reason }] of taken.entries()) {
    const file = received && (await saveFile(ctx, { name, purpose: 'mail', received }))
    if (file) {
      await attachFile(ctx, file.id)
      ids.push(file.id)
    }
    ctx.db.later(sql`
      insert into inbound_attachments (workspace_id, inbound_mail_id, position, name, bytes, file_id, reason)
      values (${ctx.workspaceId}, ${inboundId}, ${position}, ${name}, ${bytes}, ${file?.id ?? null}, ${reason})`)
  }
  return ids
}
