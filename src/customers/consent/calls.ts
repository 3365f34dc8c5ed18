import { zonesOf } from '#customers/consent/limits.ts'
import { reachSetting } from '#customers/consent/settings.ts'
import { wakingTime } from '#customers/consent/sms-gate.ts'
import type { Ctx } from '#platform/context.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** When each of these people may be called from a time on: never in the night of their zone, nor in the quiet hours. */
export async function callTimes(
  ctx: Ctx,
  people: readonly { contactId: string; at: Date }[],
): Promise<Date[]> {
  const zones = await zonesOf(
    ctx,
    people.map((one) => one.contactId),
  )
  const { quiet } = await getSetting(ctx, reachSetting)
  return people.map(({ contactId, at }) => wakingTime(zones.get(contactId)!, at, quiet) ?? at)
}
