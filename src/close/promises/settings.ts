import { PromiseSettings } from '#close/promises/contract.ts'
import { setting } from '#platform/settings/settings.ts'

export const promiseSettings = setting('promises', PromiseSettings)
