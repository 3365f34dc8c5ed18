import { z } from 'zod'
import { AutoAccept } from '#organize/classify/contract.ts'
import { setting } from '#platform/settings/settings.ts'

const off = { isOn: false, confidence: 0.9 }

/** Which suggestions count without a person; all off until somebody switches them on. */
export const autoAcceptSettings = setting(
  'classify.auto_accept',
  z.object({
    type: AutoAccept.shape.type.default(off),
    priority: AutoAccept.shape.priority.default(off),
    area: AutoAccept.shape.area.default(off),
  }),
)

/** Whether managers are told of negative answers. */
export const negativeNoticeSettings = setting(
  'classify.negative_notices',
  z.object({ isOn: z.boolean().default(true) }),
)
