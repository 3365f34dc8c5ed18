import * as contract from '#customers/consent/contract.ts'
import { getReachLimits, putReachLimits } from '#customers/consent/limits.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.getReachLimits, getReachLimits),
  on(contract.putReachLimits, putReachLimits),
]
