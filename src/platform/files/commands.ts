import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { actorId } from '#platform/events/emit.ts'
import { fileSaved, filesSwept } from '#platform/files/events.ts'
import { cleanName, downloadHeaders, unattachedHours } from '#platform/files/rules.ts'
import type { Received } from '#platform/files/store.ts'
import { idsOnDisk, pathOf, readBytes, receiveFile, removeBytes, settle } from '#platform/files/store.ts'
import { newId } from '#platform/ids.ts'

/** A file as its row knows it. */
export interface StoredFile {
  id: string
  name: string
  type: string
  bytes: number
  sha256: Buffer
}

/**
 * Keeps a file: bytes in the data folder, a row in this transaction. Slow senders should be received first with
 * `receiveFile`, outside of any transaction, and handed over as `received`.
 */
export async function saveFile(
  ctx: Ctx,
  file: { name: string; purpose: string; maxBytes?: number; types?: readonly string[] } & (
    | { stream: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> }
    | { received: Received }
  ),
): Promise<StoredFile> {
  const received = 'received' in file ? file.received : await receiveFile(ctx.config, file.stream, file)
  const id = newId()
  await settle(ctx.config, received, ctx.workspaceId, id)
  const { type, bytes, sha256 } = received
  const name = cleanName(file.name)
  await ctx.db.run(sql`
    insert into files (workspace_id, id, name, type, bytes, sha256, purpose, created_by_kind, created_by_id, created_at)
    values (${ctx.workspaceId}, ${id}, ${name}, ${type}, ${bytes}, ${sha256}, ${file.purpose}, ${ctx.actor.kind}, ${actorId(ctx.actor)}, ${ctx.now()})`)
  await ctx.emit(fileSaved, { subjectId: id, payload: { fileId: id, purpose: file.purpose } })
  return { id, name, type, bytes, sha256 }
}

/** Says that something refers to the file, so that it stays. Throws when there is no such file. */
export async function attachFile(ctx: Ctx, id: string): Promise<void> {
  const found = await ctx.db.run(sql`
    update files set attached_at = coalesce(attached_at, ${ctx.now()}) where workspace_id = ${ctx.workspaceId} and id = ${id}`)
  if (found === 0) throw notFound()
}

/** A file and its bytes as a stream. */
export async function openFile(
  ctx: Ctx,
  id: string,
): Promise<StoredFile & { stream: ReadableStream<Uint8Array>; path: string }> {
  const file = await ctx.db.maybe<StoredFile>(sql`
    select id, name, type, bytes, sha256 from files where workspace_id = ${ctx.workspaceId} and id = ${id}`)
  const stream = file && (await readBytes(ctx.config, ctx.workspaceId, id))
  if (!file || !stream) throw notFound()
  return { ...file, stream, path: pathOf(ctx.config, ctx.workspaceId, id) }
}

/** The file as an answer that browsers save and never run. */
export async function downloadFile(ctx: Ctx, { fileId }: { fileId: string }): Promise<Response> {
  const file = await openFile(ctx, fileId)
  return new Response(file.stream, { headers: downloadHeaders(file) })
}

/** Removes what was uploaded and never used within a day, and bytes whose transaction failed. Answers how many rows. */
export async function sweepFiles(ctx: Ctx): Promise<number> {
  const before = new Date(ctx.now().getTime() - unattachedHours * 3_600_000)
  const weekBefore = new Date(before.getTime() - 7 * 86_400_000)
  const onDisk = await idsOnDisk(ctx.config, ctx.workspaceId, weekBefore, before)
  const known = await ctx.db.many<{ id: string }>(sql`
    select id from files where workspace_id = ${ctx.workspaceId} and id = any(${onDisk}::uuid[])`)
  const orphans = new Set(onDisk)
  for (const { id } of known) orphans.delete(id)
  for (const id of orphans) await removeBytes(ctx.config, ctx.workspaceId, id)
  const gone = await ctx.db.many<{ id: string }>(sql`
    delete from files where workspace_id = ${ctx.workspaceId} and id in (
      select id from files where workspace_id = ${ctx.workspaceId} and attached_at is null and created_at < ${before} limit 1000)
    returning id`)
  if (gone.length === 0) return 0
  // Bytes first: if the transaction fails, the row is found again tomorrow and the bytes are already gone.
  for (const { id } of gone) await removeBytes(ctx.config, ctx.workspaceId, id)
  await ctx.emit(filesSwept, { subjectId: gone[0]!.id, payload: { fileIds: gone.map(({ id }) => id) } })
  return gone.length
}

function notFound(): AppError {
  return new AppError(
    'not_found',
    'file.not_found',
    'There is no such file. Check the id, or whether it was removed.',
  )
}
