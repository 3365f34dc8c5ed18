import type { ImportRun } from '#collect/imports/contract.ts'
import * as contract from '#collect/imports/contract.ts'
import { downloadErrors, getImport, listImports, type RunRow, showRun } from '#collect/imports/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { on, onVisit, type Visit } from '#platform/http/on.ts'
import {
  beginCheck,
  beginImport,
  beginResume,
  beginUndo,
  cancelRun,
  changeRun,
  removeImport,
} from './commands/control.ts'
import { uploadFile } from './commands/upload.ts'
import { work } from './jobs.ts'

/** A verb that sets a run going and leaves the work to the jobs. */
const queued =
  (begin: (ctx: Ctx, id: string) => Promise<RunRow>) =>
  async (ctx: Ctx, input: { importId: string }): Promise<ImportRun> => {
    const run = await begin(ctx, input.importId)
    await ctx.enqueue(work, { workspaceId: ctx.workspaceId, importId: run.id }, { key: `imports:${run.id}` })
    return showRun(run)
  }

function placeOf({ caller }: Visit): string {
  if (caller.workspaceId === undefined)
    throw new AppError(
      'not_found',
      'workspace.not_found',
      'There is no such workspace, or you are not a member of it.',
    )
  return caller.workspaceId
}

export const routes = [
  onVisit(contract.uploadImport, (visit, { name, kind, request }) =>
    uploadFile(visit.door, placeOf(visit), visit.caller.actor, {
      name,
      kind,
      body: request.body as AsyncIterable<Uint8Array> | null,
      requestId: visit.caller.requestId,
    }),
  ),
  on(contract.listImports, listImports),
  on(contract.getImport, getImport),
  on(contract.downloadErrors, downloadErrors),
  onVisit(contract.changeImport, (visit, { importId, request: _request, ...change }) =>
    changeRun(visit.door, placeOf(visit), visit.caller.actor, importId, change),
  ),
  on(contract.checkImport, queued(beginCheck)),
  on(contract.startImport, queued(beginImport)),
  on(contract.resumeImport, queued(beginResume)),
  on(contract.undoImport, queued(beginUndo)),
  on(contract.cancelImport, async (ctx, { importId }) => showRun(await cancelRun(ctx, importId))),
  on(contract.removeImport, removeImport),
]
