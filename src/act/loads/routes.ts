import * as commands from '#act/loads/commands.ts'
import * as contract from '#act/loads/contract.ts'
import * as queries from '#act/loads/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.getTeam, queries.getTeam),
  on(contract.listTeamSteps, queries.listTeamSteps),
  on(contract.giveTeamSteps, commands.giveTeamSteps),
]
