import * as contract from '#measure/impact/contract.ts'
import { readEffects } from '#measure/impact/effects.ts'
import { exportImpacts } from '#measure/impact/export.ts'
import * as queries from '#measure/impact/queries.ts'
import { on, onVisit } from '#platform/http/on.ts'

export const routes = [
  on(contract.getRequestImpact, queries.getRequestImpact),
  on(contract.getReleaseImpact, queries.getReleaseImpact),
  on(contract.listImpacts, queries.listImpacts),
  on(contract.listImpactAccounts, queries.listImpactAccounts),
  on(contract.listEffects, readEffects),
  onVisit(contract.exportImpacts, exportImpacts),
]
