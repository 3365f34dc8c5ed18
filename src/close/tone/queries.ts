import { ToneChecklist, type ToneMark } from '#close/tone/contract.ts'
import { toneMarks } from '#close/tone/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { getSetting, setting } from '#platform/settings/settings.ts'

export const toneSetting = setting('tone-checklist', ToneChecklist)

/** The tone checklist of this workspace. */
export async function getToneChecklist(ctx: Ctx): Promise<ToneChecklist> {
  return getSetting(ctx, toneSetting)
}

interface Written {
  subject: string
  body: string
  /** keys of the points that the writer ticked by hand */
  ticked: readonly string[]
}

/** The checklist over what is written, as it is kept with the update. */
export async function toneOf(
  ctx: Ctx,
  written: Written,
  person: { name: string | null },
): Promise<ToneMark[]> {
  const { points } = await getToneChecklist(ctx)
  return toneMarks(points, written, person, written.ticked)
}

/** Throws `tone.not_whole` with the points that are left, where the workspace lets only whole lists leave. */
export async function checkWhole(ctx: Ctx, marks: readonly ToneMark[]): Promise<void> {
  const left = marks.filter((mark) => mark.by === null)
  if (left.length === 0 || !(await getToneChecklist(ctx)).mustBeWhole) return
  throw new AppError(
    'invalid',
    'tone.not_whole',
    `The tone checklist is not whole: ${left.map(({ text }) => text).join('; ')}. Nothing was sent.`,
    { points: left.map(({ key }) => key) },
  )
}
