import { keepEvidence } from '#act/evidence/commands.ts'
import * as contract from '#act/evidence/contract.ts'
import { AppError } from '#platform/errors.ts'
import { receiveFile } from '#platform/files/store.ts'
import { onVisit } from '#platform/http/on.ts'

export const routes = [
  // The bytes are taken in before a transaction begins: a slow sender holds no case.
  onVisit(contract.attachEvidence, async ({ door, caller }, { request, ...input }) => {
    if (caller.workspaceId === undefined)
      throw new AppError(
        'not_found',
        'workspace.not_found',
        'There is no such workspace, or you are not a member of it.',
      )
    const received = await receiveFile(door.config, request.body, { maxBytes: contract.maxEvidenceBytes })
    return door.inWorkspace(caller.workspaceId, caller.actor, (ctx) => keepEvidence(ctx, input, received), {
      requestId: caller.requestId,
    })
  }),
]
