import { loadStep } from '#act/cases/commands/steps.ts'
import { evidenceAttached } from '#act/evidence/events.ts'
import { evidenceOf } from '#act/evidence/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { attachFile, saveFile } from '#platform/files/commands.ts'
import type { Received } from '#platform/files/store.ts'
import { encodeId } from '#platform/ids.ts'

/** Keeps a received file as the evidence that a step asks for; another one takes its place. */
export async function keepEvidence(
  ctx: Ctx,
  input: { caseId: string; stepId: string; evidence: string; name: string },
  received: Received,
): Promise<{ fileId: string; name: string; bytes: number }> {
  const { loaded, row, step } = await loadStep(ctx, input.caseId, input.stepId)
  const asked = evidenceOf(step).find(({ name }) => name === input.evidence)
  if (asked?.kind !== 'file')
    throw new AppError(
      'invalid',
      'step.no_file_asked',
      `“${row.title}” asks for no file called “${input.evidence}”. Load the case again.`,
    )
  if (row.state !== 'open')
    throw new AppError('conflict', 'step.not_open', `“${row.title}” is ${row.state}; it takes no file now.`)
  const file = await saveFile(ctx, { name: input.name, purpose: 'evidence', received })
  await attachFile(ctx, file.id)
  const fileId = encodeId('file', file.id)
  await ctx.db.run(sql`
    update case_steps set evidence = evidence || ${JSON.stringify({ [asked.name]: fileId })}::jsonb
    where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
  await ctx.emit(evidenceAttached, {
    subjectId: loaded.record.id,
    payload: {
      caseId: loaded.record.id,
      playbook: loaded.record.playbook_key,
      stepId: row.id,
      step: row.step_key,
      fileId: file.id,
    },
  })
  return { fileId, name: file.name, bytes: file.bytes }
}
