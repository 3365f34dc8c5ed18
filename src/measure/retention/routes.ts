import * as commands from '#measure/retention/commands.ts'
import * as contract from '#measure/retention/contract.ts'
import * as files from '#measure/retention/export.ts'
import * as queries from '#measure/retention/queries.ts'
import { on, onVisit } from '#platform/http/on.ts'

export const routes = [
  on(contract.getRetention, queries.getRetention),
  on(contract.putRetention, commands.putRetention),
  on(contract.dryRunRetention, queries.dryRunRetention),
  on(contract.listRetentionRuns, queries.listRetentionRuns),
  on(contract.runRetention, commands.runRetention),
  onVisit(contract.exportRetentionRuns, files.exportRetentionRuns),
  on(contract.cancelRetentionRun, commands.cancelRetentionRun),
  on(contract.listLegalHolds, queries.listLegalHolds),
  on(contract.placeLegalHold, commands.placeLegalHold),
  on(contract.liftLegalHold, commands.liftLegalHold),
]
