import { ReachLimits } from '#customers/consent/contract.ts'
import { setting } from '#platform/settings/settings.ts'

export const reachSetting = setting('reach', ReachLimits)
