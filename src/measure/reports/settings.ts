import { z } from 'zod'
import { shippedLanguages } from '#collect/surveys/texts/languages.ts'
import { kinds } from '#measure/reports/rules.ts'
import { Role } from '#platform/identity/contract.ts'
import { setting } from '#platform/settings/settings.ts'

/** At six, before anybody comes to the Monday review at ten. */
export const reportSetting = setting(
  'reports',
  z.object({
    kinds: z.array(z.enum(kinds)).default([...kinds]),
    hour: z.number().default(6),
    roles: z.array(Role).default(['owner', 'admin', 'manager']),
    /** in which members read them who chose no other */
    language: z.enum(shippedLanguages).default('en'),
    /** since when it is so: what was due before is not made up for; null: since the workspace began */
    since: z.string().nullable().default(null),
  }),
)
