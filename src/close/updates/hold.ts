import { updateHeld } from '#close/updates/events.ts'
import { recallSeconds } from '#close/updates/rules.ts'
import { sendDue } from '#close/updates/send-task.ts'
import type { Ctx } from '#platform/context.ts'

/** When an update that is held from now on leaves. */
export const holdUntil = (ctx: Ctx) => new Date(ctx.now().getTime() + recallSeconds * 1000)

/** Says that an update is held, and wakes its sending when the recall window is over. */
export async function announceHeld(
  ctx: Ctx,
  held: { id: string; contactId: string; caseId: string | null; feedbackId: string | null; sendAt: Date },
): Promise<void> {
  await ctx.emit(updateHeld, {
    subjectId: held.id,
    payload: {
      updateId: held.id,
      contactId: held.contactId,
      caseId: held.caseId,
      sendAt: held.sendAt.toISOString(),
      ...(held.feedbackId && { feedbackId: held.feedbackId }),
    },
  })
  await ctx.enqueue(
    sendDue,
    { workspaceId: ctx.workspaceId, updateId: held.id },
    { key: `update ${held.id}`, runAt: held.sendAt },
  )
}
