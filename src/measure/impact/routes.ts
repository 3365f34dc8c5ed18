import * as contract from '#measure/impact/contract.ts'
import { exportImpacts } from '#measure/impact/export.ts'
import * as queries from '#measure/impact/queries.ts'
import { on, onVisit } from '#platform/http/on.ts'

export const routes = [
  on(contract.getRequestImpact, queries.getRequestImpact),
  on(contract.getReleaseImpact, queries.getReleaseImpact),
  on(contract.listImpacts, queries.listImpacts),
  on(contract.listImpactAccounts, queries.listImpactAccounts),
  onVisit(contract.exportImpacts, exportImpacts),
]
