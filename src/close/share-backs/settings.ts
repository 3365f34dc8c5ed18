import { z } from 'zod'
import { Role } from '#platform/identity/contract.ts'
import { roles } from '#platform/policy/rules.ts'
import { setting } from '#platform/settings/settings.ts'

/** Monday at nine, off until somebody switches it on. */
export const shareBackSetting = setting(
  'share_backs',
  z.object({
    isOn: z.boolean().default(false),
    weekday: z.number().default(1),
    hour: z.number().default(9),
    roles: z.array(Role).default([...roles]),
    /** since when it is so: what was due before is not made up for */
    since: z.string().nullable().default(null),
    /** address and secret are sealed together: the path of such an address lets anybody post */
    webhook: z
      .object({ host: z.string(), format: z.enum(['json', 'slack']), sealed: z.string() })
      .nullable()
      .default(null),
  }),
)
