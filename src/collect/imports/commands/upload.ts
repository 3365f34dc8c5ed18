import { mkdir, open, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { ImportOptions, type ImportRun, maxUploadBytes } from '#collect/imports/contract.ts'
import { importUploaded } from '#collect/imports/events.ts'
import type { ImportKind } from '#collect/imports/map/fields.ts'
import { runById, showRun } from '#collect/imports/queries.ts'
import { uploadName } from '#collect/imports/read/source.ts'
import type { Config } from '#platform/config.ts'
import type { Actor } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import { AppError } from '#platform/errors.ts'
import { actorId } from '#platform/events/emit.ts'
import { newId } from '#platform/ids.ts'
import { lookAt, recall } from './examine.ts'

/** The folder of a run: the file as uploaded, and a copy in UTF-8 where one is needed. */
export function folderOf(config: Config, workspaceId: string, runId: string): string {
  return join(config.HEARBACK_DATA, 'imports', workspaceId, runId)
}

/**
 * Takes in a file as it arrives, looks at it and makes a run that waits for its columns to be chosen. The file is
 * on the disk before the answer; a cut or refused upload leaves nothing.
 */
export async function uploadFile(
  door: Door,
  workspaceId: string,
  actor: Actor,
  input: { name: string; kind: ImportKind; body: AsyncIterable<Uint8Array> | null; requestId?: string },
): Promise<ImportRun> {
  const id = newId()
  const folder = folderOf(door.config, workspaceId, id)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    const bytes = await store(folder, input.body)
    const name = input.name.replaceAll('\0', '').split(/[\\/]/).at(-1) || 'file'
    const looked = await lookAt(folder, name, input.kind, door.now(), {})
    return await door.inWorkspace(
      workspaceId,
      actor,
      async (ctx) => {
        const defaults = ImportOptions.parse(looked.channel ? { channel: looked.channel } : {})
        const options = await recall(ctx, input.kind, looked, defaults)
        await ctx.db.run(sql`
          insert into import_runs (workspace_id, id, kind, file_name, file_bytes, state, source, findings, mapping, options,
            total_rows, is_total_exact, created_by_kind, created_by_id, created_at, updated_at)
          values (${workspaceId}, ${id}, ${input.kind}, ${name}, ${bytes}, 'ready', ${JSON.stringify(looked.source)},
            ${JSON.stringify(looked.findings)}, ${JSON.stringify(looked.mapping)}, ${JSON.stringify(options)}, ${looked.rows},
            ${looked.isExact}, ${actor.kind}, ${actorId(actor)}, ${ctx.now()}, ${ctx.now()})`)
        await ctx.emit(importUploaded, { subjectId: id, payload: { importId: id, kind: input.kind } })
        return showRun(await runById(ctx, id))
      },
      input.requestId ? { requestId: input.requestId } : {},
    )
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw explained(error)
  }
}

async function store(folder: string, body: AsyncIterable<Uint8Array> | null): Promise<number> {
  const file = await open(join(folder, uploadName), 'wx', 0o600)
  let bytes = 0
  try {
    for await (const chunk of body ?? []) {
      bytes += chunk.byteLength
      if (bytes > maxUploadBytes)
        throw new AppError(
          'too_large',
          'import.too_large',
          'The file is larger than 4 GB. Split it and import the parts one after the other.',
        )
      await file.writeFile(chunk)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  if (bytes === 0)
    throw new AppError(
      'invalid',
      'import.empty',
      'The file holds nothing. Choose another one; a program sends it as the body of the request.',
    )
  const disk = await statfs(folder)
  if (disk.bavail * disk.bsize < bytes + 64 * 1024 * 1024) throw full()
  return bytes
}

function full(): AppError {
  return new AppError(
    'unavailable',
    'import.disk_full',
    'The disk that holds the data folder is full. Make room there and upload the file again; nothing was kept of it.',
  )
}

/** What the operating system or a cut connection says, in words that help. */
function explained(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOSPC' || code === 'EDQUOT') return full()
  if (
    code === 'ECONNRESET' ||
    code === 'ERR_STREAM_PREMATURE_CLOSE' ||
    (error as Error).name === 'AbortError'
  ) {
    return new AppError(
      'invalid',
      'import.cut',
      'The upload was cut off. Nothing was kept; upload the file again.',
    )
  }
  return error
}
