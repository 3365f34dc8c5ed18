import * as commands from '#act/team/commands.ts'
import * as contract from '#act/team/contract.ts'
import * as queries from '#act/team/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.getTeam, queries.getTeam),
  on(contract.listTeamSteps, queries.listTeamSteps),
  on(contract.giveTeamSteps, commands.giveTeamSteps),
]
