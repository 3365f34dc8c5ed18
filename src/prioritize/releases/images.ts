import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { attachFile, saveFile } from '#platform/files/commands.ts'
import { receiveFile } from '#platform/files/store.ts'
import type { Visit } from '#platform/http/on.ts'
import { decodeId, encodeId } from '#platform/ids.ts'
import type * as contract from '#prioritize/releases/contract.ts'
import { imageMaxBytes, imagePurpose, imageTypes, notesIn } from '#prioritize/releases/rules.ts'

/** Takes an image in for the notes of a release; it goes after a day when no notes show it. */
export async function uploadReleaseImage(
  { door, caller }: Visit,
  input: Input<typeof contract.uploadReleaseImage> & { request: Request },
): Promise<Answer<typeof contract.uploadReleaseImage>> {
  if (caller.workspaceId === undefined)
    throw new AppError(
      'not_found',
      'workspace.not_found',
      'There is no such workspace, or you are not a member of it.',
    )
  const received = await receiveFile(door.config, input.request.body, {
    types: imageTypes,
    maxBytes: imageMaxBytes,
  })
  return door.inWorkspace(caller.workspaceId, caller.actor, async (ctx) => {
    const file = await saveFile(ctx, { name: input.name, purpose: imagePurpose, received })
    return { id: encodeId('file', file.id), name: file.name }
  })
}

/** Keeps the images that notes show. Only what was uploaded for notes may stand in them: the portal shows it to everybody. */
export async function keepImages(ctx: Ctx, notes: string | null | undefined): Promise<void> {
  const ids = new Set(
    notesIn(notes ?? '').flatMap((part) => ('fileId' in part ? [decodeId('file', part.fileId) ?? ''] : [])),
  )
  for (const id of ids) {
    const found =
      id &&
      (await ctx.db.run(
        sql`select 1 from files where workspace_id = ${ctx.workspaceId} and id = ${id} and purpose = ${imagePurpose}`,
      ))
    if (!found)
      throw new AppError(
        'invalid',
        'release.no_image',
        'The notes show a file that was not uploaded for them. Add the image again.',
        { fields: [{ field: 'notes', message: 'An image was not uploaded for these notes. Add it again.' }] },
      )
    await attachFile(ctx, id)
  }
}
