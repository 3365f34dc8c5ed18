import { z } from 'zod'
import { procedure, rhythms } from '#collect/check-ins/rules.ts'
import { setting } from '#platform/settings/settings.ts'

/** How often accounts are talked to, unless an account says otherwise. */
export const checkInSettings = setting(
  'check_ins',
  z.object({
    isOn: z.boolean().default(true),
    early: z.enum(rhythms).default(procedure.early),
    earlyDays: z.number().int().min(0).max(730).default(procedure.earlyDays),
    ongoing: z.enum(rhythms).default(procedure.ongoing),
  }),
)
