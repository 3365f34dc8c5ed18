import { FollowUpSettings } from '#close/follow-ups/contract.ts'
import { setting } from '#platform/settings/settings.ts'

/** Whether and how those behind a request are asked after it shipped. */
export const followUpSettings = setting('follow-ups', FollowUpSettings)
