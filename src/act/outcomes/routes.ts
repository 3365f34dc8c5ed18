import * as commands from '#act/outcomes/commands.ts'
import * as contract from '#act/outcomes/contract.ts'
import * as queries from '#act/outcomes/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.putOutcome, commands.putOutcome),
  on(contract.getCauses, queries.getCauses),
  on(contract.putCauses, commands.putCauses),
]
