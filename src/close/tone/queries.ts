import { ToneChecklist, type ToneMark } from '#close/tone/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { getSetting, setting } from '#platform/settings/settings.ts'

export const toneSetting = setting('tone-checklist', ToneChecklist)

/** The tone checklist of this workspace. */
export async function getToneChecklist(ctx: Ctx): Promise<ToneChecklist> {
  return getSetting(ctx, toneSetting)
}

/** Throws `tone.not_whole` with the points that are left, where the workspace lets only whole lists leave. */
export function checkWhole({ mustBeWhole }: ToneChecklist, marks: readonly ToneMark[]): void {
  const left = marks.filter((mark) => mark.by === null)
  if (left.length === 0 || !mustBeWhole) return
  throw new AppError(
    'invalid',
    'tone.not_whole',
    `The tone checklist is not whole: ${left.map(({ text }) => text).join('; ')}. Nothing was sent.`,
    { points: left.map(({ key }) => key) },
  )
}
