import { z } from 'zod'
import { kindKeys, mostMonths, retentionKinds } from '#measure/retention/rules.ts'
import { setting } from '#platform/settings/settings.ts'

/** Workspaces that were there before retention was start with it off (migration 0451). */
export const retentionSetting = setting(
  'retention',
  z.object({
    isOn: z.boolean().default(true),
    /** at night, on the workspace's clock */
    hour: z.number().default(2),
    /** since when it is on; null: since the workspace began */
    since: z.string().nullable().default(null),
    /** what differs from the usual */
    months: z.partialRecord(z.enum(kindKeys), z.number().int().max(mostMonths)).default({}),
  }),
)

/** The months of every kind, the usual ones filled in. */
export const monthsOf = (set: Partial<Record<string, number>>) =>
  Object.fromEntries(retentionKinds.map(({ key, usual }) => [key, set[key] ?? usual])) as Record<
    (typeof kindKeys)[number],
    number
  >
