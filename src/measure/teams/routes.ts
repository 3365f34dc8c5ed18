import * as contract from '#measure/teams/contract.ts'
import { exportTeamPerformance } from '#measure/teams/export.ts'
import { getTeamPerformance } from '#measure/teams/queries.ts'
import { listTeamRecords } from '#measure/teams/records.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.getTeamPerformance, getTeamPerformance),
  on(contract.exportTeamPerformance, exportTeamPerformance),
  on(contract.listTeamRecords, listTeamRecords),
]
