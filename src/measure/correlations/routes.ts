import * as contract from '#measure/correlations/contract.ts'
import * as drivers from '#measure/correlations/drivers.ts'
import * as exports from '#measure/correlations/export.ts'
import * as queries from '#measure/correlations/queries.ts'
import { on, onVisit } from '#platform/http/on.ts'

export const routes = [
  on(contract.listCorrelations, queries.listCorrelations),
  onVisit(contract.exportCorrelations, exports.exportCorrelations),
  on(contract.listCorrelationAccounts, queries.listCorrelationAccounts),
  on(contract.listDrivers, drivers.listDrivers),
  onVisit(contract.exportDrivers, exports.exportDrivers),
  on(contract.listDriverAnswers, drivers.listDriverAnswers),
]
