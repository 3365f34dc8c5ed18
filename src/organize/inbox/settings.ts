import { z } from 'zod'
import { RoutingRule } from '#organize/inbox/contract.ts'
import { defaultRouting } from '#organize/inbox/rules.ts'
import { setting } from '#platform/settings/settings.ts'

/** Which queue an item goes to. The projection reads this row in SQL, under this key. */
export const routingSettings = setting(
  'inbox.routing',
  z.object({
    rules: z
      .array(RoutingRule)
      .default(() => defaultRouting.map((rule) => rule as z.output<typeof RoutingRule>)),
  }),
)
