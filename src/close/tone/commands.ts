import type * as contract from '#close/tone/contract.ts'
import { toneSetting } from '#close/tone/queries.ts'
import type { Ctx } from '#platform/context.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { putSetting } from '#platform/settings/settings.ts'

/** Sets what a good reply does here; updates keep what was ticked on them. */
export async function putToneChecklist(
  ctx: Ctx,
  input: Input<typeof contract.putToneChecklist>,
): Promise<Answer<typeof contract.putToneChecklist>> {
  return putSetting(ctx, toneSetting, input)
}
