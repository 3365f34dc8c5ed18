import { z } from 'zod'
import { event } from '#platform/events/event.ts'

const shareBackId = z.uuid()

export const shareBackMade = event('share_back.made', z.object({ shareBackId, isEmpty: z.boolean() }))
/** The webhook took it, it was given up, or a person has it handed over again. */
export const shareBackHanded = event('share_back.handed', z.object({ shareBackId, state: z.string() }))
